/**
 * Loads on a server, each through one door: lines that send again as soon as they are answered. What they send is the
 * order flow of accounts; of it the bare servers look at nothing.
 */
import { connect, type Socket } from 'node:net';
import { CLIENT_FRAMES, FRAME_VERSION, SERVER_FRAMES } from '@intelligent-ledger/client/binary';
import type { MessageResult } from '@intelligent-ledger/client/wire';
import { WebSocket } from 'ws';
import type { FlowAccount, Places, Proof } from './flow-account.ts';
import { HttpLine } from './http-line.ts';

/** A line through which orders go: sends so many, and comes back once they are answered. */
export interface OrderLine {
  readonly send: () => Promise<void>;
  readonly close: () => void;
}

interface HttpTerms {
  readonly orders: number;
  readonly by: Proof;
  readonly isBare: boolean;
}

interface SocketTerms {
  readonly orders: number;
  readonly underWay: number;
}

interface BinaryTerms {
  readonly orders: number;
  readonly isBare: boolean;
}

const HOST = '127.0.0.1';
const OK = 200;
const CODE_AT = 2;
const SEQUENCE_AT = 16;

/** POSTs of messages of so many orders; to a bare server where there is no path. */
export async function httpLine(
  port: number,
  account: FlowAccount,
  { orders, by, isBare }: HttpTerms,
): Promise<OrderLine> {
  const line = await HttpLine.open(port);
  const path = isBare ? '/' : '/v1/messages';
  const send = async () => {
    const { body, proof } = account.message(orders, by);
    const answer = await line.post(path, body, `il-${by}: ${proof}\r\n`);
    if (answer.status !== OK) throw new Error(`a message was refused: ${answer.body}`);
    if (isBare) return;
    const places = placesOf(JSON.parse(answer.body));
    if (by === 'code') account.answered(places);
  };
  return { send, close: () => line.close() };
}

/** Frames of a WebSocket with messages of so many orders, several under way. */
export async function socketLine(
  port: number,
  account: FlowAccount,
  { orders, underWay }: SocketTerms,
): Promise<OrderLine> {
  const socket = new WebSocket(`ws://${HOST}:${port}/v1/stream`, { perMessageDeflate: false });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  let missing = 0;
  let done = () => {};
  socket.on('message', (data) => {
    const { ok, result, problem } = JSON.parse(String(data));
    if (ok === false) throw new Error(`a frame was refused: ${JSON.stringify(problem)}`);
    if (result !== undefined) account.answered(placesOf(result));
    missing -= 1;
    if (missing === 0) done();
  });
  const send = () => {
    missing = underWay;
    for (let id = 0; id < underWay; id += 1) {
      const { body: message, proof: code } = account.message(orders, 'code');
      socket.send(JSON.stringify({ op: 'send', id, message, code }));
    }
    return new Promise<void>((resolve) => {
      done = resolve;
    });
  };
  return { send, close: () => socket.terminate() };
}

/** Frames of a binary line, so many under way; to a bare server without a logon. */
export async function binaryLine(
  port: number,
  account: FlowAccount,
  { orders, isBare }: BinaryTerms,
): Promise<OrderLine> {
  const socket = connect(port, HOST);
  socket.setNoDelay(true);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  const answers = new AnswerCounter(socket, account, isBare);
  if (!isBare) await logon(socket, answers, account);
  const send = () => {
    const all = answers.next(orders);
    socket.write(account.frames(orders));
    return all;
  };
  return { send, close: () => socket.destroy() };
}

async function logon(socket: Socket, answers: AnswerCounter, account: FlowAccount): Promise<void> {
  const challenge = (await answers.frame()).subarray(40, 72).toString('hex');
  const frame = Buffer.alloc(CLIENT_FRAMES.logon.bytes);
  frame.writeUInt8(CLIENT_FRAMES.logon.kind);
  frame.writeUInt8(FRAME_VERSION, 1);
  frame.writeUInt32LE(account.session, 4);
  frame.write(account.logonCode(challenge), 8, 'hex');
  socket.write(frame);
  const { kind } = SERVER_FRAMES.loggedOn;
  if ((await answers.frame())[0] !== kind) throw new Error('no line was opened');
}

const LENGTHS = new Map<number, number>(Object.values(SERVER_FRAMES).map(({ kind, bytes }) => [kind, bytes]));

/** Counts the answers that a line was sent, and fails on a command that was not accepted. */
class AnswerCounter {
  private readonly account: FlowAccount;
  private readonly isBare: boolean;
  private rest: Buffer = Buffer.alloc(0);
  private missing = 0;
  private done: () => void = () => {};
  private onFrame: ((frame: Buffer) => void) | null = null;

  constructor(socket: Socket, account: FlowAccount, isBare: boolean) {
    this.account = account;
    this.isBare = isBare;
    socket.on('data', (bytes) => this.receive(bytes));
  }

  next(count: number): Promise<void> {
    this.missing = count;
    return new Promise((resolve) => {
      this.done = resolve;
    });
  }

  /** The next frame, which is no answer. */
  frame(): Promise<Buffer> {
    return new Promise((resolve) => {
      this.onFrame = resolve;
      this.receive(Buffer.alloc(0));
    });
  }

  private receive(bytes: Buffer): void {
    const all = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    let at = 0;
    while (at < all.length) {
      const length = LENGTHS.get(all[at] as number) ?? 0;
      if (length === 0) throw new Error(`a line was sent a frame of kind ${all[at]}`);
      if (at + length > all.length) break;
      if (all[at] !== SERVER_FRAMES.answer.kind) {
        if (this.onFrame === null) break;
        this.onFrame(all.subarray(at, at + length));
        this.onFrame = null;
      } else this.take(all, at);
      at += length;
    }
    this.rest = all.subarray(at);
  }

  private take(bytes: Buffer, at: number): void {
    if (!this.isBare) {
      const code = bytes.readUInt16LE(at + CODE_AT);
      if (code !== 0) throw new Error(`a command was answered with code ${code}`);
      const sequence = Number(bytes.readBigUInt64LE(at + SEQUENCE_AT));
      this.account.answered({ first: sequence, last: sequence });
    }
    this.missing -= 1;
    if (this.missing === 0) this.done();
  }
}

/** The places of a message of which every command was accepted. */
function placesOf({ seq, as_of_seq, results }: MessageResult): Places {
  for (const { code, name } of results) if (code !== 0) throw new Error(`a command was answered with ${name}`);
  return { first: seq, last: as_of_seq };
}
