/**
 * The orders of a feed as a desk has them: which number each feed id has in the machine, and what still rests. A feed
 * row becomes the command that says the same, by the rules that the feed states: a modification keeps its place only if
 * side and price stay and the size does not grow. Orders are post-only, since what a feed shows as resting did not
 * trade on its way in; in an auction that makes no difference. A refused command changes nothing, and the desk counts
 * it.
 */
import { ResultCode, type Side } from '@intelligent-ledger/engine/core';
import type { Desk } from './desk.ts';

export interface FeedOrder {
  readonly id: string;
  /** Number of the order in the machine. */
  readonly number: number;
  readonly side: Side;
  /** In ticks. */
  readonly price: number;
  /** Lots that rest. */
  readonly remaining: number;
  /** Lots that have traded. */
  readonly filled: number;
}

export class FeedOrders {
  private readonly desk: Desk;
  private readonly byId = new Map<string, FeedOrder>();
  private readonly byNumber = new Map<number, FeedOrder>();

  /** Begins with none; or, at a copy of another desk's machine, with the orders that the other desk has. */
  constructor(desk: Desk, others?: FeedOrders) {
    this.desk = desk;
    for (const order of others?.byId.values() ?? []) this.keep(order);
  }

  get count(): number {
    return this.byId.size;
  }

  find(id: string): FeedOrder | undefined {
    return this.byId.get(id);
  }

  /** The order that has a number in the machine. */
  withNumber(number: number): FeedOrder | undefined {
    return this.byNumber.get(number);
  }

  /** Rests an order at the back of its level. An open order with this id is cancelled first. */
  add(id: string, side: Side, price: number, size: number): void {
    this.remove(id);
    const code = this.desk.place({ side, price, size, isImmediateOrCancel: false, isPostOnly: true });
    if (code !== ResultCode.accepted) return;
    this.keep({ id, number: this.desk.placed, side, price, remaining: size, filled: 0 });
  }

  /** Takes lots away from an order, and the order when none are left. An unknown id changes nothing. */
  reduce(id: string, size: number): void {
    const order = this.byId.get(id);
    if (order !== undefined && size > 0) this.amendTo(order, order.price, order.remaining - size);
  }

  /** States an order anew. One that is not open, or that changes its side, is placed; size zero removes it. */
  state(id: string, side: Side, price: number, size: number): void {
    const order = this.byId.get(id);
    if (order !== undefined && (order.side === side || size === 0)) this.amendTo(order, price, size);
    else if (size > 0) this.add(id, side, price, size);
  }

  /** Cancels an order. An unknown id changes nothing. */
  remove(id: string): void {
    const order = this.byId.get(id);
    if (order === undefined) return;
    if (this.desk.cancel(order.side, order.number) === ResultCode.accepted) this.forget(order);
  }

  /** Cancels every order. */
  clear(): void {
    for (const id of [...this.byId.keys()]) this.remove(id);
  }

  /** Takes a feed taker to the market; what it traded is in the desk and is taken off the makers here. */
  take(side: Side, price: number, size: number): ResultCode {
    const code = this.desk.place({ side, price, size, isImmediateOrCancel: true, isPostOnly: false });
    for (const fill of this.desk.traded) {
      const maker = this.byNumber.get(fill.maker);
      if (maker !== undefined) this.trade(maker, fill.size);
    }
    return code;
  }

  private amendTo(order: FeedOrder, price: number, remaining: number): void {
    if (remaining <= 0) {
      this.remove(order.id);
      return;
    }
    const code = this.desk.amend(order.side, order.number, price, order.filled + remaining);
    if (code === ResultCode.accepted) this.keep({ ...order, price, remaining });
  }

  private trade(order: FeedOrder, size: number): void {
    if (size >= order.remaining) this.forget(order);
    else this.keep({ ...order, remaining: order.remaining - size, filled: order.filled + size });
  }

  private keep(order: FeedOrder): void {
    this.byId.set(order.id, order);
    this.byNumber.set(order.number, order);
  }

  private forget(order: FeedOrder): void {
    this.byId.delete(order.id);
    this.byNumber.delete(order.number);
  }
}
