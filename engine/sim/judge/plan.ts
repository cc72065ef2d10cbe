/** The plan: what a taker would get, said without changing anything. It works on a copy of what is in its way. */
import { SelfTrade, type Side } from '@intelligent-ledger/engine/core';
import { deathOf } from './death.ts';
import type { Ending } from './matching.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import { isOneOwner, modeOf } from './self-trade.ts';

/** Who would take, and when: so many lots up to a limit, for an account if there is one. */
export interface PlannedTaker {
  /** Microseconds. */
  readonly time: number;
  readonly side: Side;
  readonly limit: number;
  readonly size: number;
  readonly sender?: { readonly account: number; readonly selfTrade: number };
}

/** What a taker would get, makers in order, and what ended it early. */
export interface JudgePlan {
  readonly fills: { order: number; price: number; size: number }[];
  readonly remaining: number;
  readonly ended: Ending | undefined;
}

/** An order in the way, with the lots that the plan has left of it. */
interface Waiting {
  readonly maker: Order;
  shown: number;
  remaining: number;
}

/**
 * What `match` would do to a taker in an open market, where it would not meet its own orders. One with a sender is of
 * the present command, and one without is asked about for the next.
 */
export function planFor(state: NaiveState, market: Market, taker: PlannedTaker): JudgePlan {
  const { time, side, limit, size, sender } = taker;
  const sequence = sender === undefined ? state.sequence + 1 : state.sequence;
  const makers = market.book.makersFor(side, limit);
  const queue = makers.map((maker): Waiting => ({ maker, shown: maker.shown, remaining: remainingOf(maker) }));
  const fills: JudgePlan['fills'] = [];
  let remaining = size;
  for (let met = 0; remaining > 0; met += 1) {
    const first = queue.shift();
    if (first === undefined) break;
    if (met === state.limits.makersPerCommandMax) return { fills, remaining, ended: 'workBoundReached' };
    const { maker } = first;
    if (deathOf(state, maker, { time, sequence }) !== undefined) continue;
    if (sender !== undefined && isOneOwner(state, maker.account, sender.account)) {
      if (modeOf(state, sender) === SelfTrade.expireMaker) continue;
      return { fills, remaining, ended: 'selfTradePrevented' };
    }
    const filled = Math.min(remaining, first.shown);
    fills.push({ order: maker.order, price: maker.price, size: filled });
    remaining -= filled;
    first.shown -= filled;
    first.remaining -= filled;
    if (first.shown === 0 && first.remaining > 0) showNext(queue, first);
  }
  return { fills, remaining, ended: undefined };
}

/** Puts an order that has hidden lots left behind the others of its price, which come first in the queue. */
function showNext(queue: Waiting[], waiting: Waiting): void {
  const { price, displaySize } = waiting.maker;
  waiting.shown = Math.min(displaySize, waiting.remaining);
  const behind = queue.filter(({ maker }) => maker.price === price).length;
  queue.splice(behind, 0, waiting);
}
