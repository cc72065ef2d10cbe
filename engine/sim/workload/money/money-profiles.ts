/** Lists that are mostly about money: little of it, the largest amounts, days that end, much that leaves, damage. */
import { mix, tight } from '../base-profile.ts';
import { clumsy } from '../edge-profiles.ts';
import { plentiful } from '../margin/margin-style.ts';
import type { Profile } from '../profile.ts';
import { marginMix, moneyMix, scaled } from './money-mix.ts';

/** A small market beside the money, so that the other commands still find something to do. */
const fewOrders = { placeOrder: 150, cancelOrder: 30, amendOrder: 30, replaceOrder: 15 };
const muchToClaim = { placeOrder: 350, approveBuilder: 40, claimRewards: 25 };
const plentyOfMoney = { ...scaled(moneyMix, 6), ...marginMix };
/** Who has money here has it of what comes in. */
const margin = { ...plentiful, fundsMax: 0 };

/** Little money: amounts of a few units with rests, and tables of assets and withdrawals that are soon full. */
export const funded: Profile = {
  ...tight,
  name: 'funded',
  limits: { ...tight.limits, ownersMax: 12, accountsMax: 16, assetsMax: 8, withdrawalsMax: 3, positionsMax: 6 },
  firstOwners: 3,
  firstAccounts: 5,
  firstAssets: 3,
  mix: { ...mix, ...fewOrders, ...plentyOfMoney, resize: 6 },
  liftedPerMille: 200,
  depositUnitsMax: 25,
  margin,
  largestPerMille: 0,
  midnightsPerMille: 4,
  secondsPerMille: 4,
};

/** The largest amounts, which no balance can take, of few accounts. */
export const wealthy: Profile = {
  ...funded,
  name: 'wealthy',
  limits: { ...tight.limits, ownersMax: 3, accountsMax: 6, assetsMax: 4, withdrawalsMax: 12, positionsMax: 9 },
  firstOwners: 3,
  firstAccounts: 6,
  firstAssets: 3,
  mix: {
    ...mix,
    ...fewOrders,
    ...plentyOfMoney,
    setAssetTerms: 60,
    setAssetPrice: 50,
    pinDestination: 40,
    ...muchToClaim,
  },
  depositUnitsMax: 1_000_000,
  largestPerMille: 600,
  midnightsPerMille: 8,
  margin: { ...margin, builtPerMille: 800 },
};

/** Caps of the day that are soon reached, days that end soon, and at first room for one withdrawal. */
export const daily: Profile = {
  ...funded,
  name: 'daily',
  limits: { ...tight.limits, assetsMax: 3, withdrawalsMax: 1, positionsMax: 9 },
  firstAssets: 3,
  mix: {
    ...mix,
    ...fewOrders,
    ...plentyOfMoney,
    convert: 300,
    setAssetTerms: 100,
    setAssetPrice: 80,
    requestWithdrawal: 30,
    resize: 8,
  },
  liftedPerMille: 400,
  depositUnitsMax: 12,
  midnightsPerMille: 40,
};

/** Withdrawals that pile up until their owners have as many as they may. */
export const leaving: Profile = {
  ...funded,
  name: 'leaving',
  limits: { ...tight.limits, ownersMax: 3, accountsMax: 6, assetsMax: 2, withdrawalsMax: 40, positionsMax: 9 },
  firstOwners: 3,
  firstAccounts: 6,
  firstAssets: 2,
  mix: {
    ...mix,
    ...fewOrders,
    ...plentyOfMoney,
    convert: 40,
    creditDeposit: 150,
    pinDestination: 20,
    requestWithdrawal: 330,
    moveWithdrawal: 150,
    resize: 0,
  },
  depositUnitsMax: 200,
};

/** Commands of money about as often as one another, most of them wrong in their bytes. */
export const muddled: Profile = {
  ...clumsy,
  name: 'muddled',
  limits: { ...tight.limits, assetsMax: 4, withdrawalsMax: 6, positionsMax: 9 },
  markets: tight.markets,
  firstAssets: 3,
  mix: {
    ...clumsy.mix,
    genesis: 1,
    createMarket: 3,
    setStepTable: 3,
    setMarketState: 3,
    setMarketLimits: 3,
    setReferencePrice: 3,
    upgradeRules: 3,
    registerKey: 5,
    setOrderQuota: 3,
    clearMarket: 3,
    resize: 8,
    pinDestination: 70,
    setAutoConversion: 70,
    convert: 70,
    transfer: 70,
    claimSuspense: 70,
    requestWithdrawal: 70,
    createAsset: 50,
    setAssetTerms: 50,
    setAssetPrice: 50,
    creditDeposit: 90,
    moveWithdrawal: 70,
    skipDeposit: 50,
  },
  margin,
  damagePerMille: 500,
};

/** The same of the commands of margin and fees. */
export const marred: Profile = {
  ...muddled,
  name: 'marred',
  mix: {
    ...clumsy.mix,
    ...scaled(moneyMix, 1),
    genesis: 1,
    upgradeRules: 3,
    resize: 3,
    placeOrder: 60,
    setMarginTerms: 100,
    setMarkPrice: 70,
    setFeeTiers: 70,
    approveBuilder: 80,
    setReferrer: 80,
    claimRewards: 80,
    setReferralTerms: 70,
  },
};
