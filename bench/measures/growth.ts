/**
 * How the cost of a command grows with what rests: over orders in one market, and over markets with a million orders.
 * Sizes are run in turn, and each figure is the CPU time per command over that of the smallest size in the same turn.
 */
import { WITH_MONEY } from '../peers/feature.ts';
import { type Engine, type EngineRun, OURS, oursWith, runEngine } from '../run/engine.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { fileHash, workloadFile } from '../workload/workload-file.ts';
import { judgeRuns } from './peers.ts';

/** Building and emptying ten million orders is a warm-up of its own. */
const WARM_PASSES = 2;
const CPU_SECONDS = 0.3;
const TURNS = 3;
const COMMANDS_QUICK = 200_000;

interface Size {
  readonly count: number;
  readonly accept?: number;
  readonly aim?: number;
  /** Whether a quick run has it. */
  readonly isQuick?: boolean;
}

export const ORDERS_GROWTH = growth('orders', 'cost of a command from 1,000 to 10,000,000 resting orders', [
  { count: 1_000, isQuick: true },
  { count: 10_000 },
  { count: 100_000 },
  { count: 1_000_000, accept: 3, aim: 2.3, isQuick: true },
  { count: 10_000_000, accept: 4.5, aim: 3 },
]);

export const MARKETS_GROWTH = growth('markets', 'cost of a command from 1 to 10,000 markets, 1,000,000 orders', [
  { count: 1, isQuick: true },
  { count: 10 },
  { count: 100 },
  { count: 1_000, accept: 2, aim: 1.6, isQuick: true },
  { count: 10_000, accept: 3, aim: 2 },
]);

export const ACCOUNTS_GROWTH = growth(
  'accounts',
  'cost of a command with money from 1,000 to 1,000,000 accounts, 100,000 orders',
  [
    { count: 1_000, isQuick: true },
    { count: 10_000 },
    { count: 100_000, isQuick: true },
    { count: 1_000_000, accept: 5, aim: 4 },
  ],
  oursWith(WITH_MONEY),
);

function growth(axis: string, about: string, sizes: readonly Size[], ours: Engine = OURS): Measure {
  return { name: axis, about, run: (settings) => measureGrowth(axis, sizes, ours, settings) };
}

async function measureGrowth(axis: string, all: readonly Size[], ours: Engine, settings: Settings): Promise<Measured> {
  const measured = nothingMeasured();
  const sizes = settings.isQuick ? all.filter(({ isQuick }) => isQuick) : all;
  const turns = settings.isQuick ? 1 : Math.min(TURNS, settings.pairs);
  const runs = new Map<number, EngineRun[]>(sizes.map(({ count }) => [count, []]));
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const { count } of sizes) {
      settings.say(`turn ${turn} of ${turns}: ${count} ${axis}`);
      const file = workloadFile(`${axis}-${count}`, settings.seed, settings.isQuick ? COMMANDS_QUICK : undefined);
      if (turn === 1) {
        measured.workloads.push({ name: `${axis}-${count}`, seed: settings.seed, sha256: fileHash(file) });
      }
      runs.get(count)?.push(await runEngine(ours, file, WARM_PASSES, CPU_SECONDS));
    }
  }
  const smallest = sizes[0]?.count ?? 0;
  const base = runs.get(smallest) ?? [];
  for (const { count, accept, aim } of sizes) {
    const ofSize = runs.get(count) ?? [];
    judgeRuns(ours, ofSize, measured);
    if (count === smallest) continue;
    const ratios = ofSize.map((run, turn) => run.cpuNsPerCommand / (base[turn] as EngineRun).cpuNsPerCommand);
    const goal = accept === undefined ? {} : { accept, ...(aim === undefined ? {} : { aim }) };
    const label = `${axis}: ${smallest.toLocaleString('en')} to ${count.toLocaleString('en')}`;
    measured.lines.push(lineOf(label, ratios, { ...goal, isBetter: 'less' }));
  }
  measured.details = Object.fromEntries(
    [...runs].map(([count, ofSize]) => [count, ofSize.map(({ report }) => report)]),
  );
  return measured;
}
