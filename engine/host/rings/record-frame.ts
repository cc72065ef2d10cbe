/**
 * What some commands that follow each other were answered, as words: how they go from the engine to whoever reads
 * records. First the head; then for each command its result code and the word at which its records end, counted from
 * the first record; then the records.
 */
import type { Answered } from '../replay/block-runner.ts';

const TWO_32 = 4_294_967_296;
const COUNT = 1;
const SEQUENCE_LOW = 2;
const SEQUENCE_HIGH = 3;
const HEAD_WORDS = 4;
const ANSWER_WORDS = 2;

/** Words that a frame takes, an even number. Its first word says them. */
export function frameWords({ count, records }: Pick<Answered, 'count' | 'records'>): number {
  return (HEAD_WORDS + ANSWER_WORDS * count + records.length / 4 + 1) & ~1;
}

/** Writes a frame at a place of words. */
export function writeFrame(answered: Answered, words: Int32Array, at: number): void {
  const { firstSequence, count, answers, records } = answered;
  words[at] = frameWords(answered);
  words[at + COUNT] = count;
  words[at + SEQUENCE_LOW] = firstSequence | 0;
  words[at + SEQUENCE_HIGH] = Math.floor(firstSequence / TWO_32);
  words.set(answers.subarray(0, ANSWER_WORDS * count), at + HEAD_WORDS);
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  bytes.set(records, (at + HEAD_WORDS + ANSWER_WORDS * count) * 4);
}

/** A frame that stands at the start of words of its own. */
export class RecordFrame implements Answered {
  readonly words: Int32Array;

  constructor(words: Int32Array) {
    this.words = words;
  }

  get count(): number {
    return this.words[COUNT] as number;
  }

  get firstSequence(): number {
    return firstSequenceAt(this.words, 0);
  }

  get lastSequence(): number {
    return this.firstSequence + this.count - 1;
  }

  get answers(): Int32Array {
    return this.words.subarray(HEAD_WORDS, HEAD_WORDS + ANSWER_WORDS * this.count);
  }

  /** The records of all its commands. */
  get records(): Uint8Array {
    const end = this.count === 0 ? 0 : this.endOf(this.count - 1);
    return this.bytesOf(0, end);
  }

  codeOf(index: number): number {
    return codeAt(this.words, 0, index);
  }

  /** The records of one of its commands. */
  recordsOf(index: number): Uint8Array {
    return this.bytesOf(index === 0 ? 0 : this.endOf(index - 1), this.endOf(index));
  }

  private endOf(index: number): number {
    return this.words[HEAD_WORDS + ANSWER_WORDS * index + 1] as number;
  }

  private bytesOf(from: number, end: number): Uint8Array {
    const { words } = this;
    const first = words.byteOffset + (HEAD_WORDS + ANSWER_WORDS * this.count + from) * 4;
    return new Uint8Array(words.buffer, first, (end - from) * 4);
  }
}

export function firstSequenceAt(words: Int32Array, at: number): number {
  const low = (words[at + SEQUENCE_LOW] as number) >>> 0;
  return low + (words[at + SEQUENCE_HIGH] as number) * TWO_32;
}

export function countAt(words: Int32Array, at: number): number {
  return words[at + COUNT] as number;
}

/** The result code of a command of the frame at a place. */
export function codeAt(words: Int32Array, at: number, index: number): number {
  return words[at + HEAD_WORDS + ANSWER_WORDS * index] as number;
}
