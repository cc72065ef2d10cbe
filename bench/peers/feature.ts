/**
 * Features that a run of ours may use besides what mix A uses, so that each one's cost is seen alone. All leave every
 * trade as it is. The nonce of each command, which its sender counts, the owners' quotas and the prevention of
 * self-trade are in every run.
 */
import { RULE_VERSION_MAX } from '@intelligent-ledger/engine/core';

/**
 * Where not every account has an owner of its own, one has those that buy and one those that sell, so that the
 * prevention of self-trade is asked and never acts.
 */
export const OWNERS = 2;

export interface Feature {
  readonly name: string;
  readonly doc: string;
  /** Version of the rules; under 1 nonces are not looked at. */
  readonly ruleVersion: number;
  /** Client order ids are remembered: for a second of engine time and the one begun, and while the order is open. */
  readonly hasClientOrderIds: boolean;
  /** Markets have a smallest size and value and a price collar, none of which binds. */
  readonly hasMarketLimits: boolean;
  /** Orders that may rest have an expiry, an hour ahead. */
  readonly hasExpiries: boolean;
  /** Orders that may rest have a display size: the whole, since slices would trade otherwise than the peers' orders. */
  readonly hasDisplaySizes: boolean;
  /** Takers are market orders, down to the same price. */
  readonly hasMarketOrders: boolean;
  /** An agent key of the owner sends every command. */
  readonly hasAgentKeys: boolean;
  /** Every command comes in a session of its owner, which signs for all of them between passes. */
  readonly hasSessions: boolean;
  /** Every account has a cancel of all its orders scheduled, a day ahead. */
  readonly hasScheduledCancels: boolean;
  /** Every account has an order group of a window of a second, which never trips, and every order is of it. */
  readonly hasOrderGroups: boolean;
  /** Nonces are the time of the command in microseconds, instead of a counter of each owner or key. */
  readonly hasTimesAsNonces: boolean;
  /** Every account is of an owner of its own, with a window of nonces, instead of half of them of each of two. */
  readonly hasOwners: boolean;
  /**
   * Every account is of an owner of its own and has money, every order is asked for margin, and every fill changes two
   * positions and costs fees. Who bought in one pass sells in the next, so that half of all fills close.
   */
  readonly hasMoney: boolean;
  /** With money: markets are spot markets, and fills move coins and dollars. Mix A alone has so few markets. */
  readonly isSpot: boolean;
}

export const PLAIN: Feature = {
  name: 'plain',
  doc: 'mix A as it is held against the peers',
  ruleVersion: RULE_VERSION_MAX,
  hasClientOrderIds: false,
  hasMarketLimits: false,
  hasExpiries: false,
  hasDisplaySizes: false,
  hasMarketOrders: false,
  hasAgentKeys: false,
  hasSessions: false,
  hasScheduledCancels: false,
  hasOrderGroups: false,
  hasTimesAsNonces: false,
  hasOwners: false,
  hasMoney: false,
  isSpot: false,
};

/** Mix A with all that an exchange with money asks and does. */
export const WITH_MONEY: Feature = {
  ...PLAIN,
  name: 'money',
  doc: 'an owner of every account, and margin, positions and fees',
  hasOwners: true,
  hasMoney: true,
};

export const FEATURES: readonly Feature[] = [
  { ...PLAIN, name: 'no-nonces', doc: 'nonces not looked at (rules of version 1)', ruleVersion: 1 },
  { ...PLAIN, name: 'agent-keys', doc: 'commands sent by an agent key', hasAgentKeys: true },
  { ...PLAIN, name: 'sessions', doc: 'commands sent in a session', hasSessions: true },
  { ...PLAIN, name: 'client-order-ids', doc: 'client order ids remembered', hasClientOrderIds: true },
  { ...PLAIN, name: 'expiries', doc: 'good-till-time orders', hasExpiries: true },
  { ...PLAIN, name: 'display-sizes', doc: 'orders with a display size', hasDisplaySizes: true },
  { ...PLAIN, name: 'market-orders', doc: 'takers that are market orders', hasMarketOrders: true },
  { ...PLAIN, name: 'market-limits', doc: 'smallest size and value, and a collar', hasMarketLimits: true },
  { ...PLAIN, name: 'scheduled-cancels', doc: 'a scheduled cancel of every account', hasScheduledCancels: true },
  { ...PLAIN, name: 'order-groups', doc: 'orders of an order group', hasOrderGroups: true },
  { ...PLAIN, name: 'owners', doc: 'an owner of every account', hasOwners: true },
  WITH_MONEY,
  { ...WITH_MONEY, name: 'money-times-as-nonces', doc: 'the same with times as nonces', hasTimesAsNonces: true },
  { ...WITH_MONEY, name: 'spot', doc: 'the same in spot markets', isSpot: true },
];

export function featureOf(name: string): Feature {
  const feature = [PLAIN, ...FEATURES].find((candidate) => candidate.name === name);
  if (feature === undefined) throw new Error(`no feature is called ${name}`);
  return feature;
}
