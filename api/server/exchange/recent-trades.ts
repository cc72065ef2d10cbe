/** The latest trades of each market. */
import type { DecodedRecord, orderFilled, Side, ValuesOf } from '@intelligent-ledger/engine/core';
import type { FeedReader } from './record-feed.ts';

/** A fill as everybody sees it, in ticks and lots. */
export interface PublicTrade {
  readonly fill: number;
  readonly market: number;
  readonly price: number;
  readonly size: number;
  readonly takerSide: Side;
  readonly sequence: number;
  readonly time: number;
}

const TRADES_KEPT = 1_000;

export class RecentTrades implements FeedReader {
  /** Trades since the gateway began. */
  total = 0;
  private readonly markets = new Map<number, PublicTrade[]>();

  load(): void {}

  take(records: readonly DecodedRecord[]): void {
    for (const { name, values } of records) {
      if (name === 'orderFilled') this.add(tradeOf(values as ValuesOf<typeof orderFilled.specs>));
    }
  }

  /** The newest first. */
  of(market: number, limit: number): PublicTrade[] {
    return (this.markets.get(market) ?? []).slice(-limit).reverse();
  }

  private add(trade: PublicTrade): void {
    this.total += 1;
    const known = this.markets.get(trade.market) ?? [];
    known.push(trade);
    // Twice as many are kept for a while, so that not every trade moves all of them.
    if (known.length >= 2 * TRADES_KEPT) known.splice(0, known.length - TRADES_KEPT);
    this.markets.set(trade.market, known);
  }
}

export function tradeOf(values: ValuesOf<typeof orderFilled.specs>): PublicTrade {
  const { fill, market, price, size, takerSide, sequence, time } = values;
  return { fill, market, price, size, takerSide: takerSide as Side, sequence, time };
}
