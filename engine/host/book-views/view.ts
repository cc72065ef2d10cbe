/**
 * What readers are given of a book: plain values, copied out, that say as of which sequence they speak. Prices are
 * whole ticks from 1, sizes whole lots from 1 that count what orders show and nothing hidden; no accounts are named.
 * A question that cannot be answered is refused with the reason, never with an exception.
 */
import type { Level, Lots, Quote, Side, Ticks } from '@intelligent-ledger/engine/core';

/** Why a question has no answer. */
export type Refusal =
  /** No market has this number. */
  | 'marketUnknown'
  /** A bound of the span is no sequence number, or its beginning lies after its end. */
  | 'spanInvalid'
  /** The span ends after the last command that was taken. */
  | 'spanAhead'
  /** What changed at the beginning of the span is no longer kept: begin again with a whole view. */
  | 'spanTooOld';

export interface Refused {
  readonly refused: Refusal;
}

/** Which book an answer is about, and after which command. */
export interface AsOf {
  readonly market: number;
  /** Sequence number of the last command that is counted in; 0 before the first. */
  readonly sequence: number;
}

/** Best price of each side with the lots shown there; null for a side that is empty. */
export interface Quotes extends AsOf {
  readonly bid: Quote | null;
  readonly ask: Quote | null;
}

/** Both sides of a book as they are. */
export interface Sides<Row> extends AsOf {
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
  /** Whether everything on both sides is here. */
  readonly isWhole: boolean;
  /** Of the best levels of the whole book, however much is here; see `bookChecksum`. */
  readonly checksum: number;
}

/** Price levels (L2), best first. */
export type Depth = Sides<Level>;

/** An open order as everybody sees it. */
export interface PublicOrder {
  /** Number of the order. */
  readonly order: number;
  readonly price: Ticks;
  /** Lots that it shows. */
  readonly size: Lots;
}

/** Orders (L3) in price-time order: the best price first, at a price the one that trades first. */
export type Orders = Sides<PublicOrder>;

/** What is at a price at the end of a span. Size and orders are 0 when the level is gone. */
export interface LevelRow {
  readonly side: Side;
  readonly price: Ticks;
  readonly size: Lots;
  readonly orders: number;
}

/** What became of an order by the end of a span. */
export interface OrderRow {
  readonly order: number;
  readonly side: Side;
  /** Its price at the end of the span, or where it last rested. */
  readonly price: Ticks;
  /** Lots that it shows; 0 when it is gone. */
  readonly size: Lots;
  /** Whether it is to be put, or put anew, at the back of its level. */
  readonly isLast: boolean;
}

/** The difference between a book after one command and after another. */
export interface Deltas<Row> {
  readonly market: number;
  /** The rows tell what differs between the book after this command ... */
  readonly from: number;
  /** ... and the book after this one. */
  readonly to: number;
  /** To be taken over in this order. Whatever is as it was has no row. */
  readonly rows: readonly Row[];
  /** Of the book after `to`. */
  readonly checksum: number;
}

export type LevelDeltas = Deltas<LevelRow>;
export type OrderDeltas = Deltas<OrderRow>;
