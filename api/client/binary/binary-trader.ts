/**
 * A trader over the binary door: commands in their own layouts on one TCP line that proved at its beginning to be of a
 * session. It signs the chain over what it sent, every few seconds. The line is given, since a browser has none.
 */
import { LIFE_MICROS, nowMicros } from '../clock.ts';
import { codeKeyOf, type OpenSession, openSession, SIGN_MILLIS } from '../open-session.ts';
import { bytesOfHex, bytesOfText, hexOf } from '../signing/bytes.ts';
import { SessionChain } from '../signing/session-chain.ts';
import { logonText, messageText, signSessionBody } from '../signing/texts.ts';
import type { Trader } from '../trader.ts';
import {
  amendOrderBytes,
  type BinaryOrder,
  type CommandHead,
  cancelByClientOrderIdBytes,
  cancelOrderBytes,
  cancelOrdersBytes,
  placeOrderBytes,
} from './commands.ts';
import { type Answer, CLIENT_FRAMES, FRAME_VERSION, readAnswer, readSafe, SERVER_FRAMES, writeSafe } from './frames.ts';

/** A TCP line, as `net.connect` of Node opens it. */
export interface Line {
  write(bytes: Uint8Array): unknown;
  on(event: 'data', take: (bytes: Uint8Array) => void): unknown;
  on(event: 'close', take: () => void): unknown;
  on(event: 'error', take: (error: Error) => void): unknown;
  end(): unknown;
}

/** The exchange did not take a command, or ended the line: the number of the problem. */
export class BinaryRefused extends Error {
  readonly problem: number;

  constructor(problem: number) {
    super(`refused with problem ${problem}`);
    this.problem = problem;
  }
}

/** What a line did before anybody took it over. */
interface EarlyLine {
  bytes: Uint8Array<ArrayBuffer>;
  hasClosed: boolean;
  isOver: boolean;
}

interface Waiting {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isLink: boolean;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Sent {
  readonly counter: number;
  readonly sequence: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A cancel for when the line breaks is left anew so often, and lives for a little less than the minute that it may. */
const LEAVE_MILLIS = 10_000;
const LEAVE_MARGIN_MICROS = 2_000_000;
const PAUSE_MILLIS = 5;
/** Result codes below are about forms, times and nonces: what is answered so spent no nonce. */
const FIRST_LINK_CODE = 100;
/** Others that are asked before the nonce: of accounts, keys and sessions. */
const NO_LINK_CODES: ReadonlySet<number> = new Set([400, 403, 406, 407, 413, 414]);
/** A key that may not act for the account; it is the account that is blamed. */
const KEY_OUT_OF_SCOPE = 408;
const ACCOUNT_FIELD = 4;
const LINE_CLOSED = 1_502;

export class BinaryTrader {
  readonly opened: OpenSession;
  private readonly trader: Trader;
  private readonly line: Line;
  private readonly chain: SessionChain;
  private readonly waiting = new Map<number, Waiting>();
  private sent: Sent[] = [];
  private rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private lastNonce = 0;
  private chained = { counter: 0, sequence: 0 };
  private signedCounter = 0;
  private problem = LINE_CLOSED;
  private isClosed = false;
  private isSigning = false;
  private leaving: ReturnType<typeof setInterval> | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private onLogon: (problem: number | null) => void = () => {};

  private constructor(trader: Trader, line: Line, opened: OpenSession, early: EarlyLine) {
    this.trader = trader;
    this.line = line;
    this.opened = opened;
    this.chain = new SessionChain(trader.exchangeId, opened.session, opened.openedSequence);
    this.rest = early.bytes;
    early.isOver = true;
    if (early.hasClosed) this.closed();
    line.on('data', (bytes) => this.receive(bytes));
    line.on('close', () => this.closed());
    // What went wrong is followed by the end of the line.
    line.on('error', () => undefined);
  }

  /** Opens a session by HTTP and proves on a line that it is of that. */
  static async open(trader: Trader, line: Line): Promise<BinaryTrader> {
    // What comes before the session is open is kept.
    const early = listenEarly(line);
    const binary = new BinaryTrader(trader, line, await openSession(trader), early);
    const problem = await new Promise<number | null>((resolve) => {
      binary.onLogon = resolve;
      if (binary.isClosed) resolve(binary.problem);
      else binary.receive(new Uint8Array(0));
    });
    if (problem !== null) throw new BinaryRefused(problem);
    binary.timer = setInterval(() => void binary.sign().catch(() => undefined), SIGN_MILLIS);
    return binary;
  }

