/**
 * A book for someone who sees nothing but records: it holds every open order in its queue, as the
 * records tell it. It assumes that it has seen all of them in order, and refuses nothing.
 */
import type { DecodedRecord } from '@intelligent-ledger/engine/core';

interface HeldOrder {
  readonly market: number;
  readonly side: number;
  price: number;
  remaining: number;
}

export interface HeldLevel {
  readonly price: number;
  readonly size: number;
  readonly orders: number;
}

export class RecordBook {
  /** Open orders by number; the order of the map is the order of time at each price. */
  private readonly orders = new Map<number, HeldOrder>();

  take({ name, values }: DecodedRecord): void {
    const number = (field: string): number => values[field] as number;
    if (name === 'orderPlaced') {
      const order = {
        market: number('market'),
        side: number('side'),
        price: number('price'),
        remaining: number('size'),
      };
      this.orders.set(number('order'), order);
    } else if (name === 'orderCancelled') {
      this.orders.delete(number('order'));
    } else if (name === 'orderFilled') {
      this.fill(number('maker'), number('size'));
      this.fill(number('taker'), number('size'));
    } else if (name === 'orderAmended') {
      const order = this.orders.get(number('order')) as HeldOrder;
      if (number('keptPlace') === 0) this.orders.delete(number('order'));
      order.price = number('price');
      order.remaining = number('remaining');
      this.orders.set(number('order'), order);
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
      level.size += held.remaining;
      level.orders += 1;
      levels.set(held.price, level);
    }
    return [...levels.values()].sort((one, other) => (side === 1 ? other.price - one.price : one.price - other.price));
  }

  private fill(order: number, size: number): void {
    const held = this.orders.get(order);
    if (held === undefined) return;
    held.remaining -= size;
    if (held.remaining === 0) this.orders.delete(order);
  }
}
