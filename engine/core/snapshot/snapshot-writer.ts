/** Writes the logical state as the bytes that schema/snapshot.ts describes: the same for equal states, always. */

import type { Book } from '../book/book.ts';
import { highOf } from '../clock.ts';
import { encodeBands } from '../numbers/step-table.ts';
import { encode } from '../schema/codec.ts';
import { padded } from '../schema/entry-codec.ts';
import { offsetOf, type ValuesOf } from '../schema/layout.ts';
import {
  QueueItemKind,
  snapshotAccount,
  snapshotClientOrderId,
  snapshotHead,
  snapshotKey,
  snapshotMarket,
  snapshotNonces,
  snapshotOrder,
  snapshotOrderGroup,
  snapshotOwner,
  snapshotQueueItem,
  snapshotScheduledCancel,
  snapshotSession,
} from '../schema/snapshot.ts';
import type { ClientOrderIds } from '../state/client-order-ids.ts';
import type { Exchange } from '../state/exchange.ts';
import { ItemWord } from '../state/work-queue.ts';
import { type MoneyRows, marginRowOf, moneyRowsOf } from './snapshot-money.ts';
import { keyRowOf, openSessionsOf, ownerRowOf, sessionRowOf } from './snapshot-users.ts';

const TWO_32 = 4_294_967_296;
const ORDER_WORDS = snapshotOrder.byteLength / 4;

/** The snapshot after an entry of a sequence and time. `exchange` is null when the log has not started. */
export function snapshotOf(exchange: Exchange | null, sequence: number, time: number): Uint8Array {
  if (exchange === null) return encode(snapshotHead, { sequence, time });
  const moneyRows = moneyRowsOf(exchange);
  const bytes = new Uint8Array(byteLengthOf(exchange, moneyRows));
  const words = new Int32Array(bytes.buffer);
  const { owners, accounts, keys, clientOrderIds, markets, book, genesisBytes, orderQuotas } = exchange;
  const { queue, scheduledCancels, orderGroups, sessions, money } = exchange;
  const head = {
    genesisBytes: genesisBytes.length,
    owners: owners.count,
    accounts: accounts.count(),
    markets: markets.count(),
    sequence,
    time,
    lastOrder: book.ring.lastGiven(),
    lastFill: book.lastFillNumber(),
    openOrders: book.openOrderCount(),
    ruleVersion: exchange.rules[0] as number,
    keys: keys.count(),
    clientOrderIds: clientOrderIds.count(),
    queueItems: queue.count(),
    scheduledCancels: scheduledCancels.count(),
    orderGroups: orderGroups.size(),
    sessions: sessions.count(),
    lastSession: sessions.ring.lastGiven(),
    ...capacitiesOf(exchange),
    ...messageOf(exchange),
    ...orderQuotas.ofAll(),
    ...moneyRows.head,
  };
  encode(snapshotHead, head, bytes);
  let at = snapshotHead.byteLength;
  bytes.set(genesisBytes, at);
  at += padded(genesisBytes.length);
  for (let owner = 0; owner < owners.count; owner += 1) {
    encode(snapshotOwner, ownerRowOf(exchange, owner), bytes, at);
    at += snapshotOwner.byteLength;
  }
  for (let account = 0; account < accounts.count(); account += 1) {
    words[at >> 2] = accounts.ownerOf(account);
    words[(at >> 2) + 1] = accounts.selfTradeOf(account);
    words[(at >> 2) + 2] = money.isOn && money.converts(account) ? 1 : 0;
    at += snapshotAccount.byteLength;
  }
  for (let key = 1; key <= keys.count(); key += 1) {
    encode(snapshotKey, keyRowOf(exchange, key), bytes, at);
    at += snapshotKey.byteLength;
  }
  for (let owner = 0; owner < owners.count; owner += 1) at = writeNonces(exchange, owner, words, at);
  for (let key = 1; key <= keys.count(); key += 1) at = writeNonces(exchange, windowOf(exchange, key), words, at);
  for (let market = 0; market < markets.count(); market += 1) at = writeMarket(exchange, market, bytes, words, at);
  for (const entry of clientOrderIds.waiting()) at = writeClientOrderId(clientOrderIds, entry, 0, words, at);
  for (const entry of heldIdsOf(exchange)) at = writeClientOrderId(clientOrderIds, entry, 1, words, at);
  at = writeWork(exchange, bytes, words, at);
  bytes.set(moneyRows.bytes, at);
  return bytes;
}

