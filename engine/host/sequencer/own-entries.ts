/** The commands that the sequencer itself makes, as messages. */
import { continueWork, encode, encodeEntry, type Layout, sequencerFrame, tick } from '@intelligent-ledger/engine/core';
import { MESSAGE_HEAD_WORDS } from '../rings/message-ring.ts';

/** Lets queued work go on. */
export const CONTINUE = messageOf(continueWork);
/** Lets time pass. */
export const TICK = messageOf(tick);

function messageOf(layout: Layout): Int32Array {
  const entry = encodeEntry({ sequence: 0, time: 0, command: encode(layout, {}), frame: encode(sequencerFrame, {}) });
  const words = new Int32Array(MESSAGE_HEAD_WORDS + entry.length / 4);
  words[0] = words.length;
  words[1] = 1;
  new Uint8Array(words.buffer).set(entry, MESSAGE_HEAD_WORDS * 4);
  return words;
}

/** Words of one of these in a block. */
export const OWN_WORDS = CONTINUE.length - MESSAGE_HEAD_WORDS;
