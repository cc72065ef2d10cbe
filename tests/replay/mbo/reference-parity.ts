/**
 * The judge of matching parity, written from the rules in words: plain price-time priority, nothing hidden. It decides
 * by itself which makers each taker of a file should meet and which the feed reports, so that a file without known
 * results has one too.
 */
import type { MboRow } from '@intelligent-ledger/engine/host';
import { PlainBook, type PlainFill } from '../plain-book.ts';
import { applyToPlain } from './checkpoint-replay.ts';

interface Taker {
  readonly row: MboRow;
  readonly planned: readonly PlainFill[];
  readonly reported: PlainFill[];
}

export class ReferenceParity {
  takers = 0;
  exact = 0;
  private readonly book = new PlainBook();
  /** By maker, the time at which the feed last reported it filled. */
  private readonly filledAt = new Map<string, string>();
  private taker: Taker | null = null;

  /** The makers and sizes that the last taker should get. */
  get planned(): readonly PlainFill[] {
    return this.taker?.planned ?? [];
  }

  take(row: MboRow): void {
    if (row.action === 'F') {
      if (this.taker !== null && row.orderId !== this.taker.row.orderId) {
        this.taker.reported.push({ id: row.orderId, size: row.size });
      }
      return;
    }
    this.finish();
    if (row.action === 'T') {
      if (row.side === 'N') return;
      const planned = this.book.plan(row.side === 'B' ? 'ask' : 'bid', row.price, row.size);
      this.taker = { row, planned, reported: [] };
      return;
    }
    // A cancel at the time of a fill only repeats it.
    if (row.action === 'C' && this.filledAt.get(row.orderId) === row.timeNanos) return;
    applyToPlain(this.book, row);
  }

  /** Counts the last taker and takes what the feed says it filled from the book. */
  finish(): void {
    const { taker } = this;
    this.taker = null;
    if (taker === null) return;
    this.takers += 1;
    if (areSame(taker.planned, taker.reported)) this.exact += 1;
    for (const { id, size } of taker.reported) {
      this.book.reduce(id, size);
      this.filledAt.set(id, taker.row.timeNanos);
    }
  }
}

/** Whether two lists name the same makers with the same sizes in the same order. */
export function areSame(one: readonly PlainFill[], other: readonly PlainFill[]): boolean {
  return (
    one.length === other.length && one.every((fill, at) => fill.id === other[at]?.id && fill.size === other[at].size)
  );
}
