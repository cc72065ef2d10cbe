/**
 * Whether words are a message: entries that the core takes over whatever their commands say, as many and as long as the
 * message says, and no more than a block holds.
 */
import { COMMAND_BYTES_MAX, entryHead, memberFrame, padded } from '@intelligent-ledger/engine/core';
import { BLOCK_COMMANDS_MAX, BLOCK_ENTRY_BYTES_MAX } from '../journal/journal-layouts.ts';
import { MESSAGE_COUNT, MESSAGE_LENGTH } from '../rings/message-ring.ts';

/** The low half of an entry's first word. */
export const KIND_AND_VERSION = entryHead.number | (entryHead.version << 8);
const COMMAND_BYTES_MIN = entryHead.specs.commandBytes.min;
const FRAME_BYTES_MAX = entryHead.specs.frameBytes.max;
const ENTRY_WORDS = entryHead.byteLength / 4;

/** Why a message is not taken; `none` when it is. */
export type MessageFault = 'none' | 'noEntries' | 'tooManyEntries' | 'tooLong' | 'entryMalformed' | 'frameWrong';

/** The longest message, in words: half a block, so that it finds room whatever else a block begins with. */
const MESSAGE_WORDS_MAX = BLOCK_ENTRY_BYTES_MAX / 8;

/** Words of an entry with a command and a frame of so many bytes. */
export function entryWords(commandBytes: number, frameBytes: number): number {
  return ENTRY_WORDS + (padded(commandBytes) + padded(frameBytes)) / 4;
}

/** Checks the message at a place of words. All entries of a message but the first have frames of its members. */
export function messageFault(words: Int32Array, at: number): MessageFault {
  const length = words[at + MESSAGE_LENGTH] as number;
  const count = words[at + MESSAGE_COUNT] as number;
  if (count <= 0) return 'noEntries';
  if (count > BLOCK_COMMANDS_MAX) return 'tooManyEntries';
  if (length > MESSAGE_WORDS_MAX) return 'tooLong';
  const end = at + length;
  let entry = at;
  for (let index = 0; index < count; index += 1) {
    if (entry + ENTRY_WORDS > end) return 'entryMalformed';
    const head = words[entry] as number;
    const commandBytes = head >>> 16;
    const frameBytes = (words[entry + 1] as number) >>> 0;
    const isPossible = commandBytes >= COMMAND_BYTES_MIN && commandBytes <= COMMAND_BYTES_MAX;
    if ((head & 0xffff) !== KIND_AND_VERSION || !isPossible || frameBytes > FRAME_BYTES_MAX) return 'entryMalformed';
    if (index > 0 && frameBytes !== memberFrame.byteLength) return 'frameWrong';
    entry += entryWords(commandBytes, frameBytes);
  }
  return entry === end ? 'none' : 'entryMalformed';
}
