/** The profiles of the simulation. Each is there to reach what the others seldom do. */
import { bulky, event, fine, manyBands, plain, significant, single, tapered } from './market-template.ts';
import type { Profile } from './profile.ts';

const mix: Profile['mix'] = {
  genesis: 1,
  tick: 20,
  continueWork: 20,
  registerOwner: 4,
  openAccount: 6,
  createMarket: 6,
  setStepTable: 6,
  setMarketState: 12,
  setMarketLimits: 8,
  setReferencePrice: 8,
  upgradeRules: 2,
  registerKey: 5,
  setOrderQuota: 3,
  placeOrder: 480,
  cancelOrder: 130,
  amendOrder: 160,
  setSelfTrade: 8,
  openMessage: 8,
  replaceOrder: 60,
  cancelByClientOrderId: 20,
};

/** Tables so small that each is soon full, an order ring of 64, and more expired orders than a command clears. */
const tight: Profile = {
  name: 'tight',
  limits: {
    ruleVersion: 2,
    ownersMax: 5,
    accountsMax: 7,
    marketsMax: 3,
    ordersMax: 28,
    levelsMax: 12,
    makersPerCommandMax: 3,
    drainPerCommandMax: 1,
    keysMax: 4,
    clientOrderIdsMax: 2_000,
  },
  firstOwners: 3,
  firstAccounts: 5,
  firstKeys: 2,
  firstTime: 1,
  markets: [plain, event, single],
  firstMarketPerMille: 600,
  mix,
  spreadSteps: 5,
  isFar: false,
  overlapSteps: 1,
  touchPerMille: 50,
  sizeMax: 9,
  largeFactor: 12,
  largePerMille: 50,
  immediatePerMille: 250,
  fillOrKillPerMille: 350,
  marketOrderPerMille: 350,
  icebergPerMille: 250,
  namedSelfTradePerMille: 400,
  postOnlyPerMille: 250,
  expiringPerMille: 500,
  expiryAheadMax: 6_000,
  leapPerMille: 10,
  leapMicros: 20_000,
  secondsPerMille: 1,
  validAheadMax: 20_000_000,
  keyedPerMille: 300,
  nonceDisorderPerMille: 20,
  noncesFrom: [0, 2 ** 32 - 50],
  namedPerMille: 500,
  repeatPerMille: 15,
  bindingQuotaPerMille: 300,
  earlyPerMille: 700,
  numbersFrom: 0,
  damagePerMille: 60,
  recordBytesMax: 0,
};

/** The smallest tables that still trade, and an order ring of eight that is often gone round. */
const tiny: Profile = {
  ...tight,
  name: 'tiny',
  limits: {
    ruleVersion: 2,
    ownersMax: 2,
    accountsMax: 3,
    marketsMax: 1,
    ordersMax: 4,
    levelsMax: 3,
    makersPerCommandMax: 1,
    drainPerCommandMax: 1,
    keysMax: 1,
    clientOrderIdsMax: 6,
  },
  firstOwners: 2,
  firstAccounts: 3,
  firstKeys: 1,
  secondsPerMille: 8,
  validAheadMax: 2_000_000,
  namedPerMille: 200,
  expiringPerMille: 200,
};