/** The queue, the scheduled cancels, the order groups and the sessions. */
function writeWork(exchange: Exchange, bytes: Uint8Array, words: Int32Array, from: number): number {
  const { accounts, queue, scheduledCancels, orderGroups } = exchange;
  let at = from;
  for (let item = queue.first(); item !== 0; item = queue.next(item)) {
    words.set(queue.itemWords(item), at >> 2);
    at += snapshotQueueItem.byteLength;
  }
  for (let account = 0; account < accounts.count(); account += 1) {
    const time = scheduledCancels.timeOf(account);
    if (time === 0) continue;
    const row = { at: time, commandSequence: scheduledCancels.sequenceOf(account), account };
    encode(snapshotScheduledCancel, row, bytes, at);
    at += snapshotScheduledCancel.byteLength;
  }
  for (let group = 1; group < orderGroups.end(); group += 1) {
    if (!orderGroups.exists(group)) continue;
    writeGroup(exchange, group, bytes, at);
    at += snapshotOrderGroup.byteLength;
  }
  for (const slot of openSessionsOf(exchange)) {
    encode(snapshotSession, sessionRowOf(exchange, slot), bytes, at);
    at += snapshotSession.byteLength;
  }
  return at;
}

/** The present capacities, as the head has them, where `ordersMax` is a quota. */
function capacitiesOf({ terms }: Exchange): Partial<ValuesOf<typeof snapshotHead.specs>> {
  const { ownersMax, accountsMax, marketsMax, ordersMax: openOrdersMax, levelsMax } = terms;
  const { keysMax, clientOrderIdsMax, queueItemsMax, orderGroupsMax, sessionsMax } = terms;
  const { assetsMax, withdrawalsMax, positionsMax } = terms;
  const named = { keysMax, clientOrderIdsMax, queueItemsMax, orderGroupsMax, sessionsMax };
  const money = { assetsMax, withdrawalsMax, positionsMax };
  return { ownersMax, accountsMax, marketsMax, openOrdersMax, levelsMax, ...named, ...money };
}

/** The message that is open, as the head has it; nothing when none is. */
function messageOf({ message }: Exchange): Partial<ValuesOf<typeof snapshotHead.specs>> {
  if (!message.isOpen()) return {};
  const sender = {
    messageAccount: message.account(),
    messageKey: message.key(),
    messageSession: message.session(),
  };
  return { ...sender, messageNext: message.nextPlace(), messageLast: message.lastPlace() };
}

/** The window of nonces of a key. */
function windowOf({ terms }: Exchange, key: number): number {
  return terms.ownersMax + key - 1;
}

function writeNonces({ nonces }: Exchange, window: number, words: Int32Array, from: number): number {
  const kept = nonces.keptOf(window);
  let word = from >> 2;
  words[word] = kept.length;
  word += snapshotNonces.byteLength / 4;
  for (const nonce of kept) {
    words[word] = nonce | 0;
    words[word + 1] = highOf(nonce);
    word += 2;
  }
  return word * 4;
}

/** Slots of the orders that wait in the queue, from its front. */
function waitingOrdersOf({ queue, book }: Exchange): number[] {
  const waiting: number[] = [];
  for (let item = queue.first(); item !== 0; item = queue.next(item)) {
    if (queue.get(item, ItemWord.itemKind) !== QueueItemKind.deferred) continue;
    const slot = book.find(queue.get(item, ItemWord.order), queue.get(item, ItemWord.order + 1));
    // The order of an amend may rest, wait before this item, or be gone.
    if (slot !== 0 && book.isWaiting(slot) && book.itemOf(slot) === item) waiting.push(slot);
  }
  return waiting;
}

/** Entries of the client order ids that only open orders keep, in the order of the book and then of the queue. */
function heldIdsOf(exchange: Exchange): number[] {
  const { book, markets } = exchange;
  const held: number[] = [];
  for (let side = 0; side < 2 * markets.count(); side += 1) {
    for (let level = book.tree.bestLevel(side); level !== 0; level = book.tree.next(side, level)) {
      for (let slot = book.firstOf(level); slot !== 0; slot = book.after(slot)) {
        const entry = book.heldClientOrderId(slot);
        if (entry !== 0) held.push(entry);
      }
    }
  }
  for (const slot of waitingOrdersOf(exchange)) {
    const entry = book.heldClientOrderId(slot);
    if (entry !== 0) held.push(entry);
  }
  return held;
}

