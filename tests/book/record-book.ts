/**
 * A book for someone who sees nothing but records: it holds every open order in its queue, as the
 * records tell it. It assumes that it has seen all of them in order, and refuses nothing.
 */
import type { DecodedRecord } from '@intelligent-ledger/engine/core';

interface HeldOrder {
  readonly market: number;
  readonly side: number;
  price: number;
  /** Lots shown at a time; 0 shows all. */
  displaySize: number;
  /** Lots that have neither filled nor been decremented, hidden ones included. */
  remaining: number;
  shown: number;
}

export interface HeldLevel {
  readonly price: number;
  /** Shown lots alone. */
  readonly size: number;
  readonly orders: number;
}

export class RecordBook {
  /** Open orders by number; the order of the map is the order of time at each price. */
  private readonly orders = new Map<number, HeldOrder>();

  take({ name, values }: DecodedRecord): void {
    const number = (field: string): number => values[field] as number;
    if (name === 'orderPlaced') {
      const [market, side, price] = [number('market'), number('side'), number('price')];
      const [displaySize, remaining] = [number('displaySize'), number('size')];
      const order = { market, side, price, displaySize, remaining, shown: 0 };
      this.putLast(number('order'), order);
    } else if (name === 'orderCancelled') {
      this.orders.delete(number('order'));
    } else if (name === 'orderFilled' || name === 'orderDecremented') {
      this.takeFromMaker(number('maker'), number('size'), number('makerRemaining'));
      this.takeFromTaker(number('taker'), number('size'));
    } else if (name === 'orderAmended') {
      const order = this.orders.get(number('order')) as HeldOrder;
      order.price = number('price');
      order.displaySize = number('displaySize');
      order.remaining = number('remaining');
      if (number('keptPlace') === 0) this.putLast(number('order'), order);
      else order.shown = Math.min(order.shown, order.remaining);
    }
  }

  /** The numbers of the open orders of a side at a price, in order of time. */
  queue(market: number, side: number, price: number): number[] {
    const queue: number[] = [];
    for (const [order, held] of this.orders) {
      if (held.market === market && held.side === side && held.price === price) queue.push(order);
    }
    return queue;
  }

  /** The levels of a side, the best first. */
  levels(market: number, side: number): HeldLevel[] {
    const levels = new Map<number, { price: number; size: number; orders: number }>();
    for (const held of this.orders.values()) {
      if (held.market !== market || held.side !== side) continue;
      const level = levels.get(held.price) ?? { price: held.price, size: 0, orders: 0 };
      level.size += held.shown;
      level.orders += 1;
      levels.set(held.price, level);
    }
    return [...levels.values()].sort((one, other) => (side === 1 ? other.price - one.price : one.price - other.price));
  }

  private putLast(order: number, held: HeldOrder): void {
    held.shown = held.displaySize === 0 ? held.remaining : Math.min(held.displaySize, held.remaining);
    this.orders.delete(order);
    this.orders.set(order, held);
  }

  /** A maker whose shown lots are gone shows the next ones, behind all others. */
  private takeFromMaker(order: number, size: number, remaining: number): void {
    const held = this.orders.get(order) as HeldOrder;
    held.remaining = remaining;
    held.shown -= size;
    if (remaining === 0) this.orders.delete(order);
    else if (held.shown === 0) this.putLast(order, held);
  }

  /** A taker is on its way: it takes its place behind all others with what is left of it. */
  private takeFromTaker(order: number, size: number): void {
    const held = this.orders.get(order) as HeldOrder;
    held.remaining -= size;
    if (held.remaining === 0) this.orders.delete(order);
    else this.putLast(order, held);
  }
}
