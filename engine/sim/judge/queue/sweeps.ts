/** The cancelling of many orders: so many at once, and the rest step by step from the queue. */
import {
  CancelFilter,
  CancelProgress,
  cancelOrders,
  marketCleared,
  ordersCancelled,
  QueueItemKind,
  type ResultCode,
  scheduleCancel,
  setOrderGroup,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import type { Market, Order } from '../orders/naive-book.ts';
import { ordersOf } from '../orders/order-quotas.ts';
import { ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { membersOf } from './order-groups.ts';
import type { OwnerSweep, Sweep } from './queue-item.ts';
import { queueRoom } from './queue-room.ts';

/** The command of an owner. */
export function sweepOwner(state: NaiveState, command: ValuesOf<typeof cancelOrders.specs>): Refusal | undefined {
  const { account, filter, market, ofKey, ofSession, ofGroup } = command;
  const isMarketNamed = (filter & CancelFilter.ofMarket) !== 0;
  if (isMarketNamed && state.markets[market] === undefined) return refuse('marketUnknown', 'market');
  const sweep: OwnerSweep = {
    itemKind: QueueItemKind.ownerSweep,
    commandKind: command.kind,
    commandSequence: state.sequence,
    ...{ account, filter, market, ofKey, ofSession, ofGroup },
    lastOrder: state.lastOrder,
    lookedAt: 0,
    cancelled: 0,
  };
  const progress = begin(state, sweep, isOwnerSwept(state, account) ? CancelProgress.stopped : undefined);
  state.emit(ordersCancelled, { account, cancelled: sweep.cancelled, progress });
  return undefined;
}

/** What clearMarket does, and setMarketState when it closes a market. */
export function sweepMarket(state: NaiveState, { number }: Market, commandKind: number): void {
  const isSwept = state.queue.some((item) => item.itemKind === QueueItemKind.marketSweep && item.market === number);
  const origin = { commandKind, commandSequence: state.sequence };
  const sweep: Sweep = { itemKind: QueueItemKind.marketSweep, ...origin, market: number, cancelled: 0 };
  const progress = begin(state, sweep, isSwept ? CancelProgress.queued : undefined);
  state.emit(marketCleared, { market: number, cancelled: sweep.cancelled, progress });
}

/** One step of a sweep at the front of the queue: it looks at the next order, or finds that it is done. */
export function stepOfSweep(state: NaiveState, sweep: Sweep): void {
  const order = nextOrder(state, sweep);
  if (order !== undefined) {
    lookAt(state, sweep, order);
    return;
  }
  state.leaveQueue(sweep);
  state.emitQueuedDone(sweep, 'accepted');
}

/**
 * Looks at as many orders as one command may, and lets the rest join the queue where it can. `ifOther` is how far it
 * came with orders left, when another sweep in the queue keeps it from joining.
 */
function begin(state: NaiveState, sweep: Sweep, ifOther: CancelProgress | undefined): CancelProgress {
  for (let looked = 0; looked < state.limits.makersPerCommandMax; looked += 1) {
    const order = nextOrder(state, sweep);
    if (order === undefined) return CancelProgress.done;
    lookAt(state, sweep, order);
  }
  if (nextOrder(state, sweep) === undefined) return CancelProgress.done;
  if (ifOther !== undefined) return ifOther;
  if (queueRoom(state) === 0) return CancelProgress.stopped;
  // From the queue it looks at all of them again.
  if (sweep.itemKind === QueueItemKind.ownerSweep) sweep.lookedAt = 0;
  state.queue.push(sweep);
  return CancelProgress.queued;
}

/** The order that a sweep is to look at next. */
function nextOrder(state: NaiveState, sweep: Sweep): Order | undefined {
  if (sweep.itemKind === QueueItemKind.marketSweep) {
    const { book } = state.marketOf(sweep);
    return book.bids[0] ?? book.asks[0];
  }
  const { lookedAt, lastOrder } = sweep;
  const ahead = ordersOf(state, ownerOf(state, sweep.account)).filter(
    ({ order }) => order > lookedAt && order <= lastOrder,
  );
  return ahead.sort((a, b) => a.order - b.order)[0];
}

function lookAt(state: NaiveState, sweep: Sweep, order: Order): void {
  if (sweep.itemKind === QueueItemKind.ownerSweep) {
    sweep.lookedAt = order.order;
    if (!fits(state, sweep, order)) return;
  }
  sweep.cancelled += 1;
  state.cancel(order, codeOf(sweep));
}

/** Whether an order, which is of the owner, is one that the filter admits. */
function fits(state: NaiveState, sweep: OwnerSweep, order: Order): boolean {
  const { filter, account, market, ofKey, ofSession, ofGroup } = sweep;
  const isFlagSet = (flag: number) => (filter & flag) !== 0;
  if (!isFlagSet(CancelFilter.wholeOwner) && order.account !== account) return false;
  if (isFlagSet(CancelFilter.ofMarket) && order.market !== market) return false;
  if (isFlagSet(CancelFilter.ofKey) && order.key !== ofKey) return false;
  if (isFlagSet(CancelFilter.ofSession) && order.session !== ofSession) return false;
  // An order that waits does not rest in its group yet.
  return !isFlagSet(CancelFilter.ofGroup) || membersOf(state, ofGroup).includes(order);
}

function codeOf({ itemKind, commandKind }: Sweep): keyof typeof ResultCode {
  if (itemKind === QueueItemKind.marketSweep) return 'marketCleared';
  if (commandKind === setOrderGroup.number) return 'orderGroupTripped';
  return commandKind === scheduleCancel.number ? 'scheduledCancel' : 'cancelledByUser';
}

/** Whether a cancelOrders of the owner of an account is in the queue. */
function isOwnerSwept(state: NaiveState, account: number): boolean {
  const owner = ownerOf(state, account);
  return state.queue.some((item) => {
    const isOfCommand = item.itemKind === QueueItemKind.ownerSweep && item.commandKind === cancelOrders.number;
    return isOfCommand && ownerOf(state, item.account) === owner;
  });
}
