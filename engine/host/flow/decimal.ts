/** Times in the text of feeds to whole microseconds. Digits are taken one by one; nothing passes through a fraction. */
import { scaledOf } from '@intelligent-ledger/engine/core';

const MICROS_DECIMALS = 6;

/** The safe integer that `text` writes, a minus sign allowed; null when it writes none. */
export function integerOf(text: string): number | null {
  return scaledOf(text, 0);
}

/**
 * Whole microseconds of a time that `text` writes in nanoseconds (late digits are cut off); null when it writes none.
 */
export function microsOfNanos(text: string): number | null {
  if (!/^\d{1,19}$/.test(text)) return null;
  return text.length <= 3 ? 0 : integerOf(text.slice(0, -3));
}

/** Whole microseconds of a time that `text` writes in seconds (late digits are cut off); null when it writes none. */
export function microsOfSeconds(text: string): number | null {
  if (!/^\d{1,10}(\.\d+)?$/.test(text)) return null;
  const point = text.indexOf('.');
  return scaledOf(point < 0 ? text : text.slice(0, point + 1 + MICROS_DECIMALS), MICROS_DECIMALS);
}
