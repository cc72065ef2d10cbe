/**
 * Measures how quiet the core is: a loop that does nothing but read the clock for a second, and the share of
 * that time which went missing in gaps of more than ten microseconds.
 */

const SECONDS = 1;
const GAP_MICROS_MIN = 10;

export interface JitterFloor {
  /** Share of the time that was lost in gaps, from 0 to 1. */
  readonly lostShare: number;
  readonly gapMicrosMedian: number;
  readonly gapMicrosMax: number;
}

function measure(): JitterFloor {
  const gaps: number[] = [];
  const start = performance.now();
  let last = start;
  while (last - start < SECONDS * 1_000) {
    const now = performance.now();
    const gapMicros = (now - last) * 1_000;
    if (gapMicros > GAP_MICROS_MIN) gaps.push(gapMicros);
    last = now;
  }
  gaps.sort((a, b) => a - b);
  const lostMicros = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    lostShare: lostMicros / (SECONDS * 1e6),
    gapMicrosMedian: gaps[gaps.length >> 1] ?? 0,
    gapMicrosMax: gaps.at(-1) ?? 0,
  };
}

process.stdout.write(`${JSON.stringify(measure())}\n`);
