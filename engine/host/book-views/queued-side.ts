/**
 * One side of a book with every order in its queue: price levels, at each of them its orders in order of time, and what
 * they show together. Whoever owns it sees to it that an order is put in once and taken out once; anything else is a
 * bug and throws.
 */
import { assert, type Level, type Lots, type Side, type Ticks } from '@intelligent-ledger/engine/core';
import { PriceLadder } from './price-ladder.ts';
import type { PublicOrder } from './view.ts';

/** An order as its queue knows it. Only the queue changes what it shows while the order is in it. */
export interface QueuedOrder {
  /** Number of the order. */
  readonly order: number;
  /** In ticks; it does not change while the order is in a queue. */
  price: number;
  /** Lots that everybody sees. */
  shown: number;
}

interface QueuedLevel {
  readonly price: number;
  /** Lots that its orders show together. */
  size: number;
  /** By number; the order of the map is the order of time. */
  readonly queue: Map<number, QueuedOrder>;
}

export class QueuedSide {
  private readonly ladder: PriceLadder<QueuedLevel>;
  private resting = 0;

  constructor(side: Side) {
    this.ladder = new PriceLadder(side);
  }

  /** How many levels there are. */
  get levelCount(): number {
    return this.ladder.count;
  }

  /** How many orders rest. */
  get orderCount(): number {
    return this.resting;
  }

  /** Lots that the level at a price shows; 0 when there is none. */
  sizeAt(price: number): number {
    return this.ladder.at(price)?.size ?? 0;
  }

  /** How many orders rest at a price. */
  ordersAt(price: number): number {
    return this.ladder.at(price)?.queue.size ?? 0;
  }

  /** Puts an order at the back of its level. */
  putLast(order: QueuedOrder): void {
    const level = this.ladder.at(order.price) ?? { price: order.price, size: 0, queue: new Map() };
    assert(!level.queue.has(order.order), `order ${order.order} is in its queue already`);
    if (level.queue.size === 0) this.ladder.set(level);
    level.queue.set(order.order, order);
    level.size += order.shown;
    this.resting += 1;
  }

  /** Takes an order out, and its level with it when no other order rests there. */
  takeOut(order: QueuedOrder): void {
    const level = this.levelOf(order);
    level.queue.delete(order.order);
    level.size -= order.shown;
    this.resting -= 1;
    if (level.queue.size === 0) this.ladder.delete(level.price);
  }

  /** Lets an order show other lots in its place. */
  show(order: QueuedOrder, shown: number): void {
    this.levelOf(order).size += shown - order.shown;
    order.shown = shown;
  }

  /** The levels, best first, at most so many. */
  levels(levelsMax: number): Level[] {
    return this.ladder.best(levelsMax).map(({ price, size, queue }) => {
      return { price: price as Ticks, size: size as Lots, orders: queue.size };
    });
  }

  /** The orders in price-time order, at most so many. */
  orders(ordersMax: number): PublicOrder[] {
    const orders: PublicOrder[] = [];
    if (!(ordersMax > 0)) return orders;
    // No level is empty, so that no more levels than orders are looked at.
    for (const { queue } of this.ladder.best(ordersMax)) {
      for (const { order, price, shown } of queue.values()) {
        orders.push({ order, price: price as Ticks, size: shown as Lots });
        if (orders.length >= ordersMax) return orders;
      }
    }
    return orders;
  }

  private levelOf({ order, price }: QueuedOrder): QueuedLevel {
    const level = this.ladder.at(price);
    assert(level?.queue.has(order) === true, `order ${order} is in no queue at ${price}`);
    return level;
  }
}
