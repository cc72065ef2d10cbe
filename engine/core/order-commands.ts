/**
 * The rules of placeOrder, cancelOrder and amendOrder, in the order in which docs/concepts/rules.md states them. Each
 * method takes the words of a command whose form and user head were checked, either does what it says and answers
 * `accepted`, or changes nothing and answers why, with the byte offset of the field to blame in `faultField`.
 */
import { type Clock, timeOf, wide } from './clock.ts';
import { COMMAND_INDEX_MASK } from './input-buffer.ts';
import { mayRest } from './margin-question.ts';
import type { RecordBuffer } from './record-buffer.ts';
import { amendOrder, cancelOrder, MarketState, OrderFlag, placeOrder, TimeInForce } from './schema/command.ts';
import { offsetOf, wordOf } from './schema/layout.ts';
import { NO_FIELD } from './schema/record.ts';
import { ResultCode } from './schema/result-code.ts';
import type { Exchange } from './state/exchange.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const OPEN = MarketState.open;
const HALTED = MarketState.halted;
const IMMEDIATE_OR_CANCEL = TimeInForce.immediateOrCancel;
const POST_ONLY = OrderFlag.postOnly;
const COMMAND_MASK = COMMAND_INDEX_MASK;
const ACCEPTED = ResultCode.accepted;

/** In words from the start of the command. */
const ACCOUNT = wordOf(placeOrder, 'account');
const PLACE_MARKET = wordOf(placeOrder, 'market');
const PLACE_PRICE = wordOf(placeOrder, 'price');
const PLACE_SIZE = wordOf(placeOrder, 'size');
const PLACE_EXPIRY = wordOf(placeOrder, 'expiry');
const PLACE_TERMS = wordOf(placeOrder, 'side');
const PLACE_FLAGS = wordOf(placeOrder, 'flags');
const NAMED_ORDER = wordOf(cancelOrder, 'order');
const AMEND_PRICE = wordOf(amendOrder, 'price');
const AMEND_SIZE = wordOf(amendOrder, 'size');
const AMEND_EXPIRY = wordOf(amendOrder, 'expiry');

const PLACE_FIELD_MARKET = offsetOf(placeOrder, 'market');
const PLACE_FIELD_PRICE = offsetOf(placeOrder, 'price');
const PLACE_FIELD_SIZE = offsetOf(placeOrder, 'size');
const PLACE_FIELD_EXPIRY = offsetOf(placeOrder, 'expiry');
const PLACE_FIELD_FLAGS = offsetOf(placeOrder, 'flags');
const CANCEL_FIELD_ORDER = offsetOf(cancelOrder, 'order');
const AMEND_FIELD_ORDER = offsetOf(amendOrder, 'order');
const AMEND_FIELD_PRICE = offsetOf(amendOrder, 'price');
const AMEND_FIELD_SIZE = offsetOf(amendOrder, 'size');
const AMEND_FIELD_EXPIRY = offsetOf(amendOrder, 'expiry');

