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
  OwnerKind,
  POSITION_MAX,
  RATE_ONE,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
} from '@intelligent-ledger/engine/core';
import type { WorkloadSize } from '../workload/neutral-command.ts';
import { administer } from './administer.ts';

const COIN = 1;
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

export function moneyCapacities({ accountCount, marketCount }: WorkloadSize) {
  return { assetsMax: 2, withdrawalsMax: 1, positionsMax: 2 * accountCount * marketCount };
}

/** Registers owners with a deposit each, whose coin counts in full, and sets the fees. */
export function fundAccounts(machine: Machine, accounts: number): void {
  administer(machine, createAsset, { decimals: 6, mint: '0c'.repeat(32) });
  administer(machine, setAssetTerms, { asset: COIN, initialWeight: RATE_ONE });
  administer(machine, setAssetPrice, { asset: COIN, price: ONE_DOLLAR });
  for (let account = 0; account < accounts; account += 1) {
    const identity = (account + 1).toString(16).padStart(8, '0').repeat(8);
    const owner = { ownerKind: OwnerKind.ed25519, identity, accountOfOwner: 0 };
    administer(machine, creditDeposit, { ...owner, deposit: account + 1, asset: COIN, amount: BALANCE_MAX });
  }
  const blob = encodeFeeTiers(TIERS);
  administer(machine, setFeeTiers, { blobBytes: blob.length }, blob);
}

/** Tiers of leverage as of Bitcoin there, and a mark in the middle of the prices. */
export function setMargin(machine: Machine, market: number, { priceMax }: WorkloadSize): void {
  const tiers = { leverage: 40, secondLeverage: 20, secondFrom: 150_000_000_000_000 };
  const bounds = { positionMax: POSITION_LOTS_MAX, openInterestMax: POSITION_MAX };
  administer(machine, setMarginTerms, { market, ...bounds, ...tiers });
  administer(machine, setMarkPrice, { market, price: Math.ceil(priceMax / 2) });
}
