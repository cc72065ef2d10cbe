/** Commands that make assets and set their terms and prices: mostly so that they convert, and often just so. */
import {
  ASSET_DECIMALS_MAX,
  ASSET_PRICE_ONE,
  BALANCE_MAX,
  createAsset,
  RATE_ONE,
  setAssetPrice,
  setAssetTerms,
  U64_MAX,
  VENUE_DOLLAR_DECIMALS,
} from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import { usersOf } from '../../judge/money/books.ts';
import { type Draft, draftOf, hexOf } from '../draft.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { spotPriceSetting } from '../spot/spot-amounts.ts';
import { leastOf } from './money-amounts.ts';
import { coinNumber, coinsIn } from './money-scene.ts';

/** What a millionth of a dollar is in a price. */
const PRICE_PER_RATE = ASSET_PRICE_ONE / RATE_ONE;
const TO_COIN = 2;
const ANY_DECIMALS_PER_MILLE = 700;
const OLD_MINTS_PER_MILLE = 250;
const LARGE_FUNDS = 2 ** 50;
const UNSET_FIRST_PER_MILLE = 600;
const EDGE_UNITS = 6;

/** Decimals as those of the venue dollar, fewer or more; now and then a mint that another asset has. */
export function assetCreation({ random, profile, state }: Scene): Draft {
  const isAny = random.happens(ANY_DECIMALS_PER_MILLE);
  // Of a coin with more decimals than the venue dollar the largest balance is worth little.
  const isWorthMuch = coinsIn(state).length === 0 && profile.margin.fundsMax >= LARGE_FUNDS;
  const most = isWorthMuch ? VENUE_DOLLAR_DECIMALS : ASSET_DECIMALS_MAX;
  const decimals = isAny ? random.between(0, most) : random.pick([0, VENUE_DOLLAR_DECIMALS, most]);
  const isOld = state.assets.length > 0 && random.happens(OLD_MINTS_PER_MILLE);
  const mint = isOld ? random.pick(state.assets).mint : hexOf(random.bytes(32));
  return draftOf(createAsset, { decimals, mint });
}

/** Bounds that are far, small, or near what balances and conversions are; often of a coin that does not convert. */
export function termsSetting(scene: Scene): Draft {
  const { random, profile, state } = scene;
  const unset = coinsIn(state).filter(({ dailyConversionMax }) => dailyConversionMax === 0);
  const asset = coinNumber(scene, unsetFirst(random, unset));
  const coin = state.assets[asset];
  const most = profile.depositUnitsMax;
  const bandRate = random.pick([1_000, 5_000, 20_000, 20_000, random.pick([0, 1, 500_000, RATE_ONE])]);
  if (coin === undefined) return draftOf(setAssetTerms, { asset, depositMax: 1, dailyConversionMax: 1, bandRate });
  return draftOf(setAssetTerms, {
    asset,
    bandRate,
    depositMax: depositBound(random, coin, most),
    dailyConversionMax: conversionBound(random, coin, most),
    withdrawalMin: withdrawalBound(random, coin, most),
    initialWeight: weightFor(scene),
  });
}

function depositBound(random: Random, coin: Asset, unitsMax: number): number {
  const held = Number(usersOf(coin.books) + coin.books.inventory);
  const least = leastOf(coin.decimals, 1);
  switch (random.weighted({ none: 10, ahead: 6, near: 3, edge: 1 })) {
    case 'none':
      return 0;
    case 'ahead':
      return Math.min(U64_MAX, held + least * random.between(1, 3 * unitsMax));
    case 'near':
      return Math.min(U64_MAX, Math.max(0, held + random.between(-2, 2)));
    default:
      return random.pick([1, Math.floor(held / 2), BALANCE_MAX, U64_MAX]);
  }
}

function conversionBound(random: Random, coin: Asset, unitsMax: number): number {
  const { netConversion, decimals } = coin;
  const converted = Math.abs(Number(netConversion));
  const least = leastOf(decimals, TO_COIN);
  switch (random.weighted({ far: 7, wide: 4, near: 4, none: 2 })) {
    case 'far':
      return BALANCE_MAX;
    case 'wide':
      return least * random.between(unitsMax, 20 * unitsMax);
    case 'near':
      return Math.min(BALANCE_MAX, random.pick([converted, 0, 0]) + least * random.between(0, EDGE_UNITS));
    default:
      return random.pick([0, 0, 1, BALANCE_MAX - 1]);
  }
}

/** All of its value, none, a part, or an edge of the range. */
function weightFor({ random, profile }: Scene): number {
  if (random.happens(profile.margin.weightPerMille)) return random.pick([RATE_ONE, RATE_ONE, 0]);
  return random.pick([0, 1, RATE_ONE - 1, random.below(RATE_ONE)]);
}

/** Mostly none or a few of the least amounts that convert, which withdrawals are about; now and then out of reach. */
function withdrawalBound(random: Random, coin: Asset, unitsMax: number): number {
  const least = leastOf(coin.decimals, 1);
  switch (random.weighted({ none: 6, few: 6, edge: 1 })) {
    case 'none':
      return 0;
    case 'few':
      return least * random.between(1, Math.max(1, Math.floor(unitsMax / 4)));
    default:
      return random.pick([1, 2, BALANCE_MAX, U64_MAX]);
  }
}

/** Mostly within the band, often at an edge of it, and just beyond; often of a coin that has no such price. */
export function priceSetting(scene: Scene): Draft {
  return spotPriceSetting(scene) ?? pricesNearDollar(scene);
}

function pricesNearDollar(scene: Scene): Draft {
  const { random, state } = scene;
  const outside = coinsIn(state).filter(({ price, bandRate }) => {
    return price === 0 || Math.abs(price - ASSET_PRICE_ONE) > bandRate * PRICE_PER_RATE;
  });
  const asset = coinNumber(scene, unsetFirst(random, outside));
  const width = PRICE_PER_RATE * (state.assets[asset]?.bandRate ?? 0);
  const [low, high] = [ASSET_PRICE_ONE - width, ASSET_PRICE_ONE + width];
  const price = random.weighted({ within: 6, edge: 6, beyond: 2, any: 1 });
  const edges = { edge: [low, high, low, high, ASSET_PRICE_ONE], beyond: [low - 1, high + 1] };
  if (price === 'within') return draftOf(setAssetPrice, { asset, price: random.between(low, high) });
  if (price === 'any') return draftOf(setAssetPrice, { asset, price: random.pick([0, 0, 1, BALANCE_MAX]) });
  return draftOf(setAssetPrice, { asset, price: Math.max(0, random.pick(edges[price])) });
}

function unsetFirst(random: Random, unset: readonly Asset[]): Asset | undefined {
  return unset.length > 0 && random.happens(UNSET_FIRST_PER_MILLE) ? random.pick(unset) : undefined;
}
