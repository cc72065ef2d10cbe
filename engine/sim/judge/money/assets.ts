/** The commands that make assets and set their terms and prices. */
import {
  assetCreated,
  assetPriceSet,
  assetTermsSet,
  type createAsset,
  type setAssetPrice,
  type setAssetTerms,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { newAsset } from './asset.ts';
import { coinNumbered } from './known-assets.ts';

export function addAsset(state: NaiveState, command: ValuesOf<typeof createAsset.specs>): Refusal | undefined {
  const { decimals, mint } = command;
  if (state.assets.length >= state.limits.assetsMax) return refuse('assetsFull');
  // The venue dollar is among them, so that no other asset has zeros as its mint.
  if (state.assets.some((asset) => asset.mint === mint)) return refuse('assetAlreadyExists', 'mint');
  const number = state.assets.length;
  state.assets.push(newAsset(number, decimals, mint));
  state.emit(assetCreated, { asset: number, decimals, mint });
  return undefined;
}

export function changeTerms(state: NaiveState, command: ValuesOf<typeof setAssetTerms.specs>): Refusal | undefined {
  const asset = coinNumbered(state, command.asset);
  if (asset === undefined) return refuse('assetUnknown', 'asset');
  const { depositMax, dailyConversionMax, withdrawalMin, bandRate, initialWeight } = command;
  const terms = { depositMax, dailyConversionMax, withdrawalMin, bandRate, initialWeight };
  Object.assign(asset, terms);
  state.emit(assetTermsSet, { asset: asset.number, ...terms });
  return undefined;
}

export function changePrice(state: NaiveState, command: ValuesOf<typeof setAssetPrice.specs>): Refusal | undefined {
  const asset = coinNumbered(state, command.asset);
  if (asset === undefined) return refuse('assetUnknown', 'asset');
  asset.price = command.price;
  state.emit(assetPriceSet, { asset: asset.number, price: asset.price });
  return undefined;
}
