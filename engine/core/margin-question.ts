/**
 * The one question about money that the book asks, in one place: may this order rest, and may this fill happen, seen
 * from each side. There are no balances yet, so the answer is yes; whoever adds margin answers here and nowhere else.
 * A code other than `accepted` is the reason: it rejects an order, and it makes a maker leave instead of trading.
 */
import { ResultCode } from './schema/result-code.ts';

// A name of this module itself, because the compiled code folds those and not imported ones.
const ACCEPTED = ResultCode.accepted;

/** Whether an account may have an order of so many lots at a price resting in a market. */
export function mayRest(
  _account: number,
  _market: number,
  _side: number,
  _priceTicks: number,
  _sizeLots: number,
): ResultCode {
  return ACCEPTED;
}

/** Whether an account may trade so many lots at a price, as the side given. */
export function mayFill(
  _account: number,
  _market: number,
  _side: number,
  _priceTicks: number,
  _sizeLots: number,
): ResultCode {
  return ACCEPTED;
}
