/** How often the commands of money and margin come: next to never where there is none, else about one in eight. */
import { MarketKind } from '@intelligent-ledger/engine/core';
import { event } from '../market-template.ts';
import type { MarginCommandName, MoneyCommandName, Profile } from '../profile.ts';

type MoneyMix = Readonly<Record<MoneyCommandName, number>>;
type MarginMix = Readonly<Record<MarginCommandName, number>>;

/** Of a list without money, whose commands are refused all the same. */
export const moneylessMix: MoneyMix = {
  pinDestination: 1,
  setAutoConversion: 1,
  convert: 1,
  transfer: 1,
  claimSuspense: 1,
  requestWithdrawal: 1,
  createAsset: 1,
  setAssetTerms: 1,
  setAssetPrice: 1,
  creditDeposit: 1,
  moveWithdrawal: 1,
  skipDeposit: 1,
};

/** Most are about what comes in, becomes something else and goes out; terms change seldom. */
export const moneyMix: MoneyMix = {
  pinDestination: 5,
  setAutoConversion: 4,
  convert: 22,
  transfer: 12,
  claimSuspense: 9,
  requestWithdrawal: 18,
  createAsset: 2,
  setAssetTerms: 6,
  setAssetPrice: 8,
  creditDeposit: 40,
  moveWithdrawal: 18,
  skipDeposit: 4,
};

export const marginlessMix: MarginMix = {
  setMarginTerms: 1,
  setMarkPrice: 1,
  setFeeTiers: 1,
  approveBuilder: 1,
  setReferrer: 1,
  claimRewards: 1,
  setReferralTerms: 1,
};

/** Marks move, and what they are for seldom changes. */
export const marginMix: MarginMix = {
  setMarginTerms: 6,
  setMarkPrice: 30,
  setFeeTiers: 4,
  approveBuilder: 6,
  setReferrer: 3,
  claimRewards: 4,
  setReferralTerms: 3,
};

/** One money command for so many others. */
const OTHERS_FOR_EACH = 7;

/** What Genesis says of money. */
interface Room {
  readonly assetsMax: number;
  readonly withdrawalsMax: number;
  readonly positionsMax: number;
}

/**
 * The profile with money, which needs rules of version 2: of its commands an eighth is about it. Its markets become
 * perpetual, since only such take orders then, but for one that does not.
 */
export function withMoney(profile: Profile, room: Room): Profile {
  const others = sumOf(profile.mix) - sumOf(moneyOf(profile.mix));
  const factor = others / OTHERS_FOR_EACH / sumOf(moneyMix);
  return {
    ...profile,
    limits: { ...profile.limits, ...room },
    mix: { ...profile.mix, ...scaled(moneyMix, factor), ...marginMix },
    markets: [...profile.markets.map((template) => ({ ...template, marketKind: MarketKind.perpetual })), event],
    firstAssets: Math.max(1, room.assetsMax - 1),
  };
}

/** The weights so many times as large, and none of them nothing. */
export function scaled(mix: MoneyMix, factor: number): MoneyMix {
  const weights = Object.entries(mix).map(([name, weight]) => [name, Math.max(1, Math.round(weight * factor))]);
  return Object.fromEntries(weights) as MoneyMix;
}

function moneyOf(mix: Profile['mix']): MoneyMix {
  const names = Object.keys(moneyMix) as MoneyCommandName[];
  return Object.fromEntries(names.map((name) => [name, mix[name]])) as MoneyMix;
}

function sumOf(mix: Readonly<Record<string, number>>): number {
  return Object.values(mix).reduce((sum, weight) => sum + weight, 0);
}
