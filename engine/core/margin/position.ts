/**
 * The arithmetic of one perpetual position, which owns its signed quote cash: a fill books ticks times lots there, and
 * what a fill closes moves to the balance of the account. A position is two doubles of a Float64Array: size in lots,
 * above 0 when long, and cash in micro-dollars. Sizes and prices are such that size times price stays below 2^52, and
 * cash is never more than that either, so that every sum here is exact. The rule is DESIGN section 5: the proceeds of
 * the closed part, plus the closed share of the cash before the fill, rounded against the account.
 */
import { mulDivFloor } from '../numbers/wide.ts';

/**
 * Applies a fill of so many lots, above 0 when bought, at a price, to the position whose size and cash stand at two
 * places. Answers the micro-dollars that it realised, of either sign, which are the balance's now: with those, cash
 * changes by just what was paid.
 */
export function fillPosition(
  doubles: Float64Array,
  sizeAt: number,
  cashAt: number,
  lots: number,
  price: number,
): number {
  const size = doubles[sizeAt] as number;
  const cash = doubles[cashAt] as number;
  doubles[sizeAt] = size + lots;
  if (size === 0 || size > 0 === lots > 0) {
    doubles[cashAt] = cash - lots * price;
    return 0;
  }
  const open = Math.abs(size);
  const closed = Math.min(open, Math.abs(lots));
  const closedLots = size > 0 ? closed : -closed;
  // The whole cash leaves with the last lot, so that nothing is left behind; what goes beyond opens the other side.
  const share = closed === open ? cash : mulDivFloor(cash, closed, open);
  doubles[cashAt] = closed === open ? 0 - (size + lots) * price : cash - share;
  return closedLots * price + share;
}
