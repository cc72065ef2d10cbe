/** The assets and markets of a random attack: of every scale of decimals, prices and sizes. */
import type { LogicalState } from '@intelligent-ledger/engine/core';

export const BALANCE_MAX = 2 ** 52 - 1;
const ONE = 1_000_000_000;

/** Prices of an everyday market, of dust, and such that positions reach the largest worth there is. */
export const PERPETUALS = [
  { maxPrice: 2_000, maxSize: 100_000, positionMax: 200_000, mark: 1_000 },
  { maxPrice: 12, maxSize: 1_000_000, positionMax: 3_000_000, mark: 3 },
  { maxPrice: 1_000_000, maxSize: 2_147_483_647, positionMax: 2_251_799_813, mark: 400_000 },
] as const;
/** Behind them, spot markets of an asset without decimals and of one of nine, whose lot is a millionth of a unit. */
export const SPOTS = [
  { maxPrice: 10_000_000, maxSize: 100_000_000, sizeDecimals: 0, baseAsset: 3 },
  { maxPrice: 1_000, maxSize: 2_000_000_000, sizeDecimals: 6, baseAsset: 4 },
] as const;
export const MARKETS = [...PERPETUALS, ...SPOTS];
/** Of the assets from 1 on: two near a dollar, one without decimals, and one that is no dollar and does not convert. */
export const ASSETS = [
  { decimals: 6, price: ONE, initialWeight: 1_000_000, dailyConversionMax: BALANCE_MAX },
  { decimals: 9, price: 985_000_000, initialWeight: 950_001, dailyConversionMax: 40_000_000_000 },
  { decimals: 0, price: 1_015_000_000, initialWeight: 999_999, dailyConversionMax: 10 ** 13 },
  { decimals: 9, price: 150 * ONE + 7, initialWeight: 800_000, dailyConversionMax: 0 },
];
export const SCALES = [6, 6, 9, 0, 9];

/** What a spot market trades, and the atoms of a lot; undefined of a perpetual one. */
export function spotOf(market: number): { readonly asset: number; readonly lot: number } | undefined {
  const spot = SPOTS[market - PERPETUALS.length];
  if (spot === undefined) return undefined;
  return { asset: spot.baseAsset, lot: 10 ** ((SCALES[spot.baseAsset] as number) - spot.sizeDecimals) };
}

/** What a lot is worth in a market: its mark, or the price of its asset in ticks. */
export function worthOf(state: LogicalState, market: number): number {
  const spot = spotOf(market);
  if (spot === undefined) return state.markets[market]?.markPrice ?? 1;
  const ticks = ((state.assets[spot.asset]?.price ?? 1) * spot.lot) / 10 ** ((SCALES[spot.asset] as number) + 3);
  return Math.max(1, Math.floor(ticks));
}

/** Lots that an account has in a market, without their sign. */
export function heldIn(state: LogicalState, account: number, market: number): number {
  const spot = spotOf(market);
  if (spot === undefined) {
    const row = state.positions.find((each) => each.account === account && each.market === market);
    return Math.abs(row?.size ?? 0);
  }
  const balance = state.balances.find((row) => row.account === account && row.asset === spot.asset)?.amount ?? 0;
  return Math.floor(balance / spot.lot);
}
