/** The margin question before an order rests, and what of it is asked of an order that only takes. */
import { MarketKind, Side } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { type Order, remainingOf } from '../orders/naive-book.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { spotRestingRefusal } from '../spot/spot-resting.ts';
import { copyOf, type Exposure, marketIn } from './exposure.ts';
import { freeMarginOf } from './free-margin.ts';
import { isReduceOnly, openSizeOf, openSizeOfOwner, reservedFor } from './needs.ts';
import { openInterestOf, sizeIn } from './position.ts';
import { rowRefusal } from './position-rows.ts';

/** Why an order that is not in its book, with what remains of it at its price, may not rest. */
export function restingRefusal(state: NaiveState, order: Order): Refusal | undefined {
  if (!state.hasMoney) return undefined;
  return takingRefusal(state, order) ?? reservingRefusal(state, order);
}

/** Why what remains of an order may not rest after it met makers. It has its row. */
export function remainderRefusal(state: NaiveState, order: Order): Refusal | undefined {
  if (!state.hasMoney) return undefined;
  return reducingRefusal(state, order) ?? reservingRefusal(state, order);
}

/** Why an order that rests may not rest otherwise instead. Nothing is reserved for it as it is now. */
export function amendingRefusal(state: NaiveState, resting: Order, amended: Order): Refusal | undefined {
  if (!state.hasMoney) return undefined;
  if (reducingRefusal(state, amended) !== undefined) return refuse('nothingToReduce', 'order');
  const without = copyOf(state);
  const side = marketIn(without, resting.market).book.sideOf(resting.side);
  const place = side.findIndex(({ order }) => order === resting.order);
  side.splice(place, 1);
  return rowRefusal(state, resting) ?? reservingRefusal(without, amended);
}

/** 1 and 2: why an order may not take. */
export function takingRefusal(
  state: NaiveState,
  order: Pick<Order, 'account' | 'market' | 'side' | 'flags'>,
): Refusal | undefined {
  if (!state.hasMoney) return undefined;
  return reducingRefusal(state, order) ?? rowRefusal(state, order);
}

/** 1. */
function reducingRefusal(
  exposure: Exposure,
  order: Pick<Order, 'account' | 'market' | 'side' | 'flags'>,
): Refusal | undefined {
  if (!isReduceOnly(order)) return undefined;
  return reducibleBy(exposure, order) > 0n ? undefined : refuse('nothingToReduce', 'flags');
}

/** 3 and 4, which a reduce-only order is not asked: it is not reserved for. Spot markets have other such questions. */
function reservingRefusal(without: Exposure, order: Order): Refusal | undefined {
  if (isReduceOnly(order)) return undefined;
  const { account, market: number } = order;
  if (marketIn(without, number).marketKind === MarketKind.spot) return spotRestingRefusal(without, order);
  const reserved = copyOf(without);
  const market = marketIn(reserved, number);
  market.book.rest({ ...order });
  if (market.margin === undefined) throw new Error(`the judge has no margin terms of market ${number}`);
  const { positionMax, openInterestMax } = market.margin;
  if (openSizeOf(reserved, account, number) > openSizeOf(without, account, number)) {
    const isBeyond = openSizeOfOwner(reserved, account, number) > BigInt(positionMax);
    if (isBeyond) return refuse('positionLimitReached', 'size');
    if (openInterestOf(reserved, number) >= BigInt(openInterestMax)) return refuse('openInterestCapReached', 'size');
  }
  if (freeMarginOf(reserved, account) >= 0n || onlyReduces(without, order)) return undefined;
  return refuse('marginTooSmall', 'size');
}

/** Whether an order and those of its side that are reserved for could all fill without opening anything. */
function onlyReduces(without: Exposure, order: Order): boolean {
  const { account, market, side } = order;
  const lots = reservedFor(without, account, market, side).lots + BigInt(remainingOf(order));
  return lots <= reducibleBy(without, order);
}

/** The lots of the position that are of the other side than an order; below 0 when they are of its own. */
function reducibleBy(
  exposure: Exposure,
  { account, market, side }: Pick<Order, 'account' | 'market' | 'side'>,
): bigint {
  const size = sizeIn(exposure, account, market);
  return side === Side.sell ? size : -size;
}
