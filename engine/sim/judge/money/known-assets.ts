/** The assets that there are, by their numbers. */

import type { Exposure } from '../margin/exposure.ts';
import type { NaiveState } from '../naive-state.ts';
import { type Asset, DOLLAR } from './asset.ts';

/** The venue dollar of an exchange that has money; asking another is a bug of the judge. */
export function dollarIn(state: Pick<Exposure, 'assets'>): Asset {
  const dollar = state.assets[DOLLAR];
  if (dollar === undefined) throw new Error('the judge has no venue dollar');
  return dollar;
}

/** An asset that is known to exist. */
export function assetIn({ assets }: Pick<Exposure, 'assets'>, number: number): Asset {
  const asset = assets[number];
  if (asset === undefined) throw new Error(`the judge has no asset ${number}`);
  return asset;
}

/** An asset that may come from the chain and go there: one that exists and is not the venue dollar. */
export function coinNumbered(state: NaiveState, number: number): Asset | undefined {
  return number === DOLLAR ? undefined : state.assets[number];
}
