/**
 * The memory of orders, by slot, and what can be read from it. The ring gives each open order its slot. It belongs to
 * the hot path of the book: flat numbers, typed arrays, no allocation.
 */
import { type Clock, highOf, timeOf, wide } from '../clock.ts';
import type { OrderReserves } from '../margin/order-reserves.ts';
import { createWordRows, createWords } from '../numbers/words.ts';
import { OrderFlag } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { OrderGroups } from '../state/order-groups.ts';
import type { ExpiryHeap } from './expiry-heap.ts';
import type { OrderRing } from './order-ring.ts';
import {
  COLD_WORDS,
  ColdWord,
  LEVEL_WORDS,
  ORDER_WORDS,
  OrderMark,
  OrderWord,
  OWNER_LIST_WORDS,
} from './order-words.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ORDER_SHIFT = 4;
const COLD_SHIFT = 3;
const { next: NEXT, shown: SHOWN, numberLow: NUMBER_LOW, numberHigh: NUMBER_HIGH, account: ACCOUNT } = OrderWord;
const { side: SIDE, price: PRICE, terms: TERMS, level: LEVEL, size: SIZE } = OrderWord;
const { flags: FLAGS, hidden: HIDDEN, seat: SEAT } = OrderWord;
const { clientOrderId: CLIENT_ORDER_ID, key: KEY, session: SESSION } = ColdWord;
const { displaySize: DISPLAY_SIZE, idEntry: ID_ENTRY } = ColdWord;
const { holdsId: HOLDS_ID, expires: EXPIRES, amendWaits: AMEND_WAITS, inGroup: IN_GROUP } = OrderMark;
const { hasBuilder: HAS_BUILDER } = OrderMark;
const MARKS = HOLDS_ID | EXPIRES | AMEND_WAITS | IN_GROUP | HAS_BUILDER;
const ALIVE: number = ResultCode.accepted;
const { orderExpired: EXPIRED, orderGroupTripped: TRIPPED, nothingToReduce: IDLE } = ResultCode;
const REDUCE_ONLY = OrderFlag.reduceOnly;

export type OrderPool = ReturnType<typeof createOrderPool>;

/**
 * Memory for an order at each place of a ring, and behind them for so many levels and owners, for the lists of orders.
 * `isResident`: that of the orders is taken from the system at once.
 */
