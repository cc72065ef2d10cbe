/**
 * Decimal text to integers and back, digit by digit and exactly. No value passes through a fraction: what is not a
 * whole multiple of the unit asked for, or no safe integer, has no answer (null) and is never rounded. Exponents, plus
 * signs, spaces and bare points are refused.
 */

const DIGIT_0 = 48;
const MINUS = 45;
const POINT = 46;

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

/** The shortest decimal text of so many multiples of 10^-decimals, as in (1250, 3) to '1.25'. */
export function decimalOf(value: number, decimals: number): string {
  const sign = value < 0 ? '-' : '';
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  let end = digits.length;
  while (end > digits.length - decimals && digits.charCodeAt(end - 1) === DIGIT_0) end -= 1;
  const places = digits.slice(digits.length - decimals, end);
  return places === '' ? `${sign}${whole}` : `${sign}${whole}.${places}`;
}
