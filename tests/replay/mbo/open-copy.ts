/**
 * A copy of the machine, restored from its snapshot, in which a taker really trades: the market is opened, an
 * immediate-or-cancel order sent, and the market put back into auction. Restoring costs much more than trading, so the
 * copy is kept in step with the original by the same commands, for as long as what traded in it is what the feed
 * reports; after a taker for which the two differ it is dropped, and restored anew when it is next needed.
 */
import {
  assert,
  type Lots,
  MarketState,
  type PlannedFill,
  restoreMachine,
  type Side,
  type Ticks,
} from '@intelligent-ledger/engine/core';
import { Desk, FeedOrders, type Fill, MARKET } from '@intelligent-ledger/engine/host';
import type { PlainFill } from '../plain-book.ts';

export class OpenCopy {
  restorations = 0;
  /** Commands that a copy refused; there should be none. */
  refusals = 0;
  private readonly original: Desk;
  private readonly originalOrders: FeedOrders;
  private desk: Desk | null = null;
  private orders: FeedOrders | null = null;

  constructor(original: Desk, originalOrders: FeedOrders) {
    this.original = original;
    this.originalOrders = originalOrders;
  }

  /** Does to the copy, if there is one, what was done to the original. */
  follow(timeMicros: number, change: (orders: FeedOrders) => void): void {
    if (this.desk === null || this.orders === null) return;
    const before = refusalsOf(this.desk);
    this.desk.advanceTo(timeMicros);
    change(this.orders);
    this.refusals += refusalsOf(this.desk) - before;
  }

  /** What a taker trades in the open copy, by feed id in order; null when that is not the copy's own plan. */
  take(side: Side, price: number, size: number): PlainFill[] | null {
    const [desk, orders] = this.inStep();
    const plan = desk.machine.planMatch(MARKET, side, price as Ticks, size as Lots);
    const fills = plan.fills.map((fill) => ({ id: orders.withNumber(fill.order)?.id ?? '', size: fill.size }));
    const before = refusalsOf(desk);
    desk.setState(MarketState.open);
    orders.take(side, price, size);
    const isAsPlanned = areTraded(desk.traded, plan.fills);
    desk.setState(MarketState.auction);
    this.refusals += refusalsOf(desk) - before;
    return isAsPlanned && !plan.isCutShort ? fills : null;
  }

  /** Forgets the copy, which is no longer what the original is. */
  drop(): void {
    this.desk = null;
    this.orders = null;
  }

  private inStep(): readonly [Desk, FeedOrders] {
    if (this.desk === null || this.orders === null) {
      const restored = restoreMachine(this.original.machine.snapshot());
      assert('machine' in restored, 'the machine refuses its own snapshot');
      this.desk = new Desk(restored.machine, null);
      this.orders = new FeedOrders(this.desk, this.originalOrders);
      this.restorations += 1;
    }
    return [this.desk, this.orders];
  }
}

function areTraded(traded: readonly Fill[], planned: readonly PlannedFill[]): boolean {
  if (traded.length !== planned.length) return false;
  return planned.every(({ order, price, size }, at) => {
    const fill = traded[at];
    return fill?.maker === order && fill.price === price && fill.size === size;
  });
}

function refusalsOf(desk: Desk): number {
  let count = 0;
  for (const refused of desk.refusals.values()) count += refused;
  return count;
}
