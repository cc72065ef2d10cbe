/**
 * How an order comes to rest, is stated anew and goes: with its place in the ring, its queue, the heap of expiries and
 * the counts, and the records that say so. It belongs to the hot path of the book.
 */
import { assert } from '../bug.ts';
import { highOf, wide } from '../clock.ts';
import { amendFields, placeFields } from '../command-fields.ts';
import { COMMAND_INDEX_MASK } from '../input-buffer.ts';
import type { OrderReserves } from '../margin/order-reserves.ts';
import { pairsOf } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { placeOrder } from '../schema/command.ts';
import { wordOf } from '../schema/layout.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { OrderGroups } from '../state/order-groups.ts';
import type { ExpiryHeap } from './expiry-heap.ts';
import type { LevelQueues } from './level-queues.ts';
import type { OrderPool } from './order-pool.ts';
import type { OrderRing } from './order-ring.ts';
import { NO_SEAT, type OrderSeats } from './order-seats.ts';
import { ColdWord, CountWord, OrderMark, OrderWord } from './order-words.ts';
import type { OwnerOrders } from './owner-orders.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ORDER_SHIFT = 4;
const COLD_SHIFT = 3;
const { shown: SHOWN, numberLow: NUMBER_LOW, numberHigh: NUMBER_HIGH, account: ACCOUNT } = OrderWord;
const { side: SIDE, price: PRICE, terms: TERMS, level: LEVEL, next: NEXT, size: SIZE } = OrderWord;
const { flags: FLAGS, hidden: HIDDEN, seat: SEAT } = OrderWord;
/** In pairs of words, in which an order is copied where its words lie side by side. */
const CLIENT_ORDER_ID_PAIR = ColdWord.clientOrderId / 2;
const KEY_AND_SESSION_PAIR = ColdWord.key / 2;
const { displaySize: DISPLAY_SIZE, idEntry: ID_ENTRY } = ColdWord;
const { openOrders: OPEN_ORDERS, work: WORK, decremented: DECREMENTED } = CountWord;
const COMMAND_MASK = COMMAND_INDEX_MASK;
const { holdsId: HOLDS_ID, expires: EXPIRES, inGroup: IN_GROUP } = OrderMark;
const ORDER_EXPIRED = ResultCode.orderExpired;

/** Fields of a command in the input, in words from its start. */
const PLACE_KEY_AND_SESSION_PAIR = wordOf(placeOrder, 'key') / 2;
const PLACE_CLIENT_ORDER_ID_PAIR = wordOf(placeOrder, 'clientOrderId') / 2;

/** Told when an order goes that kept its client order id beyond the valid-until. */
export interface HeldIds {
  forget(entry: number): void;
}

export type OrderLives = ReturnType<typeof createOrderLives>;

