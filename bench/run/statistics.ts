/** The few figures by which repeated measurements are told apart. */

export interface Spread {
  readonly values: readonly number[];
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** Median and range of at least one value; of an even count the median is the mean of the middle two. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] as number;
  const half = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
  return { values, median, min: at(0), max: at(sorted.length - 1) };
}

/** The range as a share of the median. */
export function relativeRange(values: readonly number[]): number {
  const { median, min, max } = spreadOf(values);
  return (max - min) / median;
}
