/** What each feature costs: a command of mix A that uses it over one that does not, in turn, to be seen. */
import { FEATURES, PLAIN } from '../peers/feature.ts';
import { type EngineRun, oursWith, runEngine } from '../run/engine.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { fileHash, workloadFile } from '../workload/workload-file.ts';
import { judgeRuns } from './peers.ts';

const WARM_PASSES = 2;
const CPU_SECONDS = 0.5;
const TURNS = 5;
const COMMANDS_QUICK = 100_000;

export const FEATURE_COSTS: Measure = {
  name: 'features',
  about: 'cost of a command of mix A with a feature over one without',
  run: measureFeatures,
};

async function measureFeatures(settings: Settings): Promise<Measured> {
  const measured = nothingMeasured();
  const file = workloadFile('A', settings.seed, settings.isQuick ? COMMANDS_QUICK : undefined);
  measured.workloads.push({ name: 'A', seed: settings.seed, sha256: fileHash(file) });
  const all = [PLAIN, ...FEATURES];
  const runs = new Map<string, EngineRun[]>(all.map(({ name }) => [name, []]));
  const turns = settings.isQuick ? 1 : Math.min(TURNS, settings.pairs);
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const feature of all) {
      settings.say(`turn ${turn} of ${turns}: ${feature.doc}`);
      runs.get(feature.name)?.push(await runEngine(oursWith(feature), file, WARM_PASSES, CPU_SECONDS));
    }
  }
  const plain = runs.get(PLAIN.name) ?? [];
  judgeRuns(oursWith(PLAIN), plain, measured);
  for (const feature of FEATURES) {
    const ofFeature = runs.get(feature.name) ?? [];
    judgeRuns(oursWith(feature), ofFeature, measured);
    const ratios = ofFeature.map((run, turn) => run.cpuNsPerCommand / (plain[turn] as EngineRun).cpuNsPerCommand);
    measured.lines.push(lineOf(feature.doc, ratios, { isBetter: 'less' }));
  }
  return measured;
}
