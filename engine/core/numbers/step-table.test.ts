/** Step tables against an obvious enumeration: walk each band's grid and see what is met. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineBug } from '../bug.ts';
import { PRICE_TICKS_MAX } from '../schema/command.ts';
import { decodeBands, encodeBands, type StepBand, StepTable, stepTableFrom } from './step-table.ts';
import type { Ticks } from './units.ts';

const U32_MAX = 2 ** 32 - 1;

function bandsOf(...pairs: readonly (readonly [from: number, step: number])[]): StepBand[] {
  return pairs.map(([from, step]) => ({ from: from as Ticks, step: step as Ticks }));
}

function tableOf(maxPrice: number, ...pairs: readonly (readonly [from: number, step: number])[]): StepTable {
  const table = stepTableFrom(bandsOf(...pairs), maxPrice);
  if (table === null) throw new Error('the table of this test is invalid');
  return table;
}

/** All prices of a table in ascending order, by walking; null when a walk does not end where the rules want it. */
function walk(bands: readonly StepBand[], maxPrice: number): number[] | null {
  if (bands.length < 1 || bands.length > 16 || maxPrice > PRICE_TICKS_MAX) return null;
  const prices: number[] = [];
  for (const [index, { from, step }] of bands.entries()) {
    const end = bands[index + 1]?.from ?? maxPrice;
    const isLast = index === bands.length - 1;
    if (from < 1 || step < 1 || end < from || (end === from && !isLast)) return null;
    let price: number = from;
    for (; price < end; price += step) prices.push(price);
    if (price !== end) return null;
    if (isLast) prices.push(end);
  }
  return prices;
}

/** Every question to the table, over all prices from below the first to above the last. */
function expectToBeAsWalked(table: StepTable): void {
  const prices = walk(table.bands, table.maxPrice);
  if (prices === null) throw new Error('the walk found the table invalid');
  expect(table.stepCount).toBe(prices.length);
  expect(prices.map((price) => table.stepOf(price))).toEqual(prices.map((_, step) => step));
  expect(prices.map((_, step) => table.priceOf(step))).toEqual(prices);
  const onTable = new Set(prices);
  let below = -1;
  for (let price = -2; price <= table.maxPrice + 2; price += 1) {
    if (onTable.has(price)) below += 1;
    else expect(table.stepOf(price)).toBe(-1);
    expect(table.stepAtOrBelow(price)).toBe(below);
    expect(table.stepAtOrAbove(price)).toBe(onTable.has(price) ? below : below + 1);
  }
  expect(table.priceOf(-1)).toBe(-1);
  expect(table.priceOf(prices.length)).toBe(-1);
}

/** At the start of each band: the price itself, and its neighbours one step and one tick away. */
function edgesOf({ bands, maxPrice }: StepTable): number[] {
  const edges = [maxPrice - 1, maxPrice, maxPrice + 1];
  for (const [index, { from, step }] of bands.entries()) {
    edges.push(from - step, from - 1, from, from + 1, from + step, from - (bands[index - 1]?.step ?? 1));
  }
  return edges;
}

test('an event table with steps of one counts every price from 1 to 9,999', () => {
  const table = tableOf(9_999, [1, 1]);
  expectToBeAsWalked(table);
  expect([table.stepOf(1), table.stepOf(9_999), table.stepCount]).toEqual([0, 9_998, 9_999]);
});

test('a tapered event table is finer near 0 and near the payoff', () => {
  const table = tableOf(9_990, [10, 10], [1_000, 100], [9_000, 10]);
  expectToBeAsWalked(table);
  expect(table.stepCount).toBe(99 + 80 + 100);
  expect([990, 1_000, 1_010, 1_100, 8_900, 8_990, 9_000, 9_010].map((price) => table.stepOf(price))).toEqual([
    98, 99, -1, 100, 178, -1, 179, 180,
  ]);
});

test('a tapered event table with steps of one in the middle of sixteen bands is as walked', () => {
  const bands = Array.from({ length: 16 }, (_, index) => [1 + 600 * index, (index % 4) + 1] as const);
  expectToBeAsWalked(tableOf(9_601, ...bands));
});