function writeClientOrderId(
  ids: ClientOrderIds,
  entry: number,
  isHeld: number,
  words: Int32Array,
  from: number,
): number {
  const word = from >> 2;
  const second = ids.secondOfEntry(entry);
  words[word] = ids.orderLowOf(entry);
  words[word + 1] = ids.orderHighOf(entry);
  words[word + 2] = second | 0;
  words[word + 3] = highOf(second);
  words[word + 4] = ids.accountOf(entry);
  words[word + 5] = isHeld;
  words.set(ids.idOf(entry), word + 6);
  words[word + 10] = ids.kindOf(entry);
  words.set(ids.contentOf(entry), word + 12);
  return from + snapshotClientOrderId.byteLength;
}

function writeGroup({ orderGroups }: Exchange, group: number, bytes: Uint8Array, at: number): void {
  const row = {
    fillLimit: orderGroups.limitOf(group),
    trippedSequence: orderGroups.trippedAt(group),
    tenth: orderGroups.tenthOf(group),
    windowMillis: orderGroups.windowOf(group),
    group,
    account: orderGroups.accountOf(group),
    sweep: orderGroups.sweepOf(group),
  };
  encode(snapshotOrderGroup, row, bytes, at);
  const lots = new DataView(bytes.buffer, at + offsetOf(snapshotOrderGroup, 'lots'));
  for (const [back, value] of orderGroups.lotsOf(group).entries()) {
    lots.setUint32(8 * back, value % TWO_32, true);
    lots.setUint32(8 * back + 4, highOf(value), true);
  }
}

function byteLengthOf(exchange: Exchange, moneyRows: MoneyRows): number {
  const { owners, accounts, keys, nonces, clientOrderIds, markets, book, genesisBytes } = exchange;
  let byteLength = snapshotHead.byteLength + padded(genesisBytes.length);
  byteLength += owners.count * snapshotOwner.byteLength + accounts.count() * snapshotAccount.byteLength;
  const resting = book.openOrderCount() - waitingOrdersOf(exchange).length;
  byteLength += markets.count() * snapshotMarket.byteLength + resting * snapshotOrder.byteLength;
  byteLength += exchange.queue.count() * snapshotQueueItem.byteLength;
  byteLength += exchange.scheduledCancels.count() * snapshotScheduledCancel.byteLength;
  byteLength += exchange.orderGroups.size() * snapshotOrderGroup.byteLength;
  byteLength += exchange.sessions.count() * snapshotSession.byteLength;
  for (let market = 0; market < markets.count(); market += 1) byteLength += markets.tableOf(market).bands.length * 8;
  byteLength += keys.count() * snapshotKey.byteLength + clientOrderIds.count() * snapshotClientOrderId.byteLength;
  byteLength += (owners.count + keys.count()) * snapshotNonces.byteLength + moneyRows.bytes.length;
  for (let owner = 0; owner < owners.count; owner += 1) byteLength += nonces.keptOf(owner).length * 8;
  for (let key = 1; key <= keys.count(); key += 1) byteLength += nonces.keptOf(windowOf(exchange, key)).length * 8;
  return byteLength;
}

function writeMarket(exchange: Exchange, market: number, bytes: Uint8Array, words: Int32Array, from: number): number {
  const { markets, book } = exchange;
  const table = markets.tableOf(market);
  let at = from + snapshotMarket.byteLength;
  bytes.set(encodeBands(table.bands), at);
  at += table.bands.length * 8;
  const bidsFrom = at;
  at = writeSide(book, market * 2, words, at);
  const asksFrom = at;
  at = writeSide(book, market * 2 + 1, words, at);
  const row = {
    marketKind: markets.kindOf(market),
    sizeDecimals: markets.sizeDecimalsOf(market),
    state: markets.stateOf(market),
    bandCount: table.bands.length,
    maxPrice: table.maxPrice,
    maxSize: markets.maxSizeOf(market),
    bids: (asksFrom - bidsFrom) / snapshotOrder.byteLength,
    asks: (at - asksFrom) / snapshotOrder.byteLength,
    minSize: markets.minSizeOf(market),
    collarRate: markets.collarRateOf(market),
    minNotional: markets.minNotionalOf(market),
    referencePrice: markets.referencePriceOf(market),
    ...marginRowOf(exchange, market),
  };
  encode(snapshotMarket, row, bytes, from);
  return at;
}

function writeSide(book: Book, side: number, words: Int32Array, from: number): number {
  let word = from >> 2;
  for (let level = book.tree.bestLevel(side); level !== 0; level = book.tree.next(side, level)) {
    for (let slot = book.firstOf(level); slot !== 0; slot = book.after(slot)) {
      book.writeSnapshotOrder(slot, words, word);
      word += ORDER_WORDS;
    }
  }
  return word * 4;
}
