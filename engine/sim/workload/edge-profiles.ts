/** The ends of what a log can hold, a full record buffer, and commands that are wrong in their bytes. */
import { tight } from './base-profile.ts';
import { bulky, event, plain } from './market-template.ts';
import { marginlessMix, moneylessMix } from './money/money-mix.ts';
import type { Profile } from './profile.ts';

/** The last five seconds that a log can hold. */
export const lastMoments: Profile = {
  ...tight,
  name: 'last moments',
  firstTime: Number.MAX_SAFE_INTEGER - 5_000_000,
  leapMicros: 60_000,
  secondsPerMille: 0,
  windowsPerMille: 0,
};

/** Numbers of orders and fills that outgrow 32 bits. */
export const longLived: Profile = { ...tight, name: 'long-lived', numbersFrom: 2 ** 32 - 200 };

/** Records that are not taken until the buffer is full. */
export const brimming: Profile = {
  ...tight,
  name: 'brimming',
  limits: { ...tight.limits, ordersMax: 60, makersPerCommandMax: 10, drainPerCommandMax: 6, queueItemsMax: 12 },
  recordBytesMax: 16_384,
};

/** Commands that begin the log, add to its tables and change markets, most of them wrong in their bytes. */
export const clumsy: Profile = {
  ...tight,
  name: 'clumsy',
  limits: { ...tight.limits, ruleVersion: 1, marketsMax: 80, queueItemsMax: 1 },
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
    clearMarket: 20,
    resize: 30,
    placeOrder: 10,
    cancelOrder: 5,
    amendOrder: 5,
    setSelfTrade: 5,
    openMessage: 5,
    replaceOrder: 10,
    cancelByClientOrderId: 5,
    cancelOrders: 5,
    scheduleCancel: 5,
    setOrderGroup: 10,
    approveKey: 12,
    revokeKeys: 8,
    openSession: 5,
    signSession: 5,
    closeSession: 5,
    ...moneylessMix,
    ...marginlessMix,
  },
  earlyPerMille: 980,
  damagePerMille: 550,
};

/** Commands of users about as often as one another, most of them wrong in their bytes. */
export const garbled: Profile = {
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
    clearMarket: 4,
    resize: 20,
    placeOrder: 60,
    cancelOrder: 30,
    amendOrder: 45,
    setSelfTrade: 40,
    openMessage: 40,
    replaceOrder: 100,
    cancelByClientOrderId: 30,
    cancelOrders: 90,
    scheduleCancel: 100,
    setOrderGroup: 80,
    approveKey: 120,
    revokeKeys: 70,
  },
  damagePerMille: 700,
};