/** The rules over the tables and the book of an exchange. */
export function createOrderCommands(exchange: Exchange, input: Int32Array, records: RecordBuffer, clock: Clock) {
  const { book, markets } = exchange;
  const { ordersMax, levelsMax } = exchange.terms;
  let faultField: number = NO_FIELD;

  function place(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const market = input[at + PLACE_MARKET] as number;
    if (market >>> 0 >= markets.count()) return refuse(ResultCode.marketUnknown, PLACE_FIELD_MARKET);
    const state = markets.stateOf(market);
    const terms = input[at + PLACE_TERMS] as number;
    const side = terms & 0xff;
    const mayStay = ((terms >> 16) & 0xff) !== IMMEDIATE_OR_CANCEL;
    if (state !== OPEN) {
      if (state === HALTED) return refuse(ResultCode.marketHalted, PLACE_FIELD_MARKET);
      if (!mayStay) return refuse(ResultCode.marketInAuction, PLACE_FIELD_MARKET);
    }
    const isPostOnly = ((input[at + PLACE_FLAGS] as number) & POST_ONLY) !== 0;
    const expiryLow = input[at + PLACE_EXPIRY] as number;
    const expiryHigh = input[at + PLACE_EXPIRY + 1] as number;
    if ((expiryLow | expiryHigh) !== 0 || isPostOnly) {
      const code = checkTerms(isPostOnly, mayStay, expiryLow, expiryHigh);
      if (code !== ACCEPTED) return code;
    }
    const price = input[at + PLACE_PRICE] as number;
    const size = input[at + PLACE_SIZE] as number;
    const step = markets.stepOf(market, price);
    if (step < 0) return refuse(ResultCode.priceOffStep, PLACE_FIELD_PRICE);
    if (size > markets.maxSizeOf(market)) return refuse(ResultCode.sizeBeyondMarket, PLACE_FIELD_SIZE);
    const account = input[at + ACCOUNT] as number;
    if (mayStay) {
      if (book.openOrderCount() >= ordersMax) return refuse(ResultCode.ordersFull, NO_FIELD);
      if (isPostOnly && state === OPEN && book.wouldCross(market, side, step)) {
        return refuse(ResultCode.postOnlyWouldCross, PLACE_FIELD_PRICE);
      }
      if (book.tree.levelCount() >= levelsMax && book.tree.find((market << 1) + side - 1, step) === 0) {
        return refuse(ResultCode.levelsFull, NO_FIELD);
      }
      const answer = mayRest(account, market, side, price, size);
      if (answer !== ACCEPTED) return refuse(answer, NO_FIELD);
    }
    book.ring.give();
    const orderLow = book.ring.lastLow();
    const orderHigh = book.ring.lastHigh();
    records.placed(at, orderLow, orderHigh);
    let remaining = size;
    if (state === OPEN && book.meetsAny(market, side, step)) {
      if (isPostOnly) book.clearExpiredTo(market, side, step);
      else {
        remaining = book.match(orderLow, orderHigh, account, market, side, step, size);
        if (remaining === 0) return ACCEPTED;
        const reason = book.stopReason();
        if (reason !== ACCEPTED) {
          records.cancelled(reason, orderLow, orderHigh, account, market, remaining);
          return ACCEPTED;
        }
      }
    }
    if (!mayStay) {
      records.cancelled(ResultCode.remainderCancelled, orderLow, orderHigh, account, market, remaining);
      return ACCEPTED;
    }
    book.add(at, side, step, remaining);
    return ACCEPTED;
  }

  function cancel(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const slot = ownOrder(at);
    if (slot === 0) return refuse(ResultCode.orderUnknown, CANCEL_FIELD_ORDER);
    book.cancel(slot, ResultCode.cancelledByUser);
    return ACCEPTED;
  }

  function amend(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const slot = ownOrder(at);
    if (slot === 0) return refuse(ResultCode.orderUnknown, AMEND_FIELD_ORDER);
    const market = book.marketOf(slot);
    const state = markets.stateOf(market);
    if (state === HALTED) return refuse(ResultCode.marketHalted, AMEND_FIELD_ORDER);
    if (book.isExpired(slot)) return refuse(ResultCode.orderExpired, AMEND_FIELD_ORDER);
    const expiryLow = input[at + AMEND_EXPIRY] as number;
    const expiryHigh = input[at + AMEND_EXPIRY + 1] as number;
    if ((expiryLow | expiryHigh) !== 0 && !isAhead(expiryLow, expiryHigh)) {
      return refuse(ResultCode.expiryNotAhead, AMEND_FIELD_EXPIRY);
    }
    const price = input[at + AMEND_PRICE] as number;
    const size = input[at + AMEND_SIZE] as number;
    const step = markets.stepOf(market, price);
    if (step < 0) return refuse(ResultCode.priceOffStep, AMEND_FIELD_PRICE);
    if (size > markets.maxSizeOf(market)) return refuse(ResultCode.sizeBeyondMarket, AMEND_FIELD_SIZE);
    const remaining = size - book.filledOf(slot);
    if (remaining <= 0) {
      book.cancel(slot, ResultCode.amendedAway);
      return ACCEPTED;
    }
    const isSamePrice = price === book.priceOf(slot);
    if (isSamePrice && remaining <= book.remainingOf(slot)) {
      book.amendInPlace(slot, at, remaining);
      return ACCEPTED;
    }
    const side = book.sideOf(slot);
    const isPostOnly = (book.flagsOf(slot) & POST_ONLY) !== 0;
    if (isPostOnly && state === OPEN && book.wouldCross(market, side, step)) {
      return refuse(ResultCode.postOnlyWouldCross, AMEND_FIELD_PRICE);
    }
    const isFull = book.tree.levelCount() >= levelsMax;
    if (isFull && !isSamePrice && book.tree.find((market << 1) + side - 1, step) === 0) {
      return refuse(ResultCode.levelsFull, NO_FIELD);
    }
    const account = book.accountOf(slot);
    const answer = mayRest(account, market, side, price, remaining);
    if (answer !== ACCEPTED) return refuse(answer, NO_FIELD);
    book.lift(slot, at, remaining);
    rematch(slot, at, state === OPEN, isPostOnly, step, remaining);
    return ACCEPTED;
  }

  /** A lifted order meets what it now crosses, and rests or leaves. */
  function rematch(
    slot: number,
    command: number,
    isOpen: boolean,
    isPostOnly: boolean,
    step: number,
    size: number,
  ): void {
    const at = command & COMMAND_MASK;
    let remaining = size;
    const market = book.marketOf(slot);
    const side = book.sideOf(slot);
    if (isOpen && book.meetsAny(market, side, step)) {
      if (isPostOnly) book.clearExpiredTo(market, side, step);
      else {
        const orderLow = input[at + NAMED_ORDER] as number;
        const orderHigh = input[at + NAMED_ORDER + 1] as number;
        const account = book.accountOf(slot);
        remaining = book.match(orderLow, orderHigh, account, market, side, step, size);
        const reason = book.stopReason();
        if (remaining > 0 && reason !== ACCEPTED) {
          records.cancelled(reason, orderLow, orderHigh, account, market, remaining);
          remaining = 0;
        }
      }
    }
    if (remaining === 0) book.leave(slot);
    else book.rest(slot, step, remaining);
  }

  function ownOrder(command: number): number {
    const at = command & COMMAND_MASK;
    const slot = book.find(input[at + NAMED_ORDER] as number, input[at + NAMED_ORDER + 1] as number);
    return slot !== 0 && book.accountOf(slot) === input[at + ACCOUNT] ? slot : 0;
  }

  function checkTerms(isPostOnly: boolean, mayStay: boolean, expiryLow: number, expiryHigh: number): ResultCode {
    if (!mayStay) return refuse(ResultCode.flagsConflict, isPostOnly ? PLACE_FIELD_FLAGS : PLACE_FIELD_EXPIRY);
    const hasExpiry = (expiryLow | expiryHigh) !== 0;
    if (hasExpiry && !isAhead(expiryLow, expiryHigh)) {
      return refuse(ResultCode.expiryNotAhead, PLACE_FIELD_EXPIRY);
    }
    return ACCEPTED;
  }

  function isAhead(low: number, high: number): boolean {
    return wide(low, high) > timeOf(clock);
  }

  function refuse(code: ResultCode, field: number): ResultCode {
    faultField = field;
    return code;
  }

  return {
    /** After a refusal: the byte offset of the field to blame, or NO_FIELD. */
    faultField: () => faultField,
    place,
    cancel,
    amend,
  };
}
