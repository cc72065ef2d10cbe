/** Which situations of a restored machine its state shows: what was under way as the snapshot was taken. */
import { COMMANDS, QueueItemKind } from '@intelligent-ledger/engine/core';
import type { NaiveState } from './judge/naive-state.ts';
import type { QueueItem } from './judge/queue-item.ts';
import { isRationed } from './workload/order-quotas.ts';
import { waitingOrders } from './workload/queued-work.ts';

export const RESTORE_SITUATIONS = [
  'restored',
  'restored in a message',
  'restored with quotas',
  ...['cancelOrders', 'scheduleCancel', 'clearMarket', 'setMarketState'].map(
    (name) => `restored with a sweep of ${name}`,
  ),
  'restored with a sweep of an owner that has cancelled some',
  'restored with a sweep of a market that has cancelled some',
  ...['placeOrder', 'replaceOrder', 'amendOrder'].map((name) => `restored with a deferred ${name}`),
  'restored with an id of a waiting order',
  'restored with an id that a waiting order holds',
  'restored with a full queue',
  'restored with several scheduled cancels',
];

/** The goals that a machine reached that was restored in this state. */
export function restoreSituations(state: NaiveState): string[] {
  const { queue, ids, message, scheduledCancels } = state;
  const waiting = new Set(waitingOrders(state).map(({ order }) => order));
  const named = ids.filter(({ order }) => waiting.has(order));
  const isFull = queue.length > 0 && queue.length === state.genesis?.queueItemsMax;
  return [
    'restored',
    ...(message === undefined ? [] : ['restored in a message']),
    ...(isRationed(state) ? ['restored with quotas'] : []),
    ...queue.flatMap(itemSituations),
    ...(named.some(({ isHeld }) => !isHeld) ? ['restored with an id of a waiting order'] : []),
    ...(named.some(({ isHeld }) => isHeld) ? ['restored with an id that a waiting order holds'] : []),
    ...(isFull ? ['restored with a full queue'] : []),
    ...(scheduledCancels.length > 1 ? ['restored with several scheduled cancels'] : []),
  ];
}

function itemSituations(item: QueueItem): string[] {
  const name = COMMANDS.find(({ number }) => number === item.commandKind)?.name;
  if (item.itemKind === QueueItemKind.deferred) return [`restored with a deferred ${name}`];
  const sweep = `restored with a sweep of ${name}`;
  const whose = item.itemKind === QueueItemKind.ownerSweep ? 'an owner' : 'a market';
  return [sweep, ...(item.cancelled > 0 ? [`restored with a sweep of ${whose} that has cancelled some`] : [])];
}