  place(order: BinaryOrder): Promise<Answer> {
    const head = this.nextHead();
    return this.send(head, placeOrderBytes(head, order));
  }

  amend(order: { readonly order: number; readonly price: number; readonly size: number }): Promise<Answer> {
    const head = this.nextHead();
    return this.send(head, amendOrderBytes(head, order));
  }

  cancel(order: number): Promise<Answer> {
    const head = this.nextHead();
    return this.send(head, cancelOrderBytes(head, order));
  }

  cancelByClientOrderId(name: Uint8Array): Promise<Answer> {
    const head = this.nextHead();
    return this.send(head, cancelByClientOrderIdBytes(head, name));
  }

  /** Cancels every order of the account, or those in one market. */
  cancelAll(market?: number): Promise<Answer> {
    const head = this.nextHead();
    return this.send(head, cancelOrdersBytes(head, market));
  }

  /** Has every order of the account cancelled when the line breaks, from now on. */
  cancelOnDisconnect(): void {
    this.leave();
    this.leaving ??= setInterval(() => this.leave(), LEAVE_MILLIS);
  }

  /** Leaves a cancel for when the line breaks. It is valid for less than a minute, and is said again and again. */
  private leave(): void {
    const head = this.nextHead();
    const validUntil = head.validUntil + LIFE_MICROS - LEAVE_MARGIN_MICROS;
    // The highest nonce that it may have, so that it is not spent by all that is sent meanwhile.
    const command = cancelOrdersBytes({ ...head, nonce: validUntil, validUntil });
    const { kind, bytes } = CLIENT_FRAMES.cancelOnDisconnect;
    const frame = new Uint8Array(bytes + command.length);
    const view = begun(frame, kind);
    view.setUint32(4, command.length, true);
    frame.set(command, bytes);
    this.line.write(frame);
  }

  /** Signs the chain over everything that was acknowledged, once nothing is under way. */
  async sign(): Promise<void> {
    if (this.sent.length === 0 || this.isSigning) return;
    this.isSigning = true;
    // Commands of a line are answered in the order of the log, so that nothing before the last of these is missing.
    const sent = this.sent.splice(0);
    for (const message of sent) {
      this.chain.add(message);
      this.chained = { counter: Math.max(this.chained.counter, message.counter), sequence: message.sequence };
    }
    this.signedCounter = Math.max(this.signedCounter + 1, this.chained.counter);
    const { validUntil, account, key, session } = this.nextHead();
    // As of what is left for a break: what is sent while it is signed does not spend it.
    const nonce = validUntil;
    const chain = await this.chain.hex();
    const counters = { counter: this.signedCounter, ofSequence: this.chained.sequence };
    const body = signSessionBody({ account, key, session, nonce, validUntil, ...counters, chain });
    const signature = await this.opened.wallet.sign(bytesOfText(messageText(this.trader.exchangeId, body)));
    const frame = new Uint8Array(CLIENT_FRAMES.signChain.bytes);
    const view = begun(frame, CLIENT_FRAMES.signChain.kind);
    view.setUint32(4, account, true);
    for (const [at, value] of [
      [8, nonce],
      [16, validUntil],
      [24, counters.counter],
      [32, counters.ofSequence],
    ] as const)
      writeSafe(view, at, value);
    frame.set(bytesOfHex(chain), 40);
    frame.set(bytesOfHex(signature), 72);
    try {
      const { code } = await this.ask(nonce, frame, false);
      if (code !== 0) throw new BinaryRefused(code);
    } finally {
      this.isSigning = false;
    }
  }

