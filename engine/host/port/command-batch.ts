/**
 * Commands to be submitted together, as messages: each a command of its own, or several under one signature. A batch
 * can be cleared and filled again, and keeps its memory.
 */
import { encode, entryHead, memberFrame, offsetOf, padded } from '@intelligent-ledger/engine/core';
import { BLOCK_COMMANDS_MAX } from '../journal/journal-layouts.ts';
import { MESSAGE_COUNT, MESSAGE_LENGTH } from '../rings/message-ring.ts';
import { KIND_AND_VERSION, type MessageFault, messageFault } from '../sequencer/message-check.ts';

const FIRST_WORDS = 1_024;
const NO_FRAME = new Uint8Array(0);
const NO_BLOB = new Uint8Array(0);
const HEAD_WORDS = entryHead.byteLength / 4;
/** The frame of every command of a message but the first, which differ in their place alone. */
const MEMBER = encode(memberFrame, {});
const MEMBER_VIEW = new DataView(MEMBER.buffer);
const MEMBER_INDEX = offsetOf(memberFrame, 'index');

/** A command as the bytes of its layout, and of its blob if it has one. */
export interface CommandBytes {
  readonly command: Uint8Array;
  readonly blob?: Uint8Array;
}

export class CommandBatch {
  /** Messages one after another, as a ring holds them. */
  words = new Int32Array(FIRST_WORDS);
  /** Words in use. */
  length = 0;
  /** Commands of all messages. */
  count = 0;
  private bytes = new Uint8Array(this.words.buffer);

  clear(): void {
    this.length = 0;
    this.count = 0;
  }

  /** Adds a command with the frame that authorizes it. Answers why it is none; then the batch stays as it was. */
  add(command: Uint8Array, frame: Uint8Array = NO_FRAME, blob: Uint8Array = NO_BLOB): MessageFault {
    const at = this.length;
    return this.taken(at, this.putEntry(at, command, blob, frame) - at, 1);
  }

  /** Adds commands that one signature authorizes; they stay together and in order. Answers as `add` does. */
  addMessage(commands: readonly CommandBytes[], frame: Uint8Array): MessageFault {
    if (commands.length > BLOCK_COMMANDS_MAX) return 'tooManyEntries';
    const at = this.length;
    let end = at;
    for (const [index, { command, blob = NO_BLOB }] of commands.entries()) {
      MEMBER_VIEW.setUint16(MEMBER_INDEX, index, true);
      end = this.putEntry(end, command, blob, index === 0 ? frame : MEMBER);
    }
    return this.taken(at, end - at, commands.length);
  }

  /** Writes an entry at a word, which does not belong to the batch yet; answers the word behind it. */
  private putEntry(at: number, command: Uint8Array, blob: Uint8Array, frame: Uint8Array): number {
    const commandBytes = command.length + blob.length;
    const end = at + (entryHead.byteLength + padded(commandBytes) + padded(frame.length)) / 4;
    this.makeRoom(at, end);
    this.words.fill(0, at, end);
    // A length that the head has no room for is refused in the end, since the words then say another.
    this.words[at] = KIND_AND_VERSION | (Math.min(commandBytes, 0xffff) << 16);
    this.words[at + 1] = frame.length;
    const from = at * 4 + entryHead.byteLength;
    this.bytes.set(command, from);
    if (blob.length > 0) this.bytes.set(blob, from + command.length);
    this.bytes.set(frame, from + padded(commandBytes));
    return end;
  }

  private taken(at: number, words: number, count: number): MessageFault {
    this.makeRoom(at, at + HEAD_WORDS);
    this.words[at + MESSAGE_LENGTH] = words;
    this.words[at + MESSAGE_COUNT] = count;
    const fault = messageFault(this.words, at);
    if (fault !== 'none') return fault;
    this.length = at + words;
    this.count += count;
    return 'none';
  }

  /** Makes room up to a word, and keeps what lies before another. */
  private makeRoom(used: number, end: number): void {
    if (end <= this.words.length) return;
    const larger = new Int32Array(2 * end);
    larger.set(this.words.subarray(0, used));
    this.words = larger;
    this.bytes = new Uint8Array(larger.buffer);
  }
}
