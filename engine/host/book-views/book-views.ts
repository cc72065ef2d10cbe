/**
 * The books of all markets for readers, made of records alone: best quotes, levels (L2), orders in their queues (L3),
 * and what changed between two commands. It is fed every record in order and speaks as of whole commands only. A
 * record that is missing or does not fit is a bug and throws; a question that cannot be answered is refused.
 */
import { assert, type DecodedRecord, type LogicalState, Side } from '@intelligent-ledger/engine/core';
import type { HistoryStep } from './change-history.ts';
import { levelRowsOf, orderRowsOf } from './conflation.ts';
import type { MarketBook } from './market-book.ts';
import { OpenOrders } from './open-orders.ts';
import type { QueuedSide } from './queued-side.ts';
import type { Deltas, Depth, LevelDeltas, OrderDeltas, Orders, Quotes, Refusal, Refused, Sides } from './view.ts';

const CHANGES_KEPT_DEFAULT = 65_536;
const MARKET_UNKNOWN: Refused = { refused: 'marketUnknown' };

export interface BookViewsOptions {
  /** How many changes each market keeps, levels and orders counted, at least 0; 65,536 unless said otherwise. */
  readonly changesKept?: number;
  /** The state to begin with; unless given, the beginning of the log. */
  readonly state?: LogicalState;
}

export class BookViews {
  private readonly open: OpenOrders;
  private lastSequence: number;
  private recordsOfCommand = 0;

  constructor({ changesKept = CHANGES_KEPT_DEFAULT, state }: BookViewsOptions = {}) {
    this.open = new OpenOrders(changesKept);
    this.lastSequence = state?.sequence ?? 0;
    if (state !== undefined) this.open.load(state);
  }

  /** Sequence number of the last command that was taken; 0 before the first. */
  get sequence(): number {
    return this.lastSequence;
  }

  /** How many orders rest in all markets. Those that wait in the work queue are in no book. */
  get openOrderCount(): number {
    return this.open.count;
  }

  /** Takes the records of the next commands, each of them whole. Every command that is taken over has a record. */
  take(records: readonly DecodedRecord[]): void {
    for (const record of records) {
      const [sequence, index] = [record.values['sequence'] as number, record.values['index'] as number];
      if (this.recordsOfCommand > 0 && sequence !== this.lastSequence) this.endCommand();
      if (this.recordsOfCommand === 0) {
        assert(sequence === this.lastSequence + 1, `command ${sequence} does not follow ${this.lastSequence}`);
        this.lastSequence = sequence;
      }
      assert(index === this.recordsOfCommand, `record ${index} of command ${sequence} is not its next`);
      this.recordsOfCommand += 1;
      this.open.take(record);
    }
    this.endCommand();
  }

  /** The best price of each side of a market. */
  quotes(market: number): Quotes | Refused {
    const book = this.open.markets[market];
    if (book === undefined) return MARKET_UNKNOWN;
    return { market, sequence: this.lastSequence, bid: book.quote(Side.buy), ask: book.quote(Side.sell) };
  }

  /** The best levels of each side of a market, at most so many; all unless said otherwise. */
  depth(market: number, levelsMax: number = Number.POSITIVE_INFINITY): Depth | Refused {
    return this.sides(
      market,
      (side) => side.levels(levelsMax),
      (side) => side.levelCount,
    );
  }

  /** The orders of each side of a market in price-time order, at most so many; all unless said otherwise. */
  orders(market: number, ordersMax: number = Number.POSITIVE_INFINITY): Orders | Refused {
    return this.sides(
      market,
      (side) => side.orders(ordersMax),
      (side) => side.orderCount,
    );
  }

  /** What differs in the levels of a market between the book after one command and after another, at or after it. */
  levelDeltas(market: number, from: number, to: number): LevelDeltas | Refused {
    return this.deltas(market, from, to, levelRowsOf);
  }

  /** The same in its orders. */
  orderDeltas(market: number, from: number, to: number): OrderDeltas | Refused {
    return this.deltas(market, from, to, orderRowsOf);
  }

  private sides<Row>(
    market: number,
    rowsOf: (side: QueuedSide) => Row[],
    countOf: (side: QueuedSide) => number,
  ): Sides<Row> | Refused {
    const book = this.open.markets[market];
    if (book === undefined) return MARKET_UNKNOWN;
    const [buys, sells] = [book.side(Side.buy), book.side(Side.sell)];
    const [bids, asks] = [rowsOf(buys), rowsOf(sells)];
    const isWhole = bids.length === countOf(buys) && asks.length === countOf(sells);
    return { market, sequence: this.lastSequence, bids, asks, isWhole, checksum: book.checksum() };
  }

  private deltas<Row>(
    market: number,
    from: number,
    to: number,
    rowsOf: (steps: readonly HistoryStep[]) => Row[],
  ): Deltas<Row> | Refused {
    const book = this.open.markets[market];
    if (book === undefined) return MARKET_UNKNOWN;
    const refused = this.refusalOf(book, from, to);
    if (refused !== null) return { refused };
    const { history } = book;
    return { market, from, to, rows: rowsOf(history.between(from, to)), checksum: history.checksumAt(to) };
  }

  private refusalOf({ history }: MarketBook, from: number, to: number): Refusal | null {
    const isSpan = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to;
    if (!isSpan) return 'spanInvalid';
    if (to > this.lastSequence) return 'spanAhead';
    return history.reaches(from) ? null : 'spanTooOld';
  }

  private endCommand(): void {
    if (this.recordsOfCommand > 0) this.open.endCommand(this.lastSequence);
    this.recordsOfCommand = 0;
  }
}
