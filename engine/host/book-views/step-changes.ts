/**
 * What one command changes in one market: each level and each order that it touches, with what was there before the
 * first touch. It must be told before each change. At the end of the command it gives what differs; what came and went
 * within the command, and a change that nobody can see, are not told.
 */
import type { Side } from '@intelligent-ledger/engine/core';
import type { QueuedOrder, QueuedSide } from './queued-side.ts';

export interface LevelChange {
  readonly side: Side;
  /** In ticks. */
  readonly price: number;
  /** Shown lots and orders before and after; 0 where there was or is no level. */
  readonly sizeBefore: number;
  readonly ordersBefore: number;
  readonly size: number;
  readonly orders: number;
}

export interface OrderChange {
  readonly order: number;
  readonly side: Side;
  /** In ticks: where it rests, or last rested. */
  readonly price: number;
  /** Shown lots before and after; 0 when it did not rest. */
  readonly sizeBefore: number;
  readonly size: number;
  /** Whether it was put at the back of its level. */
  readonly isLast: boolean;
}

/** Whether a level is another than it was. */
export function isLevelChanged({ size, sizeBefore, orders, ordersBefore }: LevelChange): boolean {
  return size !== sizeBefore || orders !== ordersBefore;
}

/** Whether an order is another than it was, or stands elsewhere. One that is gone stands nowhere. */
export function isOrderChanged({ size, sizeBefore, isLast }: OrderChange): boolean {
  return size !== sizeBefore || isLast;
}

/** The same change, saying of an order only where it stands that it was put last. */
export function settled(change: OrderChange): OrderChange {
  return { ...change, isLast: change.isLast && change.size > 0 };
}

interface TouchedLevel {
  readonly price: number;
  readonly size: number;
  readonly orders: number;
}

interface TouchedOrder {
  readonly side: Side;
  readonly sizeBefore: number;
  price: number;
  size: number;
  isLast: boolean;
}

export class StepChanges {
  private readonly levels = new Map<Side, Map<number, TouchedLevel>>();
  /** By number; those that were put last stand in the order in which that happened. */
  private readonly orders = new Map<number, TouchedOrder>();

  /** Notes the level at a price of a side as it is now, unless it is noted already. */
  touchLevel(side: Side, queues: QueuedSide, price: number): void {
    const touched = this.levels.get(side) ?? new Map<number, TouchedLevel>();
    this.levels.set(side, touched);
    if (touched.has(price)) return;
    touched.set(price, { price, size: queues.sizeAt(price), orders: queues.ordersAt(price) });
  }

  /** Notes that an order, which is in no queue, is put at the back of its level. */
  putLast(side: Side, { order, price, shown }: QueuedOrder): void {
    const sizeBefore = this.orders.get(order)?.sizeBefore ?? 0;
    this.orders.delete(order);
    this.orders.set(order, { side, sizeBefore, price, size: shown, isLast: true });
  }

  /** Notes that an order of a queue shows other lots in its place; 0 takes it out. */
  show(side: Side, { order, price, shown }: QueuedOrder, size: number): void {
    const touched = this.orders.get(order);
    if (touched !== undefined) touched.size = size;
    else this.orders.set(order, { side, sizeBefore: shown, price, size, isLast: false });
  }

  /** The levels that differ from what they were; `sides` are those that were noted. */
  levelChanges(sides: Readonly<Record<Side, QueuedSide>>): LevelChange[] {
    const changes: LevelChange[] = [];
    for (const [side, touched] of this.levels) {
      for (const before of touched.values()) {
        const { price, size: sizeBefore, orders: ordersBefore } = before;
        const [size, orders] = [sides[side].sizeAt(price), sides[side].ordersAt(price)];
        changes.push({ side, price, sizeBefore, ordersBefore, size, orders });
      }
    }
    return changes.filter(isLevelChanged);
  }

  /** The orders that differ from what they were. */
  orderChanges(): OrderChange[] {
    return [...this.orders].map(([order, touched]) => settled({ order, ...touched })).filter(isOrderChanged);
  }

  /** Forgets everything, for the next command. */
  clear(): void {
    for (const touched of this.levels.values()) touched.clear();
    this.orders.clear();
  }
}
