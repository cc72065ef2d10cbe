/** What a taker does to the book: matching, and how a post-only order comes in. */
import { orderFilled, type Side } from '@intelligent-ledger/engine/core';
import { deathOf } from './death.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import { countFill } from './order-groups.ts';
import { giveWay, isOneOwner } from './self-trade.ts';

/** Why a taker with lots left went no further. */
export type Ending = 'workBoundReached' | 'selfTradePrevented';

/** Matches a taker in an open market as far as its limit. Answers what ended it early, if something did. */
export function match(state: NaiveState, market: Market, taker: Order, limit: number): Ending | undefined {
  for (let met = 0; remainingOf(taker) > 0; met += 1) {
    const [maker] = market.book.makersFor(taker.side, limit);
    if (maker === undefined) return undefined;
    if (met === state.limits.makersPerCommandMax) return 'workBoundReached';
    const death = deathOf(state, maker);
    if (death !== undefined) state.cancel(maker, death);
    else if (isOneOwner(state, maker.account, taker.account)) {
      if (giveWay(state, market, maker, taker)) return 'selfTradePrevented';
    } else trade(state, market, maker, taker);
  }
  return undefined;
}

/** Whether a post-only order of this side and price would cross. When not, every maker in its way is dead. */
export function wouldCross(state: NaiveState, market: Market, side: Side, price: number): boolean {
  const makers = market.book.makersFor(side, price);
  const isAlive = (maker: Order) => deathOf(state, maker) === undefined;
  return makers.length > state.limits.makersPerCommandMax || makers.some(isAlive);
}

/** Takes out what is in the way of an order that does not cross: all of it is dead. */
export function clearTheWay(state: NaiveState, market: Market, order: Order): void {
  for (const maker of market.book.makersFor(order.side, order.price)) {
    const death = deathOf(state, maker);
    if (death === undefined) throw new Error(`the judge finds order ${maker.order} alive in the way`);
    state.cancel(maker, death);
  }
}

function trade(state: NaiveState, market: Market, maker: Order, taker: Order): void {
  const size = Math.min(maker.shown, remainingOf(taker));
  maker.filled += size;
  taker.filled += size;
  market.book.takeShown(maker, size);
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
  countFill(state, maker, size);
  countFill(state, taker, size);
}