/** The lives of the orders in a pool. Commands are read from `input`, records written to `records`. */
export function createOrderLives(
  pool: OrderPool,
  queues: LevelQueues,
  ring: OrderRing,
  seats: OrderSeats,
  ownerOrders: OwnerOrders,
  expiries: ExpiryHeap,
  counts: Int32Array,
  ids: HeldIds,
  groups: OrderGroups,
  reserves: OrderReserves,
  input: Int32Array,
  records: RecordBuffer,
) {
  const { orders, cold, show, displaySizeOf, remainingOf, numberOf, expiryOf, isWaiting, groupOf, joinGroup } = pool;
  const { setBuilder } = pool;
  const { enqueue, dequeue, putBack, takeShown } = queues;
  const placed = placeFields(input);
  const amended = amendFields(input);
  const orderPairs = pairsOf(orders);
  const coldPairs = pairsOf(cold);
  const inputPairs = pairsOf(input);
  const hasMargin = reserves.isOn;

  /**
   * Rests the remainder of a placeOrder, that starts at a word of the input, at the back of its level, under the last
   * number that the ring gave. The seat has counted it already; whoever calls adds it to its owner's list. `isBare`: it
   * has no expiry, flags, group, builder, slippage or display size.
   */
  function add(command: number, side: number, step: number, remaining: number, seat: number, isBare: boolean): void {
    const at = command & COMMAND_MASK;
    const slot = ring.slotOf(ring.lastLow());
    const order = slot << ORDER_SHIFT;
    const bookSide = (((placed.market[at] as number) << 1) + side - 1) | 0;
    write(slot, at, bookSide, seat);
    show(order, isBare ? 0 : (placed.displaySize[at] as number), remaining);
    enqueue(slot, bookSide, step);
    if (isBare) return;
    const expiryLow = placed.expiryLow[at] as number;
    const expiryHigh = placed.expiryHigh[at] as number;
    const group = placed.orderGroup[at] as number;
    const builder = placed.builder[at] as number;
    if ((expiryLow | expiryHigh | group | builder) === 0) return;
    if ((expiryLow | expiryHigh) !== 0) watchExpiry(slot, expiryLow, expiryHigh);
    if (group !== 0) joinGroup(slot, group);
    if (builder !== 0) setBuilder(slot, builder, placed.builderRate[at] as number);
  }

  /** Makes the order of a placeOrder wait as an item of the work queue. It is open, and in no queue of the book. */
  function wait(command: number, seat: number, item: number): number {
    const at = command & COMMAND_MASK;
    const slot = ring.slotOf(ring.lastLow());
    const order = slot << ORDER_SHIFT;
    write(slot, at, ((placed.market[at] as number) << 1) + ((placed.terms[at] as number) & 0xff) - 1, seat);
    show(order, 0, placed.size[at] as number);
    orders[order | LEVEL] = 0;
    orders[order | NEXT] = item;
    return slot;
  }

  /** Writes what a placeOrder says into the slot of the last number that the ring gave, and counts the order. */
  function write(slot: number, command: number, bookSide: number, seat: number): void {
    const at = command & COMMAND_MASK;
    const order = slot << ORDER_SHIFT;
    orderPairs[(order | NUMBER_LOW) >>> 1] = ring.last[0] as bigint;
    orders[order | ACCOUNT] = placed.account[at] as number;
    orders[order | SIDE] = bookSide;
    orders[order | PRICE] = placed.price[at] as number;
    orders[order | TERMS] = placed.terms[at] as number;
    orders[order | SIZE] = (placed.size[at] as number) - (counts[DECREMENTED] as number);
    orders[order | FLAGS] = placed.flags[at] as number;
    orders[order | SEAT] = seat;
    const rare = slot << COLD_SHIFT;
    const rarePair = rare >>> 1;
    const atPair = at >>> 1;
    coldPairs[rarePair | CLIENT_ORDER_ID_PAIR] = inputPairs[atPair + PLACE_CLIENT_ORDER_ID_PAIR] as bigint;
    coldPairs[rarePair | (CLIENT_ORDER_ID_PAIR + 1)] = inputPairs[atPair + PLACE_CLIENT_ORDER_ID_PAIR + 1] as bigint;
    coldPairs[rarePair | KEY_AND_SESSION_PAIR] = inputPairs[atPair + PLACE_KEY_AND_SESSION_PAIR] as bigint;
    cold[rare | DISPLAY_SIZE] = placed.displaySize[at] as number;
    ring.take(slot);
    counts[OPEN_ORDERS] = (counts[OPEN_ORDERS] as number) + 1;
  }

  /** Takes an open order out of the book and out of every index, with a record that says why. */
  function cancel(slot: number, reason: ResultCode): void {
    recordCancelled(slot, reason);
    dequeue(slot);
    if (hasMargin) leaveRow(slot, remainingOf(slot));
    drop(slot);
  }

  /** Cancels the orders that expired by a time, the earliest first, at most so many, and answers how many. */
  function clearExpired(time: number, ordersMax: number): number {
    let cleared = 0;
    while (cleared < ordersMax && expiries.size() > 0 && expiries.firstExpiry() <= time) {
      cancel(expiries.first(), ORDER_EXPIRED);
      cleared += 1;
    }
    counts[WORK] = (counts[WORK] as number) + cleared;
    return cleared;
  }

  /** States an order anew, in its place in the queue. The total size and the expiry are the new ones. */
  function amendInPlace(slot: number, command: number, remaining: number): void {
    const at = slot << ORDER_SHIFT;
    const before = orders[at | SHOWN] as number;
    const shown = remaining < before ? remaining : before;
    takeShown(slot, before - shown);
    if (hasMargin) reserve(slot, remaining - remainingOf(slot));
    restate(slot, command, shown, remaining - shown);
    recordAmended(slot, 1);
  }

  /** Takes an order out of its queue and states it anew; `rest` or `leave` must follow. */
  function lift(slot: number, command: number, remaining: number): void {
    dequeue(slot);
    restate(slot, command, remaining, 0);
    recordAmended(slot, 0);
  }

  /** Puts a lifted order, with what remains of it and is reserved for, at the back of the level of a step. */
  function rest(slot: number, step: number, remaining: number): void {
    const at = slot << ORDER_SHIFT;
    orders[at | SIZE] = (orders[at | SIZE] as number) - (counts[DECREMENTED] as number);
    show(at, displaySizeOf(slot), remaining);
    enqueue(slot, orders[at | SIDE] as number, step);
  }

  /** Reserves for so many lots more of an order that rests, below 0 for so many fewer. */
  function reserve(slot: number, lots: number): void {
    const at = slot << ORDER_SHIFT;
    reserves.reserve(
      orders[at | SEAT] as number,
      orders[at | ACCOUNT] as number,
      orders[at | SIDE] as number,
      orders[at | FLAGS] as number,
      orders[at | PRICE] as number,
      lots,
    );
  }

  /** Lets a lifted order go: it filled, or what remained of it was cancelled. */
  function leave(slot: number): void {
    if (hasMargin) leaveRow(slot, 0);
    drop(slot);
  }

  /** An order enters the row of its account, with what remains of it. Answers whether there was room for the row. */
  function enterRow(slot: number): boolean {
    const at = slot << ORDER_SHIFT;
    return reserves.enter(
      orders[at | SEAT] as number,
      orders[at | ACCOUNT] as number,
      orders[at | SIDE] as number,
      orders[at | FLAGS] as number,
      orders[at | PRICE] as number,
      remainingOf(slot),
    );
  }

  /** Lets an order go from the row of its account, where it is reserved for with so many lots. */
  function leaveRow(slot: number, lots: number): void {
    const at = slot << ORDER_SHIFT;
    reserves.leave(
      orders[at | SEAT] as number,
      orders[at | ACCOUNT] as number,
      orders[at | SIDE] as number,
      orders[at | FLAGS] as number,
      orders[at | PRICE] as number,
      lots,
    );
  }

  /** Takes an order out of its queue and of the counts; `reattach` or `leaveReplaced` must follow. */
  function detach(slot: number): void {
    if (!isWaiting(slot)) {
      dequeue(slot);
      if (hasMargin) leaveRow(slot, remainingOf(slot));
    }
    uncount(slot);
  }

  /** Puts a detached order back as it was, at the level of its step. Nothing may have changed since. */
  function reattach(slot: number, step: number, owner: number): void {
    const at = slot << ORDER_SHIFT;
    const market = (orders[at | SIDE] as number) >>> 1;
    orders[at | SEAT] = seats.take(NO_SEAT, owner, market);
    ring.take(slot);
    counts[OPEN_ORDERS] = (counts[OPEN_ORDERS] as number) + 1;
    if (isWaiting(slot)) return;
    putBack(slot, step);
    if (hasMargin) assert(enterRow(slot), 'an order that was there has a row');
  }

  /** Lets a detached order go, with a record that says that another takes its place. */
  function leaveReplaced(slot: number): void {
    recordCancelled(slot, ResultCode.replaced);
    forget(slot);
  }

  /** Forgets an order that is in no queue any more. */
  function drop(slot: number): void {
    uncount(slot);
    forget(slot);
  }

  /** Gives the place of an order in the ring back, and counts it no longer. */
  function uncount(slot: number): void {
    ring.release(slot);
    seats.leave(orders[(slot << ORDER_SHIFT) | SEAT] as number);
    counts[OPEN_ORDERS] = (counts[OPEN_ORDERS] as number) - 1;
  }

  /** Takes an order out of its owner's list and of the indexes in which only some are, and forgets its number. */
  function forget(slot: number): void {
    const at = slot << ORDER_SHIFT;
    const flags = orders[at | FLAGS] as number;
    // A seat that was given back still names the owner until it is taken again, which meanwhile only its owner can.
    ownerOrders.part(slot, seats.ownerOf(orders[at | SEAT] as number));
    if ((flags & EXPIRES) !== 0) expiries.remove(slot);
    if ((flags & IN_GROUP) !== 0) groups.addMember(groupOf(slot), -1);
    if ((flags & HOLDS_ID) !== 0) ids.forget(cold[(slot << COLD_SHIFT) | ID_ENTRY] as number);
    orders[at | NUMBER_LOW] = 0;
    orders[at | NUMBER_HIGH] = 0;
  }

  /**
   * Lets a waiting order be open no longer while its turn lasts. It keeps its place among its owner's orders, so that
   * when it then is not added again, `part` must follow.
   */
  function suspend(slot: number): void {
    uncount(slot);
    const at = slot << ORDER_SHIFT;
    orders[at | NUMBER_LOW] = 0;
    orders[at | NUMBER_HIGH] = 0;
  }

  /**
   * Writes the new price, total size, display and expiry that an amendOrder states.
   */
  function restate(slot: number, command: number, shown: number, hidden: number): void {
    const at = command & COMMAND_MASK;
    const order = slot << ORDER_SHIFT;
    const flags = orders[order | FLAGS] as number;
    if ((flags & EXPIRES) !== 0) expiries.remove(slot);
    orders[order | FLAGS] = flags & ~EXPIRES;
    orders[order | PRICE] = amended.price[at] as number;
    orders[order | SIZE] = amended.size[at] as number;
    orders[order | SHOWN] = shown;
    orders[order | HIDDEN] = hidden;
    cold[(slot << COLD_SHIFT) | DISPLAY_SIZE] = amended.displaySize[at] as number;
    const expiryLow = amended.expiryLow[at] as number;
    const expiryHigh = amended.expiryHigh[at] as number;
    if ((expiryLow | expiryHigh) !== 0) watchExpiry(slot, expiryLow, expiryHigh);
  }

  function watchExpiry(slot: number, expiryLow: number, expiryHigh: number): void {
    const at = slot << ORDER_SHIFT;
    orders[at | FLAGS] = (orders[at | FLAGS] as number) | EXPIRES;
    expiries.add(slot, wide(expiryLow, expiryHigh), numberOf(slot));
  }

  function recordCancelled(slot: number, reason: ResultCode): void {
    const at = slot << ORDER_SHIFT;
    records.cancelled(
      reason,
      orders[at | NUMBER_LOW] as number,
      orders[at | NUMBER_HIGH] as number,
      orders[at | ACCOUNT] as number,
      (orders[at | SIDE] as number) >>> 1,
      remainingOf(slot),
    );
  }

  function recordAmended(slot: number, keptPlace: number): void {
    const at = slot << ORDER_SHIFT;
    records.amended(
      orders[at | NUMBER_LOW] as number,
      orders[at | NUMBER_HIGH] as number,
      orders[at | ACCOUNT] as number,
      (orders[at | SIDE] as number) >>> 1,
      orders[at | PRICE] as number,
      orders[at | SIZE] as number,
      expiryOf(slot) | 0,
      highOf(expiryOf(slot)),
      displaySizeOf(slot),
      remainingOf(slot),
      keptPlace,
    );
  }

  return {
    add,
    wait,
    suspend,
    cancel,
    clearExpired,
    amendInPlace,
    lift,
    rest,
    leave,
    detach,
    reattach,
    leaveReplaced,
    reserve,
    enterRow,
    leaveRow,
    forget,
    drop,
  };
}
