/** The last so many entries of a kind, in the order of their numbers: what is too old makes room. */
import type { HistoryPage } from './view.ts';

export class Recent<Entry> {
  private readonly entries: Entry[] = [];
  private readonly max: number;
  private readonly numberOf: (entry: Entry) => number;
  private start = 0;

  /** `numberOf` tells the number of an entry, by which they ascend as they come. */
  constructor(max: number, numberOf: (entry: Entry) => number) {
    this.max = max;
    this.numberOf = numberOf;
  }

  get count(): number {
    return this.entries.length;
  }

  add(entry: Entry): void {
    if (this.max === 0) return;
    if (this.entries.length < this.max) {
      this.entries.push(entry);
      return;
    }
    this.entries[this.start] = entry;
    this.start = (this.start + 1) % this.max;
  }

  /** The newest first. */
  page({ before, limit }: HistoryPage): Entry[] {
    const page: Entry[] = [];
    for (let back = 1; back <= this.entries.length && page.length < limit; back += 1) {
      const entry = this.at(this.entries.length - back);
      if (before === undefined || this.numberOf(entry) < before) page.push(entry);
    }
    return page;
  }

  /** The entry of a rank, 0 being the oldest that is kept. */
  private at(rank: number): Entry {
    return this.entries[(this.start + rank) % this.entries.length] as Entry;
  }
}
