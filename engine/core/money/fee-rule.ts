/**
 * What a fill costs each side, and who gets it. Rates are in 1e-8 of the value of the fill, shares in millionths of a
 * fee. Every part is rounded against whoever it is not for: what is charged up, what is paid out down. The venue has
 * what remains, so that the parts are the whole to the last micro-dollar.
 */
import { mulDivCeil, mulDivFloor } from '../numbers/wide.ts';
import { RATE_ONE } from '../schema/command.ts';

/** Fee rates count in 1e-8. */
const FEE_RATE_ONE = 100_000_000;
/** The largest rate of a fee or a builder: one in a hundred. */
export const FEE_RATE_MAX = 1_000_000;

/** Where `computeFee` leaves the parts of a fee, in micro-dollars; the first is the sum of the others. */
export const FeePart = { charged: 0, referrer: 1, builder: 2, venue: 3 } as const;
export const FEE_PARTS = 4;
const { charged: CHARGED, referrer: REFERRER, builder: BUILDER, venue: VENUE } = FeePart;

/**
 * The fee of one side of a fill of a value in micro-dollars, which is below 2^52, into `parts`. `rate` is that of the
 * side, below 0 when it is paid; `discount` is what an owner that was referred is spared of a fee, and `referral` what
 * its referrer has of the rest, in millionths; `builderRate` is what the builder of the order asks on top. Below 0 the
 * side is paid, and the venue pays.
 */
export function computeFee(
  notional: number,
  rate: number,
  discount: number,
  referral: number,
  builderRate: number,
  parts: Float64Array,
): void {
  const builder = builderRate === 0 ? 0 : mulDivCeil(notional, builderRate, FEE_RATE_ONE);
  let referrer = 0;
  let fee: number;
  if (rate < 0) {
    // A rebate is nobody's to share.
    fee = 0 - mulDivFloor(notional, -rate, FEE_RATE_ONE);
  } else {
    const whole = mulDivCeil(notional, rate, FEE_RATE_ONE);
    fee = discount === 0 ? whole : whole - mulDivFloor(whole, discount, RATE_ONE);
    referrer = referral === 0 ? 0 : mulDivFloor(fee, referral, RATE_ONE);
  }
  parts[CHARGED] = fee + builder;
  parts[REFERRER] = referrer;
  parts[BUILDER] = builder;
  parts[VENUE] = fee - referrer;
}

/** A tier of fees: from so many whole dollars of volume on, these rates. */
export interface FeeTier {
  readonly volumeFrom: number;
  readonly takerRate: number;
  readonly makerRate: number;
}

/**
 * Whether tiers can be a schedule: they begin at 0 and ascend, rates are within their range, no taker pays less than 0,
 * and no maker is paid more than is left of the least that a taker pays once its discount and its referrer are taken
 * off. Rounding goes the venue's way at each step, so that it then pays for no fill, whoever meets whom.
 */
export function isFeeSchedule(tiers: readonly FeeTier[], discount: number, referral: number): boolean {
  let last = -1;
  for (const { volumeFrom, takerRate, makerRate } of tiers) {
    const isInRange = takerRate >= 0 && takerRate <= FEE_RATE_MAX && Math.abs(makerRate) <= FEE_RATE_MAX;
    if (!isInRange || volumeFrom <= last) return false;
    last = volumeFrom;
  }
  if (tiers[0]?.volumeFrom !== 0 || discount > RATE_ONE || referral > RATE_ONE) return false;
  const least = Math.min(...tiers.map(({ takerRate }) => takerRate));
  const most = Math.max(0, ...tiers.map(({ makerRate }) => -makerRate));
  const one = BigInt(RATE_ONE);
  return BigInt(least) * (one - BigInt(discount)) * (one - BigInt(referral)) >= BigInt(most) * one * one;
}

/** The tier of a volume in whole dollars, of tiers that are a schedule. */
export function tierOf(tiers: readonly FeeTier[], volume: number): FeeTier {
  let tier = tiers[0] as FeeTier;
  for (const candidate of tiers) if (candidate.volumeFrom <= volume) tier = candidate;
  return tier;
}
