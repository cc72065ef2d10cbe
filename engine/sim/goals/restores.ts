/** Which situations of a restored machine its state shows: what was under way as the snapshot was taken. */
import { COMMANDS, QueueItemKind } from '@intelligent-ledger/engine/core';
import { CAPACITIES } from '../judge/capacities.ts';
import type { NaiveState } from '../judge/naive-state.ts';
import { isSweepQueued } from '../judge/queue/order-groups.ts';
import type { QueueItem } from '../judge/queue/queue-item.ts';
import { isRationed } from '../workload/orders/order-quotas.ts';
import { waitingOrders } from '../workload/queue/queued-work.ts';
import { MARGIN_RESTORE_SITUATIONS, marginRestoreSituations } from './margin/margin-restores.ts';
import { MONEY_RESTORE_SITUATIONS, moneyRestoreSituations } from './money/money-restores.ts';
import { KEY_RESTORE_SITUATIONS, keyRestoreSituations } from './senders/key-restores.ts';
import { SESSION_RESTORE_SITUATIONS, sessionRestoreSituations } from './senders/session-restores.ts';
import { SPOT_RESTORE_SITUATIONS, spotRestoreSituations } from './spot/spot-restores.ts';

export const RESTORE_SITUATIONS = [
  'restored',
  'restored in a message',
  'restored with quotas',
  ...['cancelOrders', 'scheduleCancel', 'setOrderGroup', 'clearMarket', 'setMarketState'].map(
    (name) => `restored with a sweep of ${name}`,
  ),
  'restored with a sweep of an owner that has cancelled some',
  'restored with a sweep of a market that has cancelled some',
  ...['placeOrder', 'replaceOrder', 'amendOrder'].map((name) => `restored with a deferred ${name}`),
  'restored with an id of a waiting order',
  'restored with an id that a waiting order holds',
  'restored with a full queue',
  'restored with several scheduled cancels',
  'restored with an order group',
  'restored with a tripped group whose sweep has still to join the queue',
  'restored with a tripped group whose sweep is in the queue',
  'restored with a tripped group whose sweep is done',
  'restored with lots of a group in several tenths',
  'restored with a member',
  'restored with a dead member',
  'restored with an order of a group that waits',
  ...KEY_RESTORE_SITUATIONS,
  ...SESSION_RESTORE_SITUATIONS,
  ...MONEY_RESTORE_SITUATIONS,
  ...MARGIN_RESTORE_SITUATIONS,
  ...SPOT_RESTORE_SITUATIONS,
  ...CAPACITIES.map((name) => `restored with another ${name} than that of Genesis`),
];

/** The goals that a machine reached that was restored in this state. */
export function restoreSituations(state: NaiveState): string[] {
  const { queue, ids, message, scheduledCancels } = state;
  const waiting = new Set(waitingOrders(state).map(({ order }) => order));
  const named = ids.filter(({ order }) => waiting.has(order));
  const isFull = queue.length > 0 && queue.length === state.capacities.queueItemsMax;
  return [
    'restored',
    ...(message === undefined ? [] : ['restored in a message']),
    ...(isRationed(state) ? ['restored with quotas'] : []),
    ...queue.flatMap(itemSituations),
    ...(named.some(({ isHeld }) => !isHeld) ? ['restored with an id of a waiting order'] : []),
    ...(named.some(({ isHeld }) => isHeld) ? ['restored with an id that a waiting order holds'] : []),
    ...(isFull ? ['restored with a full queue'] : []),
    ...(scheduledCancels.length > 1 ? ['restored with several scheduled cancels'] : []),
    ...groupSituations(state),
    ...keyRestoreSituations(state),
    ...sessionRestoreSituations(state),
    ...moneyRestoreSituations(state),
    ...marginRestoreSituations(state),
    ...spotRestoreSituations(state),
    ...capacitySituations(state),
  ];
}

function groupSituations(state: NaiveState): string[] {
  const { orderGroups } = state;
  if (orderGroups.length === 0) return [];
  const tripped = orderGroups.filter(({ trippedSequence }) => trippedSequence > 0);
  const numbers = new Set(tripped.map(({ group }) => group));
  const members = state.restingOrders().filter(({ orderGroup }) => orderGroup > 0);
  const isSpread = orderGroups.some(({ counts }) => counts.length > 1);
  const isAwaited = waitingOrders(state).some(({ orderGroup }) => orderGroup > 0);
  return [
    'restored with an order group',
    ...tripped.map(({ group, isSweepAhead }) => {
      const queued = isSweepQueued(state, group) ? 'is in the queue' : 'is done';
      return `restored with a tripped group whose sweep ${isSweepAhead ? 'has still to join the queue' : queued}`;
    }),
    ...(isSpread ? ['restored with lots of a group in several tenths'] : []),
    ...(members.length > 0 ? ['restored with a member'] : []),
    ...(members.some(({ orderGroup }) => numbers.has(orderGroup)) ? ['restored with a dead member'] : []),
    ...(isAwaited ? ['restored with an order of a group that waits'] : []),
  ];
}

function capacitySituations({ genesis, capacities }: NaiveState): string[] {
  const others = CAPACITIES.filter((name) => genesis !== undefined && capacities[name] !== genesis[name]);
  return others.map((name) => `restored with another ${name} than that of Genesis`);
}

function itemSituations(item: QueueItem): string[] {
  const name = COMMANDS.find(({ number }) => number === item.commandKind)?.name;
  if (item.itemKind === QueueItemKind.deferred) return [`restored with a deferred ${name}`];
  const sweep = `restored with a sweep of ${name}`;
  const whose = item.itemKind === QueueItemKind.ownerSweep ? 'an owner' : 'a market';
  return [sweep, ...(item.cancelled > 0 ? [`restored with a sweep of ${whose} that has cancelled some`] : [])];
}
