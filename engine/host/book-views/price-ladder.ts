/**
 * Rows of one side of a book by price, the best price first: the highest of bids, the lowest of asks. There is at most
 * one row at a price. The best are kept last in the list of prices, since that is where books change most and a change
 * at the end of a list moves the fewest others.
 */
import { Side } from '@intelligent-ledger/engine/core';
import { firstIndex } from './first-index.ts';

export class PriceLadder<Row extends { readonly price: number }> {
  private readonly rows = new Map<number, Row>();
  /** How good each price is, ascending: the price of a bid, the negated price of an ask. */
  private readonly merits: number[] = [];
  private readonly sign: 1 | -1;

  constructor(side: Side) {
    this.sign = side === Side.buy ? 1 : -1;
  }

  get count(): number {
    return this.merits.length;
  }

  at(price: number): Row | undefined {
    return this.rows.get(price);
  }

  /** Sets the row at its price, in place of the one that is there. */
  set(row: Row): void {
    if (!this.rows.has(row.price)) this.merits.splice(this.positionOf(row.price), 0, this.sign * row.price);
    this.rows.set(row.price, row);
  }

  /** Takes the row at a price away; false when there is none. */
  delete(price: number): boolean {
    if (!this.rows.delete(price)) return false;
    this.merits.splice(this.positionOf(price), 1);
    return true;
  }

  /** The best rows, best first, at most so many; none when that is not a number above zero. */
  best(rowsMax: number): Row[] {
    const { merits, rows, sign } = this;
    const best: Row[] = [];
    for (let position = merits.length - 1; position >= 0 && best.length < rowsMax; position -= 1) {
      best.push(rows.get(sign * (merits[position] as number)) as Row);
    }
    return best;
  }

  /** Where a price is in the list, or would be. */
  private positionOf(price: number): number {
    const { merits } = this;
    const merit = this.sign * price;
    return firstIndex(0, merits.length, (position) => (merits[position] as number) >= merit);
  }
}
