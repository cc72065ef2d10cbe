/** Seeded draws for the workload generator: mulberry32 and the few distributions made from it. */

export type Draw = () => number;

/** A generator of numbers in [0, 1) that depends on the seed alone. */
export function drawFrom(seed: number): Draw {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** An integer from 0 to `count` - 1, all alike. */
export function drawBelow(draw: Draw, count: number): number {
  return Math.floor(draw() * count);
}

/** A draw of 0 to `count` - 1 in which number k comes up in proportion to (k + 1)^-exponent; 0 makes all alike. */
export function zipf(draw: Draw, count: number, exponent: number): Draw {
  if (exponent === 0) return () => drawBelow(draw, count);
  const sums = new Float64Array(count);
  let total = 0;
  for (let rank = 0; rank < count; rank += 1) {
    total += (rank + 1) ** -exponent;
    sums[rank] = total;
  }
  return () => {
    const target = draw() * total;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((sums[middle] as number) <= target) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
