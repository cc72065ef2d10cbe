/** The larger, the lesser and the positive part against `Math.max` and `Math.min`, over all integers that they take. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largerOf, lesserOf, positivePart } from './branch-free.ts';

const MOST = 2 ** 52 - 1;
const near = fc.integer({ min: -3, max: 3 });
const integers = fc.oneof(
  near,
  fc.integer({ min: -MOST, max: MOST }),
  near.map((offset) => MOST - 3 + offset),
  near.map((offset) => 3 - MOST + offset),
);

test('the larger and the lesser of two integers are those of Math, and zero has no sign', () => {
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      expect(largerOf(a, b)).toBe(Math.max(a, b) + 0);
      expect(lesserOf(a, b)).toBe(Math.min(a, b) + 0);
    }),
    { numRuns: 5_000 },
  );
});

test('the positive part is the larger of an integer and zero, which has no sign', () => {
  fc.assert(
    fc.property(fc.oneof(integers, fc.maxSafeInteger()), (x) => {
      expect(positivePart(x)).toBe(Math.max(0, x) + 0);
    }),
    { numRuns: 5_000 },
  );
  expect(positivePart(-0)).toBe(0);
});
