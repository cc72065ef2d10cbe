/**
 * The commands that are not a trader's: the passing of time, owners, accounts and markets. They are rare, so they
 * read and write through the codec. Each is given well-formed bytes and either does what it says or changes nothing.
 */
import { assert } from './bug.ts';
import { hexOf } from './numbers/sha256.ts';
import { decodeBands, type StepTable, stepTableFrom } from './numbers/step-table.ts';
import type { RecordBuffer } from './record-buffer.ts';
import { decode } from './schema/codec.ts';
import {
  clearMarket,
  continueWork,
  createMarket,
  MarketState,
  openAccount,
  registerKey,
  registerOwner,
  resize,
  STEP_BAND_BYTES,
  STEP_BANDS_MAX,
  setMarketLimits,
  setMarketState,
  setOrderQuota,
  setReferencePrice,
  setStepTable,
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
  NO_FIELD,
  orderQuotaSet,
  ownerRegistered,
  referencePriceSet,
  resized,
  rulesUpgraded,
  stepTableSet,
} from './schema/record.ts';
import { ResultCode } from './schema/result-code.ts';
import type { Exchange } from './state/exchange.ts';
import { isIdentity } from './state/identity-table.ts';
import { isExact, mayReach, staysUncrossed } from './state/market-table.ts';
import type { Capacities } from './state/snapshot-reader.ts';

/** How a command ended, and the byte offset of the field to blame. */
export interface Answer {
  readonly code: ResultCode;
  readonly field: number;
}

const ACCEPTED: Answer = { code: ResultCode.accepted, field: NO_FIELD };

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
  if (exchange.owners.isFull) return { code: ResultCode.ownersFull, field: NO_FIELD };
  const owner = exchange.owners.add(ownerKind, identityBytes);
  records.append(ownerRegistered, ResultCode.accepted, { owner, ownerKind, identity });
  return ACCEPTED;
}

function applyOpenAccount(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { owner } = decode(openAccount, bytes);
  if (owner >= exchange.owners.count) return { code: ResultCode.ownerUnknown, field: offsetOf(openAccount, 'owner') };
  if (exchange.accounts.isFull()) return { code: ResultCode.accountsFull, field: NO_FIELD };
  const account = exchange.accounts.open(owner);
  const accountOfOwner = exchange.accounts.numberUnderOwner(account);
  records.append(accountOpened, ResultCode.accepted, { account, owner, accountOfOwner });
  return ACCEPTED;
}

function applyCreateMarket(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { marketKind, sizeDecimals, state, maxPrice, maxSize } = decode(createMarket, bytes);
  if (exchange.markets.isFull()) return { code: ResultCode.marketsFull, field: NO_FIELD };
  if (!mayReach(marketKind, maxPrice)) {
    return { code: ResultCode.fieldOutOfRange, field: offsetOf(createMarket, 'maxPrice') };
  }
  const table = stepTableFrom(decodeBands(bytes.subarray(createMarket.byteLength)), maxPrice);
  if (table === null) return { code: ResultCode.stepTableInvalid, field: NO_FIELD };
  if (!isExact(maxPrice, maxSize)) {
    return { code: ResultCode.marketTooLarge, field: offsetOf(createMarket, 'maxSize') };
  }
  const market = exchange.markets.create(marketKind, sizeDecimals, state, maxSize, table);
  records.append(marketCreated, ResultCode.accepted, { market, marketKind, sizeDecimals, state, maxSize });
  recordStepTable(market, table, bytes.subarray(createMarket.byteLength), records);
  return ACCEPTED;
}

function applySetStepTable(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { market, maxPrice } = decode(setStepTable, bytes);
  const { markets, book } = exchange;
  if (market >= markets.count()) return { code: ResultCode.marketUnknown, field: offsetOf(setStepTable, 'market') };
  const isEmpty = book.tree.bestLevel(market * 2) === 0 && book.tree.bestLevel(market * 2 + 1) === 0;
  if (!isEmpty) return { code: ResultCode.marketNotEmpty, field: NO_FIELD };
  const field = offsetOf(setStepTable, 'maxPrice');
  if (!mayReach(markets.kindOf(market), maxPrice)) {
    return { code: ResultCode.fieldOutOfRange, field };
  }
  const table = stepTableFrom(decodeBands(bytes.subarray(setStepTable.byteLength)), maxPrice);
  if (table === null) return { code: ResultCode.stepTableInvalid, field: NO_FIELD };
  if (!isExact(maxPrice, markets.maxSizeOf(market))) return { code: ResultCode.marketTooLarge, field };
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
  if (market >= markets.count()) return { code: ResultCode.marketUnknown, field: offsetOf(setMarketState, 'market') };
  const isCrossed = book.tree.bestStep(market * 2) >= book.tree.bestStep(market * 2 + 1);
  if (staysUncrossed(state) && isCrossed) {
    return { code: ResultCode.bookCrossed, field: offsetOf(setMarketState, 'state') };
  }
  markets.setState(market, state);
  records.append(marketStateSet, ResultCode.accepted, { market, state });
  if (state === MarketState.closed) work.sweepMarket(market, setMarketState.number);
  return ACCEPTED;
}

