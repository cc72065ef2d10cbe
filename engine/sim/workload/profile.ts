/**
 * What a list of commands is like: the capacities of its Genesis, its markets, how often each
 * command comes and how far apart in price and time things are. Each profile is there to reach
 * what the others seldom do.
 */

import type { MarginStyle } from './margin/margin-style.ts';
import type { MarketTemplate } from './market-template.ts';
import type { KeyStyle } from './senders/key-style.ts';
import type { SessionStyle } from './senders/session-style.ts';
import type { SpotStyle } from './spot/spot-style.ts';

/** In the order of their numbers: those of users, then those of the chain and its signers. */
export const MONEY_COMMAND_NAMES = [
  'pinDestination',
  'setAutoConversion',
  'convert',
  'transfer',
  'claimSuspense',
  'requestWithdrawal',
  'createAsset',
  'setAssetTerms',
  'setAssetPrice',
  'creditDeposit',
  'moveWithdrawal',
  'skipDeposit',
] as const;

export type MoneyCommandName = (typeof MONEY_COMMAND_NAMES)[number];

export const MARGIN_COMMAND_NAMES = [
  'setMarginTerms',
  'setMarkPrice',
  'setFeeTiers',
  'approveBuilder',
  'setReferrer',
  'claimRewards',
  'setReferralTerms',
] as const;

export type MarginCommandName = (typeof MARGIN_COMMAND_NAMES)[number];

export const COMMAND_NAMES = [
  'genesis',
  'tick',
  'continueWork',
  'registerOwner',
  'openAccount',
  'createMarket',
  'setStepTable',
  'setMarketState',
  'setMarketLimits',
  'setReferencePrice',
  'upgradeRules',
  'registerKey',
  'setOrderQuota',
  'clearMarket',
  'resize',
  'placeOrder',
  'cancelOrder',
  'amendOrder',
  'setSelfTrade',
  'openMessage',
  'replaceOrder',
  'cancelByClientOrderId',
  'cancelOrders',
  'scheduleCancel',
  'setOrderGroup',
  'approveKey',
  'revokeKeys',
  'openSession',
  'signSession',
  'closeSession',
  ...MONEY_COMMAND_NAMES,
  ...MARGIN_COMMAND_NAMES,
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];

