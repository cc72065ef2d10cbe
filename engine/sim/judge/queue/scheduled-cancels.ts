/** What accounts have scheduled: that their orders are cancelled at a time, unless it is put off before. */
import { cancelScheduled, QueueItemKind, scheduleCancel, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState, ScheduledCancel } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';

const AHEAD_MIN = 5_000_000;

export function schedule(state: NaiveState, command: ValuesOf<typeof scheduleCancel.specs>): Refusal | undefined {
  const { account, at } = command;
  if (at !== 0 && at - state.time < AHEAD_MIN) return refuse('scheduleTooSoon', 'at');
  if (at !== 0 && state.limits.queueItemsMax === 0) return refuse('queueFull');
  state.scheduledCancels = state.scheduledCancels.filter((scheduled) => scheduled.account !== account);
  if (at !== 0) state.scheduledCancels.push({ at, commandSequence: state.sequence, account });
  state.emit(cancelScheduled, { at, account });
  return undefined;
}

/** Those whose time has come, in the order in which they join the queue. */
export function dueCancels(state: NaiveState): ScheduledCancel[] {
  const due = state.scheduledCancels.filter(({ at }) => at <= state.time);
  return due.sort((a, b) => a.at - b.at || a.account - b.account);
}

/** Makes a sweep of one whose time has come. The queue is known to have room. */
export function queueSweep(state: NaiveState, scheduled: ScheduledCancel): void {
  const { account, commandSequence } = scheduled;
  state.scheduledCancels = state.scheduledCancels.filter((other) => other !== scheduled);
  state.queue.push({
    itemKind: QueueItemKind.ownerSweep,
    commandKind: scheduleCancel.number,
    commandSequence,
    account,
    ...{ filter: 0, market: 0, ofKey: 0, ofSession: 0, ofGroup: 0 },
    lastOrder: state.lastOrder,
    lookedAt: 0,
    cancelled: 0,
  });
}
