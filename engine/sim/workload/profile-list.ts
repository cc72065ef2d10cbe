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
  placeOrder: 480,
  cancelOrder: 140,
  amendOrder: 160,
  setSelfTrade: 8,
};

/** Tables so small that each is soon full, an order ring of 64, and more expired orders than a command clears. */
const tight: Profile = {
  name: 'tight',
  limits: {
    ownersMax: 5,
    accountsMax: 7,
    marketsMax: 3,
    ordersMax: 28,
    levelsMax: 12,
    makersPerCommandMax: 3,
    drainPerCommandMax: 1,
  },
  firstOwners: 3,
  firstAccounts: 5,
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
    ownersMax: 2,
    accountsMax: 3,
    marketsMax: 1,
    ordersMax: 4,
    levelsMax: 3,
    makersPerCommandMax: 1,
    drainPerCommandMax: 1,
  },
  firstOwners: 2,
  firstAccounts: 3,
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
  mix: { ...mix, setMarketState: 1, setStepTable: 1, placeOrder: 700 },
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
  limits: { ...tight.limits, marketsMax: 1, ordersMax: 100, levelsMax: 20, makersPerCommandMax: 4 },
  markets: [event],
  mix: { ...mix, setMarketState: 8, setStepTable: 1, cancelOrder: 40, amendOrder: 320 },
  fillOrKillPerMille: 500,
  overlapSteps: 2,
  expiringPerMille: 800,
  leapPerMille: 5,
};

/** Markets that stop, go into auctions, cross, and cannot open. */
const halting: Profile = {
  ...tight,
  name: 'halting',
  limits: { ...tight.limits, ordersMax: 60, levelsMax: 30, makersPerCommandMax: 6, drainPerCommandMax: 1 },
  mix: { ...mix, setMarketState: 90, setStepTable: 20 },
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
  limits: { ...tight.limits, accountsMax: 60, ownersMax: 50, marketsMax: 40, ordersMax: 200, levelsMax: 70 },
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
  mix: { ...mix, amendOrder: 300, setSelfTrade: 30, setMarketState: 4 },
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
  limits: { ...tight.limits, ownersMax: 8, accountsMax: 10, ordersMax: 80, levelsMax: 40, makersPerCommandMax: 8 },
  firstOwners: 6,
  firstAccounts: 8,
  markets: [plain, event, tapered],
  mix: { ...mix, setMarketLimits: 50, setReferencePrice: 50, setMarketState: 4 },
  spreadSteps: 6,
  immediatePerMille: 400,
  marketOrderPerMille: 700,
  expiringPerMille: 150,
};

/** Every command about as often as any other, and most of them wrong in their bytes. */
const clumsy: Profile = {
  ...tight,
  name: 'clumsy',
  limits: { ...tight.limits, marketsMax: 80 },
  markets: [plain, event, bulky, bulky],
  mix: {
    genesis: 10,
    tick: 10,
    continueWork: 10,
    registerOwner: 15,
    openAccount: 15,
    createMarket: 20,
    setStepTable: 20,
    setMarketState: 20,
    setMarketLimits: 20,
    setReferencePrice: 20,
    placeOrder: 40,
    cancelOrder: 20,
    amendOrder: 30,
    setSelfTrade: 20,
  },
  earlyPerMille: 980,
  damagePerMille: 500,
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
  clumsy,
];
