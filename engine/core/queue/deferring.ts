/**
 * Deferring: how a command for a market with queued work joins the queue instead of being applied, and how an order
 * that waits there leaves it before its turn. The section and numbers are those of docs/concepts/rules.md.
 */
import type { Clock } from '../clock.ts';
import { COMMAND_INDEX_MASK } from '../input-buffer.ts';
import { hexOf } from '../numbers/sha256.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { amendOrder, placeOrder } from '../schema/command.ts';
import { wordOf } from '../schema/layout.ts';
import { NO_FIELD, orderDeferred, queuedDone } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import { QueueItemKind } from '../schema/snapshot.ts';
import type { Exchange } from '../state/exchange.ts';
import { ItemWord } from '../state/work-queue.ts';

const COMMAND_MASK = COMMAND_INDEX_MASK;
const ACCOUNT = wordOf(placeOrder, 'account');
const MARKET = wordOf(placeOrder, 'market');
const CLIENT_ORDER_ID = wordOf(placeOrder, 'clientOrderId');
const CLIENT_ORDER_ID_BYTES = 16;
const AMENDED = wordOf(amendOrder, 'order');
const PLACE_WORDS = placeOrder.byteLength / 4;
const AMEND_WORDS = amendOrder.byteLength / 4;
const ACCEPTED = ResultCode.accepted;

export type Deferring = ReturnType<typeof createDeferring>;

/** Over the tables and the queue of an exchange, for commands in `input` whose sequence the clock has. */
export function createDeferring(exchange: Exchange, input: Int32Array, clock: Clock, records: RecordBuffer) {
  const { book, accounts, markets, queue, clientOrderIds: ids, orderQuotas: quotas } = exchange;
  const { seats, ring } = book;
  const { ordersMax } = exchange.terms;

  /** 14: defers a placeOrder or replaceOrder for a market that exists, or answers why not. */
  function place(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    if (queue.isFull()) return ResultCode.queueFull;
    const market = input[at + MARKET] as number;
    const account = input[at + ACCOUNT] as number;
    const owner = accounts.ownerOf(account);
    const seat = seats.find(owner, market);
    if (book.openOrderCount() >= ordersMax) return ResultCode.ordersFull;
    if (seats.totalOf(owner) >= quotas.ordersMaxOf(owner)) return ResultCode.orderQuotaReached;
    if (seats.countOf(seat) >= quotas.marketOrdersMaxOf(owner)) return ResultCode.marketOrderQuotaReached;
    const isRemembered = ids.isOn && hasId(at);
    if (isRemembered && ids.isFull()) return ResultCode.clientOrderIdsFull;
    ring.give();
    if (isRemembered) ids.add(at, ring.lastLow(), ring.lastHigh());
    const item = join(at, PLACE_WORDS, market, ring.lastLow(), ring.lastHigh());
    const slot = book.wait(at, seats.take(seat, owner, market), item);
    book.ownerOrders.join(slot, owner);
    records.append(orderDeferred, ACCEPTED, {
      order: ring.lastGiven(),
      account,
      commandKind: (input[at] as number) & 0xff,
      clientOrderId: hexOf(new Uint8Array(input.buffer, (at + CLIENT_ORDER_ID) * 4, CLIENT_ORDER_ID_BYTES)),
    });
    return ACCEPTED;
  }

  /** 14: defers the amendOrder of an open order, or answers why not. */
  function amend(command: number, slot: number): ResultCode {
    const at = command & COMMAND_MASK;
    if (queue.isFull()) return ResultCode.queueFull;
    if (book.awaitsAmend(slot)) return ResultCode.amendWaits;
    join(at, AMEND_WORDS, book.marketOf(slot), input[at + AMENDED] as number, input[at + AMENDED + 1] as number);
    book.setAwaitsAmend(slot, true);
    const account = input[at + ACCOUNT] as number;
    records.append(orderDeferred, ACCEPTED, {
      order: book.numberOf(slot),
      account,
      commandKind: amendOrder.number,
    });
    return ACCEPTED;
  }

  function join(at: number, words: number, market: number, orderLow: number, orderHigh: number): number {
    const item = queue.append();
    queue.set(item, ItemWord.itemKind, QueueItemKind.deferred);
    queue.set(item, ItemWord.commandKind, (input[at] as number) & 0xff);
    queue.set(item, ItemWord.commandSequence, clock[0] as number);
    queue.set(item, ItemWord.commandSequence + 1, clock[1] as number);
    queue.set(item, ItemWord.order, orderLow);
    queue.set(item, ItemWord.order + 1, orderHigh);
    queue.set(item, ItemWord.account, input[at + ACCOUNT] as number);
    queue.set(item, ItemWord.market, market);
    queue.itemWords(item).set(input.subarray(at, at + words), ItemWord.command);
    markets.addQueuedWork(market, 1);
    return item;
  }

  function hasId(at: number): boolean {
    return input.subarray(at + CLIENT_ORDER_ID, at + CLIENT_ORDER_ID + 4).some((word) => word !== 0);
  }

  /** Takes a waiting order out of the queue, with the final record of its command. */
  function leave(slot: number, reason: ResultCode): void {
    removeItem(slot, reason);
    book.drop(slot);
  }

  /** The same for an order that was detached, since another takes its place. */
  function leaveReplaced(slot: number): void {
    removeItem(slot, ResultCode.replaced);
    book.forget(slot);
  }

  function removeItem(slot: number, reason: ResultCode): void {
    const item = book.itemOf(slot);
    finish(item, reason, NO_FIELD);
    queue.remove(item);
    markets.addQueuedWork(queue.get(item, ItemWord.market), -1);
  }

  /** Writes the final record of a deferred command. */
  function finish(item: number, code: ResultCode, field: number): void {
    records.append(queuedDone, code, {
      commandSequence: queue.getWide(item, ItemWord.commandSequence),
      order: queue.getWide(item, ItemWord.order),
      account: queue.get(item, ItemWord.account),
      commandKind: queue.get(item, ItemWord.commandKind),
      field,
    });
  }

  return { place, amend, leave, leaveReplaced, finish };
}
