/** The base assets of the markets that the workload makes, right ones and wrong ones. */
import { type createMarket, MarketKind, SIZE_LOTS_MAX, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { MarketTemplate } from '../market-template.ts';
import type { Random } from '../random.ts';
import type { SpotStyle } from './spot-style.ts';

const U32_MAX = 4_294_967_295;
const BALANCE_LIMIT = 2 ** 52;
const SIZE_DECIMALS_MAX = 6;
const LARGEST_PER_MILLE = 350;
const FIRST_COIN_PER_MILLE = 150;

/** What depends on the asset that is traded. */
type Traded = Pick<ValuesOf<typeof createMarket.specs>, 'sizeDecimals' | 'maxSize' | 'baseAsset'>;

/** Mostly an asset that has no market yet, in a spot market where there is money; now and then what may not be. */
export function tradedFor(
  random: Random,
  { misplacedPerMille }: SpotStyle,
  template: MarketTemplate,
  { assets, markets }: Pick<NaiveState, 'assets' | 'markets'>,
): Traded {
  const { marketKind, sizeDecimals, maxSize } = template;
  const plain = { sizeDecimals, maxSize, baseAsset: 0 };
  const coins = assets.slice(1);
  if (marketKind !== MarketKind.spot || coins.length === 0) {
    const baseAsset = random.happens(misplacedPerMille) ? random.pick([1, Math.max(1, coins.length), U32_MAX]) : 0;
    return { ...plain, baseAsset };
  }
  const isTaken = ({ number }: Asset) => markets.some(({ baseAsset }) => baseAsset === number);
  const free = coins.filter((coin) => !isTaken(coin));
  // The first coin is what venue dollars come from, so that it mostly has no market.
  const others = free.filter(({ number }) => number !== 1);
  const wanted = others.length > 0 && !random.happens(FIRST_COIN_PER_MILLE) ? others : free;
  const known = wanted.length > 0 ? wanted : coins;
  const coin = random.pick(random.happens(30) ? coins : known);
  switch (random.weighted({ fitting: 8, none: 2, unknown: 2, taken: 2, coarse: 2, large: 5 })) {
    case 'none':
      return plain;
    case 'unknown':
      return { ...plain, baseAsset: random.pick([assets.length, U32_MAX]) };
    case 'taken':
      return fitting(random, template, coins.find(isTaken) ?? coin);
    case 'coarse':
      return coarse(random, template, coins) ?? fitting(random, template, coin);
    case 'large':
      return large(template, known) ?? fitting(random, template, coin);
    default:
      return fitting(random, template, coin);
  }
}

/** Lots of an atom, or of many; and an order as large as any that fits, where it is not too large for its price. */
function fitting(random: Random, template: MarketTemplate, { number, decimals }: Asset): Traded {
  const finest = Math.min(SIZE_DECIMALS_MAX, decimals);
  // Lots of many atoms make that an order is as large as a balance before it is too large for its price.
  const coarsest = mostLots(decimals, 0);
  if (isPossible(template, coarsest) && random.happens(LARGEST_PER_MILLE)) {
    return { sizeDecimals: 0, maxSize: coarsest, baseAsset: number };
  }
  const sizeDecimals = random.happens(600) ? finest : random.between(0, finest);
  const maxSize = Math.min(template.maxSize, mostLots(decimals, sizeDecimals));
  return { sizeDecimals, maxSize, baseAsset: number };
}

/** Lots that are finer than atoms, of an asset without many decimals. */
function coarse(random: Random, { maxSize }: MarketTemplate, coins: readonly Asset[]): Traded | undefined {
  const rough = coins.filter(({ decimals }) => decimals < SIZE_DECIMALS_MAX);
  if (rough.length === 0) return undefined;
  const { number, decimals } = random.pick(rough);
  return { sizeDecimals: random.between(decimals + 1, SIZE_DECIMALS_MAX), maxSize, baseAsset: number };
}

/** A lot more than fits a balance. */
function large(template: MarketTemplate, coins: readonly Asset[]): Traded | undefined {
  const fine = coins.find(({ decimals }) => isPossible(template, mostLots(decimals, 0) + 1));
  return fine && { sizeDecimals: 0, maxSize: mostLots(fine.decimals, 0) + 1, baseAsset: fine.number };
}

/** The most lots that are together less than what no balance has. */
function mostLots(decimals: number, sizeDecimals: number): number {
  return Math.floor((BALANCE_LIMIT - 1) / 10 ** (decimals - sizeDecimals));
}

/** Whether an order of so many lots is not too large for the prices of the market. */
function isPossible({ maxPrice }: MarketTemplate, lots: number): boolean {
  return lots <= SIZE_LOTS_MAX && lots * maxPrice < BALANCE_LIMIT;
}
