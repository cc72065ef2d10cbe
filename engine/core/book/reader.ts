/** Questions about a book that change nothing: best quotes, depth, and what a taker would get. Not the hot path. */
import { mayFill } from '../margin-question.ts';
import type { Lots, Ticks } from '../numbers/units.ts';
import { Side } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import type { Level, MatchPlan, PlannedFill, Quote } from './view.ts';

/** The best price of a side and the lots there; null when the side is empty. */
export function quoteOf(exchange: Exchange, market: number, side: Side): Quote | null {
  const { price, size } = depthOf(exchange, market, side, 1)[0] ?? {};
  return price === undefined || size === undefined ? null : { price, size };
}

/** The best levels of a side, at most so many. Expired orders that are not cleared yet are counted. */
export function depthOf(exchange: Exchange, market: number, side: Side, levelsMax: number): Level[] {
  const { book } = exchange;
  if (market >>> 0 >= exchange.markets.count()) return [];
  const sideIndex = market * 2 + side - 1;
  const levels: Level[] = [];
  let level = book.tree.bestLevel(sideIndex);
  while (level !== 0 && levels.length < levelsMax) {
    const price = exchange.markets.tableOf(market).priceOf(book.tree.stepOf(level)) as Ticks;
    levels.push({ price, size: book.levelSize(level) as Lots, orders: book.levelOrders(level) });
    level = book.tree.next(sideIndex, level);
  }
  return levels;
}

/** What a taker would get at a limit: the same makers in the same order as matching would meet, and none changed. */
export function planMatchOf(exchange: Exchange, market: number, side: Side, limit: Ticks, size: Lots): MatchPlan {
  const { book, terms } = exchange;
  if (market >>> 0 >= exchange.markets.count()) return plan([], size, false);
  const opposite = market * 2 + (side === Side.buy ? 1 : 0);
  const fills: PlannedFill[] = [];
  let remaining: number = size;
  let met = 0;
  for (
    let level = book.tree.bestLevel(opposite);
    level !== 0 && remaining > 0;
    level = book.tree.next(opposite, level)
  ) {
    for (let slot = book.firstOf(level); slot !== 0 && remaining > 0; slot = book.after(slot)) {
      const price = book.priceOf(slot) as Ticks;
      if (side === Side.buy ? price > limit : price < limit) return plan(fills, remaining, false);
      if (met === terms.makersPerCommandMax) return plan(fills, remaining, true);
      met += 1;
      const taken = Math.min(book.remainingOf(slot), remaining) as Lots;
      const isWilling = mayFill(book.accountOf(slot), market, 3 - side, price, taken) === ResultCode.accepted;
      if (book.isExpired(slot) || !isWilling) continue;
      fills.push({ order: book.numberOf(slot), price, size: taken });
      remaining -= taken;
    }
  }
  return plan(fills, remaining, false);
}

function plan(fills: readonly PlannedFill[], remaining: number, isCutShort: boolean): MatchPlan {
  return { fills, remaining: remaining as Lots, isCutShort };
}
