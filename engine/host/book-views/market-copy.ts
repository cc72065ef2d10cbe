/**
 * What copies of one market's book have in common, be they of levels or of orders: a whole view, then deltas that join
 * it, and the checksum held against what the copy itself holds each time. Deltas that do not join change nothing; a
 * copy that disagrees is broken, and takes only a whole view again. It throws on nothing that it is given.
 */
import { Side } from '@intelligent-ledger/engine/core';
import type { CopyVerdict } from './copy-verdict.ts';
import type { Deltas, Sides } from './view.ts';

export abstract class MarketCopy<Held, Row> {
  private readonly market: number;
  private at = 0;
  private isGood = false;

  /** A copy of this market's book that holds nothing yet. */
  constructor(market: number) {
    this.market = market;
  }

  /** Sequence number as of which the copy speaks; null while it cannot be trusted. */
  get sequence(): number | null {
    return this.isGood ? this.at : null;
  }

  /** Begins, or begins again, with a whole view. */
  begin(view: Sides<Held>): CopyVerdict {
    if (view.market !== this.market) return 'otherMarket';
    if (!view.isWhole) return 'wholeViewWanted';
    this.clear();
    let agrees = true;
    for (const held of view.bids) agrees = this.put(Side.buy, held) && agrees;
    for (const held of view.asks) agrees = this.put(Side.sell, held) && agrees;
    return this.note(view.sequence, agrees && this.checksum() === view.checksum);
  }

  /** Goes on to the end of the deltas. */
  follow(deltas: Deltas<Row>): CopyVerdict {
    if (deltas.market !== this.market) return 'otherMarket';
    if (!this.isGood) return 'wholeViewWanted';
    if (deltas.from !== this.at) return deltas.to <= this.at ? 'old' : 'gap';
    let agrees = true;
    for (const row of deltas.rows) agrees = this.take(row) && agrees;
    return this.note(deltas.to, agrees && this.checksum() === deltas.checksum);
  }

  /** Forgets all that it holds. */
  protected abstract clear(): void;

  /** Puts what a whole view has behind all that it had before; false when that is impossible. */
  protected abstract put(side: Side, held: Held): boolean;

  /** Takes a row of deltas over; false when it speaks of what is not there. */
  protected abstract take(row: Row): boolean;

  /** Of what the copy holds. */
  protected abstract checksum(): number;

  private note(sequence: number, agrees: boolean): CopyVerdict {
    this.at = sequence;
    this.isGood = agrees;
    return agrees ? 'taken' : 'broken';
  }
}
