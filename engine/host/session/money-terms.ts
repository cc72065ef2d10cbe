/**
 * The assets of a session's exchange, what positions in its market need and what fills cost. Leverages and fees are
 * those of the largest perpetual venue. The value from which the second tier holds is a tenth of that venue's, since
 * this flow trades tens of millions of dollars in an hour.
 */
import type { FeeTier } from '@intelligent-ledger/engine/core';

/** A coin that becomes venue dollars as it is credited, and one that stays what it is and counts as collateral. */
export const Asset = { dollar: 0, usdc: 1, coin: 2 } as const;
export const ASSET_NAMES: readonly string[] = ['venue dollar', 'USDC', 'coin'];

/** What there is to say of an asset besides the venue dollar; the fields are those of the commands that say it. */
export const ASSET_TERMS = [
  {
    asset: Asset.usdc,
    decimals: 6,
    mint: 'c1'.repeat(32),
    price: 1_000_000_000,
    dailyConversionMax: 4_000_000_000_000_000,
    bandRate: 5_000,
    initialWeight: 1_000_000,
  },
  {
    asset: Asset.coin,
    decimals: 9,
    mint: 'c2'.repeat(32),
    price: 100_000_000_000,
    dailyConversionMax: 0,
    bandRate: 0,
    initialWeight: 800_000,
  },
] as const;

/** Leverage of up to 40, and of 20 where a position is worth 15,000,000 dollars. */
export const MARGIN_TIERS = { leverage: 40, secondLeverage: 20, secondFrom: 15_000_000_000_000 } as const;

/** Whole dollars of fourteen days, and rates in 1e-8: 4.5 basis points are 45,000. */
export const FEE_TIERS: readonly FeeTier[] = [
  { volumeFrom: 0, takerRate: 45_000, makerRate: 15_000, makerRebate: 0 },
  { volumeFrom: 5_000_000, takerRate: 40_000, makerRate: 12_000, makerRebate: 0 },
  { volumeFrom: 25_000_000, takerRate: 35_000, makerRate: 8_000, makerRebate: 0 },
  { volumeFrom: 100_000_000, takerRate: 30_000, makerRate: 4_000, makerRebate: 0 },
  { volumeFrom: 500_000_000, takerRate: 28_000, makerRate: 0, makerRebate: 0 },
  { volumeFrom: 2_000_000_000, takerRate: 26_000, makerRate: 0, makerRebate: 1_000 },
  { volumeFrom: 7_000_000_000, takerRate: 24_000, makerRate: 0, makerRebate: 3_000 },
];
