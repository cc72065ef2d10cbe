/**
 * What the engine programs have in common: their options, the clock that runs only over measured
 * sections, and the one line of JSON with which each answers.
 */
import { parseArgs } from 'node:util';
import type { Outcome } from '../workload/neutral-command.ts';
import { workloadFile } from '../workload/workload-file.ts';

interface ProgramOptions {
  readonly file: string;
  /** Passes before those that count, and the least CPU time, in seconds, of those that count. */
  readonly warmPasses: number;
  /** For a peer with string ids: what stands before the digits. */
  readonly idPrefix: string;
  readonly cpuSecondsMin: number;
  /** For ours: the name of the feature in use. */
  readonly feature: string;
}

/** What an engine program reports of the passes that count. */
export interface EngineReport extends Outcome {
  readonly engine: string;
  readonly file: string;
  readonly commands: number;
  readonly wallNs: number;
  readonly cpuNs: number;
  /** Commands that the engine refused; any makes the run void. */
  readonly refused: number;
  readonly rssBytes: number;
}

/** Reads `--file`, or `--mix` with `--commands` and `--seed`, and how long to run. */
export function programOptions(): ProgramOptions {
  const { values } = parseArgs({
    options: {
      file: { type: 'string' },
      mix: { type: 'string', default: 'A' },
      commands: { type: 'string' },
      seed: { type: 'string', default: '1' },
      warm: { type: 'string', default: '2' },
      seconds: { type: 'string', default: '0.5' },
      with: { type: 'string', default: 'plain' },
      'id-prefix': { type: 'string', default: 'o' },
    },
  });
  const commands = values.commands === undefined ? undefined : Number(values.commands);
  return {
    file: values.file ?? workloadFile(values.mix, Number(values.seed), commands),
    warmPasses: Number(values.warm),
    cpuSecondsMin: Number(values.seconds),
    feature: values.with,
    idPrefix: values['id-prefix'],
  };
}

/**
 * A warm-up lasts this long at least, so that an engine whose passes are short is compiled as far as the one whose two
 * passes take that long.
 */
const WARM_SECONDS = 4;

/** Runs passes until there were so many, the first one included that was run before, and long enough. */
export function warmUp(passesMin: number, pass: () => void): void {
  const start = performance.now();
  for (let passes = 1; passes < passesMin || performance.now() - start < WARM_SECONDS * 1e3; passes += 1) pass();
}

/** Adds up wall and CPU time, of all threads of the process, over the sections between start and stop. */
export class Stopwatch {
  wallNs = 0;
  cpuNs = 0;
  private wallStart = 0;
  private cpuStart: NodeJS.CpuUsage = { user: 0, system: 0 };

  /** Forgets what it added up. */
  reset(): void {
    this.wallNs = 0;
    this.cpuNs = 0;
  }

  start(): void {
    this.cpuStart = process.cpuUsage();
    this.wallStart = performance.now();
  }

  /** The wall time of the section, in nanoseconds. */
  stop(): number {
    const wall = (performance.now() - this.wallStart) * 1e6;
    const cpu = process.cpuUsage();
    this.wallNs += wall;
    this.cpuNs += (cpu.user - this.cpuStart.user + cpu.system - this.cpuStart.system) * 1_000;
    return wall;
  }
}
