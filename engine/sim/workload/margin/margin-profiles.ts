/**
 * Lists that are mostly about margin: thin, tiered, crowded, reducing, paying, extreme, queued and adversarial ones.
 */
import { mix, tight } from '../base-profile.ts';
import { event, type MarketTemplate, plain } from '../market-template.ts';
import { marginMix, moneyMix } from '../money/money-mix.ts';
import type { Profile } from '../profile.ts';
import { waiting } from '../queue/queue-profiles.ts';
import { type MarginStyle, plentiful } from './margin-style.ts';

/** Every tick is a price, and a few hundred lots are worth about a dollar. */
export const lively: MarketTemplate = {
  marketKind: 1,
  sizeDecimals: 0,
  maxPrice: 10_000,
  maxSize: 100_000,
  bands: [{ from: 1, step: 1 }],
};

/** The same with fewer prices. */
const narrow: MarketTemplate = { ...lively, maxPrice: 9_000 };
/** Sizes as large as a position may ever be at the largest price, nearly. */
const heavy: MarketTemplate = { ...lively, maxPrice: 1_048_576, maxSize: 2_147_483_647 };
/** The largest prices there are. */
const lofty: MarketTemplate = { ...lively, maxPrice: 999_999_999, maxSize: 2_251_799 };

const fewOfMoney = {
  ...moneyMix,
  createAsset: 1,
  pinDestination: 2,
  setAutoConversion: 6,
  convert: 20,
  transfer: 20,
  requestWithdrawal: 16,
  creditDeposit: 20,
  moveWithdrawal: 8,
};
export const tradingMix: Profile['mix'] = {
  ...mix,
  ...fewOfMoney,
  ...marginMix,
  placeOrder: 560,
  amendOrder: 100,
  cancelOrder: 60,
  setStepTable: 2,
  setMarketState: 10,
  setMarketLimits: 2,
  setReferencePrice: 3,
  createMarket: 2,
  setOrderQuota: 1,
};

/** Who has a few dollars, of which an order takes a good part. */
export const thin: MarginStyle = {
  ...plentiful,
  fundsMax: 4_000_000,
  leverages: [1, 3, 5, 10, 20, 50, 100],
  tierValueMax: 4_000_000,
  markSteps: 60,
  leapsPerMille: 180,
  fittedPerMille: 600,
  orders: { afford: 8, close: 5, reduce: 2, short: 4, far: 1, dust: 1, row: 0, bound: 0, built: 1 },
  reduceOnlyPerMille: 60,
  leavingPerMille: 400,
};

/** Few accounts with thin margins, and marks that move a lot. */
export const leveraged: Profile = {
  ...tight,
  name: 'leveraged',
  limits: { ...tight.limits, ordersMax: 40, levelsMax: 30, assetsMax: 3, withdrawalsMax: 20, positionsMax: 40 },
  firstOwners: 4,
  firstAccounts: 6,
  firstAssets: 3,
  markets: [lively, lively, event],
  mix: { ...tradingMix, setMarkPrice: 110 },
  spreadSteps: 40,
  overlapSteps: 12,
  touchPerMille: 250,
  sizeMax: 200,
  icebergPerMille: 100,
  postOnlyPerMille: 60,
  expiringPerMille: 60,
  depositUnitsMax: 200_000,
  damagePerMille: 30,
  nonceDisorderPerMille: 8,
  fillOrKillPerMille: 250,
  largestPerMille: 0,
  margin: thin,
};

/** Values just about where tiers begin, of terms that change. */
export const tiered: Profile = {
  ...leveraged,
  name: 'tiered',
  markets: [lively, narrow, event],
  mix: { ...leveraged.mix, setMarginTerms: 60, setMarkPrice: 60, setStepTable: 20, clearMarket: 8 },
  margin: { ...thin, fundsMax: 20_000_000, tieredPerMille: 850, leapsPerMille: 60, markSteps: 20 },
};

/** Many accounts of one owner, many markets, and bounds of positions and of open interest that are reached. */
export const crowded: Profile = {
  ...leveraged,
  name: 'crowded',
  limits: {
    ...leveraged.limits,
    ownersMax: 2,
    accountsMax: 70,
    marketsMax: 70,
    ordersMax: 300,
    levelsMax: 300,
    positionsMax: 300,
  },
  firstOwners: 1,
  firstAccounts: 66,
  markets: [lively],
  mix: {
    ...tradingMix,
    createMarket: 140,
    placeOrder: 900,
    amendOrder: 30,
    cancelOrder: 10,
    replaceOrder: 30,
    cancelByClientOrderId: 2,
    cancelOrders: 0,
    clearMarket: 0,
    scheduleCancel: 0,
  },
  expiringPerMille: 0,
  margin: {
    ...thin,
    fundsMax: 900_000_000,
    boundedPerMille: 60,
    fittedPerMille: 800,
    orders: { afford: 1, close: 2, reduce: 1, short: 0, far: 0, dust: 1, row: 22, bound: 1, built: 0 },
  },
};

/** Bounds that are soon reached, by one account or by several of an owner, and few rows. */
export const bounded: Profile = {
  ...leveraged,
  name: 'bounded',
  limits: { ...leveraged.limits, positionsMax: 8 },
  firstOwners: 3,
  firstAccounts: 7,
  mix: { ...tradingMix, setMarginTerms: 60, resize: 16, setStepTable: 14, clearMarket: 5 },
  liftedPerMille: 600,
  margin: {
    ...thin,
    fundsMax: 400_000_000,
    boundedPerMille: 800,
    orders: { afford: 1, close: 4, reduce: 2, short: 0, far: 0, dust: 2, row: 2, bound: 10, built: 0 },
  },
};

