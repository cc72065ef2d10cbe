/** The commands of users: place, cancel and amend an order, and set what an account's orders do to one another. */
import {
  type cancelOrder,
  MarketState,
  orderAmended,
  orderPlaced,
  type SelfTrade,
  type Side,
  selfTradeSet,
  type setSelfTrade,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { clearTheWay, match } from './matching.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import {
  type Amendment,
  amendmentRefusal,
  mayStay,
  moveRefusal,
  type Placement,
  placementRefusal,
} from './order-checks.ts';
import { limitOf } from './price-bounds.ts';
import { type Refusal, refuse } from './refusal.ts';

export function place(state: NaiveState, command: Placement): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  const refusal = placementRefusal(state, market, command);
  if (refusal !== undefined) return refusal;

  state.lastOrder = nextNumber(state);
  const order = orderFrom(command, state.lastOrder);
  const { slippage } = command;
  const limit = limitOf(market, { ...order, slippage });
  const { filled, shown, ...placed } = order;
  state.emit(orderPlaced, { ...placed, slippage });
  matchAndRest(state, market, order, limit);
  return undefined;
}

export function cancel(state: NaiveState, command: ValuesOf<typeof cancelOrder.specs>): Refusal | undefined {
  const order = openOrder(state, command);
  if (order === undefined) return refuse('orderUnknown', 'order');
  state.cancel(order, 'cancelledByUser');
  return undefined;
}

export function amend(state: NaiveState, command: Amendment): Refusal | undefined {
  const order = openOrder(state, command);
  if (order === undefined) return refuse('orderUnknown', 'order');
  const market = state.marketOf(order);
  const refusal = amendmentRefusal(state, market, order, command);
  if (refusal !== undefined) return refusal;
  const { price, size, expiry, displaySize } = command;
  if (size <= order.filled) {
    state.cancel(order, 'amendedAway');
    return undefined;
  }
  const isSameShape = price === order.price && displaySize === order.displaySize;
  const keepsPlace = isSameShape && size - order.filled <= remainingOf(order);
  if (!keepsPlace) {
    const stay = moveRefusal(state, market, order, command);
    if (stay !== undefined) return stay;
    market.book.leave(order);
  }
  Object.assign(order, { price, size, expiry, displaySize });
  // Hidden lots go first, so the shown ones change only when fewer than them remain.
  order.shown = Math.min(order.shown, remainingOf(order));
  state.emit(orderAmended, {
    order: order.order,
    account: order.account,
    market: order.market,
    price,
    size,
    expiry,
    displaySize,
    remaining: remainingOf(order),
    keptPlace: keepsPlace ? 1 : 0,
  });
  if (!keepsPlace) matchAndRest(state, market, order, price);
  return undefined;
}

/** The sender's account is known to exist. */
export function chooseSelfTrade(state: NaiveState, command: ValuesOf<typeof setSelfTrade.specs>): undefined {
  const account = state.accounts[command.account];
  if (account !== undefined) account.selfTrade = command.selfTrade as SelfTrade;
  state.emit(selfTradeSet, { account: command.account, selfTrade: command.selfTrade });
}

function orderFrom(command: Placement, order: number): Order {
  const { account, market, price, size, expiry, clientOrderId, key, session } = command;
  const { displaySize, orderType, timeInForce, selfTrade, flags } = command;
  const side = command.side as Side;
  const named = { order, account, market, side, price, size, filled: 0, shown: 0, expiry, clientOrderId, key, session };
  return { ...named, displaySize, orderType, timeInForce, selfTrade, flags };
}

/** The smallest number above the last whose remainder in the ring no open order has. */
function nextNumber(state: NaiveState): number {
  let ring = 1;
  while (ring < 2 * state.limits.ordersMax) ring *= 2;
  const taken = new Set(state.openOrders().map((order) => order.order % ring));
  let number = state.lastOrder + 1;
  while (taken.has(number % ring)) number += 1;
  return number;
}

function openOrder(state: NaiveState, command: { order: number; account: number }): Order | undefined {
  const { order, account } = command;
  return state.openOrders().find((candidate) => candidate.order === order && candidate.account === account);
}

/** The rest of a placement or amendment: an order of a post-only market that got here meets expired makers only. */
function matchAndRest(state: NaiveState, market: Market, order: Order, limit: number): void {
  if (market.state === MarketState.postOnly) clearTheWay(state, market, order);
  const ending = market.state === MarketState.open ? match(state, market, order, limit) : undefined;
  if (remainingOf(order) === 0) return;
  if (ending !== undefined) state.emitCancelled(order, ending);
  else if (!mayStay(order)) state.emitCancelled(order, 'remainderCancelled');
  else market.book.rest(order);
}
