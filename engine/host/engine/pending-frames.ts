/**
 * Frames of commands that were applied and are not durable yet, in the order of the log, each with the origins of its
 * commands. Nobody outside the engine sees them before they are released.
 */
import type { Answered } from '../replay/block-runner.ts';
import { countAt, firstSequenceAt, frameWords, writeFrame } from '../rings/record-frame.ts';
import { ORIGIN_WORDS } from '../sequencer/block-words.ts';

const FIRST_WORDS = 1_048_576;

export interface PendingFrame {
  /** Where the frame begins in `words`, and where the origins of its commands do. */
  readonly at: number;
  readonly originsAt: number;
  readonly firstSequence: number;
  readonly count: number;
}

export class PendingFrames {
  words = new Int32Array(FIRST_WORDS);
  private start = 0;
  private end = 0;

  /** Bytes that wait. */
  get byteLength(): number {
    return (this.end - this.start) * 4;
  }

  /** Adds what commands were answered whose origins stand at a place of other words. */
  add(answered: Answered, origins: Int32Array, originsFrom: number): void {
    const ofFrame = frameWords(answered);
    const ofOrigins = ORIGIN_WORDS * answered.count;
    this.makeRoom(ofFrame + ofOrigins);
    writeFrame(answered, this.words, this.end);
    this.words.set(origins.subarray(originsFrom, originsFrom + ofOrigins), this.end + ofFrame);
    this.end += ofFrame + ofOrigins;
  }

  /** The oldest frame if its commands end at most with a sequence; it stays in place until the next `add`. */
  takeUpTo(sequence: number): PendingFrame | null {
    if (this.start === this.end) return null;
    const { words, start: at } = this;
    const firstSequence = firstSequenceAt(words, at);
    const count = countAt(words, at);
    if (firstSequence + count - 1 > sequence) return null;
    const originsAt = at + (words[at] as number);
    this.start = originsAt + ORIGIN_WORDS * count;
    if (this.start === this.end) {
      this.start = 0;
      this.end = 0;
    }
    return { at, originsAt, firstSequence, count };
  }

  private makeRoom(length: number): void {
    if (this.end + length <= this.words.length) return;
    const used = this.end - this.start;
    const target = used + length > this.words.length / 2 ? new Int32Array(2 * (used + length)) : this.words;
    target.set(this.words.subarray(this.start, this.end));
    this.words = target;
    this.start = 0;
    this.end = used;
  }
}
