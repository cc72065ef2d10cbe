/** Two-limb totals against BigInt, mostly where a limb is full or empty and where the sign turns. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineBug } from '../bug.ts';
import {
  addInteger,
  addProduct,
  addTotal,
  compareTotals,
  subtractInteger,
  subtractTotal,
  TOTAL_LIMBS,
  totalFromBigInt,
  totalToBigInt,
} from './two-limb.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const BASE = 2n ** 53n;
const TOTAL_MAX = 2n ** 106n - 1n;
const TOTAL_MIN = -(2n ** 106n) + BASE;

/** Safe integers of either sign, crowded at zero, powers of two and the ends. */
const integer = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 5 }).map((below) => MAX - below),
      fc
        .tuple(fc.integer({ min: 1, max: 53 }), fc.integer({ min: -2, max: 2 }))
        .map(([exponent, off]) => Math.min(2 ** exponent + off, MAX)),
      fc.maxSafeNat(),
    ),
    fc.boolean(),
  )
  .map(([value, isNegative]) => (isNegative ? -value : value));

/** Totals within the range, crowded at whole multiples of the base and at the ends. */
const total = fc.oneof(
  fc.tuple(integer, fc.integer({ min: -3, max: 3 })).map(([high, off]) => clamp(BigInt(high) * BASE + BigInt(off))),
  fc.tuple(integer, integer).map(([a, b]) => BigInt(a) * BigInt(b)),
  integer.map((value) => BigInt(value)),
  fc.bigInt({ min: TOTAL_MIN, max: TOTAL_MAX }),
);

function clamp(value: bigint): bigint {
  if (value > TOTAL_MAX) return TOTAL_MAX;
  return value < TOTAL_MIN ? TOTAL_MIN : value;
}

function isInRange(value: bigint): boolean {
  return value >= TOTAL_MIN && value <= TOTAL_MAX;
}

/** Totals with a neighbour on each side, to see that only the one in the middle is touched. */
function totalsOf(value: bigint): Float64Array {
  const totals = new Float64Array(3 * TOTAL_LIMBS).fill(77);
  totalFromBigInt(totals, TOTAL_LIMBS, value);
  return totals;
}

/** That the operation gives the expected total in its one form, or is a bug when that is out of range. */
function expectAfter(value: bigint, operation: (totals: Float64Array, at: number) => void, expected: bigint): void {
  const totals = totalsOf(value);
  if (!isInRange(expected)) {
    expect(() => operation(totals, TOTAL_LIMBS)).toThrow(EngineBug);
    expect(totals).toEqual(totalsOf(value));
    return;
  }
  operation(totals, TOTAL_LIMBS);
  const limbs = totalsOf(expected);
  const isSame = totals.every((limb, index) => Object.is(limb, limbs[index]));
  if (!isSame) expect.fail(`${value} became ${totalToBigInt(totals, TOTAL_LIMBS)}, not ${expected}`);
}

test('a total survives the way to limbs and back, and has one form without a negative zero', () => {
  fc.assert(
    fc.property(total, (value) => {
      const totals = totalsOf(value);
      expect(totalToBigInt(totals, TOTAL_LIMBS)).toBe(value);
      const high = totals[TOTAL_LIMBS] ?? Number.NaN;
      const low = totals[TOTAL_LIMBS + 1] ?? Number.NaN;
      expect(Number.isSafeInteger(high) && Number.isSafeInteger(low) && low >= 0).toBe(true);
      expect(Object.is(high, -0) || Object.is(low, -0)).toBe(false);
    }),
    { seed: 1, numRuns: 5_000 },
  );
  for (const value of [TOTAL_MAX + 1n, TOTAL_MIN - 1n, 2n ** 200n]) {
    expect(() => totalsOf(value)).toThrow(EngineBug);
  }
});

test('adding and subtracting safe integers is exact', () => {
  for (const zero of [0, -0]) expectAfter(0n, (totals, at) => addInteger(totals, at, zero), 0n);
  fc.assert(
    fc.property(total, integer, (value, other) => {
      expectAfter(value, (totals, at) => addInteger(totals, at, other), value + BigInt(other));
      expectAfter(value, (totals, at) => subtractInteger(totals, at, other), value - BigInt(other));
    }),
    { seed: 2, numRuns: 40_000 },
  );
});

test('adding a product of two safe integers is exact up to the largest', () => {
  fc.assert(
    fc.property(total, integer, integer, (value, a, b) => {
      expectAfter(value, (totals, at) => addProduct(totals, at, a, b), value + BigInt(a) * BigInt(b));
    }),
    { seed: 3, numRuns: 40_000 },
  );
  for (const a of [MAX, -MAX]) {
    for (const b of [MAX, -MAX]) {
      expectAfter(0n, (totals, at) => addProduct(totals, at, a, b), BigInt(a) * BigInt(b));
    }
  }
});

test('adding and subtracting totals is exact, also a total and itself', () => {
  fc.assert(
    fc.property(total, total, (value, other) => {
      const others = totalsOf(other);
      expectAfter(value, (totals, at) => addTotal(totals, at, others, TOTAL_LIMBS), value + other);
      expectAfter(value, (totals, at) => subtractTotal(totals, at, others, TOTAL_LIMBS), value - other);
      expectAfter(value, (totals, at) => addTotal(totals, at, totals, at), value + value);
      expectAfter(value, (totals, at) => subtractTotal(totals, at, totals, at), 0n);
      expect(others).toEqual(totalsOf(other));
    }),
    { seed: 4, numRuns: 40_000 },
  );
});

test('totals compare as the numbers that they are', () => {
  fc.assert(
    fc.property(total, fc.oneof(total, fc.bigInt({ min: -2n, max: 2n })), (left, other) => {
      const right = other >= -2n && other <= 2n ? clamp(left + other) : other;
      const expected = left < right ? -1 : left > right ? 1 : 0;
      expect(compareTotals(totalsOf(left), TOTAL_LIMBS, totalsOf(right), TOTAL_LIMBS)).toBe(expected);
      expect(compareTotals(totalsOf(left), TOTAL_LIMBS, totalsOf(left), TOTAL_LIMBS)).toBe(0);
    }),
    { seed: 5, numRuns: 20_000 },
  );
});

test('leaving the range is a bug at its very ends, and the total stays as it was', () => {
  for (const value of [TOTAL_MAX, TOTAL_MAX - 1n, TOTAL_MIN, TOTAL_MIN + 1n, -1n, 0n]) {
    for (const other of [TOTAL_MAX, TOTAL_MAX - 1n, TOTAL_MIN, TOTAL_MIN + 1n, -1n, 0n, 1n]) {
      const others = totalsOf(other);
      expectAfter(value, (totals, at) => addTotal(totals, at, others, TOTAL_LIMBS), value + other);
      expectAfter(value, (totals, at) => subtractTotal(totals, at, others, TOTAL_LIMBS), value - other);
    }
  }
});

test('a long sum that no double could hold is exact to the last unit', () => {
  const totals = new Float64Array(TOTAL_LIMBS);
  let expected = 0n;
  for (let index = 0; index < 20_000; index += 1) {
    const value = MAX - index * 7_919;
    addInteger(totals, 0, value);
    addProduct(totals, 0, value, -index);
    subtractInteger(totals, 0, index);
    expected += BigInt(value) * BigInt(1 - index) - BigInt(index);
  }
  expect(totalToBigInt(totals, 0)).toBe(expected);
});
