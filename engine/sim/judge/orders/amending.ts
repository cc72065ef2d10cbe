/** What an amend does to an order that is open, now or at its turn: first all that is asked, then all that is done. */
import { orderAmended } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Order, remainingOf } from './naive-book.ts';
import { type Amendment, amendmentRefusal, moveRefusal } from './order-checks.ts';
import { matchAndRest } from './placing.ts';

/** Why an amend is refused. */
export function amendRefusal(state: NaiveState, command: Amendment): Refusal | undefined {
  const order = state.openOrderOf(command.account, command.order);
  if (order === undefined) return refuse('orderUnknown', 'order');
  const market = state.marketOf(order);
  const refusal = amendmentRefusal(state, market, order, command);
  if (refusal !== undefined) return refusal;
  return isAway(order, command) || keepsPlace(order, command) ? undefined : moveRefusal(state, market, order, command);
}

/** Carries out an amend that is not refused. */
export function carryOutAmend(state: NaiveState, command: Amendment): void {
  const order = state.openOrderOf(command.account, command.order);
  if (order === undefined) throw new Error(`the judge has no open order ${command.order}`);
  if (isAway(order, command)) {
    state.cancel(order, 'amendedAway');
    return;
  }
  const market = state.marketOf(order);
  const isKept = keepsPlace(order, command);
  if (!isKept) market.book.leave(order);
  const { price, size, expiry, displaySize } = command;
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
    keptPlace: isKept ? 1 : 0,
  });
  if (!isKept) matchAndRest(state, market, order, price);
}

/** Whether all that the order is to fill has filled already. */
function isAway(order: Order, { size }: Amendment): boolean {
  return size <= order.filled;
}

/** Whether the order gives up nothing that others of its price wait for. */
function keepsPlace(order: Order, { price, size, displaySize }: Amendment): boolean {
  const isSameShape = price === order.price && displaySize === order.displaySize;
  return isSameShape && size - order.filled <= remainingOf(order);
}
