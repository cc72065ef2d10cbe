/** The branch-free forms against those of `Math`, over all integers that they take. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cancelledOf, largerDifference, largerOf, positiveDifference, positivePart } from './branch-free.ts';

const MOST = 2 ** 52 - 1;
const near = fc.integer({ min: -3, max: 3 });
const integers = fc.oneof(
  near,
  fc.integer({ min: -MOST, max: MOST }),
  near.map((offset) => MOST - 3 + offset),
  near.map((offset) => 3 - MOST + offset),
);

test('the larger of two integers is that of Math, and zero has no sign', () => {
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      expect(largerOf(a, b)).toBe(Math.max(a, b) + 0);
    }),
    { seed: 33, numRuns: 5_000 },
  );
});

test('the positive part is the larger of an integer and zero, which has no sign', () => {
  fc.assert(
    fc.property(fc.oneof(integers, fc.maxSafeInteger()), (x) => {
      expect(positivePart(x)).toBe(Math.max(0, x) + 0);
    }),
    { seed: 34, numRuns: 5_000 },
  );
  expect(positivePart(-0)).toBe(0);
});

test('a difference of larger numbers or of positive parts is that of both answers', () => {
  const halves = integers.map((x) => Math.trunc(x / 2));
  fc.assert(
    fc.property(halves, halves, halves, halves, (a, b, c, d) => {
      expect(largerDifference(a, b, c, d)).toBe(Math.max(a, b) - Math.max(c, d) + 0);
      expect(positiveDifference(a, b)).toBe(Math.max(a, 0) - Math.max(b, 0) + 0);
    }),
    { seed: 35, numRuns: 5_000 },
  );
});

test('what two numbers cancel is the lesser without its sign, where the signs differ', () => {
  fc.assert(
    fc.property(integers, integers, (a, b) => {
      const expected = Math.sign(a) * Math.sign(b) < 0 ? Math.min(Math.abs(a), Math.abs(b)) : 0;
      expect(cancelledOf(a, b)).toBe(expected);
    }),
    { seed: 36, numRuns: 5_000 },
  );
});
