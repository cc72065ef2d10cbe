/** What the workload and the goals ask of the judge's queue: which orders wait, and where work is queued. */
import { amendOrder, QueueItemKind } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { type DeferredCommand, type QueueItem, waitingOrderOf } from '../../judge/queue/queue-item.ts';

/** The orders that wait, from the front of the queue. */
export function waitingOrders({ queue }: NaiveState): Order[] {
  return queue.map(waitingOrderOf).filter((order) => order !== undefined);
}

/** The commands that wait, from the front of the queue. */
export function deferredCommands({ queue }: NaiveState): DeferredCommand[] {
  return queue.filter((item) => item.itemKind === QueueItemKind.deferred);
}

/** The amends that wait, from the front of the queue. */
export function deferredAmends(state: NaiveState): DeferredCommand[] {
  return deferredCommands(state).filter(({ commandKind }) => commandKind === amendOrder.number);
}

/** The market in which an item is queued work; none of an owner's sweep. */
export function marketOfWork(item: QueueItem): number | undefined {
  return item.itemKind === QueueItemKind.ownerSweep ? undefined : item.market;
}

/** The numbers of the markets with queued work. */
export function queuedMarkets({ queue }: NaiveState): number[] {
  return [...new Set(queue.map(marketOfWork).filter((market) => market !== undefined))];
}

/** The numbers of the markets that a sweep in the queue is to clear. */
export function sweptMarkets({ queue }: NaiveState): number[] {
  return queue.flatMap((item) => (item.itemKind === QueueItemKind.marketSweep ? [item.market] : []));
}
