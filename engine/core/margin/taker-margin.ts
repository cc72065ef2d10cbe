/**
 * The margin of the order that a command is about, from the question whether it may rest or take to what becomes of it:
 * the row of its account, which it holds meanwhile, and what is reserved for it. The rules are section 3 of
 * docs/concepts/margin.md.
 */
import { NO_SEAT } from '../book/order-seats.ts';
import { placeFields } from '../command-fields.ts';
import { createWords } from '../numbers/words.ts';
import { OrderFlag, placeOrder } from '../schema/command.ts';
import { offsetOf } from '../schema/layout.ts';
import { NO_FIELD } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { NO_ROW } from './position-table.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ACCEPTED = ResultCode.accepted;
const NOTHING_TO_REDUCE = ResultCode.nothingToReduce;
const REDUCE_ONLY = OrderFlag.reduceOnly;
const NONE = NO_ROW;
const NOBODY = NO_SEAT;
const FIELD_FLAGS = offsetOf(placeOrder, 'flags');
const FIELD_SIZE = offsetOf(placeOrder, 'size');

/** Of the present order. */
const ROW = 0;
const ACCOUNT = 1;
const MARKET = 2;
const SIDE = 3;
const PRICE = 4;
const IS_REDUCE_ONLY = 5;
/** Lots that are reserved for. */
const RESERVED = 6;
/** The seat of the owner, which the row keeps. */
const SEAT = 7;
/** 1 while the order holds its row. */
const HOLDS = 8;
/** Its builder, plus one, and its rate. */
const BUILDER = 9;
const BUILDER_RATE = 10;
const ORDER_WORDS = 11;

