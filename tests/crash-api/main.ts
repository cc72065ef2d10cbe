/**
 * `npm run crash:api`: kills the whole exchange under load from every door of its API, and asks as its clients would
 * what became of their orders. Exits with 1 when anything is not as it was told, with 2 when it cannot be run as asked.
 */
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { ed25519Wallet, newPrivateKey, Trader } from '@intelligent-ledger/client';
import {
  dataDirectories,
  type Finding,
  findingsOf,
  holds,
  Progress,
  parsedArguments,
  printed,
  type Report,
  runProgram,
  verifyLog,
  wholeNumber,
} from '@intelligent-ledger/engine/host';
import { Random } from '@intelligent-ledger/engine/sim';
import { binaryDoor, type Door, sessionDoor, signedDoor, socketDoor } from './doors.ts';
import { ExchangeProcess, freePorts, type Ports } from './exchange-process.ts';
import { judge, type Verdict } from './judge.ts';
import { Load } from './load.ts';
import { Watcher } from './watcher.ts';

const USAGE = `Usage: npm run crash:api -- [--rounds N] [--seed N] [--json]

  --rounds N  how often the exchange is killed; by default 5, in full 50
  --seed N    from which orders and moments are drawn; by default another one each time
`;
const ROUNDS_DEFAULT = 5;
/** The exchange lives so long under load, in milliseconds. */
const LIFE_MILLIS = { least: 100, most: 1_500 };
const ACCOUNTS = 4;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = { rounds: text, seed: text, json: flag, help: { ...flag, short: 'h' } } as const;

async function main(): Promise<number> {
  const { values } = parsedArguments(OPTIONS);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const rounds = wholeNumber('rounds', values.rounds, ROUNDS_DEFAULT);
  const seed = wholeNumber('seed', values.seed, randomInt(2 ** 31));
  const directory = mkdtempSync(join(tmpdir(), 'crash-api-'));
  const reports = [await kills(directory, rounds, seed), await signedLog(directory)];
  for (const report of reports) process.stdout.write(printed(report, values.json));
  const areSound = reports.every(holds);
  if (areSound) rmSync(directory, { recursive: true });
  else process.stderr.write(`What was found lies in ${directory}\n`);
  return areSound ? 0 : 1;
}

async function kills(directory: string, rounds: number, seed: number): Promise<Report> {
  const source = new Random(seed);
  const random = (below: number) => source.below(below);
  const ports = await freePorts();
  const url = `http://127.0.0.1:${ports.http}`;
  const progress = new Progress('kills', rounds);
  const verdict: Verdict = { faults: [], told: 0, untoldThere: 0, untoldMissing: 0 };
  let exchange = await ExchangeProcess.start(directory, ports);
  const traders = await Promise.all(Array.from({ length: ACCOUNTS }, () => newTrader(url)));
  const watched = traders[0] as Trader;
  const watcher = new Watcher(url, watched, await watched.market(0), 0);
  for (let round = 1; round <= rounds; round += 1) {
    const { as_of_seq: from } = await watched.exchange();
    const doors = await openDoors(traders, url, ports);
    const loads = doors.map((door, index) => new Load(door, random, nameOf(round, index)));
    const runs = loads.map((load) => load.run());
    await after(LIFE_MILLIS.least + random(LIFE_MILLIS.most - LIFE_MILLIS.least));
    await exchange.kill();
    for (const load of loads) load.stop();
    exchange = await ExchangeProcess.start(directory, ports);
    await Promise.all(runs);
    for (const [index, door] of doors.entries()) {
      await endDoor(door);
      await judge(door.trader, url, loads[index]?.sent ?? [], from, verdict);
    }
    progress.tell();
  }
  const last = await lastTrade(traders);
  await watcher.whenAt(last);
  const whole = new Watcher(url, watched, await watched.market(0), 0);
  await whole.whenAt(last);
  watcher.close();
  whole.close();
  const code = await exchange.stop();
  const isSame = JSON.stringify(watcher.events) === JSON.stringify(whole.events);
  const findings: Finding[] = [
    { what: 'a client over all kills has each event of its orders once, in order', holds: isSame },
    { what: 'and each trade', holds: JSON.stringify(watcher.trades) === JSON.stringify(whole.trades) },
    { what: 'and its copy of the book was right at every frame', holds: watcher.wrongBooks === 0 },
    { what: 'told to stop, the exchange stops', holds: code === 0 },
  ];
  const seen = { events: watcher.events.length, trades: watcher.trades.length };
  return reportOf(verdict, findings, { seed, rounds, ...seen, seconds: Math.round(progress.end()) / 1_000 });
}

function reportOf(verdict: Verdict, more: readonly Finding[], facts: Record<string, number>): Report {
  const { faults, told, untoldThere: untold_there, untoldMissing: untold_missing } = verdict;
  const what = 'every order that was acknowledged is there as it was told, every other once or not at all';
  const findings = [...findingsOf(what, faults), ...more];
  return { name: 'kills of the whole exchange', facts: { ...facts, told, untold_there, untold_missing }, findings };
}

/** With what the names of the orders of a round and a door begin. */
function nameOf(round: number, door: number): string {
  return `${round.toString(16).padStart(6, '0')}${door}`;
}

async function endDoor({ trader, session, end }: Door): Promise<void> {
  end();
  if (session !== null) await trader.send({ type: 'close_session', session });
}

/**
 * Has the first account trade with the second, in a book where nothing else is left; answers where. Whoever has seen
 * that trade has seen all that came before it, in the stream of its orders and in that of trades.
 */
async function lastTrade(traders: readonly Trader[]): Promise<number> {
  for (const trader of traders) await trader.send({ type: 'cancel_orders' });
  const [buyer, seller] = traders as [Trader, Trader];
  const order = { type: 'place_order', market: 0, price: '4800', size: '1' } as const;
  await buyer.send({ ...order, side: 'buy' });
  const [sold] = await seller.send({ ...order, side: 'sell' });
  return sold?.seq ?? 0;
}

async function newTrader(url: string): Promise<Trader> {
  return Trader.openDemo({ url, wallet: await ed25519Wallet(newPrivateKey()) });
}

function openDoors([signed, session, socket, binary]: readonly Trader[], url: string, ports: Ports): Promise<Door[]> {
  return Promise.all([
    signedDoor(signed as Trader),
    sessionDoor(session as Trader),
    socketDoor(socket as Trader, url),
    binaryDoor(binary as Trader, ports.binary),
  ]);
}

/** Whether every command in the log was asked for by somebody who may. */
function signedLog(directory: string): Promise<Report> {
  return verifyLog(dataDirectories(directory), { onProgress: () => undefined });
}

await runProgram(USAGE, main);
