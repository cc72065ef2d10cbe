/**
 * The slow, obvious book: each side is a plain array of orders, best price first and at one price
 * the earliest first. Everything else about a market is a plain field. It assumes nothing of the
 * fast book and shares no code with it.
 */
import { type MarketState, Side } from '@intelligent-ledger/engine/core';
import type { BuilderTerms, MarginTerms } from '../margin/held-margin.ts';
import type { Band } from './step-table.ts';

/** An open order, or a taker on its way. Sizes are in lots, prices in ticks, times in microseconds. */
export interface Order extends BuilderTerms {
  readonly order: number;
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  price: number;
  /** Total size, with what has filled and without what was decremented. */
  size: number;
  filled: number;
  /** What it shows of its remaining lots while it rests. */
  shown: number;
  expiry: number;
  readonly clientOrderId: string;
  readonly key: number;
  readonly session: number;
  displaySize: number;
  readonly orderType: number;
  readonly timeInForce: number;
  readonly selfTrade: number;
  readonly flags: number;
  /** Number of its order group; 0 is none. */
  readonly orderGroup: number;
}

/** A market with its orders. Limits, reference price and mark are 0 where there are none. */
export interface Market {
  readonly number: number;
  readonly marketKind: number;
  readonly sizeDecimals: number;
  /** Of a spot market the number of the asset that is traded; 0 where there is none. */
  readonly baseAsset: number;
  readonly maxSize: number;
  state: MarketState;
  maxPrice: number;
  bands: readonly Band[];
  minSize: number;
  /** Micro-dollars. */
  minNotional: number;
  /** Millionths of the reference price. */
  collarRate: number;
  /** Ticks. */
  referencePrice: number;
  /** What positions need, where it was said. */
  margin: MarginTerms | undefined;
  /** Ticks. */
  markPrice: number;
  /** The largest that the largest price of the step table ever was; 0 where there is no money. */
  largestPrice: number;
  /** The largest that the bound on open sizes ever was. */
  largestPositionMax: number;
  readonly book: NaiveBook;
}

/** The lots of an order that have not filled, hidden ones included. */
export function remainingOf(order: Order): number {
  return order.size - order.filled;
}

/** Whether an order is dead at a time. An expiry of 0 is never. */
export function isExpiredAt(order: Order, time: number): boolean {
  return order.expiry !== 0 && order.expiry <= time;
}

/** The two sides of one market. */
export class NaiveBook {
  readonly bids: Order[] = [];
  readonly asks: Order[] = [];

  /** A book of the same orders, which change apart from these. */
  copy(): NaiveBook {
    const copy = new NaiveBook();
    copy.bids.push(...this.bids.map((order) => ({ ...order })));
    copy.asks.push(...this.asks.map((order) => ({ ...order })));
    return copy;
  }

  sideOf(side: Side): Order[] {
    return side === Side.buy ? this.bids : this.asks;
  }

  /** Puts an order at the back of its price, where it shows all that remains or as much as its display size lets it. */
  rest(order: Order): void {
    order.shown = order.displaySize === 0 ? remainingOf(order) : Math.min(order.displaySize, remainingOf(order));
    const orders = this.sideOf(order.side);
    const isWorse = (other: Order) => (order.side === Side.buy ? other.price < order.price : other.price > order.price);
    const place = orders.findIndex(isWorse);
    orders.splice(place === -1 ? orders.length : place, 0, order);
  }

  /** Takes out an order that rests here. */
  leave(order: Order): void {
    const orders = this.sideOf(order.side);
    orders.splice(orders.indexOf(order), 1);
  }

  /** A maker has lost shown lots, which its size or what has filled already says. */
  takeShown(maker: Order, lots: number): void {
    maker.shown -= lots;
    if (maker.shown > 0) return;
    this.leave(maker);
    if (remainingOf(maker) > 0) this.rest(maker);
  }

  /** The makers that a taker of this side and limit would meet, in the order in which it would meet them. */
  makersFor(side: Side, limit: number): Order[] {
    if (side === Side.buy) return this.asks.filter((maker) => maker.price <= limit);
    return this.bids.filter((maker) => maker.price >= limit);
  }

  /** The best price that a taker of this side faces. */
  facingPrice(side: Side): number | undefined {
    return side === Side.buy ? this.asks[0]?.price : this.bids[0]?.price;
  }

  /** The prices of a side at which orders rest, best first. */
  levels(side: Side): number[] {
    return [...new Set(this.sideOf(side).map((order) => order.price))];
  }

  isEmpty(): boolean {
    return this.bids.length + this.asks.length === 0;
  }
}
