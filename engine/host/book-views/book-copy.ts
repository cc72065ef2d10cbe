/** The levels of one market for someone who sees no orders. */
import { type Level, Side } from '@intelligent-ledger/engine/core';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.ts';
import { MarketCopy } from './market-copy.ts';
import { PriceLadder } from './price-ladder.ts';
import type { LevelRow } from './view.ts';

export class BookCopy extends MarketCopy<Level, LevelRow> {
  private bids = new PriceLadder<Level>(Side.buy);
  private asks = new PriceLadder<Level>(Side.sell);

  /** The levels of a side, best first, at most so many, all unless said otherwise; null while it cannot be trusted. */
  levels(side: Side, levelsMax: number = Number.POSITIVE_INFINITY): Level[] | null {
    return this.sequence === null ? null : this.side(side).best(levelsMax);
  }

  protected override clear(): void {
    this.bids = new PriceLadder(Side.buy);
    this.asks = new PriceLadder(Side.sell);
  }

  protected override put(side: Side, level: Level): boolean {
    this.side(side).set(level);
    return true;
  }

  protected override take({ side, price, size, orders }: LevelRow): boolean {
    return size === 0 ? this.side(side).delete(price) : this.put(side, { price, size, orders });
  }

  protected override checksum(): number {
    return bookChecksum(this.bids.best(CHECKSUM_LEVELS), this.asks.best(CHECKSUM_LEVELS));
  }

  private side(side: Side): PriceLadder<Level> {
    return side === Side.buy ? this.bids : this.asks;
  }
}
