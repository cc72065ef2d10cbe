/**
 * What the latest commands changed in one market, command by command, with the checksum after each. It keeps at most so
 * many changes, and lets the oldest commands go, each as a whole.
 */
import { firstIndex } from './first-index.ts';
import type { LevelChange, OrderChange } from './step-changes.ts';

/** A command that changed the book. */
export interface HistoryStep {
  readonly sequence: number;
  readonly levels: readonly LevelChange[];
  readonly orders: readonly OrderChange[];
  /** Of the book after it. */
  readonly checksum: number;
}

export class ChangeHistory {
  private readonly changesMax: number;
  /** Ascending by sequence. Those before `first` are let go and wait to be cut off. */
  private readonly steps: HistoryStep[] = [];
  private first = 0;
  private changes = 0;
  /** Every change after this sequence is kept. */
  private since: number;
  private checksumSince: number;

  /** Begins with a book as of a sequence. `changesMax` counts levels and orders. */
  constructor(changesMax: number, since: number, checksum: number) {
    this.changesMax = changesMax;
    this.since = since;
    this.checksumSince = checksum;
  }

  /** Adds the next command. */
  add(step: HistoryStep): void {
    this.steps.push(step);
    this.changes += step.levels.length + step.orders.length;
    while (this.changes > this.changesMax) this.letGo();
    if (this.first * 2 <= this.steps.length) return;
    this.steps.splice(0, this.first);
    this.first = 0;
  }

  /** Whether everything that changed after a sequence is kept. */
  reaches(sequence: number): boolean {
    return sequence >= this.since;
  }

  /** The steps after `from` up to and with `to`, which must be at or after it; the history must reach both. */
  between(from: number, to: number): HistoryStep[] {
    return this.steps.slice(this.positionAfter(from), this.positionAfter(to));
  }

  /** Checksum of the book after a sequence, which the history must reach. */
  checksumAt(sequence: number): number {
    const position = this.positionAfter(sequence);
    return position === this.first ? this.checksumSince : (this.steps[position - 1] as HistoryStep).checksum;
  }

  private letGo(): void {
    const { levels, orders, sequence, checksum } = this.steps[this.first] as HistoryStep;
    this.first += 1;
    this.changes -= levels.length + orders.length;
    this.since = sequence;
    this.checksumSince = checksum;
  }

  /** Position of the first step after a sequence. */
  private positionAfter(sequence: number): number {
    const { first, steps } = this;
    return firstIndex(first, steps.length, (position) => (steps[position] as HistoryStep).sequence > sequence);
  }
}
