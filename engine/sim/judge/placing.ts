/** The coming in of an order that no rule refuses: its number, its record, its matching and its rest. */
import { MarketState, orderGrouped, orderPlaced, type Side } from '@intelligent-ledger/engine/core';
import { clearTheWay, match } from './matching.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import { mayStay, type Placement } from './order-checks.ts';
import { limitOf } from './price-bounds.ts';

/** Places the order of a command under a number that was given to it. */
export function placeNumbered(state: NaiveState, command: Placement, number: number): void {
  const market = state.marketOf(command);
  const order = orderFrom(command, number);
  const { slippage } = command;
  const limit = limitOf(market, { ...order, slippage });
  const { filled, shown, orderGroup: group, ...placed } = order;
  state.emit(orderPlaced, { ...placed, slippage });
  if (group !== 0) state.emit(orderGrouped, { order: number, group, account: order.account });
  matchAndRest(state, market, order, limit);
}

/** The order that a command describes, before anything filled. */
export function orderFrom(command: Placement, order: number): Order {
  const { account, market, price, size, expiry, clientOrderId, key, session } = command;
  const { displaySize, orderType, timeInForce, selfTrade, flags, orderGroup } = command;
  const side = command.side as Side;
  const named = { order, account, market, side, price, size, filled: 0, shown: 0, expiry, clientOrderId, key, session };
  return { ...named, displaySize, orderType, timeInForce, selfTrade, flags, orderGroup };
}

/** Gives the smallest number above the last whose remainder in the ring no open order has. */
export function giveNumber(state: NaiveState): number {
  let ring = 1;
  while (ring < 2 * state.limits.ordersMax) ring *= 2;
  const taken = new Set(state.openOrders().map((order) => order.order % ring));
  let number = state.lastOrder + 1;
  while (taken.has(number % ring)) number += 1;
  state.lastOrder = number;
  return number;
}

/** The rest of a placement or amendment: an order of a post-only market that got here meets dead makers only. */
export function matchAndRest(state: NaiveState, market: Market, order: Order, limit: number): void {
  if (market.state === MarketState.postOnly) clearTheWay(state, market, order);
  const ending = market.state === MarketState.open ? match(state, market, order, limit) : undefined;
  if (remainingOf(order) === 0) return;
  if (ending !== undefined) state.emitCancelled(order, ending);
  else if (!mayStay(order)) state.emitCancelled(order, 'remainderCancelled');
  else market.book.rest(order);
}
