/** The commands that the sequencer itself makes, as messages. */
import { continueWork, encode, encodeEntry, type Layout, sequencerFrame, tick } from '@intelligent-ledger/engine/core';
import { MESSAGE_COUNT, MESSAGE_LENGTH } from '../rings/message-ring.ts';

/** Lets queued work go on. */
export const CONTINUE = messageOf(continueWork);
/** Lets time pass. */
export const TICK = messageOf(tick);

function messageOf(layout: Layout): Int32Array {
  const entry = encodeEntry({ sequence: 0, time: 0, command: encode(layout, {}), frame: encode(sequencerFrame, {}) });
  const words = new Int32Array(entry.buffer, entry.byteOffset, entry.length / 4);
  words[MESSAGE_LENGTH] = words.length;
  words[MESSAGE_COUNT] = 1;
  return words;
}
