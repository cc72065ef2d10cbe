/**
 * What a market and an order's own terms say about whether it may be placed at all: what goes together, the state and
 * the limits of the market, and how far a market order goes. An order without any such terms, in an open market
 * without limits, comes by none of this. The sections and numbers are those of docs/concepts/rules.md.
 */

import { bestOppositeOf, marketLimitStepOf } from '../book/market-order-limit.ts';
import { type Clock, timeOf, wide } from '../clock.ts';
import { amendFields, placeFields } from '../command-fields.ts';
import {
  amendOrder,
  DISPLAY_SLICES_MAX,
  MarketKind,
  MarketState,
  OrderFlag,
  OrderType,
  placeOrder,
  Side,
  TimeInForce,
} from '../schema/command.ts';
import { offsetOf } from '../schema/layout.ts';
import { NO_FIELD } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const { accepted: ACCEPTED } = ResultCode;
const { buy: BUY } = Side;
const { limit: LIMIT } = OrderType;
const { goodTillCancelled: GOOD_TILL_CANCELLED } = TimeInForce;
const { postOnly: POST_ONLY, reduceOnly: REDUCE_ONLY } = OrderFlag;
const {
  auction: AUCTION,
  halted: HALTED,
  postOnly: POST_ONLY_STATE,
  cancelOnly: CANCEL_ONLY,
  closed: CLOSED,
} = MarketState;
const SLICES_MAX = DISPLAY_SLICES_MAX;

/** Where the fields of a command stand that the limits are asked about, to blame them. */
interface Fields {
  readonly price: number;
  readonly size: number;
  readonly displaySize: number;
}

const PLACE_FIELDS = {
  market: offsetOf(placeOrder, 'market'),
  price: offsetOf(placeOrder, 'price'),
  size: offsetOf(placeOrder, 'size'),
  displaySize: offsetOf(placeOrder, 'displaySize'),
  expiry: offsetOf(placeOrder, 'expiry'),
  timeInForce: offsetOf(placeOrder, 'timeInForce'),
  flags: offsetOf(placeOrder, 'flags'),
  orderGroup: offsetOf(placeOrder, 'orderGroup'),
  builder: offsetOf(placeOrder, 'builder'),
  builderFee: offsetOf(placeOrder, 'builderFee'),
  slippage: offsetOf(placeOrder, 'slippage'),
};
const AMEND_FIELDS: Fields = {
  price: offsetOf(amendOrder, 'price'),
  size: offsetOf(amendOrder, 'size'),
  displaySize: offsetOf(amendOrder, 'displaySize'),
};

