/** What happens when a taker meets an order of its own owner. They never trade. */
import { orderDecremented, SelfTrade } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';

/** Whether two accounts, which exist, are of one owner. */
export function isOneOwner(state: NaiveState, one: number, other: number): boolean {
  return state.accounts[one]?.owner === state.accounts[other]?.owner;
}

/** The mode of an order, which is that of its account when it names none. */
export function modeOf(state: NaiveState, order: { account: number; selfTrade: number }): number {
  const named = order.selfTrade;
  return named === SelfTrade.accountDefault ? (state.accounts[order.account]?.selfTrade ?? named) : named;
}

/** Lets maker, taker or both give way. True when the taker is to go no further. */
export function giveWay(state: NaiveState, market: Market, maker: Order, taker: Order): boolean {
  const mode = modeOf(state, taker);
  if (mode === SelfTrade.expireTaker) return true;
  if (mode === SelfTrade.decrement) {
    decrement(state, market, maker, taker);
    return false;
  }
  state.cancel(maker, 'selfTradePrevented');
  return mode === SelfTrade.expireBoth;
}

function decrement(state: NaiveState, market: Market, maker: Order, taker: Order): void {
  const size = Math.min(maker.shown, remainingOf(taker));
  maker.size -= size;
  taker.size -= size;
  market.book.takeShown(maker, size);
  state.emit(orderDecremented, {
    maker: maker.order,
    taker: taker.order,
    market: market.number,
    size,
    makerAccount: maker.account,
    takerAccount: taker.account,
    makerRemaining: remainingOf(maker),
    takerRemaining: remainingOf(taker),
  });
}
