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

/** Sections in which nothing is done, to learn what the clock itself takes of each. */
const EMPTY_SECTIONS = 20_000;

/**
 * Adds up wall and CPU time, of all threads of the process, over the sections between start and stop. The system's
 * answer takes most of a microsecond, half of it within the section: what an empty section takes is taken off again.
 */
export class Stopwatch {
  private wall = 0;
  private cpu = 0;
  private sections = 0;
  private emptyCpu = 0;
  private wallStart = 0;
  private cpuStart: NodeJS.CpuUsage = { user: 0, system: 0 };

  constructor() {
    // Twice, because the first time is that of code that is not compiled yet.
    for (let round = 0; round < 2; round += 1) {
      this.reset();
      for (let left = EMPTY_SECTIONS; left > 0; left -= 1) {
        this.start();
        this.stop();
      }
    }
    this.emptyCpu = this.cpu / EMPTY_SECTIONS;
    this.reset();
  }

  get wallNs(): number {
    return this.wall;
  }

  get cpuNs(): number {
    return Math.max(0, this.cpu - this.sections * this.emptyCpu);
  }

  /** Forgets what it added up. */
  reset(): void {
    this.wall = 0;
    this.cpu = 0;
    this.sections = 0;
  }

  start(): void {
    this.cpuStart = process.cpuUsage();
    this.wallStart = performance.now();
  }

  stop(): void {
    this.wall += (performance.now() - this.wallStart) * 1e6;
    const cpu = process.cpuUsage();
    this.cpu += (cpu.user - this.cpuStart.user + cpu.system - this.cpuStart.system) * 1_000;
    this.sections += 1;
  }
}
