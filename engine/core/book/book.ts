/**
 * The order book of every market: orders in one pool, queues of orders at levels, and matching by
 * price and time. This is the hot path, and the one room where speed is worth cleverness: flat
 * numbers, typed arrays, no allocation. It assumes that whoever calls has checked the command, and
 * it is judged record by record by the naive book of the simulation.
 */
import { type Clock, highOf, TIME_HIGH, TIME_LOW, wide } from '../clock.ts';
import { COMMAND_INDEX_MASK } from '../input-buffer.ts';
import { mayFill } from '../margin-question.ts';
import { createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { amendOrder, placeOrder, SelfTrade, Side } from '../schema/command.ts';
import { wordOf } from '../schema/layout.ts';
import { ResultCode } from '../schema/result-code.ts';
import { createExpiryHeap } from './expiry-heap.ts';
import { createLevelTree } from './level-tree.ts';
import { createOrderRing } from './order-ring.ts';

/** An order is 64 bytes that every operation touches, and 32 that cancels and fills do not. */
const ORDER_WORDS = 16;
const ORDER_SHIFT = 4;
const NEXT = 0;
const PREVIOUS = 1;
const LEVEL = 2;
/** Lots that stand in the queue: all that remain, or of an iceberg those that it shows. */
const SHOWN = 3;
const NUMBER_LOW = 4;
const NUMBER_HIGH = 5;
const ACCOUNT = 6;
/** Book side: twice the market, and one more for asks. */
const SIDE = 7;
const PRICE = 8;
/** The four bytes side, order type, time in force and self-trade mode, as in the command. */
const TERMS = 9;
const EXPIRY_LOW = 10;
const EXPIRY_HIGH = 11;
/** Total size with what has filled, less what was lost by decrement. */
const SIZE = 12;
const FLAGS = 13;
/** Lots that remain and are not shown. */
const HIDDEN = 14;
const OWNER = 15;

const COLD_WORDS = 8;
const COLD_SHIFT = 3;
const CLIENT_ORDER_ID = 0;
const KEY = 4;
const SESSION = 5;
const DISPLAY_SIZE = 6;

/** A level is the ends of its queue, and the low and high word of its lots. It takes 16 bytes. */
const LEVEL_WORDS = 4;
const LEVEL_SHIFT = 2;
const HEAD = 0;
const TAIL = 1;
const LOTS_LOW = 2;
const LOTS_HIGH = 3;

/**
 * Small numbers that change with every command live in one array, which the compiled code reads and
 * writes without checks.
 */
const OPEN_ORDERS = 0;
const WORK = 1;
const STOP = 2;
const TOUCHED = 3;
/** Lots that the present taker lost by decrement. */
const DECREMENTED = 4;
/** Of the present taker: its owner, and its mode of self-trade prevention. */
const TAKER_OWNER = 5;
const SELF_TRADE = 6;

// Names of this module itself, because the compiled code folds those and not imported ones.
const BUY = Side.buy;
const COMMAND_MASK = COMMAND_INDEX_MASK;
const [AT_TIME_LOW, AT_TIME_HIGH] = [TIME_LOW, TIME_HIGH];
const ACCEPTED = ResultCode.accepted;
const ORDER_EXPIRED = ResultCode.orderExpired;
const SELF_TRADE_PREVENTED = ResultCode.selfTradePrevented;

/** Fields of a command in the input, in words from its start. */
const PLACE_ACCOUNT = wordOf(placeOrder, 'account');
const PLACE_KEY = wordOf(placeOrder, 'key');
const PLACE_SESSION = wordOf(placeOrder, 'session');
const PLACE_MARKET = wordOf(placeOrder, 'market');
const PLACE_PRICE = wordOf(placeOrder, 'price');
const PLACE_SIZE = wordOf(placeOrder, 'size');
const PLACE_DISPLAY_SIZE = wordOf(placeOrder, 'displaySize');
const PLACE_EXPIRY = wordOf(placeOrder, 'expiry');
const PLACE_TERMS = wordOf(placeOrder, 'side');
const PLACE_FLAGS = wordOf(placeOrder, 'flags');
const PLACE_CLIENT_ORDER_ID = wordOf(placeOrder, 'clientOrderId');
const AMEND_PRICE = wordOf(amendOrder, 'price');
const AMEND_SIZE = wordOf(amendOrder, 'size');
const AMEND_DISPLAY_SIZE = wordOf(amendOrder, 'displaySize');
const AMEND_EXPIRY = wordOf(amendOrder, 'expiry');

export interface BookCapacities {
  readonly marketsMax: number;
  readonly ordersMax: number;
  readonly levelsMax: number;
  readonly makersPerCommandMax: number;
}

/** What the tables take of the machine they are on; no result depends on it. */
export interface PhysicalTerms {
  /** Room for levels beyond the capacity. */
  readonly spareSlots: number;
  /** Whether the memory of orders is taken at once. */
  readonly isResident: boolean;
}

export type Book = ReturnType<typeof createBook>;

/**
 * An empty book for so much. It reads commands in `input`, writes to `records`, and takes the time
 * of the present command from `clock`. A factory of closures and not a class: the arrays
 * are then constants of the compiled code.
 */
export function createBook(
  capacities: BookCapacities,
  input: Int32Array,
  records: RecordBuffer,
  clock: Clock,
  physical: PhysicalTerms,
) {
  const tree = createLevelTree(capacities.marketsMax * 2, capacities.levelsMax, physical.spareSlots);
  const ring = createOrderRing(capacities.ordersMax);
  const expiries = createExpiryHeap(ring.size);
  const orders = createWords((ring.size + 1) * ORDER_WORDS);
  const cold = createWords((ring.size + 1) * COLD_WORDS);
  if (physical.isResident) {
    // The ring comes round to every slot in turn, so that all of this is in use before long.
    orders.fill(0);
    cold.fill(0);
  }
  const levels = createWords(tree.levelIndexesMax * LEVEL_WORDS);
  const lastFill = createWords(2);
  const makersMax = capacities.makersPerCommandMax;
  const counts = createWords(7);

  function beginWork(): void {
    counts[WORK] = 0;
    counts[DECREMENTED] = 0;
  }

  /** Adds to the work of the present command what was done outside the book. */
  function addWork(steps: number): void {
    counts[WORK] = (counts[WORK] as number) + steps;
  }

  /** The slot of the open order of a number, 0 when there is none. */
  function find(numberLow: number, numberHigh: number): number {
    const slot = ring.slotOf(numberLow);
    const at = slot << ORDER_SHIFT;
    const isSame = orders[at | NUMBER_LOW] === numberLow && orders[at | NUMBER_HIGH] === numberHigh;
    return isSame ? slot : 0;
  }

  /** Reads the memory where an order of a number would be, and keeps what it read only so that the reading is done. */
  function touch(numberLow: number): void {
    counts[TOUCHED] = orders[(ring.slotOf(numberLow) << ORDER_SHIFT) | NEXT] as number;
  }

  function accountOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | ACCOUNT] as number;
  }

  function marketOf(slot: number): number {
    return (orders[(slot << ORDER_SHIFT) | SIDE] as number) >>> 1;
  }

  function priceOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | PRICE] as number;
  }

  function sideOf(slot: number): number {
    return ((orders[(slot << ORDER_SHIFT) | SIDE] as number) & 1) + 1;
  }

  function flagsOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | FLAGS] as number;
  }

  function ownerOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | OWNER] as number;
  }

  function selfTradeOf(slot: number): number {
    return (orders[(slot << ORDER_SHIFT) | TERMS] as number) >>> 24;
  }

  function displaySizeOf(slot: number): number {
    return cold[(slot << COLD_SHIFT) | DISPLAY_SIZE] as number;
  }

  /** Lots that stand in the queue. */
  function shownOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | SHOWN] as number;
  }

  /** Lots that remain, shown or not. */
  function remainingOf(slot: number): number {
    const at = slot << ORDER_SHIFT;
    return (orders[at | SHOWN] as number) + (orders[at | HIDDEN] as number);
  }

  function filledOf(slot: number): number {
    return (orders[(slot << ORDER_SHIFT) | SIZE] as number) - remainingOf(slot);
  }

  /** Whether the order's expiry is not after the command's time. */
  function isExpired(slot: number): boolean {
    const at = slot << ORDER_SHIFT;
    const high = orders[at | EXPIRY_HIGH] as number;
    const low = orders[at | EXPIRY_LOW] as number;
    if ((low | high) === 0) return false;
    const timeHigh = clock[AT_TIME_HIGH] as number;
    return high === timeHigh ? low >>> 0 <= (clock[AT_TIME_LOW] as number) >>> 0 : high < timeHigh;
  }

  /**
   * Rests the remainder of a placeOrder, that starts at a word of the input, at the back of its
   * level, under the last number that the ring gave.
   */
  function add(command: number, side: number, step: number, remaining: number, owner: number): void {
    const at = command & COMMAND_MASK;
    const numberLow = ring.lastLow();
    const slot = ring.slotOf(numberLow);
    const order = slot << ORDER_SHIFT;
    const bookSide = ((input[at + PLACE_MARKET] as number) << 1) + side - 1;
    const expiryLow = input[at + PLACE_EXPIRY] as number;
    const expiryHigh = input[at + PLACE_EXPIRY + 1] as number;
    orders[order | NUMBER_LOW] = numberLow;
    orders[order | NUMBER_HIGH] = ring.lastHigh();
    orders[order | ACCOUNT] = input[at + PLACE_ACCOUNT] as number;
    orders[order | SIDE] = bookSide;
    orders[order | PRICE] = input[at + PLACE_PRICE] as number;
    orders[order | TERMS] = input[at + PLACE_TERMS] as number;
    orders[order | EXPIRY_LOW] = expiryLow;
    orders[order | EXPIRY_HIGH] = expiryHigh;
    orders[order | SIZE] = (input[at + PLACE_SIZE] as number) - (counts[DECREMENTED] as number);
    orders[order | FLAGS] = input[at + PLACE_FLAGS] as number;
    orders[order | OWNER] = owner;
    const rare = slot << COLD_SHIFT;
    cold[rare | CLIENT_ORDER_ID] = input[at + PLACE_CLIENT_ORDER_ID] as number;
    cold[rare | (CLIENT_ORDER_ID + 1)] = input[at + PLACE_CLIENT_ORDER_ID + 1] as number;
    cold[rare | (CLIENT_ORDER_ID + 2)] = input[at + PLACE_CLIENT_ORDER_ID + 2] as number;
    cold[rare | (CLIENT_ORDER_ID + 3)] = input[at + PLACE_CLIENT_ORDER_ID + 3] as number;
    cold[rare | KEY] = input[at + PLACE_KEY] as number;
    cold[rare | SESSION] = input[at + PLACE_SESSION] as number;
    const displaySize = input[at + PLACE_DISPLAY_SIZE] as number;
    cold[rare | DISPLAY_SIZE] = displaySize;
    show(order, displaySize, remaining);
    ring.take(slot);
    enqueue(slot, bookSide, step);
    counts[OPEN_ORDERS] = (counts[OPEN_ORDERS] as number) + 1;
    if ((expiryLow | expiryHigh) !== 0) watchExpiry(slot);
  }

  /** Takes an open order out of the book and out of every index, with a record that says why. */
  function cancel(slot: number, reason: ResultCode): void {
    const at = slot << ORDER_SHIFT;
    records.cancelled(
      reason,
      orders[at | NUMBER_LOW] as number,
      orders[at | NUMBER_HIGH] as number,
      orders[at | ACCOUNT] as number,
      (orders[at | SIDE] as number) >>> 1,
      remainingOf(slot),
    );
    dequeue(slot);
    drop(slot);
  }

  /** States an order anew, in its place in the queue. The total size and the expiry are the new ones. */
  function amendInPlace(slot: number, command: number, remaining: number): void {
    const at = slot << ORDER_SHIFT;
    const before = orders[at | SHOWN] as number;
    const shown = remaining < before ? remaining : before;
    takeLots(orders[at | LEVEL] as number, before - shown);
    restate(slot, command, shown, remaining - shown);
    recordAmended(slot, 1);
  }

  /** Takes an order out of its queue and states it anew; `rest` or `leave` must follow. */
  function lift(slot: number, command: number, remaining: number): void {
    dequeue(slot);
    restate(slot, command, remaining, 0);
    recordAmended(slot, 0);
  }

  /** Puts a lifted order, with what remains of it, at the back of the level of a step. */
  function rest(slot: number, step: number, remaining: number): void {
    const at = slot << ORDER_SHIFT;
    orders[at | SIZE] = (orders[at | SIZE] as number) - (counts[DECREMENTED] as number);
    show(at, displaySizeOf(slot), remaining);
    enqueue(slot, orders[at | SIDE] as number, step);
  }

  /** Lets a lifted order go: it filled, or what remained of it was cancelled. */
  function leave(slot: number): void {
    drop(slot);
  }

  /** Makes known whose the next taker is, and what happens when it would meet an order of the same owner. */
  function beginTaker(owner: number, selfTrade: number): void {
    counts[TAKER_OWNER] = owner;
    counts[SELF_TRADE] = selfTrade;
  }

  /** Whether anything rests at a limit or better on the other side, expired or not. */
  function meetsAny(market: number, takerSide: number, limitStep: number): boolean {
    const best = tree.bestStep((market << 1) | (takerSide === BUY ? 1 : 0));
    return takerSide === BUY ? best <= limitStep : best >= limitStep;
  }

  /**
   * Matches the taker that `beginTaker` named against the opposite side, down to the step of its limit, and answers
   * what remains of it. Expired makers it meets leave. `stopReason` says what ended it early, if anything did.
   */
  function match(
    takerLow: number,
    takerHigh: number,
    takerAccount: number,
    market: number,
    takerSide: number,
    limitStep: number,
    size: number,
  ): number {
    const opposite = (market << 1) | (takerSide === BUY ? 1 : 0);
    const owner = counts[TAKER_OWNER] as number;
    let remaining = size;
    counts[STOP] = ACCEPTED;
    let met = 0;
    while (remaining > 0) {
      const step = tree.bestStep(opposite);
      if (takerSide === BUY ? step > limitStep : step < limitStep) break;
      if (met === makersMax) {
        counts[STOP] = ResultCode.workBoundReached;
        break;
      }
      const level = tree.bestLevel(opposite);
      const slot = levels[(level << LEVEL_SHIFT) | HEAD] as number;
      met += 1;
      const isOwn = orders[(slot << ORDER_SHIFT) | OWNER] === owner;
      if (isOwn && !isExpired(slot)) {
        remaining = meetOwn(slot, level, opposite, takerLow, takerHigh, takerAccount, remaining);
      } else remaining = meet(slot, level, opposite, takerLow, takerHigh, takerAccount, takerSide, remaining);
      if (counts[STOP] !== ACCEPTED) break;
    }
    counts[WORK] = (counts[WORK] as number) + met;
    return remaining;
  }

  /**
   * Whether an order at a limit would meet an order that has not expired. When as many expired ones
   * as one command may meet stand before the next, it counts as met, so that the work stays
   * bounded.
   */
  function wouldCross(market: number, takerSide: number, limitStep: number): boolean {
    const opposite = (market << 1) | (takerSide === BUY ? 1 : 0);
    let step = tree.bestStep(opposite);
    if (takerSide === BUY ? step > limitStep : step < limitStep) return false;
    let level = tree.bestLevel(opposite);
    let slot = levels[(level << LEVEL_SHIFT) | HEAD] as number;
    for (let met = 0; met < makersMax; met += 1) {
      counts[WORK] = (counts[WORK] as number) + 1;
      if (!isExpired(slot)) return true;
      slot = orders[(slot << ORDER_SHIFT) | NEXT] as number;
      if (slot !== 0) continue;
      level = tree.next(opposite, level);
      if (level === 0) return false;
      step = tree.stepOf(level);
      if (takerSide === BUY ? step > limitStep : step < limitStep) return false;
      slot = levels[(level << LEVEL_SHIFT) | HEAD] as number;
    }
    return true;
  }

  /** Clears the expired orders that stand at or before a limit, after `wouldCross` said that no other does. */
  function clearExpiredTo(market: number, takerSide: number, limitStep: number): void {
    const opposite = (market << 1) | (takerSide === BUY ? 1 : 0);
    for (;;) {
      const step = tree.bestStep(opposite);
      if (takerSide === BUY ? step > limitStep : step < limitStep) return;
      const slot = levels[(tree.bestLevel(opposite) << LEVEL_SHIFT) | HEAD] as number;
      counts[WORK] = (counts[WORK] as number) + 1;
      cancel(slot, ORDER_EXPIRED);
    }
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

  /** Orders at a level, counted as asked: only readers do. */
  function levelOrders(level: number): number {
    let count = 0;
    for (let slot = firstOf(level); slot !== 0; slot = after(slot)) count += 1;
    return count;
  }

  /** Lots shown at a level; exact below 2^53, which takes millions of orders of the largest size to pass. */
  function levelSize(level: number): number {
    const queue = level << LEVEL_SHIFT;
    return wide(levels[queue | LOTS_LOW] as number, levels[queue | LOTS_HIGH] as number);
  }

  function firstOf(level: number): number {
    return levels[(level << LEVEL_SHIFT) | HEAD] as number;
  }

  function after(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | NEXT] as number;
  }

  function numberOf(slot: number): number {
    const at = slot << ORDER_SHIFT;
    return wide(orders[at | NUMBER_LOW] as number, orders[at | NUMBER_HIGH] as number);
  }

  function restoreFillNumber(number: number): void {
    lastFill[0] = number | 0;
    lastFill[1] = highOf(number);
  }

  /** One order as the words of a snapshotOrder row. */
  function writeSnapshotOrder(slot: number, words: Int32Array, to: number): void {
    const at = slot << ORDER_SHIFT;
    const rare = slot << COLD_SHIFT;
    words[to] = orders[at | NUMBER_LOW] as number;
    words[to + 1] = orders[at | NUMBER_HIGH] as number;
    words[to + 2] = orders[at | EXPIRY_LOW] as number;
    words[to + 3] = orders[at | EXPIRY_HIGH] as number;
    for (let word = 0; word < 4; word += 1) words[to + 4 + word] = cold[rare | (CLIENT_ORDER_ID + word)] as number;
    words[to + 8] = orders[at | ACCOUNT] as number;
    words[to + 9] = orders[at | PRICE] as number;
    words[to + 10] = orders[at | SIZE] as number;
    words[to + 11] = filledOf(slot);
    words[to + 12] = cold[rare | KEY] as number;
    words[to + 13] = cold[rare | SESSION] as number;
    words[to + 14] = cold[rare | DISPLAY_SIZE] as number;
    words[to + 15] = orders[at | TERMS] as number;
    words[to + 16] = orders[at | FLAGS] as number;
    words[to + 17] = orders[at | SHOWN] as number;
  }

  /** Makes a resting iceberg show so many of its lots, as a snapshot says. */
  function restoreShown(slot: number, shown: number): void {
    const at = slot << ORDER_SHIFT;
    takeLots(orders[at | LEVEL] as number, (orders[at | SHOWN] as number) - shown);
    orders[at | HIDDEN] = remainingOf(slot) - shown;
    orders[at | SHOWN] = shown;
  }

  /** One taker meets the first maker of the best level; the answer is what remains of the taker. */
  function meet(
    slot: number,
    level: number,
    opposite: number,
    takerLow: number,
    takerHigh: number,
    takerAccount: number,
    takerSide: number,
    remaining: number,
  ): number {
    const at = slot << ORDER_SHIFT;
    if (isExpired(slot)) {
      cancel(slot, ORDER_EXPIRED);
      return remaining;
    }
    const shown = orders[at | SHOWN] as number;
    const size = shown < remaining ? shown : remaining;
    const market = (orders[at | SIDE] as number) >>> 1;
    const price = orders[at | PRICE] as number;
    const makerAccount = orders[at | ACCOUNT] as number;
    const ofTaker = mayFill(takerAccount, market, takerSide, price, size);
    if (ofTaker !== ACCEPTED) {
      counts[STOP] = ofTaker;
      return remaining;
    }
    const ofMaker = mayFill(makerAccount, market, 3 - takerSide, price, size);
    if (ofMaker !== ACCEPTED) {
      cancel(slot, ofMaker);
      return remaining;
    }
    const fillLow = ((lastFill[0] as number) + 1) | 0;
    const fillHigh = ((lastFill[1] as number) + (fillLow === 0 ? 1 : 0)) | 0;
    lastFill[0] = fillLow;
    lastFill[1] = fillHigh;
    records.filled(
      orders[at | NUMBER_LOW] as number,
      orders[at | NUMBER_HIGH] as number,
      takerLow,
      takerHigh,
      fillLow,
      fillHigh,
      market,
      price,
      size,
      makerAccount,
      takerAccount,
      shown - size + (orders[at | HIDDEN] as number),
      takerSide,
    );
    takeShown(slot, level, opposite, size);
    return remaining - size;
  }

  /** One taker comes to a maker of its owner; the answer is what remains of the taker. */
  function meetOwn(
    slot: number,
    level: number,
    opposite: number,
    takerLow: number,
    takerHigh: number,
    takerAccount: number,
    remaining: number,
  ): number {
    const at = slot << ORDER_SHIFT;
    const mode = counts[SELF_TRADE] as number;
    if (mode !== SelfTrade.decrement) {
      if (mode !== SelfTrade.expireTaker) cancel(slot, SELF_TRADE_PREVENTED);
      if (mode !== SelfTrade.expireMaker) counts[STOP] = SELF_TRADE_PREVENTED;
      return remaining;
    }
    const shown = orders[at | SHOWN] as number;
    const size = shown < remaining ? shown : remaining;
    counts[DECREMENTED] = (counts[DECREMENTED] as number) + size;
    orders[at | SIZE] = (orders[at | SIZE] as number) - size;
    records.decremented(
      orders[at | NUMBER_LOW] as number,
      orders[at | NUMBER_HIGH] as number,
      takerLow,
      takerHigh,
      (orders[at | SIDE] as number) >>> 1,
      size,
      orders[at | ACCOUNT] as number,
      takerAccount,
      remainingOf(slot) - size,
      remaining - size,
    );
    takeShown(slot, level, opposite, size);
    return remaining - size;
  }

  /** Takes lots from what the first order of a level shows. It then is gone, or shows the next of its hidden lots. */
  function takeShown(slot: number, level: number, side: number, size: number): void {
    const at = slot << ORDER_SHIFT;
    const left = (orders[at | SHOWN] as number) - size;
    if (left > 0) {
      orders[at | SHOWN] = left;
      takeLots(level, size);
    } else if (orders[at | HIDDEN] === 0) {
      dequeueHead(slot, level, side, size);
      drop(slot);
    } else showNext(slot, level, size);
  }

  /** The first order of a level, whose shown lots are used up, shows the next from the back of the level. */
  function showNext(slot: number, level: number, lotsTaken: number): void {
    const at = slot << ORDER_SHIFT;
    const queue = level << LEVEL_SHIFT;
    takeLots(level, lotsTaken);
    show(at, displaySizeOf(slot), orders[at | HIDDEN] as number);
    addLots(level, orders[at | SHOWN] as number);
    const next = orders[at | NEXT] as number;
    if (next === 0) return;
    const tail = levels[queue | TAIL] as number;
    levels[queue | HEAD] = next;
    orders[(next << ORDER_SHIFT) | PREVIOUS] = 0;
    orders[(tail << ORDER_SHIFT) | NEXT] = slot;
    orders[at | PREVIOUS] = tail;
    orders[at | NEXT] = 0;
    levels[queue | TAIL] = slot;
  }

  /** Divides what remains of the order at a word into shown and hidden lots. A display size of 0 shows all. */
  function show(order: number, displaySize: number, remaining: number): void {
    const isIceberg = displaySize !== 0 && displaySize < remaining;
    orders[order | SHOWN] = isIceberg ? displaySize : remaining;
    orders[order | HIDDEN] = isIceberg ? remaining - displaySize : 0;
  }

  /** Forgets an order that is in no queue any more. */
  function drop(slot: number): void {
    const at = slot << ORDER_SHIFT;
    ring.release(slot);
    counts[OPEN_ORDERS] = (counts[OPEN_ORDERS] as number) - 1;
    if (((orders[at | EXPIRY_LOW] as number) | (orders[at | EXPIRY_HIGH] as number)) !== 0) expiries.remove(slot);
    orders[at | NUMBER_LOW] = 0;
    orders[at | NUMBER_HIGH] = 0;
  }

  /** Sixteen million orders of 2^31-1 lots pass 2^53, so that a level's lots are counted in two words. */
  function addLots(level: number, lots: number): void {
    const queue = level << LEVEL_SHIFT;
    const low = ((levels[queue | LOTS_LOW] as number) + lots) | 0;
    levels[queue | LOTS_LOW] = low;
    if (low >>> 0 < lots) levels[queue | LOTS_HIGH] = (levels[queue | LOTS_HIGH] as number) + 1;
  }

  function takeLots(level: number, lots: number): void {
    const queue = level << LEVEL_SHIFT;
    const before = levels[queue | LOTS_LOW] as number;
    levels[queue | LOTS_LOW] = (before - lots) | 0;
    if (before >>> 0 < lots) levels[queue | LOTS_HIGH] = (levels[queue | LOTS_HIGH] as number) - 1;
  }

  function enqueue(slot: number, side: number, step: number): void {
    const level = tree.obtain(side, step);
    const at = slot << ORDER_SHIFT;
    const queue = level << LEVEL_SHIFT;
    const tail = levels[queue | TAIL] as number;
    orders[at | NEXT] = 0;
    orders[at | PREVIOUS] = tail;
    orders[at | LEVEL] = level;
    if (tail === 0) levels[queue | HEAD] = slot;
    else orders[(tail << ORDER_SHIFT) | NEXT] = slot;
    levels[queue | TAIL] = slot;
    addLots(level, orders[at | SHOWN] as number);
  }

  function dequeue(slot: number): void {
    const at = slot << ORDER_SHIFT;
    const level = orders[at | LEVEL] as number;
    const queue = level << LEVEL_SHIFT;
    const next = orders[at | NEXT] as number;
    const previous = orders[at | PREVIOUS] as number;
    if (previous === 0) levels[queue | HEAD] = next;
    else orders[(previous << ORDER_SHIFT) | NEXT] = next;
    if (next === 0) levels[queue | TAIL] = previous;
    else orders[(next << ORDER_SHIFT) | PREVIOUS] = previous;
    takeLots(level, orders[at | SHOWN] as number);
    if ((previous | next) === 0) tree.remove(orders[at | SIDE] as number, level);
  }

  function dequeueHead(slot: number, level: number, side: number, lotsTaken: number): void {
    const queue = level << LEVEL_SHIFT;
    const next = orders[(slot << ORDER_SHIFT) | NEXT] as number;
    levels[queue | HEAD] = next;
    takeLots(level, lotsTaken);
    if (next === 0) {
      levels[queue | TAIL] = 0;
      tree.remove(side, level);
    } else orders[(next << ORDER_SHIFT) | PREVIOUS] = 0;
  }

  /**
   * Writes the new price, total size, display and expiry that an amendOrder states.
   */
  function restate(slot: number, command: number, shown: number, hidden: number): void {
    const at = command & COMMAND_MASK;
    const order = slot << ORDER_SHIFT;
    if (((orders[order | EXPIRY_LOW] as number) | (orders[order | EXPIRY_HIGH] as number)) !== 0) expiries.remove(slot);
    orders[order | PRICE] = input[at + AMEND_PRICE] as number;
    orders[order | SIZE] = input[at + AMEND_SIZE] as number;
    orders[order | SHOWN] = shown;
    orders[order | HIDDEN] = hidden;
    orders[order | EXPIRY_LOW] = input[at + AMEND_EXPIRY] as number;
    orders[order | EXPIRY_HIGH] = input[at + AMEND_EXPIRY + 1] as number;
    cold[(slot << COLD_SHIFT) | DISPLAY_SIZE] = input[at + AMEND_DISPLAY_SIZE] as number;
    if (((orders[order | EXPIRY_LOW] as number) | (orders[order | EXPIRY_HIGH] as number)) !== 0) watchExpiry(slot);
  }

  function watchExpiry(slot: number): void {
    const at = slot << ORDER_SHIFT;
    const expiry = wide(orders[at | EXPIRY_LOW] as number, orders[at | EXPIRY_HIGH] as number);
    expiries.add(slot, expiry, numberOf(slot));
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
      orders[at | EXPIRY_LOW] as number,
      orders[at | EXPIRY_HIGH] as number,
      displaySizeOf(slot),
      remainingOf(slot),
      keptPlace,
    );
  }

  return {
    tree,
    ring,
    expiries,
    openOrderCount: () => counts[OPEN_ORDERS] as number,
    /** Makers met and orders cleared since `beginWork`. */
    work: () => counts[WORK] as number,
    beginWork,
    addWork,
    /** Why the last matching ended before the taker did: a result code, `accepted` when it did not. */
    stopReason: () => counts[STOP] as ResultCode,
    lastFillNumber: () => wide(lastFill[0] as number, lastFill[1] as number),
    restoreFillNumber,
    find,
    touch,
    accountOf,
    marketOf,
    priceOf,
    sideOf,
    flagsOf,
    ownerOf,
    selfTradeOf,
    displaySizeOf,
    shownOf,
    remainingOf,
    filledOf,
    numberOf,
    isExpired,
    add,
    cancel,
    amendInPlace,
    lift,
    rest,
    leave,
    beginTaker,
    meetsAny,
    match,
    wouldCross,
    clearExpiredTo,
    clearExpired,
    levelOrders,
    levelSize,
    firstOf,
    after,
    restoreShown,
    writeSnapshotOrder,
  };
}
