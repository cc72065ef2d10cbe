/**
 * Every rounding in the core, in one table. Ticks times lots are exactly micro-USD and only whole amounts convert; what
 * has to round goes through `mulDivFloor`, `mulDivCeil` or `divCeil`, against the account, and is a row here that says
 * who gets the dust. A test reads the sources and fails on a rounding that is neither here nor in the list below.
 */

/** One quantity and how it comes to be a whole number. */
export interface Rounding {
  /** What is computed, with its unit. */
  readonly quantity: string;
  /** How; where the core rounds, the call as it stands in the source. */
  readonly formula: string;
  /** Exact: nothing is ever left over. Refused: where something would be, the command is rejected. */
  readonly direction: 'exact' | 'refused' | 'down' | 'up';
  /** Which account gets what the rounding leaves over. */
  readonly dust: string;
  /** The source file, from the root of the repository. */
  readonly where: string;
}

export const ROUNDINGS: readonly Rounding[] = [
  {
    quantity: 'value of a fill, in micro-USD',
    formula: 'price in ticks x size in lots; the record carries both factors',
    direction: 'exact',
    dust: 'none',
    where: 'engine/core/schema/order-record.ts',
  },
  {
    quantity: 'largest value of one order in a market, in micro-USD',
    formula: 'maxPrice * maxSize, below 2^52',
    direction: 'exact',
    dust: 'none',
    where: 'engine/core/administration.ts',
  },
  {
    quantity: 'step number of a price',
    formula: '(price - start of its band) / step of the band; a price with a remainder has no step number',
    direction: 'refused',
    dust: 'none',
    where: 'engine/core/numbers/step-table.ts',
  },
  {
    quantity: 'highest buy that a collar admits, in ticks',
    formula: 'mulDivFloor(reference, RATE_ONE + rate, RATE_ONE)',
    direction: 'down',
    dust: 'none: the collar is the tighter for it',
    where: 'engine/core/state/market-table.ts',
  },
  {
    quantity: 'lowest sell that a collar admits, in ticks',
    formula: 'mulDivCeil(reference, RATE_ONE - rate, RATE_ONE)',
    direction: 'up',
    dust: 'none: the collar is the tighter for it',
    where: 'engine/core/state/market-table.ts',
  },
  {
    quantity: 'highest price of a market order to buy with a slippage, in ticks',
    formula: 'mulDivFloor(best, RATE_ONE + slippage, RATE_ONE)',
    direction: 'down',
    dust: 'none: the bound is the tighter for it',
    where: 'engine/core/book/market-order-limit.ts',
  },
  {
    quantity: 'lowest price of a market order to sell with a slippage, in ticks',
    formula: 'mulDivCeil(best, RATE_ONE - slippage, RATE_ONE)',
    direction: 'up',
    dust: 'none: the bound is the tighter for it',
    where: 'engine/core/book/market-order-limit.ts',
  },
  {
    quantity: 'steps of a coin that pay what an account owes',
    formula: 'divCeil(owed, dollarsOfStep)',
    direction: 'up',
    dust: 'none: what the last step brings beyond the debt stays in the account',
    where: 'engine/core/margin/auto-repay.ts',
  },
  {
    quantity: 'steps of a coin that an account has to pay with',
    formula: 'mulDivFloor(spotReserves.leavableOf(account, asset), 1, atomsOfStep)',
    direction: 'down',
    dust: 'stays in the account',
    where: 'engine/core/margin/auto-repay.ts',
  },
  {
    quantity: 'steps of a coin for which the day has room',
    formula: 'mulDivFloor(conversion.roomFor(asset, TO_DOLLAR), 1, dollarsOfStep)',
    direction: 'down',
    dust: 'none: the cap is the tighter for it',
    where: 'engine/core/margin/auto-repay.ts',
  },
  {
    quantity: 'closed share of the cash of a position, in micro-USD',
    formula: 'mulDivFloor(cash, closed, open)',
    direction: 'down',
    dust: 'stays in the position, and leaves with its last lot',
    where: 'engine/core/margin/position.ts',
  },
  {
    quantity: 'fee of a builder, in micro-USD',
    formula: 'mulDivCeil(notional, builderRate, FEE_RATE_ONE)',
    direction: 'up',
    dust: 'the builder',
    where: 'engine/core/fees/fee-rule.ts',
  },
  {
    quantity: 'rebate of a maker, in micro-USD',
    formula: 'mulDivFloor(notional, -rate, FEE_RATE_ONE)',
    direction: 'down',
    dust: 'the venue',
    where: 'engine/core/fees/fee-rule.ts',
  },
  {
    quantity: 'fee of a side, in micro-USD',
    formula: 'mulDivCeil(notional, rate, FEE_RATE_ONE)',
    direction: 'up',
    dust: 'the venue',
    where: 'engine/core/fees/fee-rule.ts',
  },
  {
    quantity: 'what an owner that was referred is spared, in micro-USD',
    formula: 'mulDivFloor(whole, discount, RATE_ONE)',
    direction: 'down',
    dust: 'the venue',
    where: 'engine/core/fees/fee-rule.ts',
  },
  {
    quantity: 'share of a referrer, in micro-USD',
    formula: 'mulDivFloor(fee, share, RATE_ONE)',
    direction: 'down',
    dust: 'the venue',
    where: 'engine/core/fees/fee-rule.ts',
  },
  {
    quantity: 'requirement of a value, in micro-USD',
    formula: 'divCeil(value, leverages[from] as number)',
    direction: 'up',
    dust: 'nobody: the account needs the more for it',
    where: 'engine/core/margin/margin-terms.ts',
  },
  {
    quantity: 'requirement of a position in a higher tier, in micro-USD',
    formula: 'divCeil(value, terms[tier] as number)',
    direction: 'up',
    dust: 'nobody: the account needs the more for it',
    where: 'engine/core/margin/margin-terms.ts',
  },
  {
    quantity: 'requirement of the tier before where a tier begins, in micro-USD',
    formula: 'mulDivCeil(from, 1, before)',
    direction: 'up',
    dust: 'nobody: the tier is spared the less for it',
    where: 'engine/core/margin/margin-terms.ts',
  },
  {
    quantity: 'requirement of a tier where it begins, in micro-USD',
    formula: 'mulDivFloor(from, 1, leverage)',
    direction: 'down',
    dust: 'nobody: the tier is spared the less for it',
    where: 'engine/core/margin/margin-terms.ts',
  },
  {
    quantity: 'value of a balance, in micro-USD',
    formula: 'mulDivFloor(amount, assets.priceOf(asset), UNITS_OF_PRICE[assets.decimalsOf(asset)] as number)',
    direction: 'down',
    dust: 'nobody: the balance counts the less for it',
    where: 'engine/core/margin/collateral.ts',
  },
  {
    quantity: 'what of the value of a balance counts as margin, in micro-USD',
    formula: 'mulDivFloor(fullValueOf(asset, amount), assets.weightOf(asset), RATE_ONE)',
    direction: 'down',
    dust: 'nobody: the balance counts the less for it',
    where: 'engine/core/margin/collateral.ts',
  },
  {
    quantity: 'value of what is for sale, in micro-USD',
    formula: 'mulDivCeil(amount, assets.priceOf(asset), unit)',
    direction: 'up',
    dust: 'nobody: the order needs the more for it',
    where: 'engine/core/margin/collateral.ts',
  },
  {
    quantity: 'what of that counts as margin, in micro-USD',
    formula: 'mulDivCeil(fullValueUp(asset, amount), assets.weightOf(asset), RATE_ONE)',
    direction: 'up',
    dust: 'nobody: the order needs the more for it',
    where: 'engine/core/margin/collateral.ts',
  },
];

