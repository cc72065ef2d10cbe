/** What is asked of the work queue before something joins it. */
import { QueueItemKind } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';

/** How many more items the queue takes. */
export function queueRoom(state: NaiveState): number {
  return state.limits.queueItemsMax - state.queue.length;
}

/** Whether commands for a market must wait: it is being swept, or others wait for it already. */
export function hasQueuedWork(state: NaiveState, market: number): boolean {
  return state.queue.some((item) => item.itemKind !== QueueItemKind.ownerSweep && item.market === market);
}
