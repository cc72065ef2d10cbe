/**
 * The commands that are not a trader's: the passing of time, owners, accounts and markets. They are rare, so they
 * read and write through the codec. Each is given well-formed bytes and either does what it says or changes nothing.
 */
import { ACCEPTED, type Answer, blaming, refusal } from './answer.ts';
import { assert } from './bug.ts';
import { applySetFeeTiers, applySetReferralTerms } from './fees/fee-commands.ts';
import { applySetMarginTerms, applySetMarkPrice } from './margin/margin-commands.ts';
import { applyCreateAsset, applySetAssetPrice, applySetAssetTerms } from './money/asset-commands.ts';
import { applyCreditDeposit, applyMoveWithdrawal, applySkipDeposit } from './money/chain-commands.ts';
import { hexOf } from './numbers/sha256.ts';
import { decodeBands, type StepTable, stepTableFrom } from './numbers/step-table.ts';
import type { RecordBuffer } from './record-buffer.ts';
import { decode } from './schema/codec.ts';
import {
  clearMarket,
  continueWork,
  createAsset,
  createMarket,
  creditDeposit,
  MarketState,
  moveWithdrawal,
  openAccount,
  registerKey,
  registerOwner,
  resize,
  STEP_BAND_BYTES,
  STEP_BANDS_MAX,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarketLimits,
  setMarketState,
  setMarkPrice,
  setOrderQuota,
  setReferencePrice,
  setReferralTerms,
  setStepTable,
  skipDeposit,
  tick,
  upgradeRules,
} from './schema/command.ts';
import { type Layout, offsetOf } from './schema/layout.ts';
import {
  accountOpened,
  keyRegistered,
  marketCreated,
  marketLimitsSet,
  marketStateSet,
  orderQuotaSet,
  ownerRegistered,
  referencePriceSet,
  resized,
  rulesUpgraded,
  stepTableSet,
} from './schema/record.ts';
import { ResultCode } from './schema/result-code.ts';
import type { Capacities } from './snapshot/snapshot-reader.ts';
import { faultOfBase, openSpot } from './spot/spot-bases.ts';
import type { Exchange } from './state/exchange.ts';
import { isIdentity } from './state/identity-table.ts';
import { UNBOUND_KEY } from './state/key-table.ts';
import { isExact, mayReach, staysUncrossed } from './state/market-table.ts';
import { canCountSenders } from './state/nonce-windows.ts';

/** What administration asks of the work that is pending. */
export interface PendingWork {
  /** Whether more is pending at this time. */
  isPending(): boolean;
  /** Cancels what rests in a market, for the command of a kind. */
  sweepMarket(market: number, commandKind: number): void;
  /** Goes on with other capacities. */
  resize(capacities: Capacities): void;
}

/** Applies one well-formed command of administration and writes its record. `cleared` items went before it. */
export function applyAdministration(
  exchange: Exchange,
  layout: Layout,
  bytes: Uint8Array,
  cleared: number,
  work: PendingWork,
  records: RecordBuffer,
): Answer {
  switch (layout) {
    case tick:
    case continueWork: {
      records.advanced(cleared, work.isPending() ? 1 : 0);
      return ACCEPTED;
    }
    case registerOwner:
      return applyRegisterOwner(exchange, bytes, records);
    case openAccount:
      return applyOpenAccount(exchange, bytes, records);
    case createMarket:
      return applyCreateMarket(exchange, bytes, records);
    case setStepTable:
      return applySetStepTable(exchange, bytes, records);
    case setMarketState:
      return applySetMarketState(exchange, bytes, work, records);
    case resize:
      return applyResize(exchange, bytes, work, records);
    case clearMarket:
      return applyClearMarket(exchange, bytes, work);
    case setMarketLimits:
      return applySetMarketLimits(exchange, bytes, records);
    case upgradeRules:
      return applyUpgradeRules(exchange, bytes, records);
    case registerKey:
      return applyRegisterKey(exchange, bytes, records);
    case createAsset:
      return applyCreateAsset(exchange.money, bytes, records);
    case setAssetTerms:
      return applySetAssetTerms(exchange, bytes, records);
    case setAssetPrice:
      return applySetAssetPrice(exchange, bytes, records);
    case creditDeposit:
      return applyCreditDeposit(exchange, bytes, records);
    case setMarginTerms:
      return applySetMarginTerms(exchange, bytes, records);
    case setMarkPrice:
      return applySetMarkPrice(exchange, bytes, records);
    case setReferralTerms:
      return applySetReferralTerms(exchange, bytes, records);
    case setFeeTiers:
      return applySetFeeTiers(exchange, bytes, records);
    case skipDeposit:
      return applySkipDeposit(exchange, bytes, records);
    case moveWithdrawal:
      return applyMoveWithdrawal(exchange, bytes, records);
    case setOrderQuota:
      return applySetOrderQuota(exchange, bytes, records);
    default:
      assert(layout === setReferencePrice, 'every command of administration is handled');
      return applySetReferencePrice(exchange, bytes, records);
  }
}

