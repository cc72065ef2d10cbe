/** Markets with queued work: sweeps that go on for long, orders that wait behind them, and cancels that come due. */
import { mix, tight } from '../base-profile.ts';
import { event, plain } from '../market-template.ts';
import type { Profile } from '../profile.ts';

/** Books in which orders pile up, so that a sweep of an owner or of a market takes many commands of one step each. */
const piled: Profile = {
  ...tight,
  limits: {
    ...tight.limits,
    ownersMax: 4,
    accountsMax: 9,
    ordersMax: 100,
    levelsMax: 40,
    makersPerCommandMax: 1,
    drainPerCommandMax: 1,
    queueItemsMax: 40,
  },
  firstOwners: 3,
  firstAccounts: 8,
  mix: {
    ...mix,
    tick: 10,
    continueWork: 10,
    setMarketState: 8,
    setMarketLimits: 4,
    setReferencePrice: 1,
    clearMarket: 1,
    placeOrder: 560,
    replaceOrder: 120,
    cancelOrder: 40,
    cancelByClientOrderId: 10,
    cancelOrders: 20,
    scheduleCancel: 2,
  },
  spreadSteps: 6,
  overlapSteps: 0,
  touchPerMille: 20,
  immediatePerMille: 120,
  postOnlyPerMille: 120,
  expiringPerMille: 80,
  leapPerMille: 1,
  queuedPerMille: 700,
  sweepsPerMille: 150,
};

/** Many sweeps at once for a queue with little room, and several steps for each command. */
export const swept: Profile = {
  ...piled,
  name: 'swept',
  limits: { ...piled.limits, makersPerCommandMax: 2, drainPerCommandMax: 2, queueItemsMax: 2 },
  mix: { ...piled.mix, setMarketState: 24, clearMarket: 8, cancelOrders: 60 },
};

/** Orders of every kind for markets in which they must wait. */
export const waiting: Profile = {
  ...piled,
  name: 'waiting',
  limits: { ...piled.limits, levelsMax: 16, queueItemsMax: 60 },
  markets: [plain, event],
  mix: { ...piled.mix, setMarketState: 12, placeOrder: 480, replaceOrder: 260, amendOrder: 320 },
  immediatePerMille: 200,
  fillOrKillPerMille: 500,
};

/** The same while the states and limits of the markets change, and the quotas of those who wait. */
export const unsettled: Profile = {
  ...waiting,
  name: 'unsettled',
  mix: { ...waiting.mix, setMarketState: 50, setMarketLimits: 24, setOrderQuota: 10, approveKey: 14, revokeKeys: 10 },
};

/** Orders that wait use up the orders there may be, the quotas of their owners and the client order ids. */
export const pressed: Profile = {
  ...piled,
  name: 'pressed',
  limits: { ...piled.limits, ordersMax: 24, levelsMax: 14, clientOrderIdsMax: 40, queueItemsMax: 30 },
  markets: [plain, event],
  mix: { ...piled.mix, setOrderQuota: 12, replaceOrder: 240, cancelByClientOrderId: 30 },
  secondsPerMille: 3,
  validAheadMax: 1_500_000,
  namedPerMille: 850,
  repeatPerMille: 100,
  bindingQuotaPerMille: 500,
};

/** Accounts that fall silent: their cancels come due together, also while the queue is full. */
export const silenced: Profile = {
  ...piled,
  name: 'silenced',
  limits: { ...piled.limits, ruleVersion: 1, accountsMax: 10, drainPerCommandMax: 2, queueItemsMax: 4 },
  firstAccounts: 9,
  mix: { ...piled.mix, tick: 30, continueWork: 30, clearMarket: 4, cancelOrders: 60, scheduleCancel: 80 },
  secondsPerMille: 8,
  validAheadMax: 50_000_000,
};

/** Messages of keys and sessions whose orders are cancelled by the very same, and wait within messages. */
export const batched: Profile = {
  ...piled,
  name: 'batched',
  limits: { ...piled.limits, keysMax: 8, drainPerCommandMax: 2, queueItemsMax: 20 },
  firstKeys: 6,
  mix: {
    ...piled.mix,
    tick: 20,
    continueWork: 20,
    openMessage: 50,
    replaceOrder: 200,
    amendOrder: 200,
    scheduleCancel: 8,
  },
  keyedPerMille: 650,
  repeatPerMille: 40,
};

/** So few orders that their numbers go round while one waits, and ids to let go that keep the queue from going on. */
export const ringed: Profile = {
  ...piled,
  name: 'ringed',
  limits: { ...piled.limits, marketsMax: 3, ordersMax: 4, levelsMax: 8, queueItemsMax: 30 },
  mix: { ...piled.mix, createMarket: 20, setMarketState: 2, clearMarket: 200, placeOrder: 900, cancelOrders: 60 },
  immediatePerMille: 800,
  fillOrKillPerMille: 50,
  namedPerMille: 950,
  secondsPerMille: 3,
  validAheadMax: 1_200_000,
  queuedPerMille: 120,
};
