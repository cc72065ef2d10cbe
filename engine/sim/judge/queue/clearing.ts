/**
 * What every command does first: it clears what is pending, expired orders, expired sessions, then client order ids,
 * then scheduled cancels and the sweeps of tripped groups, which join the work queue, and then the queue.
 */

import type { NaiveState } from '../naive-state.ts';
import { letGo, overdueIds } from '../orders/client-order-ids.ts';
import { isExpiredAt, type Order } from '../orders/naive-book.ts';
import { closeExpired, expiredSessions } from '../senders/sessions.ts';
import { groupsToSweep, queueGroupSweep } from './group-sweeps.ts';
import { queueRoom } from './queue-room.ts';
import { dueCancels, queueSweep } from './scheduled-cancels.ts';
import { drainQueue } from './work-queue.ts';

/** Clears as much as one command may and answers how many items that was. */
export function clearPending(state: NaiveState): number {
  let left = state.limits.drainPerCommandMax;
  const expired = expiredOrders(state).slice(0, left);
  for (const order of expired) state.cancel(order, 'orderExpired');
  left -= expired.length;
  const sessions = expiredSessions(state).slice(0, left);
  for (const session of sessions) closeExpired(state, session);
  left -= sessions.length;
  const ids = overdueIds(state).slice(0, left);
  for (const id of ids) letGo(state, id);
  left -= ids.length;
  const due = dueCancels(state).slice(0, Math.min(left, queueRoom(state)));
  for (const scheduled of due) queueSweep(state, scheduled);
  left -= due.length;
  const tripped = groupsToSweep(state).slice(0, Math.min(left, queueRoom(state)));
  for (const group of tripped) queueGroupSweep(state, group);
  left -= tripped.length;
  const cleared = state.limits.drainPerCommandMax - left;
  return cleared + drainQueue(state, left);
}

/** Whether there is more to clear at this time. */
export function isMorePending(state: NaiveState): boolean {
  const expired = [expiredOrders(state), expiredSessions(state), overdueIds(state)];
  const pending = [...expired, dueCancels(state), groupsToSweep(state), state.queue];
  return pending.some((items) => items.length > 0);
}

/** An order that waits is not asked for its expiry before its turn. */
function expiredOrders(state: NaiveState): Order[] {
  const expired = state.restingOrders().filter((order) => isExpiredAt(order, state.time));
  return expired.sort((a, b) => a.expiry - b.expiry || a.order - b.order);
}
