/**
 * Orders per processor second through each door, in turns: a bare server, then the exchange, so that what the machine
 * does otherwise meets both alike. A window ends before a session has to sign, which is done between windows.
 */
import type { FlowAccount, Proof } from './flow-account.ts';
import { keptAwake } from './kept-awake.ts';
import { binaryLine, httpLine, type OrderLine, socketLine } from './loads.ts';
import { pause } from './pause.ts';
import type { Usage } from './server-messages.ts';
import type { ServerProcess } from './server-process.ts';

/** What a window came to: per order, in microseconds of the processor. */
export interface Cost {
  readonly all: number;
  readonly first: number;
  readonly threads: Readonly<Record<string, number>>;
  readonly ordersPerSecond: number;
}

export interface Servers {
  readonly bare: ServerProcess;
  readonly schema: ServerProcess;
  readonly reader: ServerProcess;
  readonly exchange: ServerProcess;
}

/** Accounts of the exchange, and others whose messages go to servers that look at none. */
export interface Accounts {
  readonly real: readonly FlowAccount[];
  readonly unread: readonly FlowAccount[];
}

const BATCH = 50;
const UNDER_WAY = 8;
const BINARY_LINES = 8;
const BINARY_UNDER_WAY = 500;
const MILLIS = 1_000;
/** A server that uses less of a core than this is idle. */
const IDLE_SHARE = 0.05;
const LOOK_MILLIS = 200;

export interface Door {
  readonly name: string;
  readonly server: keyof Servers;
  readonly ordersPerSend: number;
  readonly linesMax: number;
  readonly open: (server: ServerProcess, account: FlowAccount) => Promise<OrderLine>;
}

function http(name: string, server: keyof Servers, orders: number, by: Proof): Door {
  const terms = { orders, by, isBare: server !== 'exchange' };
  const open: Door['open'] = ({ ports }, account) => httpLine(ports.http, account, terms);
  return { name, server, ordersPerSend: orders, linesMax: Number.POSITIVE_INFINITY, open };
}

function socket(name: string, server: keyof Servers, orders: number, underWay: number): Door {
  const open: Door['open'] = ({ ports }, account) => socketLine(ports.http, account, { orders, underWay });
  return { name, server, ordersPerSend: orders * underWay, linesMax: Number.POSITIVE_INFINITY, open };
}

function binary(name: string, server: keyof Servers): Door {
  const terms = { orders: BINARY_UNDER_WAY, isBare: server !== 'exchange' };
  const open: Door['open'] = ({ ports }, account) => binaryLine(ports.binary, account, terms);
  return { name, server, ordersPerSend: BINARY_UNDER_WAY, linesMax: BINARY_LINES, open };
}

const bareHttp = http('bareHttp', 'bare', 1, 'code');

/** Servers of HTTP with no exchange behind them, in the order in which they take turns. */
export const HTTP_SERVERS: readonly Door[] = [
  bareHttp,
  http('schemaHttp', 'schema', 1, 'code'),
  http('readerHttp', 'reader', 1, 'code'),
];

/** The doors of the exchange, and beside them the servers that do nothing, in the order in which they take turns. */
export const DOORS: readonly Door[] = [
  bareHttp,
  http('http', 'exchange', 1, 'code'),
  http('httpBatch', 'exchange', BATCH, 'code'),
  http('signed', 'exchange', 1, 'signature'),
  http('signedBatch', 'exchange', BATCH, 'signature'),
  socket('bareSocket', 'bare', 1, UNDER_WAY),
  socket('socket', 'exchange', 1, UNDER_WAY),
  socket('socketBatch', 'exchange', BATCH, 1),
  binary('bareBinary', 'bare'),
  binary('binary', 'exchange'),
];

/** One window of each door; answers the costs by door. */
export async function turnOf(
  doors: readonly Door[],
  servers: Servers,
  accounts: Accounts,
  seconds: number,
): Promise<Record<string, Cost>> {
  const costs: Record<string, Cost> = {};
  for (const door of doors) costs[door.name] = await windowOf(door, servers, accounts, seconds);
  return costs;
}

async function windowOf(door: Door, servers: Servers, { real, unread }: Accounts, seconds: number): Promise<Cost> {
  const server = servers[door.server];
  const accounts = (door.server === 'exchange' ? real : unread).slice(0, door.linesMax);
  const lines = await Promise.all(accounts.map((account) => door.open(server, account)));
  const before = await server.usage();
  const begun = performance.now();
  const sends = await keptAwake(Promise.all(lines.map((line) => sendUntil(line, begun + seconds * MILLIS))));
  const took = performance.now() - begun;
  const orders = door.ordersPerSend * sends.reduce((sum, sent) => sum + sent, 0);
  const cost = costOf(before, await idleUsage(server), orders, took);
  if (door.server === 'exchange') await Promise.all(accounts.map((account) => account.sign()));
  for (const line of lines) line.close();
  return cost;
}

/** What a server has used once it is done with all that it was sent: readers of its log may be behind. */
export async function idleUsage(server: ServerProcess): Promise<Usage> {
  for (let last = await server.usage(); ; ) {
    await pause(LOOK_MILLIS);
    const usage = await server.usage();
    if (usage.all - last.all < IDLE_SHARE * LOOK_MILLIS * MILLIS) return usage;
    last = usage;
  }
}

async function sendUntil(line: OrderLine, end: number): Promise<number> {
  let sends = 0;
  for (; performance.now() < end; sends += 1) await line.send();
  return sends;
}

function costOf(before: Usage, after: Usage, orders: number, tookMillis: number): Cost {
  const threads = Object.entries(after.threads).map(([name, time]) => {
    return [name, (time - (before.threads[name] ?? 0)) / orders] as const;
  });
  return {
    all: (after.all - before.all) / orders,
    first: (after.first - before.first) / orders,
    threads: Object.fromEntries(threads),
    ordersPerSecond: (MILLIS * orders) / tookMillis,
  };
}