/** Hundreds of orders on few prices, so that queues are long and takers sweep; owners seldom meet themselves. */
const deep: Profile = {
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
  },
  firstOwners: 20,
  firstAccounts: 25,
  firstTime: 1_700_000_000_000_000,
  markets: [event, plain],
  mix: { ...mix, setMarketState: 1, setStepTable: 1, setOrderQuota: 1, placeOrder: 700 },
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
const stale: Profile = {
  ...tight,
  name: 'stale',
  limits: {
    ...tight.limits,
    marketsMax: 1,
    ordersMax: 100,
    levelsMax: 20,
    makersPerCommandMax: 4,
    clientOrderIdsMax: 0,
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
const halting: Profile = {
  ...tight,
  name: 'halting',
  limits: { ...tight.limits, ordersMax: 60, levelsMax: 30, makersPerCommandMax: 6, keysMax: 0 },
  firstKeys: 0,
  mix: { ...mix, setMarketState: 90, setStepTable: 20, replaceOrder: 220 },
  leapPerMille: 40,
  overlapSteps: 3,
  markets: [plain, manyBands],
};

/** Event markets whose step grows toward the middle, and tables that change. */
const tapering: Profile = {
  ...tight,
  name: 'tapering',
  limits: { ...tight.limits, marketsMax: 6, ordersMax: 80, levelsMax: 50, makersPerCommandMax: 8 },
  markets: [tapered, event, manyBands, single],
  mix: { ...mix, setStepTable: 60, cancelOrder: 300 },
  spreadSteps: 8,
  isFar: true,
};

/** Dozens of markets that share the pools of orders and levels. */
const crowd: Profile = {
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
  },
  markets: [plain, event, tapered, significant, fine, bulky, manyBands, single],
  firstOwners: 10,
  firstAccounts: 14,
  firstMarketPerMille: 300,
  mix: { ...mix, createMarket: 40, openAccount: 20, registerOwner: 30 },
  expiryAheadMax: 20_000,
};

/** Prices from one end of the table to the other, so that pages of levels come and go. */
const distant: Profile = {
  ...tight,
  name: 'distant',
  limits: { ...tight.limits, ordersMax: 120, levelsMax: 100, makersPerCommandMax: 10, drainPerCommandMax: 4 },
  markets: [fine, significant, bulky],
  isFar: true,
  sizeMax: 1_000_000,
  largeFactor: 4_000,
  expiryAheadMax: 40_000,
};

/** The last five seconds that a log can hold. */
const lastMoments: Profile = {
  ...tight,
  name: 'last moments',
  firstTime: Number.MAX_SAFE_INTEGER - 5_000_000,
  leapMicros: 60_000,
  secondsPerMille: 0,
};

/** Numbers of orders and fills that outgrow 32 bits. */
const longLived: Profile = { ...tight, name: 'long-lived', numbersFrom: 2 ** 32 - 200 };

/** Records that are not taken until the buffer is full. */
const brimming: Profile = {
  ...tight,
  name: 'brimming',
  limits: { ...tight.limits, ordersMax: 60, makersPerCommandMax: 12, drainPerCommandMax: 6 },
  recordBytesMax: 4_096,
};

/** Two owners with four accounts each, so that every other maker is a taker's own. */
const kindred: Profile = {
  ...tight,
  name: 'kindred',
  limits: { ...tight.limits, ownersMax: 2, accountsMax: 8, ordersMax: 60, levelsMax: 30, makersPerCommandMax: 8 },
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
const icy: Profile = {
  ...tight,
  name: 'icy',
  limits: { ...tight.limits, ownersMax: 8, accountsMax: 10, ordersMax: 60, levelsMax: 30, makersPerCommandMax: 40 },
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
const fenced: Profile = {
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

/** Client order ids that fill their table, come again, and are let go within seconds, few at a time. */
const named: Profile = {
  ...tight,
  name: 'named',
  limits: {
    ...tight.limits,
    ownersMax: 8,
    accountsMax: 10,
    ordersMax: 60,
    levelsMax: 40,
    makersPerCommandMax: 8,
    drainPerCommandMax: 2,
    clientOrderIdsMax: 44,
  },
  firstOwners: 6,
  firstAccounts: 8,
  mix: {
    ...mix,
    setMarketState: 4,
    setOrderQuota: 1,
    openMessage: 25,
    replaceOrder: 150,
    cancelByClientOrderId: 120,
    cancelOrder: 60,
  },
  expiringPerMille: 150,
  expiryAheadMax: 600_000,
  secondsPerMille: 30,
  validAheadMax: 2_500_000,
  namedPerMille: 900,
  repeatPerMille: 250,
};

/** Keys, nonces in disorder and up to the largest, and messages that are cut short. */
const signed: Profile = {
  ...tight,
  name: 'signed',
  limits: { ...tight.limits, ownersMax: 4, accountsMax: 8, ordersMax: 60, levelsMax: 40, keysMax: 8 },
  firstOwners: 3,
  firstAccounts: 6,
  firstKeys: 6,
  mix: { ...mix, setMarketState: 4, registerKey: 10, openMessage: 90, replaceOrder: 100, cancelByClientOrderId: 60 },
  expiringPerMille: 150,
  keyedPerMille: 600,
  nonceDisorderPerMille: 250,
  noncesFrom: [0, 1, 2 ** 32 - 50, Number.MAX_SAFE_INTEGER - 150, 2 ** 48],
  repeatPerMille: 60,
};

/** A log that begins under the first version of the rules and is upgraded somewhere on its way. */
const upgraded: Profile = {
  ...signed,
  name: 'upgraded',
  limits: { ...signed.limits, ruleVersion: 1, clientOrderIdsMax: 400 },
  mix: { ...signed.mix, upgradeRules: 3 },
  secondsPerMille: 6,
  validAheadMax: 4_000_000,
  namedPerMille: 700,
  repeatPerMille: 100,
};

/** Orders that replace one another where levels and orders are full. */
const replacing: Profile = {
  ...tight,
  name: 'replacing',
  limits: {
    ...tight.limits,
    accountsMax: 8,
    ordersMax: 16,
    levelsMax: 10,
    makersPerCommandMax: 2,
    clientOrderIdsMax: 24,
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
const rationed: Profile = {
  ...tight,
  name: 'rationed',
  limits: {
    ...tight.limits,
    ownersMax: 3,
    accountsMax: 9,
    ordersMax: 12,
    levelsMax: 6,
    makersPerCommandMax: 2,
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

/** Commands that begin the log, add to its tables and change markets, most of them wrong in their bytes. */
const clumsy: Profile = {
  ...tight,
  name: 'clumsy',
  limits: { ...tight.limits, ruleVersion: 1, marketsMax: 80 },
  markets: [plain, event, bulky, bulky],
  mix: {
    genesis: 10,
    tick: 10,
    continueWork: 10,
    registerOwner: 15,
    openAccount: 15,
    createMarket: 22,
    setStepTable: 22,
    setMarketState: 20,
    setMarketLimits: 20,
    setReferencePrice: 20,
    upgradeRules: 15,
    registerKey: 20,
    setOrderQuota: 20,
    placeOrder: 10,
    cancelOrder: 5,
    amendOrder: 5,
    setSelfTrade: 5,
    openMessage: 5,
    replaceOrder: 10,
    cancelByClientOrderId: 5,
  },
  earlyPerMille: 980,
  damagePerMille: 500,
};

/** Commands of users about as often as one another, most of them wrong in their bytes. */
const garbled: Profile = {
  ...clumsy,
  name: 'garbled',
  limits: { ...tight.limits, marketsMax: 6 },
  markets: [plain, event],
  mix: {
    ...clumsy.mix,
    genesis: 1,
    createMarket: 4,
    setStepTable: 4,
    setMarketState: 4,
    placeOrder: 60,
    cancelOrder: 30,
    amendOrder: 45,
    setSelfTrade: 40,
    openMessage: 40,
    replaceOrder: 100,
    cancelByClientOrderId: 30,
  },
};

/** Every profile, in the order in which a campaign goes round them. */
export const PROFILES: readonly Profile[] = [
  tight,
  tiny,
  deep,
  stale,
  halting,
  tapering,
  crowd,
  distant,
  lastMoments,
  longLived,
  brimming,
  kindred,
  icy,
  fenced,
  named,
  signed,
  upgraded,
  replacing,
  rationed,
  clumsy,
  garbled,
];
