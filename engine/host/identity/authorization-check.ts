/**
 * Whether every command of a log is what somebody who may asked for. It is given the entries in order, each before its
 * records, and finds for each the signature or the session that stands for it, makes the commands of the signed bytes
 * again, and compares. What sessions sent is held to the chains that they sign; what no chain covers is listed.
 */
import {
  approveKey,
  type ChainedMessage,
  COMMANDS,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  closeSession,
  continueWork,
  countsInChain,
  type DecodedRecord,
  decode,
  genesis,
  isMessageFault,
  isOfUser,
  type Layout,
  MESSAGE_FORMAT,
  type Message,
  type MessageCommand,
  OwnerKind,
  openMessage,
  type orderAmended,
  ROLE_MESSAGE_FORMAT,
  type Role,
  readMessage,
  readRoleMessage,
  type rejected,
  roleOf,
  type sessionClosed,
  type sessionOpened,
  type sessionSigned,
  signSession,
  tick,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { type AuthorityFault, hasProof, sessionOf, signerOfMessage } from './authority.ts';
import { type Frame, readFrame } from './frames.ts';
import type { Identity, Registry } from './registry.ts';
import { SessionChains, type UnsignedTail } from './session-chains.ts';
import { isSignedBy, signerOf } from './signatures.ts';

/** An entry as the log has it. The command has its blob behind it. */
export interface LogEntry {
  readonly sequence: number;
  readonly time: number;
  readonly command: Uint8Array;
  readonly frame: Uint8Array;
}

/** How entries are authorized. */
export type Authorization = 'sequencer' | 'role' | 'signature' | 'session' | 'logon';

/** Who sent a command. */
type SenderHead = Pick<Message, 'account' | 'key' | 'session' | 'nonce'>;

/** What is left of a message of several commands. */
interface OpenMessage {
  readonly firstSequence: number;
  readonly authorization: Authorization;
  readonly commands: readonly MessageCommand[];
  next: number;
}

/** What a session may send that is late. */
const CANCELS: ReadonlySet<number> = new Set(
  [cancelOrder, cancelByClientOrderId, cancelOrders, openMessage, closeSession].map(({ number }) => number),
);
/** What a session cannot authenticate, since nobody else could check it. */
const NEVER_IN_SESSION: ReadonlySet<number> = new Set([signSession, approveKey].map(({ number }) => number));
/** Which entries the sequencer makes by itself. */
const OF_SEQUENCER: readonly Layout[] = [genesis, continueWork];

export class AuthorizationCheck {
  /** Entries by how they are authorized. */
  readonly counts: Record<Authorization, number> = { sequencer: 0, role: 0, signature: 0, session: 0, logon: 0 };
  private readonly registry: Registry;
  private readonly chains = new SessionChains();
  private readonly roleNonces = new Map<Role, number>();
  /** By the sequence of an amend that is under way, the market by whose decimals its new terms were read. */
  private readonly amends = new Map<number, number>();
  private open: OpenMessage | null = null;
  /** The entry that was checked last. */
  private present: LogEntry | null = null;
  /** It was refused, or somebody made it up: nobody is known any more who may have sent it. */
  private isRefusal = false;
  /** What it adds to the chain of its session, if the core takes it as a command of that session. */
  private link: { readonly session: number; readonly message: ChainedMessage } | null = null;
  /** The session in which the message came that is under way. */
  private session = 0;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** What sessions that have ended left unsigned, and after `end` those that were open too. */
  get tails(): readonly UnsignedTail[] {
    return this.chains.tails;
  }

  /** Sessions that have signed another chain than that of the log. */
  get disputed(): readonly number[] {
    return this.chains.disputed;
  }

  /** Checks an entry; answers what is wrong with its authorization, or null. */
  check(entry: LogEntry): string | null {
    this.isRefusal = false;
    this.present = entry;
    this.link = null;
    const frame = readFrame(entry.frame);
    if (frame === null) return entry.frame.length === 0 ? 'it has no authorization' : 'its frame cannot be read';
    if (frame.name !== 'memberFrame') {
      const isWhole = this.isWhole();
      this.open = null;
      this.session = 0;
      if (!isWhole) return 'the message before it is not whole';
    }
    switch (frame.name) {
      case 'sequencerFrame':
        return this.ofSequencer(entry);
      case 'signatureFrame':
        return this.ofSignature(entry, frame);
      case 'memberFrame':
        return this.ofMember(entry, frame);
      case 'sessionFrame':
        return this.ofSession(entry, frame);
      case 'logonFrame':
        return this.ofLogon(entry, frame);
    }
  }

  /** Takes what became of the entry that was checked; answers what is wrong with it, or null. */
  take(records: readonly DecodedRecord[]): string | null {
    const refused = records.find(({ name }) => name === 'rejected')?.values as
      | ValuesOf<typeof rejected.specs>
      | undefined;
    this.takeIntoChain(refused);
    let fault: string | null = null;
    for (const [index, record] of records.entries()) fault ??= this.takeOne(record, records[index - 1]);
    const { sequence } = this.present ?? { sequence: 0 };
    // One that waits is done later, under its own sequence.
    if (!records.some(({ name }) => name === 'orderDeferred')) this.amends.delete(sequence);
    this.registry.take(records);
    if (this.isRefusal && refused === undefined) fault ??= 'it is of a session that is not open, and was not refused';
    return fault;
  }

  private takeIntoChain(refused: ValuesOf<typeof rejected.specs> | undefined): void {
    const { link, present } = this;
    if (present === null) return;
    if (link !== null && countsInChain(refused)) this.chains.add(link.session, link.message, present.time);
    const isTrade = refused === undefined && !CANCELS.has(present.command[0] as number);
    if (this.session !== 0 && isTrade) this.chains.noteTrade(this.session, present.time);
  }

  /** Ends the log; answers what is wrong with its end, or null. */
  end(): string | null {
    this.chains.end();
    return this.isWhole() ? null : 'the last message is not whole';
  }

  private isWhole(): boolean {
    return this.open === null || this.open.next === this.open.commands.length;
  }

  private takeOne({ name, values }: DecodedRecord, before: DecodedRecord | undefined): string | null {
    switch (name) {
      case 'started':
        this.registry.setRoleKeys(roleKeysOf(this.present as LogEntry));
        break;
      case 'sessionOpened': {
        const { session, sequence } = values as ValuesOf<typeof sessionOpened.specs>;
        this.chains.open(this.registry.domain, session, sequence);
        break;
      }
      case 'sessionClosed':
        this.chains.close((values as ValuesOf<typeof sessionClosed.specs>).session);
        break;
      case 'sessionSigned': {
        const signed = values as ValuesOf<typeof sessionSigned.specs>;
        this.chains.sign(signed.session, signed);
        break;
      }
      case 'orderAmended':
        return this.takeAmended(values as ValuesOf<typeof orderAmended.specs>, before);
    }
    return null;
  }

  /** One that waited stands behind what says where its turn came from. */
  private takeAmended(values: ValuesOf<typeof orderAmended.specs>, before: DecodedRecord | undefined): string | null {
    const isTurn = before?.name === 'queuedDone';
    const sequence = isTurn ? (before.values['commandSequence'] as number) : values.sequence;
    const stated = this.amends.get(sequence);
    this.amends.delete(sequence);
    return stated === undefined || stated === values.market ? null : 'the order is in another market than was signed';
  }

  private ofSequencer({ command }: LogEntry): string | null {
    if (command[0] === genesis.number && this.registry.domain !== '') return 'the log has begun already';
    if (!OF_SEQUENCER.some(({ number }) => number === command[0])) return 'the sequencer may not make such a command';
    this.counts.sequencer += 1;
    return null;
  }

  private ofSignature(entry: LogEntry, frame: Frame & { readonly name: 'signatureFrame' }): string | null {
    const { payloadFormat } = frame.values;
    if (payloadFormat === ROLE_MESSAGE_FORMAT) return this.ofRole(entry, frame);
    if (payloadFormat !== MESSAGE_FORMAT) return 'nobody knows the format of what was signed';
    const message = readMessage(frame.signed, this.registry);
    if (isMessageFault(message)) return `what was signed is no message: ${message.fault} ${message.path}`;
    const signer = signerOfMessage(this.registry, message);
    if (signer === 'sessionUnknown') {
      this.isRefusal = true;
      return this.begun(entry, 'signature', message.commands, frame.values.commandCount);
    }
    if (typeof signer === 'string') return authorityWords(signer);
    if (!isSigned(signer, frame)) return 'the signature is not that of the sender';
    return this.proven(message) ?? this.begun(entry, 'signature', message.commands, frame.values.commandCount);
  }

  private ofRole(entry: LogEntry, frame: Frame & { readonly name: 'signatureFrame' }): string | null {
    const message = readRoleMessage(frame.signed, this.registry.domain);
    if (isMessageFault(message)) return `what was signed is no message of a role: ${message.fault} ${message.path}`;
    const roles = new Set(message.commands.map(({ layout }) => roleOf(layout)));
    const [role] = roles;
    if (role === undefined || roles.size > 1) return 'no role may send these commands';
    const signer = { kind: OwnerKind.ed25519, identity: this.registry.roleKeyOf(role) };
    if (!isSigned(signer, frame)) return `the signature is not that of the role ${role}`;
    if (entry.time >= message.validUntil) return `the message of the role ${role} was dead by then`;
    // Ticks are made and signed by the sequencer itself, each with its place in the log.
    const isTick = message.commands[0]?.layout === tick;
    if (isTick && message.nonce !== entry.sequence) return 'the tick was signed for another place in the log';
    if (!isTick) {
      if (message.nonce <= (this.roleNonces.get(role) ?? 0)) return `the nonce of the role ${role} does not ascend`;
      this.roleNonces.set(role, message.nonce);
    }
    return this.begun(entry, 'role', message.commands, frame.values.commandCount);
  }

  private ofSession(entry: LogEntry, { values, signed }: Frame & { readonly name: 'sessionFrame' }): string | null {
    if (values.payloadFormat !== MESSAGE_FORMAT) return 'nobody knows the format of what was authenticated';
    const message = readMessage(signed, this.registry);
    if (isMessageFault(message)) return `what was authenticated is no message: ${message.fault} ${message.path}`;
    if (message.session !== values.session || message.nonce !== values.counter)
      return 'the frame is of another message';
    const fault = this.inSession(entry, message, signed);
    return fault ?? this.begun(entry, 'session', message.commands);
  }

  private ofLogon(entry: LogEntry, { values }: Frame & { readonly name: 'logonFrame' }): string | null {
    const head = userHeadOf(entry.command);
    if (head === null) return 'no user sends such a command';
    if (head.session !== values.session || head.nonce !== values.counter) return 'the frame is of another command';
    const fault = this.inSession(entry, head, entry.command);
    if (fault === null) this.counts.logon += 1;
    return fault;
  }

  /** Notes a message of a session. What needs a signature does not come in one. */
  private inSession({ sequence, command }: LogEntry, sender: SenderHead, bytes: Uint8Array): string | null {
    if (NEVER_IN_SESSION.has(command[0] as number)) return 'this needs a signature of its own';
    this.session = sender.session;
    if (typeof sessionOf(this.registry, sender) === 'string') this.isRefusal = true;
    else this.link = { session: sender.session, message: { counter: sender.nonce, sequence, bytes } };
    return null;
  }

  private ofMember(
    { sequence, command }: LogEntry,
    { values }: Frame & { readonly name: 'memberFrame' },
  ): string | null {
    const { open } = this;
    if (open === null) return 'it is of a message that did not begin';
    if (values.firstSequence !== open.firstSequence || values.index !== open.next)
      return 'it is not the next of its message';
    if (sequence !== open.firstSequence + open.next) return 'it does not follow its message';
    if (NEVER_IN_SESSION.has(command[0] as number) && this.session !== 0) return 'this needs a signature of its own';
    return this.matched(open, command);
  }

  private begun(
    { sequence, command }: LogEntry,
    authorization: Authorization,
    commands: readonly MessageCommand[],
    stated = commands.length,
  ): string | null {
    if (stated !== commands.length) return 'the frame says another number of commands';
    const open: OpenMessage = { firstSequence: sequence, authorization, commands, next: 0 };
    this.open = open;
    return this.matched(open, command);
  }

  /** Compares a command with the next of its message. */
  private matched(open: OpenMessage, command: Uint8Array): string | null {
    const expected = open.commands[open.next];
    if (expected === undefined) return 'its message has no command more';
    const { command: bytes, blob = new Uint8Array(0) } = expected;
    if (Buffer.compare(Buffer.concat([bytes, blob]), command) !== 0) return 'it is not the command that was signed';
    if (expected.statedMarket !== undefined) this.amends.set(open.firstSequence + open.next, expected.statedMarket);
    open.next += 1;
    this.counts[open.authorization] += 1;
    return null;
  }

  private proven(message: Message): string | null {
    const isProven = message.commands.every((command) => hasProof(this.registry, message.account, command));
    return isProven ? null : 'the key that is approved has not signed that it acts for the owner';
  }
}

/** Who sent a command; null when no user did. */
function userHeadOf(command: Uint8Array): SenderHead | null {
  const layout = COMMANDS.find(({ number }) => number === command[0]);
  if (layout === undefined || !isOfUser(layout) || command.length < layout.byteLength) return null;
  // The head is the same in every command of a user.
  return decode(openMessage, command);
}

function isSigned(signer: Identity, { values, signed }: Frame & { readonly name: 'signatureFrame' }): boolean {
  const named = signerOf(values);
  const isNamed = named.kind === signer.kind && named.identity === signer.identity;
  return isNamed && isSignedBy(signer, signed, values);
}

const AUTHORITY_WORDS: Readonly<Record<AuthorityFault, string>> = {
  accountUnknown: 'there is no such account',
  keyUnknown: 'the owner has no such key',
  sessionUnknown: 'there is no such session of the sender',
  sessionSignsChains: 'a session signs its chain and nothing else',
  chainWithoutSession: 'a chain is signed by its session',
};

function authorityWords(fault: AuthorityFault): string {
  return AUTHORITY_WORDS[fault];
}

/** The keys of the roles, as the blob of Genesis in hex. */
function roleKeysOf({ command }: LogEntry): string {
  return Buffer.from(command.subarray(genesis.byteLength)).toString('hex');
}
