/**
 * Runs the engine on a session of real order flow, or on a generated one where there is none, and closes with a report.
 * Exits with 1 when the closing checks do not hold, and with 2 when it cannot be run as asked.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { holds, printed } from '../console/report.ts';
import { isStarted, tuneCompiler } from '../engine-process.ts';
import { FlowFault } from '../flow/fault.ts';
import { refusalWords, runSession } from './session.ts';
import { sessionSource } from './session-source.ts';

const USAGE = `Usage: npm start -- [--data DIR] [--seed N] [--json]

  --data DIR  where recorded order flow lies (an orderflow/*mbo*.csv or .csv.gz); by default ../shared/data
  --seed N    generate the session, and our makers and traders, from this seed instead
  --json      print one JSON object
`;
const RULE = `The rows that state the opening book rest in an auction; then the market opens. Takers trade as
immediate-or-cancel orders with the makers that the engine finds. Adds and modifications are post-only, since in
the feed they did not trade: where the feed's book is locked or crossed, or where the venue hides orders from it,
they are refused. Cancels take away what the engine still has and the feed has not.
Orders need margin and fills cost fees. The feed's orders and takers are spread over accounts that have enough.
Makers and traders of ours, made from a seed, trade between them with little: they take from the feed's orders and
are met by its takers, so that fills are more than in the feed and not all with the same makers. What of theirs an
order of the feed would meet is cancelled first, and their sizes are a small part of the feed's.
`;
const DATA_DEFAULT = resolve(import.meta.dirname, '../../../../shared/data');
const SEED_MAX = 4_294_967_295;

class UsageFault extends Error {}

function argumentsOf() {
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    data: { type: 'string' },
    seed: { type: 'string' },
    json: flag,
    help: { ...flag, short: 'h' },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new UsageFault(error instanceof Error ? error.message : 'the arguments cannot be read');
  }
}

function seedOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= SEED_MAX) return seed;
  throw new UsageFault(`--seed is '${text}', no whole number up to ${SEED_MAX}`);
}

async function main(): Promise<number> {
  const { data, seed, json, help } = argumentsOf();
  if (help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const source = await sessionSource(data ?? DATA_DEFAULT, seedOf(seed));
  if (!json) process.stdout.write(`${source.words}\n${RULE}\n`);
  const report = await runSession(source);
  process.stdout.write(printed(report, json));
  if (!json) for (const line of refusalWords(report)) process.stdout.write(`  ${line}\n`);
  return holds(report) ? 0 : 1;
}

async function run(): Promise<void> {
  try {
    tuneCompiler();
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof UsageFault || error instanceof FlowFault)) throw error;
    process.stderr.write(error instanceof UsageFault ? `${error.message}\n\n${USAGE}` : `${error.message}\n`);
    process.exitCode = 2;
  }
}

if (isStarted(import.meta.filename)) await run();
