/**
 * Decimal text to integers, digit by digit and exactly. No value passes through a fraction: what is not a
 * whole multiple of the unit asked for, or no safe integer, has no answer (null) and is never rounded.
 * Exponents, plus signs, spaces and bare points are refused.
 */

const DIGIT_0 = 48;
const MINUS = 45;
const POINT = 46;
const MICROS_DECIMALS = 6;

/** The safe integer that `text` writes, a minus sign allowed; null when it writes none. */
export function integerOf(text: string): number | null {
  return scaledOf(text, 0);
}

/** How many multiples of 10^-decimals `text` writes, as in ('1.25', 3) to 1250; null when not a whole safe number. */
export function scaledOf(text: string, decimals: number): number | null {
  const isNegative = text.charCodeAt(0) === MINUS;
  let value = 0;
  let digits = 0;
  let pointAt = -1;
  let places = 0;
  for (let index = isNegative ? 1 : 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === POINT) {
      if (pointAt >= 0 || digits === 0) return null;
      pointAt = index;
      continue;
    }
    const digit = code - DIGIT_0;
    if (digit < 0 || digit > 9) return null;
    digits += 1;
    if (pointAt >= 0 && places === decimals) {
      if (digit !== 0) return null;
      continue;
    }
    if (pointAt >= 0) places += 1;
    value = value * 10 + digit;
    if (value > Number.MAX_SAFE_INTEGER) return null;
  }
  if (digits === 0 || pointAt === text.length - 1) return null;
  for (; places < decimals; places += 1) {
    value *= 10;
    if (value > Number.MAX_SAFE_INTEGER) return null;
  }
  return isNegative && value !== 0 ? -value : value;
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
