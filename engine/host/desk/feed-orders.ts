/**
 * The orders of a feed as a desk has them: which number each feed id has in the machine, and what still rests. A feed
 * row becomes the command that says the same, by the rules that the feed states: a modification keeps its place only if
 * side and price stay and the size does not grow. Orders are post-only, since what a feed shows as resting did not
 * trade on its way in; in an auction that makes no difference. A refused command changes nothing, and the desk counts
 * it.
 */
import { ResultCode, Side } from '@intelligent-ledger/engine/core';
import type { Desk } from './desk.ts';

export interface FeedOrder {
  readonly id: string;
  /** Number of the order in the machine. */
  readonly number: number;
  readonly account: number;
  readonly side: Side;
  /** In ticks. */
  readonly price: number;
  /** Lots that rest. */
  readonly remaining: number;
  /** Lots that have traded. */
  readonly filled: number;
}

/** Says whose a feed's orders are. A maker and a taker that meet must be of different owners. */
export interface FeedAccounts {
  /** Account of the order that rests under an id. */
  ofMaker(id: string, side: Side): number;
  /** Account of the taker with an id. */
  ofTaker(id: string, side: Side): number;
}

/** Account 0 buys and account 1 sells. */
const BUYER_AND_SELLER: FeedAccounts = {
  ofMaker: (_, side) => side - Side.buy,
  ofTaker: (_, side) => side - Side.buy,
};

export class FeedOrders {
  private readonly desk: Desk;
  private readonly accounts: FeedAccounts;
  private readonly byId = new Map<string, FeedOrder>();
  private readonly byNumber = new Map<number, FeedOrder>();

  /** Begins with none; or, at a copy of another desk's machine, with the orders that the other desk has. */
  constructor(desk: Desk, others?: FeedOrders, accounts: FeedAccounts = others?.accounts ?? BUYER_AND_SELLER) {
    this.desk = desk;
    this.accounts = accounts;
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
    const account = this.accounts.ofMaker(id, side);
    const how = { isImmediateOrCancel: false, isPostOnly: true, isReduceOnly: false };
    const code = this.desk.place({ account, side, price, size, ...how });
    if (code !== ResultCode.accepted) return;
    this.keep({ id, number: this.desk.placed, account, side, price, remaining: size, filled: 0 });
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
    if (this.desk.cancel(order.account, order.number) === ResultCode.accepted) this.forget(order);
  }

  /** Cancels every order. */
  clear(): void {
    for (const id of [...this.byId.keys()]) this.remove(id);
  }

  /** Takes a feed taker to the market; what it traded is in the desk and is taken off the makers here. */
  take(side: Side, price: number, size: number, id = ''): ResultCode {
    const account = this.accounts.ofTaker(id, side);
    const how = { isImmediateOrCancel: true, isPostOnly: false, isReduceOnly: false };
    const code = this.desk.place({ account, side, price, size, ...how });
    this.settle();
    return code;
  }

  /** Takes off the orders here what the desk's last command traded, and lets go those that it cancelled. */
  settle(): void {
    for (const fill of this.desk.traded) {
      const maker = this.byNumber.get(fill.maker);
      if (maker !== undefined) this.trade(maker, fill.size);
    }
    for (const { order } of this.desk.cancelled) {
      const maker = this.byNumber.get(order);
      if (maker !== undefined) this.forget(maker);
    }
  }

  private amendTo(order: FeedOrder, price: number, remaining: number): void {
    if (remaining <= 0) {
      this.remove(order.id);
      return;
    }
    const code = this.desk.amend(order.account, order.number, price, order.filled + remaining);
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
