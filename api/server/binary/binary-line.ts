/**
 * One binary line: it proves at its beginning that it is of a session, and then sends commands in their own layouts.
 * Each is asked what every door asks; what became of it is answered once it is durable.
 */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import {
  CLIENT_FRAMES,
  FIRST_FRAME_KIND,
  FRAME_VERSION,
  NO_FIELD,
  readSafe,
  SERVER_FRAMES,
  writeAnswer,
  writeSafe,
} from '@intelligent-ledger/client/binary';
import { signSessionBody } from '@intelligent-ledger/client/texts';
import {
  amendOrder,
  approveKey,
  COMMANDS,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  encode,
  isOfUser,
  logonFrame,
  MESSAGE_COMMANDS_MAX,
  offsetOf,
  openMessage,
  placeOrder,
  ResultCode,
  signSession,
  VALID_UNTIL_AHEAD_MICROS,
} from '@intelligent-ledger/engine/core';
import { PROBLEMS, type ProblemName } from '../accept/problems.ts';
import type { Budgets } from '../limits/budgets.ts';
import type { LineGuard } from '../limits/line-guard.ts';
import { CommandOutcome } from './answer-writer.ts';
import type { Outbox, Sender, SentCommand } from './outbox.ts';
import type { LogonAnswer, SigningAnswer } from './thread-messages.ts';

/** What lines share. */
export interface LineContext {
  readonly domain: string;
  readonly outbox: Outbox;
  readonly guard: LineGuard;
  /** Of commands, by owner. */
  readonly budgets: Budgets<number>;
  /** The time of the exchange, in microseconds. */
  readonly now: () => number;
  readonly logon: (session: number, challenge: string, code: string) => Promise<LogonAnswer>;
  readonly sign: (body: string, signature: string) => Promise<SigningAnswer>;
}

/** By number, how long a command is that a line may send; 0 of one that it may not. */
const LENGTHS = new Uint16Array(FIRST_FRAME_KIND);
for (const layout of COMMANDS) if (isOfUser(layout)) LENGTHS[layout.number] = layout.byteLength;
/** What needs a signature, or more than one entry. */
for (const { number } of [openMessage, signSession, approveKey]) LENGTHS[number] = 0;
/** Cancels and amends name an order where both have it; what else there is names none. */
const NAMING: ReadonlySet<number> = new Set([cancelOrder.number, amendOrder.number]);
const LEAVING: ReadonlySet<number> = new Set(
  [cancelOrder, cancelByClientOrderId, cancelOrders].map(({ number }) => number),
);

const ACCOUNT = offsetOf(placeOrder, 'account');
const VALID_UNTIL = offsetOf(placeOrder, 'validUntil');
const NONCE = offsetOf(placeOrder, 'nonce');
const KEY = offsetOf(placeOrder, 'key');
const SESSION = offsetOf(placeOrder, 'session');
const NAMED_ORDER = offsetOf(cancelOrder, 'order');
const HEX_OF_CODE = [8, 40] as const;
const LOGON_MILLIS = 5_000;
/** Well below the minute for which what is left for a break can be valid. */
const IDLE_MILLIS = 20_000;
/** After a cancel for which there is no budget a line is left for so long at most. */
const DELAY_MILLIS_MAX = 10;
/** A line that does not read its end is not waited for. */
const END_MILLIS = 1_000;
/** Answers by which a session is no more. */
const SESSION_ENDS: ReadonlySet<number> = new Set([
  ...[ResultCode.sessionUnknown, ResultCode.sessionExpired, ResultCode.keyRevoked, ResultCode.keyExpired],
]);
/** A line has so many commands under way at most; until some are answered no more are read. */
const UNDER_WAY_MAX = 4_096;
/** A line that reads so little that this waits for it ends. */
const UNREAD_BYTES_MAX = 4_194_304;
const OUTPUT_BYTES = 16_384;
const MICROS = 1_000;
const TIMER_MILLIS_MAX = 2_147_483_647;
const FRAME_BYTES = 16;

export class BinaryLine implements Sender {
  private readonly socket: Socket;
  readonly address: string;
  private readonly context: LineContext;
  private readonly challenge = randomBytes(32);
  private session = 0;
  private key = 0;
  private owner = 0;
  private state: 'challenged' | 'asked' | 'open' | 'ended' = 'challenged';
  private rest: Buffer | null = null;
  private underWay = 0;
  private output = Buffer.allocUnsafe(OUTPUT_BYTES);
  private view = new DataView(this.output.buffer, this.output.byteOffset, OUTPUT_BYTES);
  private written = 0;
  private readonly outcome = new CommandOutcome();
  private readonly frame = new Uint8Array(FRAME_BYTES);
  private readonly frameView = new DataView(this.frame.buffer);
  private leaving: Uint8Array | null = null;
  private isSigning = false;
  /** While its owner has cancelled more than it may ask for: lets the line be read again. */
  private delay: NodeJS.Timeout | null = null;
  /** Until the line has logged on, and then until its session is dead. */
  private deadline: NodeJS.Timeout;

