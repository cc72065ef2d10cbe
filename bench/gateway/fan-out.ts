/**
 * One book to many readers: what a frame to one of them costs the server that sends it, beside a bare server which
 * sends as long a text to as many, and how long it takes from the first reader to the last.
 */
import { WebSocket } from 'ws';
import { type Percentiles, percentilesOf } from '../host/percentiles.ts';
import type { FlowAccount } from './flow-account.ts';
import { binaryLine } from './loads.ts';
import { pause } from './pause.ts';
import type { ServerProcess } from './server-process.ts';
import { idleUsage } from './throughput.ts';

export interface FanOut {
  readonly readers: number;
  /** Frames that were read, of all readers. */
  readonly frames: number;
  /** Processor time of the first thread for each in microseconds, with what it took to follow the orders. */
  readonly microsPerFrame: number;
  readonly bareMicrosPerFrame: number;
  /** From when the first reader of a frame had it to the last, all of which are in one process, in microseconds. */
  readonly spread: Percentiles;
}

const STREAM = 'book:0';
const ORDERS_PER_SEND = 20;
const PAUSE_MILLIS = 20;
const READY_MILLIS = 20;
const SETTLE_MILLIS = 200;

/** A reader that notes when it was sent each frame. */
interface Reader {
  readonly socket: WebSocket;
  frames: number;
}

export async function fanOut(
  { bare, exchange }: { readonly bare: ServerProcess; readonly exchange: ServerProcess },
  account: FlowAccount,
  { readers: count, sends }: { readonly readers: number; readonly sends: number },
): Promise<FanOut> {
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  const readers = await openReaders(`ws://127.0.0.1:${exchange.ports.http}/v1/stream`, count, (text) => {
    const seq = text.slice(text.lastIndexOf('"seq":'), text.lastIndexOf('"seq":') + 24);
    if (!first.has(seq)) first.set(seq, performance.now());
    last.set(seq, performance.now());
  });
  for (const { socket } of readers) socket.send(JSON.stringify({ op: 'subscribe', stream: STREAM }));
  // Each is answered, and sent a snapshot.
  while (readers.some(({ frames }) => frames < 2)) await pause(READY_MILLIS);
  const before = await idleUsage(exchange);
  first.clear();
  last.clear();
  const begun = framesOf(readers);
  const line = await binaryLine(exchange.ports.binary, account, { orders: ORDERS_PER_SEND, isBare: false });
  for (let sent = 0; sent < sends; sent += 1) {
    await line.send();
    await pause(PAUSE_MILLIS);
  }
  const after = await idleUsage(exchange);
  let frames = 0;
  for (let read = framesOf(readers) - begun; read !== frames; read = framesOf(readers) - begun) {
    frames = read;
    await pause(SETTLE_MILLIS);
  }
  line.close();
  await account.sign();
  close(readers);
  const spread = percentilesOf([...first].map(([seq, at]) => (last.get(seq) ?? at) - at));
  const microsPerFrame = (after.first - before.first) / frames;
  return { readers: count, frames, microsPerFrame, bareMicrosPerFrame: await bareCost(bare, count, sends), spread };
}

async function bareCost(bare: ServerProcess, count: number, frames: number): Promise<number> {
  const readers = await openReaders(`ws://127.0.0.1:${bare.ports.http}/`, count, () => {});
  const before = await idleUsage(bare);
  bare.fanOut(frames);
  while (framesOf(readers) < count * frames) await pause(READY_MILLIS);
  const after = await idleUsage(bare);
  close(readers);
  return (after.first - before.first) / (count * frames);
}

async function openReaders(url: string, count: number, take: (text: string) => void): Promise<Reader[]> {
  const readers: Reader[] = [];
  for (let index = 0; index < count; index += 1) {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const reader = { socket, frames: 0 };
    socket.on('message', (data) => {
      reader.frames += 1;
      take(String(data));
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    readers.push(reader);
  }
  return readers;
}

function framesOf(readers: readonly Reader[]): number {
  return readers.reduce((sum, { frames }) => sum + frames, 0);
}

function close(readers: readonly Reader[]): void {
  for (const { socket } of readers) socket.terminate();
}
