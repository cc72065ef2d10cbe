/**
 * The mark of a session's market: the middle of its book, set as a venue's signer of prices would, a quarter of a
 * second of engine time apart at least, and only when it has moved.
 */
import { encode, setMarkPrice } from '@intelligent-ledger/engine/core';
import { type Desk, MARKET } from '../desk/desk.ts';

const INTERVAL_MICROS = 250_000;

export class Mark {
  /** In ticks. */
  price: number;
  /** How often it was set after the first time. */
  moves = 0;
  private readonly desk: Desk;
  private nextAt = 0;

  constructor(desk: Desk, price: number) {
    this.desk = desk;
    this.price = price;
  }

  /** Follows the book, once the time has come; for an open market. */
  follow(timeMicros: number): void {
    if (timeMicros < this.nextAt) return;
    this.nextAt = timeMicros + INTERVAL_MICROS;
    const middle = middleOf(this.desk);
    if (middle === null || middle === this.price) return;
    this.desk.send(encode(setMarkPrice, { market: MARKET, price: middle }));
    this.price = middle;
    this.moves += 1;
  }
}

/** The middle of the book in ticks, rounded down; null while a side is empty. */
export function middleOf(desk: Desk): number | null {
  const bid = desk.machine.bestBid(MARKET);
  const ask = desk.machine.bestAsk(MARKET);
  return bid === null || ask === null ? null : Math.floor((bid.price + ask.price) / 2);
}
