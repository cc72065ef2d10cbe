/**
 * A sequence of best quotes as numbers: equal quotes have equal numbers, and a quote that repeats the one before it is
 * left out. Sequences that are to be compared share one numbering.
 */
import type { BestQuotes } from '@intelligent-ledger/engine/host';

export class QuoteNumbers {
  private readonly numbers = new Map<string, number>();

  /** The number of a quote, the same for equal quotes. */
  of({ askPrice, askSize, bidPrice, bidSize }: BestQuotes): number {
    const key = `${askPrice} ${askSize} ${bidPrice} ${bidSize}`;
    const number = this.numbers.get(key) ?? this.numbers.size;
    this.numbers.set(key, number);
    return number;
  }
}

export class QuoteSequence {
  private readonly numbers: QuoteNumbers;
  private readonly distinct: number[] = [];

  constructor(numbers: QuoteNumbers) {
    this.numbers = numbers;
  }

  /** Adds a quote unless it is the last one. */
  add(quotes: BestQuotes): void {
    const number = this.numbers.of(quotes);
    if (number !== this.distinct.at(-1)) this.distinct.push(number);
  }

  get length(): number {
    return this.distinct.length;
  }

  /** How many quotes the two have in common before they first differ. */
  commonStart(other: QuoteSequence): number {
    const at = this.distinct.findIndex((number, place) => number !== other.distinct[place]);
    return at < 0 ? this.length : at;
  }

  values(): Int32Array {
    return Int32Array.from(this.distinct);
  }
}
