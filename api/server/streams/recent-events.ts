/**
 * The latest things of a stream, each with its place in the log, so that whoever is a little behind gets them again.
 */

const KEPT = 10_000;

export class RecentEvents<Item extends { readonly seq: number }> {
  private readonly items: Item[] = [];
  /** Nothing behind this place is missing. */
  private complete: number;

  constructor(sequence: number) {
    this.complete = sequence;
  }

  add(item: Item): void {
    this.items.push(item);
    if (this.items.length < 2 * KEPT) return;
    const dropped = this.items.splice(0, KEPT);
    this.complete = dropped.at(-1)?.seq ?? this.complete;
  }

  /** Those behind one place up to another; `tooOld` when some are no longer kept. */
  between(from: number, to: number): Item[] | 'tooOld' {
    if (from < this.complete) return 'tooOld';
    return this.items.filter(({ seq }) => seq > from && seq <= to);
  }
}
