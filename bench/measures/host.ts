/**
 * What the host adds to the engine: what durability costs and how fast a journal is applied again, per command and CPU
 * time; how long an acknowledgement takes beside the disk's own sync; and the way to the engine's thread and back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Percentiles } from '../host/percentiles.ts';
import { featureOf } from '../peers/feature.ts';
import type { AcknowledgeReport } from '../probes/acknowledge.ts';
import type { DurableReport } from '../probes/durable.ts';
import type { PortReport } from '../probes/port.ts';
import type { ReplayReport } from '../probes/replay.ts';
import { oursWith, runEngine } from '../run/engine.ts';
import { nodeProgram, runForReport } from '../run/engine-process.ts';
import { lineOf, type Measure, type Measured, nothingMeasured, type Settings } from '../run/measure.ts';
import { cacheDirectory, fileHash, workloadFile } from '../workload/workload-file.ts';

const MIX = 'A';
const FEATURES = ['plain', 'money'];
const PAIRS = 3;
const WARM_PASSES = 3;
const CPU_SECONDS = 0.5;
/** Durable over in memory, and replay over live: at least, and what is aimed at. */
const DURABLE = { accept: 0.4, aim: 0.5 };
const REPLAY = { accept: 0.3, aim: 0.4 };
/** An acknowledgement takes at most so many times a sync of the disk, and so long more, in microseconds. */
const SYNCS = 1.6;
const BEYOND_MICROS = 600;

export const DURABILITY: Measure = {
  name: 'durability',
  about: 'the engine with its journal over the same without one, and replay over live, by CPU time',
  run: measureDurability,
};

export const ACKNOWLEDGEMENT: Measure = {
  name: 'acknowledgement',
  about: 'acknowledgements at 100,000 commands a second beside syncs of the disk',
  run: measureAcknowledgement,
};

export const PORT: Measure = {
  name: 'port',
  about: 'the way to the thread of the engine and back beside a bare echo',
  run: measurePort,
};

async function measureDurability(settings: Settings): Promise<Measured> {
  const measured = begun(settings);
  const file = workloadFile(MIX, settings.seed);
  for (const feature of settings.isQuick ? FEATURES.slice(0, 1) : FEATURES) {
    const durableOverMemory: number[] = [];
    const durableOverCore: number[] = [];
    const replayOverCore: number[] = [];
    for (let pair = 1; pair <= (settings.isQuick ? 1 : PAIRS); pair += 1) {
      settings.say(`durability, ${feature}, pair ${pair}`);
      const core = (await runEngine(oursWith(featureOf(feature)), file, WARM_PASSES, CPU_SECONDS)).cpuNsPerCommand;
      const directory = mkdtempSync(join(cacheDirectory(), 'durable-'));
      try {
        const memory = perCommand(await durable(file, feature, join(directory, 'memory'), ['--journal', 'none']));
        const disk = perCommand(await durable(file, feature, join(directory, 'disk'), []));
        const replay = perCommand(await replayed(join(directory, 'disk')));
        durableOverMemory.push(memory / disk);
        durableOverCore.push(core / disk);
        replayOverCore.push(core / replay);
        measured.details[`${feature} ${pair}`] = { core, memory, disk, replay };
      } finally {
        rmSync(directory, { recursive: true });
      }
    }
    measured.lines.push(
      lineOf(`${feature}: durable over the same in memory`, durableOverMemory, DURABLE),
      lineOf(`${feature}: replay over the core alone, live`, replayOverCore, REPLAY),
      lineOf(`${feature}: durable over the core alone, live`, durableOverCore),
    );
  }
  return measured;
}

async function durable(file: string, feature: string, data: string, more: readonly string[]): Promise<DurableReport> {
  const asked = ['--file', file, '--with', feature, '--data', data, ...more];
  const report = await runForReport<DurableReport>(await nodeProgram('probes/durable.ts'), asked);
  if (report.refused > 0) throw new Error(`the host refused ${report.refused} commands`);
  return report;
}

async function replayed(data: string): Promise<ReplayReport> {
  return runForReport<ReplayReport>(await nodeProgram('probes/replay.ts'), ['--data', data]);
}

function perCommand({ cpuNs, commands }: { readonly cpuNs: number; readonly commands: number }): number {
  return cpuNs / commands;
}

async function measureAcknowledgement(settings: Settings): Promise<Measured> {
  const measured = begun(settings);
  settings.say('acknowledgements at 100,000 commands a second');
  const file = workloadFile(MIX, settings.seed);
  const report = await runForReport<AcknowledgeReport>(
    await nodeProgram('probes/acknowledge.ts'),
    ['--file', file],
    false,
  );
  if (report.refused > 0) measured.voids.push(`the host refused ${report.refused} commands`);
  const shares = report.acknowledged.map(({ p50 }, turn) => p50 / allowed(report.disk[turn] as Percentiles));
  const label = `acknowledgement p50 over ${SYNCS} disk syncs and ${BEYOND_MICROS} us`;
  measured.lines.push(lineOf(label, shares, { accept: 1, isBetter: 'less' }));
  for (const [name, rows] of [
    ['acknowledgement', report.acknowledged],
    ['disk sync', report.disk],
  ] as const) {
    settings.say(wordsOf(name, rows));
  }
  measured.details['acknowledgement'] = report;
  return measured;
}

function allowed({ p50 }: Percentiles): number {
  return SYNCS * p50 + BEYOND_MICROS;
}

async function measurePort(settings: Settings): Promise<Measured> {
  const measured = begun(settings);
  settings.say('the port beside an echo');
  const file = workloadFile(MIX, settings.seed);
  const report = await runForReport<PortReport>(await nodeProgram('probes/port.ts'), ['--file', file], false);
  if (report.refused > 0) measured.voids.push(`the host refused ${report.refused} commands`);
  for (const { commandsPerBatch, port, echo, commandsPerSecond } of report.rows) {
    const ratios = port.map(({ p50 }, turn) => p50 / (echo[turn] as Percentiles).p50);
    measured.lines.push(
      lineOf(`round trip of ${commandsPerBatch} over a bare echo, p50`, ratios, { isBetter: 'less' }),
    );
    const rate = commandsPerSecond.toSorted((one, other) => one - other)[commandsPerSecond.length >> 1];
    settings.say(`${wordsOf(`batches of ${commandsPerBatch}`, port)}; ${rate} commands a second one batch at a time`);
    settings.say(wordsOf('echo of as many bytes', echo));
  }
  measured.details['port'] = report;
  return measured;
}

function begun({ seed }: Settings): Measured {
  const measured = nothingMeasured();
  measured.workloads.push({ name: MIX, seed, sha256: fileHash(workloadFile(MIX, seed)) });
  return measured;
}

/** The median of the turns. */
function wordsOf(name: string, turns: readonly Percentiles[]): string {
  const median = (percentile: 'p50' | 'p99') => {
    const sorted = turns.map((turn) => turn[percentile]).toSorted((one, other) => one - other);
    return Math.round(sorted[sorted.length >> 1] ?? 0);
  };
  return `${name}: p50 ${median('p50')} us, p99 ${median('p99')} us`;
}
