/** The guards of the units at the edges of their ranges, and the value of a fill against BigInt. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AMOUNT_LIMIT, isAtoms, isLots, isMicroUsd, isTicks, type Lots, notionalOf, type Ticks } from './units.ts';

const NO_INTEGERS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5, 1.5];

test.each(NO_INTEGERS)('%s is of no unit', (value) => {
  for (const guard of [isTicks, isLots, isMicroUsd, isAtoms]) expect(guard(value)).toBe(false);
});

test('a price is 1 to 999,999,999 ticks', () => {
  expect([0, 1, 999_999_999, 1_000_000_000, -1].map(isTicks)).toEqual([false, true, true, false, false]);
});

test('a size is 1 to 2^31-1 lots', () => {
  expect([0, 1, 2 ** 31 - 1, 2 ** 31, -1].map(isLots)).toEqual([false, true, true, false, false]);
});

test('a balance is below 2^52 and a value at most that, of either sign', () => {
  expect(AMOUNT_LIMIT).toBe(2 ** 52);
  expect([0, -1, 2 ** 52 - 1, 2 ** 52, -(2 ** 52)].map(isAtoms)).toEqual([true, true, true, false, false]);
  expect([2 ** 52, -(2 ** 52), 2 ** 52 + 1].map(isMicroUsd)).toEqual([true, true, false]);
});

test('the value of any order that a market can take is exact', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 1, max: 2 ** 31 - 1 }), (price, size) => {
      fc.pre(price * size < AMOUNT_LIMIT);
      const value = notionalOf(price as Ticks, size as Lots);
      expect(BigInt(value)).toBe(BigInt(price) * BigInt(size));
      expect(isMicroUsd(value)).toBe(true);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});
