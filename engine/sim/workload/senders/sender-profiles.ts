/** Client order ids, keys, nonces and messages that come again, in disorder or cut short. */
import { mix, tight } from '../base-profile.ts';
import type { Profile } from '../profile.ts';

/** Client order ids that fill their table, come again, and are let go within seconds, few at a time. */
export const named: Profile = {
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
    queueItemsMax: 24,
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
export const signed: Profile = {
  ...tight,
  name: 'signed',
  limits: {
    ...tight.limits,
    ownersMax: 4,
    accountsMax: 8,
    ordersMax: 60,
    levelsMax: 40,
    keysMax: 8,
    queueItemsMax: 12,
  },
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
export const upgraded: Profile = {
  ...signed,
  name: 'upgraded',
  limits: { ...signed.limits, ruleVersion: 1, clientOrderIdsMax: 400 },
  mix: { ...signed.mix, upgradeRules: 3 },
  secondsPerMille: 6,
  validAheadMax: 4_000_000,
  namedPerMille: 700,
  repeatPerMille: 100,
};
