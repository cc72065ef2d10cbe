/**
 * Runs a durable exchange, and on it a session of real order flow, or a generated one where there is none; closes with
 * a report. Stopped, it goes on where it was when it is started again. Exits with 1 when the closing checks do not
 * hold, with 2 when it cannot be run as asked, and with 130 when it was interrupted.
 */
import { join, resolve } from 'node:path';
import { parsedArguments, runProgram, UsageFault, wholeNumber } from '../console/program.ts';
import { holds, printed, type Report } from '../console/report.ts';
import { isStarted, tuneCompiler } from '../engine-process.ts';
import { FlowFault } from '../flow/fault.ts';
import type { SyncPolicy } from '../journal/journal-writer.ts';
import { EngineRefused } from '../port/start-engine.ts';
import { LogFault } from './durable-log.ts';
import { exchangeName, runKeptSession, SessionStopped } from './kept-session.ts';
import { refusalWords, runSession } from './session.ts';
import { type SessionSource, sessionSource } from './session-source.ts';

const DATA_DEFAULT = resolve(import.meta.dirname, '../../../../shared/data');
const EXCHANGES = resolve(import.meta.dirname, '../../../exchange-data');
const USAGE = `Usage: npm start -- [--data DIR] [--seed N] [--exchange DIR] [--policy NAME] [--memory] [--json]

  --data DIR      where recorded order flow lies (an orderflow/*mbo*.csv or .csv.gz); by default ../shared/data
  --seed N        generate the session, and our makers and traders, from this seed instead
  --exchange DIR  where the exchange keeps its journal, snapshots and archive; by default a directory of the session's
                  own below exchange-data
  --policy NAME   when a command is acknowledged: sync, once the disk has it (the default); interval, once the system
                  has it, which a power cut may lose
  --memory        keep nothing: the engine alone, as fast as it is
  --json          print one JSON object
`;
const RULE = `The rows that state the opening book rest in an auction; then the market opens. Takers trade as
immediate-or-cancel orders with the makers that the engine finds. Adds and modifications are post-only, since in
the feed they did not trade: where the feed's book is locked or crossed, or where the venue hides orders from it,
they are refused. Cancels take away what the engine still has and the feed has not.
Orders need margin and fills cost fees. The feed's orders and takers are spread over accounts that have enough.
Makers and traders of ours, made from a seed, trade between them with little: they take from the feed's orders and
are met by its takers, so that fills are more than in the feed and not all with the same makers. What of theirs an
order of the feed would meet is cancelled first, and their sizes are a small part of the feed's.
Each command is sent to the engine's thread and awaited, until it is on the disk.
`;
const SEED_MAX = 4_294_967_295;
const INTERRUPTED = 130;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  ...{ data: text, seed: text, exchange: text, policy: { ...text, default: 'sync' } },
  ...{ memory: flag, json: flag, help: { ...flag, short: 'h' } },
} as const;

let isStopping = false;

function seedOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  const seed = wholeNumber('seed', given, 0);
  if (seed > SEED_MAX) throw new UsageFault(`--seed is at most ${SEED_MAX}`);
  return seed;
}

async function main(): Promise<number> {
  const { values } = parsedArguments(OPTIONS);
  const { data, seed, exchange, memory, json, help, policy } = values;
  if (policy !== 'sync' && policy !== 'interval') throw new UsageFault(`there is no policy '${policy}'`);
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const source = await sessionSource(data ?? DATA_DEFAULT, seedOf(seed));
  if (!json) process.stdout.write(`${source.words}\n${RULE}\n`);
  try {
    const report = memory ? await runSession(source) : await runKept(source, exchange, policy, json);
    process.stdout.write(printed(report, json));
    if (!json) for (const line of refusalWords(report)) process.stdout.write(`  ${line}\n`);
    return holds(report) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof SessionStopped)) throw error;
    process.stderr.write(`${error.message}; the same command goes on from there\n`);
    return INTERRUPTED;
  }
}

function runKept(
  source: SessionSource,
  exchange: string | undefined,
  policy: SyncPolicy,
  isJson: boolean,
): Promise<Report> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      isStopping = true;
    });
  }
  return runKeptSession(source, {
    policy,
    exchange: resolve(exchange ?? join(EXCHANGES, exchangeName(source))),
    say: (line) => (isJson ? process.stderr : process.stdout).write(`${line}\n`),
    isStopping: () => isStopping,
  });
}

if (isStarted(import.meta.filename)) {
  tuneCompiler();
  await runProgram(USAGE, main, [FlowFault, EngineRefused, LogFault]);
}
