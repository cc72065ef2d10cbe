/** The commands that begin the log, upgrade its rules, add owners, accounts and markets, and change a market. */
import {
  accountOpened,
  advanced,
  type clearMarket,
  type createMarket,
  type genesis,
  MarketKind,
  MarketState,
  marketCreated,
  marketLimitsSet,
  marketStateSet,
  OwnerKind,
  type openAccount,
  ownerRegistered,
  referencePriceSet,
  type registerOwner,
  rulesUpgraded,
  SENDERS_MAX,
  SelfTrade,
  Side,
  type setMarketLimits,
  type setMarketState,
  type setReferencePrice,
  type setStepTable,
  started,
  stepTableSet,
  type upgradeRules,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { capacitiesIn } from './capacities.ts';
import { FREE_TIERS } from './fees/fee-tiers.ts';
import { largestPriceRefusal } from './margin/margin-terms.ts';
import { newDollar } from './money/asset.ts';
import { NO_DESTINATION } from './money/destinations.ts';
import type { NaiveState } from './naive-state.ts';
import { type Market, NaiveBook } from './orders/naive-book.ts';
import { type Band, readBands } from './orders/step-table.ts';
import { isMorePending } from './queue/clearing.ts';
import { sweepMarket } from './queue/sweeps.ts';
import { type Refusal, refuse } from './refusal.ts';
import { baseAssetRefusal } from './spot/base-asset.ts';

const ROLE_KEYS_BYTES = 96;
const RULES_WITH_MONEY = 2;
const RULES_WITH_SESSIONS = 2;
const EVENT_PRICE_MAX = 9_999;
const NOTIONAL_LIMIT = 2n ** 52n;
const STEP_TABLE_BYTES = 128;

export function start(
  state: NaiveState,
  command: ValuesOf<typeof genesis.specs>,
  blob: Uint8Array,
): Refusal | undefined {
  if (blob.length !== ROLE_KEYS_BYTES) return refuse('commandLengthWrong', 'blobBytes');
  const refusal = startRefusal(command);
  if (refusal !== undefined) return refusal;
  const { ruleVersion } = command;
  state.genesis = command;
  state.capacities = capacitiesIn(command);
  state.roleKeys = hexOf(blob);
  state.ruleVersion = ruleVersion;
  if (state.hasMoney) state.assets.push(newDollar());
  if (state.hasMoney) state.feeTiers = FREE_TIERS;
  if (state.hasMoney) state.spotFeeTiers = FREE_TIERS;
  state.emit(started, { ruleVersion, domain: command.domain });
  return undefined;
}

/** What is asked of Genesis beside its blob. */
function startRefusal(command: ValuesOf<typeof genesis.specs>): Refusal | undefined {
  const { assetsMax, withdrawalsMax, sessionsMax, ruleVersion, ownersMax, keysMax } = command;
  // Nothing that moves money may be sent twice, and it must have a way out.
  if (assetsMax > 0 && ruleVersion < RULES_WITH_MONEY) return refuse('fieldOutOfRange', 'ruleVersion');
  if (assetsMax > 0 && withdrawalsMax === 0) return refuse('fieldOutOfRange', 'withdrawalsMax');
  if (sessionsMax > 0 && ruleVersion < RULES_WITH_SESSIONS) return refuse('fieldOutOfRange', 'ruleVersion');
  // Each sender has a window of nonces, and so many are the most there can be.
  return ownersMax + keysMax > SENDERS_MAX ? refuse('fieldOutOfRange', 'keysMax') : undefined;
}

/** A tick and continueWork do nothing of their own: what they clear was cleared before. */
export function advance(state: NaiveState): undefined {
  state.emit(advanced, { cleared: state.cleared, isPending: isMorePending(state) ? 1 : 0 });
}

export function upgrade(state: NaiveState, command: ValuesOf<typeof upgradeRules.specs>): Refusal | undefined {
  const { ruleVersion } = command;
  if (ruleVersion <= state.ruleVersion) return refuse('rulesNotLater', 'ruleVersion');
  state.ruleVersion = ruleVersion;
  state.emit(rulesUpgraded, { ruleVersion });
  return undefined;
}

export function addOwner(state: NaiveState, command: ValuesOf<typeof registerOwner.specs>): Refusal | undefined {
  const { ownerKind, identity } = command;
  if (!isIdentity(ownerKind, identity)) return refuse('fieldOutOfRange', 'identity');
  if (ownerIdentified(state, ownerKind, identity) !== undefined) return refuse('ownerAlreadyRegistered', 'identity');
  if (state.owners.length >= state.limits.ownersMax) return refuse('ownersFull');
  register(state, ownerKind, identity);
  return undefined;
}

/** Adds an owner, for whom the table is known to have room, and answers its number. */
export function register(state: NaiveState, ownerKind: number, identity: string): number {
  const owner = state.owners.length;
  state.emit(ownerRegistered, { owner, ownerKind, identity });
  const quota = { ordersMax: 0, marketOrdersMax: 0 };
  const fees = { referrer: undefined, builders: new Map<number, number>() };
  state.owners.push({ ownerKind, identity, ...quota, destination: NO_DESTINATION, keyEpoch: 1, ...fees });
  state.ownerNonces.push([]);
  return owner;
}

/** The number of the owner with this kind and identity, if there is one. */
export function ownerIdentified(state: NaiveState, ownerKind: number, identity: string): number | undefined {
  const number = state.owners.findIndex((owner) => owner.ownerKind === ownerKind && owner.identity === identity);
  return number === -1 ? undefined : number;
}

export function addAccount(state: NaiveState, command: ValuesOf<typeof openAccount.specs>): Refusal | undefined {
  const { owner } = command;
  if (state.owners[owner] === undefined) return refuse('ownerUnknown', 'owner');
  if (state.accounts.length >= state.limits.accountsMax) return refuse('accountsFull');
  open(state, owner);
  return undefined;
}

/** Adds an account to an owner, for which the table is known to have room, and answers its number. */
export function open(state: NaiveState, owner: number): number {
  const account = state.accounts.length;
  state.emit(accountOpened, { account, owner, accountOfOwner: accountsOf(state, owner).length });
  state.accounts.push({ owner, selfTrade: SelfTrade.expireMaker, converts: state.hasMoney });
  return account;
}

/** The numbers of the accounts of an owner, in the order of their numbers under it. */
export function accountsOf(state: NaiveState, owner: number): number[] {
  return [...state.accounts.keys()].filter((account) => state.accounts[account]?.owner === owner);
}

export function addMarket(
  state: NaiveState,
  command: ValuesOf<typeof createMarket.specs>,
  blob: Uint8Array,
): Refusal | undefined {
  if (state.markets.length >= state.limits.marketsMax) return refuse('marketsFull');
  const { marketKind, sizeDecimals, maxPrice, maxSize, baseAsset } = command;
  const bands = checkedBands(marketKind, maxPrice, maxSize, blob, 'maxSize');
  if (!Array.isArray(bands)) return bands;
  const refusal = baseAssetRefusal(state, command);
  if (refusal !== undefined) return refusal;
  const number = state.markets.length;
  const traded = { marketKind, sizeDecimals, maxSize, baseAsset };
  state.emit(marketCreated, { market: number, ...traded, state: command.state });
  const marketState = command.state as MarketState;
  const limits = { minSize: 0, minNotional: 0, collarRate: 0, referencePrice: 0 };
  const largest = { largestPrice: state.hasMoney ? maxPrice : 0, largestPositionMax: 0 };
  const unpriced = { margin: undefined, markPrice: 0, ...largest };
  const prices = { state: marketState, maxPrice, bands };
  const market: Market = { number, ...traded, ...prices, ...limits, ...unpriced, book: new NaiveBook() };
  state.markets.push(market);
  emitStepTable(state, market, blob);
  return undefined;
}

export function changeStepTable(
  state: NaiveState,
  command: ValuesOf<typeof setStepTable.specs>,
  blob: Uint8Array,
): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  if (!market.book.isEmpty()) return refuse('marketNotEmpty');
  const bands = checkedBands(market.marketKind, command.maxPrice, market.maxSize, blob, 'maxPrice');
  if (!Array.isArray(bands)) return bands;
  const refusal = largestPriceRefusal(market, command.maxPrice);
  if (refusal !== undefined) return refusal;
  market.maxPrice = command.maxPrice;
  if (state.hasMoney) market.largestPrice = Math.max(market.largestPrice, market.maxPrice);
  market.bands = bands;
  emitStepTable(state, market, blob);
  return undefined;
}

