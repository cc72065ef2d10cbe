/** Owners that meet themselves, icebergs, limits, replaced orders and quotas: what is hard to match or is refused. */
import { mix, tight } from '../base-profile.ts';
import { event, plain, tapered } from '../market-template.ts';
import type { Profile } from '../profile.ts';

/** Two owners with four accounts each, so that every other maker is a taker's own. */
export const kindred: Profile = {
  ...tight,
  name: 'kindred',
  limits: {
    ...tight.limits,
    ownersMax: 2,
    accountsMax: 8,
    ordersMax: 60,
    levelsMax: 30,
    makersPerCommandMax: 8,
    queueItemsMax: 3,
  },
  firstOwners: 2,
  firstAccounts: 8,
  mix: { ...mix, amendOrder: 300, setSelfTrade: 30, setMarketState: 4, setOrderQuota: 8 },
  bindingQuotaPerMille: 600,
  overlapSteps: 2,
  icebergPerMille: 350,
  namedSelfTradePerMille: 700,
  expiringPerMille: 100,
};

/** Orders that show little of themselves, and takers that go through many slices of them. */
export const icy: Profile = {
  ...tight,
  name: 'icy',
  limits: {
    ...tight.limits,
    ownersMax: 8,
    accountsMax: 10,
    ordersMax: 60,
    levelsMax: 30,
    makersPerCommandMax: 40,
    queueItemsMax: 4,
  },
  firstOwners: 6,
  firstAccounts: 8,
  mix: { ...mix, setMarketState: 4 },
  overlapSteps: 2,
  sizeMax: 12,
  largePerMille: 150,
  icebergPerMille: 800,
  expiringPerMille: 150,
};

/** Limits, collars and reference prices that come and go while market orders arrive. */
export const fenced: Profile = {
  ...tight,
  name: 'fenced',
  limits: {
    ...tight.limits,
    ruleVersion: 1,
    ownersMax: 8,
    accountsMax: 10,
    ordersMax: 80,
    levelsMax: 40,
    makersPerCommandMax: 8,
    queueItemsMax: 0,
  },
  firstOwners: 6,
  firstAccounts: 8,
  markets: [plain, event, tapered],
  mix: { ...mix, upgradeRules: 0, setMarketLimits: 50, setReferencePrice: 50, setMarketState: 4 },
  spreadSteps: 6,
  immediatePerMille: 400,
  marketOrderPerMille: 700,
  expiringPerMille: 150,
};

/** Orders that replace one another where levels and orders are full. */
export const replacing: Profile = {
  ...tight,
  name: 'replacing',
  limits: {
    ...tight.limits,
    accountsMax: 8,
    ordersMax: 16,
    levelsMax: 10,
    makersPerCommandMax: 2,
    clientOrderIdsMax: 24,
    queueItemsMax: 6,
  },
  firstAccounts: 6,
  mix: {
    ...mix,
    setMarketState: 16,
    setMarketLimits: 12,
    setOrderQuota: 1,
    placeOrder: 300,
    replaceOrder: 420,
    cancelOrder: 60,
  },
  expiringPerMille: 250,
  immediatePerMille: 350,
  fillOrKillPerMille: 600,
  postOnlyPerMille: 350,
  secondsPerMille: 20,
  validAheadMax: 1_500_000,
  namedPerMille: 600,
};

/** Owners of several accounts that are at their quotas, in all markets or in one, most of the time. */
export const rationed: Profile = {
  ...tight,
  name: 'rationed',
  limits: {
    ...tight.limits,
    ownersMax: 3,
    accountsMax: 9,
    ordersMax: 12,
    levelsMax: 6,
    makersPerCommandMax: 2,
    queueItemsMax: 10,
  },
  firstOwners: 2,
  firstAccounts: 7,
  markets: [plain, event],
  mix: {
    ...mix,
    createMarket: 30,
    setMarketState: 4,
    setOrderQuota: 12,
    placeOrder: 800,
    cancelOrder: 100,
    replaceOrder: 250,
  },
  spreadSteps: 7,
  sizeMax: 12,
  namedSelfTradePerMille: 700,
  expiringPerMille: 550,
  expiryAheadMax: 12_000,
  leapPerMille: 40,
  repeatPerMille: 40,
  bindingQuotaPerMille: 800,
};
