/**
 * The latest frames of records, in shared memory: the engine writes, anybody reads at a place of its own. The engine
 * never waits: it writes over the oldest frames, and a reader that has not got there by then is told that it is behind,
 * and gets what it missed elsewhere. Positions count words from the beginning of time and never wrap.
 */
import { assert } from '@intelligent-ledger/engine/core';
import { countAt, firstSequenceAt, RecordFrame } from './record-frame.ts';

/** Positions before the ring, each in a cache line of its own: of the oldest frame, and behind the newest. */
const HEAD_BYTES = 128;
const OLDEST = 0;
const NEWEST_END = 8;
/** Instead of a length: the rest up to the end of the ring is not used. */
const SKIP = -1;

/** Shared memory for a ring of so many bytes, a power of two. */
export function createRecordRing(byteLength: number): SharedArrayBuffer {
  assert((byteLength & (byteLength - 1)) === 0, 'a ring is a power of two');
  return new SharedArrayBuffer(HEAD_BYTES + byteLength);
}

class RecordRing {
  protected readonly words: Int32Array;
  protected readonly positions: BigInt64Array;

  constructor(memory: SharedArrayBuffer) {
    this.positions = new BigInt64Array(memory, 0, HEAD_BYTES / 8);
    this.words = new Int32Array(memory, HEAD_BYTES);
  }

  protected get oldest(): number {
    return Number(Atomics.load(this.positions, OLDEST));
  }

  protected get newestEnd(): number {
    return Number(Atomics.load(this.positions, NEWEST_END));
  }

  /** Words from a position to the end of the ring. */
  protected toEnd(position: number): number {
    return this.words.length - (position % this.words.length);
  }
}

export class RecordRingWriter extends RecordRing {
  private end = 0;
  private first = 0;

  /** The longest frame that the ring takes. */
  get frameWordsMax(): number {
    return this.words.length / 4;
  }

  /** Writes a frame that stands at a place of other words. Readers see it after `publish`. */
  write(frames: Int32Array, from: number): void {
    const length = frames[from] as number;
    assert(length <= this.frameWordsMax, 'a frame is a small part of the ring');
    const skipped = length > this.toEnd(this.end) ? this.toEnd(this.end) : 0;
    this.makeRoom(this.end + skipped + length - this.words.length);
    if (skipped > 0) this.words[this.end % this.words.length] = SKIP;
    this.end += skipped;
    this.words.set(frames.subarray(from, from + length), this.end % this.words.length);
    this.end += length;
  }

  publish(): void {
    Atomics.store(this.positions, NEWEST_END, BigInt(this.end));
  }

  /**
   * Gives up the oldest frames up to a position at least, and a part of the ring more: a processor may show a reader
   * what is written before what was said first, but not by so much.
   */
  private makeRoom(behind: number): void {
    const position = behind + this.words.length / 16;
    if (this.first >= position) return;
    while (this.first < position && this.first < this.end) {
      const length = this.words[this.first % this.words.length] as number;
      this.first += length === SKIP ? this.toEnd(this.first) : length;
    }
    Atomics.store(this.positions, OLDEST, BigInt(this.first));
  }
}

export class RecordRingReader extends RecordRing {
  private at: number;
  private copy = new Int32Array(1_024);

  /** Begins behind the newest frame. */
  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.at = this.newestEnd;
  }

  get isAtEnd(): boolean {
    return this.newestEnd === this.at;
  }

  /**
   * The next frame, as a copy that stays until the next; `end` when there is none yet; `behind` when the place was
   * written over, or was while it was read. Where nothing but an unused rest was, `goTo` still finds the frame.
   */
  next(): RecordFrame | 'end' | 'behind' {
    for (;;) {
      if (this.newestEnd === this.at) return 'end';
      if (this.oldest > this.at) return 'behind';
      const from = this.at % this.words.length;
      const length = this.words[from] as number;
      if (this.oldest > this.at) return 'behind';
      if (length === SKIP) {
        this.at += this.toEnd(this.at);
        continue;
      }
      if (length > 0 && from + length <= this.words.length) {
        if (length > this.copy.length) this.copy = new Int32Array(2 * length);
        this.copy.set(this.words.subarray(from, from + length));
      }
      if (this.oldest > this.at) return 'behind';
      this.at += length;
      return new RecordFrame(this.copy.subarray(0, length));
    }
  }

  /** Goes behind the newest frame. */
  skipToEnd(): void {
    this.at = this.newestEnd;
  }

  /**
   * Goes to the frame that has a sequence, or to the end when that is to come; false when it is older than all that is
   * kept.
   */
  goTo(sequence: number): boolean {
    let at = this.oldest;
    for (;;) {
      const end = this.newestEnd;
      // Before the first frame, and where all that is kept is not published yet, nothing can be said of a place.
      if (end === 0 || at > end) return false;
      if (at === end) break;
      const from = at % this.words.length;
      const length = this.words[from] as number;
      const first = firstSequenceAt(this.words, from);
      const count = countAt(this.words, from);
      // Whatever was read of a frame that is written over meanwhile is worth nothing.
      if (this.oldest > at) {
        at = this.oldest;
        continue;
      }
      if (length === SKIP) {
        at += this.toEnd(at);
        continue;
      }
      if (sequence < first) return false;
      if (sequence < first + count) break;
      at += length;
    }
    this.at = at;
    return true;
  }
}
