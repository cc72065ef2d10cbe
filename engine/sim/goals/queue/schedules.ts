/**
 * Which situations of scheduled cancels a command shows, and of the clearing in which they come due and the queue is
 * drained. It looks at the judge before and after the command.
 */
import {
  decode,
  type Layout,
  QueueItemKind,
  ResultCode,
  SCHEDULE_AHEAD_MICROS,
  scheduleCancel,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { JudgeRecord, NaiveState, ScheduledCancel } from '../../judge/naive-state.ts';
import { overdueIds } from '../../judge/orders/client-order-ids.ts';
import { isExpiredAt } from '../../judge/orders/naive-book.ts';
import type { RememberedId } from '../../judge/orders/remembered-id.ts';
import type { QueueItem } from '../../judge/queue/queue-item.ts';
import { clearingRecords, turnRecords } from '../records.ts';

export const SCHEDULE_SITUATIONS = [
  'cancel scheduled anew',
  'cancel scheduled just far enough ahead',
  'cancel put off',
  'cancel brought forward',
  'cancel taken back',
  'cancel taken back where none is scheduled',
  'cancel refused that is a microsecond too soon',
  'cancel scheduled while the sweep of an earlier one is queued',
  'due cancel joins the queue',
  'due cancel joins the queue and is begun by one command',
  'due cancels join the queue together',
  'due cancels of one time join the queue',
  'due cancel waits while the queue is full',
  'due cancel joins once the queue has room',
  'due cancel put off by expired orders',
  'due cancel put off by ids',
  'cancel taken back where there is no queue',
  'scheduled sweep that finds no order',
  'scheduled sweep that spares another account of its owner',
  'advanced with nothing pending but the queue',
  'advanced with nothing pending but a due cancel and the queue',
  'drain ended by a turn',
  'steps of a sweep and a turn in one command',
  'several steps of a sweep in one command',
  'sweep done and the next begun in one command',
  'queue drained to its end',
  'queue and expired orders cleared by one command',
  'queue and ids cleared by one command',
  'queue put off by expired orders',
  'queue put off by ids',
  'queue put off by due cancels',
];

/** What is known before a command is applied. */
interface Before {
  readonly layout: Layout | undefined;
  readonly command: Uint8Array;
  /** Copies, since sweeps change as they go on. */
  readonly queue: readonly QueueItem[];
  readonly schedules: readonly ScheduledCancel[];
  readonly ids: readonly RememberedId[];
}

/** How many items of each sort a command cleared. */
interface Cleared {
  readonly expired: number;
  readonly ids: number;
  /** Scheduled cancels that joined the queue. */
  readonly joined: readonly ScheduledCancel[];
}

export class ScheduleCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  /** The sequences of commands whose cancel was due and found no room. */
  private readonly waiting = new Set<number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const queue = state.queue.map((item) => ({ ...item }));
    this.before = { layout, command, queue, schedules: [...state.scheduledCancels], ids: [...state.ids] };
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before } = this;
    const { code, records } = answer;
    if (records.some(({ name }) => name === 'started')) this.waiting.clear();
    if (before === undefined || state.genesis === undefined) return;
    const { layout } = before;
    if (layout === scheduleCancel) this.observeSchedule(before, code, state);
    const clearing = clearingRecords(layout, answer);
    const cleared = clearedBy(before, clearing, state);
    this.observeDue(before, cleared, state);
    this.observeDrain(before, cleared, clearing, state);
    this.observeScheduledSweep(before, clearing, state);
    const advanced = records.find(({ name }) => name === 'advanced')?.values;
    if (advanced?.['isPending'] === 1) this.observePending(Number(advanced['cleared']), clearing, state);
  }

  private observeSchedule({ command, schedules }: Before, code: number, state: NaiveState): void {
    const { account, at } = decode(scheduleCancel, command);
    const isJustTooSoon = at === state.time + SCHEDULE_AHEAD_MICROS - 1;
    if (code === ResultCode.scheduleTooSoon && isJustTooSoon)
      this.reach('cancel refused that is a microsecond too soon');
    if (code !== ResultCode.accepted) return;
    const old = schedules.find((scheduled) => scheduled.account === account && scheduled.at > state.time);
    if (at === 0) {
      if (state.limits.queueItemsMax === 0) this.reach('cancel taken back where there is no queue');
      this.reach(`cancel taken back${old === undefined ? ' where none is scheduled' : ''}`);
      return;
    }
    if (at === state.time + SCHEDULE_AHEAD_MICROS) this.reach('cancel scheduled just far enough ahead');
    if (old === undefined) this.reach('cancel scheduled anew');
    else if (at !== old.at) this.reach(`cancel ${at > old.at ? 'put off' : 'brought forward'}`);
    const isQueued = state.queue.some((item) => isScheduled(item) && item.account === account);
    if (isQueued) this.reach('cancel scheduled while the sweep of an earlier one is queued');
  }

  private observeDue({ schedules, queue }: Before, { joined, expired, ids }: Cleared, state: NaiveState): void {
    const { drainPerCommandMax, queueItemsMax } = state.limits;
    if (joined.length > 0) this.reach('due cancel joins the queue');
    if (joined.length > 1) this.reach('due cancels join the queue together');
    const isOneTime = joined.some(({ at, account }) => {
      return schedules.some((other) => other.at === at && other.account !== account);
    });
    if (isOneTime) this.reach('due cancels of one time join the queue');
    const isBegun = joined.some(({ commandSequence }) => {
      const item = state.queue.find((other) => other.commandSequence === commandSequence);
      return item === undefined || ('lookedAt' in item && item.lookedAt > 0);
    });
    if (isBegun) this.reach('due cancel joins the queue and is begun by one command');
    if (joined.some(({ commandSequence }) => this.waiting.has(commandSequence))) {
      this.reach('due cancel joins once the queue has room');
    }
    const left = schedules.filter(
      (scheduled) => scheduled.at <= state.time && state.scheduledCancels.includes(scheduled),
    );
    if (left.length === 0) return;
    if (expired >= drainPerCommandMax) this.reach('due cancel put off by expired orders');
    else if (expired + ids >= drainPerCommandMax) this.reach('due cancel put off by ids');
    else if (queue.length === queueItemsMax && joined.length === 0) {
      this.reach('due cancel waits while the queue is full');
      for (const { commandSequence } of left) this.waiting.add(commandSequence);
    }
  }

  private observeDrain(
    { queue }: Before,
    { expired, ids, joined }: Cleared,
    clearing: readonly JudgeRecord[],
    state: NaiveState,
  ): void {
    const { drainPerCommandMax } = state.limits;
    const [front] = queue;
    if (front === undefined) return;
    const now = state.queue.find(({ commandSequence }) => commandSequence === front.commandSequence);
    const isStepped = now === undefined || stepsOf(front, now) > 0;
    if (state.queue.length === 0) this.reach('queue drained to its end');
    if (isStepped && expired > 0) this.reach('queue and expired orders cleared by one command');
    if (isStepped && ids > 0) this.reach('queue and ids cleared by one command');
    if (now !== undefined && stepsOf(front, now) > 1) this.reach('several steps of a sweep in one command');
    const isTurned = turnRecords(clearing).length > 0;
    if (isTurned && front.itemKind !== QueueItemKind.deferred) this.reach('steps of a sweep and a turn in one command');
    const next = queue[1];
    const then = state.queue.find(({ commandSequence }) => commandSequence === next?.commandSequence);
    const isNextBegun = next !== undefined && then !== undefined && stepsOf(next, then) > 0;
    if (now === undefined && isNextBegun) this.reach('sweep done and the next begun in one command');
    if (isStepped) return;
    if (expired >= drainPerCommandMax) this.reach('queue put off by expired orders');
    else if (expired + ids >= drainPerCommandMax) this.reach('queue put off by ids');
    else if (joined.length > 0) this.reach('queue put off by due cancels');
  }

  private observeScheduledSweep({ queue }: Before, clearing: readonly JudgeRecord[], state: NaiveState): void {
    for (const { name, values } of clearing) {
      if (name !== 'queuedDone' || values['commandKind'] !== scheduleCancel.number) continue;
      const { account, cancelled } = values;
      if (cancelled === 0) this.reach('scheduled sweep that finds no order');
      const item = queue.find(({ commandSequence }) => commandSequence === values['commandSequence']);
      const owner = state.accounts[Number(account)]?.owner;
      const isSpared = state.openOrders().some((order) => {
        const isSibling = order.account !== account && state.accounts[order.account]?.owner === owner;
        return isSibling && item !== undefined && 'lastOrder' in item && order.order <= item.lastOrder;
      });
      if (isSpared) this.reach('scheduled sweep that spares another account of its owner');
    }
  }

  private observePending(cleared: number, clearing: readonly JudgeRecord[], state: NaiveState): void {
    const isTurned = turnRecords(clearing).length > 0;
    const isCutShort = isTurned && cleared < state.limits.drainPerCommandMax && state.queue.length > 0;
    if (isCutShort) this.reach('drain ended by a turn');
    const isOther =
      state.restingOrders().some((order) => isExpiredAt(order, state.time)) || overdueIds(state).length > 0;
    const isGroupAhead = state.orderGroups.some(({ isSweepAhead }) => isSweepAhead);
    if (isOther || isGroupAhead || state.queue.length === 0) return;
    const isDue = state.scheduledCancels.some(({ at }) => at <= state.time);
    this.reach(`advanced with nothing pending but ${isDue ? 'a due cancel and the queue' : 'the queue'}`);
  }
}

