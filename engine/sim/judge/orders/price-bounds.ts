/** How far a price may go: the collar of a market, and the limit of an order on its way. Prices are in ticks. */
import { OrderType, Side } from '@intelligent-ledger/engine/core';
import type { Market } from './naive-book.ts';

const RATE_ONE = 1_000_000n;

/** What a placement or an amended order says of how far it goes. */
export interface PriceTerms {
  readonly side: Side;
  readonly orderType: number;
  readonly price: number;
  /** Millionths of the best opposite price; 0 is no bound. */
  readonly slippage: number;
}

/** The bounds on a market order, each of which may be missing but its own price. */
export interface MarketBounds {
  readonly price: number;
  readonly slippage: number | undefined;
  readonly collar: number | undefined;
}

/** The worst price that the collar admits on a side, or undefined when there is no bound. */
export function collarOf(market: Market, side: Side): number | undefined {
  const { referencePrice, collarRate } = market;
  if (referencePrice === 0 || collarRate === 0) return undefined;
  if (side === Side.sell && collarRate >= 1_000_000) return undefined;
  return priceAway(referencePrice, collarRate, side);
}

/** Whether a price is worse for the side that it is on than the collar admits. */
export function isBeyondCollar(market: Market, side: Side, price: number): boolean {
  const collar = collarOf(market, side);
  return collar !== undefined && (side === Side.buy ? price > collar : price < collar);
}

/** What bounds a market order. Expired orders count for the best opposite price. */
export function marketBounds(market: Market, { side, price, slippage }: PriceTerms): MarketBounds {
  const best = market.book.facingPrice(side);
  const slipped = slippage === 0 || best === undefined ? undefined : priceAway(best, slippage, side);
  return { price, slippage: slipped, collar: collarOf(market, side) };
}

/** The worst price at which an order may trade, on the step table or not. */
export function limitOf(market: Market, terms: PriceTerms): number {
  if (terms.orderType === OrderType.limit) return terms.price;
  const bounds = Object.values(marketBounds(market, terms)).filter((bound) => bound !== undefined);
  return terms.side === Side.buy ? Math.min(...bounds) : Math.max(...bounds);
}

/** A price so many millionths of it above (for a buyer) or below (for a seller), rounded toward the price. */
function priceAway(price: number, rate: number, side: Side): number {
  if (side === Side.buy) return Number((BigInt(price) * (RATE_ONE + BigInt(rate))) / RATE_ONE);
  const product = BigInt(price) * (RATE_ONE - BigInt(rate));
  return Number((product + RATE_ONE - 1n) / RATE_ONE);
}