/** Orders that only reduce, as takers and makers, shown in part and amended. */
export const reducing: Profile = {
  ...leveraged,
  name: 'reducing',
  mix: { ...tradingMix, amendOrder: 220, replaceOrder: 80 },
  icebergPerMille: 300,
  touchPerMille: 450,
  margin: {
    ...thin,
    fundsMax: 60_000_000,
    orders: { afford: 3, close: 3, reduce: 12, short: 1, far: 0, dust: 1, row: 0, bound: 0, built: 0 },
    reduceOnlyPerMille: 350,
  },
};

/** Fees that change with the volume and the day, and days that pass. */
export const paying: Profile = {
  ...leveraged,
  name: 'paying',
  mix: { ...tradingMix, setFeeTiers: 40 },
  midnightsPerMille: 45,
  margin: { ...thin, fundsMax: 400_000_000, freePerMille: 60, rateMax: 1_000_000, leapsPerMille: 40 },
};

/** Owners enough for all the builders that one may approve, most orders with one, and much to claim. */
export const sharing: Profile = {
  ...leveraged,
  name: 'sharing',
  limits: { ...leveraged.limits, ownersMax: 12, accountsMax: 16 },
  firstOwners: 10,
  firstAccounts: 12,
  mix: { ...tradingMix, approveBuilder: 90, setReferrer: 25, claimRewards: 50, setReferralTerms: 40, setFeeTiers: 25 },
  depositUnitsMax: 3_000,
  midnightsPerMille: 4,
  margin: {
    ...thin,
    fundsMax: 100_000,
    leverages: [10, 20, 50, 100],
    orders: { afford: 8, close: 4, reduce: 2, short: 1, far: 0, dust: 1, row: 0, bound: 0, built: 6 },
    builtPerMille: 800,
    freePerMille: 120,
    rateMax: 100_000,
    leapsPerMille: 60,
  },
};

/** The ends of the range: balances near the largest, the largest prices and sizes, and weights of all and nothing. */
export const extreme: Profile = {
  ...leveraged,
  name: 'extreme',
  firstOwners: 2,
  firstAccounts: 4,
  markets: [heavy, lofty, plain],
  mix: {
    ...tradingMix,
    setAssetTerms: 14,
    setFeeTiers: 10,
    setMarkPrice: 60,
    placeOrder: 1_800,
    approveBuilder: 12,
    claimRewards: 12,
  },
  spreadSteps: 60,
  sizeMax: 100_000,
  largeFactor: 20_000,
  largePerMille: 900,
  touchPerMille: 450,
  firstMarketPerMille: 900,
  depositUnitsMax: 1_000_000_000_000,
  largestPerMille: 200,
  margin: {
    ...thin,
    fundsMax: 2 ** 51,
    leverages: [20, 50, 100],
    tierValueMax: 2 ** 51,
    leapsPerMille: 60,
    orders: { afford: 6, close: 12, reduce: 2, short: 4, far: 1, dust: 1, row: 0, bound: 1, built: 0 },
    rateMax: 1_000_000,
    weightPerMille: 900,
  },
};

/** Orders that wait while the marks and the positions of their accounts change. */
export const queued: Profile = {
  ...waiting,
  name: 'queued',
  limits: { ...waiting.limits, levelsMax: 40, assetsMax: 3, withdrawalsMax: 20, positionsMax: 13 },
  firstAssets: 2,
  markets: [{ ...lively, maxSize: 5_000_000 }],
  mix: {
    ...waiting.mix,
    ...fewOfMoney,
    ...marginMix,
    setMarkPrice: 40,
    setMarginTerms: 50,
    setMarketState: 6,
    approveBuilder: 30,
  },
  overlapSteps: 3,
  touchPerMille: 300,
  sizeMax: 60,
  largePerMille: 100,
  sweepsPerMille: 260,
  queuedPerMille: 850,
  largestPerMille: 0,
  margin: {
    ...thin,
    fundsMax: 1_000_000,
    leverages: [5, 20, 50],
    leapsPerMille: 100,
    fittedPerMille: 200,
    reduceOnlyPerMille: 70,
    boundedPerMille: 800,
    builtPerMille: 500,
  },
};

/** The same of accounts that have next to nothing, in fewer rows than they ask for. */
export const strapped: Profile = {
  ...queued,
  name: 'strapped',
  limits: { ...queued.limits, positionsMax: 9 },
  mix: { ...queued.mix, cancelOrders: 60 },
  sweepsPerMille: 700,
  immediatePerMille: 450,
  touchPerMille: 500,
  margin: { ...queued.margin, fundsMax: 250_000, boundedPerMille: 300, leapsPerMille: 200 },
};

/** Accomplices who trade far from the mark, fills of next to nothing, and money that leaves as positions lose. */
export const conspiring: Profile = {
  ...leveraged,
  name: 'conspiring',
  fillOrKillPerMille: 450,
  mix: { ...tradingMix, setMarkPrice: 80, transfer: 70, requestWithdrawal: 50, convert: 60, creditDeposit: 40 },
  margin: {
    ...thin,
    fundsMax: 3_000_000,
    orders: { afford: 3, close: 3, reduce: 2, short: 6, far: 8, dust: 4, row: 0, bound: 0, built: 0 },
    leapsPerMille: 300,
    freePerMille: 100,
    rateMax: 1_000_000,
  },
};
