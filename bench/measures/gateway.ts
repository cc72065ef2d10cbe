/**
 * What the doors of the exchange cost: orders per processor second through each beside bare servers in the same run,
 * what one signature over many is worth, one book to many readers, and the time to an acknowledgement.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FanOut, fanOut } from '../gateway/fan-out.ts';
import { FlowAccount } from '../gateway/flow-account.ts';
import { type OrderLatency, orderLatencies } from '../gateway/order-latency.ts';
import { ServerProcess } from '../gateway/server-process.ts';
import {
  type Accounts,
  type Cost,
  DOORS,
  type Door,
  HTTP_SERVERS,
  type Servers,
  turnOf,
} from '../gateway/throughput.ts';
import { percentilesOf } from '../host/percentiles.ts';
import { syncTimes } from '../host/raw-disk.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { cacheDirectory } from '../workload/workload-file.ts';

const ACCOUNTS = 64;
const TURNS = 5;
const TURNS_QUICK = 1;
const SECONDS = 3;
const SECONDS_QUICK = 1;
/** Servers that cost almost the same are told apart by many turns, not by long ones. */
const HTTP_TURNS = 21;
const HTTP_TURNS_QUICK = 5;
const HTTP_SECONDS = 0.7;
const READERS = 1_000;
const SENDS = 200;
const SYNCS = 400;
const SYNC_BYTES = 4_096;

type Costs = Record<string, Cost>;

export const GATEWAY: Measure = {
  name: 'gateway',
  about: 'orders through each door beside bare servers, signatures, fan-out and acknowledgements',
  run: measureGateway,
};

async function measureGateway(settings: Settings): Promise<Measured> {
  const measured = nothingMeasured();
  const directory = mkdtempSync(join(cacheDirectory(), 'gateway-'));
  const servers: Servers = {
    bare: await ServerProcess.start('bare-server.ts'),
    schema: await ServerProcess.start('schema-server.ts', 'schema'),
    reader: await ServerProcess.start('schema-server.ts', 'reader'),
    exchange: await ServerProcess.start('exchange-server.ts', join(directory, 'exchange')),
  };
  try {
    const accounts = await openAccounts(servers.exchange);
    await measureThroughput(measured, settings, servers, accounts);
    await measureHttpServers(measured, settings, servers, accounts);
    await measureFanOut(measured, settings, servers, accounts);
    await measureLatency(measured, settings, servers, accounts, join(directory, 'raw'));
  } finally {
    for (const server of Object.values(servers)) await server.stop();
    rmSync(directory, { recursive: true });
  }
  return measured;
}

async function openAccounts({ ports }: ServerProcess): Promise<Accounts> {
  const url = `http://127.0.0.1:${ports.http}`;
  const open = (isRead: boolean) => {
    return Promise.all(Array.from({ length: ACCOUNTS }, (_, number) => FlowAccount.open(url, number, isRead)));
  };
  return { real: await open(true), unread: await open(false) };
}

/** Turns of so many seconds, after one that is for the compiler. */
async function turnsOf(
  doors: readonly Door[],
  servers: Servers,
  accounts: Accounts,
  { turns, seconds, say }: { readonly turns: number; readonly seconds: number; readonly say: Settings['say'] },
): Promise<Costs[]> {
  const measured: Costs[] = [];
  for (let turn = 0; turn <= turns; turn += 1) {
    say(`gateway, ${doors.length} servers and doors, turn ${turn}`);
    const costs = await turnOf(doors, servers, accounts, seconds);
    if (turn > 0) measured.push(costs);
  }
  for (const [name, cost] of Object.entries(measured.at(-1) ?? {})) say(wordsOf(name, cost));
  return measured;
}

async function measureHttpServers(measured: Measured, settings: Settings, servers: Servers, accounts: Accounts) {
  const turns = settings.isQuick ? HTTP_TURNS_QUICK : HTTP_TURNS;
  const costs = await turnsOf(HTTP_SERVERS, servers, accounts, { turns, seconds: HTTP_SECONDS, say: settings.say });
  measured.details['cost per order in microseconds, without an exchange'] = costs;
  measured.lines.push(
    lineOf(
      'Fastify with the schema of a message, without signature and log, over bare node:http',
      ratiosOf(costs, first('bareHttp'), first('schemaHttp')),
      { accept: 0.75, aim: 0.85 },
    ),
    lineOf(
      "Fastify with the gateway's reader of a message and log over the same",
      ratiosOf(costs, first('bareHttp'), first('readerHttp')),
    ),
  );
}

