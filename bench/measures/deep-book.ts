/**
 * Ours against nodejs-order-book with a million orders at rest. That peer needs most of a minute to build and to
 * empty such a book, so that both sides get few commands and it gets one warm pass instead of two. Both forms of
 * its ids run: the limit is for ids of digits, and its faster form, which the
 * mixes use, is shown beside it.
 */
import { type EngineRun, NODEJS_ORDER_BOOK, NODEJS_ORDER_BOOK_DIGITS, OURS, runEngine } from '../run/engine.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { fileHash, workloadFile } from '../workload/workload-file.ts';
import { judgeRuns } from './peers.ts';

const WORKLOAD = 'orders-1000000';
const COMMANDS = 50_000;
const PAIRS = 3;
const CPU_SECONDS = 0.5;
/** Of ours: building and emptying a million orders once runs twice as many commands as any warm pass elsewhere. */
const WARM_PASSES = 2;

export const DEEP_BOOK: Measure = {
  name: 'deep',
  about: 'mix A against nodejs-order-book with 1,000,000 orders at rest',
  run: compareDeep,
};

async function compareDeep(settings: Settings): Promise<Measured> {
  const measured = nothingMeasured();
  if (settings.isQuick) {
    settings.say('deep is left out of a quick run: the peer takes minutes');
    return measured;
  }
  const file = workloadFile(WORKLOAD, settings.seed, COMMANDS);
  measured.workloads.push({ name: `${WORKLOAD}, ${COMMANDS} commands`, seed: settings.seed, sha256: fileHash(file) });
  const engines = [OURS, NODEJS_ORDER_BOOK_DIGITS, NODEJS_ORDER_BOOK];
  const runs = engines.map((): EngineRun[] => []);
  const pairs = Math.min(PAIRS, settings.pairs);
  for (let pair = 1; pair <= pairs; pair += 1) {
    for (const [index, engine] of engines.entries()) {
      settings.say(`pair ${pair} of ${pairs}: ${engine.name}`);
      runs[index]?.push(await runEngine(engine, file, engine === OURS ? WARM_PASSES : 1, CPU_SECONDS));
    }
  }
  const [ours = [], digits = [], letters = []] = runs;
  engines.forEach((engine, index) => {
    judgeRuns(engine, runs[index] ?? [], measured);
  });
  const ratios = (theirs: readonly EngineRun[]): number[] =>
    theirs.map((run, pair) => run.cpuNsPerCommand / (ours[pair] as EngineRun).cpuNsPerCommand);
  const name = '1,000,000 resting: ours over nodejs-order-book';
  measured.lines.push(lineOf(`${name}, ids of digits`, ratios(digits), { accept: 60, aim: 100 }));
  measured.lines.push(lineOf(name, ratios(letters)));
  measured.details = Object.fromEntries(
    engines.map((engine, index) => [engine.name, (runs[index] ?? []).map(({ report }) => report)]),
  );
  return measured;
}