  constructor(socket: Socket, address: string, context: LineContext) {
    this.socket = socket;
    this.address = address;
    this.context = context;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.receive(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.closed());
    socket.setTimeout(IDLE_MILLIS, () => this.end('reader_too_slow'));
    // It runs on whatever comes meanwhile.
    this.deadline = setTimeout(() => this.end('credentials_missing'), LOGON_MILLIS);
    this.sendChallenge();
  }

  answered({ nonce, kind, order }: SentCommand, code: number, sequence: number, records: Uint8Array | null): void {
    this.underWay -= 1;
    if (this.state === 'ended') return;
    const { outcome } = this;
    outcome.read(records, kind, order);
    const at = this.room(SERVER_FRAMES.answer.bytes);
    const { field, status, value, filled, remaining } = outcome;
    writeAnswer(this.view, at, {
      code,
      field,
      status,
      nonce,
      sequence,
      order: outcome.order,
      value,
      filled,
      remaining,
    });
    if (SESSION_ENDS.has(code)) this.end('session_unknown');
  }

  refused({ nonce }: SentCommand, problem: ProblemName): void {
    this.underWay -= 1;
    if (this.state !== 'ended') this.refuse(problem, nonce, NO_FIELD);
  }

  flush(): void {
    if (this.state === 'ended') return;
    if (this.written > 0) {
      this.socket.write(Buffer.from(this.output.subarray(0, this.written)));
      this.written = 0;
    }
    if (this.socket.writableLength > UNREAD_BYTES_MAX) this.end('reader_too_slow');
    else if (this.underWay < UNDER_WAY_MAX && this.socket.isPaused()) this.goOn();
  }

  /** Whether it has logged on, and has not ended. */
  get isOpen(): boolean {
    return this.state === 'open';
  }

  /** Whether nothing more is read for now. */
  private get isWaiting(): boolean {
    const isFull = this.underWay >= UNDER_WAY_MAX || this.context.outbox.isFull;
    return isFull || this.state === 'asked' || this.delay !== null;
  }

  /** Reads on, after what had come already. */
  goOn(): void {
    if (this.state === 'ended' || this.isWaiting) return;
    this.socket.resume();
    if (this.rest !== null) this.receive(Buffer.alloc(0));
  }

  end(problem: ProblemName): void {
    if (this.state === 'ended') return;
    // Whoever cannot log on is counted, so that it cannot try for ever.
    if (this.state !== 'open') this.context.guard.isTooMuch(this.address, problem);
    this.state = 'ended';
    const at = this.room(SERVER_FRAMES.ended.bytes);
    this.begin(at, SERVER_FRAMES.ended);
    this.view.setUint16(at + 2, PROBLEMS[problem].code, true);
    this.view.setUint32(at + 4, 0, true);
    this.socket.end(Buffer.from(this.output.subarray(0, this.written)));
    this.written = 0;
    // Whatever still comes is of no use.
    this.socket.pause();
    clearTimeout(this.deadline);
    setTimeout(() => this.socket.destroy(), END_MILLIS).unref();
  }

  private receive(bytes: Buffer): void {
    const all = this.rest === null ? bytes : Buffer.concat([this.rest, bytes]);
    this.rest = null;
    const view = new DataView(all.buffer, all.byteOffset, all.length);
    let at = 0;
    while (at < all.length && this.state !== 'ended') {
      if (this.isWaiting) {
        this.socket.pause();
        break;
      }
      const taken = this.takeFrame(all, view, at);
      if (taken === 0) break;
      at += taken;
    }
    if (at < all.length && this.state !== 'ended') this.rest = Buffer.from(all.subarray(at));
    if (this.written > 0 && this.state !== 'ended') this.flush();
  }

  /** Takes the frame at an offset; answers its bytes, or 0 when it is not whole yet. */
  private takeFrame(bytes: Buffer, view: DataView, at: number): number {
    const kind = bytes[at] as number;
    const isCommand = kind < FIRST_FRAME_KIND;
    const length = isCommand ? (LENGTHS[kind] as number) : frameLength(kind);
    if (length === 0) {
      this.end('frame_malformed');
      return 0;
    }
    if (at + length > bytes.length) return 0;
    if (bytes[at + 1] !== FRAME_VERSION) {
      this.end('frame_malformed');
      return 0;
    }
    const isLeaving = kind === CLIENT_FRAMES.cancelOnDisconnect.kind;
    if (isLeaving && this.state === 'open') return this.takeLeaving(bytes, view, at);
    if (isCommand) this.takeCommand(bytes.subarray(at, at + length), view, at);
    else this.takeControl(bytes, view, at, kind);
    return length;
  }

