/**
 * A log whose entries are signed as clients and roles sign them, made by a machine: what the tests of this room read.
 */
import {
  bytesOfAscii,
  createMarket,
  type DecodedRecord,
  decodeRecords,
  encode,
  encodeBands,
  encodeEntry,
  genesis,
  isMessageFault,
  type Layout,
  logonFrame,
  Machine,
  MarketKind,
  MarketState,
  MESSAGE_FORMAT,
  type MessageCommand,
  memberFrame,
  messageText,
  OwnerKind,
  openAccount,
  readMessage,
  registerOwner,
  sequencerFrame,
  sessionFrame,
  signatureFrame,
  type Ticks,
} from '@intelligent-ledger/engine/core';
import type { LogEntry } from './authorization-check.ts';
import { type SigningKey, signingKeyOf } from './private-keys.ts';
import { Registry } from './registry.ts';
import { RoleSigner } from './role-signer.ts';
import { ED25519_SCHEME } from './signatures.ts';

export const DOMAIN = 'd0'.repeat(32);
const START = 1_764_000_000_000_000;
const SECOND = 1_000_000;
const PRICE_MAX = 100_000;

/** A message before it is text. */
interface Message {
  readonly nonce?: number;
  readonly account: number;
  readonly commands: readonly object[];
  readonly key?: number;
  readonly session?: number;
  readonly valid_until?: number;
}

/** A key made of a number. */
export function keyOf(seed: number): SigningKey {
  return signingKeyOf(seed.toString(16).padStart(64, '0'));
}

/** An entry with what it was answered. */
export interface Logged extends LogEntry {
  readonly records: readonly DecodedRecord[];
}

export class SignedLog {
  readonly entries: Logged[] = [];
  readonly roles = { operator: keyOf(901), prices: keyOf(902), deposits: keyOf(903) };
  time = START;
  private readonly machine = new Machine();
  private readonly registry = new Registry();
  private readonly operator = new RoleSigner(DOMAIN, this.roles.operator);
  private nonce = 1_000;

  /** An exchange with one market, whose owners are those keys, each with an account. */
  constructor(owners: readonly { readonly kind: number; readonly identity: string }[]) {
    const keys = Object.values(this.roles).map(({ publicKey }) => publicKey);
    const blob = Buffer.from(keys.join(''), 'hex');
    const rooms = {
      ownersMax: 8,
      accountsMax: 8,
      marketsMax: 2,
      ordersMax: 64,
      levelsMax: 64,
      keysMax: 8,
      sessionsMax: 4,
    };
    const work = { makersPerCommandMax: 8, drainPerCommandMax: 8, clientOrderIdsMax: 64 };
    const start = encode(genesis, { blobBytes: blob.length, ruleVersion: 2, domain: DOMAIN, ...rooms, ...work });
    this.put([{ layout: genesis, command: start, blob }], encode(sequencerFrame, {}));
    this.registry.setRoleKeys(blob.toString('hex'));
    for (const [owner, { kind, identity }] of owners.entries()) {
      this.byOperator(registerOwner, { ownerKind: kind, identity });
      this.byOperator(openAccount, { owner });
    }
    const bands = encodeBands([{ from: 1 as Ticks, step: 1 as Ticks }]);
    const market = { marketKind: MarketKind.perpetual, sizeDecimals: 2, state: MarketState.open };
    this.byOperator(createMarket, { blobBytes: bands.length, ...market, maxPrice: PRICE_MAX, maxSize: 10_000 }, bands);
  }

  /** The next nonce and a time to live, for the head of a message. */
  head(more: Message): Message & { readonly nonce: number } {
    this.nonce += 1;
    return { nonce: this.nonce, valid_until: this.time + 30 * SECOND, ...more };
  }

  byOperator(layout: Layout, values: object, blob?: Uint8Array): void {
    const commands = [{ layout, command: encode(layout, values), ...(blob === undefined ? {} : { blob }) }];
    this.put(commands, this.operator.frameFor(commands, this.time));
  }

  /** A message under a signature, by whoever `sign` is: the signature of the text as hex, 64 bytes or 65. */
  signed(message: Message, scheme: number, signer: string, sign: (text: Uint8Array) => string): void {
    const text = bytesOfAscii(messageText(DOMAIN, JSON.stringify(message)));
    const hex = sign(text);
    const commands = this.commandsOf(text);
    const recovery = Number.parseInt(hex.slice(128) || '0', 16);
    const ofFrame = { scheme, signer, signature: hex.slice(0, 128), recovery, payloadFormat: MESSAGE_FORMAT };
    const frame = encode(signatureFrame, { ...ofFrame, signedBytes: text.length, commandCount: commands.length });
    this.put(commands, Buffer.concat([frame, text]));
  }

  signedBy(key: SigningKey, message: Message): void {
    this.signed(message, ED25519_SCHEME, key.publicKey, (text) => key.sign(text));
  }

  /** A message of a session, with a code that only the gateway could check. Answers its text. */
  ofSession(session: number, message: Message): Uint8Array {
    const text = bytesOfAscii(messageText(DOMAIN, JSON.stringify({ ...message, session })));
    const ofFrame = { session, counter: message.nonce ?? 0, mac: 'ee'.repeat(32), payloadFormat: MESSAGE_FORMAT };
    const frame = encode(sessionFrame, { ...ofFrame, signedBytes: text.length });
    this.put(this.commandsOf(text), Buffer.concat([frame, text]));
    return text;
  }

  /** A command of a session on a line that was authenticated. */
  ofLogon(session: number, counter: number, layout: Layout, values: object): void {
    const command = encode(layout, { ...values, session, nonce: counter });
    this.put([{ layout, command }], encode(logonFrame, { session, counter }));
  }

  /** Puts commands into the log under a frame. */
  put(commands: readonly MessageCommand[], frame: Uint8Array): void {
    const firstSequence = this.machine.sequence + 1;
    this.time += SECOND;
    for (const [index, { command, blob }] of commands.entries()) {
      const sequence = firstSequence + index;
      const ofEntry = index === 0 ? frame : encode(memberFrame, { index, firstSequence });
      const parts = { sequence, time: this.time, command, frame: ofEntry };
      this.machine.applyBytes(encodeEntry(blob === undefined ? parts : { ...parts, blob }));
      const records = decodeRecords(this.machine.takeRecords());
      this.registry.take(records);
      this.entries.push({ ...parts, command: Buffer.concat([command, blob ?? new Uint8Array(0)]), records });
    }
  }

  private commandsOf(text: Uint8Array): readonly MessageCommand[] {
    const message = readMessage(text, this.registry);
    if (isMessageFault(message)) throw new Error(`${message.fault} ${message.path}`);
    return message.commands;
  }
}

/** The identity of an Ed25519 key. */
export function ownerOf({ publicKey }: SigningKey) {
  return { kind: OwnerKind.ed25519, identity: publicKey };
}
