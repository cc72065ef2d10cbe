/**
 * The levels of one market for someone who sees no orders: a whole view, then deltas that join it. It holds the
 * checksum against its own levels each time. Deltas that do not join change nothing; a copy that disagrees is broken,
 * shows nothing, and takes only a whole view again. It throws on nothing that it is given.
 */
import { type Level, Side } from '@intelligent-ledger/engine/core';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.ts';
import { CopyStanding } from './copy-standing.ts';
import type { CopyVerdict } from './copy-verdict.ts';
import { PriceLadder } from './price-ladder.ts';
import type { Depth, LevelDeltas, LevelRow } from './view.ts';

export class BookCopy {
  private readonly standing: CopyStanding;
  private bids = new PriceLadder<Level>(Side.buy);
  private asks = new PriceLadder<Level>(Side.sell);

  /** A copy of this market's book that holds nothing yet. */
  constructor(market: number) {
    this.standing = new CopyStanding(market);
  }

  /** Sequence number as of which the copy speaks; null while it cannot be trusted. */
  get sequence(): number | null {
    return this.standing.sequence;
  }

  /** Begins, or begins again, with all levels. */
  begin(view: Depth): CopyVerdict {
    const refusal = this.standing.refusalOfWhole(view);
    if (refusal !== null) return refusal;
    this.bids = new PriceLadder(Side.buy);
    this.asks = new PriceLadder(Side.sell);
    for (const level of view.bids) this.bids.set(level);
    for (const level of view.asks) this.asks.set(level);
    return this.standing.note(view.sequence, this.checksum() === view.checksum);
  }

  /** Goes on to the end of the deltas. */
  follow(deltas: LevelDeltas): CopyVerdict {
    const refusal = this.standing.refusalOfDeltas(deltas);
    if (refusal !== null) return refusal;
    let agrees = true;
    for (const row of deltas.rows) agrees = this.take(row) && agrees;
    return this.standing.note(deltas.to, agrees && this.checksum() === deltas.checksum);
  }

  /** The levels of a side, best first, at most so many, all unless said otherwise; null while it cannot be trusted. */
  levels(side: Side, levelsMax: number = Number.POSITIVE_INFINITY): Level[] | null {
    return this.standing.sequence === null ? null : this.side(side).best(levelsMax);
  }

  /** False when a level is to go that is not there. */
  private take({ side, price, size, orders }: LevelRow): boolean {
    if (size === 0) return this.side(side).delete(price);
    this.side(side).set({ price, size, orders });
    return true;
  }

  private side(side: Side): PriceLadder<Level> {
    return side === Side.buy ? this.bids : this.asks;
  }

  private checksum(): number {
    return bookChecksum(this.bids.best(CHECKSUM_LEVELS), this.asks.best(CHECKSUM_LEVELS));
  }
}