/** The limits over the tables of an exchange, for commands in `input`. */
export function createOrderLimits(exchange: Exchange, input: Int32Array, clock: Clock) {
  const { accounts, markets, orderGroups, money, margin } = exchange;
  const placed = placeFields(input);
  const amended = amendFields(input);
  let faultField: number = NO_FIELD;
  let lastStep = 0;

  /** 6.2 to 6.8: all that is asked of the placeOrder at a word before the book is. `lastStep` then is of its limit. */
  function checkPlaced(at: number): ResultCode {
    const ofState = checkState(at);
    if (ofState !== ACCEPTED) return ofState;
    const ofTerms = checkTerms(at);
    if (ofTerms !== ACCEPTED) return ofTerms;
    const market = placed.market[at] as number;
    const isLimit = orderTypeOf(at) === LIMIT;
    lastStep = isLimit ? markets.stepOf(market, placed.price[at] as number) : marketLimitStep(at);
    if (isLimit && lastStep < 0) return refuse(ResultCode.priceOffStep, PLACE_FIELDS.price);
    const isBeyond = (placed.size[at] as number) > markets.maxSizeOf(market);
    return isBeyond ? refuse(ResultCode.sizeBeyondMarket, PLACE_FIELDS.size) : checkSizes(at);
  }

  /** 6.2: whether the state of a market takes the placeOrder at a word. */
  function checkState(at: number): ResultCode {
    const state = markets.stateOf(placed.market[at] as number);
    const field = PLACE_FIELDS.market;
    if (state === CLOSED) return refuse(ResultCode.marketClosed, field);
    if (state === HALTED) return refuse(ResultCode.marketHalted, field);
    if (state === CANCEL_ONLY) return refuse(ResultCode.marketCancelOnly, field);
    const isPostOnly = ((placed.flags[at] as number) & POST_ONLY) !== 0;
    if (state === POST_ONLY_STATE && !isPostOnly) return refuse(ResultCode.marketPostOnly, field);
    if (state === AUCTION && !mayStay(at)) return refuse(ResultCode.marketInAuction, field);
    if (!markets.takesOrders(placed.market[at] as number)) return refuse(ResultCode.marketUnpriced, field);
    return ACCEPTED;
  }

  /** 6.3 and 6.4: whether the terms of the placeOrder at a word go together, and its expiry and group are possible. */
  function checkTerms(at: number): ResultCode {
    const conflict = conflictingField(at);
    if (conflict !== NO_FIELD) return refuse(ResultCode.flagsConflict, conflict);
    const expiryLow = placed.expiryLow[at] as number;
    const expiryHigh = placed.expiryHigh[at] as number;
    const isAhead = (expiryLow | expiryHigh) === 0 || wide(expiryLow, expiryHigh) > timeOf(clock);
    if (!isAhead) return refuse(ResultCode.expiryNotAhead, PLACE_FIELDS.expiry);
    const group = placed.orderGroup[at] as number;
    if (group !== 0) {
      const field = PLACE_FIELDS.orderGroup;
      if (!orderGroups.isOf(group, placed.account[at] as number)) return refuse(ResultCode.orderGroupUnknown, field);
      if (orderGroups.isTripped(group)) return refuse(ResultCode.orderGroupTripped, field);
    }
    return checkBuilder(at);
  }

  /** 6.4: whether the owner of the placeOrder at a word has approved its builder, at its rate or a larger one. */
  function checkBuilder(at: number): ResultCode {
    const builder = placed.builder[at] as number;
    const rate = placed.builderRate[at] as number;
    if (builder === 0) return rate === 0 ? ACCEPTED : refuse(ResultCode.flagsConflict, PLACE_FIELDS.builderFee);
    const owner = accounts.ownerOf(placed.account[at] as number);
    // A number beyond the range of words is negative here, and nobody's.
    const approved = money.isOn ? margin.feeShares.rateOf(owner, builder - 1) : 0;
    if (approved === 0) return refuse(ResultCode.builderNotApproved, PLACE_FIELDS.builder);
    return rate <= approved ? ACCEPTED : refuse(ResultCode.builderNotApproved, PLACE_FIELDS.builderFee);
  }

  function conflictingField(at: number): number {
    const isReduceOnly = ((placed.flags[at] as number) & REDUCE_ONLY) !== 0;
    if (isReduceOnly && !mayReduce(placed.market[at] as number)) return PLACE_FIELDS.flags;
    const isLimit = orderTypeOf(at) === LIMIT;
    if (mayStay(at)) {
      if (!isLimit) return PLACE_FIELDS.timeInForce;
    } else {
      if (((placed.flags[at] as number) & POST_ONLY) !== 0) return PLACE_FIELDS.flags;
      const hasExpiry = ((placed.expiryLow[at] as number) | (placed.expiryHigh[at] as number)) !== 0;
      if (hasExpiry) return PLACE_FIELDS.expiry;
      if (placed.displaySize[at] !== 0) return PLACE_FIELDS.displaySize;
    }
    return isLimit && placed.slippage[at] !== 0 ? PLACE_FIELDS.slippage : NO_FIELD;
  }

  /** Whether there can be positions in a market. */
  function mayReduce(market: number): boolean {
    return money.isOn && markets.kindOf(market) !== MarketKind.spot;
  }

  /** 6.7 and 6.8: whether a market takes the sizes and the price of the placeOrder at a word. */
  function checkSizes(at: number): ResultCode {
    const market = placed.market[at] as number;
    const side = (placed.terms[at] as number) & 0xff;
    const size = placed.size[at] as number;
    const displaySize = placed.displaySize[at] as number;
    if (orderTypeOf(at) === LIMIT) {
      return check(market, side, placed.price[at] as number, size, displaySize, PLACE_FIELDS);
    }
    if (size < markets.minSizeOf(market)) return refuse(ResultCode.sizeBelowMarket, PLACE_FIELDS.size);
    const best = bestOppositeOf(exchange, market, side as Side);
    const isTooLittle = best !== 0 && best * size < markets.minNotionalOf(market);
    return isTooLittle ? refuse(ResultCode.notionalBelowMarket, PLACE_FIELDS.size) : ACCEPTED;
  }

  /** 7.9: the same of an amendOrder, for a market and side that its order knows. */
  function checkAmended(at: number, market: number, side: number): ResultCode {
    const price = amended.price[at] as number;
    const size = amended.size[at] as number;
    return check(market, side, price, size, amended.displaySize[at] as number, AMEND_FIELDS);
  }

  function check(
    market: number,
    side: number,
    price: number,
    size: number,
    displaySize: number,
    fields: Fields,
  ): ResultCode {
    const isIceberg = displaySize !== 0;
    if (isIceberg && displaySize * SLICES_MAX < size) {
      return refuse(ResultCode.displayTooSmall, fields.displaySize);
    }
    const minSize = markets.minSizeOf(market);
    if (size < minSize) return refuse(ResultCode.sizeBelowMarket, fields.size);
    if (isIceberg && displaySize < minSize) return refuse(ResultCode.sizeBelowMarket, fields.displaySize);
    const isBeyond = side === BUY ? price > markets.highestBuyOf(market) : price < markets.lowestSellOf(market);
    if (isBeyond) return refuse(ResultCode.priceBeyondCollar, fields.price);
    if (price * size < markets.minNotionalOf(market)) return refuse(ResultCode.notionalBelowMarket, fields.size);
    return ACCEPTED;
  }

  /** The step down to which the market order at a word goes. */
  function marketLimitStep(at: number): number {
    const side = ((placed.terms[at] as number) & 0xff) as Side;
    const price = placed.price[at] as number;
    return marketLimitStepOf(exchange, placed.market[at] as number, side, price, placed.slippage[at] as number);
  }

  function orderTypeOf(at: number): number {
    return ((placed.terms[at] as number) >>> 8) & 0xff;
  }

  function mayStay(at: number): boolean {
    return (((placed.terms[at] as number) >>> 16) & 0xff) === GOOD_TILL_CANCELLED;
  }

  function refuse(code: ResultCode, field: number): ResultCode {
    faultField = field;
    return code;
  }

  return {
    /** After a refusal: the byte offset of the field to blame. */
    faultField: () => faultField,
    /** The step that `checkPlaced` found. */
    lastStep: () => lastStep,
    checkPlaced,
    checkAmended,
  };
}
