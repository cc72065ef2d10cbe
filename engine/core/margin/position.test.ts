/**
 * Positions against a twin in BigInt, against the identities of perpetual exchanges, and against figures that one of
 * them published: the account value, isolated margin and return of two real answers of Hyperliquid's API, as its Python
 * client keeps them (tests/cassettes/test_get_user_state.yaml) and as its documentation prints them.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillPosition } from './position.ts';

/** Profit of a position at a price that is not realised: its cash plus its size at that price. */
function unrealisedOf(positions: Float64Array, at: number, price: number): number {
  return (positions[at + 1] as number) + (positions[at] as number) * price;
}

interface Position {
  size: bigint;
  cash: bigint;
}

function floorDivision(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** The rule as the design page says it, one closed lot range at a time. Answers what is realised. */
function fillTwin(position: Position, lots: bigint, price: bigint): bigint {
  const isReducing = position.size !== 0n && position.size > 0n !== lots > 0n;
  if (!isReducing) {
    position.size += lots;
    position.cash -= lots * price;
    return 0n;
  }
  const open = magnitude(position.size);
  const closed = magnitude(lots) < open ? magnitude(lots) : open;
  const sign = position.size > 0n ? 1n : -1n;
  const proceeds = sign * closed * price;
  const share = floorDivision(position.cash * closed, open);
  position.size -= sign * closed;
  position.cash -= share;
  const rest = lots + sign * closed;
  if (rest !== 0n) {
    position.size = rest;
    position.cash = -rest * price;
  }
  return proceeds + share;
}

const SIZE_MAX = 2 ** 20;
const PRICE_MAX = 2 ** 31;
const lots = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -SIZE_MAX, max: SIZE_MAX }));
const fills = fc.array(
  fc.tuple(lots, fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: PRICE_MAX }))),
  {
    maxLength: 40,
  },
);

test('a position is what the twin says, and cash with what was realised is what was paid', () => {
  const property = fc.property(fills, (list) => {
    const positions = new Float64Array(2);
    const twin: Position = { size: 0n, cash: 0n };
    let paid = 0n;
    let realised = 0n;
    for (const [count, price] of list) {
      if (count === 0 || Math.abs((positions[0] as number) + count) > SIZE_MAX) continue;
      const answer = fillPosition(positions, 0, 1, count, price);
      expect(BigInt(answer)).toBe(fillTwin(twin, BigInt(count), BigInt(price)));
      paid -= BigInt(count) * BigInt(price);
      realised += BigInt(answer);
      expect(positions[0]).toBe(Number(twin.size));
      expect(positions[1]).toBe(Number(twin.cash));
      expect(realised + twin.cash).toBe(paid);
      // Without a position nothing of it is left, and no fill leaves a negative zero.
      if (twin.size === 0n) expect(twin.cash).toBe(0n);
      expect(Object.is(positions[0], -0) || Object.is(positions[1], -0) || Object.is(answer, -0)).toBe(false);
    }
  });
  fc.assert(property, { numRuns: 5_000, seed: 17 });
});

test('two sides of every fill realise, with what they still own, nothing together', () => {
  const trades = fc.array(
    fc.tuple(
      fc.nat({ max: 2 }),
      fc.nat({ max: 2 }),
      fc.integer({ min: 1, max: 1_000 }),
      fc.integer({ min: 1, max: 99 }),
    ),
    { maxLength: 60 },
  );
  const property = fc.property(trades, (list) => {
    const positions = new Float64Array(6);
    let realised = 0;
    for (const [buyer, seller, count, price] of list) {
      if (buyer === seller) continue;
      realised += fillPosition(positions, 2 * buyer, 2 * buyer + 1, count, price);
      realised += fillPosition(positions, 2 * seller, 2 * seller + 1, -count, price);
      const sizes = (positions[0] as number) + (positions[2] as number) + (positions[4] as number);
      const cash = (positions[1] as number) + (positions[3] as number) + (positions[5] as number);
      expect(sizes).toBe(0);
      expect(cash + realised).toBe(0);
    }
  });
  fc.assert(property, { numRuns: 2_000, seed: 19 });
});

/** A position that was opened by fills, as its size and cash. */
function opened(...list: readonly (readonly [number, number])[]): Float64Array {
  const positions = new Float64Array(2);
  for (const [count, price] of list) fillPosition(positions, 0, 1, count, price);
  return positions;
}

test('adding averages the entry price by size, reducing keeps it and realises the difference', () => {
  const positions = opened([2, 100], [3, 200]);
  // (100 x 2 + 200 x 3) / 5 = 160
  expect(-(positions[1] as number) / (positions[0] as number)).toBe(160);
  // closedPnl = (price - entry) x closed: (190 - 160) x 2
  expect(fillPosition(positions, 0, 1, -2, 190)).toBe(60);
  expect(-(positions[1] as number) / (positions[0] as number)).toBe(160);
  // A flip closes three at 150, (150 - 160) x 3, and opens two short there.
  expect(fillPosition(positions, 0, 1, -5, 150)).toBe(-30);
  expect([...positions]).toEqual([-2, 300]);
  // For a short the sign turns: (150 - 140) x 2.
  expect(fillPosition(positions, 0, 1, 2, 140)).toBe(20);
  expect([...positions]).toEqual([0, 0]);
});

test('what does not divide is rounded against the account, on both sides, and stays in the position', () => {
  const long = opened([1, 10], [2, 11]);
  // Cash -32; a third of it is -10.67, of which the balance takes -11.
  expect(fillPosition(long, 0, 1, -1, 12)).toBe(1);
  expect([...long]).toEqual([2, -21]);
  const short = opened([-1, 10], [-2, 11]);
  expect(fillPosition(short, 0, 1, 1, 12)).toBe(-2);
  expect([...short]).toEqual([-2, 22]);
});

test('account value is cash plus size at mark, as a published account has it', () => {
  const totalRawUsd = 86_549_602;
  const positionValue = 1_095_762_894;
  const accountValue = 1_182_312_496;
  // One position of a micro-unit each stands for all of them: its value at a mark of 1 is its size.
  expect(unrealisedOf(Float64Array.of(positionValue, totalRawUsd), 0, 1)).toBe(accountValue);
});

test('isolated margin and return on equity are those of a published position', () => {
  // 0.0335 ETH at 2985.9: sizes in 1e-4, prices in 1e-2.
  const size = 335;
  const mark = 298_590;
  const rawUsd = -95_059_824;
  const position = Float64Array.of(size, rawUsd);
  expect(size * mark).toBe(100_027_650);
  expect(unrealisedOf(position, 0, mark)).toBe(4_967_826);
  // Entered at 2986.3 with twenty times leverage: -0.0134 on 5.002, which the answer rounds to -0.0026789.
  const entered = opened([size, 298_630]);
  const profit = unrealisedOf(entered, 0, mark);
  expect(profit).toBe(-13_400);
  expect((profit / ((298_630 * size) / 20)).toFixed(7)).toBe('-0.0026789');
});
