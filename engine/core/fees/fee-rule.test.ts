/** Fees against a twin in BigInt, to the unit, for every tier, rebate, builder and referral together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEE_RATE_MAX, RATE_ONE } from '../schema/command.ts';
import { computeFee, FEE_PARTS, FeePart } from './fee-rule.ts';
import { decodeFeeTiers, encodeFeeTiers, type FeeTier, isFeeSchedule, tierOf } from './fee-schedule.ts';

/** The seven tiers of Hyperliquid's perpetuals, from 4.5 and 1.5 basis points down, and a rebate of 0.3 at the end. */
const TIERS: readonly FeeTier[] = [
  { volumeFrom: 0, takerRate: 45_000, makerRate: 15_000, makerRebate: 0 },
  { volumeFrom: 5_000_000, takerRate: 40_000, makerRate: 12_000, makerRebate: 0 },
  { volumeFrom: 25_000_000, takerRate: 35_000, makerRate: 8_000, makerRebate: 0 },
  { volumeFrom: 100_000_000, takerRate: 30_000, makerRate: 4_000, makerRebate: 0 },
  { volumeFrom: 500_000_000, takerRate: 28_000, makerRate: 0, makerRebate: 0 },
  { volumeFrom: 2_000_000_000, takerRate: 26_000, makerRate: 0, makerRebate: 1_000 },
  { volumeFrom: 7_000_000_000, takerRate: 24_000, makerRate: 0, makerRebate: 3_000 },
];
const DISCOUNTS = [0, 40_000, 333_333];
const REFERRALS = [0, 100_000, 500_001];
const BUILDER_RATES = [0, 1, 100_000];
const NOTIONALS = [0, 1, 2, 9_999, 10_000, 1_000_000, 123_456_789, 4_503_599_627_370_495];

type Parts = readonly [charged: number, referrer: number, builder: number, venue: number];

function up(a: bigint, b: bigint): bigint {
  return (a + b - 1n) / b;
}

/** The same in BigInt, each part by its own sentence. */
function twin(notional: number, rate: number, discount: number, referral: number, builderRate: number): Parts {
  const value = BigInt(notional);
  const builder = up(value * BigInt(builderRate), 100_000_000n);
  if (rate < 0) {
    const rebate = (value * BigInt(-rate)) / 100_000_000n;
    return [Number(builder - rebate), 0, Number(builder), Number(-rebate)];
  }
  const whole = up(value * BigInt(rate), 100_000_000n);
  const spared = (whole * BigInt(discount)) / 1_000_000n;
  const referrer = ((whole - spared) * BigInt(referral)) / 1_000_000n;
  return [Number(whole - spared + builder), Number(referrer), Number(builder), Number(whole - spared - referrer)];
}

function parts(notional: number, rate: number, discount: number, referral: number, builderRate: number): Parts {
  const computed = new Float64Array(FEE_PARTS);
  computeFee(notional, rate, discount, referral, builderRate, computed);
  const { charged, referrer, builder, venue } = FeePart;
  return [charged, referrer, builder, venue].map((part) => computed[part] as number) as unknown as Parts;
}

test('every tier, side, discount, referral and builder is to the unit what the twin says', () => {
  let combinations = 0;
  for (const { takerRate, makerRate, makerRebate } of TIERS) {
    for (const rate of [takerRate, makerRate - makerRebate]) {
      for (const discount of DISCOUNTS) {
        for (const referral of REFERRALS) {
          for (const builderRate of BUILDER_RATES) {
            for (const notional of NOTIONALS) {
              const computed = parts(notional, rate, discount, referral, builderRate);
              expect(computed).toEqual(twin(notional, rate, discount, referral, builderRate));
              expect(computed[0]).toBe(computed[1] + computed[2] + computed[3]);
              combinations += 1;
            }
          }
        }
      }
    }
  }
  expect(combinations).toBe(7 * 2 * 3 * 3 * 3 * 8);
});

const millionths = fc.nat({ max: RATE_ONE });
const rates = fc.integer({ min: -FEE_RATE_MAX, max: FEE_RATE_MAX });
const values = fc.oneof(
  fc.nat({ max: 100 }),
  fc.nat(),
  fc.maxSafeNat().map((value) => Math.floor(value / 2)),
);