function clearedBy({ schedules, ids }: Before, clearing: readonly JudgeRecord[], state: NaiveState): Cleared {
  const expired = clearing.filter(({ values }) => values['code'] === ResultCode.orderExpired).length;
  const joined = schedules.filter(({ at, commandSequence }) => {
    const isGone = !state.scheduledCancels.some((other) => other.commandSequence === commandSequence);
    const isKnown =
      state.queue.some((item) => item.commandSequence === commandSequence) ||
      clearing.some(({ values }) => values['commandSequence'] === commandSequence);
    return at <= state.time && isGone && isKnown;
  });
  // An id that no order holds and that is not the same object any more was let go.
  const kept = new Set(state.ids);
  return { expired, joined, ids: ids.filter((id) => !id.isHeld && !kept.has(id)).length };
}

/** How far a sweep came between two moments; a deferred command takes its only step with its turn. */
function stepsOf(before: QueueItem, now: QueueItem): number {
  if (before.itemKind === QueueItemKind.deferred || now.itemKind === QueueItemKind.deferred) return 0;
  const cancelled = now.cancelled - before.cancelled;
  return 'lookedAt' in before && 'lookedAt' in now && cancelled === 0
    ? Number(now.lookedAt > before.lookedAt)
    : cancelled;
}

function isScheduled(item: QueueItem): item is Extract<QueueItem, { itemKind: typeof QueueItemKind.ownerSweep }> {
  return item.itemKind === QueueItemKind.ownerSweep && item.commandKind === scheduleCancel.number;
}
