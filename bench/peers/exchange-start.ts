/**
 * Starts a machine for a workload: Genesis with the capacities of a large exchange, two owners, the
 * accounts of each, and markets that are open and price in single ticks.
 */
import {
  COLLAR_RATE_MAX,
  createMarket,
  encodeBands,
  FILL_LIMIT_MAX,
  genesis,
  Machine,
  MarketKind,
  MarketState,
  MESSAGE_COMMANDS_MAX,
  OwnerKind,
  openAccount,
  openSession,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  registerKey,
  registerOwner,
  SESSION_MICROS_MAX,
  type StepBand,
  scheduleCancel,
  setMarketLimits,
  setOrderGroup,
  setOrderQuota,
  setReferencePrice,
  type Ticks,
  VALID_UNTIL_AHEAD_MICROS,
} from '@intelligent-ledger/engine/core';
import { MAKERS_PER_COMMAND_MAX } from '../workload/generator.ts';
import type { WorkloadSize } from '../workload/neutral-command.ts';
import { administer, START_TIME_MICROS } from './administer.ts';
import { type Feature, OWNERS } from './feature.ts';
import { fundAccounts, fundSpot, moneyCapacities, SIZE_DECIMALS, setMargin, spotTerms } from './funded-accounts.ts';

const LEVELS_MAX = 1_048_576;
const SIZE_MAX = 100_000_000;
/** More than there are orders in two seconds at one command a microsecond. */
const CLIENT_ORDER_IDS_MAX = 2_097_152;
const QUEUE_ITEMS_MAX = 65_536;
/** A day ahead. */
const SCHEDULED_AT = START_TIME_MICROS + 86_400_000_000;
const SESSIONS_END_AT = START_TIME_MICROS + SESSION_MICROS_MAX;
/** A window that turns while the workload runs. */
const GROUP_WINDOW_MILLIS = 1_000;
/** Room for the records of one chunk of commands. */
const RECORD_BYTES_MAX = 33_554_432;

/** A machine that is ready for the workload's first command. Its sequence tells how many entries that took. */
export function startMachine(
  head: WorkloadSize,
  feature: Feature,
  machine = new Machine({ recordBytesMax: RECORD_BYTES_MAX, isResident: true }),
): Machine {
  const roleKeys = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES).fill(7);
  const capacities = {
    ruleVersion: feature.ruleVersion,
    domain: '62'.repeat(32),
    ownersMax: feature.hasOwners ? OWNERS * head.accountCount : OWNERS,
    accountsMax: OWNERS * head.accountCount,
    marketsMax: head.marketCount,
    ordersMax: head.ordersMax,
    levelsMax: LEVELS_MAX,
    makersPerCommandMax: MAKERS_PER_COMMAND_MAX,
    drainPerCommandMax: 64,
    keysMax: OWNERS,
    clientOrderIdsMax: feature.hasClientOrderIds ? CLIENT_ORDER_IDS_MAX : 0,
    queueItemsMax: QUEUE_ITEMS_MAX,
    sessionsMax: feature.hasSessions ? OWNERS : 0,
    orderGroupsMax: feature.hasOrderGroups ? OWNERS * head.accountCount : 0,
    ...(feature.hasMoney ? moneyCapacities(head, feature.isSpot) : {}),
  };
  administer(machine, genesis, { ...capacities, blobBytes: roleKeys.length }, roleKeys);
  // Bounds that never bind, so that both are asked.
  administer(machine, setOrderQuota, { owner: 0, ordersMax: head.ordersMax, marketOrdersMax: head.ordersMax });
  if (feature.hasMoney) fundAccounts(machine, OWNERS * head.accountCount);
  else openAccounts(machine, head.accountCount, feature);
  if (feature.isSpot) fundSpot(machine, OWNERS * head.accountCount, head.marketCount);
  if (feature.hasSessions) openSessions(machine, head.accountCount);
  if (feature.hasScheduledCancels) schedule(machine, OWNERS * head.accountCount);
  if (feature.hasOrderGroups) makeGroups(machine, OWNERS * head.accountCount);
  const bands: StepBand[] = [{ from: 1 as Ticks, step: 1 as Ticks }];
  const table = encodeBands(bands);
  for (let market = 0; market < head.marketCount; market += 1) {
    const kind = feature.isSpot ? spotTerms(market) : { marketKind: MarketKind.perpetual };
    const terms = { ...kind, sizeDecimals: SIZE_DECIMALS, state: MarketState.open };
    const bounds = { maxPrice: head.priceMax, maxSize: SIZE_MAX, blobBytes: table.length };
    administer(machine, createMarket, { ...terms, ...bounds }, table);
    if (feature.hasMoney && !feature.isSpot) setMargin(machine, market, head);
    if (!feature.hasMarketLimits) continue;
    administer(machine, setMarketLimits, { market, minSize: 1, collarRate: COLLAR_RATE_MAX, minNotional: 1 });
    administer(machine, setReferencePrice, { market, price: Math.ceil(head.priceMax / 2) });
  }
  return machine;
}

/** So many accounts that buy and as many that sell, each of an owner of its own, or all of a kind of one. */
function openAccounts(machine: Machine, accountCount: number, feature: Feature): void {
  const owners = feature.hasOwners ? OWNERS * accountCount : OWNERS;
  for (let owner = 0; owner < owners; owner += 1) {
    const identity = (owner + 1).toString(16).padStart(8, '0').repeat(8);
    administer(machine, registerOwner, { ownerKind: OwnerKind.ed25519, identity });
    const accounts = (OWNERS * accountCount) / owners;
    for (let account = 0; account < accounts; account += 1) administer(machine, openAccount, { owner });
    const key = { owner, keyKind: OwnerKind.ed25519, identity: `1${owner + 1}`.repeat(32) };
    if (feature.hasAgentKeys) administer(machine, registerKey, key);
  }
}

/** Session 1 of the owner whose accounts buy, and session 2 of the one whose accounts sell. */
function openSessions(machine: Machine, accountCount: number): void {
  for (const account of [0, accountCount]) {
    administer(machine, openSession, { ...userHeadOf(account), expiresAt: SESSIONS_END_AT });
  }
}

function schedule(machine: Machine, accounts: number): void {
  for (let account = 0; account < accounts; account += 1) {
    administer(machine, scheduleCancel, { ...userHeadOf(account), at: SCHEDULED_AT });
  }
}

function makeGroups(machine: Machine, accounts: number): void {
  const terms = { fillLimit: FILL_LIMIT_MAX, windowMillis: GROUP_WINDOW_MILLIS };
  for (let account = 0; account < accounts; account += 1) {
    administer(machine, setOrderGroup, { ...userHeadOf(account), ...terms });
  }
}

/** The nonces lie below those of the workload. */
function userHeadOf(account: number): { account: number; validUntil: number; nonce: number } {
  const validUntil = START_TIME_MICROS + VALID_UNTIL_AHEAD_MICROS;
  return { account, validUntil, nonce: MESSAGE_COMMANDS_MAX + 1 + account };
}
