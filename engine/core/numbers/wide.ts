/**
 * Products that may pass 2^53, exactly: a x b / d, rounded down or up, in doubles alone. Takes a safe
 * integer a of either sign and safe integers b >= 0 and d > 0; refuses nothing, so the caller's own
 * bounds must see to that. A quotient beyond the safe integers comes back as Infinity with its sign:
 * it then compares with every limit as the true quotient would, and `Number.isSafeInteger` tells.
 */

const SAFE_MAX = Number.MAX_SAFE_INTEGER;
/** A name of this module itself: the global one is looked up, and is an object to the compiled code and no double. */
const BEYOND = Number.POSITIVE_INFINITY;
/** Multiplying by 2^27 + 1 splits a double into two halves of at most 26 bits and a sign (Veltkamp). */
const SPLITTER = 134_217_729;
/** A quotient as doubles divide is off by less than 16 here, so that one above this is surely no safe integer. */
const ESTIMATE_MAX = 2 ** 53 + 16;
/**
 * Taken off, it leaves every number as it is and makes 0 of -0. Adding 0 would as well, but two small integers tell the
 * compiled code that the sum is one too, which it then makes sure of.
 */
const NEGATIVE_ZERO = -0;
/** Below this, the floor of a quotient as doubles divide is off by one at most. */
const SHARP_MAX = 2 ** 50;

/**
 * The largest integer that is not above a x b / d. Infinity or -Infinity when that is not a safe integer;
 * money code turns this into a rejection with the comparison against its own limit. Never -0.
 */
export function mulDivFloor(a: number, b: number, d: number): number {
  const product = a * b;
  // A product within the safe integers is exact, and its quotient is nearer to an integer than
  // doubles can tell only when it is that integer.
  if (product >= -SAFE_MAX && product <= SAFE_MAX) return Math.floor(product / d) - NEGATIVE_ZERO;
  return product > 0 ? wideFloor(a, b, d, product) : -wideCeil(-a, b, d, -product);
}

/** The smallest integer that is not below a x b / d; what does not fit and -0 are as in `mulDivFloor`. */
export function mulDivCeil(a: number, b: number, d: number): number {
  const product = a * b;
  if (product >= -SAFE_MAX && product <= SAFE_MAX) return Math.ceil(product / d) - NEGATIVE_ZERO;
  return product > 0 ? wideCeil(a, b, d, product) : -wideFloor(-a, b, d, -product);
}

/**
 * The smallest integer not below a / d, of a safe integer a >= 0 and d > 0: `mulDivCeil(a, 1, d)`, and as exact, with
 * less to ask.
 */
export function divCeil(a: number, d: number): number {
  return Math.ceil(a / d);
}

/**
 * What a double product lost: a x b - product, exactly, when `product` is a * b as doubles multiply
 * (Dekker). The two together are the whole product, up to 2^106.
 */
export function productError(a: number, b: number, product: number): number {
  const scaledA = SPLITTER * a;
  const highA = scaledA - (scaledA - a);
  const lowA = a - highA;
  const scaledB = SPLITTER * b;
  const highB = scaledB - (scaledB - b);
  const lowB = b - highB;
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
}

/** Floor for a > 0 and a product past the safe integers. */
function wideFloor(a: number, b: number, d: number, product: number): number {
  const estimate = product / d;
  if (estimate > ESTIMATE_MAX) return BEYOND;
  const error = productError(a, b, product);
  let quotient = quotientNear(estimate, product, error, d);
  const remainder = remainderOf(product, error, quotient, d);
  if (remainder < 0) quotient -= 1;
  else if (remainder >= d) quotient += 1;
  return quotient > SAFE_MAX ? BEYOND : quotient;
}

/** Ceil for a > 0 and a product past the safe integers. */
function wideCeil(a: number, b: number, d: number, product: number): number {
  const estimate = product / d;
  if (estimate > ESTIMATE_MAX) return BEYOND;
  const error = productError(a, b, product);
  let quotient = quotientNear(estimate, product, error, d);
  const remainder = remainderOf(product, error, quotient, d);
  if (remainder > d) quotient += 2;
  else if (remainder > 0) quotient += 1;
  return quotient > SAFE_MAX ? BEYOND : quotient;
}

/**
 * The true floor or a neighbour of it. It is the one above only when the true quotient lies just below that integer;
 * what remains is then negative, but less than one divisor below zero.
 */
function quotientNear(estimate: number, product: number, error: number, d: number): number {
  const quotient = Math.floor(estimate);
  if (quotient < SHARP_MAX) return quotient;
  return quotient + Math.floor(remainderOf(product, error, quotient, d) / d);
}

/**
 * product + error - quotient x d. Both differences are exact, since the two products lie close together; the sum
 * rounds only past 2^53, and rounding neither moves it across 0 or d nor makes it equal to one of them.
 */
function remainderOf(product: number, error: number, quotient: number, d: number): number {
  const multiple = quotient * d;
  return product - multiple + (error - productError(quotient, d, multiple));
}
