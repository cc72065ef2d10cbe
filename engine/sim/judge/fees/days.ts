/** Days of engine time, the first beginning at 0. */

const DAY_MICROS = 86_400_000_000;

/** The day in which a time lies, in microseconds. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MICROS);
}
