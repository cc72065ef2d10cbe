/** The coming in of an order that no rule refuses: its number, its record, its matching and its rest. */
import { MarketState, orderGrouped, orderPlaced } from '@intelligent-ledger/engine/core';
import { payWithCoins } from '../margin/coins-before-loan.ts';
import { remainderRefusal } from '../margin/resting-question.ts';
import type { NaiveState } from '../naive-state.ts';
import { clearTheWay, type Meeting, match } from './matching.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';
import type { Placement } from './new-order.ts';
import { orderFrom } from './new-order.ts';
import { numberAfter } from './numbering.ts';
import { isPostOnly, mayStay } from './order-checks.ts';
import { limitOf } from './price-bounds.ts';

/** Places the order of a command under a number that was given to it. */
export function placeNumbered(state: NaiveState, command: Placement, number: number): void {
  const market = state.marketOf(command);
  const order = orderFrom(command, number);
  const { slippage } = command;
  const limit = limitOf(market, { ...order, slippage });
  const { filled, shown, orderGroup: group, builder, builderFee, ...placed } = order;
  state.emit(orderPlaced, { ...placed, slippage });
  if (group !== 0) state.emit(orderGrouped, { order: number, group, account: order.account });
  matchAndRest(state, market, order, limit);
}

/** Gives the smallest number above the last whose remainder in the ring no open order has. */
export function giveNumber(state: NaiveState): number {
  const inUse = state.openOrders().map(({ order }) => order);
  state.lastOrder = numberAfter(state.lastOrder, inUse, state.limits.ordersMax);
  return state.lastOrder;
}

/** The rest of a placement or amendment: what the order meets, what becomes of the rest of it, and who pays what. */
export function matchAndRest(state: NaiveState, market: Market, order: Order, limit: number): void {
  const meeting = meetMakers(state, market, order, limit);
  if (remainingOf(order) > 0) restOrLeave(state, market, order, meeting);
  payWithCoins(state, meeting.debtors);
}

/** An order of a post-only market that got here met dead makers only. */
function restOrLeave(state: NaiveState, market: Market, order: Order, { met, ended }: Meeting): void {
  const isAskedAgain = ended === undefined && mayStay(order) && met > 0 && !isPostOnly(order);
  const refusal = isAskedAgain ? remainderRefusal(state, order) : undefined;
  const code = ended ?? refusal?.code ?? (mayStay(order) ? undefined : 'remainderCancelled');
  if (code === undefined) market.book.rest(order);
  else state.emitCancelled(order, code);
}

/** Who only clears dead orders out of its way, as a post-only one does and all do in a post-only market, meets none. */
function meetMakers(state: NaiveState, market: Market, order: Order, limit: number): Meeting {
  if (market.state === MarketState.open) return match(state, market, order, limit);
  if (market.state === MarketState.postOnly) clearTheWay(state, market, order);
  return { met: 0, debtors: [], ended: undefined };
}
