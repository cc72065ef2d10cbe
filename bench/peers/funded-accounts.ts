/**
 * Gives every account of a workload an owner of its own and a balance that no order exhausts, and its markets margin
 * terms.
 */
import {
  BALANCE_MAX,
  createAsset,
  creditDeposit,
  encodeFeeTiers,
  type Machine,
  MarketKind,
  OwnerKind,
  POSITION_MAX,
  RATE_ONE,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { WorkloadSize } from '../workload/neutral-command.ts';
import { administer } from './administer.ts';

/** Collateral that is never exhausted, what converts to dollars, and in spot markets the base asset of the first. */
const COIN = 1;
const DOLLAR_COIN = 2;
const FIRST_BASE = 3;
export const SIZE_DECIMALS = 4;
const ONE_DOLLAR = 1_000_000_000;
/** Positions of an owner stay below 2^51 micro-dollars at the largest price of any mix. */
const POSITION_LOTS_MAX = 2_000_000_000;
/** Hyperliquid's perpetuals: whole dollars, and rates of takers and makers in 1e-8 (perps.md 2.10). */
const TIERS = [
  { volumeFrom: 0, takerRate: 45_000, makerRate: 15_000 },
  { volumeFrom: 5_000_000, takerRate: 40_000, makerRate: 12_000 },
  { volumeFrom: 25_000_000, takerRate: 35_000, makerRate: 8_000 },
  { volumeFrom: 100_000_000, takerRate: 30_000, makerRate: 4_000 },
  { volumeFrom: 500_000_000, takerRate: 28_000, makerRate: 0 },
  { volumeFrom: 2_000_000_000, takerRate: 26_000, makerRate: 0 },
  { volumeFrom: 7_000_000_000, takerRate: 24_000, makerRate: 0 },
] as const;

export function moneyCapacities({ accountCount, marketCount }: WorkloadSize, isSpot: boolean) {
  return {
    assetsMax: FIRST_BASE + (isSpot ? marketCount : 0),
    withdrawalsMax: 1,
    positionsMax: 2 * accountCount * marketCount,
  };
}

/**
 * Registers owners with two deposits each, and sets the fees. One is a coin that counts in full as collateral, the
 * other an even share of what a day converts to dollars, of which fees and losses are paid, so that nobody owes.
 */
export function fundAccounts(machine: Machine, accounts: number): void {
  addCoin(machine, '0c', { asset: COIN, initialWeight: RATE_ONE });
  deposit(machine, accounts, 0, COIN, BALANCE_MAX);
  addCoin(machine, '0d', { asset: DOLLAR_COIN, dailyConversionMax: BALANCE_MAX });
  deposit(machine, accounts, accounts, DOLLAR_COIN, Math.floor(BALANCE_MAX / Math.max(2, accounts)));
  const blob = encodeFeeTiers(TIERS);
  for (const ofSpot of [0, 1]) administer(machine, setFeeTiers, { blobBytes: blob.length, ofSpot }, blob);
}

/** A coin at a dollar, of which a mint of one byte is repeated. */
function addCoin(machine: Machine, mint: string, terms: Partial<ValuesOf<typeof setAssetTerms.specs>>): void {
  administer(machine, createAsset, { decimals: 6, mint: mint.repeat(32) });
  administer(machine, setAssetTerms, terms);
  administer(machine, setAssetPrice, { asset: terms.asset ?? 0, price: ONE_DOLLAR });
}

/** To each account an amount of an asset, after so many deposits. */
function deposit(machine: Machine, accounts: number, last: number, asset: number, amount: number): void {
  for (let account = 0; account < accounts; account += 1) {
    const identity = (account + 1).toString(16).padStart(8, '0').repeat(8);
    const owner = { ownerKind: OwnerKind.ed25519, identity, accountOfOwner: 0 };
    administer(machine, creditDeposit, { ...owner, deposit: last + account + 1, asset, amount });
  }
}

/** Gives accounts, which have two deposits each, of the base asset of every market half of what a balance may be. */
export function fundSpot(machine: Machine, accounts: number, markets: number): void {
  for (let market = 0; market < markets; market += 1) {
    administer(machine, createAsset, { decimals: SIZE_DECIMALS, mint: (16 + market).toString(16).repeat(32) });
    deposit(machine, accounts, (2 + market) * accounts, FIRST_BASE + market, Math.floor(BALANCE_MAX / 2));
  }
}

/** Each market trades an asset of its own, of which a lot is an atom. */
export function spotTerms(market: number) {
  return { marketKind: MarketKind.spot, baseAsset: FIRST_BASE + market };
}

/** Tiers of leverage as of Bitcoin there, and a mark in the middle of the prices. */
export function setMargin(machine: Machine, market: number, { priceMax }: WorkloadSize): void {
  const tiers = { leverage: 40, secondLeverage: 20, secondFrom: 150_000_000_000_000 };
  const bounds = { positionMax: POSITION_LOTS_MAX, openInterestMax: POSITION_MAX };
  administer(machine, setMarginTerms, { market, ...bounds, ...tiers });
  administer(machine, setMarkPrice, { market, price: Math.ceil(priceMax / 2) });
}
