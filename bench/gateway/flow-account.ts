/** An account of the exchange that is measured: its wallet, its session, and the messages of its flow. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { ed25519Wallet, Trader } from '@intelligent-ledger/client';
import {
  type BinaryOrder,
  type CommandHead,
  cancelByClientOrderIdBytes,
  placeOrderBytes,
} from '@intelligent-ledger/client/binary';
import { logonText, messageText } from '@intelligent-ledger/client/texts';
import { newPrivateKey, type SigningKey, signingKeyOf } from '@intelligent-ledger/engine/client-port';
import { FlowChain } from './flow-chain.ts';
import { OrderFlow } from './order-flow.ts';

/** By what a message is authorized: the code of a session, or a signature of the wallet. */
export type Proof = 'code' | 'signature';

export interface SignedMessage {
  readonly body: string;
  readonly proof: string;
}

/** Of the first command of a message in the log, and of the last. */
export interface Places {
  readonly first: number;
  readonly last: number;
}

const LIFE_MICROS = 10_000_000;
const SESSION_MICROS = 3_600_000_000;
const LOT = 1;
const PREPARED = 64;

export class FlowAccount {
  readonly session: number;
  private readonly trader: Trader;
  private readonly secret: KeyObject;
  private readonly key: SigningKey;
  private readonly sessionKey: SigningKey;
  private readonly flow: OrderFlow;
  private readonly chain: FlowChain;
  private lastNonce = 0;
  private readonly isRead: boolean;
  /** Messages that nobody reads, which are made once. */
  private readonly prepared: SignedMessage[] = [];
  private asked = 0;

  private constructor(
    trader: Trader,
    flow: OrderFlow,
    keys: { readonly own: SigningKey; readonly ofSession: SigningKey },
    opened: { readonly session: number; readonly sequence: number; readonly secret: string },
    isRead: boolean,
  ) {
    this.isRead = isRead;
    this.trader = trader;
    this.flow = flow;
    this.key = keys.own;
    this.sessionKey = keys.ofSession;
    this.session = opened.session;
    this.secret = createSecretKey(Buffer.from(opened.secret, 'hex'));
    this.chain = new FlowChain(trader.exchangeId, opened.session, opened.sequence);
  }

  /**
   * Opens one with demo money and a session; `number`: among those of the flow. What nobody reads, because it goes to a
   * server that only answers, is in no chain.
   */
  static async open(url: string, number: number, isRead = true): Promise<FlowAccount> {
    const privateKey = newPrivateKey();
    const trader = await Trader.openDemo({ url, wallet: await ed25519Wallet(privateKey) });
    const keys = { own: signingKeyOf(privateKey), ofSession: signingKeyOf(newPrivateKey()) };
    const expires_at = nowMicros() + SESSION_MICROS;
    const [opened] = await trader.send({ type: 'open_session', session_key: keys.ofSession.publicKey, expires_at });
    if (opened?.secret === undefined) throw new Error(`no session was opened: ${opened?.name}`);
    const { session = 0, seq: sequence, secret } = opened;
    return new FlowAccount(trader, new OrderFlow(number), keys, { session, sequence, secret }, isRead);
  }

  /** A message of so many commands. Those that nobody reads are all of one length, and come again after a while. */
  message(count: number, by: Proof): SignedMessage {
    if (this.isRead) return this.newMessage(count, by);
    this.asked += 1;
    const message = this.prepared[this.asked % PREPARED] ?? this.newMessage(count, by);
    this.prepared[this.asked % PREPARED] = message;
    return message;
  }

  private newMessage(count: number, by: Proof): SignedMessage {
    const commands = Array.from({ length: count }, () => this.flow.nextCommand());
    const { nonce } = this.head();
    const body = this.bodyOf(commands, nonce, by === 'code');
    const text = messageText(this.trader.exchangeId, body);
    if (by === 'signature') return { body, proof: this.key.sign(Buffer.from(text, 'latin1')) };
    if (this.isRead) this.chain.sent(nonce, Buffer.from(text, 'latin1'));
    return { body, proof: this.codeOf(text) };
  }

  /** The code that proves on a binary line with a challenge, as hex, to be of the session. */
  logonCode(challenge: string): string {
    return this.codeOf(logonText(this.trader.exchangeId, this.session, challenge));
  }

  /** The next commands in their own layouts, one after another. */
  frames(count: number): Buffer {
    return Buffer.concat(Array.from({ length: count }, () => this.frame()));
  }

  /** The next that was sent in the session, in order, has its commands at these places in the log. */
  answered({ first, last }: Places): void {
    this.chain.answered(first, last);
  }

  /** Signs the chain over all that was answered, as a session must every ten seconds. */
  async sign(): Promise<void> {
    const signing = this.chain.next();
    if (signing === null) return;
    const body = this.bodyOf([{ type: 'sign_session', ...signing }], this.head().nonce, true);
    const signature = this.sessionKey.sign(Buffer.from(messageText(this.trader.exchangeId, body), 'latin1'));
    const headers = { 'il-signature': signature };
    const { results } = await this.trader.http.post<{ results: { name: string }[] }>('/v1/messages', body, headers);
    if (results[0]?.name !== 'accepted') throw new Error(`a chain was not signed: ${results[0]?.name}`);
  }

  private frame(): Uint8Array {
    const { kind, price, name } = this.flow.next();
    const head = this.head();
    const bytes = Buffer.from(name, 'hex');
    const order: BinaryOrder = { market: 0, side: this.flow.side, price, size: LOT, clientOrderId: bytes };
    const frame = kind === 'cancel' ? cancelByClientOrderIdBytes(head, bytes) : placeOrderBytes(head, order);
    if (this.isRead) this.chain.sent(head.nonce, frame);
    return frame;
  }

  private bodyOf(commands: readonly object[], nonce: number, isOfSession: boolean): string {
    const { account } = this.trader;
    const session = isOfSession ? { session: this.session } : {};
    return JSON.stringify({ account, ...session, nonce, valid_until: nonce + LIFE_MICROS, commands });
  }

  private codeOf(text: string): string {
    return createHmac('sha256', this.secret).update(text).digest('hex');
  }

  private head(): CommandHead {
    const now = nowMicros();
    this.lastNonce = Math.max(this.lastNonce + 1, now);
    const { session, trader } = this;
    return { account: trader.account, key: 0, session, nonce: this.lastNonce, validUntil: now + LIFE_MICROS };
  }
}

function nowMicros(): number {
  return Date.now() * 1_000;
}
