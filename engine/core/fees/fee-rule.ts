/**
 * What a fill costs each side, and who gets it. Rates are in 1e-8 of the value of the fill, shares in millionths of a
 * fee. Every part is rounded against whoever it is not for: what is charged up, what is paid out down. The venue has
 * what remains, so that the parts are the whole to the last micro-dollar.
 */
import { mulDivFloor as productDown, mulDivCeil as productUp } from '../numbers/wide.ts';
import { FEE_RATE_ONE as ONE, RATE_ONE } from '../schema/command.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const mulDivCeil = productUp;
const mulDivFloor = productDown;
const FEE_RATE_ONE = ONE;

/** Where `computeFee` leaves the parts of a fee, in micro-dollars; the first is the sum of the others. */
export const FeePart = { charged: 0, referrer: 1, builder: 2, venue: 3 } as const;
export const FEE_PARTS = 4;
const { charged: CHARGED, referrer: REFERRER, builder: BUILDER, venue: VENUE } = FeePart;

/** The fee of a value in micro-dollars at a rate, before anything is shared; below 0 when the rate is below 0. */
export function feeOf(notional: number, rate: number): number {
  if (rate < 0) return 0 - mulDivFloor(notional, -rate, FEE_RATE_ONE);
  return mulDivCeil(notional, rate, FEE_RATE_ONE);
}

/**
 * The fee of one side of a fill of a value in micro-dollars, which is below 2^52, into `parts`. `rate` is that of the
 * side, below 0 when it is paid; `discount` is what an owner that was referred is spared of a fee, and `share` what its
 * referrer has of the rest, in millionths; `builderRate` is what the builder of the order asks on top. Below 0 the
 * side is paid, and the venue pays.
 */
export function computeFee(
  notional: number,
  rate: number,
  discount: number,
  share: number,
  builderRate: number,
  parts: Float64Array,
): void {
  const builder = builderRate === 0 ? 0 : mulDivCeil(notional, builderRate, FEE_RATE_ONE);
  const whole = feeOf(notional, rate);
  let fee = whole;
  let referrer = 0;
  // A rebate is nobody's to share.
  if (rate > 0) {
    fee = discount === 0 ? whole : whole - mulDivFloor(whole, discount, RATE_ONE);
    referrer = share === 0 ? 0 : mulDivFloor(fee, share, RATE_ONE);
  }
  parts[CHARGED] = fee + builder;
  parts[REFERRER] = referrer;
  parts[BUILDER] = builder;
  parts[VENUE] = fee - referrer;
}
