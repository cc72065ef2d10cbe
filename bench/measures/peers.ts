/**
 * Ours against each peer on the same commands, one after the other and as often as there are pairs. The ratio of a
 * pair is the peer's CPU time per command over ours; the median of the pairs counts.
 */
import { WITH_MONEY } from '../peers/feature.ts';
import {
  type Engine,
  type EngineRun,
  exchangeCore,
  NODEJS_ORDER_BOOK,
  OURS,
  oursWith,
  runEngine,
} from '../run/engine.ts';
import { type Line, lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { relativeRange } from '../run/statistics.ts';
import { designOf } from '../workload/design.ts';
import { fileHash, workloadFile } from '../workload/workload-file.ts';

const WARM_PASSES = 2;
const CPU_SECONDS = 0.5;
/** The clock of the Java peer's CPU time goes by hundredths of a second. */
const CPU_SECONDS_JAVA = 1;
/** A peer whose own runs lie further apart than this was not alone on its core. */
const SPREAD_MAX = 0.25;
const COMMANDS_QUICK = 100_000;
const PAIRS_WITHOUT_LIMIT = 3;

interface Goal {
  readonly accept: number;
  readonly aim: number;
}

/** By the name of the peer. */
type Goals = Readonly<Record<string, Goal>>;

/** A measure of one mix, with a goal for each peer or none. */
function mixMeasure(mix: string, goals: Goals): Measure {
  return {
    name: `mix-${mix.toLowerCase()}`,
    about: `${mix} against the peers: ${designOf(mix).doc}`,
    run: (settings) => comparePeers(mix, OURS, goals, settings),
  };
}

/** The same of ours with money, of which the peers have none. */
function moneyMeasure(mix: string, goals: Goals): Measure {
  return {
    name: `money-${mix.toLowerCase()}`,
    about: `${mix} with margin, positions and fees of every account against the peers, which have no accounts`,
    run: (settings) => comparePeers(mix, oursWith(WITH_MONEY), goals, settings),
  };
}

const EXCHANGE_CORE_GOAL: Goal = { accept: 1.5, aim: 2.5 };
const EXCHANGE_CORE_GOAL_WITH_MONEY: Goal = { accept: 0.8, aim: 1.3 };

export const PEER_MEASURES: readonly Measure[] = [
  mixMeasure('A', { 'nodejs-order-book': { accept: 30, aim: 60 }, 'exchange-core': EXCHANGE_CORE_GOAL }),
  mixMeasure('B', { 'nodejs-order-book': { accept: 25, aim: 45 }, 'exchange-core': EXCHANGE_CORE_GOAL }),
  mixMeasure('C', {}),
  mixMeasure('D', {}),
  mixMeasure('E', {}),
  moneyMeasure('A', {
    'nodejs-order-book': { accept: 20, aim: 40 },
    'exchange-core': EXCHANGE_CORE_GOAL_WITH_MONEY,
  }),
  moneyMeasure('B', {
    'nodejs-order-book': { accept: 15, aim: 30 },
    'exchange-core': EXCHANGE_CORE_GOAL_WITH_MONEY,
  }),
];

async function comparePeers(mix: string, ours: Engine, goals: Goals, settings: Settings): Promise<Measured> {
  const measured = nothingMeasured();
  const file = workloadFile(mix, settings.seed, settings.isQuick ? COMMANDS_QUICK : undefined);
  measured.workloads.push({ name: mix, seed: settings.seed, sha256: fileHash(file) });
  const engines: Engine[] = [ours, NODEJS_ORDER_BOOK];
  const java = exchangeCore();
  if (typeof java === 'string') settings.say(java);
  else engines.push(java);
  const pairs = Object.keys(goals).length > 0 ? settings.pairs : pairsWithoutLimit(settings);
  const runs = await interleave(engines, file, pairs, settings);
  for (const engine of engines) judgeRuns(engine, runs.get(engine) ?? [], measured);
  for (const peer of engines.slice(1)) {
    measured.lines.push(ratioLine(mix, ours, peer, runs, goals[peer.name]));
  }
  measured.details = Object.fromEntries(
    [...runs].map(([engine, ofEngine]) => [engine.name, ofEngine.map(({ report }) => report)]),
  );
  return measured;
}

/** Without a limit the figures are to be seen, not to be relied on. */
function pairsWithoutLimit({ isQuick, pairs }: Settings): number {
  return isQuick ? 1 : Math.min(pairs, PAIRS_WITHOUT_LIMIT);
}

async function interleave(
  engines: readonly Engine[],
  file: string,
  pairs: number,
  settings: Settings,
): Promise<Map<Engine, EngineRun[]>> {
  const runs = new Map<Engine, EngineRun[]>(engines.map((engine) => [engine, []]));
  for (let pair = 1; pair <= pairs; pair += 1) {
    for (const engine of engines) {
      settings.say(`pair ${pair} of ${pairs}: ${engine.name}`);
      const cpuSeconds = engine.name === 'exchange-core' ? CPU_SECONDS_JAVA : CPU_SECONDS;
      runs.get(engine)?.push(await runEngine(engine, file, WARM_PASSES, cpuSeconds));
    }
  }
  return runs;
}

/** Puts down what makes the runs of an engine void, or the machine too busy for them. */
export function judgeRuns(engine: Engine, runs: readonly EngineRun[], measured: Measured): void {
  for (const { faults } of runs) measured.voids.push(...faults);
  const range = relativeRange(runs.map(({ cpuNsPerCommand }) => cpuNsPerCommand));
  if (range > SPREAD_MAX) {
    measured.unquiet.push(`the runs of ${engine.name} lie ${Math.round(range * 100)} % apart`);
  }
}

function ratioLine(
  mix: string,
  ours: Engine,
  peer: Engine,
  runs: Map<Engine, EngineRun[]>,
  goal: Goal | undefined,
): Line {
  const ofOurs = runs.get(ours) ?? [];
  const theirs = runs.get(peer) ?? [];
  const ratios = ofOurs.map((run, pair) => (theirs[pair] as EngineRun).cpuNsPerCommand / run.cpuNsPerCommand);
  return lineOf(`${mix}: ${ours.name} over ${peer.name}`, ratios, goal);
}
