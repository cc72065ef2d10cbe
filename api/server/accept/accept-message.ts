/**
 * Takes a message: reads what it asks for, finds out whether whoever sent it may, and sends it to the engine with the
 * proof. The one way by which anything of a user comes into the log, whatever door it came through.
 */

import type { MessageResult, VerifyAnswer } from '@intelligent-ledger/client/wire';
import {
  ED25519_SCHEME,
  hasProof,
  type Identity,
  type Registry,
  SECP256K1_SCHEME,
  sessionOf,
  signatureOfHex,
  signerOfMessage,
  whetherSignedBy,
} from '@intelligent-ledger/engine/client-port';
import {
  approveKey,
  bytesOfAscii,
  decode,
  encode,
  isMessageFault,
  MESSAGE_FORMAT,
  type Message,
  messageText,
  OwnerKind,
  readBody,
  SIGNED_BYTES_MAX,
  sessionFrame,
  sha256Hex,
  signatureFrame,
  signSession,
  VALID_UNTIL_AHEAD_MICROS,
} from '@intelligent-ledger/engine/core';
import type { RecordFeed } from '../exchange/record-feed.ts';
import type { Budgets } from '../limits/budgets.ts';
import { Turns } from '../limits/turns.ts';
import { PROBLEMS, type ProblemName, Refused, wireName } from './problems.ts';
import { RecentMessages } from './recent-messages.ts';
import type { SessionSecrets } from './session-secrets.ts';
import type { Outcome, Submitter } from './submitter.ts';

/** By what a message is authorized: a signature, or the code of a session; both as hex. */
export type Credentials = ({ readonly signature: string } | { readonly code: string }) & {
  /** The exchange that it was made for, where the sender says it. */
  readonly exchange?: string;
};

/** A message that is in the log. */
export interface Taken {
  readonly account: number;
  /** Place of its first command. */
  readonly sequence: number;
  /** What became of each command. */
  readonly codes: readonly number[];
  /** The answer to it, as JSON: it is written once, whoever is told, and kept as nothing else. */
  readonly answer: string;
}

/** The market of an order of an account, while it is known. */
export type MarketOf = (account: number, order: number) => number | undefined;

/** What may only not be known yet. */
const MAY_COME = new Set<ProblemName>([
  'market_unknown',
  'asset_unknown',
  'account_unknown',
  'key_unknown',
  'session_unknown',
  'order_unknown',
]);
/** Signatures are checked by the threads that write the journal too, of which some must be left for that. */
const VERIFIED_AT_ONCE = 2;
const NOT_ASCII = /[^\n -~]/;
const CODE = /^[0-9a-f]{64}$/;

export interface DoorOptions {
  readonly registry: Registry;
  readonly secrets: SessionSecrets;
  readonly submitter: Submitter;
  readonly marketOf: MarketOf;
  readonly feed: RecordFeed;
  /** The time of the exchange, in microseconds. */
  readonly now: () => number;
  /** Of commands, by owner. */
  readonly budgets: Budgets<number>;
  /** Whether a message is taken whatever was spent. */
  readonly isUnlimited: (message: Message) => boolean;
  readonly answerOf: (message: Message, outcomes: readonly Outcome[]) => MessageResult;
}

export class MessageDoor {
  private readonly registry: Registry;
  private readonly secrets: SessionSecrets;
  private readonly submitter: Submitter;
  private readonly marketOf: MarketOf;
  private readonly feed: RecordFeed;
  /** The time of the exchange, in microseconds. */
  readonly now: () => number;
  private readonly budgets: Budgets<number>;
  private readonly isUnlimited: (message: Message) => boolean;
  private readonly answerOf: DoorOptions['answerOf'];
  private readonly verifying = new Turns(VERIFIED_AT_ONCE);
  private readonly recent = new RecentMessages<Taken>();

  constructor(options: DoorOptions) {
    const { registry, secrets, submitter, marketOf, feed, now, budgets, isUnlimited, answerOf } = options;
    this.registry = registry;
    this.secrets = secrets;
    this.submitter = submitter;
    this.marketOf = marketOf;
    this.feed = feed;
    this.now = now;
    this.budgets = budgets;
    this.isUnlimited = isUnlimited;
    this.answerOf = answerOf;
  }

  /**
   * Takes the body of a message; fails with `Refused` when it gets no place in the log. One that was taken a while ago
   * is answered as it was then, whoever sends it again.
   */
  async take(body: string, credentials: Credentials | null): Promise<Taken> {
    const { message, frame } = await this.authorizedByNow(body, credentials);
    return this.recent.once(body, message.validUntil, this.now(), async () => {
      await this.charge(message);
      return this.taken(message, await this.submitter.submit(message.commands, frame));
    });
  }

  private taken(message: Message, outcomes: readonly Outcome[]): Taken {
    const { account } = message;
    const { sequence } = outcomes[0] as Outcome;
    const codes = outcomes.map(({ code }) => code);
    return { account, sequence, codes, answer: JSON.stringify(this.answerOf(message, outcomes)) };
  }

  /** Each command costs one of the owner's budget. What cancels something that is open is taken all the same. */
  private async charge(message: Message): Promise<void> {
    const owner = this.registry.ownerOf(message.account)?.owner ?? 0;
    const { length: cost } = message.commands;
    const retryMillis = this.budgets.spend(owner, cost);
    if (retryMillis === true) return;
    await this.feed.whenCurrent();
    if (!this.isUnlimited(message)) throw new Refused('budget_spent', { retryMillis });
    this.budgets.owe(owner, cost);
  }

