/** The commands of users: place, cancel and amend. */
import {
  type amendOrder,
  type cancelOrder,
  MarketState,
  OrderFlag,
  orderAmended,
  orderPlaced,
  type placeOrder,
  type Side,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { match, wouldCross } from './matching.ts';
import { isExpiredAt, type Market, type Order, remainingOf } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import { type Refusal, refuse } from './refusal.ts';
import { isOnTable } from './step-table.ts';

type Placement = ValuesOf<typeof placeOrder.specs>;
type Amendment = ValuesOf<typeof amendOrder.specs>;

export function place(state: NaiveState, command: Placement): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  const refusal = placementRefusal(state, market, command);
  if (refusal !== undefined) return refusal;

  state.lastOrder = nextNumber(state);
  const order = orderFrom(command, state.lastOrder);
  const { filled, ...shown } = order;
  state.emit(orderPlaced, shown);
  matchAndRest(state, market, order);
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
  const keepsPlace = price === order.price && size <= order.size;
  if (!keepsPlace) {
    const crosses = isPostOnlyAndCrosses(state, market, order.flags, order.side, price);
    if (crosses) return refuse('postOnlyWouldCross', 'price');
    if (price !== order.price && !hasLevelFor(state, market, order.side, price)) return refuse('levelsFull');
    market.book.leave(order);
  }
  Object.assign(order, { price, size, expiry, displaySize });
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
  if (!keepsPlace) matchAndRest(state, market, order);
  return undefined;
}

function orderFrom(command: Placement, order: number): Order {
  const { account, market, price, size, expiry, clientOrderId, key, session } = command;
  const { displaySize, orderType, timeInForce, selfTrade, flags } = command;
  const side = command.side as Side;
  const named = { order, account, market, side, price, size, filled: 0, expiry, clientOrderId, key, session };
  return { ...named, displaySize, orderType, timeInForce, selfTrade, flags };
}

function placementRefusal(state: NaiveState, market: Market, command: Placement): Refusal | undefined {
  const isImmediate = command.timeInForce === TimeInForce.immediateOrCancel;
  const isPostOnly = (command.flags & OrderFlag.postOnly) !== 0;
  const side = command.side as Side;
  if (market.state === MarketState.halted) return refuse('marketHalted', 'market');
  if (isImmediate && market.state === MarketState.auction) return refuse('marketInAuction', 'market');
  if (isImmediate && isPostOnly) return refuse('flagsConflict', 'flags');
  if (isImmediate && command.expiry !== 0) return refuse('flagsConflict', 'expiry');
  const ill = termsRefusal(state, market, command);
  if (ill !== undefined) return ill;
  if (!isImmediate && state.openOrders().length >= state.limits.ordersMax) return refuse('ordersFull');
  const crosses = isPostOnlyAndCrosses(state, market, command.flags, side, command.price);
  if (crosses) return refuse('postOnlyWouldCross', 'price');
  if (!isImmediate && !hasLevelFor(state, market, side, command.price)) return refuse('levelsFull');
  return undefined;
}

function amendmentRefusal(state: NaiveState, market: Market, order: Order, command: Amendment): Refusal | undefined {
  if (market.state === MarketState.halted) return refuse('marketHalted', 'order');
  if (isExpiredAt(order, state.time)) return refuse('orderExpired', 'order');
  return termsRefusal(state, market, command);
}

/** The checks that a placement and an amendment share: expiry, price, size. */
function termsRefusal(
  state: NaiveState,
  market: Market,
  terms: { expiry: number; price: number; size: number },
): Refusal | undefined {
  if (terms.expiry !== 0 && terms.expiry <= state.time) return refuse('expiryNotAhead', 'expiry');
  if (!isOnTable(market.bands, market.maxPrice, terms.price)) return refuse('priceOffStep', 'price');
  if (terms.size > market.maxSize) return refuse('sizeBeyondMarket', 'size');
  return undefined;
}

function isPostOnlyAndCrosses(state: NaiveState, market: Market, flags: number, side: Side, price: number): boolean {
  const isPostOnly = (flags & OrderFlag.postOnly) !== 0;
  return isPostOnly && market.state === MarketState.open && wouldCross(state, market, side, price);
}

function hasLevelFor(state: NaiveState, market: Market, side: Side, price: number): boolean {
  if (market.book.levels(side).includes(price)) return true;
  const inUse = state.markets.flatMap(({ book }) => [...book.levels(1), ...book.levels(2)]).length;
  return inUse < state.limits.levelsMax;
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

/** The rest of a placement or amendment: a post-only order that got here meets expired makers only. */
function matchAndRest(state: NaiveState, market: Market, order: Order): void {
  const isCutShort = market.state === MarketState.open && match(state, market, order);
  if (remainingOf(order) === 0) return;
  if (isCutShort) state.emitCancelled(order, 'workBoundReached');
  else if (order.timeInForce === TimeInForce.immediateOrCancel) state.emitCancelled(order, 'remainderCancelled');
  else market.book.rest(order);
}
