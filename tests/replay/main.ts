/**
 * The replays: order flow that real venues recorded is played through commands, and the book that results is compared
 * with what is known of it. Exits with 1 when something that was checked does not hold, and with 2 when it cannot be
 * run as asked.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  FlowFault,
  holds,
  mboExtent,
  mboRows,
  parsedArguments,
  printed,
  type Report,
  runProgram,
  UsageFault,
  watched,
} from '@intelligent-ledger/engine/host';
import { replayL2 } from './l2/l2-replay.ts';
import { type LobsterFiles, replayLobster } from './lobster/lobster-replay.ts';
import { replayCheckpoints } from './mbo/checkpoint-replay.ts';
import { readExpected } from './mbo/expected.ts';
import { replayParity } from './mbo/parity-replay.ts';

const USAGE = `Usage: npm run replay -- [JOB] [--json]

  mbo FILE [--expected FILE]                          futures order flow, market by order
  lobster MESSAGES [--preexisting FILE] [--bbo FILE]  equity order flow and its best quotes
  l2 FILE                                             depth levels and the venue's best quotes

Files are .csv or .csv.gz. Without a job all three are run on the files in ../shared/data/orderflow.
--json prints one JSON object a result.
`;
const ORDER_FLOW = resolve(import.meta.dirname, '../../../shared/data/orderflow');

/** One job; its reports come as they are ready. */
type Job = () => AsyncGenerator<Report>;

async function* mbo(path: string, expectedPath: string | null): AsyncGenerator<Report> {
  const expected = expectedPath === null ? null : await readExpected(expectedPath);
  const extent = await mboExtent(watched('reading', mboRows(path)));
  yield await replayCheckpoints(path, extent, expected);
  yield await replayParity(path, extent, expected);
}

async function* lobster(files: LobsterFiles): AsyncGenerator<Report> {
  yield await replayLobster(files);
}

async function* l2(path: string): AsyncGenerator<Report> {
  yield await replayL2(path);
}

/** All three jobs on the known files. */
async function* everything(): AsyncGenerator<Report> {
  if (!existsSync(ORDER_FLOW)) throw new UsageFault(`there is no ${ORDER_FLOW}; name a job and its file`);
  const file = (name: string) => join(ORDER_FLOW, name);
  yield* mbo(file('es_mbo_2023-12-25.csv.gz'), file('es_mbo_2023-12-25.expected.json'));
  const messages = file('aapl_2012-06-21_messages.csv.gz');
  const preexisting = file('aapl_2012-06-21_preexisting_orders.csv');
  yield* lobster({ messages, preexisting, bbo: file('aapl_2012-06-21_bbo.csv.gz') });
  yield* l2(file('btcusdt_perp_2024-08-08_l2.csv.gz'));
}

function jobOf(positionals: readonly string[], values: Readonly<Record<string, unknown>>): Job {
  const [name, path, ...more] = positionals;
  const text = (option: string) => (typeof values[option] === 'string' ? values[option] : null);
  const taken = name === 'mbo' ? ['expected'] : name === 'lobster' ? ['preexisting', 'bbo'] : [];
  const stray = ['expected', 'preexisting', 'bbo'].find((option) => text(option) !== null && !taken.includes(option));
  if (stray !== undefined) throw new UsageFault(`--${stray} does not go with ${name ?? 'no job'}`);
  if (name === undefined) return everything;
  if (path === undefined || more.length > 0) throw new UsageFault(`${name} takes one file`);
  if (name === 'mbo') return () => mbo(path, text('expected'));
  if (name === 'lobster') return () => lobster({ messages: path, preexisting: text('preexisting'), bbo: text('bbo') });
  if (name === 'l2') return () => l2(path);
  throw new UsageFault(`there is no job '${name}'`);
}

async function main(): Promise<number> {
  const option = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    expected: option,
    preexisting: option,
    bbo: option,
    json: flag,
    help: { ...flag, short: 'h' },
  } as const;
  const { values, positionals } = parsedArguments(options, true);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  let allHold = true;
  for await (const report of jobOf(positionals, values)()) {
    process.stdout.write(printed(report, values.json));
    allHold &&= holds(report);
  }
  return allHold ? 0 : 1;
}

await runProgram(USAGE, main, [FlowFault]);
