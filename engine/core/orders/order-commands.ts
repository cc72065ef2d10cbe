/**
 * The rules of the commands that place, replace, cancel and amend one order, in the order in which
 * docs/concepts/rules.md states them. Each method takes the words of a command whose form and user head were checked,
 * either does what it says and answers `accepted`, or changes nothing and answers why, with the byte offset of the
 * field to blame in `faultField`.
 */

import { NO_SEAT } from '../book/order-seats.ts';
import { type Clock, timeOf, wide } from '../clock.ts';
import { amendFields, placeFields } from '../command-fields.ts';
import { COMMAND_INDEX_MASK } from '../input-buffer.ts';
import { createTakerMargin } from '../margin/taker-margin.ts';
import { createWords } from '../numbers/words.ts';
import type { Deferring } from '../queue/deferring.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import {
  amendOrder,
  cancelByClientOrderId,
  cancelOrder,
  MarketState,
  OrderFlag,
  OrderType,
  placeOrder,
  replaceOrder,
  TimeInForce,
} from '../schema/command.ts';
import { offsetOf, wordOf } from '../schema/layout.ts';
import { NO_FIELD, orderKnown } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { staysUncrossed } from '../state/market-table.ts';
import { createOrderLimits } from './order-limits.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const OPEN = MarketState.open;
const HALTED = MarketState.halted;
const CLOSED = MarketState.closed;
const POST_ONLY_STATE = MarketState.postOnly;
const CANCEL_ONLY = MarketState.cancelOnly;
/** Order type and time in force as they stand in the word of the terms. */
const TYPE_AND_TIME_IN_FORCE = 0xffff00;
const STAYING_LIMIT = (OrderType.limit << 8) | (TimeInForce.goodTillCancelled << 16);
const IMMEDIATE_LIMIT = (OrderType.limit << 8) | (TimeInForce.immediateOrCancel << 16);
/** Of the last time in force, so that those words from here on are fill-or-kill. */
const FILL_OR_KILL = TimeInForce.fillOrKill << 16;
const POST_ONLY = OrderFlag.postOnly;
const COMMAND_MASK = COMMAND_INDEX_MASK;
/** No step at all, which is lower than any that lies below a table. */
const NO_STEP = -0x80000000;
const ACCEPTED = ResultCode.accepted;
const NOBODY = NO_SEAT;
const CANCELLED_BY_USER = ResultCode.cancelledByUser;
const REMAINDER_CANCELLED = ResultCode.remainderCancelled;

/** In words from the start of the command. */
const ACCOUNT = wordOf(placeOrder, 'account');
const PLACE_CLIENT_ORDER_ID = wordOf(placeOrder, 'clientOrderId');
const REPLACED_ID = wordOf(replaceOrder, 'replacedClientOrderId');
const CANCELLED_ID = wordOf(cancelByClientOrderId, 'clientOrderId');

const PLACE_FIELD_MARKET = offsetOf(placeOrder, 'market');
const PLACE_FIELD_PRICE = offsetOf(placeOrder, 'price');
const PLACE_FIELD_SIZE = offsetOf(placeOrder, 'size');
const PLACE_FIELD_CLIENT_ORDER_ID = offsetOf(placeOrder, 'clientOrderId');
const REPLACE_FIELD_ORDER = offsetOf(replaceOrder, 'replaced');
const CANCEL_FIELD_ID = offsetOf(cancelByClientOrderId, 'clientOrderId');
const CANCEL_FIELD_ORDER = offsetOf(cancelOrder, 'order');
const AMEND_FIELD_ORDER = offsetOf(amendOrder, 'order');
const AMEND_FIELD_PRICE = offsetOf(amendOrder, 'price');
const AMEND_FIELD_SIZE = offsetOf(amendOrder, 'size');
const AMEND_FIELD_EXPIRY = offsetOf(amendOrder, 'expiry');

export type OrderCommands = ReturnType<typeof createOrderCommands>;

