/** What a taker meets: matching, post-only, and the plan that changes nothing. */
import { orderFilled, type Side } from '@intelligent-ledger/engine/core';
import { isExpiredAt, type Market, type Order, remainingOf } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';

/** What a taker would get, makers in order; `isCutShort` when the bound on makers ended it. */
export interface JudgePlan {
  readonly fills: { order: number; price: number; size: number }[];
  readonly remaining: number;
  readonly isCutShort: boolean;
}

/** Matches a taker in an open market. True when the bound on makers ended it with lots left. */
export function match(state: NaiveState, market: Market, taker: Order): boolean {
  let met = 0;
  for (const maker of market.book.makersFor(taker.side, taker.price)) {
    if (remainingOf(taker) === 0) return false;
    if (met === state.limits.makersPerCommandMax) return true;
    met += 1;
    if (isExpiredAt(maker, state.time)) state.cancel(maker, 'orderExpired');
    else trade(state, market, maker, taker);
  }
  return false;
}

/** Whether a post-only order of this side and price would cross. When not, every maker in its way has expired. */
export function wouldCross(state: NaiveState, market: Market, side: Side, price: number): boolean {
  const makers = market.book.makersFor(side, price);
  const isAlive = (maker: Order) => !isExpiredAt(maker, state.time);
  return makers.length > state.limits.makersPerCommandMax || makers.some(isAlive);
}

/** What `match` would do to a taker of this size in an open market. */
export function planFor(state: NaiveState, market: Market, side: Side, price: number, size: number): JudgePlan {
  const fills: JudgePlan['fills'] = [];
  let remaining = size;
  let met = 0;
  for (const maker of market.book.makersFor(side, price)) {
    if (remaining === 0) break;
    if (met === state.limits.makersPerCommandMax) return { fills, remaining, isCutShort: true };
    met += 1;
    if (isExpiredAt(maker, state.time)) continue;
    const filled = Math.min(remaining, remainingOf(maker));
    fills.push({ order: maker.order, price: maker.price, size: filled });
    remaining -= filled;
  }
  return { fills, remaining, isCutShort: false };
}

function trade(state: NaiveState, market: Market, maker: Order, taker: Order): void {
  const size = Math.min(remainingOf(maker), remainingOf(taker));
  maker.filled += size;
  taker.filled += size;
  state.lastFill += 1;
  state.emit(orderFilled, {
    maker: maker.order,
    taker: taker.order,
    fill: state.lastFill,
    market: market.number,
    price: maker.price,
    size,
    makerAccount: maker.account,
    takerAccount: taker.account,
    makerRemaining: remainingOf(maker),
    takerSide: taker.side,
  });
  if (remainingOf(maker) === 0) market.book.leave(maker);
}
