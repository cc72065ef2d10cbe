/** What an order is worth to the key that sends it. */

import { ceilDiv } from '../money/rounding.ts';
import type { NaiveState } from '../naive-state.ts';
import type { Market } from '../orders/naive-book.ts';
import { baseOf } from '../spot/base-asset.ts';

/** Lots at a price, in ticks, in a market that need not exist. */
interface Terms {
  readonly market: number;
  readonly price: number;
  readonly size: number;
}

/** Micro-dollars. An order to sell could have any price, so that it is worth no less than its market says. */
export function worthOf(state: NaiveState, { market, price, size }: Terms): bigint {
  const unit = Math.max(price, knownPrice(state, market));
  return BigInt(size) * BigInt(unit);
}

/** The mark of a market, else its reference price; 0 where it has neither or does not exist. */
export function knownPrice(state: NaiveState, number: number): number {
  const market = state.markets[number];
  if (market === undefined) return 0;
  return market.markPrice || assetPriceIn(state, market) || market.referencePrice || 0;
}

/** Of a spot market the price of its asset in ticks, rounded up; 0 in any other. */
function assetPriceIn(state: NaiveState, market: Market): number {
  const base = state.hasMoney ? baseOf(state, market) : undefined;
  if (base === undefined) return 0;
  const { asset, lot } = base;
  return Number(ceilDiv(lot * BigInt(asset.price), 10n ** BigInt(asset.decimals + 3)));
}
