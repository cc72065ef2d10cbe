/** Order groups that trip, whose members stay for long before a sweep comes to them; and tables that grow. */
import { mix, tight, tiny } from '../base-profile.ts';
import { event, plain } from '../market-template.ts';
import type { Profile } from '../profile.ts';
import { diligent } from '../senders/session-style.ts';
import { swept, waiting } from './queue-profiles.ts';

/** Most orders are of groups, whose windows are as short as the steps of time, and one item is cleared at a time. */
export const grouped: Profile = {
  ...tight,
  name: 'grouped',
  limits: {
    ...tight.limits,
    ownersMax: 3,
    accountsMax: 8,
    ordersMax: 60,
    levelsMax: 30,
    makersPerCommandMax: 6,
    queueItemsMax: 12,
    orderGroupsMax: 14,
  },
  firstOwners: 3,
  firstAccounts: 6,
  markets: [plain, event],
  mix: {
    ...mix,
    setMarketState: 4,
    setMarketLimits: 2,
    setReferencePrice: 2,
    setOrderGroup: 90,
    cancelOrders: 16,
    cancelOrder: 50,
    setOrderQuota: 0,
  },
  spreadSteps: 5,
  overlapSteps: 0,
  immediatePerMille: 80,
  namedPerMille: 700,
  secondsPerMille: 5,
  validAheadMax: 2_000_000,
  fillOrKillPerMille: 500,
  expiringPerMille: 400,
  expiryAheadMax: 12_000,
  leapPerMille: 10,
  leapMicros: 15_000,
  groupedPerMille: 800,
  hitsPerMille: 170,
  deadHitsPerMille: 600,
  fillLimitMax: 12,
  windowMillisMax: 12,
  windowsPerMille: 30,
};

/** The same in markets that are post-only now and then, with windows of seconds and icebergs. */
export const hesitant: Profile = {
  ...grouped,
  name: 'hesitant',
  limits: {
    ...grouped.limits,
    accountsMax: 5,
    makersPerCommandMax: 3,
    drainPerCommandMax: 3,
    clientOrderIdsMax: 60,
    orderGroupsMax: 30,
  },
  firstAccounts: 4,
  mix: { ...grouped.mix, setMarketState: 30, amendOrder: 260, scheduleCancel: 60, setOrderGroup: 140 },
  icebergPerMille: 500,
  postOnlyPerMille: 400,
  expiringPerMille: 200,
  expiryAheadMax: 30_000,
  hitsPerMille: 200,
  fillLimitMax: 9,
  windowMillisMax: 3_000,
  secondsPerMille: 12,
  validAheadMax: 1_500_000,
  namedPerMille: 700,
};

/** A queue with little room and many sweeps, so that those of groups find no place in it. */
export const crammed: Profile = {
  ...swept,
  name: 'crammed',
  limits: { ...swept.limits, makersPerCommandMax: 1, drainPerCommandMax: 1, queueItemsMax: 1, orderGroupsMax: 12 },
  mix: { ...swept.mix, setOrderGroup: 90, scheduleCancel: 20, clearMarket: 4, setMarketState: 12 },
  expiringPerMille: 100,
  secondsPerMille: 3,
  validAheadMax: 3_000_000,
  groupedPerMille: 800,
  hitsPerMille: 150,
  deadHitsPerMille: 400,
  sweepsPerMille: 300,
  fillLimitMax: 8,
  windowMillisMax: 20,
  windowsPerMille: 10,
};

/** Orders of groups that wait, while the groups trip and go. */
export const herded: Profile = {
  ...waiting,
  name: 'herded',
  limits: { ...waiting.limits, ruleVersion: 1, queueItemsMax: 30, orderGroupsMax: 12 },
  mix: {
    ...waiting.mix,
    createMarket: 20,
    setMarketState: 12,
    amendOrder: 450,
    setOrderGroup: 100,
    cancelOrders: 60,
    setOrderQuota: 0,
    clearMarket: 3,
  },
  groupedPerMille: 900,
  hitsPerMille: 320,
  deadHitsPerMille: 300,
  fillLimitMax: 6,
  windowMillisMax: 40,
  windowsPerMille: 5,
};

/** Tables that begin with room for next to nothing, and get more as they are full. */
export const growing: Profile = {
  ...tiny,
  name: 'growing',
  limits: {
    ...tiny.limits,
    ownersMax: 1,
    accountsMax: 1,
    marketsMax: 1,
    ordersMax: 2,
    levelsMax: 1,
    keysMax: 0,
    clientOrderIdsMax: 0,
    queueItemsMax: 0,
    orderGroupsMax: 0,
    sessionsMax: 1,
    makersPerCommandMax: 1,
  },
  firstOwners: 1,
  firstAccounts: 1,
  firstKeys: 0,
  mix: {
    ...mix,
    registerOwner: 30,
    openAccount: 30,
    createMarket: 20,
    registerKey: 20,
    resize: 60,
    setOrderGroup: 30,
    clearMarket: 10,
    cancelOrders: 50,
    scheduleCancel: 10,
    setOrderQuota: 0,
    openSession: 20,
    signSession: 10,
    closeSession: 5,
  },
  sessions: diligent,
  namedPerMille: 700,
  groupedPerMille: 400,
  liftedPerMille: 500,
};
