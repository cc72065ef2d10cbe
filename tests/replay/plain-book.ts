/**
 * A slow, obvious order book: the judge of the machine in the replays, written from the rules that the feeds state and
 * sharing nothing with the engine. It never matches, so that it may stand crossed. Adding an id that is open takes the
 * open order out first; a size that falls to zero or below takes an order out.
 */

export type PlainSide = 'bid' | 'ask';

export interface PlainOrder {
  readonly side: PlainSide;
  readonly price: number;
  readonly size: number;
}

/** A maker and what it would give. */
export interface PlainFill {
  readonly id: string;
  readonly size: number;
}

export class PlainBook {
  readonly orders = new Map<string, PlainOrder>();
  /** By side and price, the ids in the order of time: a Set keeps the order in which they came. */
  readonly levels = { bid: new Map<number, Set<string>>(), ask: new Map<number, Set<string>>() };

  add(id: string, side: PlainSide, price: number, size: number): void {
    this.remove(id);
    if (size <= 0) return;
    this.orders.set(id, { side, price, size });
    const level = this.levels[side].get(price) ?? new Set<string>();
    this.levels[side].set(price, level.add(id));
  }

  remove(id: string): void {
    const order = this.orders.get(id);
    if (order === undefined) return;
    this.orders.delete(id);
    const level = this.levels[order.side].get(order.price);
    level?.delete(id);
    if (level?.size === 0) this.levels[order.side].delete(order.price);
  }

  reduce(id: string, size: number): void {
    const order = this.orders.get(id);
    if (order === undefined) return;
    if (order.size <= size) this.remove(id);
    else this.orders.set(id, { ...order, size: order.size - size });
  }

  /** Keeps the place in the queue only if side and price are unchanged and the size does not grow. */
  amend(id: string, side: PlainSide, price: number, size: number): void {
    const order = this.orders.get(id);
    const keepsPlace = order !== undefined && order.side === side && order.price === price && size <= order.size;
    if (keepsPlace && size > 0) this.orders.set(id, { ...order, size });
    else this.add(id, side, price, size);
  }

  clear(): void {
    this.orders.clear();
    this.levels.bid.clear();
    this.levels.ask.clear();
  }

  /** Prices of a side, the best first. */
  prices(side: PlainSide): number[] {
    return [...this.levels[side].keys()].sort((one, other) => (side === 'bid' ? other - one : one - other));
  }

  /** Best price of a side and what rests there; zeros when the side is empty. */
  best(side: PlainSide): { readonly price: number; readonly size: number } {
    let price = 0;
    for (const candidate of this.levels[side].keys()) {
      if (price === 0 || (side === 'bid' ? candidate > price : candidate < price)) price = candidate;
    }
    let size = 0;
    for (const id of this.levels[side].get(price) ?? []) size += this.orders.get(id)?.size ?? 0;
    return { price, size };
  }

  /** What a taker with a limit would get from this side, in order. */
  plan(makers: PlainSide, limit: number, size: number): PlainFill[] {
    const fills: PlainFill[] = [];
    let wanted = size;
    for (const price of this.prices(makers)) {
      if (makers === 'ask' ? price > limit : price < limit) break;
      for (const id of this.levels[makers].get(price) ?? []) {
        const taken = Math.min(wanted, this.orders.get(id)?.size ?? 0);
        fills.push({ id, size: taken });
        wanted -= taken;
        if (wanted === 0) return fills;
      }
    }
    return fills;
  }
}
