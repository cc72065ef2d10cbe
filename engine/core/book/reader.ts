/** Questions about a book that change nothing: best quotes, depth, and what a taker would get. Not the hot path. */
import type { Lots, Ticks } from '../numbers/units.ts';
import { SelfTrade, Side } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { NO_SEAT } from './order-seats.ts';
import { NOBODY } from './planner.ts';
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

/** What a taker without an account would get at a limit, on the step table or not, whatever the market's state. */
export function planMatchOf(exchange: Exchange, market: number, side: Side, limit: Ticks, size: Lots): MatchPlan {
  const { planner, markets } = exchange;
  if (market >>> 0 >= markets.count()) return { fills: [], remaining: size, isCutShort: false };
  const limitStep = limitStepOf(exchange, market, side, limit);
  exchange.margin.fills.beginTaker(0, 0, false, 0, 0);
  planner.plan(NOBODY, NO_SEAT, SelfTrade.expireMaker, market, side, limitStep, size);
  const fills = plannedFills(exchange);
  const isCutShort = planner.code() === ResultCode.workBoundReached;
  return { fills, remaining: planner.remaining() as Lots, isCutShort };
}

/** The step of a limit; where a limit is off the table, the last that it allows. */
export function limitStepOf({ markets }: Exchange, market: number, side: Side, limit: Ticks): number {
  const table = markets.tableOf(market);
  return side === Side.buy ? table.stepAtOrBelow(limit) : table.stepAtOrAbove(limit);
}

/** What the last plan would fill. */
export function plannedFills({ book, planner }: Exchange): PlannedFill[] {
  return Array.from({ length: planner.fillCount() }, (_, fill) => {
    const slot = planner.makerOf(fill);
    return { order: book.numberOf(slot), price: book.priceOf(slot) as Ticks, size: planner.sizeOf(fill) as Lots };
  });
}
