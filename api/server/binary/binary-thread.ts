/** The thread of the binary door: it listens, and has a port to the engine of its own. */
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { EnginePort } from '@intelligent-ledger/engine/client-port';
import { assert } from '@intelligent-ledger/engine/core';
import { Budgets } from '../limits/budgets.ts';
import { LineGuard } from '../limits/line-guard.ts';
import { BinaryLine } from './binary-line.ts';
import { Outbox } from './outbox.ts';
import type { BinaryStart, FromBinary, LogonAnswer, SigningAnswer, ToBinary } from './thread-messages.ts';

const MICROS = 1_000;
const LINES_MAX = 1_000;
const LINES_PER_ADDRESS = 250;
/** Of an address, lines that have not logged on: a few addresses may not keep all others out by doing nothing. */
const UNPROVEN_PER_ADDRESS = 32;

assert(parentPort !== null, 'the binary door is started as a thread');
const parent = parentPort;
const { handle, host, port, domain, budget, faults, opened } = workerData as BinaryStart;
const engine = new EnginePort(handle, () => {
  throw new Error('this port reads no old records');
});
const outbox = new Outbox(engine);
const lines = new Set<BinaryLine>();
const asked = new Map<number, (answer: never) => void>();
let questions = 0;

const say = (message: FromBinary) => parent.postMessage(message);

/** Asks the gateway something. */
function ask<Answer>(questionOf: (id: number) => FromBinary): Promise<Answer> {
  questions += 1;
  const id = questions;
  say(questionOf(id));
  return new Promise<Answer>((resolve) => asked.set(id, resolve));
}

const guard = new LineGuard({
  ...{ faults, opened, linesPerAddress: LINES_PER_ADDRESS },
  now: () => performance.now(),
});

const context = {
  guard,
  domain,
  outbox,
  budgets: new Budgets<number>('commands', budget, () => performance.now()),
  now: () => Date.now() * MICROS - engine.status.get('engine_clock_offset_microseconds'),
  logon: (session: number, challenge: string, code: string) =>
    ask<LogonAnswer>((id) => ({ kind: 'logon', id, session, challenge, code })),
  sign: (body: string, signature: string) => ask<SigningAnswer>((id) => ({ kind: 'sign', id, body, signature })),
};

outbox.onRoom = () => {
  for (const line of lines) line.goOn();
};

const server = createServer((socket) => {
  const address = socket.remoteAddress ?? '';
  if (!guard.admits(address)) {
    socket.destroy();
    return;
  }
  // All lines are looked at only for those who may open one.
  const isUnproven = (line: BinaryLine) => line.address === address && !line.isOpen;
  if ([...lines].filter(isUnproven).length >= UNPROVEN_PER_ADDRESS) {
    guard.left(address);
    socket.destroy();
    return;
  }
  const line = new BinaryLine(socket, address, context);
  lines.add(line);
  socket.on('close', () => {
    lines.delete(line);
    guard.left(address);
  });
});
server.maxConnections = LINES_MAX;
server.on('error', (error) => say({ kind: 'failed', why: error.message }));
server.listen(port, host, () => {
  const address = server.address();
  say({ kind: 'listening', port: typeof address === 'object' && address !== null ? address.port : port });
});

parent.on('message', (message: ToBinary) => {
  if (message.kind === 'answer') {
    asked.get(message.id)?.(message.answer as never);
    asked.delete(message.id);
    return;
  }
  server.close(() => {
    // What was left for the end of the last lines is sent first, and answered to nobody.
    void outbox.whenEmpty().then(() => {
      engine.close();
      parent.close();
    });
  });
  for (const line of lines) line.end('engine_ended');
});
