/**
 * The arithmetic of one perpetual position, which owns its signed quote cash: a fill books ticks times lots there, and
 * what a fill closes moves to the balance of the account. A position is two doubles of a Float64Array: size in lots,
 * above 0 when long, and cash in micro-dollars. Sizes and prices are such that size times price stays below 2^52, and
 * cash is never more than that either, so that every sum here is exact. The rule is DESIGN section 5: the proceeds of
 * the closed part, plus the closed share of the cash before the fill, rounded against the account.
 */
import { cancelledOf, largerOf } from '../numbers/branch-free.ts';
import { mulDivFloor as productDown } from '../numbers/wide.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const larger = largerOf;
const cancelled = cancelledOf;
const mulDivFloor = productDown;

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
  // What a sale takes off a long position, and a purchase off a short one. Whether a fill closes comes at random, so
  // that it is not worth a branch. The whole cash leaves with the last lot, so that nothing is left behind; what goes
  // beyond opens the other side.
  const closed = cancelled(size, lots);
  // Above 0 what is sold of a long position, below 0 what is bought back of a short one.
  const closedLots = closed * (1 - 2 * ((~lots >> 31) & 1));
  const open = larger(Math.abs(size), 1);
  const share = mulDivFloor(cash, closed, open);
  doubles[sizeAt] = size + lots;
  doubles[cashAt] = cash - share - (lots + closedLots) * price;
  return closedLots * price + share;
}
