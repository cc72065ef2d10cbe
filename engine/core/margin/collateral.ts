/**
 * What amounts of assets are worth, and how much of that counts as margin: section 3 of docs/concepts/margin.md. No
 * value counts beyond what a balance of dollars may be.
 */
import type { AssetTable } from '../money/asset-table.ts';
import { mulDivCeil, mulDivFloor } from '../numbers/wide.ts';
import { BALANCE_MAX, RATE_ONE, VENUE_DOLLAR } from '../schema/command.ts';

const COUNTED_MAX = BALANCE_MAX;
/** Of asset prices, in 1e-9 dollars per whole unit, to micro-dollars: three decimals beyond those of the asset. */
const UNITS_OF_PRICE = Array.from({ length: 10 }, (_, decimals) => Number(`1e${decimals + 3}`));

export type Collateral = ReturnType<typeof createCollateral>;

/** By the prices and weights of a table of assets. All amounts are in atoms, all values in micro-dollars. */
export function createCollateral(assets: AssetTable) {
  /** The value of an amount; of the venue dollar the amount itself, of either sign. */
  function fullValueOf(asset: number, amount: number): number {
    if (asset === VENUE_DOLLAR || amount === 0) return amount;
    const value = mulDivFloor(amount, assets.priceOf(asset), UNITS_OF_PRICE[assets.decimalsOf(asset)] as number);
    return Math.min(value, COUNTED_MAX);
  }

  /** What of it counts as margin. */
  function weightedValueOf(asset: number, amount: number): number {
    if (asset === VENUE_DOLLAR) return amount;
    return mulDivFloor(fullValueOf(asset, amount), assets.weightOf(asset), RATE_ONE);
  }

  /** The value of an amount of another asset than the venue dollar, rounded up. */
  function fullValueUp(asset: number, amount: number): number {
    const unit = UNITS_OF_PRICE[assets.decimalsOf(asset)] as number;
    return Math.min(mulDivCeil(amount, assets.priceOf(asset), unit), COUNTED_MAX);
  }

  /** What counts as margin of an amount that goes, at most. */
  function weightedValueUp(asset: number, amount: number): number {
    return mulDivCeil(fullValueUp(asset, amount), assets.weightOf(asset), RATE_ONE);
  }

  /** Whether anybody knows what an asset is worth. */
  function isPriced(asset: number): boolean {
    return assets.priceOf(asset) > 0;
  }

  return { fullValueOf, weightedValueOf, fullValueUp, weightedValueUp, isPriced };
}
