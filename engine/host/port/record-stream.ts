/**
 * Records in order from some sequence on, without a gap or a repeat. What is no longer kept in memory comes from the
 * journal, applied again; a reader that falls behind gets what it missed from there too, and holds nobody up.
 */
import type { RecordFrame } from '../rings/record-frame.ts';
import type { RecordRingReader } from '../rings/record-ring.ts';

/** Frames from the journal; null where it ends. A frame stays in place until the next. */
export interface RecordHistory {
  next(): Promise<RecordFrame | null>;
  close(): Promise<void>;
}

/** Opens the records of every command from a sequence on, as far as they were released. */
export type OpenHistory = (from: number) => RecordHistory;

export class RecordStream {
  onClose: () => void = () => {};
  private readonly ring: RecordRingReader;
  private readonly openHistory: OpenHistory;
  /** The sequence of the next record. */
  private nextSequence: number;
  private history: RecordHistory | null = null;
  private isInRing: boolean;
  private isClosed = false;
  private wake: () => void = () => {};

  constructor(ring: RecordRingReader, openHistory: OpenHistory, from: number) {
    this.ring = ring;
    this.openHistory = openHistory;
    this.nextSequence = from;
    this.isInRing = ring.goTo(from);
  }

  /**
   * The next frame, once there is one; null when the stream was closed. The first has the sequence that was asked for,
   * and may have some before it. A frame stays in place until the next.
   */
  async next(): Promise<RecordFrame | null> {
    while (!this.isClosed) {
      const frame = this.isInRing ? this.ring.next() : await this.fromHistory();
      if (frame === 'end') await this.sleep();
      else if (frame === 'behind') this.isInRing = this.ring.goTo(this.nextSequence);
      // Something between was missed, and is to be had from the journal.
      else if (frame !== null && frame.firstSequence > this.nextSequence) this.isInRing = false;
      else if (frame !== null && frame.lastSequence >= this.nextSequence) {
        this.nextSequence = frame.lastSequence + 1;
        return frame;
      }
    }
    return null;
  }

  /** Ends the stream; whoever waits for a frame gets none. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    void this.closeHistory();
    this.onClose();
    this.wake();
  }

  /** Something may have come. */
  onBell(): void {
    this.wake();
  }

  /** The next frame of the journal. Where that ends, what comes is in memory, or is by the time it is asked again. */
  private async fromHistory(): Promise<RecordFrame | null> {
    this.history ??= this.openHistory(this.nextSequence);
    const frame = await this.history.next();
    if (frame !== null) return frame;
    await this.closeHistory();
    this.isInRing = this.ring.goTo(this.nextSequence);
    return null;
  }

  private async closeHistory(): Promise<void> {
    const { history } = this;
    this.history = null;
    await history?.close();
  }

  private sleep(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = () => {
        this.wake = () => {};
        resolve();
      };
      if (this.isClosed || !this.ring.isAtEnd) this.wake();
    });
  }
}
