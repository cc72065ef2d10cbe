/** Lists that are mostly about spot markets: thin margins beside positions, prices that change, the largest amounts. */
import { MarketKind } from '@intelligent-ledger/engine/core';
import { leveraged, lively, queued, thin, tradingMix } from '../margin/margin-profiles.ts';
import { event, type MarketTemplate } from '../market-template.ts';
import type { Profile } from '../profile.ts';
import type { SpotStyle } from './spot-style.ts';

/** Every tick is a price; how fine its lots are is left to its asset. */
const bazaar: MarketTemplate = { ...lively, marketKind: MarketKind.spot };
/** Prices of so few ticks that what atoms count for is rounded to a good part of them. */
const penny: MarketTemplate = { ...bazaar, maxPrice: 12, maxSize: 10_000_000 };
/** The largest sizes there are, of which a few are worth as much as the orders of a side may be. */
const depot: MarketTemplate = { ...bazaar, maxPrice: 2_097_152, maxSize: 2_147_483_647 };

const lives: SpotStyle = {
  firstMarkets: 3,
  fittedPerMille: 550,
  orders: { afford: 7, sell: 6, oversell: 2, short: 8, bid: 3, meet: 7, edge: 10, bound: 0 },
  movedPerMille: 450,
  pricedPerMille: 800,
  pinchedPerMille: 500,
  misplacedPerMille: 150,
  depositsPerMille: 700,
  leavingPerMille: 600,
  feesPerMille: 500,
};

/** Few accounts with a few dollars, coins and positions, whose prices and marks move a lot. */
export const bartering: Profile = {
  ...leveraged,
  name: 'bartering',
  limits: { ...leveraged.limits, assetsMax: 5, marketsMax: 5, positionsMax: 14 },
  firstAssets: 4,
  markets: [bazaar, lively, penny, event],
  mix: {
    ...tradingMix,
    placeOrder: 900,
    cancelOrder: 30,
    amendOrder: 160,
    createMarket: 8,
    setMarkPrice: 90,
    setAssetPrice: 60,
    setAssetTerms: 22,
    creditDeposit: 100,
    transfer: 34,
    convert: 60,
    requestWithdrawal: 26,
    setFeeTiers: 12,
  },
  margin: {
    ...thin,
    fundsMax: 1_500_000,
    leverages: [1, 2, 3, 10],
    orders: { ...thin.orders, afford: 20 },
    fittedPerMille: 800,
    leapsPerMille: 260,
    freePerMille: 100,
    rateMax: 1_000_000,
  },
  spot: lives,
};

/** Accounts that are just short of margin, or just not, and what they may still do. */
export const pawning: Profile = {
  ...bartering,
  name: 'pawning',
  mix: { ...bartering.mix, setAssetPrice: 130, setMarkPrice: 140, amendOrder: 260 },
  spot: {
    ...lives,
    orders: { afford: 6, sell: 6, oversell: 1, short: 12, bid: 6, meet: 12, edge: 16, bound: 0 },
    pinchedPerMille: 700,
  },
};

/** Coins that are worth about a dollar and convert, are traded all the same and leave; and many markets. */
export const changing: Profile = {
  ...bartering,
  name: 'changing',
  limits: { ...bartering.limits, assetsMax: 8, marketsMax: 12 },
  firstAssets: 6,
  markets: [penny, lively, bazaar, event, event],
  mix: {
    ...bartering.mix,
    createMarket: 40,
    setAssetPrice: 24,
    setAssetTerms: 14,
    transfer: 90,
    convert: 150,
    requestWithdrawal: 70,
    moveWithdrawal: 30,
  },
  spot: { ...lives, pricedPerMille: 150, leavingPerMille: 800, orders: { ...lives.orders, sell: 12, afford: 12 } },
};

/** Work that waits, days that pass, tiers that change, builders and referrers. */
export const peddling: Profile = {
  ...queued,
  name: 'peddling',
  limits: { ...queued.limits, assetsMax: 5, marketsMax: 4, positionsMax: 40 },
  firstAssets: 4,
  markets: [{ ...bazaar, maxSize: 5_000_000 }, lively, penny],
  mix: {
    ...queued.mix,
    placeOrder: 1_100,
    cancelOrder: 20,
    createMarket: 10,
    setAssetPrice: 45,
    setAssetTerms: 14,
    creditDeposit: 60,
    setFeeTiers: 60,
    approveBuilder: 30,
    setReferrer: 8,
    setReferralTerms: 24,
    amendOrder: 150,
    replaceOrder: 110,
  },
  sweepsPerMille: 180,
  midnightsPerMille: 16,
  icebergPerMille: 250,
  margin: {
    ...thin,
    fundsMax: 60_000_000,
    leapsPerMille: 60,
    freePerMille: 60,
    rateMax: 1_000_000,
    fittedPerMille: 200,
  },
  spot: { ...lives, fittedPerMille: 450, feesPerMille: 600 },
};

/** Balances near the largest, and sides worth as much as they may be. */
export const hoarding: Profile = {
  ...bartering,
  name: 'hoarding',
  firstOwners: 3,
  firstAccounts: 5,
  markets: [depot, lively, depot],
  mix: { ...bartering.mix, creditDeposit: 170, setAssetTerms: 30, placeOrder: 1_100 },
  sizeMax: 100_000,
  largeFactor: 10_000,
  largePerMille: 300,
  largestPerMille: 450,
  midnightsPerMille: 10,
  margin: { ...thin, fundsMax: 2 ** 52 - 1, weightPerMille: 900, leapsPerMille: 40 },
  spot: {
    ...lives,
    orders: { afford: 3, sell: 6, oversell: 1, short: 1, bid: 2, meet: 14, edge: 0, bound: 9 },
    pinchedPerMille: 50,
    depositsPerMille: 500,
  },
};
