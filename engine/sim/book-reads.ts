/** Holds what readers see of one market, best prices and depth, to the judge's orders. */
import { type Machine, Side } from '@intelligent-ledger/engine/core';
import { firstDifference } from './comparison.ts';
import type { Market, Order } from './judge/orders/naive-book.ts';

const LEVELS_SHOWN_MAX = 1_000;
const TOP_LEVELS = 2;

/** How the machine's reads of a market differ from the judge's book. */
export function bookDifference(machine: Machine, { number, book }: Market): string | undefined {
  const bids = levelsOf(book.bids);
  const asks = levelsOf(book.asks);
  const fast = {
    bestBid: machine.bestBid(number),
    bestAsk: machine.bestAsk(number),
    bidCount: machine.levelCount(number, Side.buy),
    askCount: machine.levelCount(number, Side.sell),
    bids: machine.depth(number, Side.buy, LEVELS_SHOWN_MAX),
    topAsks: machine.depth(number, Side.sell, TOP_LEVELS),
  };
  const judged = {
    bestBid: quoteOf(bids[0]),
    bestAsk: quoteOf(asks[0]),
    bidCount: bids.length,
    askCount: asks.length,
    bids: bids.slice(0, LEVELS_SHOWN_MAX),
    topAsks: asks.slice(0, TOP_LEVELS),
  };
  return firstDifference(fast, judged, `market ${number}`);
}

interface JudgedLevel {
  readonly price: number;
  /** Shown lots alone. */
  size: number;
  orders: number;
}

function quoteOf(level: JudgedLevel | undefined): { price: number; size: number } | null {
  return level === undefined ? null : { price: level.price, size: level.size };
}

function levelsOf(orders: readonly Order[]): JudgedLevel[] {
  const levels: JudgedLevel[] = [];
  for (const order of orders) {
    const last = levels.at(-1);
    if (last?.price !== order.price) levels.push({ price: order.price, size: order.shown, orders: 1 });
    else {
      last.size += order.shown;
      last.orders += 1;
    }
  }
  return levels;
}
