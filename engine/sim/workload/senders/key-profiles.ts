/** Lists that are mostly about agent keys: what they may do, whose commands they send, and how many an owner has. */
import { COMMANDS, isOfUser, KEYS_OF_OWNER_MAX } from '@intelligent-ledger/engine/core';
import { mix, tight, tiny } from '../base-profile.ts';
import { withMoney } from '../money/money-mix.ts';
import { COMMAND_NAMES, type Profile } from '../profile.ts';
import { spent, strict } from './key-style.ts';

/** Keys of little scope and few markets, which send most of the orders, in seconds that end often. */
export const agents: Profile = {
  ...tight,
  name: 'agents',
  limits: {
    ...tight.limits,
    ownersMax: 4,
    accountsMax: 8,
    marketsMax: 9,
    ordersMax: 80,
    levelsMax: 40,
    makersPerCommandMax: 1,
    keysMax: 12,
    queueItemsMax: 24,
  },
  firstOwners: 3,
  firstAccounts: 6,
  firstKeys: 5,
  mix: {
    ...mix,
    createMarket: 30,
    setMarketState: 4,
    setReferencePrice: 24,
    openMessage: 90,
    clearMarket: 24,
    amendOrder: 240,
    replaceOrder: 110,
    cancelByClientOrderId: 90,
    cancelOrders: 36,
    scheduleCancel: 16,
    setSelfTrade: 16,
    setOrderGroup: 16,
    approveKey: 150,
    revokeKeys: 24,
  },
  overlapSteps: 3,
  touchPerMille: 250,
  expiringPerMille: 100,
  queuedPerMille: 300,
  keyedPerMille: 750,
  keys: strict,
  secondsPerMille: 40,
  firstMarketPerMille: 800,
  sweepsPerMille: 60,
  validAheadMax: 5_000_000,
  namedPerMille: 700,
  repeatPerMille: 120,
};

const withFunds = withMoney(agents, { assetsMax: 3, withdrawalsMax: 12, positionsMax: 60 });
/** No command of users comes more seldom than this. */
const OF_USERS_MIN = 40;

/** Commands of users about as often as one another, under keys, where there is money. */
export const delegated: Profile = {
  ...withFunds,
  name: 'delegated',
  mix: evened(withFunds.mix),
  keyedPerMille: 900,
  keys: spent,
  secondsPerMille: 8,
};

/** One owner who adds keys until it may not, and others who come later and find the table full. */
export const lavish: Profile = {
  ...tiny,
  name: 'lavish',
  limits: { ...tiny.limits, ownersMax: 3, accountsMax: 4, keysMax: KEYS_OF_OWNER_MAX + 4 },
  firstOwners: 1,
  firstAccounts: 1,
  mix: { ...mix, registerKey: 20, approveKey: 700 },
  keyedPerMille: 500,
  keys: { ...strict, newPerMille: 700, boundPerMille: 300, ownersPerMille: 10 },
};

function evened(weights: Profile['mix']): Profile['mix'] {
  const ofUsers = new Set(COMMANDS.filter(isOfUser).map(({ name }) => name));
  const names = COMMAND_NAMES.filter((name) => ofUsers.has(name));
  const least = names.map((name) => [name, Math.max(OF_USERS_MIN, weights[name])]);
  const most = { placeOrder: 170, replaceOrder: 70, amendOrder: 80, cancelOrder: 60, openMessage: 40, approveKey: 130 };
  return { ...weights, ...Object.fromEntries(least), ...most, creditDeposit: 25, setMarkPrice: 8 };
}
