/**
 * Which situations of sweeps a command shows: how far it came at once, whether the rest joined the queue or stopped,
 * and what sweeps do from the queue. It looks at the judge before and after the command.
 */
import {
  CANCEL_PROGRESS_NAMES,
  CancelProgress,
  cancelOrders,
  clearMarket,
  decode,
  type Layout,
  MARKET_STATE_NAMES,
  MarketState,
  QueueItemKind,
  ResultCode,
  scheduleCancel,
  setMarketState,
  setOrderGroup,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../../judge/naive-exchange.ts';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import type { OwnerSweep, QueueItem, Sweep } from '../../judge/queue/queue-item.ts';
import { marketOfWork, waitingOrders } from '../../workload/queue/queued-work.ts';
import { clearingRecords, ownRecords } from '../records.ts';
import { FILTER_SITUATIONS, filterSituations } from './filters.ts';

const STATES = Object.values(MARKET_STATE_NAMES);
const PROGRESS = Object.values(CANCEL_PROGRESS_NAMES);

export const SWEEP_SITUATIONS = [
  ...['cancelOrders', 'clearMarket', 'setMarketState'].flatMap((name) => PROGRESS.map((word) => `${name} ${word}`)),
  ...FILTER_SITUATIONS,
  'cancelOrders of an owner without orders',
  'cancelOrders that cancels none of several orders',
  'cancelOrders that looks at as many as it may, and no more are left',
  'cancelOrders stopped by a full queue',
  'cancelOrders stopped where there is no queue',
  'cancelOrders stopped by a sweep of its own account',
  'cancelOrders stopped by a sweep of another account of its owner',
  'cancelOrders queued behind a scheduled sweep of its owner',
  'cancelOrders queued behind the sweep of a group of its owner',
  ...['clearMarket', 'setMarketState'].flatMap((name) => [
    `${name} joins the queue`,
    `${name} left to a sweep that is there`,
    `${name} of an empty market`,
    `${name} of a market with orders that wait`,
  ]),
  'sweep of a market stopped by a full queue',
  'sweep of a market stopped where there is no queue',
  'sweep left to one that is there while the queue is full',
  'clearMarket in open',
  'clearMarket in closed',
  'clearMarket in another state',
  ...STATES.map((state) => `state set to ${state} where work is queued`),
  'market opened again while it is swept',
  'market that was closed is opened',
  'two sweeps of markets in the queue',
  'two sweeps of owners in the queue',
  'sweeps of a market and of an owner in the queue',
  'two scheduled sweeps of one owner in the queue',
  ...['cancelOrders', 'scheduleCancel', 'setOrderGroup', 'clearMarket', 'setMarketState'].map(
    (name) => `${name} done over several commands`,
  ),
  'sweep from the queue cancels an order',
  'sweep from the queue passes over an order',
  'sweep of an owner spares an order that came after it began',
  'sweep of a market goes from bids to asks',
  'sweep of a market cancels orders of several owners',
  'sweep of an owner cancels orders of several accounts',
  'sweep done that cancelled nothing',
  'sweep done that cancelled at once and from the queue',
  'sweep done whose orders all left before it came to them',
];

/** What is known before a command is applied. */
interface Before {
  readonly layout: Layout | undefined;
  readonly command: Uint8Array;
  /** Copies, since sweeps change as they go on. */
  readonly queue: readonly QueueItem[];
  readonly waited: ReadonlySet<number>;
  readonly states: readonly MarketState[];
}

export class SweepCoverage {
  private readonly reach: (key: string) => void;
  private before: Before | undefined;
  /** How many orders each sweep in the queue had cancelled when it joined, by its command's sequence. */
  private readonly atOnce = new Map<number, number>();

  constructor(reach: (key: string) => void) {
    this.reach = reach;
  }

  /** Takes note of what a command will find. */
  foresee(layout: Layout | undefined, command: Uint8Array, state: NaiveState): void {
    const queue = state.queue.map((item) => ({ ...item }));
    const waited = new Set(waitingOrders(state).map(({ order }) => order));
    const states = state.markets.map((market) => market.state);
    this.before = { layout, command, queue, waited, states };
  }

  observe(answer: Answer, state: NaiveState): void {
    const { before } = this;
    if (answer.records.some(({ name }) => name === 'started')) this.atOnce.clear();
    if (before === undefined || state.genesis === undefined) return;
    const { layout } = before;
    this.observeQueue(before, clearingRecords(layout, answer), state);
    this.observeDone(answer.records, state);
    const own = ownRecords(layout, answer);
    if (answer.code !== ResultCode.accepted || layout === undefined) return;
    if (layout === cancelOrders) this.observeCancel(before, own, state);
    if (layout === clearMarket) {
      const { market } = decode(clearMarket, before.command);
      const where = MARKET_STATE_NAMES[before.states[market] ?? MarketState.open];
      this.reach(`clearMarket in ${where === 'open' || where === 'closed' ? where : 'another state'}`);
    }
    if (layout === setMarketState) this.observeState(before, state);
    if (own.at(-1)?.name === 'marketCleared') this.observeClearing(before, layout.name, own, state);
  }

  private observeCancel(before: Before, own: readonly JudgeRecord[], state: NaiveState): void {
    const last = own.at(-1)?.values;
    const values = decode(cancelOrders, before.command);
    const { makersPerCommandMax, queueItemsMax } = state.limits;
    const cancelled = own.slice(0, -1).map((record) => Number(record.values['order']));
    const progress = Number(last?.['progress']);
    const isDone = progress === CancelProgress.done;
    this.reach(`cancelOrders ${CANCEL_PROGRESS_NAMES[progress as CancelProgress]}`);
    const scene = { values, cancelled, waited: before.waited, state };
    for (const key of filterSituations(scene)) this.reach(key);
    const owner = state.accounts[values.account]?.owner;
    const left = state.openOrders().filter(({ account }) => state.accounts[account]?.owner === owner);
    if (left.length + cancelled.length === 0) this.reach('cancelOrders of an owner without orders');
    if (left.length > 1 && cancelled.length === 0) this.reach('cancelOrders that cancels none of several orders');
    const isFull = left.length + cancelled.length === makersPerCommandMax;
    if (isDone && isFull) this.reach('cancelOrders that looks at as many as it may, and no more are left');
    const others = state.queue.filter((item) => isOwnerSweep(item) && item.commandSequence !== state.sequence);
    const ofOwner = (others as OwnerSweep[]).filter(({ account }) => state.accounts[account]?.owner === owner);
    const rival = ofOwner.find(({ commandKind }) => commandKind === cancelOrders.number);
    if (progress === CancelProgress.stopped) {
      const whose = rival?.account === values.account ? 'its own account' : 'another account of its owner';
      if (rival !== undefined) this.reach(`cancelOrders stopped by a sweep of ${whose}`);
      else this.reach(`cancelOrders stopped ${queueItemsMax === 0 ? 'where there is no queue' : 'by a full queue'}`);
    }
    if (progress !== CancelProgress.queued) return;
    this.atOnce.set(state.sequence, cancelled.length);
    const kinds = ofOwner.map(({ commandKind }) => commandKind);
    if (kinds.includes(scheduleCancel.number)) this.reach('cancelOrders queued behind a scheduled sweep of its owner');
    if (kinds.includes(setOrderGroup.number)) {
      this.reach('cancelOrders queued behind the sweep of a group of its owner');
    }
  }

  private observeState({ command, states }: Before, state: NaiveState): void {
    const { market } = decode(setMarketState, command);
    const now = state.markets[market]?.state;
    const items = state.queue.filter(
      (item) => marketOfWork(item) === market && item.commandSequence !== state.sequence,
    );
    if (items.length > 0)
      this.reach(`state set to ${MARKET_STATE_NAMES[now ?? MarketState.open]} where work is queued`);
    const isSwept = items.some(({ itemKind }) => itemKind === QueueItemKind.marketSweep);
    if (now !== MarketState.open) return;
    if (isSwept) this.reach('market opened again while it is swept');
    if (states[market] === MarketState.closed) this.reach('market that was closed is opened');
  }

  private observeClearing(before: Before, name: string, own: readonly JudgeRecord[], state: NaiveState): void {
    const { market, cancelled, progress } = own.at(-1)?.values ?? {};
    this.reach(`${name} ${CANCEL_PROGRESS_NAMES[Number(progress) as CancelProgress]}`);
    if (cancelled === 0 && progress === CancelProgress.done) this.reach(`${name} of an empty market`);
    const isWaited = waitingOrders(state).some((order) => order.market === market && before.waited.has(order.order));
    if (isWaited) this.reach(`${name} of a market with orders that wait`);
    const joined = state.queue.find(({ commandSequence }) => commandSequence === state.sequence);
    const isFull = state.queue.length === state.limits.queueItemsMax;
    if (progress === CancelProgress.queued) {
      this.reach(`${name} ${joined === undefined ? 'left to a sweep that is there' : 'joins the queue'}`);
      if (joined === undefined && isFull) this.reach('sweep left to one that is there while the queue is full');
    }
    if (joined !== undefined) this.atOnce.set(state.sequence, Number(cancelled));
    if (progress !== CancelProgress.stopped) return;
    this.reach(
      `sweep of a market stopped ${state.limits.queueItemsMax === 0 ? 'where there is no queue' : 'by a full queue'}`,
    );
  }

  /** What is in the queue together, and what sweeps did from it while the command was cleared. */
  private observeQueue(before: Before, clearing: readonly JudgeRecord[], state: NaiveState): void {
    const markets = state.queue.filter(({ itemKind }) => itemKind === QueueItemKind.marketSweep);
    const owners = state.queue.filter(isOwnerSweep);
    if (markets.length > 1) this.reach('two sweeps of markets in the queue');
    if (new Set(owners.map(({ account }) => state.accounts[account]?.owner)).size > 1) {
      this.reach('two sweeps of owners in the queue');
    }
    if (markets.length > 0 && owners.length > 0) this.reach('sweeps of a market and of an owner in the queue');
    const scheduled = owners.filter(({ commandKind }) => commandKind === scheduleCancel.number);
    const scheduledOwners = scheduled.map(({ account }) => state.accounts[account]?.owner);
    if (new Set(scheduledOwners).size < scheduledOwners.length) {
      this.reach('two scheduled sweeps of one owner in the queue');
    }
    const [front] = before.queue;
    if (front === undefined || front.itemKind === QueueItemKind.deferred) return;
    for (const { name, values } of clearing) {
      const isSweeping = SWEEPING.includes(Number(values['code']));
      if (isSweeping && name === 'orderCancelled') this.reach('sweep from the queue cancels an order');
    }
    const [now] = state.queue;
    if (now?.commandSequence !== front.commandSequence) return;
    this.observeStep(front, now, clearing, state);
  }

  private observeStep(front: Sweep, now: QueueItem, clearing: readonly JudgeRecord[], state: NaiveState): void {
    if (isOwnerSweep(front) && isOwnerSweep(now)) {
      if (now.lookedAt > front.lookedAt && now.cancelled === front.cancelled) {
        this.reach('sweep from the queue passes over an order');
      }
      const accounts = clearing.filter(({ name }) => name === 'orderCancelled').map(({ values }) => values['account']);
      if (accounts.some((account) => account !== front.account) && now.cancelled > front.cancelled) {
        this.reach('sweep of an owner cancels orders of several accounts');
      }
      return;
    }
    const cleared = clearing.filter(({ values }) => values['code'] === ResultCode.marketCleared);
    const owners = new Set(cleared.map(({ values }) => state.accounts[Number(values['account'])]?.owner));
    if (owners.size > 1) this.reach('sweep of a market cancels orders of several owners');
    const { book } = state.marketOf(front);
    if (cleared.length > 1 && book.bids.length === 0) this.reach('sweep of a market goes from bids to asks');
  }

  private observeDone(records: readonly JudgeRecord[], state: NaiveState): void {
    for (const { name, values } of records) {
      const sequence = Number(values['commandSequence']);
      const item = this.before?.queue.find(({ commandSequence }) => commandSequence === sequence);
      if (name !== 'queuedDone' || item === undefined || item.itemKind === QueueItemKind.deferred) continue;
      const cancelled = Number(values['cancelled']);
      const atOnce = this.atOnce.get(sequence) ?? 0;
      this.atOnce.delete(sequence);
      this.reach(`${KINDS.get(item.commandKind)} done over several commands`);
      if (cancelled === 0) this.reach('sweep done that cancelled nothing');
      if (atOnce > 0 && cancelled > atOnce) this.reach('sweep done that cancelled at once and from the queue');
      if (item.itemKind === QueueItemKind.marketSweep && cancelled === atOnce) {
        this.reach('sweep done whose orders all left before it came to them');
      }
      if (!isOwnerSweep(item)) continue;
      const isSpared = state.openOrders().some(({ order, account }) => {
        return order > item.lastOrder && account === item.account;
      });
      if (isSpared) this.reach('sweep of an owner spares an order that came after it began');
    }
  }
}

const { cancelledByUser, scheduledCancel, marketCleared } = ResultCode;
/** With these codes orders leave while a command is cleared, before which none of a user is carried out. */
const SWEEPING: readonly number[] = [cancelledByUser, scheduledCancel, marketCleared];
const KINDS = new Map<number, string>(
  [cancelOrders, scheduleCancel, setOrderGroup, clearMarket, setMarketState].map(({ number, name }) => [number, name]),
);

function isOwnerSweep(item: QueueItem): item is OwnerSweep {
  return item.itemKind === QueueItemKind.ownerSweep;
}