test('a table of five significant figures has exactly the prices with at most five of them', () => {
  const table = tableOf(999_990_000, [1, 1], [100_000, 10], [1e6, 100], [1e7, 1_000], [1e8, 10_000]);
  const hasFiveFigures = (price: number) => String(price).replace(/0+$/, '').length <= 5;
  expect(table.stepCount).toBe(99_999 + 4 * 90_000);
  let last = -1;
  for (let step = 0; step < table.stepCount; step += 1) {
    const price = table.priceOf(step);
    if (price <= last || !hasFiveFigures(price) || table.stepOf(price) !== step) expect.fail(`step ${step}`);
    last = price;
  }
  expect(last).toBe(table.maxPrice);
  const anyPrice = fc
    .tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 9 }), fc.integer({ min: -11, max: 11 }))
    .map(([figures, zeros, off]) => figures * 10 ** zeros + off)
    .filter((price) => price >= 1 && price <= table.maxPrice);
  fc.assert(
    fc.property(anyPrice, (price) => {
      expect(table.stepOf(price) >= 0).toBe(hasFiveFigures(price));
    }),
    { seed: 5, numRuns: 5_000 },
  );
});

test('a table of quarter points has the multiples of 25', () => {
  expectToBeAsWalked(tableOf(20_000, [25, 25]));
  const table = tableOf(999_999_975, [25, 25]);
  expect(table.stepCount).toBe(39_999_999);
  for (const price of [25, 100, 500_000_000, 999_999_975]) {
    expect(table.stepOf(price)).toBe(price / 25 - 1);
    expect(table.priceOf(price / 25 - 1)).toBe(price);
    expect([price - 1, price + 1, price + 24].map((other) => table.stepOf(other))).toEqual([-1, -1, -1]);
  }
});

test('the widest table has a step for every price', () => {
  const table = tableOf(PRICE_TICKS_MAX, [1, 1]);
  expect(table.stepCount).toBe(PRICE_TICKS_MAX);
  expect(table.stepOf(PRICE_TICKS_MAX)).toBe(PRICE_TICKS_MAX - 1);
  expect(table.priceOf(PRICE_TICKS_MAX - 1)).toBe(PRICE_TICKS_MAX);
});

test('a last band of one price may have any step', () => {
  for (const step of [1, 7, 2 ** 31 - 1, 2 ** 31, U32_MAX]) {
    expectToBeAsWalked(tableOf(12, [12, step]));
    expectToBeAsWalked(tableOf(20, [2, 6], [20, step]));
  }
});

/** Bands by their widths in steps, most of them valid; `off` shifts starts so that some are not. */
const randomTables = fc
  .record({
    first: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 1 })),
    widths: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 })), {
      minLength: 1,
      maxLength: 17,
    }),
    off: fc.array(fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: 3 })), {
      minLength: 18,
      maxLength: 18,
    }),
    fault: fc.oneof({ weight: 9, arbitrary: fc.constant('none') }, fc.constantFrom('step of zero', 'one start twice')),
  })
  .map(({ first, widths, off, fault }) => {
    const pairs: [number, number][] = [];
    let price = first;
    widths.forEach(([count, step], index) => {
      pairs.push([Math.max(0, price + (off[index] ?? 0)), step]);
      price += count * step;
    });
    const last = pairs.at(-1);
    if (fault === 'step of zero' && last) last[1] = 0;
    if (fault === 'one start twice' && last) pairs.push([...last]);
    return { bands: bandsOf(...pairs), maxPrice: Math.max(0, price + (off[17] ?? 0)) };
  });

test('a table is accepted exactly when a walk along it meets the start of each band and the largest price', () => {
  const seen = { valid: 0, invalid: 0 };
  fc.assert(
    fc.property(randomTables, ({ bands, maxPrice }) => {
      const table = stepTableFrom(bands, maxPrice);
      expect(table !== null).toBe(walk(bands, maxPrice) !== null);
      seen[table === null ? 'invalid' : 'valid'] += 1;
      if (table !== null) expectToBeAsWalked(table);
    }),
    { seed: 4, numRuns: 500 },
  );
  expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(100);
});