export function changeMarketState(
  state: NaiveState,
  command: ValuesOf<typeof setMarketState.specs>,
): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  const bestBid = market.book.levels(Side.buy)[0];
  const bestAsk = market.book.levels(Side.sell)[0];
  const isCrossed = bestBid !== undefined && bestAsk !== undefined && bestBid >= bestAsk;
  const isUncrossed = command.state === MarketState.open || command.state === MarketState.postOnly;
  if (isUncrossed && isCrossed) return refuse('bookCrossed', 'state');
  market.state = command.state as MarketState;
  state.emit(marketStateSet, { market: market.number, state: market.state });
  if (market.state === MarketState.closed) sweepMarket(state, market, command.kind);
  return undefined;
}

export function clear(state: NaiveState, command: ValuesOf<typeof clearMarket.specs>): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  sweepMarket(state, market, command.kind);
  return undefined;
}

export function changeMarketLimits(
  state: NaiveState,
  command: ValuesOf<typeof setMarketLimits.specs>,
): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  const { minSize, collarRate, minNotional } = command;
  if (minSize > market.maxSize) return refuse('fieldOutOfRange', 'minSize');
  Object.assign(market, { minSize, collarRate, minNotional });
  state.emit(marketLimitsSet, { market: market.number, minSize, collarRate, minNotional });
  return undefined;
}

