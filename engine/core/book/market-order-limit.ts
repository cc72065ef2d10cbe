/** How far a market order goes. */
import { mulDivCeil, mulDivFloor } from '../numbers/wide.ts';
import { RATE_ONE, Side } from '../schema/command.ts';
import type { Exchange } from '../state/exchange.ts';

// A name of this module itself, because the compiled code folds those and not imported ones.
const { buy: BUY } = Side;

/**
 * The step down to which a market order goes: the tightest of its price, its slippage from the best price that it would
 * meet, in parts of `RATE_ONE`, and the collar of the market. It may lie below all steps.
 */
export function marketLimitStepOf(
  exchange: Exchange,
  market: number,
  side: Side,
  price: number,
  slippage: number,
): number {
  const { markets } = exchange;
  const best = slippage === 0 ? 0 : bestOppositeOf(exchange, market, side);
  const table = markets.tableOf(market);
  if (side === BUY) {
    const bound = best === 0 ? price : mulDivFloor(best, RATE_ONE + slippage, RATE_ONE);
    return table.stepAtOrBelow(Math.min(price, bound, markets.highestBuyOf(market)));
  }
  const bound = best === 0 ? price : mulDivCeil(best, RATE_ONE - slippage, RATE_ONE);
  return table.stepAtOrAbove(Math.max(price, bound, markets.lowestSellOf(market)));
}

/** The best price of the side that an order would meet, expired orders included; 0 when it is empty. */
export function bestOppositeOf({ book }: Exchange, market: number, side: Side): number {
  const level = book.tree.bestLevel(book.oppositeOf(market, side));
  return level === 0 ? 0 : book.priceOf(book.firstOf(level));
}
