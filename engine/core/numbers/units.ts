/**
 * Money and sizes carry their unit in their type, so that adding ticks to lots does not compile.
 * The types vanish at run time: every value is a plain safe integer.
 */
declare const unit: unique symbol;

type Unit<Name extends string> = number & { readonly [unit]: Name };

/** A price: integer multiples of 10^-(6-d) quote dollars, 1 to 999,999,999. */
export type Ticks = Unit<'ticks'>;
/** A size: integer multiples of 10^-d units of what is traded, 1 to 2^31-1 in one order. */
export type Lots = Unit<'lots'>;
/** A price counted in the steps of a market's table, from 0. */
export type Steps = Unit<'steps'>;
/** A value in millionths of a dollar. */
export type MicroUsd = Unit<'micro_usd'>;
/** A balance in the smallest unit of its asset's mint, below 2^52. */
export type Atoms = Unit<'atoms'>;
/** Engine time: integer microseconds. */
export type Micros = Unit<'micros'>;
