/** What a taker does to the book: matching, and how a post-only order comes in. */
import { fillSettled, orderFilled, type ResultCode, type Side } from '@intelligent-ledger/engine/core';
import { deathOf } from './death.ts';
import { askToFill } from './filling-question.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import { countFill } from './order-groups.ts';
import { giveWay, isOneOwner } from './self-trade.ts';
import { settleFill } from './settling.ts';
import { countTrade } from './volumes.ts';

/** How many makers a taker met, and why it went no further if it had lots left. */
export interface Meeting {
  readonly met: number;
  readonly ended: keyof typeof ResultCode | undefined;
}

/** Matches a taker in an open market as far as its limit. */
export function match(state: NaiveState, market: Market, taker: Order, limit: number): Meeting {
  let met = 0;
  for (; remainingOf(taker) > 0; met += 1) {
    const [maker] = market.book.makersFor(taker.side, limit);
    if (maker === undefined) break;
    if (met === state.limits.makersPerCommandMax) return { met, ended: 'workBoundReached' };
    const death = deathOf(state, maker);
    if (death !== undefined) state.cancel(maker, death);
    else if (isOneOwner(state, maker.account, taker.account)) {
      if (giveWay(state, market, maker, taker)) return { met: met + 1, ended: 'selfTradePrevented' };
    } else {
      const answer = askToFill(state, maker, taker, remainingOf(taker));
      if (answer.refused === 'taker') return { met: met + 1, ended: answer.code };
      if (answer.refused === 'maker') state.cancel(maker, answer.code);
      else trade(state, maker, taker, answer.lots);
    }
  }
  return { met, ended: undefined };
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

function trade(state: NaiveState, maker: Order, taker: Order, size: number): void {
  const settled = settleFill(state, maker, taker, size);
  taker.filled += size;
  state.lastFill += 1;
  state.emit(orderFilled, {
    maker: maker.order,
    taker: taker.order,
    fill: state.lastFill,
    market: maker.market,
    price: maker.price,
    size,
    makerAccount: maker.account,
    takerAccount: taker.account,
    makerRemaining: remainingOf(maker),
    takerSide: taker.side,
  });
  if (state.hasMoney) {
    state.emit(fillSettled, {
      takerFee: Number(settled.taker.fee),
      makerFee: Number(settled.maker.fee),
      takerRealised: Number(settled.taker.realised),
      makerRealised: Number(settled.maker.realised),
    });
    for (const { account } of [taker, maker]) countTrade(state, account, BigInt(maker.price) * BigInt(size));
  }
  countFill(state, maker, size);
  countFill(state, taker, size);
}
