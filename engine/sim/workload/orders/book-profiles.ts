/** Books that are deep, stale, wide or crowded, and markets that stop. */
import { mix, tight } from '../base-profile.ts';
import { bulky, event, fine, manyBands, plain, significant, single, tapered } from '../market-template.ts';
import type { Profile } from '../profile.ts';

/** Hundreds of orders on few prices, so that queues are long and takers sweep; owners seldom meet themselves. */
export const deep: Profile = {
  ...tight,
  name: 'deep',
  limits: {
    ...tight.limits,
    ownersMax: 24,
    accountsMax: 30,
    ordersMax: 400,
    levelsMax: 60,
    makersPerCommandMax: 8,
    drainPerCommandMax: 8,
    queueItemsMax: 64,
  },
  firstOwners: 20,
  firstAccounts: 25,
  firstTime: 1_700_000_000_000_000,
  markets: [event, plain],
  mix: {
    ...mix,
    setMarketState: 1,
    setStepTable: 1,
    setOrderQuota: 1,
    clearMarket: 1,
    cancelOrders: 3,
    placeOrder: 700,
  },
  spreadSteps: 12,
  overlapSteps: 2,
  sizeMax: 100,
  largeFactor: 20,
  immediatePerMille: 80,
  icebergPerMille: 100,
  expiringPerMille: 150,
  expiryAheadMax: 100_000,
  leapPerMille: 2,
  leapMicros: 100_000,
  damagePerMille: 20,
};

/** One book in which most orders expire together while takers arrive, and one is cleared at a time. */
export const stale: Profile = {
  ...tight,
  name: 'stale',
  limits: {
    ...tight.limits,
    marketsMax: 1,
    ordersMax: 100,
    levelsMax: 20,
    makersPerCommandMax: 4,
    clientOrderIdsMax: 0,
    queueItemsMax: 0,
  },
  markets: [event],
  mix: {
    ...mix,
    setMarketState: 8,
    setStepTable: 1,
    setOrderQuota: 8,
    placeOrder: 520,
    cancelOrder: 40,
    amendOrder: 320,
  },
  bindingQuotaPerMille: 500,
  immediatePerMille: 350,
  fillOrKillPerMille: 600,
  overlapSteps: 2,
  expiringPerMille: 800,
  leapPerMille: 10,
};

/** Markets that stop, go into auctions, cross, and cannot open. */
export const halting: Profile = {
  ...tight,
  name: 'halting',
  limits: { ...tight.limits, ordersMax: 60, levelsMax: 30, makersPerCommandMax: 6, keysMax: 0, queueItemsMax: 8 },
  firstKeys: 0,
  mix: { ...mix, setMarketState: 90, setStepTable: 20, replaceOrder: 220 },
  leapPerMille: 40,
  overlapSteps: 3,
  markets: [plain, manyBands],
};

/** Event markets whose step grows toward the middle, and tables that change. */
export const tapering: Profile = {
  ...tight,
  name: 'tapering',
  limits: { ...tight.limits, marketsMax: 6, ordersMax: 80, levelsMax: 50, makersPerCommandMax: 8, queueItemsMax: 0 },
  markets: [tapered, event, manyBands, single],
  mix: { ...mix, setStepTable: 60, cancelOrder: 300 },
  spreadSteps: 8,
  isFar: true,
};

/** Dozens of markets that share the pools of orders and levels. */
export const crowd: Profile = {
  ...tight,
  name: 'crowd',
  limits: {
    ...tight.limits,
    accountsMax: 60,
    ownersMax: 50,
    marketsMax: 40,
    ordersMax: 200,
    levelsMax: 70,
    keysMax: 60,
    queueItemsMax: 40,
  },
  markets: [plain, event, tapered, significant, fine, bulky, manyBands, single],
  firstOwners: 10,
  firstAccounts: 14,
  firstMarketPerMille: 300,
  mix: { ...mix, createMarket: 40, openAccount: 20, registerOwner: 30 },
  expiryAheadMax: 20_000,
};

/** Prices from one end of the table to the other, so that pages of levels come and go. */
export const distant: Profile = {
  ...tight,
  name: 'distant',
  limits: {
    ...tight.limits,
    ordersMax: 120,
    levelsMax: 100,
    makersPerCommandMax: 10,
    drainPerCommandMax: 4,
    queueItemsMax: 2,
  },
  markets: [fine, significant, bulky],
  isFar: true,
  sizeMax: 1_000_000,
  largeFactor: 4_000,
  expiryAheadMax: 40_000,
};
