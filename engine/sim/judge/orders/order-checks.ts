/** Why a placement or an amendment is refused: the ladders of checks, step by step as the rules number them. */
import {
  type amendOrder,
  MarketKind,
  MarketState,
  OrderFlag,
  OrderType,
  type Side,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { builderRefusal } from '../fees/builders.ts';
import { isPriced } from '../margin/margin-terms.ts';
import { isReduceOnly } from '../margin/needs.ts';
import { amendingRefusal, restingRefusal, takingRefusal } from '../margin/resting-question.ts';
import type { NaiveState } from '../naive-state.ts';
import { isOfTrippedGroup, joiningRefusal } from '../queue/order-groups.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isNaming } from './client-order-ids.ts';
import { wouldCross } from './matching.ts';
import { isExpiredAt, type Market, type Order } from './naive-book.ts';
import { orderFrom, type Placement } from './new-order.ts';
import { roomRefusal } from './order-quotas.ts';
import { planFor } from './plan.ts';
import { isBeyondCollar, limitOf } from './price-bounds.ts';
import { isOnTable } from './step-table.ts';

export type Amendment = ValuesOf<typeof amendOrder.specs>;

/** An order shows at least this part of its size. */
const SLICES_MAX = 100;

/** What the limits of a market are asked about. */
interface LimitedTerms {
  readonly side: Side;
  readonly orderType: number;
  readonly price: number;
  readonly size: number;
  readonly displaySize: number;
}

/** Why an order does not come into the book, from step 2 to step 13: its market is known to exist. */
export function placementRefusal(state: NaiveState, command: Placement): Refusal | undefined {
  const market = state.marketOf(command);
  const terms = { ...command, side: command.side as Side };
  return (
    stateRefusal(market, command) ??
    pricedRefusal(state, market) ??
    conflictRefusal(state, market, command) ??
    expiryRefusal(state, command.expiry) ??
    joiningRefusal(state, command) ??
    builderRefusal(state, command) ??
    boundsRefusal(market, command) ??
    displayRefusal(command) ??
    limitsRefusal(market, terms) ??
    restRefusal(state, market, command) ??
    marginRefusal(state, command) ??
    fillOrKillRefusal(state, market, command)
  );
}

/** Why an amendment of an open order is refused before it is known whether it keeps its place. */
export function amendmentRefusal(
  state: NaiveState,
  market: Market,
  order: Order,
  command: Amendment,
): Refusal | undefined {
  if (market.state === MarketState.closed) return refuse('marketClosed', 'order');
  if (market.state === MarketState.halted) return refuse('marketHalted', 'order');
  if (isExpiredAt(order, state.time)) return refuse('orderExpired', 'order');
  return expiryRefusal(state, command.expiry) ?? boundsRefusal(market, { ...command, orderType: order.orderType });
}

/** Why an amended order may not give up its place for another. */
export function moveRefusal(state: NaiveState, market: Market, order: Order, command: Amendment): Refusal | undefined {
  const { side, orderType } = order;
  const { price, size, displaySize } = command;
  if (market.state === MarketState.cancelOnly) return refuse('marketCancelOnly', 'order');
  if (isOfTrippedGroup(state, order)) return refuse('orderGroupTripped', 'order');
  const unfit = displayRefusal(command) ?? limitsRefusal(market, { side, orderType, price, size, displaySize });
  if (unfit !== undefined) return unfit;
  const isAsked = market.state === MarketState.postOnly || (isPostOnly(order) && market.state === MarketState.open);
  if (isAsked && wouldCross(state, market, side, price)) return refuse('postOnlyWouldCross', 'price');
  if (price !== order.price && !hasLevelFor(state, market, side, price)) return refuse('levelsFull');
  return amendingRefusal(state, order, { ...order, price, size, displaySize });
}

/** Whether what does not match at once may rest. */
export function mayStay({ timeInForce }: { readonly timeInForce: number }): boolean {
  return timeInForce === TimeInForce.goodTillCancelled;
}

export function isPostOnly({ flags }: { readonly flags: number }): boolean {
  return (flags & OrderFlag.postOnly) !== 0;
}

/** Step 2, the state of the market. */
function stateRefusal(market: Market, command: Placement): Refusal | undefined {
  switch (market.state) {
    case MarketState.closed:
      return refuse('marketClosed', 'market');
    case MarketState.halted:
      return refuse('marketHalted', 'market');
    case MarketState.cancelOnly:
      return refuse('marketCancelOnly', 'market');
    case MarketState.postOnly:
      return isPostOnly(command) ? undefined : refuse('marketPostOnly', 'market');
    case MarketState.auction:
      return mayStay(command) ? undefined : refuse('marketInAuction', 'market');
    default:
      return undefined;
  }
}

/** The end of step 2. */
function pricedRefusal(state: NaiveState, market: Market): Refusal | undefined {
  return state.hasMoney && !isPriced(market) ? refuse('marketUnpriced', 'market') : undefined;
}

/** Step 3. */
function conflictRefusal(state: NaiveState, { marketKind }: Market, command: Placement): Refusal | undefined {
  const isMarketOrder = command.orderType === OrderType.market;
  const isPassing = !mayStay(command);
  const hasPositions = state.hasMoney && marketKind !== MarketKind.spot;
  if (isReduceOnly(command) && !hasPositions) return refuse('flagsConflict', 'flags');
  if (isMarketOrder && !isPassing) return refuse('flagsConflict', 'timeInForce');
  if (isPassing && isPostOnly(command)) return refuse('flagsConflict', 'flags');
  if (isPassing && command.expiry !== 0) return refuse('flagsConflict', 'expiry');
  if (isPassing && command.displaySize !== 0) return refuse('flagsConflict', 'displaySize');
  if (!isMarketOrder && command.slippage !== 0) return refuse('flagsConflict', 'slippage');
  return undefined;
}

/** Step 4, before the order group and the builder. */
function expiryRefusal(state: NaiveState, expiry: number): Refusal | undefined {
  return expiry !== 0 && expiry <= state.time ? refuse('expiryNotAhead', 'expiry') : undefined;
}

/** Steps 5 and 6. */
function boundsRefusal(
  market: Market,
  { orderType, price, size }: { orderType: number; price: number; size: number },
): Refusal | undefined {
  const isAsked = orderType === OrderType.limit;
  if (isAsked && !isOnTable(market.bands, market.maxPrice, price)) return refuse('priceOffStep', 'price');
  if (size > market.maxSize) return refuse('sizeBeyondMarket', 'size');
  return undefined;
}

/** Step 7. */
function displayRefusal({ displaySize, size }: { displaySize: number; size: number }): Refusal | undefined {
  const isTooSmall = displaySize !== 0 && displaySize * SLICES_MAX < size;
  return isTooSmall ? refuse('displayTooSmall', 'displaySize') : undefined;
}

/** Step 8. */
function limitsRefusal(market: Market, terms: LimitedTerms): Refusal | undefined {
  const { side, orderType, price, size, displaySize } = terms;
  if (size < market.minSize) return refuse('sizeBelowMarket', 'size');
  if (displaySize !== 0 && displaySize < market.minSize) return refuse('sizeBelowMarket', 'displaySize');
  const isLimit = orderType === OrderType.limit;
  if (isLimit && isBeyondCollar(market, side, price)) return refuse('priceBeyondCollar', 'price');
  const counted = isLimit ? price : market.book.facingPrice(side);
  const isTooLittle = counted !== undefined && BigInt(counted) * BigInt(size) < BigInt(market.minNotional);
  return isTooLittle ? refuse('notionalBelowMarket', 'size') : undefined;
}

/** Steps 9 to 11. */
function restRefusal(state: NaiveState, market: Market, command: Placement): Refusal | undefined {
  if (!mayStay(command)) return undefined;
  const side = command.side as Side;
  const bound = roomRefusal(state, command.account, market.number);
  if (bound !== undefined) return bound;
  const isAsked = isPostOnly(command) && (market.state === MarketState.open || market.state === MarketState.postOnly);
  if (isAsked && wouldCross(state, market, side, command.price)) return refuse('postOnlyWouldCross', 'price');
  return hasLevelFor(state, market, side, command.price) ? undefined : refuse('levelsFull');
}

/** Step 12. */
function marginRefusal(state: NaiveState, command: Placement): Refusal | undefined {
  const order = orderFrom(command, 0);
  return mayStay(command) ? restingRefusal(state, order) : takingRefusal(state, order);
}

/** Step 13. */
function fillOrKillRefusal(state: NaiveState, market: Market, command: Placement): Refusal | undefined {
  if (command.timeInForce !== TimeInForce.fillOrKill) return undefined;
  const side = command.side as Side;
  const limit = limitOf(market, { ...command, side });
  const plan = planFor(state, market, { time: state.time, side, limit, size: command.size, sender: command });
  if (plan.remaining === 0) return undefined;
  return plan.ended === undefined ? refuse('fillOrKillUnfilled', 'size') : refuse(plan.ended);
}

/** Step 14; the client order id is known not to be remembered. */
export function namingRefusal(state: NaiveState, { clientOrderId }: Placement): Refusal | undefined {
  const isFull = state.rememberedIds().length >= state.limits.clientOrderIdsMax;
  return isFull && isNaming(state, clientOrderId) ? refuse('clientOrderIdsFull') : undefined;
}

function hasLevelFor(state: NaiveState, market: Market, side: Side, price: number): boolean {
  if (market.book.levels(side).includes(price)) return true;
  const inUse = state.markets.flatMap(({ book }) => [...book.levels(1), ...book.levels(2)]).length;
  return inUse < state.limits.levelsMax;
}
