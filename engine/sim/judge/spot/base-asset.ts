/** The asset that a spot market trades for the venue dollar, and what a lot of it is. */
import { type createMarket, MarketKind, type ValuesOf } from '@intelligent-ledger/engine/core';
import { type Exposure, marketIn } from '../margin/exposure.ts';
import { type Asset, DOLLAR } from '../money/asset.ts';
import { BALANCE_LIMIT } from '../money/books.ts';
import { assetIn, coinNumbered } from '../money/known-assets.ts';
import type { NaiveState } from '../naive-state.ts';
import type { Market } from '../orders/naive-book.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** What a market says where it has no base asset. */
export const NO_ASSET = DOLLAR;

/** A spot market that has one. */
export interface BaseAsset {
  readonly asset: Asset;
  /** Atoms of a lot. */
  readonly lot: bigint;
}

/** The base asset of a market; undefined where it has none. */
export function baseOf({ assets }: Pick<Exposure, 'assets'>, market: Market): BaseAsset | undefined {
  const { marketKind, baseAsset, sizeDecimals } = market;
  if (marketKind !== MarketKind.spot || baseAsset === NO_ASSET) return undefined;
  const asset = assetIn({ assets }, baseAsset);
  return { asset, lot: lotOf(asset, sizeDecimals) };
}

/** The same of a market that is known to have one. */
export function baseIn(exposure: Exposure, number: number): BaseAsset {
  const base = baseOf(exposure, marketIn(exposure, number));
  if (base === undefined) throw new Error(`the judge has no base asset of market ${number}`);
  return base;
}

/** Why a market may not be made with the base asset that the command says. */
export function baseAssetRefusal(
  state: NaiveState,
  { marketKind, sizeDecimals, maxSize, baseAsset }: ValuesOf<typeof createMarket.specs>,
): Refusal | undefined {
  if (baseAsset === NO_ASSET) return undefined;
  if (marketKind !== MarketKind.spot || !state.hasMoney) return refuse('fieldOutOfRange', 'baseAsset');
  const asset = coinNumbered(state, baseAsset);
  if (asset === undefined) return refuse('assetUnknown', 'baseAsset');
  if (asset.decimals < sizeDecimals) return refuse('fieldOutOfRange', 'sizeDecimals');
  if (state.markets.some((market) => market.baseAsset === baseAsset)) return refuse('assetHasMarket', 'baseAsset');
  const isTooLarge = BigInt(maxSize) * lotOf(asset, sizeDecimals) >= BALANCE_LIMIT;
  return isTooLarge ? refuse('marketTooLarge', 'maxSize') : undefined;
}

function lotOf({ decimals }: Asset, sizeDecimals: number): bigint {
  return 10n ** BigInt(decimals - sizeDecimals);
}
