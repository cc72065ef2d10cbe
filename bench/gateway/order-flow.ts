/**
 * What a market maker sends: of ten commands four are orders that rest away from the market, four cancel them, and two
 * are orders at the middle, which trade with those of the accounts on the other side. Nothing piles up, however long it
 * goes on.
 */
import type { Command } from '@intelligent-ledger/client/wire';

export interface FlowOrder {
  readonly kind: 'place' | 'cancel';
  /** In ticks. */
  readonly price: number;
  /** Name of the order, 16 bytes as hex. */
  readonly name: string;
}

const MIDDLE = 10_000;
const DISTANCE = 50;
const DEPTH = 200;
const CYCLE = 10;
const RESTING = 8;
const TICKS_PER_DOLLAR = 100;
const NAME_DIGITS = 32;

export class OrderFlow {
  readonly side: 'buy' | 'sell';
  private readonly prefix: string;
  private sent = 0;
  private name = '';

  /** `number`: of the account among those of the flow; odd ones buy, even ones sell. */
  constructor(number: number) {
    this.side = number % 2 === 0 ? 'sell' : 'buy';
    this.prefix = number.toString(16).padStart(4, '0');
  }

  next(): FlowOrder {
    const place = this.sent % CYCLE;
    this.sent += 1;
    if (place < RESTING && place % 2 === 1) return { kind: 'cancel', price: 0, name: this.name };
    this.name = this.prefix + this.sent.toString(16).padStart(NAME_DIGITS - this.prefix.length, '0');
    const away = place < RESTING ? DISTANCE + (this.sent % DEPTH) : 0;
    return { kind: 'place', price: MIDDLE + (this.side === 'sell' ? away : -away), name: this.name };
  }

  /** The next as the body of a message has it. */
  nextCommand(): Command {
    const { kind, price, name } = this.next();
    if (kind === 'cancel') return { type: 'cancel_by_client_order_id', client_order_id: name };
    const dollars = String(price / TICKS_PER_DOLLAR);
    return { type: 'place_order', market: 0, side: this.side, price: dollars, size: '0.0001', client_order_id: name };
  }
}
