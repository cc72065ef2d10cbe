/** What each kind of stream says. */
import type { OrderEvent, Trade } from '@intelligent-ledger/client/wire';
import type { BookViews, PublicOrder, Refused } from '@intelligent-ledger/engine/client-port';
import { decimalOf, type Level, Side } from '@intelligent-ledger/engine/core';
import type { Decimals } from '../exchange/market-list.ts';
import type { ExchangeViews } from '../exchange/views.ts';
import { RecentEvents } from './recent-events.ts';
import type { StreamSource } from './stream.ts';

/** How a book is read: all of it, what changed, and a row of either as the wire has it. */
interface BookReading<Row> {
  readonly whole: (books: BookViews, market: number) => Whole<Row> | Refused;
  readonly changes: (books: BookViews, market: number, from: number, to: number) => Changes<Row> | Refused;
  readonly rowOf: (row: Row, decimals: Decimals) => readonly (string | number | boolean)[];
}

interface Whole<Row> {
  readonly sequence: number;
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
  readonly checksum: number;
}

interface Changes<Row> {
  readonly rows: readonly (Row & { readonly side: Side })[];
  readonly checksum: number;
}

/** Levels (L2). */
export const LEVELS: BookReading<Level> = {
  whole: (books, market) => books.depth(market),
  changes: (books, market, from, to) => books.levelDeltas(market, from, to),
  rowOf: ({ price, size, orders }, { priceDecimals, sizeDecimals }) => {
    return [decimalOf(price, priceDecimals), decimalOf(size, sizeDecimals), orders];
  },
};

/** Orders (L3). All of them in the order in which they trade, so that each goes to the back of its level. */
export const ORDERS: BookReading<PublicOrder & { readonly isLast?: boolean }> = {
  whole: (books, market) => books.orders(market),
  changes: (books, market, from, to) => books.orderDeltas(market, from, to),
  rowOf: ({ order, price, size, isLast = true }, { priceDecimals, sizeDecimals }) => {
    return [order, decimalOf(price, priceDecimals), decimalOf(size, sizeDecimals), isLast];
  },
};

/** A book, in one of the two readings. */
export class BookSource<Row> implements StreamSource {
  private readonly name: string;
  private readonly market: number;
  private readonly views: ExchangeViews;
  private readonly reading: BookReading<Row>;

  constructor(name: string, market: number, views: ExchangeViews, reading: BookReading<Row>) {
    this.name = name;
    this.market = market;
    this.views = views;
    this.reading = reading;
  }

  snapshot(): string {
    const { books } = this.views;
    const nothing = { sequence: books.sequence, bids: [], asks: [], checksum: 0 };
    const whole = this.reading.whole(books, this.market);
    const { sequence, bids, asks, checksum } = 'refused' in whole ? nothing : whole;
    return frameOf(this.name, null, sequence, { bids: this.rows(bids), asks: this.rows(asks), checksum });
  }

  between(from: number, to: number): string | null | 'tooOld' {
    const changes = this.reading.changes(this.views.books, this.market, from, to);
    if ('refused' in changes) return 'tooOld';
    const { rows, checksum } = changes;
    if (rows.length === 0) return null;
    const rowsOf = (side: Side) => this.rows(rows.filter((row) => row.side === side));
    return frameOf(this.name, from, to, { bids: rowsOf(Side.buy), asks: rowsOf(Side.sell), checksum });
  }

  private rows(rows: readonly Row[]) {
    const decimals = this.views.markets.decimalsOf(this.market);
    return rows.map((row) => this.reading.rowOf(row, decimals));
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

  /** `said`: up to where the frame before spoke, which may be less far than what was looked through. */
  between(from: number, to: number, said = from): string | null | 'tooOld' {
    const items = this.recent.between(from, to);
    if (items === 'tooOld') return 'tooOld';
    return items.length === 0 ? null : this.frame(said, to, items);
  }

  frame(from: number, to: number, items: readonly Item[]): string {
    return frameOf(this.name, from, to, { [this.property]: items });
  }
}

/** A frame of a stream; a snapshot has nothing before it. */
export function frameOf(stream: string, from: number | null, to: number, content: object): string {
  return JSON.stringify({ stream, ...(from === null ? {} : { prev_seq: from }), seq: to, ...content });
}
