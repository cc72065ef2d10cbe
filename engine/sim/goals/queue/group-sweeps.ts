/** Which situations of the sweeps of tripped groups a command shows: when they join the queue, what they do there. */
import { QueueItemKind, ResultCode, setOrderGroup } from '@intelligent-ledger/engine/core';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import { isExpiredAt } from '../../judge/orders/naive-book.ts';
import type { OrderGroup } from '../../judge/queue/order-group.ts';
import type { OwnerSweep, QueueItem } from '../../judge/queue/queue-item.ts';

export const GROUP_SWEEP_SITUATIONS = [
  'sweep of a group joins the queue',
  'sweep of a group joins the queue and is begun by one command',
  'sweep of a group joins the queue behind other work',
  'sweep of a group joins behind a due cancel of the same command',
  'sweeps of several groups join the queue together',
  'sweeps of groups that one command tripped join the queue together',
  'sweep of a group joins before that of one that tripped later and has a lower number',
  'sweep of a group joins before that of one that tripped with the same command',
  'sweep of a group waits while the queue is full',
  'sweep of a group joins once the queue has room',
  'sweep of a group put off by expired orders',
  'sweep of a group put off by ids',
  'sweep of a group put off by due cancels',
  'sweep of a group put off by another',
  'sweep of a group cancels a member',
  'sweep of a group over several commands',
  'sweep of a group passes over an order',
  'sweep of a group done that finds no member',
  'sweep of a group done that spares another order of its account',
  'sweeps of two groups of one account in the queue',
  'two sweeps of one group one after the other',
  'advanced with nothing pending but the sweep of a group to join',
];

/** A command with what it found; groups and queue are copies. */
export interface GroupSweepScene {
  readonly groups: readonly OrderGroup[];
  readonly queue: readonly QueueItem[];
  readonly scheduled: number;
  readonly clearing: readonly JudgeRecord[];
  readonly records: readonly JudgeRecord[];
  /** After the command. */
  readonly state: NaiveState;
}

/** Remembers which sweeps found no room, and which groups were swept before. */
export class GroupSweeps {
  private readonly waiting = new Set<number>();
  private readonly swept = new Set<number>();

  clear(): void {
    this.waiting.clear();
    this.swept.clear();
  }

  /** The goals that a command reached. */
  situations(scene: GroupSweepScene): string[] {
    return [
      ...this.joiningSituations(scene),
      ...stepSituations(scene),
      ...this.doneSituations(scene),
      ...pendingSituations(scene),
    ];
  }

  private joiningSituations(scene: GroupSweepScene): string[] {
    const { groups, queue, state } = scene;
    const now = new Set(state.orderGroups.filter(({ isSweepAhead }) => isSweepAhead).map(({ group }) => group));
    const ahead = groups.filter(({ isSweepAhead }) => isSweepAhead);
    const joined = ahead.filter(({ group }) => !now.has(group));
    const left = ahead.filter(({ group }) => now.has(group));
    const reached = left.length > 0 ? this.leftSituations(scene, left, joined.length) : [];
    if (joined.length === 0) return reached;
    const isBegun = joined.some(({ group }) => {
      const item = groupSweeps(state.queue).find(({ ofGroup }) => ofGroup === group);
      return item === undefined || item.lookedAt > 0;
    });
    const isLate = joined.some(({ group }) => this.waiting.delete(group));
    const sequences = new Set(joined.map(({ trippedSequence }) => trippedSequence));
    const isBefore = (isSo: (one: OrderGroup, other: OrderGroup) => boolean) => {
      return joined.some((one) => ahead.some((other) => one !== other && isSo(one, other)));
    };
    const isCrossed = isBefore((one, other) => one.trippedSequence < other.trippedSequence && one.group > other.group);
    const isOfOne = isBefore((one, other) => one.trippedSequence === other.trippedSequence && one.group < other.group);
    const isBehindDue = state.scheduledCancels.length < scene.scheduled;
    return [
      ...reached,
      'sweep of a group joins the queue',
      ...(isBegun ? ['sweep of a group joins the queue and is begun by one command'] : []),
      ...(queue.length > 0 ? ['sweep of a group joins the queue behind other work'] : []),
      ...(isBehindDue ? ['sweep of a group joins behind a due cancel of the same command'] : []),
      ...(joined.length > 1 ? ['sweeps of several groups join the queue together'] : []),
      ...(sequences.size < joined.length ? ['sweeps of groups that one command tripped join the queue together'] : []),
      ...(isCrossed ? ['sweep of a group joins before that of one that tripped later and has a lower number'] : []),
      ...(isOfOne ? ['sweep of a group joins before that of one that tripped with the same command'] : []),
      ...(isLate ? ['sweep of a group joins once the queue has room'] : []),
    ];
  }

