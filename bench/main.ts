/**
 * `npm run bench`: the engine against its peers on the same commands in the same run, as ratios; how its cost grows;
 * what it leaves to the garbage collector. It exits with 1 when engines disagree, which makes the run void, or when a
 * limit is missed, and with 2 when the machine was too busy to say; `--quick` is the short form, where of the limits
 * only garbage and a collapse of all pairs to half of one fail. `--only NAME` runs one measure, `--pairs N` and
 * `--seed N` set pairs and workloads, `--json` prints the result as one line, `--out FILE` writes it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEEP_BOOK } from './measures/deep-book.ts';
import { FEATURE_COSTS } from './measures/features.ts';
import { FLOODS_MEASURE } from './measures/floods.ts';
import { GATEWAY } from './measures/gateway.ts';
import { ACCOUNTS_GROWTH, MARKETS_GROWTH, ORDERS_GROWTH } from './measures/growth.ts';
import { ACKNOWLEDGEMENT, DURABILITY, PORT } from './measures/host.ts';
import { PEER_MEASURES } from './measures/peers.ts';
import { POSITIONS } from './measures/positions.ts';
import { LATENCY, MEMORY } from './measures/probes.ts';
import type { Measure, Settings } from './run/measure.ts';
import { lineForReaders, outcomeOf, resultOf, runMeasures } from './run/result.ts';

const MEASURES: readonly Measure[] = [
  ...PEER_MEASURES,
  ORDERS_GROWTH,
  MARKETS_GROWTH,
  ACCOUNTS_GROWTH,
  DEEP_BOOK,
  FEATURE_COSTS,
  POSITIONS,
  MEMORY,
  LATENCY,
  DURABILITY,
  ACKNOWLEDGEMENT,
  PORT,
  GATEWAY,
  FLOODS_MEASURE,
];
const PAIRS = 7;
const PAIRS_QUICK = 3;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    pairs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
});

async function main(): Promise<void> {
  const chosen = MEASURES.filter(({ name }) => values.only === undefined || values.only.includes(name));
  if (chosen.length === 0) {
    process.stderr.write(`There are these measures: ${MEASURES.map(({ name }) => name).join(', ')}.\n`);
    process.exitCode = 1;
    return;
  }
  const settings: Settings = {
    isQuick: values.quick,
    pairs: Number(values.pairs ?? (values.quick ? PAIRS_QUICK : PAIRS)),
    seed: Number(values.seed),
    say: (line) => process.stderr.write(`  ${line}\n`),
  };
  const result = resultOf(settings, await runMeasures(chosen, settings));
  if (!values.json) for (const line of lineForReaders(result)) process.stdout.write(`${line}\n`);
  else process.stdout.write(`${JSON.stringify(result)}\n`);
  const out = values.out ?? (values.quick || values.only !== undefined ? null : defaultPath(result.date));
  if (out !== null) writeFileSync(out, `${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = outcomeOf(result).exitCode;
}

/** Full runs are kept by their day. */
function defaultPath(date: string): string {
  const directory = fileURLToPath(new URL('./results/', import.meta.url));
  mkdirSync(directory, { recursive: true });
  return `${directory}${date.slice(0, 10)}.json`;
}

await main();
