/** Percentiles of times. */

export interface Percentiles {
  readonly samples: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** Of times in milliseconds, in microseconds. */
export function percentilesOf(millis: readonly number[]): Percentiles {
  const sorted = [...millis].sort((one, other) => one - other);
  const at = (share: number) => 1_000 * (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return { samples: sorted.length, p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}
