/**
 * How long an order takes to its acknowledgement through each door, at a steady rate that is planned ahead, so that a
 * late order counts as late; in turns with echoes of as much through the same kinds of line, which do nothing else.
 */
import { type Percentiles, percentilesOf } from '../host/percentiles.ts';
import type { FlowAccount } from './flow-account.ts';
import { binaryLine, httpLine, type OrderLine, socketLine } from './loads.ts';
import type { Accounts, Servers } from './throughput.ts';

export interface OrderLatency {
  readonly door: 'http' | 'socket' | 'binary';
  readonly acknowledged: Percentiles;
  /** Of the bare server. */
  readonly echo: Percentiles;
}

const RATE = 500;
const WARM_ORDERS = 500;
const LINES = 8;
const MILLIS = 1_000;

type Open = (isBare: boolean, account: FlowAccount) => Promise<OrderLine>;

export async function orderLatencies(
  { bare, exchange }: Servers,
  { real, unread }: Accounts,
  seconds: number,
): Promise<OrderLatency[]> {
  const portsOf = (isBare: boolean) => (isBare ? bare : exchange).ports;
  const doors: Record<OrderLatency['door'], Open> = {
    http: (isBare, account) => httpLine(portsOf(isBare).http, account, { orders: 1, by: 'code', isBare }),
    socket: (isBare, account) => socketLine(portsOf(isBare).http, account, { orders: 1, underWay: 1 }),
    binary: (isBare, account) => binaryLine(portsOf(isBare).binary, account, { orders: 1, isBare }),
  };
  const rows: OrderLatency[] = [];
  for (const [door, open] of Object.entries(doors)) {
    const echo = await timesOf(open, true, unread, seconds);
    const acknowledged = await timesOf(open, false, real, seconds);
    rows.push({
      door: door as OrderLatency['door'],
      acknowledged: percentilesOf(acknowledged),
      echo: percentilesOf(echo),
    });
  }
  return rows;
}

/** Times of orders at the rate, one after another on each of a few lines. */
async function timesOf(
  open: Open,
  isBare: boolean,
  accounts: readonly FlowAccount[],
  seconds: number,
): Promise<number[]> {
  const used = accounts.slice(0, LINES);
  const lines = await Promise.all(used.map((account) => open(isBare, account)));
  await sendAtRate(lines, RATE, WARM_ORDERS);
  const times = await sendAtRate(lines, RATE, RATE * seconds);
  if (!isBare) await Promise.all(used.map((account) => account.sign()));
  for (const line of lines) line.close();
  return times;
}

/** Sends so many orders at a rate a second; answers how long each took from when it was planned, in milliseconds. */
export async function sendAtRate(lines: readonly OrderLine[], rate: number, orders: number): Promise<number[]> {
  const begun = performance.now();
  const times: number[] = [];
  const free = [...lines];
  const underWay = new Set<Promise<void>>();
  for (let index = 0; index < orders; index += 1) {
    const planned = begun + (index * MILLIS) / rate;
    while (performance.now() < planned) await new Promise(setImmediate);
    while (free.length === 0) await Promise.race(underWay);
    const line = free.shift() as OrderLine;
    const done = line.send().then(() => {
      times.push(performance.now() - planned);
      free.push(line);
      underWay.delete(done);
    });
    underWay.add(done);
  }
  await Promise.all(underWay);
  return times;
}
