/**
 * The wide helpers against BigInt, mostly where doubles go wrong: at the edges of the safe range
 * and of quotients.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divCeil, mulDivCeil, mulDivFloor, productError } from './wide.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const BIG_MAX = BigInt(MAX);

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}

/** Safe integers >= 0, crowded at zero, at powers of two and at 2^53 - 1. */
const operand = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 40 }).map((below) => MAX - below),
  fc.tuple(fc.integer({ min: 1, max: 53 }), fc.integer({ min: -3, max: 3 })).map(([exponent, off]) => {
    return clamp(2 ** exponent + off, 0, MAX);
  }),
  fc.constantFrom(2 ** 26, 2 ** 27 + 1, 2 ** 52, 2 ** 52 - 1, 94_906_265, 94_906_266, 94_906_267, 10 ** 8, 10 ** 15),
  fc.maxSafeNat(),
);
const divisor = operand.map((value) => Math.max(value, 1));

/** Three operands; in half of the cases the product lies at or just beside a multiple of the divisor. */
const cases = fc.oneof(
  fc.tuple(operand, operand, divisor),
  fc
    .tuple(operand, divisor, fc.integer({ min: -2, max: 2 }), fc.integer({ min: -2, max: 2 }))
    .map(([quotient, d, off, dOff]) => [clamp(quotient + off, 0, MAX), clamp(d + dOff, 0, MAX), d] as const),
);

function exactly(a: number, b: number, d: number): { floor: number; ceil: number } {
  const product = BigInt(a) * BigInt(b);
  const quotient = product / BigInt(d);
  const isWhole = quotient * BigInt(d) === product;
  const floor = isWhole || product > 0n ? quotient : quotient - 1n;
  return { floor: fit(floor), ceil: fit(isWhole ? quotient : floor + 1n) };
}

function fit(value: bigint): number {
  if (value > BIG_MAX) return Infinity;
  return value < -BIG_MAX ? -Infinity : Number(value);
}

function check(a: number, b: number, d: number): 'narrow' | 'wide' | 'beyond' {
  const { floor, ceil } = exactly(a, b, d);
  const [down, up] = [mulDivFloor(a, b, d), mulDivCeil(a, b, d)];
  const isRight = Object.is(down, floor) && Object.is(up, ceil);
  if (!isRight) expect.fail(`${a} x ${b} / ${d}: ${down} and ${up}, not ${floor} and ${ceil}`);
  if (!Number.isFinite(floor)) return 'beyond';
  return Number.isSafeInteger(a * b) ? 'narrow' : 'wide';
}

test('a / d is rounded up as BigInt does it, of any safe integer from 0 on', () => {
  const dividends = fc.oneof(
    fc.maxSafeNat(),
    fc.nat(),
    fc.nat({ max: 1_000 }).map((offset) => MAX - offset),
  );
  const divisors = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: MAX }));
  const property = fc.property(dividends, divisors, (a, d) => {
    expect(divCeil(a, d)).toBe(exactly(a, 1, d).ceil);
    // Just below, at and above a multiple, where a quotient that was rounded would show.
    const multiple = a - (a % d);
    for (const near of [multiple - 1, multiple, multiple + 1]) {
      if (near >= 0 && near <= MAX) expect(divCeil(near, d)).toBe(exactly(near, 1, d).ceil);
    }
  });
  fc.assert(property, { seed: 37, numRuns: 50_000 });
});

test('a x b / d is rounded down and up as BigInt does it, of either sign, and never gives -0', () => {
  const seen = { narrow: 0, wide: 0, beyond: 0 };
  fc.assert(
    fc.property(cases, ([a, b, d]) => {
      seen[check(a, b, d)] += 1;
      seen[check(-a, b, d)] += 1;
    }),
    { seed: 53, numRuns: 250_000 },
  );
  expect(Math.min(seen.narrow, seen.wide, seen.beyond)).toBeGreaterThan(50_000);
});

test('every combination of edge values is exact', () => {
  const edges = [0, 1, 2, 3, 5, 2 ** 26 - 1, 2 ** 26, 2 ** 26 + 1, 94_906_265, 94_906_266, 2 ** 27 + 1, 2 ** 32 - 1];
  edges.push(2 ** 32, 10 ** 9 + 7, 2 ** 50, 2 ** 51 + 1, 2 ** 52 - 1, 2 ** 52, 2 ** 52 + 1, MAX - 2, MAX - 1, MAX);
  for (const a of edges) {
    for (const b of edges) {
      for (const d of edges.slice(1)) {
        check(a, b, d);
        check(-a, b, d);
      }
    }
  }
});

test('a quotient is a number up to 2^53 - 1 and Infinity of its sign from there on', () => {
  expect(mulDivFloor(MAX, MAX, MAX)).toBe(MAX);
  expect(mulDivCeil(MAX, MAX - 1, MAX)).toBe(MAX - 1);
  expect(mulDivFloor(MAX, 2, 1)).toBe(Infinity);
  expect(mulDivCeil(MAX, MAX, 1)).toBe(Infinity);
  expect(mulDivFloor(-MAX, MAX, 1)).toBe(-Infinity);
  expect([mulDivFloor(2 ** 26, 2 ** 27, 1), mulDivCeil(-(2 ** 26), 2 ** 27, 1)]).toEqual([Infinity, -Infinity]);
  expect([mulDivFloor(6_361, 1_416_003_655_831, 1), mulDivCeil(MAX, 3, 3)]).toEqual([MAX, MAX]);
  // 36,217 x 497,401,731,493 is 2^54 - 3, and 3 x 6,004,799,503,160,661 is 2^54 - 1; half of each is no integer.
  const [low, high] = [497_401_731_493, 6_004_799_503_160_661];
  expect([mulDivFloor(36_217, low, 2), mulDivCeil(36_217, low, 2)]).toEqual([MAX - 1, MAX]);
  expect([mulDivFloor(3, high, 2), mulDivCeil(3, high, 2)]).toEqual([MAX, Infinity]);
  expect([mulDivFloor(-3, high, 2), mulDivCeil(-3, high, 2)]).toEqual([-Infinity, -MAX]);
});

test('a quotient beyond the safe integers compares with every limit as the true one does', () => {
  for (const limit of [0, 2 ** 52, MAX]) {
    expect(mulDivFloor(MAX, MAX, 7) > limit).toBe(true);
    expect(mulDivCeil(-MAX, MAX, 7) < -limit).toBe(true);
  }
  expect(Number.isSafeInteger(mulDivFloor(MAX, MAX, 7))).toBe(false);
});

test('a product and its error are together the whole product', () => {
  fc.assert(
    fc.property(operand, operand, fc.boolean(), fc.boolean(), (left, right, isLeftBelow, isRightBelow) => {
      const a = isLeftBelow ? -left : left;
      const b = isRightBelow ? -right : right;
      expect(BigInt(a * b) + BigInt(productError(a, b, a * b))).toBe(BigInt(a) * BigInt(b));
    }),
    { seed: 106, numRuns: 20_000 },
  );
});
