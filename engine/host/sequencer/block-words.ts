/**
 * A block as it is put together in the input of a machine: whole entries one after another, each with its sequence and
 * the block's time, and of each from where it came.
 */
import { entryHead, memberFrame, padded, wordOf } from '@intelligent-ledger/engine/core';
import { BLOCK_COMMANDS_MAX, BLOCK_ENTRY_BYTES_MAX } from '../journal/journal-layouts.ts';
import { MESSAGE_COUNT } from '../rings/message-ring.ts';
import { entryWords } from './message-check.ts';

const TWO_32 = 4_294_967_296;
const WORDS_MAX = BLOCK_ENTRY_BYTES_MAX / 4;
const ENTRY_WORDS = entryHead.byteLength / 4;
const SEQUENCE = wordOf(entryHead, 'sequence');
const TIME = wordOf(entryHead, 'time');
const FIRST_SEQUENCE = wordOf(memberFrame, 'firstSequence');
/** Of a command's origin: its port, and its ticket there. */
export const ORIGIN_WORDS = 2;

export class BlockWords {
  /** Of each command so far, `ORIGIN_WORDS`. */
  readonly origins = new Int32Array(BLOCK_COMMANDS_MAX * ORIGIN_WORDS);
  readonly bytes: Uint8Array;
  count = 0;
  /** Words in use. */
  length = 0;
  private readonly input: Int32Array;
  private sequence = 0;
  private blockTime = 0;

  constructor(input: Int32Array) {
    this.input = input;
    this.bytes = new Uint8Array(input.buffer);
  }

  /** Begins a block behind a sequence, at a time in microseconds. */
  begin(lastSequence: number, time: number): void {
    this.sequence = lastSequence;
    this.blockTime = time;
    this.count = 0;
    this.length = 0;
  }

  /** Time of its commands. */
  get time(): number {
    return this.blockTime;
  }

  get entries(): Uint8Array {
    return this.bytes.subarray(0, this.length * 4);
  }

  hasRoomFor(words: number, count: number): boolean {
    return this.length + words <= WORDS_MAX && this.count + count <= BLOCK_COMMANDS_MAX;
  }

  /** Adds messages that were checked and stand one after another, the first command of which has this ticket. */
  add(messages: Int32Array, from: number, length: number, port: number, ticket: number): void {
    const { input } = this;
    const end = this.length + length;
    input.set(messages.subarray(from, from + length), this.length);
    let next = ticket;
    for (let entry = this.length; entry < end; ) {
      const count = input[entry + MESSAGE_COUNT] as number;
      const first = this.sequence + 1;
      for (let index = 0; index < count; index += 1) entry = this.number(entry, index, first, port, (next + index) | 0);
      next = (next + count) | 0;
    }
    this.length = end;
  }

  /** Gives the entry at a word its sequence and time; answers where the next begins. */
  private number(entry: number, index: number, firstSequence: number, port: number, ticket: number): number {
    const { input, time, origins, count } = this;
    const sequence = firstSequence + index;
    input[entry + SEQUENCE] = sequence | 0;
    input[entry + SEQUENCE + 1] = Math.floor(sequence / TWO_32);
    input[entry + TIME] = time | 0;
    input[entry + TIME + 1] = Math.floor(time / TWO_32);
    const commandBytes = (input[entry] as number) >>> 16;
    if (index > 0) {
      const frame = entry + ENTRY_WORDS + padded(commandBytes) / 4;
      input[frame + FIRST_SEQUENCE] = firstSequence | 0;
      input[frame + FIRST_SEQUENCE + 1] = Math.floor(firstSequence / TWO_32);
    }
    origins[count * ORIGIN_WORDS] = port;
    origins[count * ORIGIN_WORDS + 1] = ticket;
    this.count = count + 1;
    this.sequence = sequence;
    return entry + entryWords(commandBytes, input[entry + 1] as number);
  }
}
