/**
 * Every open order of all markets, as the records tell it. An order that a command places, or that it takes out of its
 * queue to amend it, is on its way: it is in no queue while its fills follow, and what is left of it at the end of the
 * command rests at the back of its level. A record that speaks of an order that is not open, or of other lots than it
 * has, means that records were lost or are wrong: that is a bug, and throws.
 */
import {
  assert,
  type DecodedRecord,
  type FieldSpecs,
  type Layout,
  type LogicalState,
  marketCreated,
  orderAmended,
  orderCancelled,
  orderDecremented,
  orderFilled,
  orderPlaced,
  type Side,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { MarketBook } from './market-book.ts';
import type { QueuedOrder } from './queued-side.ts';

interface OpenOrder extends QueuedOrder {
  readonly market: number;
  readonly side: Side;
  /** Lots shown at a time; 0 shows all. */
  displaySize: number;
  /** Lots that have neither filled nor been decremented, hidden ones included. */
  remaining: number;
}

export class OpenOrders {
  readonly markets: MarketBook[] = [];
  private readonly changesMax: number;
  private readonly orders = new Map<number, OpenOrder>();
  /** The order that is on its way. */
  private onItsWay: OpenOrder | null = null;
  /** Markets that the present command speaks of. */
  private readonly touched = new Set<MarketBook>();

  /** `changesMax` is how many changes each market keeps. */
  constructor(changesMax: number) {
    this.changesMax = changesMax;
  }

  get count(): number {
    return this.orders.size;
  }

  /** Takes over all markets with their orders from a state; there must be none yet. */
  load(state: LogicalState): void {
    state.markets.forEach(({ bids, asks }, market) => {
      const orders = [...bids, ...asks].map(({ order, side, price, displaySize, size, filled, shown }): OpenOrder => {
        return { order, market, side: side as Side, price, displaySize, remaining: size - filled, shown };
      });
      for (const order of orders) this.orders.set(order.order, order);
      this.markets.push(new MarketBook(this.changesMax, state.sequence, orders));
    });
  }

  /** Takes the next record of a command. Records that concern no book are passed over. */
  take(record: DecodedRecord): void {
    if (is(record, orderPlaced)) this.place(record.values);
    else if (is(record, orderFilled)) this.fill(record.values);
    else if (is(record, orderCancelled)) this.cancel(record.values);
    else if (is(record, orderAmended)) this.amend(record.values);
    else if (is(record, orderDecremented)) this.decrement(record.values);
    else if (is(record, marketCreated)) this.create(record.values);
  }

  /** Ends the command with this sequence number: who was on its way rests. */
  endCommand(sequence: number): void {
    this.rest();
    for (const market of this.touched) market.endStep(sequence);
    this.touched.clear();
  }

  private create({ market }: ValuesOf<typeof marketCreated.specs>): void {
    assert(market === this.markets.length, `market ${market} is not the next one`);
    // It was empty at every earlier sequence, so that its history reaches back to the beginning.
    this.markets.push(new MarketBook(this.changesMax, 0, []));
  }

  private place({ order, market, side, price, displaySize, size }: ValuesOf<typeof orderPlaced.specs>): void {
    this.rest();
    assert(!this.orders.has(order), `order ${order} was placed twice`);
    const open = { order, market, side: side as Side, price, displaySize, remaining: size, shown: 0 };
    this.orders.set(order, open);
    this.onItsWay = open;
  }

  private fill({ maker, taker, size, makerRemaining }: ValuesOf<typeof orderFilled.specs>): void {
    const { remaining } = this.find(taker);
    this.takeFromMaker(maker, size, makerRemaining);
    this.takeFromTaker(taker, size, remaining - size);
  }

  private decrement(values: ValuesOf<typeof orderDecremented.specs>): void {
    const { maker, taker, size, makerRemaining, takerRemaining } = values;
    this.takeFromMaker(maker, size, makerRemaining);
    this.takeFromTaker(taker, size, takerRemaining);
  }

  private cancel({ order, remaining }: ValuesOf<typeof orderCancelled.specs>): void {
    const open = this.find(order);
    assert(open.remaining === remaining, `order ${order} left with ${remaining} lots and had ${open.remaining}`);
    this.remove(open);
  }

  private amend(values: ValuesOf<typeof orderAmended.specs>): void {
    const { order, price, displaySize, remaining, keptPlace } = values;
    const open = this.find(order);
    if (keptPlace === 1) {
      assert(open.price === price, `order ${order} kept its place at another price`);
      // Hidden lots go before shown ones.
      if (remaining < open.shown) this.bookOf(open).show(open.side, open, remaining);
    } else {
      this.rest();
      this.bookOf(open).takeOut(open.side, open);
      this.onItsWay = open;
      open.price = price;
    }
    open.displaySize = displaySize;
    open.remaining = remaining;
  }

  /** A maker whose shown lots are gone while it has others shows the next ones from the back of its level. */
  private takeFromMaker(order: number, size: number, remaining: number): void {
    const open = this.find(order);
    assert(open !== this.onItsWay, `order ${order} is on its way and cannot be a maker`);
    assert(
      open.remaining - size === remaining,
      `maker ${order} has ${open.remaining} lots, less ${size} not ${remaining}`,
    );
    assert(size <= open.shown, `maker ${order} lost ${size} lots and shows ${open.shown}`);
    if (remaining === 0) {
      this.remove(open);
      return;
    }
    open.remaining = remaining;
    if (size < open.shown) {
      this.bookOf(open).show(open.side, open, open.shown - size);
      return;
    }
    this.bookOf(open).takeOut(open.side, open);
    this.putLast(open);
  }

  private takeFromTaker(order: number, size: number, remaining: number): void {
    const open = this.find(order);
    assert(open === this.onItsWay, `order ${order} is not on its way and cannot be a taker`);
    assert(
      remaining >= 0 && open.remaining - size === remaining,
      `taker ${order} has ${open.remaining} lots, not ${size}`,
    );
    open.remaining = remaining;
    if (remaining === 0) this.remove(open);
  }

  private rest(): void {
    const open = this.onItsWay;
    this.onItsWay = null;
    if (open !== null) this.putLast(open);
  }

  private putLast(open: OpenOrder): void {
    open.shown = open.displaySize === 0 ? open.remaining : Math.min(open.displaySize, open.remaining);
    this.bookOf(open).putLast(open.side, open);
  }

  private remove(open: OpenOrder): void {
    this.orders.delete(open.order);
    if (open === this.onItsWay) this.onItsWay = null;
    else this.bookOf(open).takeOut(open.side, open);
  }

  private find(order: number): OpenOrder {
    const open = this.orders.get(order);
    assert(open !== undefined, `a record speaks of order ${order}, which is not open`);
    return open;
  }

  /** The book of an order, which the present command is about to change. */
  private bookOf({ order, market }: OpenOrder): MarketBook {
    const book = this.markets[market];
    assert(book !== undefined, `order ${order} is in market ${market}, which does not exist`);
    this.touched.add(book);
    return book;
  }
}

function is<Specs extends FieldSpecs>(
  record: DecodedRecord,
  layout: Layout<Specs>,
): record is DecodedRecord & { readonly values: ValuesOf<Specs> } {
  return record.layout.number === layout.number;
}
