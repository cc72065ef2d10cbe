/** The order that a replaceOrder names, and the rules asked as if it had left already. */
import type { replaceOrder, ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { waitingOrderOf } from '../queue/queue-item.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { recalled } from './client-order-ids.ts';
import type { Order } from './naive-book.ts';

/** The order that is replaced, which rests or waits; undefined when it is not open or not of the account. */
export function replacedOrder(state: NaiveState, command: ValuesOf<typeof replaceOrder.specs>): Order | undefined {
  const { account, replaced, replacedClientOrderId } = command;
  const number = replaced === 0 ? recalled(state, account, replacedClientOrderId)?.order : replaced;
  return state.openOrderOf(account, number ?? 0);
}

/** What the rules say of a book and a queue that an order has left. It comes back to its very place. */
export function refusalWithout(
  state: NaiveState,
  order: Order | undefined,
  ask: () => Refusal | undefined,
): Refusal | undefined {
  if (order === undefined) return refuse('orderUnknown', 'replaced');
  const side = state.marketOf(order).book.sideOf(order.side);
  const orders = [...side];
  const { queue } = state;
  side.splice(0, side.length, ...orders.filter((other) => other !== order));
  state.queue = queue.filter((item) => waitingOrderOf(item) !== order);
  const refusal = ask();
  side.splice(0, side.length, ...orders);
  state.queue = queue;
  return refusal;
}