test('the parts are the whole, and those of the twin, whatever the terms', () => {
  const builderRates = fc.nat({ max: FEE_RATE_MAX });
  const property = fc.property(values, rates, millionths, millionths, builderRates, (...terms) => {
    const computed = parts(...terms);
    expect(computed).toEqual(twin(...terms));
    expect(computed[0]).toBe(computed[1] + computed[2] + computed[3]);
    expect(computed.some((part) => Object.is(part, -0))).toBe(false);
  });
  fc.assert(property, { numRuns: 20_000, seed: 23 });
});

test('under a schedule the venue pays for no fill, and no fill is cut in two to pay less', () => {
  const schedule = fc.record({
    taker: fc.nat({ max: FEE_RATE_MAX }),
    rebate: fc.nat({ max: FEE_RATE_MAX }),
    discount: millionths,
    referral: millionths,
  });
  let schedules = 0;
  const property = fc.property(schedule, values, values, ({ taker, rebate, discount, referral }, one, other) => {
    const tiers = [{ volumeFrom: 0, takerRate: taker, makerRate: 0, makerRebate: rebate }];
    if (!isFeeSchedule(tiers, { discount, share: referral })) return;
    schedules += 1;
    const ofTaker = parts(one, taker, discount, referral, 0);
    const ofMaker = parts(one, -rebate, 0, 0, 0);
    expect(ofTaker[3] + ofMaker[3]).toBeGreaterThanOrEqual(0);
    const half = Math.min(one, other);
    const cut = parts(half, taker, 0, 0, 0)[0] + parts(one - half, taker, 0, 0, 0)[0];
    expect(cut).toBeGreaterThanOrEqual(parts(one, taker, 0, 0, 0)[0]);
  });
  fc.assert(property, { numRuns: 20_000, seed: 29 });
  expect(schedules).toBeGreaterThan(2_000);
});

test('what cannot be a schedule', () => {
  expect(isFeeSchedule(TIERS, { discount: 40_000, share: 100_000 })).toBe(true);
  expect(isFeeSchedule([], { discount: 0, share: 0 })).toBe(false);
  expect(isFeeSchedule(TIERS.slice(1), { discount: 0, share: 0 })).toBe(false);
  expect(isFeeSchedule([...TIERS].reverse(), { discount: 0, share: 0 })).toBe(false);
  expect(isFeeSchedule(TIERS, { discount: RATE_ONE + 1, share: 0 })).toBe(false);
  expect(isFeeSchedule(TIERS, { discount: 0, share: RATE_ONE + 1 })).toBe(false);
  const tier = { volumeFrom: 0, takerRate: 30_000, makerRate: 0, makerRebate: 3_000 };
  expect(isFeeSchedule([{ ...tier, makerRate: 1 }], { discount: 0, share: 0 })).toBe(false);
  expect(isFeeSchedule([{ ...tier, takerRate: FEE_RATE_MAX + 1 }], { discount: 0, share: 0 })).toBe(false);
  // A tenth of the fee is left: just the rebate, and one millionth of a share more is too much.
  expect(isFeeSchedule([tier], { discount: 0, share: 900_000 })).toBe(true);
  expect(isFeeSchedule([tier], { discount: 0, share: 900_001 })).toBe(false);
  expect(isFeeSchedule([tier], { discount: 900_000, share: 1 })).toBe(false);
});

test('tiers are written as they are read, little-endian', () => {
  expect(decodeFeeTiers(encodeFeeTiers(TIERS))).toEqual(TIERS);
  const odd = { volumeFrom: 0x0002_0304_0506_0708, takerRate: 0x11121314, makerRate: 0x21222324 };
  expect(encodeFeeTiers([{ ...odd, makerRebate: 0x31323334 }])).toEqual(
    Uint8Array.of(8, 7, 6, 5, 4, 3, 2, 0, 20, 19, 18, 17, 36, 35, 34, 33, 52, 51, 50, 49, 0, 0, 0, 0),
  );
  expect(encodeFeeTiers([{}])).toEqual(new Uint8Array(24));
});

test('a tier begins at its volume', () => {
  for (const [index, tier] of TIERS.entries()) {
    expect(tierOf(TIERS, tier.volumeFrom)).toBe(tier);
    if (index > 0) expect(tierOf(TIERS, tier.volumeFrom - 1)).toBe(TIERS[index - 1]);
  }
});
