/**
 * Runs measures between two looks at how quiet the core is, and turns what they found into a result to keep, lines
 * to read, and one of three ends: it holds, it does not, or nobody can say.
 */
import { availableParallelism, cpus, totalmem } from 'node:os';
import type { JitterFloor } from '../probes/jitter-floor.ts';
import { nodeProgram, PINNED_CORE, runForReport } from './engine-process.ts';
import { isCollapsed, type Line, type Measure, type Measured, type Settings, verdictOf } from './measure.ts';

const LOST_SHARE_MAX = 0.25;

interface MeasuredByName extends Measured {
  readonly name: string;
  readonly seconds: number;
}

interface Run {
  readonly floors: readonly JitterFloor[];
  readonly measures: readonly MeasuredByName[];
}

export interface Result extends Run {
  readonly date: string;
  readonly isQuick: boolean;
  readonly machine: Readonly<Record<string, string | number | null>>;
  /** Reasons for which the machine was too busy to say. */
  readonly unquiet: readonly string[];
}

/** Runs the measures one after another. */
export async function runMeasures(measures: readonly Measure[], settings: Settings): Promise<Run> {
  const floors = [await jitterFloor()];
  const measured: MeasuredByName[] = [];
  for (const { name, about, run } of measures) {
    settings.say(`${name}: ${about}`);
    const start = performance.now();
    const ofMeasure = await run(settings);
    measured.push({ name, ...ofMeasure, seconds: Math.round((performance.now() - start) / 1_000) });
  }
  floors.push(await jitterFloor());
  return { floors, measures: measured };
}

async function jitterFloor(): Promise<JitterFloor> {
  return runForReport<JitterFloor>(await nodeProgram('probes/jitter-floor.ts'));
}

/** The result of a run, with the machine it ran on. */
export function resultOf({ isQuick }: Settings, run: Run): Result {
  const lost = Math.max(...run.floors.map(({ lostShare }) => lostShare));
  const unquiet = run.measures.flatMap(({ name, unquiet }) => unquiet.map((reason) => `${name}: ${reason}`));
  if (lost > LOST_SHARE_MAX) unquiet.unshift(`an idle loop lost ${percent(lost)} of its time`);
  const machine = {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    pinnedCore: PINNED_CORE,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
  return { date: new Date().toISOString(), isQuick, machine, unquiet, ...run };
}

/** How a run ends: 0 when all holds, 1 when it does not, 2 when the machine was too busy to say. */
export function outcomeOf({ isQuick, measures, unquiet }: Result): { exitCode: 0 | 1 | 2; summary: string } {
  const voids = measures.flatMap(({ voids: reasons }) => reasons);
  const lines = measures.flatMap(({ lines: ofMeasure }) => ofMeasure);
  const missed = lines.filter((line) => verdictOf(line) === 'misses');
  const counted = `${lines.length - missed.length} lines hold or have no limit, ${missed.length} miss`;
  if (voids.length > 0) return { exitCode: 1, summary: `void: ${voids.length} faults; ${counted}` };
  const failed = isQuick ? missed.filter((line) => line.isStrict || isCollapsed(line)) : missed;
  // Garbage does not depend on who else is on the machine, and a collapse is more than that explains.
  const isCertain = isQuick || unquiet.length === 0 || failed.some(({ isStrict }) => isStrict);
  if (failed.length > 0 && isCertain) return { exitCode: 1, summary: counted };
  if (unquiet.length > 0 && !isQuick) return { exitCode: 2, summary: `unquiet, to be repeated; ${counted}` };
  return { exitCode: 0, summary: counted };
}

/** The result as lines of text. */
export function lineForReaders(result: Result): string[] {
  const { floors, measures, unquiet } = result;
  const floor = floors.map(
    ({ lostShare, gapMicrosMax }) => `${percent(lostShare)} (longest ${gapMicrosMax.toFixed(0)} us)`,
  );
  return [
    `idle loop lost ${floor.join(' before and ')} after`,
    ...measures.flatMap(({ workloads }) =>
      workloads.map(({ name, seed, sha256 }) => `workload ${name}, seed ${seed}: ${sha256}`),
    ),
    ...measures.flatMap(({ lines }) => lines.map(lineOfText)),
    ...measures.flatMap(({ voids }) => voids.map((reason) => `VOID: ${reason}`)),
    ...unquiet.map((reason) => `unquiet: ${reason}`),
    outcomeOf(result).summary,
  ];
}

function lineOfText(line: Line): string {
  const { label, median, min, max, values, accept, aim, isBetter } = line;
  const sign = isBetter === 'more' ? 'at least' : 'at most';
  const goal = accept === null ? '' : `  ${sign} ${accept}${aim === null ? '' : `, aim ${aim}`}`;
  const range = values.length > 1 ? ` (${figure(line, min)} to ${figure(line, max)}, ${values.length} pairs)` : '';
  return `${verdictOf(line).padEnd(15)}${label.padEnd(48)} ${figure(line, median)}${range}${goal}`;
}

function figure({ unit }: Line, value: number): string {
  if (unit === 'count') return value.toFixed(0);
  return unit === 'bytes' ? `${value.toFixed(3)} bytes` : `${value.toFixed(value < 10 ? 2 : 1)}x`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