  private takeControl(bytes: Buffer, view: DataView, at: number, kind: number): void {
    if (kind === CLIENT_FRAMES.logon.kind) this.takeLogon(bytes, view, at);
    else if (this.state !== 'open') this.end('credentials_missing');
    else if (kind === CLIENT_FRAMES.ping.kind) this.pong(readSafe(view, at + 8));
    else this.takeSigning(bytes, view, at);
  }

  private takeLogon(bytes: Buffer, view: DataView, at: number): void {
    if (this.state !== 'challenged') {
      this.end('frame_malformed');
      return;
    }
    this.state = 'asked';
    const session = view.getUint32(at + 4, true);
    const code = bytes.toString('hex', at + HEX_OF_CODE[0], at + HEX_OF_CODE[1]);
    void this.context.logon(session, this.challenge.toString('hex'), code).then((answer) => {
      if (this.state === 'ended') return;
      if ('problem' in answer) {
        this.end(answer.problem);
        return;
      }
      this.state = 'open';
      this.session = session;
      this.key = answer.key;
      this.owner = answer.owner;
      clearTimeout(this.deadline);
      this.endAt(answer.expiresAt);
      const to = this.room(SERVER_FRAMES.loggedOn.bytes);
      this.begin(to, SERVER_FRAMES.loggedOn);
      this.view.setUint32(to + 4, session, true);
      writeSafe(this.view, to + 8, answer.expiresAt);
      this.flush();
      this.goOn();
    });
  }

  /** Ends the line when its session is dead. */
  private endAt(expiresAt: number): void {
    const millis = Math.min((expiresAt - this.context.now()) / MICROS, TIMER_MILLIS_MAX);
    this.deadline = setTimeout(() => this.end('session_unknown'), millis);
    this.deadline.unref();
  }

  private takeCommand(command: Uint8Array, view: DataView, at: number): void {
    if (this.state !== 'open') {
      this.end('credentials_missing');
      return;
    }
    const nonce = readSafe(view, at + NONCE);
    const fault = this.faultOf(view, at, nonce);
    if (fault !== null) {
      this.refuse(fault.problem, nonce, fault.field);
      return;
    }
    const kind = command[0] as number;
    if (LEAVING.has(kind)) this.oweCancel();
    else if (this.context.budgets.spend(this.owner, 1) !== true) {
      this.refuse('budget_spent', nonce, NO_FIELD);
      return;
    }
    this.send(command, nonce, NAMING.has(kind) ? readSafe(view, at + NAMED_ORDER) : 0);
  }

  private send(command: Uint8Array, nonce: number, order: number): void {
    this.underWay += 1;
    const kind = command[0] as number;
    this.context.outbox.add(command, this.frameOf(nonce), { sender: this, nonce, kind, order });
  }

  /** Nobody knows here what is open: whatever cancels is taken, and once all is spent the line is read slower. */
  private oweCancel(): void {
    const { budgets } = this.context;
    budgets.owe(this.owner, 1);
    const millis = Math.min(budgets.wait(this.owner, 0), DELAY_MILLIS_MAX);
    if (millis === 0) return;
    this.delay = setTimeout(() => {
      this.delay = null;
      this.goOn();
    }, millis);
  }

  /** What every door asks of a command. */
  private faultOf(view: DataView, at: number, nonce: number): { problem: ProblemName; field: number } | null {
    if (view.getUint32(at + SESSION, true) !== this.session) return { problem: 'session_unknown', field: SESSION };
    if (view.getUint32(at + KEY, true) !== this.key) return { problem: 'key_unknown', field: KEY };
    const validUntil = readSafe(view, at + VALID_UNTIL);
    const now = this.context.now();
    if (!Number.isSafeInteger(validUntil)) return { problem: 'value_out_of_range', field: VALID_UNTIL };
    if (validUntil <= now) return { problem: 'valid_until_passed', field: VALID_UNTIL };
    if (validUntil > now + VALID_UNTIL_AHEAD_MICROS) return { problem: 'valid_until_too_far', field: VALID_UNTIL };
    const isNonce = nonce > MESSAGE_COMMANDS_MAX && nonce <= validUntil;
    return isNonce ? null : { problem: 'value_out_of_range', field: NONCE };
  }

  /** One at a time, since each costs the gateway a signature. */
  private takeSigning(bytes: Buffer, view: DataView, at: number): void {
    const nonce = readSafe(view, at + 8);
    if (this.isSigning) {
      this.refuse('requests_too_many', nonce, NO_FIELD);
      return;
    }
    this.isSigning = true;
    void this.sign(bytes, view, at, nonce);
  }

