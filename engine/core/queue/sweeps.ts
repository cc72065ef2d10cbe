/**
 * Sweeps: cancelling the orders of an owner or of a market one by one, some with the command that asks for it, the
 * rest as an item of the work queue. The section is that of docs/concepts/rules.md.
 */
import { assert } from '../bug.ts';
import type { Clock } from '../clock.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { CancelFilter, cancelOrders, scheduleCancel, setOrderGroup } from '../schema/command.ts';
import type { ValuesOf } from '../schema/layout.ts';
import { CancelProgress, marketCleared, NO_FIELD, queuedDone } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import { QueueItemKind } from '../schema/snapshot.ts';
import type { Exchange } from '../state/exchange.ts';
import { GroupSweep } from '../state/order-groups.ts';
import { ItemWord } from '../state/work-queue.ts';
import type { Deferring } from './deferring.ts';

const ACCEPTED = ResultCode.accepted;
/** Item 0 of the queue, where a sweep is prepared that may not have to join it. */
const PREPARED = 0;

export type Sweeps = ReturnType<typeof createSweeps>;

/** Over the book and the queue of an exchange, for commands whose sequence the clock has. */
export function createSweeps(exchange: Exchange, clock: Clock, records: RecordBuffer, deferring: Deferring) {
  const { book, accounts, markets, queue, sweepsOfOwners, sweepsOfMarkets, orderGroups } = exchange;
  const { ownerOrders, tree } = book;
  const { makersPerCommandMax: atOnceMax } = exchange.terms;
  // The item whose next order the cursor of `ownerOrders` is, 0 when none.
  let cursorItem = 0;

  /** Begins a sweep as item 0, for the present command. */
  function prepare(itemKind: QueueItemKind, commandKind: number): void {
    queue.clear(PREPARED);
    queue.set(PREPARED, ItemWord.itemKind, itemKind);
    queue.set(PREPARED, ItemWord.commandKind, commandKind);
    queue.set(PREPARED, ItemWord.commandSequence, clock[0] as number);
    queue.set(PREPARED, ItemWord.commandSequence + 1, clock[1] as number);
  }

  /** 15: sweeps the orders of an account or owner by the filter given, and says how far that came. */
  function sweepOwner(command: ValuesOf<typeof cancelOrders.specs>) {
    const { account, filter } = command;
    prepare(QueueItemKind.ownerSweep, cancelOrders.number);
    queue.setWide(PREPARED, ItemWord.order, book.ring.lastGiven());
    queue.set(PREPARED, ItemWord.account, account);
    queue.set(PREPARED, ItemWord.filter, filter);
    queue.set(PREPARED, ItemWord.market, command.market);
    queue.set(PREPARED, ItemWord.ofKey, command.ofKey);
    queue.set(PREPARED, ItemWord.ofSession, command.ofSession);
    queue.set(PREPARED, ItemWord.ofGroup, command.ofGroup);
    const owner = accounts.ownerOf(account);
    let slot = ownerOrders.firstOf(owner);
    let looked = 0;
    for (; looked < atOnceMax && slot !== 0; looked += 1) slot = look(PREPARED, slot, owner);
    book.addWork(looked);
    const isRest = slot !== 0;
    const mayJoin = !queue.isFull() && sweepsOfOwners[owner] === 0;
    const progress = !isRest ? CancelProgress.done : mayJoin ? CancelProgress.queued : CancelProgress.stopped;
    if (progress === CancelProgress.queued) {
      // From the queue it looks at all of them again, since to find where it was would take as many steps.
      queue.setWide(PREPARED, ItemWord.lookedAt, 0);
      queue.appendPrepared();
      sweepsOfOwners[owner] = 1;
    }
    return { cancelled: queue.get(PREPARED, ItemWord.cancelled), progress };
  }

  /** Puts the sweep of an account whose scheduled cancel has come at the back of the queue, which has room. */
  function joinScheduled(account: number, commandSequence: number): void {
    prepare(QueueItemKind.ownerSweep, scheduleCancel.number);
    queue.setWide(PREPARED, ItemWord.commandSequence, commandSequence);
    queue.setWide(PREPARED, ItemWord.order, book.ring.lastGiven());
    queue.set(PREPARED, ItemWord.account, account);
    queue.appendPrepared();
  }

  /** Puts the sweep of a group that tripped at the back of the queue, which has room. */
  function joinTripped(group: number): void {
    prepare(QueueItemKind.ownerSweep, setOrderGroup.number);
    queue.setWide(PREPARED, ItemWord.commandSequence, orderGroups.trippedAt(group));
    queue.setWide(PREPARED, ItemWord.order, book.ring.lastGiven());
    queue.set(PREPARED, ItemWord.account, orderGroups.accountOf(group));
    queue.set(PREPARED, ItemWord.filter, CancelFilter.ofGroup);
    queue.set(PREPARED, ItemWord.ofGroup, group);
    queue.appendPrepared();
    orderGroups.setSweep(group, GroupSweep.queued);
  }

  /** Looks at an order for a sweep, cancels it where the filter admits it, and answers the owner's next. */
  function look(item: number, slot: number, owner: number): number {
    queue.setWide(item, ItemWord.lookedAt, book.numberOf(slot));
    const next = ownerOrders.nextOf(slot, owner);
    if (!admits(item, slot)) return next;
    count(item);
    const reason = reasonOf(queue.get(item, ItemWord.commandKind));
    if (book.isWaiting(slot)) deferring.leave(slot, reason);
    else book.cancel(slot, reason);
    return next;
  }

  function admits(item: number, slot: number): boolean {
    const filter = queue.get(item, ItemWord.filter);
    const isOfAccount = book.accountOf(slot) === queue.get(item, ItemWord.account);
    if (!isOfAccount && (filter & CancelFilter.wholeOwner) === 0) return false;
    const isOfMarket = book.marketOf(slot) === queue.get(item, ItemWord.market);
    if (!isOfMarket && (filter & CancelFilter.ofMarket) !== 0) return false;
    const isOfKey = book.keyOf(slot) === queue.get(item, ItemWord.ofKey);
    if (!isOfKey && (filter & CancelFilter.ofKey) !== 0) return false;
    const isOfSession = book.sessionOf(slot) === queue.get(item, ItemWord.ofSession);
    if (!isOfSession && (filter & CancelFilter.ofSession) !== 0) return false;
    if ((filter & CancelFilter.ofGroup) === 0) return true;
    return !book.isWaiting(slot) && book.groupOf(slot) === queue.get(item, ItemWord.ofGroup);
  }

  function count(item: number): void {
    queue.set(item, ItemWord.cancelled, queue.get(item, ItemWord.cancelled) + 1);
  }

  /** 15: cancels the orders that rest in a market, for the command of a kind, and says how far that came. */
  function sweepMarket(market: number, commandKind: number): void {
    prepare(QueueItemKind.marketSweep, commandKind);
    queue.set(PREPARED, ItemWord.market, market);
    let cancelled = 0;
    while (cancelled < atOnceMax && cancelFirst(PREPARED, market)) cancelled += 1;
    book.addWork(cancelled);
    const isRest = firstOfMarket(market) !== 0;
    const isQueued = sweepsOfMarkets[market] !== 0;
    const mayJoin = !isQueued && !queue.isFull();
    const progress = !isRest
      ? CancelProgress.done
      : isQueued || mayJoin
        ? CancelProgress.queued
        : CancelProgress.stopped;
    if (isRest && mayJoin) {
      queue.appendPrepared();
      sweepsOfMarkets[market] = 1;
      markets.addQueuedWork(market, 1);
    }
    records.append(marketCleared, ACCEPTED, { market, cancelled, progress });
  }

  function firstOfMarket(market: number): number {
    const bid = tree.bestLevel(market * 2);
    const level = bid === 0 ? tree.bestLevel(market * 2 + 1) : bid;
    return level === 0 ? 0 : book.firstOf(level);
  }

  function cancelFirst(item: number, market: number): boolean {
    const slot = firstOfMarket(market);
    if (slot === 0) return false;
    count(item);
    book.cancel(slot, ResultCode.marketCleared);
    return true;
  }

  /** One step of the sweep at the front of the queue, which leaves it when nothing is left to do. */
  function step(item: number): void {
    const isMarket = queue.get(item, ItemWord.itemKind) === QueueItemKind.marketSweep;
    const isDone = isMarket ? !cancelFirst(item, queue.get(item, ItemWord.market)) : !stepOwner(item);
    if (isDone) finish(item, isMarket);
  }

  function stepOwner(item: number): boolean {
    const owner = accounts.ownerOf(queue.get(item, ItemWord.account));
    if (cursorItem !== item) {
      ownerOrders.setCursor(ownerOrders.firstOf(owner));
      cursorItem = item;
    }
    const slot = ownerOrders.cursor();
    if (slot === 0 || book.numberOf(slot) > queue.getWide(item, ItemWord.order)) return false;
    ownerOrders.setCursor(look(item, slot, owner));
    return true;
  }

  function finish(item: number, isMarket: boolean): void {
    const market = queue.get(item, ItemWord.market);
    const account = queue.get(item, ItemWord.account);
    records.append(queuedDone, ACCEPTED, {
      commandSequence: queue.getWide(item, ItemWord.commandSequence),
      account,
      commandKind: queue.get(item, ItemWord.commandKind),
      field: NO_FIELD,
      cancelled: queue.get(item, ItemWord.cancelled),
    });
    assert(queue.first() === item, 'a sweep ends at the front of the queue');
    queue.remove(item);
    if (isMarket) {
      sweepsOfMarkets[market] = 0;
      markets.addQueuedWork(market, -1);
      return;
    }
    cursorItem = 0;
    ownerOrders.setCursor(0);
    const kind = queue.get(item, ItemWord.commandKind);
    if (kind === cancelOrders.number) sweepsOfOwners[accounts.ownerOf(account)] = 0;
    if (kind === setOrderGroup.number) orderGroups.setSweep(queue.get(item, ItemWord.ofGroup), GroupSweep.none);
  }

  /** Finds where the sweep at the front of the queue was, after a restore or a resize, whose work has no bound. */
  function resume(): void {
    const item = queue.first();
    if (queue.count() === 0 || queue.get(item, ItemWord.itemKind) !== QueueItemKind.ownerSweep) return;
    const owner = accounts.ownerOf(queue.get(item, ItemWord.account));
    const lookedAt = queue.getWide(item, ItemWord.lookedAt);
    let slot = ownerOrders.firstOf(owner);
    while (slot !== 0 && book.numberOf(slot) <= lookedAt) slot = ownerOrders.nextOf(slot, owner);
    ownerOrders.setCursor(slot);
    cursorItem = item;
  }

  return { sweepOwner, sweepMarket, joinScheduled, joinTripped, step, resume };
}

/** Why the orders go that a command of a kind makes go. */
function reasonOf(commandKind: number): ResultCode {
  if (commandKind === scheduleCancel.number) return ResultCode.scheduledCancel;
  return commandKind === setOrderGroup.number ? ResultCode.orderGroupTripped : ResultCode.cancelledByUser;
}
