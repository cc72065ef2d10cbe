/**
 * What is measured of ours alone: garbage and growth of the heap over ten million commands, which do not depend on
 * the machine's speed and bind a quick run too, and the time of single commands, which has no limit.
 */
import type { LatencyRow } from '../probes/latency.ts';
import type { MemoryReport } from '../probes/memory.ts';
import { nodeProgram, runForReport } from '../run/engine-process.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { fileHash, workloadFile } from '../workload/workload-file.ts';

const MIXES = ['A', 'B'];
/** More than the bookkeeping of the probe itself, and far less than one byte a command. */
const HEAP_BYTES_PER_COMMAND_MAX = 0.05;
const SCAVENGES_MAX = 5;

export const MEMORY: Measure = {
  name: 'memory',
  about: 'collections and growth of the heap over 10,000,000 commands',
  run: (settings) => probe('memory', settings, linesOfMemory),
};

export const LATENCY: Measure = {
  name: 'latency',
  about: 'time of single commands, by kind',
  run: (settings) => {
    if (!settings.isQuick) return probe('latency', settings, linesOfLatency);
    settings.say('latency is left out of a quick run');
    return Promise.resolve(nothingMeasured());
  },
};

interface ProbeReport {
  readonly refused: number;
}

async function probe<Report extends ProbeReport>(
  name: string,
  settings: Settings,
  put: (mix: string, report: Report, measured: Measured, settings: Settings) => void,
): Promise<Measured> {
  const measured = nothingMeasured();
  for (const mix of MIXES) {
    const file = workloadFile(mix, settings.seed);
    measured.workloads.push({ name: mix, seed: settings.seed, sha256: fileHash(file) });
    settings.say(`${name} of mix ${mix}`);
    const report = await runForReport<Report>(await nodeProgram(`probes/${name}.ts`), ['--file', file]);
    if (report.refused > 0) measured.voids.push(`ours refused ${report.refused} commands`);
    put(mix, report, measured, settings);
    measured.details[mix] = report;
  }
  return measured;
}

function linesOfMemory(mix: string, report: MemoryReport, measured: Measured): void {
  const per10Million = 10_000_000 / report.commands;
  measured.lines.push(
    lineOf(`${mix}: scavenges in 10 million commands`, [report.scavenges * per10Million], {
      accept: SCAVENGES_MAX,
      aim: 0,
      isBetter: 'less',
      unit: 'count',
      isStrict: true,
    }),
    lineOf(`${mix}: heap growth per command`, [Math.max(0, report.heapGrowthBytes) / report.commands], {
      accept: HEAP_BYTES_PER_COMMAND_MAX,
      isBetter: 'less',
      unit: 'bytes',
      isStrict: true,
    }),
  );
}

function linesOfLatency(
  mix: string,
  report: { refused: number; rows: LatencyRow[] },
  _measured: Measured,
  settings: Settings,
): void {
  for (const { kind, samples, ...figures } of report.rows) {
    const { p50Ns, p90Ns, p99Ns, p999Ns, maxNs } = figures;
    const percentiles = [p50Ns, p90Ns, p99Ns, p999Ns, maxNs].map((ns) => String(ns).padStart(8)).join('');
    settings.say(`${mix} ${kind.padEnd(18)} ns p50 p90 p99 p99.9 max:${percentiles}   ${samples} samples`);
  }
}
