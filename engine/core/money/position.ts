/**
 * The arithmetic of one perpetual position, which owns its signed quote cash: a fill books ticks times lots there, and
 * what a fill closes moves to the balance of the account. A position is two neighbours {size, cash} in a Float64Array,
 * size in lots, above 0 when long, cash in micro-dollars. Sizes and prices are such that size times price stays below
 * 2^52, and cash is never more than that either, so that every sum here is exact. The rule is DESIGN section 5: the
 * proceeds of the closed part, plus the closed share of the cash before the fill, rounded against the account.
 */
import { mulDivFloor } from '../numbers/wide.ts';

/**
 * Applies a fill of so many lots, above 0 when bought, at a price, to the position at `at`. Answers the micro-dollars
 * that it realised, of either sign, which are the balance's now: with those, cash changes by just what was paid.
 */
export function fillPosition(positions: Float64Array, at: number, lots: number, price: number): number {
  const size = positions[at] as number;
  const cash = positions[at + 1] as number;
  if (size === 0 || size > 0 === lots > 0) {
    positions[at] = size + lots;
    positions[at + 1] = cash - lots * price;
    return 0;
  }
  const open = Math.abs(size);
  const closed = Math.min(open, Math.abs(lots));
  const closedLots = size > 0 ? closed : -closed;
  // The whole cash leaves with the last lot, so that nothing is left behind.
  const share = closed === open ? cash : mulDivFloor(cash, closed, open);
  const opened = closed === open ? size + lots : 0;
  positions[at] = closed === open ? opened : size + lots;
  positions[at + 1] = closed === open ? 0 - opened * price : cash - share;
  return closedLots * price + share;
}

/** Profit of a position at a price that is not realised, in micro-dollars: its cash plus its size at that price. */
export function unrealisedOf(positions: Float64Array, at: number, price: number): number {
  return (positions[at + 1] as number) + (positions[at] as number) * price;
}
