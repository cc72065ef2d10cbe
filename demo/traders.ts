/**
 * The traders of the demo: makers and takers that play order flow by the API, and know nothing of the exchange but its
 * address and their own keys. They go on in the flow where they were, and begin it anew when it is over.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FlowMaker, FlowPlayer, type FlowRow } from '@intelligent-ledger/agents';
import {
  ApiProblem,
  ed25519Wallet,
  type OrdersFrame,
  StreamClient,
  Trader,
  Unreachable,
} from '@intelligent-ledger/client';
import { FlowFault, parsedArguments, runProgram, UsageFault, wholeNumber } from '@intelligent-ledger/engine/host';
import { KeysFault, keysPath, readKeys } from './exchange-keys.ts';
import { demoFlow } from './order-flow.ts';

const USAGE = `Usage: node demo/traders.ts --url URL --exchange DIR [--data DIR | --seed N] [--speed N]
`;
const MARKET = 0;
/** They wait while so many commands were not sent. */
const WAITING_MAX = 2_000;
const PAUSE_MILLIS = 20;
/** Where nothing happened for longer, as before an opening, nobody waits for more. */
const GAP_MILLIS_MAX = 25;
const SAVE_MILLIS = 1_000;
const MICROS = 1_000;
const text = { type: 'string' } as const;

let isStopping = false;

async function main(): Promise<number> {
  const { values } = parsedArguments({ url: text, exchange: text, data: text, seed: text, speed: text });
  const { url, exchange, data = '', seed } = values;
  if (url === undefined || exchange === undefined) throw new UsageFault('which exchange?');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      isStopping = true;
    });
  }
  process.on('disconnect', () => process.exit(1));
  const { rows } = await demoFlow(data, seed === undefined ? null : wholeNumber('seed', seed, 0));
  const player = await openPlayer(url, exchange);
  const place = new FlowPlace(join(exchange, 'traders', 'row'));
  while (!isStopping) {
    await play(player, rows, place, wholeNumber('speed', values.speed, 1));
  }
  await player.whenAnswered();
  // What rests stays, as the exchange does. Streams would keep the process.
  process.exit();
}

/** Plays the flow from where it was to its end, or until they are to stop. */
async function play(player: FlowPlayer, rows: readonly FlowRow[], place: FlowPlace, speed: number): Promise<void> {
  await player.begin(rows.slice(0, place.row));
  let lastMicros = rows[place.row]?.timeMicros ?? 0;
  let dueAt = performance.now();
  while (place.row < rows.length && !isStopping) {
    const row = rows[place.row] as FlowRow;
    dueAt += Math.min((row.timeMicros - lastMicros) / MICROS / speed, GAP_MILLIS_MAX);
    lastMicros = row.timeMicros;
    while (performance.now() < dueAt || player.waiting > WAITING_MAX) {
      place.save();
      await pause();
    }
    player.take(row);
    place.row += 1;
  }
  if (place.row >= rows.length) place.row = 0;
  place.save();
}

async function openPlayer(url: string, exchange: string): Promise<FlowPlayer> {
  const { makers, takers } = readKeys(keysPath(exchange));
  const onFailure = (error: unknown) => {
    if (!isStopping) process.stderr.write(`a trader: ${error instanceof Error ? error.message : String(error)}\n`);
  };
  return new FlowPlayer({
    market: MARKET,
    makers: await Promise.all(makers.map((key) => openMaker(url, key, onFailure))),
    takers: await Promise.all(takers.map((key) => openTrader(url, key))),
    onFailure,
  });
}

async function openMaker(url: string, key: string, onFailure: (error: unknown) => void): Promise<FlowMaker> {
  const trader = await openTrader(url, key);
  const maker = new FlowMaker(trader, MARKET, onFailure);
  const streams = new StreamClient({ url, readToken: () => trader.readToken() });
  streams.follow<OrdersFrame>(`orders:${trader.account}`, ({ events }) => {
    for (const event of events) maker.onEvent(event);
  });
  return maker;
}

async function openTrader(url: string, key: string): Promise<Trader> {
  return Trader.open({ url, wallet: await ed25519Wallet(key) });
}

/** Where in the flow they are, kept in a file. */
class FlowPlace {
  row: number;
  private readonly path: string;
  private savedAt = 0;

  constructor(path: string) {
    this.path = path;
    mkdirSync(dirname(path), { recursive: true });
    this.row = wordOf(path);
  }

  /** Writes it down, now and then. */
  save(): void {
    if (performance.now() - this.savedAt < SAVE_MILLIS && !isStopping) return;
    this.savedAt = performance.now();
    writeFileSync(`${this.path}.new`, String(this.row));
    renameSync(`${this.path}.new`, this.path);
  }
}

/** The number in a file; 0 where there is none. */
function wordOf(path: string): number {
  try {
    const value = Number(readFileSync(path, 'utf8'));
    return Number.isSafeInteger(value) && value >= 0 ? value : 0;
  } catch {
    return 0;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PAUSE_MILLIS);
  });
}

await runProgram(USAGE, main, [FlowFault, KeysFault, ApiProblem, Unreachable]);
