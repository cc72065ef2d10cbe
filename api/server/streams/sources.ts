/** What each kind of stream says. */
import type { OrderEvent, Trade } from '@intelligent-ledger/client/wire';
import type { LevelDeltas, OrderDeltas, Refused } from '@intelligent-ledger/engine/client-port';
import { decimalOf, Side } from '@intelligent-ledger/engine/core';
import type { ExchangeViews } from '../exchange/views.ts';
import { bookJson, bookOrdersJson } from '../json/market-json.ts';
import { RecentEvents } from './recent-events.ts';
import type { StreamSource } from './stream.ts';

type Decimals = { readonly priceDecimals: number; readonly sizeDecimals: number };

/** Levels of a book (L2). */
export class BookSource implements StreamSource {
  private readonly name: string;
  private readonly market: number;
  private readonly views: ExchangeViews;

  constructor(name: string, market: number, views: ExchangeViews) {
    this.name = name;
    this.market = market;
    this.views = views;
  }

  snapshot(): string {
    const depth = this.views.books.depth(this.market);
    if ('refused' in depth)
      return frameOf(this.name, null, this.views.books.sequence, { bids: [], asks: [], checksum: 0 });
    const { bids, asks, checksum, as_of_seq } = bookJson(depth, decimalsOf(this.views, this.market));
    return frameOf(this.name, null, as_of_seq, { bids, asks, checksum });
  }

  between(from: number, to: number): string | null | 'tooOld' {
    const deltas = this.views.books.levelDeltas(this.market, from, to);
    if (isTooOld(deltas)) return 'tooOld';
    if (deltas.rows.length === 0) return null;
    const { priceDecimals, sizeDecimals } = decimalsOf(this.views, this.market);
    const rowsOf = (side: Side) => {
      const rows = deltas.rows.filter((row) => row.side === side);
      return rows.map(({ price, size, orders }) => [
        decimalOf(price, priceDecimals),
        decimalOf(size, sizeDecimals),
        orders,
      ]);
    };
    const { checksum } = deltas;
    return frameOf(this.name, from, to, { bids: rowsOf(Side.buy), asks: rowsOf(Side.sell), checksum });
  }
}

/** Orders of a book (L3). */
export class BookOrdersSource implements StreamSource {
  private readonly name: string;
  private readonly market: number;
  private readonly views: ExchangeViews;

  constructor(name: string, market: number, views: ExchangeViews) {
    this.name = name;
    this.market = market;
    this.views = views;
  }

  snapshot(): string {
    const orders = this.views.books.orders(this.market);
    if ('refused' in orders)
      return frameOf(this.name, null, this.views.books.sequence, { bids: [], asks: [], checksum: 0 });
    const { bids, asks, checksum, as_of_seq } = bookOrdersJson(orders, decimalsOf(this.views, this.market));
    // In the order in which they trade, each goes to the back of its level.
    const put = (rows: typeof bids) => rows.map(([order, price, size]) => [order, price, size, true]);
    return frameOf(this.name, null, as_of_seq, { bids: put(bids), asks: put(asks), checksum });
  }

  between(from: number, to: number): string | null | 'tooOld' {
    const deltas = this.views.books.orderDeltas(this.market, from, to);
    if (isTooOld(deltas)) return 'tooOld';
    if (deltas.rows.length === 0) return null;
    const { priceDecimals, sizeDecimals } = decimalsOf(this.views, this.market);
    const rowsOf = (side: Side) => {
      const rows = deltas.rows.filter((row) => row.side === side);
      return rows.map(({ order, price, size, isLast }) => {
        return [order, decimalOf(price, priceDecimals), decimalOf(size, sizeDecimals), isLast];
      });
    };
    const { checksum } = deltas;
    return frameOf(this.name, from, to, { bids: rowsOf(Side.buy), asks: rowsOf(Side.sell), checksum });
  }
}

/** The trades of a market, or the events of an account's orders. */
export class EventSource<Item extends Trade | OrderEvent> implements StreamSource {
  readonly recent: RecentEvents<Item>;
  private readonly name: string;
  private readonly property: string;

  /** `property`: what the list is called in a frame. */
  constructor(name: string, property: 'trades' | 'events', sequence: number) {
    this.name = name;
    this.property = property;
    this.recent = new RecentEvents(sequence);
  }

  snapshot(): null {
    return null;
  }

  between(from: number, to: number): string | null | 'tooOld' {
    const items = this.recent.between(from, to);
    if (items === 'tooOld') return 'tooOld';
    return items.length === 0 ? null : this.frame(from, to, items);
  }

  frame(from: number, to: number, items: readonly Item[]): string {
    return frameOf(this.name, from, to, { [this.property]: items });
  }
}

/** A frame of a stream; a snapshot has nothing before it. */
export function frameOf(stream: string, from: number | null, to: number, content: object): string {
  return JSON.stringify({ stream, ...(from === null ? {} : { prev_seq: from }), seq: to, ...content });
}

function isTooOld(deltas: LevelDeltas | OrderDeltas | Refused): deltas is Refused {
  return 'refused' in deltas;
}

function decimalsOf(views: ExchangeViews, market: number): Decimals {
  return views.markets.termsOf(market) ?? { priceDecimals: 0, sizeDecimals: 0 };
}