function applyRegisterOwner(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { ownerKind, identity } = decode(registerOwner, bytes);
  const field = offsetOf(registerOwner, 'identity');
  const identityBytes = bytes.subarray(field, field + 32);
  if (!isIdentity(ownerKind, identityBytes)) return { code: ResultCode.fieldOutOfRange, field };
  if (exchange.owners.find(ownerKind, identityBytes) >= 0) return { code: ResultCode.ownerAlreadyRegistered, field };
  if (exchange.owners.isFull) return refusal(ResultCode.ownersFull);
  const owner = exchange.owners.add(ownerKind, identityBytes);
  records.append(ownerRegistered, ResultCode.accepted, { owner, ownerKind, identity });
  return ACCEPTED;
}

function applyOpenAccount(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { owner } = decode(openAccount, bytes);
  if (owner >= exchange.owners.count) return blaming(openAccount, 'owner', ResultCode.ownerUnknown);
  if (exchange.accounts.isFull()) return refusal(ResultCode.accountsFull);
  const account = exchange.accounts.open(owner);
  const accountOfOwner = exchange.accounts.numberUnderOwner(account);
  records.append(accountOpened, ResultCode.accepted, { account, owner, accountOfOwner });
  return ACCEPTED;
}

function applyCreateMarket(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const command = decode(createMarket, bytes);
  const { marketKind, sizeDecimals, state, maxPrice, maxSize, baseAsset } = command;
  if (exchange.markets.isFull()) return refusal(ResultCode.marketsFull);
  if (!mayReach(marketKind, maxPrice)) {
    return blaming(createMarket, 'maxPrice', ResultCode.fieldOutOfRange);
  }
  const table = stepTableFrom(decodeBands(bytes.subarray(createMarket.byteLength)), maxPrice);
  if (table === null) return refusal(ResultCode.stepTableInvalid);
  if (!isExact(maxPrice, maxSize)) {
    return blaming(createMarket, 'maxSize', ResultCode.marketTooLarge);
  }
  const unfit = faultOfBase(exchange, command);
  if (unfit !== null) return blaming(createMarket, unfit.field, unfit.code);
  const market = exchange.markets.create(marketKind, sizeDecimals, state, maxSize, table);
  if (exchange.margin.isOn) exchange.margin.terms.seePrice(market, maxPrice);
  openSpot(exchange, market, baseAsset);
  records.append(marketCreated, ResultCode.accepted, { market, marketKind, sizeDecimals, state, maxSize, baseAsset });
  recordStepTable(market, table, bytes.subarray(createMarket.byteLength), records);
  return ACCEPTED;
}

function applySetStepTable(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { market, maxPrice } = decode(setStepTable, bytes);
  const { markets, book, margin } = exchange;
  if (market >= markets.count()) return blaming(setStepTable, 'market', ResultCode.marketUnknown);
  const isEmpty = book.tree.bestLevel(market * 2) === 0 && book.tree.bestLevel(market * 2 + 1) === 0;
  if (!isEmpty) return refusal(ResultCode.marketNotEmpty);
  const field = offsetOf(setStepTable, 'maxPrice');
  if (!mayReach(markets.kindOf(market), maxPrice)) {
    return { code: ResultCode.fieldOutOfRange, field };
  }
  const table = stepTableFrom(decodeBands(bytes.subarray(setStepTable.byteLength)), maxPrice);
  if (table === null) return refusal(ResultCode.stepTableInvalid);
  if (!isExact(maxPrice, markets.maxSizeOf(market))) return { code: ResultCode.marketTooLarge, field };
  if (margin.isOn) {
    if (!margin.terms.isExactWith(market, 0, maxPrice)) return { code: ResultCode.marketTooLarge, field };
    if (maxPrice < margin.terms.markOf(market)) return { code: ResultCode.fieldOutOfRange, field };
    margin.terms.seePrice(market, maxPrice);
  }
  markets.setTable(market, table);
  recordStepTable(market, table, bytes.subarray(setStepTable.byteLength), records);
  return ACCEPTED;
}

function recordStepTable(market: number, table: StepTable, blob: Uint8Array, records: RecordBuffer): void {
  const bands = new Uint8Array(STEP_BANDS_MAX * STEP_BAND_BYTES);
  bands.set(blob);
  const values = { market, maxPrice: table.maxPrice, bandCount: table.bands.length, bands: hexOf(bands) };
  records.append(stepTableSet, ResultCode.accepted, values);
}

function applySetMarketState(exchange: Exchange, bytes: Uint8Array, work: PendingWork, records: RecordBuffer): Answer {
  const { market, state } = decode(setMarketState, bytes);
  const { markets, book } = exchange;
  if (market >= markets.count()) return blaming(setMarketState, 'market', ResultCode.marketUnknown);
  const isCrossed = book.tree.bestStep(market * 2) >= book.tree.bestStep(market * 2 + 1);
  if (staysUncrossed(state) && isCrossed) {
    return blaming(setMarketState, 'state', ResultCode.bookCrossed);
  }
  markets.setState(market, state);
  records.append(marketStateSet, ResultCode.accepted, { market, state });
  if (state === MarketState.closed) work.sweepMarket(market, setMarketState.number);
  return ACCEPTED;
}

