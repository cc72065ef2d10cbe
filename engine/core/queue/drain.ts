/** What every command does first: it clears what is pending, in the order of docs/concepts/rules.md section 2. */
import { type Clock, timeOf } from '../clock.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { QueueItemKind } from '../schema/snapshot.ts';
import { closeExpired } from '../senders/session-commands.ts';
import type { Exchange } from '../state/exchange.ts';
import { ItemWord } from '../state/work-queue.ts';
import type { Sweeps } from './sweeps.ts';
import type { Turns } from './turns.ts';

/** Over what is pending in an exchange. */
export function createDrain(exchange: Exchange, clock: Clock, records: RecordBuffer, sweeps: Sweeps, turns: Turns) {
  const { book, sessions, clientOrderIds: ids, queue, scheduledCancels, orderGroups, drainMax } = exchange;
  const { expiries } = book;

  /**
   * Clears as many items as one command may, and answers how many that was. Most commands find nothing that may be
   * pending, which is one question here; which of it is, is asked beyond.
   */
  function clear(): number {
    const ofTime = expiries.size() | sessions.count() | ids.waitingCount() | scheduledCancels.count();
    return (ofTime | orderGroups.toQueueCount() | queue.count()) === 0 ? 0 : clearPending();
  }

  /** The same while there is something that may be pending. */
  function clearPending(): number {
    let cleared = 0;
    if (expiries.size() !== 0) cleared = book.clearExpired(timeOf(clock), drainMax);
    if (sessions.firstExpiry() <= timeOf(clock)) {
      const closed = closeExpired(exchange, timeOf(clock), drainMax - cleared, records);
      book.addWork(closed);
      cleared += closed;
    }
    if (ids.isDue()) {
      const forgotten = ids.clear(book, drainMax - cleared);
      book.addWork(forgotten);
      cleared += forgotten;
    }
    const isQuiet = (scheduledCancels.count() | orderGroups.toQueueCount() | queue.count()) === 0;
    return isQuiet ? cleared : cleared + clearQueued(drainMax - cleared);
  }

  /** Scheduled cancels whose time has come, groups that tripped and what is in the queue, at most so many items. */
  function clearQueued(itemsMax: number): number {
    let cleared = 0;
    while (cleared < itemsMax && isCancelDue() && !queue.isFull()) {
      const account = scheduledCancels.firstAccount();
      sweeps.joinScheduled(account, scheduledCancels.sequenceOf(account));
      scheduledCancels.set(account, 0, 0);
      cleared += 1;
    }
    while (cleared < itemsMax && orderGroups.toQueueCount() !== 0 && !queue.isFull()) {
      sweeps.joinTripped(orderGroups.firstToQueue());
      cleared += 1;
    }
    let isTurn = false;
    while (cleared < itemsMax && !isTurn && queue.count() !== 0) {
      const item = queue.first();
      isTurn = queue.get(item, ItemWord.itemKind) === QueueItemKind.deferred;
      if (isTurn) turns.take(item);
      else sweeps.step(item);
      cleared += 1;
    }
    book.addWork(cleared);
    return cleared;
  }

  function isCancelDue(): boolean {
    return scheduledCancels.firstTime() <= timeOf(clock);
  }

  /**
   * From when on something is pending: 0 when something waits in the queue, the largest number when nothing will be.
   */
  function dueTime(): number {
    if ((orderGroups.toQueueCount() | queue.count()) !== 0) return 0;
    const ofOrders = Math.min(expiries.firstExpiry(), scheduledCancels.firstTime());
    return Math.min(ofOrders, sessions.firstExpiry(), ids.dueTime());
  }

  /** Whether more is pending at this time. */
  function isPending(): boolean {
    return dueTime() <= timeOf(clock);
  }

  return { clear, isPending, dueTime };
}