  /** Signs for all, ends the line and closes the session. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    clearInterval(this.leaving);
    try {
      while (this.waiting.size > 0 && !this.isClosed) await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS));
      await this.sign();
    } finally {
      this.line.end();
      await this.trader.send({ type: 'close_session', session: this.opened.session });
    }
  }

  private send({ nonce }: CommandHead, bytes: Uint8Array<ArrayBuffer>): Promise<Answer> {
    return this.ask(nonce, bytes, true);
  }

  private ask(nonce: number, bytes: Uint8Array<ArrayBuffer>, isLink: boolean): Promise<Answer> {
    if (this.isClosed) return Promise.reject(new BinaryRefused(this.problem));
    return new Promise((resolve, reject) => {
      this.waiting.set(nonce, { bytes, isLink, resolve, reject });
      this.line.write(bytes);
    });
  }

  private receive(bytes: Uint8Array): void {
    const all = new Uint8Array(this.rest.length + bytes.length);
    all.set(this.rest);
    all.set(bytes, this.rest.length);
    const view = new DataView(all.buffer);
    let at = 0;
    while (at < all.length) {
      const length = lengthOf(all[at] as number);
      if (length === 0 || at + length > all.length) break;
      this.take(view, at, all);
      at += length;
    }
    this.rest = all.slice(at);
  }

  private take(view: DataView, at: number, bytes: Uint8Array): void {
    const kind = bytes[at];
    const { challenge, loggedOn, answer, refusal, ended } = SERVER_FRAMES;
    if (kind === answer.kind) this.takeAnswer(readAnswer(view, at));
    else if (kind === refusal.kind) this.takeRefusal(view.getUint16(at + 2, true), readSafe(view, at + 8));
    else if (kind === challenge.kind) void this.logon(hexOf(bytes.slice(at + 40, at + 72)));
    else if (kind === loggedOn.kind) this.onLogon(null);
    else if (kind === ended.kind) {
      this.problem = view.getUint16(at + 2, true);
      this.onLogon(this.problem);
    }
  }

  private takeAnswer(answer: Answer): void {
    const { nonce, sequence } = answer;
    const waiting = this.waiting.get(nonce);
    if (waiting === undefined) return;
    this.waiting.delete(nonce);
    if (waiting.isLink && isLink(answer)) this.sent.push({ counter: nonce, sequence, bytes: waiting.bytes });
    waiting.resolve(answer);
  }

  private takeRefusal(problem: number, nonce: number): void {
    this.waiting.get(nonce)?.reject(new BinaryRefused(problem));
    this.waiting.delete(nonce);
  }

  private async logon(challenge: string): Promise<void> {
    const { session } = this.opened;
    const text = bytesOfText(logonText(this.trader.exchangeId, session, challenge));
    const code = new Uint8Array(await crypto.subtle.sign('HMAC', await codeKeyOf(this.opened), text));
    const frame = new Uint8Array(CLIENT_FRAMES.logon.bytes);
    const view = begun(frame, CLIENT_FRAMES.logon.kind);
    view.setUint32(4, session, true);
    frame.set(code, 8);
    this.line.write(frame);
  }

  private closed(): void {
    this.isClosed = true;
    clearInterval(this.timer);
    clearInterval(this.leaving);
    this.onLogon(this.problem);
    for (const { reject } of this.waiting.values()) reject(new BinaryRefused(this.problem));
    this.waiting.clear();
  }

  private nextHead(): CommandHead {
    const now = nowMicros();
    this.lastNonce = Math.max(this.lastNonce + 1, now);
    const { account, key } = this.trader;
    return { account, key, session: this.opened.session, nonce: this.lastNonce, validUntil: now + LIFE_MICROS };
  }
}

function begun(frame: Uint8Array<ArrayBuffer>, kind: number): DataView {
  const view = new DataView(frame.buffer);
  view.setUint8(0, kind);
  view.setUint8(1, FRAME_VERSION);
  return view;
}

function lengthOf(kind: number): number {
  for (const frame of Object.values(SERVER_FRAMES)) if (frame.kind === kind) return frame.bytes;
  return 0;
}

/** Whether a command that was answered so is a link of the chain: it is when it spent its nonce. */
function isLink({ code, field }: Answer): boolean {
  if (code === 0) return true;
  const isOfAccount = code === KEY_OUT_OF_SCOPE && field === ACCOUNT_FIELD;
  return code >= FIRST_LINK_CODE && !NO_LINK_CODES.has(code) && !isOfAccount;
}

function listenEarly(line: Line): EarlyLine {
  const early: EarlyLine = { bytes: new Uint8Array(0), hasClosed: false, isOver: false };
  line.on('data', (bytes) => {
    if (!early.isOver) early.bytes = Uint8Array.of(...early.bytes, ...bytes);
  });
  line.on('close', () => {
    early.hasClosed = true;
  });
  line.on('error', () => undefined);
  return early;
}
