/**
 * What a measure is, and the lines it results in. A line is a figure with a limit that must hold and an aim beyond
 * it; both are ratios, or counts that do not depend on how fast the machine is.
 */
import { type Spread, spreadOf } from './statistics.ts';

export interface Settings {
  readonly isQuick: boolean;
  /** Pairs of ours and each peer. */
  readonly pairs: number;
  readonly seed: number;
  /** Says what is going on, for whoever waits. */
  readonly say: (line: string) => void;
}

export interface Line extends Spread {
  readonly label: string;
  readonly unit: 'x' | 'count' | 'bytes';
  /** Whether more is better, or less. */
  readonly isBetter: 'more' | 'less';
  readonly accept: number | null;
  readonly aim: number | null;
  /** Whether missing the limit fails a quick run too. */
  readonly isStrict: boolean;
}

export interface Measured {
  readonly lines: Line[];
  /** Why the run says nothing, if it does not: engines that disagree. */
  readonly voids: string[];
  /** Why the machine was too busy for the figures, if it was. */
  readonly unquiet: string[];
  /** What the figures were made from, by workload file. */
  readonly workloads: { readonly name: string; readonly seed: number; readonly sha256: string }[];
  /** Anything else worth keeping. */
  details: Record<string, unknown>;
}

export interface Measure {
  readonly name: string;
  readonly about: string;
  readonly run: (settings: Settings) => Promise<Measured>;
}

export type Verdict = 'holds, aim too' | 'holds' | 'misses' | 'no limit';

/** A line of a label with the goal for its median. */
export function lineOf(
  label: string,
  values: readonly number[],
  goal: { accept?: number; aim?: number; isBetter?: Line['isBetter']; unit?: Line['unit']; isStrict?: boolean } = {},
): Line {
  return {
    label,
    ...spreadOf(values),
    unit: goal.unit ?? 'x',
    isBetter: goal.isBetter ?? 'more',
    accept: goal.accept ?? null,
    aim: goal.aim ?? null,
    isStrict: goal.isStrict ?? false,
  };
}

/** How a line stands to its limit and its aim. */
export function verdictOf(line: Line): Verdict {
  if (line.accept === null) return 'no limit';
  if (!reaches(line, line.accept)) return 'misses';
  return line.aim !== null && reaches(line, line.aim) ? 'holds, aim too' : 'holds';
}

/**
 * Whether a figure is so far off, in the best of its pairs by half or by twice, that no busy machine explains it. The
 * median is no such thing: others on the machine have halved it, and left one pair of three as it was.
 */
export function isCollapsed({ accept, isBetter, min, max }: Line): boolean {
  if (accept === null) return false;
  return isBetter === 'more' ? max < accept / 2 : min > accept * 2;
}

function reaches({ median, isBetter }: Line, limit: number): boolean {
  return isBetter === 'more' ? median >= limit : median <= limit;
}

/** A measure's outcome before anything was measured. */
export function nothingMeasured(): Measured {
  return { lines: [], voids: [], unquiet: [], workloads: [], details: {} };
}
