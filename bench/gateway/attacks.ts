/** What somebody does who means no good: each goes on until its process ends. */
import { existsSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { CLIENT_FRAMES, FRAME_VERSION } from '@intelligent-ledger/client/binary';
import { FlowAccount } from './flow-account.ts';
import type { Ports } from './server-messages.ts';

interface Counts {
  sent: number;
  answered: number;
}

/** Begins an attack at a rate a second, where it has one, and comes back once it is under way. */
type Attack = (target: Ports, rate: number, counts: Counts) => Promise<void>;

const HOST = '127.0.0.1';
/** Attackers come from elsewhere than whoever trades: one, or as many as it takes to hold so many lines. */
const ATTACKER = '127.0.0.2';
const ATTACKERS = 20;
const LINES = 100;
const LIMITS = '/proc/self/limits';
const IDLE_SOCKETS = 10_000;
const IDLE_AT_ONCE = 500;
const SLOW_LINES = 500;
const SLOW_MILLIS = 200;
const LARGE_BYTES = 1_048_576;
const LARGE_LINES = 20;
const TICK_MILLIS = 10;
const MILLIS = 1_000;
/** More than this is not kept for a line that is not read. */
const UNSENT_BYTES_MAX = 65_536;
const BODIES = 200;

export const ATTACKS = {
  /** Sockets that send nothing, 10,000 where the system lets a process have twice as many files open. */
  idle: async ({ http }) => {
    for (let opened = 0; opened < Math.min(IDLE_SOCKETS, openFilesMax() / 2); opened += IDLE_AT_ONCE) {
      const from = (index: number) => `127.0.1.${1 + ((opened + index) % ATTACKERS)}`;
      await Promise.all(
        Array.from({ length: IDLE_AT_ONCE }, (_, index) => keepOpen(http, () => undefined, from(index))),
      );
    }
  },
  /** Requests of which a letter comes now and then. */
  slow: async ({ http }) => {
    const drip = (socket: Socket) => {
      socket.write('POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-slow: ');
      const timer = setInterval(() => socket.write('a'), SLOW_MILLIS);
      socket.once('close', () => clearInterval(timer));
    };
    await Promise.all(Array.from({ length: SLOW_LINES }, () => keepOpen(http, drip)));
  },
  /** Bodies and frames that are far too long. */
  oversize: async ({ http, binary }) => {
    const large = 'x'.repeat(LARGE_BYTES);
    const post = (socket: Socket) => {
      socket.write(`POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n`);
      socket.write(`content-length: ${LARGE_BYTES}\r\n\r\n${large}`);
    };
    await Promise.all(Array.from({ length: LARGE_LINES }, () => keepOpen(http, post)));
    await Promise.all(Array.from({ length: LARGE_LINES }, () => keepOpen(binary, (socket) => socket.write(large))));
  },
  /** Bodies that are no messages. */
  malformed: ({ http }, rate, counts) => flood(http, rate, counts, () => requestOf('{"account":1', 'il-code: 00\r\n')),
  /** Messages of an account with the codes of nobody. */
  forgedCodes: async ({ http }, rate, counts) => {
    const account = await FlowAccount.open(`http://${HOST}:${http}`, 1);
    const bodies = Array.from({ length: BODIES }, () => account.message(1, 'code').body);
    await flood(http, rate, counts, (index) =>
      requestOf(bodies[index % BODIES] as string, `il-code: ${'0'.repeat(64)}\r\n`),
    );
  },
  /** The same with signatures, which cost more to check. */
  forgedSignatures: async ({ http }, rate, counts) => {
    const account = await FlowAccount.open(`http://${HOST}:${http}`, 1);
    const messages = Array.from({ length: BODIES }, () => account.message(1, 'signature'));
    await flood(http, rate, counts, (index) => {
      // The signature of another message.
      const [{ body }, { proof }] = [messages[index % BODIES], messages[(index + 1) % BODIES]] as [Message, Message];
      return requestOf(body, `il-signature: ${proof}\r\n`);
    });
  },
  /** A connection for each request, of which each is refused. */
  newLines: ({ http }, rate, counts) => {
    const request = requestOf('{"account":1', 'il-code: 00\r\nconnection: close\r\n');
    each(rate, () => {
      const socket = connect({ port: http, host: HOST, localAddress: ATTACKER }, () => socket.write(request));
      socket.on('error', () => socket.destroy());
      socket.on('data', () => {
        counts.answered += 1;
        socket.destroy();
      });
      counts.sent += 1;
    });
    return Promise.resolve();
  },
  /** Binary lines that prove nothing. */
  forgedLogons: ({ binary }, rate, counts) => {
    const logon = Buffer.alloc(CLIENT_FRAMES.logon.bytes, 7);
    logon[0] = CLIENT_FRAMES.logon.kind;
    logon[1] = FRAME_VERSION;
    logon.writeUInt32LE(1, 4);
    each(rate, () => {
      const socket = connect({ port: binary, host: HOST, localAddress: ATTACKER }, () => socket.write(logon));
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        counts.answered += 1;
      });
      socket.on('end', () => socket.destroy());
      socket.resume();
      counts.sent += 1;
    });
    return Promise.resolve();
  },
} as const satisfies Record<string, Attack>;

export type AttackName = keyof typeof ATTACKS;
type Message = ReturnType<FlowAccount['message']>;

/** Files that a process may have open, where the system says it. */
function openFilesMax(): number {
  const limits = existsSync(LIMITS) ? readFileSync(LIMITS, 'utf8') : '';
  return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? Number.POSITIVE_INFINITY);
}

function requestOf(body: string, headers: string): string {
  const head = `POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${headers}`;
  return `${head}content-length: ${body.length}\r\n\r\n${body}`;
}

/** A line that is opened again whenever it breaks. */
function keepOpen(port: number, begin: (socket: Socket) => void, from = ATTACKER): Promise<void> {
  return new Promise((resolve) => {
    const open = () => {
      const socket = connect({ port, host: HOST, localAddress: from }, () => {
        begin(socket);
        resolve();
      });
      socket.on('error', () => socket.destroy());
      socket.on('close', () => setTimeout(open, SLOW_MILLIS));
      socket.resume();
    };
    open();
  });
}

/**
 * Requests at a rate over lines that stay open, whether they are answered or not; 0 is as fast as they are answered.
 */
async function flood(port: number, rate: number, counts: Counts, requestAt: (index: number) => string): Promise<void> {
  const sockets: (Socket | null)[] = Array.from({ length: LINES }, () => null);
  const send = (socket: Socket) => {
    socket.write(requestAt(counts.sent), 'latin1');
    counts.sent += 1;
  };
  await Promise.all(
    sockets.map((_, index) =>
      keepOpen(port, (socket) => {
        sockets[index] = socket;
        socket.on('data', (bytes) => {
          const answers = bytes.toString('latin1').split('HTTP/1.1 ').length - 1;
          counts.answered += answers;
          if (rate === 0 && answers > 0) send(socket);
        });
        if (rate === 0) send(socket);
      }),
    ),
  );
  if (rate === 0) return;
  let next = 0;
  each(rate, () => {
    const socket = sockets[next % LINES];
    next += 1;
    if (socket?.writable && socket.writableLength < UNSENT_BYTES_MAX) send(socket);
  });
}

/** Does something so often a second, from now on. */
function each(rate: number, act: () => void): void {
  const begun = performance.now();
  let done = 0;
  setInterval(() => {
    for (const due = ((performance.now() - begun) * rate) / MILLIS; done < due; done += 1) act();
  }, TICK_MILLIS);
}