/** The rules over the tables and the book of an exchange. */
export function createOrderCommands(
  exchange: Exchange,
  input: Int32Array,
  records: RecordBuffer,
  clock: Clock,
  deferring: Deferring,
) {
  const { book, planner, accounts, markets, clientOrderIds: ids, orderQuotas: quotas } = exchange;
  const { seats, ownerOrders } = book;
  const placed = placeFields(input);
  const amended = amendFields(input);
  const limits = createOrderLimits(exchange, input, clock);
  const takerMargin = createTakerMargin(exchange, input);
  const hasMargin = exchange.margin.isOn;
  const { ordersMax, levelsMax } = exchange.terms;
  let faultCode: ResultCode = ACCEPTED;
  let faultField: number = NO_FIELD;
  // 1 while the present command is one of the work queue whose turn has come.
  const turn = createWords(1);

  /** `isBare`: it has no expiry, flags, group, builder, slippage or display size. */
  function place(command: number, isBare: boolean): ResultCode {
    const at = command & COMMAND_MASK;
    const entry = rememberedId(at);
    if (entry !== 0) return answerKnown(at, entry);
    return enter(at, 0, isBare);
  }

  function replace(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const entry = rememberedId(at);
    if (entry !== 0) return answerKnown(at, entry);
    const market = placed.market[at] as number;
    if (market >>> 0 >= markets.count()) return refuse(ResultCode.marketUnknown, PLACE_FIELD_MARKET);
    if (markets.hasQueuedWork(market)) return refuse(deferring.place(at), NO_FIELD);
    return replaceNow(at);
  }

  /** The rules of placeOrder are asked as if the old order had left; when they say no it is back as it was. */
  function replaceNow(at: number): ResultCode {
    const old = replacedOrder(at);
    if (old === 0) return refuse(ResultCode.orderUnknown, REPLACE_FIELD_ORDER);
    const step = markets.stepOf(book.marketOf(old), book.priceOf(old));
    book.detach(old);
    const code = enter(at, old, false);
    if (code !== ACCEPTED) book.reattach(old, step, accounts.ownerOf(placed.account[at] as number));
    return code;
  }

  /**
   * The rules 6.1 to 6.14 for the placeOrder or replaceOrder at a word. An order that they take gets its number, meets
   * what it crosses, and rests or goes. A detached order that it replaces goes before it.
   */
  function enter(command: number, replaced: number, isBare: boolean): ResultCode {
    const at = command & COMMAND_MASK;
    const market = placed.market[at] as number;
    if (market >>> 0 >= markets.count()) return refuse(ResultCode.marketUnknown, PLACE_FIELD_MARKET);
    const terms = placed.terms[at] as number;
    const kind = terms & TYPE_AND_TIME_IN_FORCE;
    const size = placed.size[at] as number;
    // Nothing beyond price and size is to be asked. A choice and `| 0` tell the compiled code what it has of a call.
    const isPlainKind = kind === STAYING_LIMIT || kind === IMMEDIATE_LIMIT;
    const isPlain = isBare ? isPlainKind && markets.guardOf(market) === 0 : false;
    if (!isPlain && markets.hasQueuedWork(market) && turn[0] === 0) return refuse(deferring.place(at), NO_FIELD);
    const step = isPlain ? plainStep(market, placed.price[at] as number, size) : limitedStep(at);
    if (step === NO_STEP) return faultCode;
    const side = terms & 0xff;
    const isPostOnly = !isPlain && ((placed.flags[at] as number) & POST_ONLY) !== 0;
    const account = placed.account[at] as number;
    const owner = accounts.ownerOf(account);
    let seat = seatOf(account, owner, market);
    if (kind === STAYING_LIMIT) {
      const code = checkStaying(at, owner, market, side, step, seat, isPostOnly);
      if (code !== ACCEPTED) return code;
    } else {
      if (hasMargin && !takerMargin.mayTake(at, seat)) {
        return refuse(takerMargin.faultCode(), takerMargin.faultField());
      }
      if (kind >= FILL_OR_KILL) {
        const code = checkWhole(at, account, terms, market, side, step, size, seat);
        if (code !== ACCEPTED) return code;
      }
    }
    const isNew = turn[0] === 0;
    if (ids.isOn && isNew && ids.isFull() && hasId(at) && book.heldClientOrderId(replaced) === 0) {
      if (hasMargin) takerMargin.undo(at);
      return refuse(ResultCode.clientOrderIdsFull, NO_FIELD);
    }
    if (hasMargin) seat = takerMargin.seat();
    // An order that waited has its number already, which then counts as the last one given.
    if (isNew) book.ring.give();
    if (replaced !== 0) leaveReplaced(replaced);
    const orderLow = book.ring.lastLow();
    const orderHigh = book.ring.lastHigh();
    records.placed(at, orderLow, orderHigh);
    if (!isPlain && placed.orderGroup[at] !== 0) recordGroup(at, orderLow, orderHigh);
    if (ids.isOn && isNew && hasId(at)) ids.add(at, orderLow, orderHigh);
    let remaining = size;
    // While no order left, the owner's seat is the one that was found.
    let isSeatSame = isPlain;
    if (isPostOnly) {
      if (isUncrossed(market)) book.clearDeadTo(market, side, step);
    } else if ((isPlain || markets.stateOf(market) === OPEN) && book.meetsAny(market, side, step)) {
      book.beginTaker(seat, selfTradeMode(account, terms >>> 24), isPlain ? 0 : (placed.orderGroup[at] as number));
      isSeatSame = false;
      if (hasMargin) takerMargin.beginTaking(at);
      remaining = book.match(orderLow, orderHigh, account, market, side, step, size) | 0;
      const reason = hasMargin ? takerMargin.endTaking(remaining, kind === STAYING_LIMIT) : book.stopReason();
      if (remaining === 0) return ACCEPTED;
      if (reason !== ACCEPTED) {
        records.cancelled(reason, orderLow, orderHigh, account, market, remaining);
        return ACCEPTED;
      }
    }
    if (kind === STAYING_LIMIT) {
      book.add(at, side, step, remaining, countAt(seat, owner, market, isSeatSame) | 0, isPlain);
      if (isNew) ownerOrders.join(book.ring.slotOf(orderLow), owner);
      return ACCEPTED;
    }
    if (hasMargin) takerMargin.letGo();
    records.cancelled(REMAINDER_CANCELLED, orderLow, orderHigh, account, market, remaining);
    return ACCEPTED;
  }

  /** The step of the price of an order without terms in a market without limits; NO_STEP when it is refused. */
  function plainStep(market: number, price: number, size: number): number {
    const step = markets.stepOf(market, price);
    if (step >= 0 && size <= markets.maxSizeOf(market)) return step;
    if (step < 0) refuse(ResultCode.priceOffStep, PLACE_FIELD_PRICE);
    else refuse(ResultCode.sizeBeyondMarket, PLACE_FIELD_SIZE);
    return NO_STEP;
  }

  /**
   * The step of the limit of the order at a word, whatever its terms and those of its market, which of a market order
   * may lie below all steps; NO_STEP when it is refused.
   */
  function limitedStep(at: number): number {
    const code = limits.checkPlaced(at);
    if (code === ACCEPTED) return limits.lastStep();
    refuse(code, limits.faultField());
    return NO_STEP;
  }

  /** Counts an order at its owner's seat; `isSame`: the seat is still what `seatOf` answered. Answers the seat. */
  function countAt(seat: number, owner: number, market: number, isSame: boolean): number {
    if (seat === NOBODY || !isSame) return seats.take(seat, owner, market);
    seats.add(seat, owner);
    return seat;
  }

  /** The seat of an account's owner in a market, NO_SEAT when it has none. */
  function seatOf(account: number, owner: number, market: number): number {
    const last = accounts.lastSeatOf(account);
    if (seats.isHeldBy(last, owner, market)) return last;
    const seat = seats.find(owner, market);
    accounts.setLastSeat(account, seat);
    return seat;
  }

  function recordGroup(at: number, orderLow: number, orderHigh: number): void {
    records.grouped(orderLow, orderHigh, placed.orderGroup[at] as number, placed.account[at] as number);
  }

  function leaveReplaced(slot: number): void {
    if (book.isWaiting(slot)) deferring.leaveReplaced(slot);
    else book.leaveReplaced(slot);
  }

  /** The entry under which the client order id of the command at a word is remembered; 0 when it is not, or is zero. */
  function rememberedId(at: number): number {
    return ids.isOn && hasId(at) ? ids.find(at + ACCOUNT, at + PLACE_CLIENT_ORDER_ID) : 0;
  }

  function hasId(command: number): boolean {
    const at = (command & COMMAND_MASK) + PLACE_CLIENT_ORDER_ID;
    const words =
      (input[at] as number) | (input[at + 1] as number) | (input[at + 2] as number) | (input[at + 3] as number);
    return words !== 0;
  }

  /** A repeat is answered with what became of its order; another order may not have its id. */
  function answerKnown(at: number, entry: number): ResultCode {
    if (!ids.isRepeat(entry, at)) return refuse(ResultCode.clientOrderIdTaken, PLACE_FIELD_CLIENT_ORDER_ID);
    const orderLow = ids.orderLowOf(entry);
    const orderHigh = ids.orderHighOf(entry);
    const slot = book.find(orderLow, orderHigh);
    const isOpen = slot !== 0;
    records.append(orderKnown, ACCEPTED, {
      order: wide(orderLow, orderHigh),
      account: placed.account[at] as number,
      isOpen: isOpen ? 1 : 0,
      price: isOpen ? book.priceOf(slot) : 0,
      size: isOpen ? book.sizeOf(slot) : 0,
      remaining: isOpen ? book.remainingOf(slot) : 0,
    });
    return ACCEPTED;
  }

  /** Whether a placeOrder or replaceOrder whose nonce was spent is a message sent again, and was answered as such. */
  function isKnownRepeat(command: number): boolean {
    const at = command & COMMAND_MASK;
    const entry = rememberedId(at);
    return entry !== 0 && ids.isRepeat(entry, at) && answerKnown(at, entry) === ACCEPTED;
  }

  /** The slot of the order that a replaceOrder names, if it is open and of its account; else 0. */
  function replacedOrder(at: number): number {
    const hasNumber = ((placed.replacedLow[at] as number) | (placed.replacedHigh[at] as number)) !== 0;
    if (!hasNumber) return orderWithId(at, at + REPLACED_ID);
    return ownOrder(at, placed.replacedLow[at] as number, placed.replacedHigh[at] as number);
  }

  /** The slot of the open order of the account and client order id at these words, 0 when there is none. */
  function orderWithId(at: number, idAt: number): number {
    const entry = ids.isOn ? ids.find(at + ACCOUNT, idAt) : 0;
    return entry === 0 ? 0 : book.find(ids.orderLowOf(entry), ids.orderHighOf(entry));
  }

  /**
   * 6.9 to 6.12: whether the order of the command at a word may rest at a step, or for a post-only order: may rest
   * without meeting anybody. The seat is that of its owner.
   */
  function checkStaying(
    command: number,
    owner: number,
    market: number,
    side: number,
    step: number,
    seat: number,
    isPostOnly: boolean,
  ): ResultCode {
    const at = command & COMMAND_MASK;
    if (book.openOrderCount() >= ordersMax) return refuse(ResultCode.ordersFull, NO_FIELD);
    if (seats.totalOf(owner) >= quotas.ordersMaxOf(owner)) return refuse(ResultCode.orderQuotaReached, NO_FIELD);
    if (seats.countOf(seat) >= quotas.marketOrdersMaxOf(owner)) {
      return refuse(ResultCode.marketOrderQuotaReached, NO_FIELD);
    }
    if (isPostOnly && isUncrossed(market) && book.wouldCross(market, side, step)) {
      return refuse(ResultCode.postOnlyWouldCross, PLACE_FIELD_PRICE);
    }
    if (book.tree.levelCount() >= levelsMax && book.tree.find((market << 1) + side - 1, step) === 0) {
      return refuse(ResultCode.levelsFull, NO_FIELD);
    }
    if (!hasMargin || takerMargin.mayRest(at, seat)) return ACCEPTED;
    return refuse(takerMargin.faultCode(), takerMargin.faultField());
  }

  /** 6.13: whether the book fills the fill-or-kill order at a word whole. */
  function checkWhole(
    at: number,
    account: number,
    terms: number,
    market: number,
    side: number,
    step: number,
    size: number,
    seat: number,
  ): ResultCode {
    if (hasMargin) takerMargin.beginPlan(at);
    planner.plan(account, seat, selfTradeMode(account, terms >>> 24), market, side, step, size);
    book.addWork(planner.met());
    if (planner.remaining() === 0) return ACCEPTED;
    if (hasMargin) takerMargin.letGo();
    const code = planner.code();
    if (code !== ACCEPTED) return refuse(code, NO_FIELD);
    return refuse(ResultCode.fillOrKillUnfilled, PLACE_FIELD_SIZE);
  }

  /** The mode of self-trade prevention of an order: its own, or where it names none that of its account. */
  function selfTradeMode(account: number, ofOrder: number): number {
    return ofOrder === 0 ? accounts.selfTradeOf(account) : ofOrder;
  }

  /** Whether no order of a market comes to rest at or beyond the other side's best. */
  function isUncrossed(market: number): boolean {
    return staysUncrossed(markets.stateOf(market));
  }

  function cancel(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const slot = ownOrder(at, amended.orderLow[at] as number, amended.orderHigh[at] as number);
    if (slot === 0) return refuse(ResultCode.orderUnknown, CANCEL_FIELD_ORDER);
    cancelOpen(slot);
    return ACCEPTED;
  }

  function cancelById(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const slot = orderWithId(at, at + CANCELLED_ID);
    if (slot === 0) return refuse(ResultCode.orderUnknown, CANCEL_FIELD_ID);
    cancelOpen(slot);
    return ACCEPTED;
  }

  function cancelOpen(slot: number): void {
    if (book.isWaiting(slot)) deferring.leave(slot, CANCELLED_BY_USER);
    else book.cancel(slot, CANCELLED_BY_USER);
  }

  function amend(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const slot = ownOrder(at, amended.orderLow[at] as number, amended.orderHigh[at] as number);
    if (slot === 0) return refuse(ResultCode.orderUnknown, AMEND_FIELD_ORDER);
    const market = book.marketOf(slot);
    if (markets.hasQueuedWork(market) && turn[0] === 0) return deferAmend(at, slot);
    const state = markets.stateOf(market);
    if (state === CLOSED) return refuse(ResultCode.marketClosed, AMEND_FIELD_ORDER);
    if (state === HALTED) return refuse(ResultCode.marketHalted, AMEND_FIELD_ORDER);
    if (book.isExpired(slot)) return refuse(ResultCode.orderExpired, AMEND_FIELD_ORDER);
    const expiryLow = amended.expiryLow[at] as number;
    const expiryHigh = amended.expiryHigh[at] as number;
    if ((expiryLow | expiryHigh) !== 0 && !isAhead(expiryLow, expiryHigh)) {
      return refuse(ResultCode.expiryNotAhead, AMEND_FIELD_EXPIRY);
    }
    const price = amended.price[at] as number;
    const size = amended.size[at] as number;
    const step = markets.stepOf(market, price);
    if (step < 0) return refuse(ResultCode.priceOffStep, AMEND_FIELD_PRICE);
    if (size > markets.maxSizeOf(market)) return refuse(ResultCode.sizeBeyondMarket, AMEND_FIELD_SIZE);
    const remaining = size - book.filledOf(slot);
    if (remaining <= 0) {
      book.cancel(slot, ResultCode.amendedAway);
      return ACCEPTED;
    }
    const isSamePrice = price === book.priceOf(slot);
    const isSameDisplay = amended.displaySize[at] === book.displaySizeOf(slot);
    if (isSamePrice && isSameDisplay && remaining <= book.remainingOf(slot)) {
      book.amendInPlace(slot, at, remaining);
      return ACCEPTED;
    }
    if (state === CANCEL_ONLY) return refuse(ResultCode.marketCancelOnly, AMEND_FIELD_ORDER);
    if (book.isOfTrippedGroup(slot)) return refuse(ResultCode.orderGroupTripped, AMEND_FIELD_ORDER);
    const side = book.sideOf(slot);
    if (markets.guardOf(market) !== 0 || amended.displaySize[at] !== 0) {
      const code = limits.checkAmended(at, market, side);
      if (code !== ACCEPTED) return refuse(code, limits.faultField());
    }
    const isPostOnly = state === POST_ONLY_STATE || (book.flagsOf(slot) & POST_ONLY) !== 0;
    if (isPostOnly && isUncrossed(market) && book.wouldCross(market, side, step)) {
      return refuse(ResultCode.postOnlyWouldCross, AMEND_FIELD_PRICE);
    }
    const isFull = book.tree.levelCount() >= levelsMax;
    if (isFull && !isSamePrice && book.tree.find((market << 1) + side - 1, step) === 0) {
      return refuse(ResultCode.levelsFull, NO_FIELD);
    }
    if (hasMargin) {
      const answer = takerMargin.tryAmend(slot, price, remaining);
      if (answer !== ACCEPTED) {
        return refuse(answer, answer === ResultCode.nothingToReduce ? AMEND_FIELD_ORDER : AMEND_FIELD_SIZE);
      }
    }
    book.lift(slot, at, remaining);
    rematch(slot, at, isPostOnly, step, remaining);
    return ACCEPTED;
  }

  function deferAmend(at: number, slot: number): ResultCode {
    const code = deferring.amend(at, slot);
    return refuse(code, code === ResultCode.amendWaits ? AMEND_FIELD_ORDER : NO_FIELD);
  }

  /** A lifted order meets what it now crosses, and rests or leaves. */
  function rematch(slot: number, command: number, isPostOnly: boolean, step: number, size: number): void {
    const at = command & COMMAND_MASK;
    let remaining = size;
    const market = book.marketOf(slot);
    const side = book.sideOf(slot);
    if (isPostOnly) {
      if (isUncrossed(market)) book.clearDeadTo(market, side, step);
    } else if (markets.stateOf(market) === OPEN && book.meetsAny(market, side, step)) {
      const orderLow = amended.orderLow[at] as number;
      const orderHigh = amended.orderHigh[at] as number;
      const account = book.accountOf(slot);
      book.beginTaker(book.seatOf(slot), selfTradeMode(account, book.selfTradeOf(slot)), book.groupOf(slot));
      if (hasMargin) takerMargin.beginRetaking();
      remaining = book.match(orderLow, orderHigh, account, market, side, step, size);
      const reason = hasMargin ? takerMargin.endRetaking(remaining) : book.stopReason();
      if (remaining > 0 && reason !== ACCEPTED) {
        records.cancelled(reason, orderLow, orderHigh, account, market, remaining);
        remaining = 0;
      }
    }
    if (remaining === 0) book.leave(slot);
    else book.rest(slot, step, remaining);
  }

  /** The slot of the open order of a number and of the account of the command at a word, 0 when there is none. */
  function ownOrder(at: number, numberLow: number, numberHigh: number): number {
    const slot = book.find(numberLow, numberHigh);
    return slot !== 0 && book.accountOf(slot) === placed.account[at] ? slot : 0;
  }

  function isAhead(low: number, high: number): boolean {
    return wide(low, high) > timeOf(clock);
  }

  function refuse(code: ResultCode, field: number): ResultCode {
    faultCode = code;
    faultField = field;
    return code;
  }

  return {
    /** After a refusal: the byte offset of the field to blame, or NO_FIELD. */
    faultField: () => faultField,
    place,
    replace,
    cancel,
    cancelById,
    amend,
    isKnownRepeat,
    /** For the turn of a command of the work queue, between `beginTurn` and `endTurn`: its rules without the queue. */
    placeNow: (at: number) => enter(at, 0, false),
    replaceNow,
    beginTurn: () => {
      turn[0] = 1;
    },
    endTurn: () => {
      turn[0] = 0;
    },
  };
}
