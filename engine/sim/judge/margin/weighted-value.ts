/** What atoms of an asset count as free margin: their value in micro-dollars by the price, times a weight. */
import type { Asset } from '../money/asset.ts';
import { ceilDiv, floorDiv, smallerOf } from '../money/rounding.ts';

/** A weight at which all of a value counts. */
export const WEIGHT_ONE = 1_000_000n;
/** Prices are in 1e-9 dollars and values in micro-dollars. */
const PRICE_DECIMALS = 3;
/** The largest value that counts. */
const VALUE_MAX = 2n ** 52n - 1n;

/** Rounded down, as what an account has; by the weight of the asset unless told. */
export function weightedValueOf(asset: Asset, atoms: bigint, weight = BigInt(asset.initialWeight)): bigint {
  const value = floorDiv(atoms * BigInt(asset.price), scaleOf(asset));
  return floorDiv(smallerOf(value, VALUE_MAX) * weight, WEIGHT_ONE);
}

/** Rounded up, as what an account would lose. */
export function weightedLossOf(asset: Asset, atoms: bigint): bigint {
  const value = ceilDiv(atoms * BigInt(asset.price), scaleOf(asset));
  return ceilDiv(smallerOf(value, VALUE_MAX) * BigInt(asset.initialWeight), WEIGHT_ONE);
}

function scaleOf({ decimals }: Asset): bigint {
  return 10n ** BigInt(decimals + PRICE_DECIMALS);
}
