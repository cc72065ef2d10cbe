/**
 * Totals that do not fit a double: high x 2^53 + low, kept as two neighbours {high, low} in a Float64Array,
 * so that adding to one allocates nothing. `high` is a safe integer of either sign and `low` from 0 up to
 * 2^53 - 1: each total from -(2^106 - 2^53) to 2^106 - 1 has exactly one form, and {0, 0} is zero. What is
 * added must be safe integers. Leaving the range is a bug: 2^53 of the largest balances do not reach its end.
 */
import { assert } from '../bug.ts';
import { productError } from './wide.ts';

/** How many elements of the array one total takes. */
export const TOTAL_LIMBS = 2;

const BASE = 2 ** 53;
const HIGH_MAX = Number.MAX_SAFE_INTEGER;
const BIG_BASE = 2n ** 53n;

/** Adds a safe integer of either sign to the total at `at`. */
export function addInteger(totals: Float64Array, at: number, value: number): void {
  if (value < 0) addLimbs(totals, at, -1, value + BASE);
  else addLimbs(totals, at, 0, value);
}

/** Takes a safe integer of either sign from the total at `at`. */
export function subtractInteger(totals: Float64Array, at: number, value: number): void {
  addInteger(totals, at, -value);
}

/** Adds the exact product of two safe integers of either sign to the total at `at`. */
export function addProduct(totals: Float64Array, at: number, a: number, b: number): void {
  const product = a * b;
  // The error is at most half of the last place of the product, so that low + error stays below 2^53 and is exact.
  let high = Math.floor(product / BASE);
  let low = product - high * BASE + productError(a, b, product);
  if (low < 0) {
    high -= 1;
    low += BASE;
  }
  addLimbs(totals, at, high, low);
}

/** Adds another total, which may be the same one, to the total at `at`. */
export function addTotal(totals: Float64Array, at: number, others: Float64Array, otherAt: number): void {
  addLimbs(totals, at, others[otherAt] as number, others[otherAt + 1] as number);
}

/** Takes another total, which may be the same one, from the total at `at`. */
export function subtractTotal(totals: Float64Array, at: number, others: Float64Array, otherAt: number): void {
  addLimbs(totals, at, -(others[otherAt] as number) - 1, BASE - (others[otherAt + 1] as number));
}

/** -1, 0 or 1 as the left total is below, equal to or above the right one. */
export function compareTotals(left: Float64Array, leftAt: number, right: Float64Array, rightAt: number): -1 | 0 | 1 {
  const leftHigh = left[leftAt] as number;
  const rightHigh = right[rightAt] as number;
  if (leftHigh !== rightHigh) return leftHigh < rightHigh ? -1 : 1;
  const leftLow = left[leftAt + 1] as number;
  const rightLow = right[rightAt + 1] as number;
  if (leftLow !== rightLow) return leftLow < rightLow ? -1 : 1;
  return 0;
}

/** The total at `at` as a BigInt: for audits and for edges, not for the hot path. */
export function totalToBigInt(totals: Float64Array, at: number): bigint {
  return limbsToBigInt(totals[at] as number, totals[at + 1] as number);
}

/** The total of two limbs, as the rows of a snapshot have them. */
export function limbsToBigInt(high: number, low: number): bigint {
  return BigInt(high) * BIG_BASE + BigInt(low);
}

/** Sets the total at `at` from a BigInt within the range. */
export function totalFromBigInt(totals: Float64Array, at: number, value: bigint): void {
  const low = BigInt.asUintN(53, value);
  setLimbs(totals, at, Number((value - low) / BIG_BASE), Number(low));
}

/** Adds high x 2^53 + low, where `low` may be anything from 0 to 2^53, both included. */
function addLimbs(totals: Float64Array, at: number, high: number, low: number): void {
  const oldHigh = totals[at] as number;
  const oldLow = totals[at + 1] as number;
  const room = BASE - low;
  // The carry goes to the smaller number first: past the range, a sum may round, but never back into it.
  if (oldLow >= room) setLimbs(totals, at, oldHigh + (high + 1), oldLow - room);
  else setLimbs(totals, at, oldHigh + high, oldLow + low);
}

function setLimbs(totals: Float64Array, at: number, high: number, low: number): void {
  assert(high >= -HIGH_MAX && high <= HIGH_MAX, 'a total stays within its two limbs');
  totals[at] = high;
  totals[at + 1] = low;
}