  /** Who was told of a session, a key or an order can use it, though the gateway may not have read of it yet. */
  private async authorizedByNow(body: string, credentials: Credentials | null) {
    try {
      return await this.authorized(body, credentials);
    } catch (error) {
      if (!(error instanceof Refused) || !MAY_COME.has(error.problem)) throw error;
      await this.feed.whenCurrent();
      return this.authorized(body, credentials);
    }
  }

  /** Reads and checks a message, and sends nothing: what it is, and the frame that goes with it. */
  async authorized(body: string, credentials: Credentials | null) {
    // What is not ASCII would become other bytes than were signed.
    if (NOT_ASCII.test(body)) throw new Refused('text_malformed');
    const bytes = Buffer.from(messageText(this.registry.domain, body), 'latin1');
    if (bytes.length > SIGNED_BYTES_MAX) throw new Refused('message_too_long');
    const message = readBody(body, this.registry);
    if (isMessageFault(message)) throw new Refused(wireName(message.fault) as ProblemName, { field: message.path });
    if (credentials === null) throw new Refused('credentials_missing');
    const { exchange = this.registry.domain } = credentials;
    if (exchange !== this.registry.domain) throw new Refused('exchange_other');
    const frame =
      'signature' in credentials
        ? await this.signedFrame(message, bytes, credentials.signature)
        : this.sessionFrame(message, bytes, credentials.code);
    this.checkMarkets(message);
    this.checkTime(message);
    return { message, frame };
  }

  /** What a message comes to, for whoever wonders why it is not taken; nothing is sent. */
  async explain(body: string, credentials: Credentials | null): Promise<VerifyAnswer> {
    if (body.length > SIGNED_BYTES_MAX) throw new Refused('message_too_long');
    const text = messageText(this.registry.domain, body);
    const sha256 = sha256Hex(bytesOfAscii(text));
    const signer = this.signerNamed(body);
    const said = { text, sha256, ...(signer === undefined ? {} : { signer }) };
    try {
      await this.authorized(body, credentials);
      return { is_good: true, ...said };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { problem, field, detail } = error;
      const about = { ...(field ? { field } : {}), detail: detail ?? PROBLEMS[problem].title };
      return { is_good: false, ...said, code: PROBLEMS[problem].code, name: problem, ...about };
    }
  }

  /** Whose signature a message needs, in words, where it can be read so far. */
  private signerNamed(body: string): string | undefined {
    if (NOT_ASCII.test(body)) return undefined;
    const message = readBody(body, this.registry);
    if (isMessageFault(message)) return undefined;
    const signer = signerOfMessage(this.registry, message);
    if (typeof signer === 'string') return undefined;
    return `${signer.kind === OwnerKind.secp256k1 ? 'secp256k1' : 'ed25519'} ${signer.identity}`;
  }

  private async signedFrame(message: Message, bytes: Uint8Array, hex: string): Promise<Uint8Array> {
    const signer = signerOfMessage(this.registry, message);
    if (typeof signer === 'string') throw new Refused(wireName(signer) as ProblemName);
    const signature = signatureOfHex(hex, signer.kind);
    if (signature === null)
      throw new Refused('signature_wrong', { detail: 'It is 64 bytes of lower-case hex, or 65.' });
    const isSigned = await this.verifying.take(() => whetherSignedBy(signer, bytes, signature));
    if (!isSigned) throw new Refused('signature_wrong');
    for (const command of message.commands) {
      if (!hasProof(this.registry, message.account, command)) throw new Refused('proof_wrong');
    }
    const { length } = message.commands;
    const terms = { ...signature, scheme: schemeOf(signer), payloadFormat: MESSAGE_FORMAT, signer: signer.identity };
    const frame = encode(signatureFrame, { ...terms, signedBytes: bytes.length, commandCount: length });
    return Buffer.concat([frame, bytes]);
  }

  private sessionFrame(message: Message, bytes: Uint8Array, code: string): Uint8Array {
    const session = sessionOf(this.registry, message);
    if (typeof session === 'string') throw new Refused('session_unknown');
    if (!CODE.test(code) || !this.secrets.isCodeOf(session, bytes, code)) throw new Refused('code_wrong');
    if (message.commands.some(({ layout }) => layout === signSession || layout === approveKey)) {
      throw new Refused('credentials_missing', { detail: 'This needs a signature.' });
    }
    const terms = { session: message.session, counter: message.nonce, mac: code, payloadFormat: MESSAGE_FORMAT };
    return Buffer.concat([encode(sessionFrame, { ...terms, signedBytes: bytes.length }), bytes]);
  }

  /** What is dead, or lives too long, is not for the log: it could be sent again by anybody who reads it there. */
  private checkTime({ validUntil }: Message): void {
    const now = this.now();
    if (validUntil <= now) throw new Refused('valid_until_passed', { field: 'valid_until' });
    if (validUntil > now + VALID_UNTIL_AHEAD_MICROS) throw new Refused('valid_until_too_far', { field: 'valid_until' });
  }

  private checkMarkets({ account, commands }: Message): void {
    for (const { layout, command, statedMarket } of commands) {
      if (statedMarket === undefined) continue;
      const market = this.marketOf(account, decode(layout, command)['order'] as number);
      if (market === undefined) throw new Refused('order_unknown');
      if (market !== statedMarket) throw new Refused('market_of_order_wrong');
    }
  }
}

function schemeOf({ kind }: Identity): number {
  return kind === OwnerKind.secp256k1 ? SECP256K1_SCHEME : ED25519_SCHEME;
}
