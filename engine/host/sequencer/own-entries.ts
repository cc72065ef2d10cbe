/** The commands that the sequencer itself makes, as messages. */
import { continueWork, encode, encodeEntry, type Layout, sequencerFrame, tick } from '@intelligent-ledger/engine/core';
import type { SigningKey } from '../identity/private-keys.ts';
import { LIFE_MICROS, roleFrame } from '../identity/role-signer.ts';
import { MESSAGE_COUNT, MESSAGE_LENGTH } from '../rings/message-ring.ts';

const BY_SEQUENCER = encode(sequencerFrame, {});
const TICK = encode(tick, {});

/** Lets queued work go on. */
export const CONTINUE = messageOf(continueWork, BY_SEQUENCER);

/**
 * Lets time pass: signed by the operator for its place in the log, or where nobody gave the key, as the sequencer's
 * own, which a verifier of the log finds.
 */
export function tickMessage(key: SigningKey | null, domain: string, sequence: number, time: number): Int32Array {
  if (key === null) return messageOf(tick, BY_SEQUENCER);
  const commands = [{ layout: tick, command: TICK }];
  return messageOf(tick, roleFrame(domain, key, { nonce: sequence, validUntil: time + LIFE_MICROS, commands }));
}

function messageOf(layout: Layout, frame: Uint8Array): Int32Array {
  const entry = encodeEntry({ sequence: 0, time: 0, command: encode(layout, {}), frame });
  const words = new Int32Array(entry.buffer, entry.byteOffset, entry.length / 4);
  words[MESSAGE_LENGTH] = words.length;
  words[MESSAGE_COUNT] = 1;
  return words;
}
