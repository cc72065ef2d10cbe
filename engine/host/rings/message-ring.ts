/**
 * Messages from one thread to another in shared memory: one writes, one reads, and neither waits for the other. What is
 * written stays until the reader has gone on behind it; where there is no room, the writer is told so. Positions count
 * words and wrap around with 32 bits.
 *
 * A message is one or more log entries, as they stand in the log but without sequence and time: where the first one's
 * sequence will stand are how many words the message takes and how many entries it has. Messages that follow each other
 * can so be taken over as one. A message never goes over the end of the ring.
 */
import { assert, entryHead, wordOf } from '@intelligent-ledger/engine/core';

/** Words before the ring: the reader's position and the writer's, each in a cache line of its own. */
const HEAD_WORDS = 32;
const READ = 0;
const WRITTEN = 16;
/** Of a message, the word that says how many words it takes, and the one that says how many entries it has. */
export const MESSAGE_LENGTH = wordOf(entryHead, 'sequence');
export const MESSAGE_COUNT = MESSAGE_LENGTH + 1;
/** Instead of a message: the rest up to the end of the ring is not used. No entry begins with it. */
const SKIP = -1;

/** Shared memory for a ring of so many bytes, a power of two. */
export function createMessageRing(byteLength: number): SharedArrayBuffer {
  assert((byteLength & (byteLength - 1)) === 0 && byteLength >= 64, 'a ring is a power of two');
  return new SharedArrayBuffer(HEAD_WORDS * 4 + byteLength);
}

abstract class MessageRing {
  readonly words: Int32Array;
  protected readonly head: Int32Array;
  protected readonly mask: number;

  constructor(memory: SharedArrayBuffer) {
    this.head = new Int32Array(memory, 0, HEAD_WORDS);
    this.words = new Int32Array(memory, HEAD_WORDS * 4);
    this.mask = this.words.length - 1;
  }
}

export class MessageWriter extends MessageRing {
  private at: number;
  private published: number;

  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.at = Atomics.load(this.head, WRITTEN);
    this.published = this.at;
  }

  /** The longest message that a ring takes: with what may have to be skipped it always fits into an empty one. */
  get wordsMax(): number {
    return this.words.length / 2;
  }

  /** Writes a message that stands at a place of other words; false when there is no room now. */
  tryWrite(message: Int32Array, from: number): boolean {
    const length = message[from + MESSAGE_LENGTH] as number;
    assert(length <= this.wordsMax, 'a message is not too long');
    const { words, mask, at } = this;
    const toEnd = words.length - (at & mask);
    const skipped = length > toEnd ? toEnd : 0;
    const used = (at - Atomics.load(this.head, READ)) | 0;
    if (used + skipped + length > words.length) return false;
    if (skipped > 0) words[at & mask] = SKIP;
    const to = (at + skipped) & mask;
    for (let word = 0; word < length; word += 1) words[to + word] = message[from + word] as number;
    this.at = (at + skipped + length) | 0;
    return true;
  }

  /** Writes all messages that stand one after another in words, or none: false when there is no room now. */
  tryWriteAll(messages: Int32Array, length: number): boolean {
    const { at } = this;
    for (let from = 0; from < length; from += messages[from + MESSAGE_LENGTH] as number) {
      if (this.tryWrite(messages, from)) continue;
      this.at = at;
      return false;
    }
    return true;
  }

  /** Lets the reader see all that was written. */
  publish(): void {
    if (this.published === this.at) return;
    Atomics.store(this.head, WRITTEN, this.at);
    this.published = this.at;
  }
}

export class MessageReader extends MessageRing {
  private at: number;

  constructor(memory: SharedArrayBuffer) {
    super(memory);
    this.at = Atomics.load(this.head, READ);
  }

  get isEmpty(): boolean {
    return Atomics.load(this.head, WRITTEN) === this.at;
  }

  /** Where in `words` the next message begins; -1 when there is none. It stays there until `release`. */
  next(): number {
    if (this.isEmpty) return -1;
    if (this.words[this.at & this.mask] === SKIP) {
      this.at = (this.at + this.words.length - (this.at & this.mask)) | 0;
      if (this.isEmpty) return -1;
    }
    const from = this.at & this.mask;
    const length = this.words[from + MESSAGE_LENGTH] as number;
    assert(length > MESSAGE_COUNT && from + length <= this.words.length, 'a ring holds messages');
    this.at = (this.at + length) | 0;
    return from;
  }

  /** Gives the room of all messages that were read back to the writer. */
  release(): void {
    Atomics.store(this.head, READ, this.at);
  }
}
