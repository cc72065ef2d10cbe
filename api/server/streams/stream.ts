/**
 * A stream: what happens to one book, one market's trades, or one account, in frames that say up to which place in the
 * log they speak. A frame is made once, however many read it. Whoever cannot keep up is passed over until he has read
 * what he has, and then gets in one frame what he missed, or where that cannot be, is told that the stream ends.
 */
import type { ProblemName } from '../accept/problems.ts';

/** One reader of a stream. */
export interface StreamReader {
  /** Whether more can be sent to it now without it growing in memory. */
  readonly isReady: boolean;
  send(frame: string): void;
  /** The stream has ended for it. */
  end(name: string, sequence: number, problem: ProblemName): void;
}

/** What differs between kinds of streams. */
export interface StreamSource {
  /** All of it as it is, for who begins; null where a stream begins with nothing but its place. */
  snapshot(): string | null;
  /** A frame of what happened behind one place up to another; null when nothing did, `tooOld` when nobody knows. */
  between(from: number, to: number): string | null | 'tooOld';
}

interface Subscription {
  readonly reader: StreamReader;
  /** What the reader was sent reaches up to here. */
  sequence: number;
}

export class Stream {
  readonly name: string;
  private readonly source: StreamSource;
  private readonly subscriptions = new Map<StreamReader, Subscription>();
  private readonly behind = new Set<Subscription>();
  /** Of its last frame. */
  private sequence: number;

  constructor(name: string, source: StreamSource, sequence: number) {
    this.name = name;
    this.source = source;
    this.sequence = sequence;
  }

  get isIdle(): boolean {
    return this.subscriptions.size === 0;
  }

  /** Adds a reader that was sent everything up to a place, which is where the views are. */
  add(reader: StreamReader, sequence: number): void {
    this.subscriptions.set(reader, { reader, sequence });
  }

  remove(reader: StreamReader): void {
    const subscription = this.subscriptions.get(reader);
    if (subscription === undefined) return;
    this.subscriptions.delete(reader);
    this.behind.delete(subscription);
  }

  /** Says what happened up to a place. */
  publish(to: number): void {
    const frame = this.source.between(this.sequence, to);
    if (frame === null) return;
    this.sequence = to;
    for (const subscription of this.subscriptions.values()) {
      if (this.behind.has(subscription)) continue;
      if (frame === 'tooOld' || !subscription.reader.isReady) this.behind.add(subscription);
      else {
        subscription.reader.send(frame);
        subscription.sequence = to;
      }
    }
  }

  /** Gives those that fell behind and have read what they had what they missed. */
  catchUp(): void {
    for (const subscription of this.behind) {
      const { reader } = subscription;
      if (!reader.isReady) continue;
      const frame = this.source.between(subscription.sequence, this.sequence);
      this.behind.delete(subscription);
      if (frame === 'tooOld') this.beginAnew(subscription);
      else if (frame !== null) reader.send(frame);
      subscription.sequence = this.sequence;
    }
  }

  private beginAnew({ reader, sequence }: Subscription): void {
    const snapshot = this.source.snapshot();
    if (snapshot !== null) reader.send(snapshot);
    else {
      reader.end(this.name, sequence, 'reader_too_slow');
      this.remove(reader);
    }
  }
}
