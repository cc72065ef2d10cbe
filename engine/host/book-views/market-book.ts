/**
 * The book of one market as its records tell it: both sides in their queues, and a history of what the latest commands
 * changed. Changes come in commands: `endStep` closes one, and questions are put between commands only.
 */
import { type Level, type Quote, Side } from '@intelligent-ledger/engine/core';
import { ChangeHistory } from './change-history.ts';
import { bookChecksum, CHECKSUM_LEVELS } from './checksum.ts';
import { type QueuedOrder, QueuedSide } from './queued-side.ts';
import { StepChanges } from './step-changes.ts';

export class MarketBook {
  readonly history: ChangeHistory;
  private readonly sides = { [Side.buy]: new QueuedSide(Side.buy), [Side.sell]: new QueuedSide(Side.sell) };
  private readonly changes = new StepChanges();

  /** A book that holds some orders as of a sequence; they come in the order in which they are to be queued. */
  constructor(changesMax: number, sequence: number, orders: readonly (QueuedOrder & { readonly side: Side })[]) {
    for (const order of orders) this.sides[order.side].putLast(order);
    this.history = new ChangeHistory(changesMax, sequence, this.checksum());
  }

  /** Puts an order, which is in no queue, at the back of its level. */
  putLast(side: Side, order: QueuedOrder): void {
    this.changes.touchLevel(side, this.sides[side], order.price);
    this.changes.putLast(side, order);
    this.sides[side].putLast(order);
  }

  /** Takes an order out of its queue. */
  takeOut(side: Side, order: QueuedOrder): void {
    this.changes.touchLevel(side, this.sides[side], order.price);
    this.changes.show(side, order, 0);
    this.sides[side].takeOut(order);
  }

  /** Lets an order show other lots, at least one, in its place. */
  show(side: Side, order: QueuedOrder, shown: number): void {
    this.changes.touchLevel(side, this.sides[side], order.price);
    this.changes.show(side, order, shown);
    this.sides[side].show(order, shown);
  }

  /** Ends the command with this sequence number. */
  endStep(sequence: number): void {
    const levels = this.changes.levelChanges(this.sides);
    const orders = this.changes.orderChanges();
    this.changes.clear();
    if (levels.length === 0 && orders.length === 0) return;
    this.history.add({ sequence, levels, orders, checksum: this.checksum() });
  }

  side(side: Side): QueuedSide {
    return this.sides[side];
  }

  /** The best price of a side; null when the side is empty. */
  quote(side: Side): Quote | null {
    const [level] = this.sides[side].levels(1);
    return level === undefined ? null : { price: level.price, size: level.size };
  }

  checksum(): number {
    return bookChecksum(this.top(Side.buy), this.top(Side.sell));
  }

  private top(side: Side): Level[] {
    return this.sides[side].levels(CHECKSUM_LEVELS);
  }
}
