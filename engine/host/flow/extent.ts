/**
 * How far an input file reaches: what a market must hold before the file can be played in it. A file is read once to
 * know this, since capacities and the step table of a market are fixed before its first order.
 */

/** What a file asks of a market. */
export interface FlowExtent {
  readonly rows: number;
  /** Decimals d of a lot: a lot is 10^-d units and a tick 10^-(6-d) dollars. */
  readonly sizeDecimals: number;
  /** Distance of the prices, which are multiples of it, in ticks. */
  readonly step: number;
  /** Largest price, in ticks. */
  readonly priceMax: number;
  /** Largest size, in lots. */
  readonly sizeMax: number;
  /** More orders than are ever open at once. */
  readonly ordersMax: number;
}

/** Some more than the peak, for plays of the same file that keep an order a little longer. */
export function roomFor(ordersPeak: number): number {
  return Math.ceil(ordersPeak * 1.25) + 1_024;
}

/** Counts the orders that are open by a feed's own account. */
export class OpenTally {
  peak = 0;
  private readonly sizes = new Map<string, number>();

  /** States the size of an order, which opens it; zero closes it. */
  state(id: string, size: number): void {
    if (size <= 0) this.sizes.delete(id);
    else this.sizes.set(id, size);
    this.peak = Math.max(this.peak, this.sizes.size);
  }

  /** Takes lots off an order if it is open. */
  reduce(id: string, size: number): void {
    const held = this.sizes.get(id);
    if (held !== undefined) this.state(id, held - size);
  }

  clear(): void {
    this.sizes.clear();
  }
}
