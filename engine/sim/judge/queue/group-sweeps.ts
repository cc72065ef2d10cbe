/** The sweeps of groups that tripped: they join the work queue while it has room. */
import { CancelFilter, QueueItemKind, setOrderGroup } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import type { OrderGroup } from './order-group.ts';

/** Those whose sweep has not joined the queue, in the order in which they join it. */
export function groupsToSweep(state: NaiveState): OrderGroup[] {
  const ahead = state.orderGroups.filter(({ isSweepAhead }) => isSweepAhead);
  return ahead.sort((a, b) => a.trippedSequence - b.trippedSequence || a.group - b.group);
}

/** Lets the sweep of a group join the queue, which is known to have room. */
export function queueGroupSweep(state: NaiveState, tripped: OrderGroup): void {
  const { account, group, trippedSequence } = tripped;
  tripped.isSweepAhead = false;
  state.queue.push({
    itemKind: QueueItemKind.ownerSweep,
    commandKind: setOrderGroup.number,
    commandSequence: trippedSequence,
    account,
    ...{ filter: CancelFilter.ofGroup, market: 0, ofKey: 0, ofSession: 0, ofGroup: group },
    lastOrder: state.lastOrder,
    lookedAt: 0,
    cancelled: 0,
  });
}