async function measureThroughput(measured: Measured, settings: Settings, servers: Servers, accounts: Accounts) {
  const length = settings.isQuick ? { turns: TURNS_QUICK, seconds: SECONDS_QUICK } : { turns: TURNS, seconds: SECONDS };
  const costs = await turnsOf(DOORS, servers, accounts, { ...length, say: settings.say });
  measured.details['cost per order in microseconds'] = costs;
  const ratios = (of: (costs: Costs) => number, over: (costs: Costs) => number) => ratiosOf(costs, of, over);
  measured.lines.push(
    lineOf(
      'binary order, durable, by the busier of engine and door, over a POST to bare node:http',
      ratios(first('bareHttp'), busiestOfPath),
      { accept: 15, aim: 40 },
    ),
    lineOf('the same by engine, door and disk together', ratios(first('bareHttp'), sumOfPath)),
    lineOf('the same by everything that runs in the exchange', ratios(all('bareHttp'), all('binary'))),
    lineOf(
      'order by HTTP, authenticated and durable, by the thread of the gateway, over the same',
      ratios(first('bareHttp'), first('http')),
    ),
    lineOf(
      'orders by WebSocket, 50 a message, over one a POST, by the thread of the gateway',
      ratios(first('http'), first('socketBatch')),
      { accept: 5, aim: 12 },
    ),
    lineOf('the same by everything that runs in the exchange', ratios(all('http'), all('socketBatch'))),
    lineOf('one signature over 50 orders over one each, by everything', ratios(all('signed'), all('signedBatch')), {
      accept: 8,
      aim: 15,
    }),
  );
}

function ratiosOf(turns: readonly Costs[], of: (costs: Costs) => number, over: (costs: Costs) => number): number[] {
  return turns.map((costs) => of(costs) / over(costs));
}

/** What a door costs in all threads of its server. */
function all(name: string): (costs: Costs) => number {
  return (costs) => costs[name]?.all ?? Number.NaN;
}

/** What a door costs in the first thread of its server. */
function first(name: string): (costs: Costs) => number {
  return (costs) => costs[name]?.first ?? Number.NaN;
}

const PATH = ['engine', 'binary'];

function busiestOfPath({ binary }: Costs): number {
  return Math.max(...PATH.map((name) => binary?.threads[name] ?? Number.NaN));
}

function sumOfPath({ binary }: Costs): number {
  return [...PATH, 'disk'].reduce((sum, name) => sum + (binary?.threads[name] ?? Number.NaN), 0);
}

function wordsOf(name: string, { all, threads, ordersPerSecond }: Cost): string {
  const parts = Object.entries(threads).map(([thread, micros]) => `${thread} ${micros.toFixed(2)}`);
  const rateWords = `${Math.round(ordersPerSecond)} a second`;
  return `${name.padEnd(12)} ${all.toFixed(2)} us an order (${parts.join(', ') || 'one thread'}), ${rateWords}`;
}

async function measureFanOut(measured: Measured, settings: Settings, servers: Servers, { real }: Accounts) {
  settings.say(`one book to ${READERS} readers`);
  const account = real[0] as FlowAccount;
  const rows: FanOut[] = [];
  for (let turn = 0; turn <= (settings.isQuick ? 1 : 3); turn += 1) {
    const row = await fanOut(servers, account, { readers: READERS, sends: settings.isQuick ? SENDS / 4 : SENDS });
    if (turn > 0) rows.push(row);
  }
  measured.details['fan-out'] = rows;
  const ratios = rows.map(({ microsPerFrame, bareMicrosPerFrame }) => microsPerFrame / bareMicrosPerFrame);
  measured.lines.push(lineOf(`a frame to one of ${READERS} readers over a bare send`, ratios, { isBetter: 'less' }));
  const { microsPerFrame = 0, spread } = rows.at(-1) ?? {};
  const spreadWords = `from the first reader to the last p50 ${micros(spread?.p50)} us, p99 ${micros(spread?.p99)} us`;
  settings.say(`${microsPerFrame.toFixed(2)} us a frame and reader; ${spreadWords}`);
}

async function measureLatency(
  measured: Measured,
  settings: Settings,
  servers: Servers,
  accounts: Accounts,
  path: string,
) {
  settings.say('acknowledgements at 500 orders a second');
  const rows = await orderLatencies(servers, accounts, settings.isQuick ? 1 : 5);
  const disk = percentilesOf(syncTimes(path, SYNC_BYTES, SYNCS));
  measured.details['acknowledgements'] = { rows, disk };
  for (const { door, acknowledged, echo } of rows) settings.say(latencyWords(door, { acknowledged, echo }));
  settings.say(`disk sync: p50 ${micros(disk.p50)} us, p99 ${micros(disk.p99)} us`);
  for (const { door, acknowledged, echo } of rows) {
    const label = `order by ${door} to its acknowledgement over an echo and a disk sync, p50`;
    measured.lines.push(lineOf(label, [acknowledged.p50 / (echo.p50 + disk.p50)], { isBetter: 'less' }));
  }
}

function latencyWords(door: string, { acknowledged, echo }: Pick<OrderLatency, 'acknowledged' | 'echo'>): string {
  const own = `p50 ${micros(acknowledged.p50)} us, p99 ${micros(acknowledged.p99)} us`;
  return `order by ${door}: ${own}; echo p50 ${micros(echo.p50)} us, p99 ${micros(echo.p99)} us`;
}

function micros(value = 0): number {
  return Math.round(value);
}