export interface Profile {
  readonly name: string;
  /** What Genesis says beside its domain and its keys. */
  readonly limits: {
    readonly ruleVersion: number;
    readonly ownersMax: number;
    readonly accountsMax: number;
    readonly marketsMax: number;
    readonly ordersMax: number;
    readonly levelsMax: number;
    readonly makersPerCommandMax: number;
    readonly drainPerCommandMax: number;
    readonly keysMax: number;
    readonly clientOrderIdsMax: number;
    readonly queueItemsMax: number;
    readonly orderGroupsMax: number;
    /** The venue dollar included; 0 where there is no money. */
    readonly assetsMax: number;
    readonly withdrawalsMax: number;
    readonly positionsMax: number;
    /** 0 where no sessions are kept. */
    readonly sessionsMax: number;
  };
  /** How many owners, accounts and keys there are before orders come: few owners meet themselves often. */
  readonly firstOwners: number;
  readonly firstAccounts: number;
  readonly firstKeys: number;
  /** How many assets there are before orders come, where there is room for them. */
  readonly firstAssets: number;
  /** Time of the first entry, in microseconds. */
  readonly firstTime: number;
  readonly markets: readonly MarketTemplate[];
  /** How often an order goes to the first market. */
  readonly firstMarketPerMille: number;
  /** How often each command comes, relative to the others. */
  readonly mix: Readonly<Record<CommandName, number>>;
  /** How many steps from the middle of a market the orders are; `far` doubles that distance at random. */
  readonly spreadSteps: number;
  readonly isFar: boolean;
  /** How many steps the two sides reach into each other. */
  readonly overlapSteps: number;
  /** How often an order is priced at the best price that it could trade at. */
  readonly touchPerMille: number;
  /** Largest size of most orders, in lots. Large ones are up to `largeFactor` times that. */
  readonly sizeMax: number;
  readonly largeFactor: number;
  readonly largePerMille: number;
  /** How often an order may not stay; how often such a one is to be filled whole, or is a market order. */
  readonly immediatePerMille: number;
  readonly fillOrKillPerMille: number;
  readonly marketOrderPerMille: number;
  /** How often an order that may stay shows only a part of itself. */
  readonly icebergPerMille: number;
  /** How often an order names its mode of self-trade prevention. */
  readonly namedSelfTradePerMille: number;
  readonly postOnlyPerMille: number;
  readonly expiringPerMille: number;
  /** How far ahead an expiry may be, in microseconds. */
  readonly expiryAheadMax: number;
  /** How often, and how far, time leaps ahead. */
  readonly leapPerMille: number;
  readonly leapMicros: number;
  /** How often time leaps ahead by seconds, to where client order ids are forgotten. */
  readonly secondsPerMille: number;
  /** How far ahead the valid-until of most commands may be, in microseconds. */
  readonly validAheadMax: number;
  /** How often a command comes under a key of its owner rather than under key 0. */
  readonly keyedPerMille: number;
  /** How a list goes about its keys. */
  readonly keys: KeyStyle;
  /** How a list goes about its sessions, where they are kept. */
  readonly sessions: SessionStyle;
  /** How often a nonce is another than one just above the last. */
  readonly nonceDisorderPerMille: number;
  /** Where the nonces of a key begin, key by key in turn; those of key 0 begin at the first. */
  readonly noncesFrom: readonly number[];
  /** How often an order has a client order id, and how often an order command is made from one that came before. */
  readonly namedPerMille: number;
  readonly repeatPerMille: number;
  /** How often a setOrderQuota sets a quota that binds; else most take one away. */
  readonly bindingQuotaPerMille: number;
  /** How often a command is about a market with queued work or about what waits, while there is some. */
  readonly queuedPerMille: number;
  /** How often an order names an order group, where its account has one. */
  readonly groupedPerMille: number;
  /** How often a placement meets members of an order group, while there are some, and dead ones, while there are. */
  readonly hitsPerMille: number;
  readonly deadHitsPerMille: number;
  /** The largest limit, in lots, and the longest window of most order groups. */
  readonly fillLimitMax: number;
  readonly windowMillisMax: number;
  /** How often time leaps to where lots leave the window of an order group. */
  readonly windowsPerMille: number;
  /** How often a resize gives more room to a table that is full. */
  readonly liftedPerMille: number;
  /** How many of the least amounts that convert most deposits are at the most. */
  readonly depositUnitsMax: number;
  /** How often an amount is about the largest that a balance may have. */
  readonly largestPerMille: number;
  /** How often time leaps to the end of a day or just beyond. */
  readonly midnightsPerMille: number;
  /** How a list goes about margin, where there is money. */
  readonly margin: MarginStyle;
  /** How a list goes about spot markets, where there is money. */
  readonly spot: SpotStyle;
  /** How often many orders are cancelled because hardly any work is queued. */
  readonly sweepsPerMille: number;
  /** How often Genesis waits for one more command that comes too early. */
  readonly earlyPerMille: number;
  /** When not 0: the numbers of orders and fills soon go on above this one. */
  readonly numbersFrom: number;
  /** How often an entry is damaged after it was made. */
  readonly damagePerMille: number;
  /** When not 0: the records of the fast machine are taken only once its buffer of so many bytes is full. */
  readonly recordBytesMax: number;
}

/**
 * The moods of a list. It wanders between what its profile says, a quiet time in which orders pile up,
 * and a storm in which time leaps and takers reach through the book.
 */
export function moodsOf(profile: Profile): readonly Profile[] {
  const { mix, expiringPerMille, spreadSteps, leapPerMille } = profile;
  const quiet: Profile = {
    ...profile,
    mix: {
      ...mix,
      placeOrder: 3 * mix.placeOrder,
      setMarketState: 0,
      setMarketLimits: 0,
      clearMarket: 0,
      cancelOrders: 0,
      scheduleCancel: 0,
    },
    sweepsPerMille: 0,
    overlapSteps: -1,
    touchPerMille: 0,
    largePerMille: 0,
    immediatePerMille: 0,
    postOnlyPerMille: 100,
    expiringPerMille: Math.min(900, 2 * expiringPerMille),
    leapPerMille: 0,
  };
  const storm: Profile = {
    ...profile,
    overlapSteps: spreadSteps - 1,
    touchPerMille: 400,
    largePerMille: 500,
    immediatePerMille: 400,
    fillOrKillPerMille: 500,
    postOnlyPerMille: 400,
    expiringPerMille: 100,
    leapPerMille: 3 * leapPerMille,
  };
  return [profile, quiet, storm];
}