function applyClearMarket(exchange: Exchange, bytes: Uint8Array, work: PendingWork): Answer {
  const { market } = decode(clearMarket, bytes);
  if (market >= exchange.markets.count()) {
    return blaming(clearMarket, 'market', ResultCode.marketUnknown);
  }
  work.sweepMarket(market, clearMarket.number);
  return ACCEPTED;
}

/**
 * The first capacity that is to begin after Genesis, and cannot: there is money from the start or never, and where no
 * sessions are kept, orders carry numbers of sessions that nobody has opened.
 */
export function capacityTooLate(before: Capacities, after: Capacities): 'assetsMax' | 'sessionsMax' | undefined {
  return (['assetsMax', 'sessionsMax'] as const).find((name) => before[name] === 0 && after[name] > 0);
}

function applyResize(exchange: Exchange, bytes: Uint8Array, work: PendingWork, records: RecordBuffer): Answer {
  const { kind, version, blobBytes, ...capacities } = decode(resize, bytes);
  for (const name of Object.keys(capacities) as (keyof Capacities)[]) {
    if (capacities[name] < exchange.terms[name]) {
      return { code: ResultCode.capacityShrinks, field: offsetOf(resize, name) };
    }
  }
  const late = capacityTooLate(exchange.terms, capacities);
  if (late !== undefined) return blaming(resize, late, ResultCode.fieldOutOfRange);
  if (!canCountSenders(capacities)) return blaming(resize, 'keysMax', ResultCode.fieldOutOfRange);
  // First the tables: where there is no memory for them it throws, and nothing was said.
  work.resize(capacities);
  records.append(resized, ResultCode.accepted, capacities);
  return ACCEPTED;
}

function applySetMarketLimits(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { market, minSize, collarRate, minNotional } = decode(setMarketLimits, bytes);
  const { markets } = exchange;
  if (market >= markets.count()) return blaming(setMarketLimits, 'market', ResultCode.marketUnknown);
  if (minSize > markets.maxSizeOf(market)) {
    return blaming(setMarketLimits, 'minSize', ResultCode.fieldOutOfRange);
  }
  markets.setLimits(market, minSize, collarRate, minNotional);
  records.append(marketLimitsSet, ResultCode.accepted, { market, minSize, collarRate, minNotional });
  return ACCEPTED;
}

function applySetReferencePrice(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { market, price } = decode(setReferencePrice, bytes);
  const { markets } = exchange;
  if (market >= markets.count()) return blaming(setReferencePrice, 'market', ResultCode.marketUnknown);
  if (price > markets.tableOf(market).maxPrice) {
    return blaming(setReferencePrice, 'price', ResultCode.fieldOutOfRange);
  }
  markets.setReferencePrice(market, price);
  records.append(referencePriceSet, ResultCode.accepted, { market, price });
  return ACCEPTED;
}

function applySetOrderQuota(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { owner, ordersMax, marketOrdersMax } = decode(setOrderQuota, bytes);
  const { orderQuotas, owners } = exchange;
  if (owner > owners.count) return blaming(setOrderQuota, 'owner', ResultCode.ownerUnknown);
  const quota = { ordersMax, marketOrdersMax };
  if (owner === 0) orderQuotas.setAll(quota);
  else orderQuotas.setOwn(owner - 1, quota);
  records.append(orderQuotaSet, ResultCode.accepted, { owner, ...quota });
  return ACCEPTED;
}

function applyUpgradeRules(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { ruleVersion } = decode(upgradeRules, bytes);
  if (ruleVersion <= (exchange.rules[0] as number)) {
    return blaming(upgradeRules, 'ruleVersion', ResultCode.rulesNotLater);
  }
  exchange.rules[0] = ruleVersion;
  records.append(rulesUpgraded, ResultCode.accepted, { ruleVersion });
  return ACCEPTED;
}

function applyRegisterKey(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { owner, keyKind, identity } = decode(registerKey, bytes);
  const { keys, owners } = exchange;
  if (owner >= owners.count) return blaming(registerKey, 'owner', ResultCode.ownerUnknown);
  const field = offsetOf(registerKey, 'identity');
  const identityBytes = bytes.subarray(field, field + 32);
  if (!isIdentity(keyKind, identityBytes)) return { code: ResultCode.fieldOutOfRange, field };
  if (keys.find(keyKind, identityBytes) !== 0) return { code: ResultCode.keyAlreadyRegistered, field };
  if (keys.isFull()) return refusal(ResultCode.keysFull);
  const key = keys.add(owner, keyKind, identityBytes);
  keys.approve(key, UNBOUND_KEY);
  records.append(keyRegistered, ResultCode.accepted, { key, owner, keyKind, identity });
  return ACCEPTED;
}