test('at and beside the edges of wide bands, a price has a step exactly when it lies on the grid of its band', () => {
  const wideTables = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 2_000 }), fc.integer({ min: 1, max: 30_000 })), {
      minLength: 1,
      maxLength: 16,
    })
    .map((widths) => {
      let price = 1;
      const pairs = widths.map(([count, step]) => {
        const pair = [price, step] as const;
        price += count * step;
        return pair;
      });
      return tableOf(price, ...pairs);
    });
  fc.assert(
    fc.property(wideTables, (table) => {
      let count = 0;
      const { bands, maxPrice } = table;
      const countsBefore = bands.map(({ from, step }, index) => {
        const before = count;
        count += ((bands[index + 1]?.from ?? maxPrice) - from) / step;
        return before;
      });
      expect(table.stepCount).toBe(count + 1);
      for (const price of edgesOf(table)) {
        const index = bands.findLastIndex((band) => band.from <= price);
        const band = bands[index];
        const isOn = band !== undefined && price <= maxPrice && (price - band.from) % band.step === 0;
        const step = isOn ? (countsBefore[index] ?? 0) + (price - band.from) / band.step : -1;
        expect(table.stepOf(price)).toBe(step);
        if (isOn) expect(table.priceOf(step)).toBe(price);
      }
    }),
    { seed: 16, numRuns: 1_000 },
  );
});

test('any number at all may be asked for its step or its price', () => {
  const tables = [tableOf(9_999, [1, 1]), tableOf(9_990, [10, 10], [1_000, 100], [9_000, 10])];
  const strange = [0, -0, 0.5, 1.5, 10.5, -10, Number.NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32 + 10, 2 ** 53 + 10];
  for (const table of tables) {
    for (const number of strange) expect(table.stepOf(number)).toBe(-1);
    for (const number of strange.slice(2)) expect(table.priceOf(number)).toBe(-1);
  }
});

test('any numbers at all may be asked to be a table, and only sound ones are', () => {
  const anyNumber = fc.oneof(fc.double(), fc.integer({ min: -2, max: 30 }), fc.constantFrom(U32_MAX, U32_MAX + 1));
  const anyBands = fc.array(fc.tuple(anyNumber, anyNumber), { maxLength: 18 });
  fc.assert(
    fc.property(anyBands, anyNumber, (pairs, maxPrice) => {
      const isSound = [maxPrice, ...pairs.flat()].every((number) => Number.isInteger(number) && number >= 1);
      if (!isSound) expect(stepTableFrom(bandsOf(...pairs), maxPrice)).toBeNull();
      else stepTableFrom(bandsOf(...pairs), maxPrice);
    }),
    { seed: 13, numRuns: 3_000 },
  );
  expect(stepTableFrom(bandsOf([1, U32_MAX + 1]), 1)).toBeNull();
  expect(stepTableFrom(bandsOf([1, 1]), PRICE_TICKS_MAX + 1)).toBeNull();
  expect(stepTableFrom(bandsOf(...Array.from({ length: 17 }, (_, index) => [index + 1, 1] as const)), 20)).toBeNull();
});

test('a table cannot be built around the check, nor changed through the bands it was made of', () => {
  expect(() => new StepTable(bandsOf([1, 2]), 2)).toThrow(EngineBug);
  const bands = bandsOf([1, 2]);
  const table = stepTableFrom(bands, 9);
  bands.push(...bandsOf([3, 1]));
  expect(table?.bands).toEqual(bandsOf([1, 2]));
});

test('bands survive their bytes, and bytes that are not whole bands hold none', () => {
  const word = fc.integer({ min: 0, max: U32_MAX });
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 20 }), fc.nat(7), (pairs, offset) => {
      const bands = bandsOf(...pairs);
      const bytes = new Uint8Array([...new Uint8Array(offset), ...encodeBands(bands)]).subarray(offset);
      expect(decodeBands(bytes)).toEqual(bands);
      if (bytes.length > 0) expect(decodeBands(bytes.subarray(1))).toEqual([]);
    }),
    { seed: 8, numRuns: 300 },
  );
  expect(encodeBands(bandsOf([1, 2], [0x01020304, 0xfffefdfc]))).toEqual(
    Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0, 4, 3, 2, 1, 0xfc, 0xfd, 0xfe, 0xff),
  );
});
