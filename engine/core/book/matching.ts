/**
 * Matching by price and time, and what else looks across the book: whether an order would cross, and clearing what
 * expired before it rests. It belongs to the hot path of the book, and is judged record by record by the naive book of
 * the simulation.
 */
import { highOf, wide } from '../clock.ts';
import type { FillSettlement } from '../margin/fill-settlement.ts';
import type { OrderReserves } from '../margin/order-reserves.ts';
import { createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { OrderFlag, SelfTrade, Side } from '../schema/command.ts';
import { orderGroupTripped } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { OrderGroups } from '../state/order-groups.ts';
import type { LevelQueues } from './level-queues.ts';
import type { LevelTree } from './level-tree.ts';
import type { OrderLives } from './order-lives.ts';
import type { OrderPool } from './order-pool.ts';
import { CountWord, OrderWord } from './order-words.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ORDER_SHIFT = 4;
const { shown: SHOWN, numberLow: NUMBER_LOW, numberHigh: NUMBER_HIGH, account: ACCOUNT, side: SIDE } = OrderWord;
const { price: PRICE, size: SIZE, flags: FLAGS, hidden: HIDDEN, seat: SEAT } = OrderWord;
const { work: WORK, decremented: DECREMENTED } = CountWord;
const BUY = Side.buy;
const ACCEPTED = ResultCode.accepted;
const SELF_TRADE_PREVENTED = ResultCode.selfTradePrevented;
const REDUCE_ONLY = OrderFlag.reduceOnly;

/** Of the present taker: why matching stopped early, the seat of its owner, its self-trade prevention, its group. */
const STOP = 0;
const TAKER_SEAT = 1;
const SELF_TRADE = 2;
const GROUP = 3;

/** The lesser of two sizes, without a branch: which one it is comes at random. */
function lesserOf(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (b + (difference & (difference >> 31))) | 0;
}

/** Matching over a pool, each taker with at most so many makers. */
export function createMatching(
  tree: LevelTree,
  pool: OrderPool,
  queues: LevelQueues,
  lives: OrderLives,
  counts: Int32Array,
  groups: OrderGroups,
  reserves: OrderReserves,
  fills: FillSettlement,
  records: RecordBuffer,
  makersMax: number,
) {
  const { orders, deathOf, groupOf, builderOf, builderRateOf, remainingOf } = pool;
  const { firstOf, after, takeShown, dequeueHead, showNext } = queues;
  const { cancel, drop, reserve, leaveRow } = lives;
  const hasMargin = reserves.isOn;
  const lastFill = createWords(2);
  const taker = createWords(4);

  /**
   * Makes known the seat of the next taker's owner, 0 when none, what happens when it would meet its own order, and its
   * order group, 0 when none.
   */
  function beginTaker(seat: number, selfTrade: number, group: number): void {
    taker[TAKER_SEAT] = seat;
    taker[SELF_TRADE] = selfTrade;
    taker[GROUP] = group;
  }

  /** Whether anything rests at a limit or better on the other side, expired or not. */
  function meetsAny(market: number, takerSide: number, limitStep: number): boolean {
    return !isBeyond(tree.bestStep(oppositeOf(market, takerSide)), limitStep, takerSide);
  }

  /** The book side that a taker of a side meets. */
  function oppositeOf(market: number, takerSide: number): number {
    return (market << 1) | (2 - takerSide);
  }

  /** Whether a taker's limit does not reach a step. Sides come at random, so that this is not worth a branch. */
  function isBeyond(step: number, limitStep: number, takerSide: number): boolean {
    // 0 for a buyer, and for a seller -1, with which both are mirrored.
    const mirror = BUY - takerSide;
    return (step ^ mirror) > (limitStep ^ mirror);
  }

  /**
   * Matches the taker that `beginTaker` named against the opposite side, down to the step of its limit, and answers
   * what remains of it. Dead makers it meets leave. `stopReason` says what ended it early, if anything did.
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
    const opposite = oppositeOf(market, takerSide);
    const seat = taker[TAKER_SEAT] as number;
    // Words of a record, told to the compiled code once and not at each of them.
    const low = takerLow | 0;
    const high = takerHigh | 0;
    const account = takerAccount | 0;
    let remaining = size | 0;
    taker[STOP] = ACCEPTED;
    let met = 0;
    while (remaining > 0) {
      const step = tree.bestStep(opposite);
      if (isBeyond(step, limitStep, takerSide)) break;
      if (met === makersMax) {
        taker[STOP] = ResultCode.workBoundReached;
        break;
      }
      const level = tree.bestLevel(opposite);
      const slot = firstOf(level);
      met += 1;
      const isOwn = orders[(slot << ORDER_SHIFT) | SEAT] === seat;
      if (isOwn && deathOf(slot) === ACCEPTED) {
        remaining = meetOwn(slot, level, opposite, low, high, account, remaining);
      } else remaining = meet(slot, level, opposite, low, high, account, takerSide, remaining);
      if (taker[STOP] !== ACCEPTED) break;
    }
    counts[WORK] = (counts[WORK] as number) + met;
    return remaining;
  }

  /**
   * Whether an order at a limit would meet an order that is not dead. When as many dead ones as one command may meet
   * stand before the next, it counts as met, so that the work stays bounded.
   */
  function wouldCross(market: number, takerSide: number, limitStep: number): boolean {
    const opposite = oppositeOf(market, takerSide);
    let step = tree.bestStep(opposite);
    if (isBeyond(step, limitStep, takerSide)) return false;
    let level = tree.bestLevel(opposite);
    let slot = firstOf(level);
    for (let met = 0; met < makersMax; met += 1) {
      counts[WORK] = (counts[WORK] as number) + 1;
      if (deathOf(slot) === ACCEPTED) return true;
      slot = after(slot);
      if (slot !== 0) continue;
      level = tree.next(opposite, level);
      if (level === 0) return false;
      step = tree.stepOf(level);
      if (isBeyond(step, limitStep, takerSide)) return false;
      slot = firstOf(level);
    }
    return true;
  }

  /** Clears the dead orders that stand at or before a limit, after `wouldCross` said that no other does. */
  function clearDeadTo(market: number, takerSide: number, limitStep: number): void {
    const opposite = oppositeOf(market, takerSide);
    for (;;) {
      const step = tree.bestStep(opposite);
      if (isBeyond(step, limitStep, takerSide)) return;
      const slot = firstOf(tree.bestLevel(opposite));
      counts[WORK] = (counts[WORK] as number) + 1;
      cancel(slot, deathOf(slot) as ResultCode);
    }
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
    const death = deathOf(slot);
    if (death !== ACCEPTED) {
      cancel(slot, death as ResultCode);
      return remaining;
    }
    const shown = orders[at | SHOWN] as number;
    let size = lesserOf(shown, remaining);
    if (hasMargin) {
      size = settle(slot, takerSide, size);
      if (size === 0) return remaining;
    }
    const price = orders[at | PRICE] as number;
    const makerAccount = orders[at | ACCOUNT] as number;
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
      (orders[at | SIDE] as number) >>> 1,
      price,
      size,
      makerAccount,
      takerAccount,
      shown - size + (orders[at | HIDDEN] as number),
      takerSide,
    );
    if (hasMargin) fills.book((orders[at | SIDE] as number) >>> 1, makerAccount, price, size);
    const group = groupOf(slot);
    if ((group | (taker[GROUP] as number)) !== 0) countInGroups(group, size);
    takeFromMaker(slot, level, opposite, size);
    return remaining - size;
  }

  /**
   * Asks both sides about a fill of at most so many lots with a maker, and settles what they may: answers how many, 0
   * when one of them may not, which then stops or leaves.
   */
  function settle(slot: number, takerSide: number, lots: number): number {
    const at = slot << ORDER_SHIFT;
    const account = orders[at | ACCOUNT] as number;
    const size = fills.tryFill(
      (orders[at | SIDE] as number) >>> 1,
      takerSide,
      orders[at | PRICE] as number,
      lots,
      reserves.rowOf(orders[at | SEAT] as number, account),
      account,
      ((orders[at | FLAGS] as number) & REDUCE_ONLY) !== 0,
      builderOf(slot),
      builderRateOf(slot),
    );
    if (size !== 0) return size;
    if (fills.isRefusalOfTaker()) taker[STOP] = fills.refusal();
    else cancel(slot, fills.refusal());
    return 0;
  }

  /** Counts lots that traded in the groups of the maker and of the taker. */
  function countInGroups(ofMaker: number, size: number): void {
    const ofTaker = taker[GROUP] as number;
    if (ofMaker !== 0) countInGroup(ofMaker, size);
    if (ofTaker !== 0) countInGroup(ofTaker, size);
  }

  function countInGroup(group: number, size: number): void {
    const filled = groups.count(group, size);
    if (filled === 0) return;
    records.append(orderGroupTripped, ACCEPTED, { filled, group, account: groups.accountOf(group) });
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
    const mode = taker[SELF_TRADE] as number;
    if (mode !== SelfTrade.decrement) {
      if (mode !== SelfTrade.expireTaker) cancel(slot, SELF_TRADE_PREVENTED);
      if (mode !== SelfTrade.expireMaker) taker[STOP] = SELF_TRADE_PREVENTED;
      return remaining;
    }
    const shown = orders[at | SHOWN] as number;
    const size = lesserOf(shown, remaining);
    counts[DECREMENTED] = (counts[DECREMENTED] as number) + size;
    orders[at | SIZE] = (orders[at | SIZE] as number) - size;
    if (hasMargin) reserve(slot, 0 - size);
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
    takeFromMaker(slot, level, opposite, size);
    return remaining - size;
  }

  /** Takes lots from what the first order of a level shows. It then is gone, or shows the next of its hidden lots. */
  function takeFromMaker(slot: number, level: number, side: number, size: number): void {
    const at = slot << ORDER_SHIFT;
    const left = (orders[at | SHOWN] as number) - size;
    if (left > 0) {
      orders[at | SHOWN] = left;
      takeShown(slot, size);
    } else if (orders[at | HIDDEN] === 0) {
      dequeueHead(slot, level, side, size);
      if (hasMargin) leaveRow(slot, 0);
      drop(slot);
    } else showNext(slot, level, size);
  }

  function restoreFillNumber(number: number): void {
    lastFill[0] = number | 0;
    lastFill[1] = highOf(number);
  }

  return {
    /** Why the last matching ended before the taker did: a result code, `accepted` when it did not. */
    stopReason: () => taker[STOP] as ResultCode,
    lastFillNumber: () => wide(lastFill[0] as number, lastFill[1] as number),
    restoreFillNumber,
    oppositeOf,
    isBeyond,
    beginTaker,
    meetsAny,
    match,
    wouldCross,
    clearDeadTo,
  };
}
