/**
 * A trader that signs once and then authenticates each message with a code, for those who send much. It signs the chain
 * over what it sent, every few seconds, as the exchange asks of a session.
 */
import { LIFE_MICROS, nowMicros } from './clock.ts';
import { codeKeyOf, type OpenSession, openSession, SIGN_MILLIS } from './open-session.ts';
import { bytesOfText, hexOf } from './signing/bytes.ts';
import { SessionChain } from './signing/session-chain.ts';
import { messageText } from './signing/texts.ts';
import type { Wallet } from './signing/wallet.ts';
import type { Trader } from './trader.ts';
import type { Command, CommandResult, MessageResult } from './wire/index.ts';

/** What is refused so spent no nonce, and is no link of the chain. */
const NOT_COUNTED: ReadonlySet<string> = new Set([
  ...['account_unknown', 'key_unknown', 'key_revoked', 'key_expired', 'session_unknown', 'session_expired'],
  ...['command_expired', 'valid_until_too_far', 'nonce_spent'],
]);

/** What the secret of a session becomes. */
type CodeKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

interface Sent {
  readonly counter: number;
  readonly sequence: number;
  /** Of its last command, up to which a signature reaches. */
  readonly lastSequence: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export class SessionTrader {
  readonly session: number;
  private readonly trader: Trader;
  private readonly sessionWallet: Wallet;
  private readonly code: CodeKey;
  private readonly chain: SessionChain;
  private lastNonce = 0;
  private underWay = 0;
  private onIdle: () => void = () => {};
  private signing: Promise<void> | null = null;
  /** Acknowledged and not in the chain yet, which takes them in order. */
  private sent: Sent[] = [];
  private chained = { counter: 0, sequence: 0 };
  private signedCounter = 0;
  private readonly timer: ReturnType<typeof setInterval>;

  private constructor(trader: Trader, code: CodeKey, { session, openedSequence, wallet }: OpenSession) {
    this.trader = trader;
    this.sessionWallet = wallet;
    this.code = code;
    this.session = session;
    this.chain = new SessionChain(trader.exchangeId, session, openedSequence);
    this.timer = setInterval(() => void this.sign().catch(() => undefined), SIGN_MILLIS);
  }

  static async open(trader: Trader): Promise<SessionTrader> {
    const opened = await openSession(trader);
    return new SessionTrader(trader, await codeKeyOf(opened), opened);
  }

  /** Sends commands as one message; answers what became of each. */
  async send(...commands: readonly Command[]): Promise<CommandResult[]> {
    while (this.signing !== null) await this.signing;
    const counter = this.nextNonce();
    const body = this.bodyOf(commands, counter);
    const bytes = bytesOfText(messageText(this.trader.exchangeId, body));
    const code = new Uint8Array(await crypto.subtle.sign('HMAC', this.code, bytes));
    this.underWay += 1;
    try {
      const answer = await this.post(body, { 'il-code': hexOf(code) });
      const first = answer.results[0];
      const isLink = first !== undefined && !NOT_COUNTED.has(first.name);
      if (isLink) this.sent.push({ counter, sequence: answer.seq, lastSequence: answer.as_of_seq, bytes });
      return answer.results;
    } finally {
      this.underWay -= 1;
      if (this.underWay === 0) this.onIdle();
    }
  }

  /** Signs the chain over everything that was acknowledged. What is sent meanwhile waits for it. */
  sign(): Promise<void> {
    this.signing ??= this.signAll().finally(() => {
      this.signing = null;
    });
    return this.signing;
  }

  /** Answers may come in another order than the log's, so that nothing may be under way. */
  private async signAll(): Promise<void> {
    while (this.underWay > 0) {
      await new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
    }
    if (this.sent.length === 0) return;
    const sent = this.sent.sort((one, other) => one.sequence - other.sequence);
    this.sent = [];
    for (const message of sent) {
      this.chain.add(message);
      this.chained = { counter: Math.max(this.chained.counter, message.counter), sequence: message.lastSequence };
    }
    this.signedCounter = Math.max(this.signedCounter + 1, this.chained.counter);
    const signing: Command = {
      type: 'sign_session',
      counter: this.signedCounter,
      of_sequence: this.chained.sequence,
      chain: await this.chain.hex(),
    };
    const body = this.bodyOf([signing], this.nextNonce());
    const signature = await this.sessionWallet.sign(bytesOfText(messageText(this.trader.exchangeId, body)));
    await this.post(body, { 'il-signature': signature });
  }

  /** Signs for all and closes the session. Its orders stay. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.sign();
    await this.trader.send({ type: 'close_session', session: this.session });
  }

  /** Signs nothing more, and leaves the session open: for one whose exchange is gone. */
  abandon(): void {
    clearInterval(this.timer);
  }

  private post(body: string, headers: Record<string, string>): Promise<MessageResult> {
    return this.trader.http.post('/v1/messages', body, { ...headers, 'il-exchange': this.trader.exchangeId });
  }

  private bodyOf(commands: readonly Command[], nonce: number): string {
    const { account, key } = this.trader;
    const head = { account, key, session: this.session, nonce, valid_until: nowMicros() + LIFE_MICROS };
    return JSON.stringify({ ...head, commands });
  }

  private nextNonce(): number {
    this.lastNonce = Math.max(this.lastNonce + 1, nowMicros());
    return this.lastNonce;
  }
}
