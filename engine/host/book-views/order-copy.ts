/**
 * The orders of one market, in their queues, for someone who sees no records: a whole view, then deltas that join it.
 * The checksum is that of the levels, which the copy makes of its orders. As with levels, deltas that do not join
 * change nothing, and a copy that disagrees is broken and takes only a whole view again.
 */
import { type Level, Side } from '@intelligent-ledger/engine/core';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.ts';
import { CopyStanding } from './copy-standing.ts';
import type { CopyVerdict } from './copy-verdict.ts';
import { type QueuedOrder, QueuedSide } from './queued-side.ts';
import type { OrderDeltas, OrderRow, Orders, PublicOrder } from './view.ts';

interface CopiedOrder extends QueuedOrder {
  readonly side: Side;
}

export class OrderCopy {
  private readonly standing: CopyStanding;
  private readonly orders = new Map<number, CopiedOrder>();
  private bids = new QueuedSide(Side.buy);
  private asks = new QueuedSide(Side.sell);

  /** A copy of this market's book that holds nothing yet. */
  constructor(market: number) {
    this.standing = new CopyStanding(market);
  }

  /** Sequence number as of which the copy speaks; null while it cannot be trusted. */
  get sequence(): number | null {
    return this.standing.sequence;
  }

  /** Begins, or begins again, with all orders. */
  begin(view: Orders): CopyVerdict {
    const refusal = this.standing.refusalOfWhole(view);
    if (refusal !== null) return refusal;
    this.orders.clear();
    this.bids = new QueuedSide(Side.buy);
    this.asks = new QueuedSide(Side.sell);
    let agrees = true;
    for (const order of view.bids) agrees = this.take({ ...order, side: Side.buy, isLast: true }) && agrees;
    for (const order of view.asks) agrees = this.take({ ...order, side: Side.sell, isLast: true }) && agrees;
    return this.standing.note(view.sequence, agrees && this.checksum() === view.checksum);
  }

  /** Goes on to the end of the deltas. */
  follow(deltas: OrderDeltas): CopyVerdict {
    const refusal = this.standing.refusalOfDeltas(deltas);
    if (refusal !== null) return refusal;
    let agrees = true;
    for (const row of deltas.rows) agrees = this.take(row) && agrees;
    return this.standing.note(deltas.to, agrees && this.checksum() === deltas.checksum);
  }

  /** The orders of a side in price-time order, at most so many, all unless said otherwise; null while it is broken. */
  queue(side: Side, ordersMax: number = Number.POSITIVE_INFINITY): PublicOrder[] | null {
    return this.standing.sequence === null ? null : this.side(side).orders(ordersMax);
  }

  /** False when the row speaks of an order that is not there. */
  private take({ order, side, price, size, isLast }: OrderRow): boolean {
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

  private side(side: Side): QueuedSide {
    return side === Side.buy ? this.bids : this.asks;
  }

  private checksum(): number {
    const top = (side: Side): Level[] => this.side(side).levels(CHECKSUM_LEVELS);
    return bookChecksum(top(Side.buy), top(Side.sell));
  }
}
