/**
 * Ours against nodejs-order-book with a million orders at rest. That peer needs most of a minute to build and to
 * empty such a book, so that both sides get few commands and it gets one warm pass instead of two.
 */
import { type EngineRun, NODEJS_ORDER_BOOK, OURS, runEngine } from '../run/engine.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { fileHash, workloadFile } from '../workload/workload-file.ts';
import { judgeRuns } from './peers.ts';

const WORKLOAD = 'orders-1000000';
const COMMANDS = 50_000;
const PAIRS = 5;
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
  const ours: EngineRun[] = [];
  const theirs: EngineRun[] = [];
  const pairs = Math.min(PAIRS, settings.pairs);
  for (let pair = 1; pair <= pairs; pair += 1) {
    settings.say(`pair ${pair} of ${pairs}: a million orders`);
    ours.push(await runEngine(OURS, file, WARM_PASSES, CPU_SECONDS));
    theirs.push(await runEngine(NODEJS_ORDER_BOOK, file, 1, CPU_SECONDS));
  }
  judgeRuns(OURS, ours, measured);
  judgeRuns(NODEJS_ORDER_BOOK, theirs, measured);
  const ratios = ours.map((run, pair) => (theirs[pair] as EngineRun).cpuNsPerCommand / run.cpuNsPerCommand);
  measured.lines.push(lineOf('1,000,000 resting: ours over nodejs-order-book', ratios, { accept: 60, aim: 100 }));
  measured.details = {
    ours: ours.map(({ report }) => report),
    'nodejs-order-book': theirs.map(({ report }) => report),
  };
  return measured;
}
