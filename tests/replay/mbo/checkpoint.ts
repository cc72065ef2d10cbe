/**
 * What a book looks like after so many rows, of the machine and of the plain book alike, and where two of them differ.
 */
import { Side } from '@intelligent-ledger/engine/core';
import { type Desk, MARKET } from '@intelligent-ledger/engine/host';
import type { PlainBook } from '../plain-book.ts';

/**
 * Prices in feed ticks and sizes in contracts; zeros where a side is empty. The names are those of the expected files.
 */
export interface Checkpoint {
  readonly rows: number;
  /** Sequence number that the last row carries. */
  readonly seq: number;
  readonly best_bid_ticks: number;
  readonly best_bid_size: number;
  readonly best_ask_ticks: number;
  readonly best_ask_size: number;
  readonly bid_levels: number;
  readonly ask_levels: number;
  readonly orders: number;
}

export const CHECKPOINT_FIELDS = [
  'rows',
  'seq',
  'best_bid_ticks',
  'best_bid_size',
  'best_ask_ticks',
  'best_ask_size',
  'bid_levels',
  'ask_levels',
  'orders',
] as const satisfies readonly (keyof Checkpoint)[];

export function machineCheckpoint(desk: Desk, rows: number, seq: number): Checkpoint {
  const { machine } = desk;
  const bid = machine.bestBid(MARKET);
  const ask = machine.bestAsk(MARKET);
  return {
    rows,
    seq,
    best_bid_ticks: bid?.price ?? 0,
    best_bid_size: bid?.size ?? 0,
    best_ask_ticks: ask?.price ?? 0,
    best_ask_size: ask?.size ?? 0,
    bid_levels: machine.levelCount(MARKET, Side.buy),
    ask_levels: machine.levelCount(MARKET, Side.sell),
    orders: machine.openOrderCount,
  };
}

export function plainCheckpoint(book: PlainBook, rows: number, seq: number): Checkpoint {
  const bid = book.best('bid');
  const ask = book.best('ask');
  return {
    rows,
    seq,
    best_bid_ticks: bid.price,
    best_bid_size: bid.size,
    best_ask_ticks: ask.price,
    best_ask_size: ask.size,
    bid_levels: book.levels.bid.size,
    ask_levels: book.levels.ask.size,
    orders: book.orders.size,
  };
}

/** The fields in which the first, which is ours, is not the second, as words; empty when they are the same. */
export function differenceOf(ours: Checkpoint, theirs: Checkpoint): string {
  return CHECKPOINT_FIELDS.filter((field) => ours[field] !== theirs[field])
    .map((field) => `${field} is ${ours[field]}, not ${theirs[field]}`)
    .join(', ');
}
