/**
 * The commands of users: place, cancel, amend and replace an order, and set what an account's orders do to one
 * another.
 */
import {
  type cancelByClientOrderId,
  type cancelOrder,
  MarketState,
  orderAmended,
  orderPlaced,
  type replaceOrder,
  type SelfTrade,
  type Side,
  selfTradeSet,
  type setSelfTrade,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { answerRepeat, recalled, remember, repeatedBy } from './client-order-ids.ts';
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

export function place(state: NaiveState, command: Placement, bytes: Uint8Array): Refusal | undefined {
  const known = recalled(state, command.account, command.clientOrderId);
  if (known !== undefined) return answerKnown(state, command, bytes);
  const refusal = placementRefusal(state, command);
  if (refusal === undefined) carryOut(state, command, bytes);
  return refusal;
}

export function replace(
  state: NaiveState,
  command: ValuesOf<typeof replaceOrder.specs>,
  bytes: Uint8Array,
): Refusal | undefined {
  const { account, clientOrderId, replaced, replacedClientOrderId } = command;
  const known = recalled(state, account, clientOrderId);
  if (known !== undefined) return answerKnown(state, command, bytes);
  const number = replaced === 0 ? recalled(state, account, replacedClientOrderId)?.order : replaced;
  const old = openOrder(state, { account, order: number ?? 0 });
  if (old === undefined) return refuse('orderUnknown', 'replaced');

  // The rules are asked of a book that it has left, and it comes back to its very place if they refuse.
  const { book } = state.marketOf(old);
  const place = book.sideOf(old.side).indexOf(old);
  book.leave(old);
  const refusal = placementRefusal(state, command);
  if (refusal !== undefined) {
    book.sideOf(old.side).splice(place, 0, old);
    return refusal;
  }
  state.emitCancelled(old, 'replaced');
  carryOut(state, command, bytes);
  return undefined;
}

export function cancel(state: NaiveState, command: ValuesOf<typeof cancelOrder.specs>): Refusal | undefined {
  const order = openOrder(state, command);
  if (order === undefined) return refuse('orderUnknown', 'order');
  state.cancel(order, 'cancelledByUser');
  return undefined;
}

export function cancelById(
  state: NaiveState,
  { account, clientOrderId }: ValuesOf<typeof cancelByClientOrderId.specs>,
): Refusal | undefined {
  const order = openOrder(state, { account, order: recalled(state, account, clientOrderId)?.order ?? 0 });
  if (order === undefined) return refuse('orderUnknown', 'clientOrderId');
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

/** A command whose client order id is remembered repeats the one that is remembered, or is refused. */
function answerKnown(state: NaiveState, command: Placement, bytes: Uint8Array): Refusal | undefined {
  const repeated = repeatedBy(state, command, bytes);
  if (repeated === undefined) return refuse('clientOrderIdTaken', 'clientOrderId');
  answerRepeat(state, repeated);
  return undefined;
}

/** Places an order that no rule refuses. */
function carryOut(state: NaiveState, command: Placement, bytes: Uint8Array): void {
  const market = state.markets[command.market];
  if (market === undefined) throw new Error(`the judge has no market ${command.market}`);
  state.lastOrder = nextNumber(state);
  const order = orderFrom(command, state.lastOrder);
  const { slippage } = command;
  const limit = limitOf(market, { ...order, slippage });
  const { filled, shown, ...placed } = order;
  state.emit(orderPlaced, { ...placed, slippage });
  remember(state, command, bytes, order.order);
  matchAndRest(state, market, order, limit);
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