  /** Why some did not join. */
  private leftSituations(scene: GroupSweepScene, left: readonly OrderGroup[], joined: number): string[] {
    const { queue, clearing, state } = scene;
    const { drainPerCommandMax, queueItemsMax } = state.limits;
    const expired = clearing.filter(({ values }) => values['code'] === ResultCode.orderExpired).length;
    if (expired >= drainPerCommandMax) return ['sweep of a group put off by expired orders'];
    if (queue.length >= queueItemsMax && joined === 0) {
      for (const { group } of left) this.waiting.add(group);
      return ['sweep of a group waits while the queue is full'];
    }
    if (joined > 0) return ['sweep of a group put off by another'];
    const isBehindDue = state.scheduledCancels.length < scene.scheduled;
    return [`sweep of a group put off by ${isBehindDue ? 'due cancels' : 'ids'}`];
  }

  private doneSituations({ records, queue, state }: GroupSweepScene): string[] {
    return records.flatMap(({ name, values }) => {
      if (name !== 'queuedDone' || values['commandKind'] !== setOrderGroup.number) return [];
      const item = groupSweeps(queue).find(({ commandSequence, account }) => {
        return commandSequence === values['commandSequence'] && account === values['account'];
      });
      const isEmpty = values['cancelled'] === 0;
      const found = isEmpty ? ['sweep of a group done that finds no member'] : [];
      if (item === undefined) return found;
      const isAgain = this.swept.has(item.ofGroup);
      this.swept.add(item.ofGroup);
      const own = state.openOrders().filter(({ order, account }) => {
        return account === item.account && order <= item.lastOrder;
      });
      return [
        ...found,
        ...(item.lookedAt > 0 ? ['sweep of a group over several commands'] : []),
        ...(own.length > 0 ? ['sweep of a group done that spares another order of its account'] : []),
        ...(isAgain ? ['two sweeps of one group one after the other'] : []),
      ];
    });
  }
}

/** What the sweep at the front did, and which are in the queue together. */
function stepSituations({ queue, clearing, state }: GroupSweepScene): string[] {
  const sweeps = groupSweeps(state.queue);
  const accounts = sweeps.map(({ account }) => account);
  const isTogether = new Set(accounts).size < accounts.length;
  const together = isTogether ? ['sweeps of two groups of one account in the queue'] : [];
  const [front] = queue;
  if (front === undefined || groupSweeps([front]).length === 0) return together;
  const [now] = sweeps.filter((item) => item.commandSequence === front.commandSequence && item === state.queue[0]);
  const codes = clearing.filter(({ name }) => name === 'orderCancelled').map(({ values }) => values['code']);
  const isCancelling = codes.includes(ResultCode.orderGroupTripped);
  const before = front as OwnerSweep;
  const isPassing = now !== undefined && now.lookedAt > before.lookedAt && now.cancelled === before.cancelled;
  return [
    ...together,
    ...(isCancelling ? ['sweep of a group cancels a member'] : []),
    ...(isPassing ? ['sweep of a group passes over an order'] : []),
  ];
}

function pendingSituations({ records, state }: GroupSweepScene): string[] {
  const advanced = records.find(({ name }) => name === 'advanced')?.values;
  const isAhead = state.orderGroups.some(({ isSweepAhead }) => isSweepAhead);
  if (advanced?.['isPending'] !== 1 || !isAhead || state.queue.length > 0) return [];
  const isDue = state.scheduledCancels.some(({ at }) => at <= state.time);
  const isOther = isDue || state.restingOrders().some((order) => isExpiredAt(order, state.time));
  return isOther ? [] : ['advanced with nothing pending but the sweep of a group to join'];
}

function groupSweeps(queue: readonly QueueItem[]): OwnerSweep[] {
  return queue.filter((item) => {
    return item.itemKind === QueueItemKind.ownerSweep && item.commandKind === setOrderGroup.number;
  }) as OwnerSweep[];
}
