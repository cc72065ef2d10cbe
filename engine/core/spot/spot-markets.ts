/** Which asset each spot market trades, and how many atoms of it are a lot: docs/concepts/spot.md. */

import { type MarginTerms, TERM_SHIFT, TermWord } from '../margin/margin-terms.ts';
import { createWords } from '../numbers/words.ts';

const TERMS = TERM_SHIFT;
const { lotAtoms: LOT_ATOMS } = TermWord;

export type SpotMarkets = ReturnType<typeof createSpotMarkets>;

/** So many markets that trade none of so many assets. */
export function createSpotMarkets(marketsMax: number, assetsMax: number, marginTerms: MarginTerms) {
  const { terms } = marginTerms;
  const baseAssets = createWords(marketsMax);
  // Of each asset the market that trades it, plus one.
  const marketsOfAsset = createWords(assetsMax);

  function open(market: number, asset: number, lotAtoms: number): void {
    baseAssets[market] = asset;
    marketsOfAsset[asset] = market + 1;
    terms[(market << TERMS) | LOT_ATOMS] = lotAtoms;
  }

  return {
    open,
    /** The base asset of a market; 0 when it has none. */
    baseAssetOf: (market: number) => baseAssets[market] as number,
    /** Atoms of its base asset that are a lot; 0 when it has none. */
    lotAtomsOf: (market: number) => terms[(market << TERMS) | LOT_ATOMS] as number,
    /** The market that trades an asset, plus one; 0 when none does. */
    marketOf: (asset: number) => marketsOfAsset[asset] as number,
  };
}
