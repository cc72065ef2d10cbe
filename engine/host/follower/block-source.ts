/** Where a follower gets its blocks from: a journal on a disk that it shares with the host, or what carries one. */
import type { Block } from '../journal/journal-reader.ts';

export interface BlockSource {
  /** The next block, once it was released; null when the source was stopped. It stays in place until the next. */
  next(): Promise<Block | null>;
  /** The highest sequence that is known to have been released. */
  readonly released: number;
  /** Which journal it is; empty while nothing is known of it. */
  readonly journal: string;
  /** Lets `next` come back with null. */
  stop(): void;
  /** Gives back what it holds; not to be called while `next` is under way. */
  close(): Promise<void>;
}

/** What comes cannot be gone on with: a block that was released is damaged or missing. */
export class SourceFault extends Error {}
