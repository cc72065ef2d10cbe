/** What every command does first: it clears what is pending, expired orders and then client order ids. */
import { letGo, overdueIds } from './client-order-ids.ts';
import { isExpiredAt, type Order } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';

/** Clears as much as one command may and answers how many items that was. */
export function clearPending(state: NaiveState): number {
  const { drainPerCommandMax } = state.limits;
  const expired = expiredOrders(state).slice(0, drainPerCommandMax);
  for (const order of expired) state.cancel(order, 'orderExpired');
  const ids = overdueIds(state).slice(0, drainPerCommandMax - expired.length);
  for (const id of ids) letGo(state, id);
  return expired.length + ids.length;
}

/** Whether there is more to clear at this time. */
export function isMorePending(state: NaiveState): boolean {
  return expiredOrders(state).length + overdueIds(state).length > 0;
}

function expiredOrders(state: NaiveState): Order[] {
  const expired = state.openOrders().filter((order) => isExpiredAt(order, state.time));
  return expired.sort((a, b) => a.expiry - b.expiry || a.order - b.order);
}