export function createOrderPool(
  ring: OrderRing,
  levelIndexes: number,
  ownersMax: number,
  expiries: ExpiryHeap,
  groups: OrderGroups,
  reserves: OrderReserves,
  clock: Clock,
  isResident: boolean,
) {
  const levelsAt = (ring.size + 1) * ORDER_WORDS;
  const ownersAt = levelsAt + levelIndexes * LEVEL_WORDS;
  const orders = createWordRows(ownersAt + ownersMax * OWNER_LIST_WORDS);
  const cold = createWordRows((ring.size + 1) * COLD_WORDS);
  if (isResident) {
    // The ring comes round to every slot in turn, so that all of this is in use before long.
    orders.fill(0, 0, levelsAt);
    cold.fill(0);
  }
  // Which only members of order groups have.
  const groupOfSlot = createWords(ring.size + 1);
  // The builder of an order, plus one, and its rate, which only some have, and none where there is no money.
  const builders = createWords(reserves.isOn ? (ring.size + 1) * 2 : 0);
  const touched = createWords(1);

  /** The slot of the open order of a number, 0 when there is none. */
  function find(numberLow: number, numberHigh: number): number {
    const slot = ring.slotOf(numberLow);
    const at = slot << ORDER_SHIFT;
    const isSame = orders[at | NUMBER_LOW] === numberLow && orders[at | NUMBER_HIGH] === numberHigh;
    return isSame ? slot : 0;
  }

  /** Reads the memory where an order of a number would be, and keeps what it read only so that the reading is done. */
  function touch(numberLow: number): void {
    touched[0] = orders[(ring.slotOf(numberLow) << ORDER_SHIFT) | NEXT] as number;
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

  /** Twice its market, and one more for asks. */
  function bookSideOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | SIDE] as number;
  }

  function flagsOf(slot: number): number {
    return (orders[(slot << ORDER_SHIFT) | FLAGS] as number) & ~MARKS;
  }

  /** Makes an order keep the entry of its client order id, until it goes. */
  function holdClientOrderId(slot: number, entry: number): void {
    const at = (slot << ORDER_SHIFT) | FLAGS;
    orders[at] = (orders[at] as number) | HOLDS_ID;
    cold[(slot << COLD_SHIFT) | ID_ENTRY] = entry;
  }

  /** The entry of the client order id that an order holds, 0 when it holds none. */
  function heldClientOrderId(slot: number): number {
    const isHolding = ((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & HOLDS_ID) !== 0;
    return isHolding ? (cold[(slot << COLD_SHIFT) | ID_ENTRY] as number) : 0;
  }

  /** The seat of its owner, the same for all orders of that owner in that market. */
  function seatOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | SEAT] as number;
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
    return ((orders[at | SHOWN] as number) + (orders[at | HIDDEN] as number)) | 0;
  }

  /** Total size with what has filled, in lots. */
  function sizeOf(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | SIZE] as number;
  }

  function filledOf(slot: number): number {
    return (orders[(slot << ORDER_SHIFT) | SIZE] as number) - remainingOf(slot);
  }

  function numberOf(slot: number): number {
    const at = slot << ORDER_SHIFT;
    return wide(orders[at | NUMBER_LOW] as number, orders[at | NUMBER_HIGH] as number);
  }

  /** Whether the order waits in the work queue and rests in no book. */
  function isWaiting(slot: number): boolean {
    return orders[(slot << ORDER_SHIFT) | LEVEL] === 0;
  }

  /** Time in microseconds from which the order is dead, 0 is never. An order that waits has none yet. */
  function expiryOf(slot: number): number {
    return ((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & EXPIRES) === 0 ? 0 : expiries.expiryOf(slot);
  }

  /** Whether the order's expiry is not after the command's time. */
  function isExpired(slot: number): boolean {
    if (((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & EXPIRES) === 0) return false;
    return expiries.expiryOf(slot) <= timeOf(clock);
  }

  /** Its order group, 0 when it has none; an order that waits has none yet. */
  function groupOf(slot: number): number {
    return ((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & IN_GROUP) === 0 ? 0 : (groupOfSlot[slot] as number);
  }

  /** The builder who earns by the fills of an order, plus one; 0 when it has none, or waits. */
  function builderOf(slot: number): number {
    return ((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & HAS_BUILDER) === 0
      ? 0
      : (builders[slot << 1] as number);
  }

  /** The rate at which it does, in 1e-8. */
  function builderRateOf(slot: number): number {
    const hasOne = ((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & HAS_BUILDER) !== 0;
    return hasOne ? (builders[(slot << 1) | 1] as number) : 0;
  }

  function setBuilder(slot: number, builder: number, rate: number): void {
    const at = (slot << ORDER_SHIFT) | FLAGS;
    orders[at] = (orders[at] as number) | HAS_BUILDER;
    builders[slot << 1] = builder;
    builders[(slot << 1) | 1] = rate;
  }

  function joinGroup(slot: number, group: number): void {
    const at = (slot << ORDER_SHIFT) | FLAGS;
    orders[at] = (orders[at] as number) | IN_GROUP;
    groupOfSlot[slot] = group;
    groups.addMember(group, 1);
  }

  /**
   * Why an order trades no more, though it still rests: it expired, its group tripped, or it has nothing to reduce.
   * `accepted` when it does.
   */
  function deathOf(slot: number): number {
    if (((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & (EXPIRES | IN_GROUP | REDUCE_ONLY)) === 0) return ALIVE;
    return rareDeathOf(slot);
  }

  function rareDeathOf(slot: number): number {
    if (isExpired(slot)) return EXPIRED;
    const group = groupOf(slot);
    if (group !== 0 && groups.isDead(group)) return TRIPPED;
    return ((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & REDUCE_ONLY) !== 0 && !reduces(slot) ? IDLE : ALIVE;
  }

  /** Whether the account of an order has a position of the other side, which the order can reduce. */
  function reduces(slot: number): boolean {
    const at = slot << ORDER_SHIFT;
    const row = reserves.rowOf(orders[at | SEAT] as number, orders[at | ACCOUNT] as number);
    return reserves.canReduce(row, sideOf(slot));
  }

  function isOfTrippedGroup(slot: number): boolean {
    const group = groupOf(slot);
    return group !== 0 && groups.isTripped(group);
  }

  function awaitsAmend(slot: number): boolean {
    return ((orders[(slot << ORDER_SHIFT) | FLAGS] as number) & AMEND_WAITS) !== 0;
  }

  function setAwaitsAmend(slot: number, awaits: boolean): void {
    const at = (slot << ORDER_SHIFT) | FLAGS;
    orders[at] = ((orders[at] as number) & ~AMEND_WAITS) | (awaits ? AMEND_WAITS : 0);
  }

  /** Divides what remains of the order at a word into shown and hidden lots. A display size of 0 shows all. */
  function show(order: number, displaySize: number, remaining: number): void {
    const isIceberg = displaySize !== 0 && displaySize < remaining;
    orders[order | SHOWN] = isIceberg ? displaySize : remaining;
    orders[order | HIDDEN] = isIceberg ? remaining - displaySize : 0;
  }

  /** One order as the words of a snapshotOrder row. */
  function writeSnapshotOrder(slot: number, words: Int32Array, to: number): void {
    const at = slot << ORDER_SHIFT;
    const rare = slot << COLD_SHIFT;
    words[to] = orders[at | NUMBER_LOW] as number;
    words[to + 1] = orders[at | NUMBER_HIGH] as number;
    words[to + 2] = expiryOf(slot) | 0;
    words[to + 3] = highOf(expiryOf(slot));
    for (let word = 0; word < 4; word += 1) words[to + 4 + word] = cold[rare | (CLIENT_ORDER_ID + word)] as number;
    words[to + 8] = orders[at | ACCOUNT] as number;
    words[to + 9] = orders[at | PRICE] as number;
    words[to + 10] = orders[at | SIZE] as number;
    words[to + 11] = filledOf(slot);
    words[to + 12] = cold[rare | KEY] as number;
    words[to + 13] = cold[rare | SESSION] as number;
    words[to + 14] = cold[rare | DISPLAY_SIZE] as number;
    words[to + 15] = orders[at | TERMS] as number;
    words[to + 16] = flagsOf(slot);
    words[to + 17] = orders[at | SHOWN] as number;
    words[to + 18] = groupOf(slot);
    words[to + 19] = builderOf(slot);
    words[to + 20] = builderRateOf(slot);
    words[to + 21] = 0;
  }

  return {
    orders,
    /** The word from which on the levels stand, behind the orders. */
    levelsAt,
    /** The word from which on the owners stand, behind the levels. */
    ownersAt,
    cold,
    find,
    touch,
    accountOf,
    marketOf,
    priceOf,
    sideOf,
    bookSideOf,
    flagsOf,
    holdClientOrderId,
    heldClientOrderId,
    seatOf,
    selfTradeOf,
    displaySizeOf,
    shownOf,
    remainingOf,
    sizeOf,
    filledOf,
    numberOf,
    keyOf: (slot: number) => cold[(slot << COLD_SHIFT) | KEY] as number,
    sessionOf: (slot: number) => cold[(slot << COLD_SHIFT) | SESSION] as number,
    isWaiting,
    /** The item of the work queue of an order that waits. */
    itemOf: (slot: number) => orders[(slot << ORDER_SHIFT) | NEXT] as number,
    expiryOf,
    isExpired,
    groupOf,
    joinGroup,
    builderOf,
    builderRateOf,
    setBuilder,
    deathOf,
    isOfTrippedGroup,
    awaitsAmend,
    setAwaitsAmend,
    show,
    writeSnapshotOrder,
  };
}
