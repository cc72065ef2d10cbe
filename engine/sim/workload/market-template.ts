/** The kinds of market that the workload makes, and the prices that a market's bands hold. */
import { type createMarket, EVENT_PRICE_TICKS_MAX, MarketKind, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { Band } from '../judge/orders/step-table.ts';

/** What a createMarket says but for its state. Prices are in ticks, sizes in lots. */
export interface MarketTemplate {
  readonly marketKind: ValuesOf<typeof createMarket.specs>['marketKind'];
  readonly sizeDecimals: number;
  readonly maxPrice: number;
  readonly maxSize: number;
  readonly bands: readonly Band[];
}

/** One price in ten ticks of a plain contract. */
export const plain: MarketTemplate = {
  marketKind: MarketKind.perpetual,
  sizeDecimals: 3,
  maxPrice: 1_000,
  maxSize: 1_000,
  bands: [{ from: 10, step: 10 }],
};

/** Every tick of an event is a price. */
export const event: MarketTemplate = {
  marketKind: MarketKind.event,
  sizeDecimals: 2,
  maxPrice: EVENT_PRICE_TICKS_MAX,
  maxSize: 100_000,
  bands: [{ from: 1, step: 1 }],
};

/** An event whose prices are finer near 0 and near the payoff. */
export const tapered: MarketTemplate = {
  ...event,
  maxPrice: 9_990,
  bands: [
    { from: 10, step: 10 },
    { from: 500, step: 100 },
    { from: 9_500, step: 10 },
  ],
};

/** Five significant figures, the widest prices that a market may have. */
export const significant: MarketTemplate = {
  marketKind: MarketKind.perpetual,
  sizeDecimals: 0,
  maxPrice: 999_990_000,
  maxSize: 4_503_644,
  bands: [
    { from: 1, step: 1 },
    { from: 100_000, step: 10 },
    { from: 1_000_000, step: 100 },
    { from: 10_000_000, step: 1_000 },
    { from: 100_000_000, step: 10_000 },
  ],
};

/** Every tick up to the largest price there is. */
export const fine: MarketTemplate = {
  marketKind: MarketKind.spot,
  sizeDecimals: 6,
  maxPrice: 999_999_999,
  maxSize: 4_503_599,
  bands: [{ from: 1, step: 1 }],
};

/** The largest sizes there are: the product with the largest price is just below 2^52. */
export const bulky: MarketTemplate = {
  marketKind: MarketKind.spot,
  sizeDecimals: 0,
  maxPrice: 2_097_152,
  maxSize: 2_147_483_647,
  bands: [{ from: 1, step: 1 }],
};

/** As many bands as a table may have, of one price each but for the last. */
export const manyBands: MarketTemplate = {
  ...plain,
  marketKind: MarketKind.spot,
  maxPrice: 160,
  bands: Array.from({ length: 16 }, (_, index) => ({ from: 5 + index * 10, step: index === 15 ? 5 : 10 })),
};

/** The single price of a table that has no other. */
export const single: MarketTemplate = { ...plain, maxPrice: 7, maxSize: 5, bands: [{ from: 7, step: 3 }] };

/** A table's bands with the last price of each. */
function bandRanges(bands: readonly Band[], maxPrice: number): { from: number; step: number; last: number }[] {
  return bands.map(({ from, step }, index) => {
    const next = bands[index + 1];
    return { from, step, last: next === undefined ? maxPrice : next.from - step };
  });
}

/** How many prices a table has. */
export function priceCount(bands: readonly Band[], maxPrice: number): number {
  return bandRanges(bands, maxPrice).reduce((sum, { from, step, last }) => sum + (last - from) / step + 1, 0);
}

/** The price of a step number; numbers beyond the table give its first or last price. */
export function priceAtStep(bands: readonly Band[], maxPrice: number, stepNumber: number): number {
  let left = Math.max(0, stepNumber);
  for (const { from, step, last } of bandRanges(bands, maxPrice)) {
    const count = (last - from) / step + 1;
    if (left < count) return from + left * step;
    left -= count;
  }
  return maxPrice;
}

/** The step number around which the workload's orders of a market lie; it differs from market to market. */
export function middleStep({ number, bands, maxPrice }: TradedMarket): number {
  return Math.floor((priceCount(bands, maxPrice) * ((number * 37 + 50) % 100)) / 100);
}

/** So many steps at the middle of a market as a part of its price, in millionths. */
export function rateOfSteps(market: TradedMarket, steps: number): number {
  const middle = middleStep(market);
  const at = (step: number) => priceAtStep(market.bands, market.maxPrice, step);
  return Math.ceil((1_000_000 * Math.abs(at(middle + steps) - at(middle))) / at(middle));
}

/** What the prices of a market that exists depend on. */
interface TradedMarket {
  readonly number: number;
  readonly bands: readonly Band[];
  readonly maxPrice: number;
}
