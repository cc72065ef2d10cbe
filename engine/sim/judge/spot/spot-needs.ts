/** What orders at rest in a spot market need: what the free margin could lose if all of them filled. */

import type { Reserved } from '../margin/held-margin.ts';
import { weightedLossOf, weightedValueOf } from '../margin/weighted-value.ts';
import { largerOf } from '../money/rounding.ts';
import type { BaseAsset } from './base-asset.ts';

/** What is bought counts rounded down and what is sold rounded up, so that filling never costs more than was needed. */
export function spotNeedsOf({ asset, lot }: BaseAsset, buys: Reserved, sells: Reserved): bigint {
  const ofBuys = largerOf(0n, buys.value - weightedValueOf(asset, buys.lots * lot));
  const ofSells = largerOf(0n, weightedLossOf(asset, sells.lots * lot) - sells.value);
  return ofBuys + ofSells;
}
