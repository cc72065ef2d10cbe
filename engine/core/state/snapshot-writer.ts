/** Writes the logical state as the bytes that schema/snapshot.ts describes: the same for equal states, always. */

import type { Book } from '../book/book.ts';
import { encodeBands } from '../numbers/step-table.ts';
import { encode } from '../schema/codec.ts';
import { padded } from '../schema/entry-codec.ts';
import { snapshotAccount, snapshotHead, snapshotMarket, snapshotOrder, snapshotOwner } from '../schema/snapshot.ts';
import type { Exchange } from './exchange.ts';

const ORDER_WORDS = snapshotOrder.byteLength / 4;

/** The snapshot after an entry of a sequence and time. `exchange` is null when the log has not started. */
export function snapshotOf(exchange: Exchange | null, sequence: number, time: number): Uint8Array {
  if (exchange === null) return encode(snapshotHead, { sequence, time });
  const bytes = new Uint8Array(byteLengthOf(exchange));
  const words = new Int32Array(bytes.buffer);
  const { owners, accounts, markets, book, genesisBytes } = exchange;
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
  };
  encode(snapshotHead, head, bytes);
  let at = snapshotHead.byteLength;
  bytes.set(genesisBytes, at);
  at += padded(genesisBytes.length);
  for (let owner = 0; owner < owners.count; owner += 1) {
    bytes[at] = owners.kindOf(owner);
    bytes.set(owners.identityOf(owner), at + 4);
    at += snapshotOwner.byteLength;
  }
  for (let account = 0; account < accounts.count(); account += 1) {
    words[at >> 2] = accounts.ownerOf(account);
    words[(at >> 2) + 1] = accounts.selfTradeOf(account);
    at += snapshotAccount.byteLength;
  }
  for (let market = 0; market < markets.count(); market += 1) at = writeMarket(exchange, market, bytes, words, at);
  return bytes;
}

function byteLengthOf(exchange: Exchange): number {
  const { owners, accounts, markets, book, genesisBytes } = exchange;
  let byteLength = snapshotHead.byteLength + padded(genesisBytes.length);
  byteLength += owners.count * snapshotOwner.byteLength + accounts.count() * snapshotAccount.byteLength;
  byteLength += markets.count() * snapshotMarket.byteLength + book.openOrderCount() * snapshotOrder.byteLength;
  for (let market = 0; market < markets.count(); market += 1) byteLength += markets.tableOf(market).bands.length * 8;
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