function applyClearMarket(exchange: Exchange, bytes: Uint8Array, work: PendingWork): Answer {
  const { market } = decode(clearMarket, bytes);
  if (market >= exchange.markets.count()) {
    return { code: ResultCode.marketUnknown, field: offsetOf(clearMarket, 'market') };
  }
  work.sweepMarket(market, clearMarket.number);
  return ACCEPTED;
}

function applyResize(exchange: Exchange, bytes: Uint8Array, work: PendingWork, records: RecordBuffer): Answer {
  const { kind, version, blobBytes, ...capacities } = decode(resize, bytes);
  for (const name of Object.keys(capacities) as (keyof Capacities)[]) {
    if (capacities[name] < exchange.terms[name]) {
      return { code: ResultCode.capacityShrinks, field: offsetOf(resize, name) };
    }
  }
  // First the tables: where there is no memory for them it throws, and nothing was said.
  work.resize(capacities);
  records.append(resized, ResultCode.accepted, capacities);
  return ACCEPTED;
}

function applySetMarketLimits(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { market, minSize, collarRate, minNotional } = decode(setMarketLimits, bytes);
  const { markets } = exchange;
  if (market >= markets.count()) return { code: ResultCode.marketUnknown, field: offsetOf(setMarketLimits, 'market') };
  if (minSize > markets.maxSizeOf(market)) {
    return { code: ResultCode.fieldOutOfRange, field: offsetOf(setMarketLimits, 'minSize') };
  }
  markets.setLimits(market, minSize, collarRate, minNotional);
  records.append(marketLimitsSet, ResultCode.accepted, { market, minSize, collarRate, minNotional });
  return ACCEPTED;
}

function applySetReferencePrice(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { market, price } = decode(setReferencePrice, bytes);
  const { markets } = exchange;
  if (market >= markets.count())
    return { code: ResultCode.marketUnknown, field: offsetOf(setReferencePrice, 'market') };
  if (price > markets.tableOf(market).maxPrice) {
    return { code: ResultCode.fieldOutOfRange, field: offsetOf(setReferencePrice, 'price') };
  }
  markets.setReferencePrice(market, price);
  records.append(referencePriceSet, ResultCode.accepted, { market, price });
  return ACCEPTED;
}

function applySetOrderQuota(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { owner, ordersMax, marketOrdersMax } = decode(setOrderQuota, bytes);
  const { orderQuotas, owners } = exchange;
  if (owner > owners.count) return { code: ResultCode.ownerUnknown, field: offsetOf(setOrderQuota, 'owner') };
  const quota = { ordersMax, marketOrdersMax };
  if (owner === 0) orderQuotas.setAll(quota);
  else orderQuotas.setOwn(owner - 1, quota);
  records.append(orderQuotaSet, ResultCode.accepted, { owner, ...quota });
  return ACCEPTED;
}

function applyUpgradeRules(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { ruleVersion } = decode(upgradeRules, bytes);
  if (ruleVersion <= (exchange.rules[0] as number)) {
    return { code: ResultCode.rulesNotLater, field: offsetOf(upgradeRules, 'ruleVersion') };
  }
  exchange.rules[0] = ruleVersion;
  records.append(rulesUpgraded, ResultCode.accepted, { ruleVersion });
  return ACCEPTED;
}

function applyRegisterKey(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { owner, keyKind, identity } = decode(registerKey, bytes);
  const { keys, owners } = exchange;
  if (owner >= owners.count) return { code: ResultCode.ownerUnknown, field: offsetOf(registerKey, 'owner') };
  const field = offsetOf(registerKey, 'identity');
  const identityBytes = bytes.subarray(field, field + 32);
  if (!isIdentity(keyKind, identityBytes)) return { code: ResultCode.fieldOutOfRange, field };
  if (keys.has(keyKind, identityBytes)) return { code: ResultCode.keyAlreadyRegistered, field };
  if (keys.isFull()) return { code: ResultCode.keysFull, field: NO_FIELD };
  const key = keys.add(owner, keyKind, identityBytes);
  records.append(keyRegistered, ResultCode.accepted, { key, owner, keyKind, identity });
  return ACCEPTED;
}