export function changeReferencePrice(
  state: NaiveState,
  command: ValuesOf<typeof setReferencePrice.specs>,
): Refusal | undefined {
  const market = state.markets[command.market];
  if (market === undefined) return refuse('marketUnknown', 'market');
  const { price } = command;
  if (price > market.maxPrice) return refuse('fieldOutOfRange', 'price');
  market.referencePrice = price;
  state.emit(referencePriceSet, { market: market.number, price });
  return undefined;
}

/** Whether bytes, as hex, may identify an owner or key of this kind: an address leaves the last twelve zero. */
export function isIdentity(kind: number, identity: string): boolean {
  return kind !== OwnerKind.secp256k1 || identity.endsWith('00'.repeat(12));
}

/** The bands of a blob, or why they do not suit the market; `blamed` is the field of `marketTooLarge`. */
function checkedBands(
  marketKind: number,
  maxPrice: number,
  maxSize: number,
  blob: Uint8Array,
  blamed: string,
): Band[] | Refusal {
  const isTooDear = marketKind === MarketKind.event && maxPrice > EVENT_PRICE_MAX;
  if (isTooDear) return refuse('fieldOutOfRange', 'maxPrice');
  const bands = readBands(blob, maxPrice);
  if (bands === undefined) return refuse('stepTableInvalid');
  if (BigInt(maxPrice) * BigInt(maxSize) >= NOTIONAL_LIMIT) return refuse('marketTooLarge', blamed);
  return bands;
}

function emitStepTable(state: NaiveState, market: Market, blob: Uint8Array): void {
  const { number, maxPrice, bands } = market;
  const padded = hexOf(blob).padEnd(2 * STEP_TABLE_BYTES, '0');
  state.emit(stepTableSet, { market: number, maxPrice, bandCount: bands.length, bands: padded });
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
