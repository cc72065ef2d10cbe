/**
 * Commands to be submitted together, as messages: each a command of its own, or several under one signature. A batch
 * can be cleared and filled again, and keeps its memory.
 */
import { encode, encodeEntry, entryHead, memberFrame, padded } from '@intelligent-ledger/engine/core';
import { BLOCK_COMMANDS_MAX } from '../journal/journal-layouts.ts';
import { MESSAGE_COUNT, MESSAGE_LENGTH } from '../rings/message-ring.ts';
import { KIND_AND_VERSION, type MessageFault, messageFault } from '../sequencer/message-check.ts';

const FIRST_WORDS = 1_024;
const NO_FRAME = new Uint8Array(0);
const NO_BLOB = new Uint8Array(0);

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
    const commandBytes = command.length + blob.length;
    const entryBytes = entryHead.byteLength + padded(commandBytes) + padded(frame.length);
    const words = entryBytes / 4;
    this.makeRoom(words);
    const at = this.length;
    this.words.fill(0, at, at + words);
    this.words[at + MESSAGE_LENGTH] = words;
    this.words[at + MESSAGE_COUNT] = 1;
    // A length that the head has no room for is refused below, since the words then say another.
    this.words[at] = KIND_AND_VERSION | (Math.min(commandBytes, 0xffff) << 16);
    this.words[at + 1] = frame.length;
    const from = at * 4 + entryHead.byteLength;
    this.bytes.set(command, from);
    this.bytes.set(blob, from + command.length);
    this.bytes.set(frame, from + padded(commandBytes));
    return this.taken(at, words, 1);
  }

  /** Adds commands that one signature authorizes; they stay together and in order. Answers as `add` does. */
  addMessage(commands: readonly CommandBytes[], frame: Uint8Array): MessageFault {
    if (commands.length > BLOCK_COMMANDS_MAX) return 'tooManyEntries';
    const entries = commands.map(({ command, blob }, index) => {
      const ofEntry = index === 0 ? frame : encode(memberFrame, { index });
      return encodeEntry({ sequence: 0, time: 0, command, ...(blob ? { blob } : {}), frame: ofEntry });
    });
    const words = entries.reduce((sum, { length }) => sum + length / 4, 0);
    this.makeRoom(words);
    const at = this.length;
    let to = at * 4;
    for (const entry of entries) {
      this.bytes.set(entry, to);
      to += entry.length;
    }
    this.words[at + MESSAGE_LENGTH] = words;
    this.words[at + MESSAGE_COUNT] = commands.length;
    return this.taken(at, words, commands.length);
  }

  private taken(at: number, words: number, count: number): MessageFault {
    const fault = messageFault(this.words, at);
    if (fault !== 'none') return fault;
    this.length = at + words;
    this.count += count;
    return 'none';
  }

  private makeRoom(words: number): void {
    if (this.length + words <= this.words.length) return;
    const larger = new Int32Array(2 * (this.length + words));
    larger.set(this.words.subarray(0, this.length));
    this.words = larger;
    this.bytes = new Uint8Array(larger.buffer);
  }
}