  private async sign(bytes: Buffer, view: DataView, at: number, nonce: number): Promise<void> {
    const body = signSessionBody({
      account: view.getUint32(at + ACCOUNT, true),
      ...{ key: this.key, session: this.session, nonce },
      validUntil: readSafe(view, at + 16),
      counter: readSafe(view, at + 24),
      ofSequence: readSafe(view, at + 32),
      chain: bytes.toString('hex', at + 40, at + 72),
    });
    const answer = await this.context.sign(body, bytes.toString('hex', at + 72, at + 136));
    this.isSigning = false;
    if (this.state === 'ended') return;
    if ('problem' in answer) {
      this.refuse(answer.problem, nonce, NO_FIELD);
      // Whoever signs wrongly once has lost its key, or tries.
      if (answer.problem === 'signature_wrong') this.end('signature_wrong');
    } else {
      const to = this.room(SERVER_FRAMES.answer.bytes);
      const { code, sequence } = answer;
      const none = { field: NO_FIELD, status: 0, order: 0, value: 0, filled: 0, remaining: 0 } as const;
      writeAnswer(this.view, to, { code, nonce, sequence, ...none });
    }
    this.flush();
  }

  /** Keeps a command that is sent when the line breaks; it is asked then what every command is. */
  private takeLeaving(bytes: Buffer, view: DataView, at: number): number {
    const { bytes: head } = CLIENT_FRAMES.cancelOnDisconnect;
    const length = view.getUint32(at + 4, true);
    const from = at + head;
    if (length === 0) {
      this.leaving = null;
      return head;
    }
    const kind = bytes[from] ?? 0;
    if (from + 1 > bytes.length) return 0;
    if (!LEAVING.has(kind) || length !== LENGTHS[kind]) {
      this.end('frame_malformed');
      return 0;
    }
    if (from + length > bytes.length) return 0;
    const leaving = Uint8Array.from(bytes.subarray(from, from + length));
    const view64 = new DataView(leaving.buffer);
    const fault = this.faultOf(view64, 0, readSafe(view64, NONCE));
    // Nobody is to rely on one that would not be taken.
    if (fault !== null) this.refuse(fault.problem, readSafe(view64, NONCE), fault.field);
    else this.leaving = leaving;
    return head + length;
  }

  private closed(): void {
    clearTimeout(this.deadline);
    if (this.delay !== null) clearTimeout(this.delay);
    const { leaving } = this;
    this.leaving = null;
    if (leaving !== null) {
      const view = new DataView(leaving.buffer);
      const nonce = readSafe(view, NONCE);
      if (this.faultOf(view, 0, nonce) === null) this.send(leaving, nonce, 0);
    }
    this.state = 'ended';
  }

  private frameOf(nonce: number): Uint8Array {
    const { frame, frameView } = this;
    if (frame[0] === 0) frame.set(encode(logonFrame, { session: this.session, counter: 1 }));
    writeSafe(frameView, 8, nonce);
    return frame;
  }

  private sendChallenge(): void {
    const at = this.room(SERVER_FRAMES.challenge.bytes);
    this.begin(at, SERVER_FRAMES.challenge);
    this.output.fill(0, at + 2, at + 8);
    this.output.write(this.context.domain, at + 8, 'hex');
    this.challenge.copy(this.output, at + 40);
    this.flush();
  }

  private refuse(problem: ProblemName, nonce: number, field: number): void {
    const at = this.room(SERVER_FRAMES.refusal.bytes);
    this.begin(at, SERVER_FRAMES.refusal);
    this.view.setUint16(at + 2, PROBLEMS[problem].code, true);
    this.view.setUint16(at + 4, field, true);
    this.view.setUint16(at + 6, 0, true);
    writeSafe(this.view, at + 8, nonce);
    if (this.context.guard.isTooMuch(this.address, problem)) this.end(problem);
  }

  private pong(token: number): void {
    const at = this.room(SERVER_FRAMES.pong.bytes);
    this.begin(at, SERVER_FRAMES.pong);
    this.output.fill(0, at + 2, at + 8);
    writeSafe(this.view, at + 8, token);
  }

  private begin(at: number, { kind }: { readonly kind: number }): void {
    this.view.setUint16(at, kind | (FRAME_VERSION << 8), true);
  }

  /** Where the next frame of so many bytes goes. */
  private room(bytes: number): number {
    if (this.written + bytes > this.output.length) {
      const larger = Buffer.allocUnsafe(2 * this.output.length);
      this.output.copy(larger, 0, 0, this.written);
      this.output = larger;
      this.view = new DataView(larger.buffer, larger.byteOffset, larger.length);
    }
    const at = this.written;
    this.written += bytes;
    return at;
  }
}

function frameLength(kind: number): number {
  for (const frame of Object.values(CLIENT_FRAMES)) if (frame.kind === kind) return frame.bytes;
  return 0;
}