/** A call that rounds, but no money. */
export interface OtherRounding {
  /** The call as it stands in the source. */
  readonly call: string;
  /** The source file, from the root of the repository. */
  readonly where: string;
  readonly reason: string;
}

export const OTHER_ROUNDINGS: readonly OtherRounding[] = [
  {
    call: 'Math.floor(value / TWO_32)',
    where: 'engine/core/schema/codec.ts',
    reason: 'The upper half of a field of 64 bits; the lower half is written beside it.',
  },
  {
    call: 'Math.floor(value / TWO_32)',
    where: 'engine/core/clock.ts',
    reason: 'The upper half of a sequence, time or number; the lower half is kept beside it.',
  },
  {
    call: 'Math.floor(above / step)',
    where: 'engine/core/numbers/step-table.ts',
    reason: 'The step below a limit, which is no money and moves towards the price that is better for its owner.',
  },
  {
    call: 'Math.floor(timeMicros / MICROS_PER_SECOND)',
    where: 'engine/core/state/client-order-ids.ts',
    reason: 'The second in which a time lies; an id is remembered to the end of that second.',
  },
  {
    call: 'Math.floor(timeMicros / length)',
    where: 'engine/core/state/order-groups.ts',
    reason: 'The tenth of a window in which a time lies; an order group counts from there ten tenths back.',
  },
  {
    call: 'Math.floor(timeMicros / MICROS_PER_DAY)',
    where: 'engine/core/clock.ts',
    reason: 'The day in which a time lies, on which so much may be converted.',
  },
  {
    call: 'Math.ceil(bits / 32)',
    where: 'engine/core/book/order-ring.ts',
    reason: 'How many words hold so many bits.',
  },
];
