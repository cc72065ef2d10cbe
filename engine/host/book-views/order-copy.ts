/** The orders of one market, in their queues, for someone who sees no records. The checksum is that of their levels. */
import { Side } from '@intelligent-ledger/engine/core';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.ts';
import { MarketCopy } from './market-copy.ts';
import { type QueuedOrder, QueuedSide } from './queued-side.ts';
import type { OrderRow, PublicOrder } from './view.ts';

interface CopiedOrder extends QueuedOrder {
  readonly side: Side;
}

export class OrderCopy extends MarketCopy<PublicOrder, OrderRow> {
  private readonly orders = new Map<number, CopiedOrder>();
  private bids = new QueuedSide(Side.buy);
  private asks = new QueuedSide(Side.sell);

  /** The orders of a side in price-time order, at most so many, all unless said otherwise; null while it is broken. */
  queue(side: Side, ordersMax: number = Number.POSITIVE_INFINITY): PublicOrder[] | null {
    return this.sequence === null ? null : this.side(side).orders(ordersMax);
  }

  protected override clear(): void {
    this.orders.clear();
    this.bids = new QueuedSide(Side.buy);
    this.asks = new QueuedSide(Side.sell);
  }

  protected override put(side: Side, order: PublicOrder): boolean {
    return this.take({ ...order, side, isLast: true });
  }

  protected override take({ order, side, price, size, isLast }: OrderRow): boolean {
    const held = this.orders.get(order);
    if (held !== undefined && size > 0 && !isLast) {
      this.side(held.side).show(held, size);
      return held.price === price && held.side === side;
    }
    if (held !== undefined) this.side(held.side).takeOut(held);
    this.orders.delete(order);
    if (!isLast) return held !== undefined && size === 0;
    const copied = { order, side, price, shown: size };
    this.orders.set(order, copied);
    this.side(side).putLast(copied);
    return size > 0;
  }

  protected override checksum(): number {
    return bookChecksum(this.bids.levels(CHECKSUM_LEVELS), this.asks.levels(CHECKSUM_LEVELS));
  }

  private side(side: Side): QueuedSide {
    return side === Side.buy ? this.bids : this.asks;
  }
}
