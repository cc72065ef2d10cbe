/**
 * Money and sizes carry their unit in their type, so that ticks where lots belong, or a sum of the
 * two, does not compile. The types vanish at run time: every value is a plain safe integer, and the
 * guards here say whether a number may be called one.
 */
import { PRICE_TICKS_MAX, SIZE_LOTS_MAX } from '../schema/command-terms.ts';

declare const unit: unique symbol;

type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A price: integer multiples of 10^-(6-d) quote dollars, 1 to 999,999,999. */
export type Ticks = Unit<'ticks'>;
/** A size: integer multiples of 10^-d units of what is traded, 1 to 2^31-1 in one order. */
export type Lots = Unit<'lots'>;
/** A value in millionths of a dollar, of either sign, 2^52 at most in size. */
export type MicroUsd = Unit<'micro_usd'>;
/** A balance in the smallest unit of its asset's mint, of either sign, below 2^52 in size. */
export type Atoms = Unit<'atoms'>;

/** Balances and values stay below this, so that one sum or difference of two is exact. */
export const AMOUNT_LIMIT = 4_503_599_627_370_496;

export function isTicks(value: number): value is Ticks {
  return Number.isInteger(value) && value >= 1 && value <= PRICE_TICKS_MAX;
}

export function isLots(value: number): value is Lots {
  return Number.isInteger(value) && value >= 1 && value <= SIZE_LOTS_MAX;
}

export function isMicroUsd(value: number): value is MicroUsd {
  return Number.isInteger(value) && Math.abs(value) <= AMOUNT_LIMIT;
}

export function isAtoms(value: number): value is Atoms {
  return Number.isInteger(value) && Math.abs(value) < AMOUNT_LIMIT;
}

/**
 * The value of so many lots at a price: exactly micro-dollars, because a tick times a lot is one.
 * Exact for every order that a market takes, since its largest price times its largest size stays
 * below 2^52.
 */
export function notionalOf(price: Ticks, size: Lots): MicroUsd {
  return (price * size) as MicroUsd;
}
