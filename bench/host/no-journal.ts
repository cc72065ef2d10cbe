/** A journal that keeps nothing and says at once that it has: what an engine costs in memory alone. */
import type { Journal } from '@intelligent-ledger/engine/host';

export class NoJournal implements Journal {
  readonly epoch = 1;
  readonly waitingBytes = 0;
  private readonly onDurable: (sequence: number) => void;

  constructor(onDurable: (sequence: number) => void) {
    this.onDurable = onDurable;
  }

  hasRoomFor(): boolean {
    return true;
  }

  append(
    _entries: Uint8Array,
    { firstSequence, count }: { readonly firstSequence: number; readonly count: number },
  ): void {
    setImmediate(() => this.onDurable(firstSequence + count - 1));
  }
}