/** Over the tables of an exchange, for commands in `input`. */
export function createTakerMargin(exchange: Exchange, input: Int32Array) {
  const { book, margin } = exchange;
  const { reserves, fills, table } = margin;
  const placed = placeFields(input);
  const order = createWords(ORDER_WORDS);
  let faultCode: ResultCode = ACCEPTED;
  let faultField: number = NO_FIELD;

  /**
   * Whether the placeOrder at a word may rest with its whole size; `seat` is that of its owner, or NO_SEAT. If so it is
   * reserved for, or holds its row. Only `takeUp` makes it the present order as a whole, which most never need.
   */
  function mayRest(at: number, seat: number): boolean {
    if (!mayTake(at, seat)) return false;
    if (((placed.flags[at] as number) & REDUCE_ONLY) !== 0) {
      hold();
      return true;
    }
    const size = placed.size[at] as number;
    const code = reserves.tryReserve(
      order[ROW] as number,
      order[SEAT] as number,
      placed.account[at] as number,
      placed.market[at] as number,
      (placed.terms[at] as number) & 0xff,
      0,
      0,
      placed.price[at] as number,
      size,
    );
    if (code === ACCEPTED) {
      order[RESERVED] = size;
      return true;
    }
    letGo();
    return refuse(code, FIELD_SIZE);
  }

  /** Whether the placeOrder at a word may take at all, what it gets being asked then. If so its account has a row. */
  function mayTake(at: number, seat: number): boolean {
    const account = placed.account[at] as number;
    const market = placed.market[at] as number;
    const side = (placed.terms[at] as number) & 0xff;
    const flags = placed.flags[at] as number;
    if ((flags & REDUCE_ONLY) !== 0) {
      const known = reserves.rowOf(seat, account);
      if (known === NONE || !reserves.canReduce(known, side)) return refuse(NOTHING_TO_REDUCE, FIELD_FLAGS);
    }
    const row = reserves.obtainRow(seat, account, market);
    if (row === NONE) return refuse(reserves.whyNot(seat, account), NO_FIELD);
    setRow(row, seat === NOBODY ? table.seatOf(row) : seat);
    return true;
  }

  /** Makes a row that of the present order, for which nothing is reserved and which does not hold it. */
  function setRow(row: number, seat: number): void {
    order[ROW] = row;
    order[SEAT] = seat;
    order[RESERVED] = 0;
    order[HOLDS] = 0;
  }

  /** Makes the placeOrder at a word, which may rest or take, the present order. */
  function takeUp(at: number): void {
    order[ACCOUNT] = placed.account[at] as number;
    order[MARKET] = placed.market[at] as number;
    order[SIDE] = (placed.terms[at] as number) & 0xff;
    order[PRICE] = placed.price[at] as number;
    order[IS_REDUCE_ONLY] = ((placed.flags[at] as number) & REDUCE_ONLY) === 0 ? 0 : 1;
    order[BUILDER] = placed.builder[at] as number;
    order[BUILDER_RATE] = placed.builderRate[at] as number;
  }

  function tryReserve(lots: number): ResultCode {
    return restate(0, 0, lots);
  }

  /** Reserves for so many lots of the order at its price, instead of others at another price, if it may rest so. */
  function restate(oldPrice: number, oldLots: number, lots: number): ResultCode {
    const code = reserves.tryReserve(
      order[ROW] as number,
      order[SEAT] as number,
      order[ACCOUNT] as number,
      order[MARKET] as number,
      order[SIDE] as number,
      oldPrice,
      oldLots,
      order[PRICE] as number,
      lots,
    );
    if (code === ACCEPTED) order[RESERVED] = lots;
    return code;
  }

  /** Reserves for the order no longer. */
  function unreserve(): void {
    const lots = order[RESERVED] as number;
    if (lots === 0) return;
    margin.account.reserve(
      order[ROW] as number,
      order[ACCOUNT] as number,
      order[MARKET] as number,
      order[SIDE] as number,
      order[PRICE] as number,
      0 - lots,
    );
    order[RESERVED] = 0;
  }

  /** Keeps the row, whatever becomes of what else keeps it. */
  function hold(): void {
    if (order[HOLDS] === 1) return;
    reserves.holdRow(order[ROW] as number);
    order[HOLDS] = 1;
  }

  /** Lets the row go, once, which the order does not need any more, or which is kept by what is reserved for. */
  function letGo(): void {
    const row = order[ROW] as number;
    if (row === NONE) return;
    if (order[HOLDS] === 1) reserves.releaseRow(row);
    else reserves.letRowGo(row);
    order[ROW] = NONE;
  }

  /** Takes back all that was done for the placeOrder at a word, which is refused after all. */
  function undo(at: number): void {
    takeUp(at);
    unreserve();
    letGo();
  }

  /** The placeOrder at a word is about to be planned for. */
  function beginPlan(at: number): void {
    takeUp(at);
    nameTaker();
  }

  function nameTaker(): void {
    fills.beginTaker(
      order[ROW] as number,
      order[ACCOUNT] as number,
      order[IS_REDUCE_ONLY] === 1,
      order[BUILDER] as number,
      order[BUILDER_RATE] as number,
    );
  }

  /** The placeOrder at a word is about to meet others: what it gets is asked of each, and not reserved for. */
  function beginTaking(at: number): void {
    takeUp(at);
    beginRetaking();
  }

  /** The same of the present order, which was lifted. */
  function beginRetaking(): void {
    hold();
    unreserve();
    nameTaker();
  }

  /**
   * After the matching: why what remains must go, `accepted` when it may rest, or when it is gone or not to rest.
   */
  function endTaking(remaining: number, stays: boolean): ResultCode {
    const reason = stays ? askRest(remaining) : book.stopReason();
    const rests = remaining > 0 && stays && reason === ACCEPTED;
    // A reduce-only order that rests goes on to hold the row.
    if (!(rests && order[IS_REDUCE_ONLY] === 1)) letGo();
    return reason;
  }

  /** Why what the matching left of an order must go: why it stopped, or why that many lots may not rest. */
  function askRest(remaining: number): ResultCode {
    const reason = book.stopReason();
    if (remaining === 0 || reason !== ACCEPTED) return reason;
    return order[IS_REDUCE_ONLY] === 1 ? askReduceOnly() : tryReserve(remaining);
  }

  function askReduceOnly(): ResultCode {
    return reserves.canReduce(order[ROW] as number, order[SIDE] as number) ? ACCEPTED : NOTHING_TO_REDUCE;
  }

  /** Makes the order of a slot the present one, at a price; its account has a row, or there is room for one. */
  function begin(slot: number, price: number): void {
    const seat = book.seatOf(slot);
    const account = book.accountOf(slot);
    const market = book.marketOf(slot);
    const row = reserves.obtainRow(seat, account, market);
    setRow(row, seat);
    order[ACCOUNT] = account;
    order[MARKET] = market;
    order[SIDE] = book.sideOf(slot);
    order[PRICE] = price;
    order[IS_REDUCE_ONLY] = (book.flagsOf(slot) & REDUCE_ONLY) === 0 ? 0 : 1;
    order[BUILDER] = book.builderOf(slot);
    order[BUILDER_RATE] = book.builderRateOf(slot);
  }

  /** Whether an order that rests may rest anew with so many lots at a price; if so it is reserved for as it then is. */
  function tryAmend(slot: number, price: number, lots: number): ResultCode {
    begin(slot, price);
    if (order[IS_REDUCE_ONLY] === 1) return askReduceOnly();
    return restate(book.priceOf(slot), book.remainingOf(slot), lots);
  }

  /** After the matching: why what remains of a lifted order must go, `accepted` when it may rest or is gone. */
  function endRetaking(remaining: number): ResultCode {
    const reason = askRest(remaining);
    letGo();
    return reason;
  }

  function refuse(code: ResultCode, field: number): false {
    faultCode = code;
    faultField = field;
    return false;
  }

  return {
    /** After a refusal: the code, and the byte offset of the field to blame, or NO_FIELD. */
    faultCode: () => faultCode,
    faultField: () => faultField,
    /** The seat of the owner, which the row of the present order keeps. */
    seat: () => order[SEAT] as number,
    mayRest,
    mayTake,
    letGo,
    undo,
    beginPlan,
    beginTaking,
    beginRetaking,
    endTaking,
    tryAmend,
    endRetaking,
  };
}
