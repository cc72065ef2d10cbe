/**
 * Records for the fuzzer: entries as the workload makes them, damaged, cut, glued together from two,
 * with a sound head over noise, and noise alone.
 */
import { COMMANDS, continueWork, encode, encodeEntry, entryHead, offsetOf } from '@intelligent-ledger/engine/core';
import { commandLayout } from '../transcript.ts';
import { isAffordable } from './capacity-drafts.ts';
import { damaged, flipBits } from './damage.ts';
import type { Random } from './random.ts';

/** What a record is made from: the entry that would come next, older ones, and where the log stands. */
export interface MutationScene {
  readonly entry: Uint8Array;
  readonly older: readonly Uint8Array[];
  readonly sequence: number;
  /** Microseconds. */
  readonly time: number;
}

const WEIGHTS = {
  plain: 20,
  damage: 25,
  bits: 15,
  stretch: 10,
  cut: 5,
  splice: 10,
  again: 10,
  noisyCommand: 10,
  noise: 5,
};

/** One record, which may or may not be a sound entry. */
export function mutated(random: Random, scene: MutationScene): Uint8Array {
  const record = changed(random, scene);
  return isAffordable(record) ? record : scene.entry.slice();
}

function changed(random: Random, scene: MutationScene): Uint8Array {
  const { entry, older } = scene;
  const bytes = entry.slice();
  const layout = commandLayout(entry);
  switch (random.weighted(WEIGHTS)) {
    case 'plain':
      return bytes;
    case 'damage':
      return layout === undefined ? random.bytes(random.below(64)) : damaged(random, entry, layout);
    case 'bits':
      flipBits(random, bytes);
      return bytes;
    case 'stretch':
      return overwritten(random, bytes);
    case 'cut':
      return bytes.slice(0, random.below(bytes.length));
    case 'splice':
      return spliced(random, bytes, older.length === 0 ? bytes : random.pick(older));
    case 'again':
      return older.length === 0 ? bytes : again(random.pick(older), scene);
    case 'noisyCommand':
      return noisyCommand(random, scene);
    case 'noise':
      return random.bytes(random.below(400));
  }
}

/** A run of the command's bytes becomes noise; the head stays. */
function overwritten(random: Random, bytes: Uint8Array): Uint8Array {
  const from = Math.min(bytes.length, 24 + random.below(160));
  bytes.set(random.bytes(Math.min(1 + random.below(16), bytes.length - from)), from);
  return bytes;
}

/** The head and some of the command of one entry, then the rest of another. */
function spliced(random: Random, head: Uint8Array, tail: Uint8Array): Uint8Array {
  const at = Math.min(head.length, tail.length, 24 + random.below(128));
  return Uint8Array.from([...head.subarray(0, at), ...tail.subarray(at)]);
}

/** An older record as it was, at the place and time of the next. */
function again(older: Uint8Array, { sequence, time }: MutationScene): Uint8Array {
  const bytes = older.slice();
  if (bytes.length < entryHead.byteLength) return bytes;
  const view = new DataView(bytes.buffer);
  view.setBigUint64(offsetOf(entryHead, 'sequence'), BigInt(sequence + 1), true);
  view.setBigUint64(offsetOf(entryHead, 'time'), BigInt(time), true);
  return bytes;
}

/** An entry in order whose command is noise, mostly behind a kind, version and length that exist. */
function noisyCommand(random: Random, { sequence, time }: MutationScene): Uint8Array {
  const layout = random.pick(COMMANDS);
  const command = random.bytes(random.happens(800) ? layout.byteLength : 8 + random.below(249));
  if (random.happens(900)) command.set(encode(layout, {}).subarray(0, 4));
  const frame = random.bytes(random.below(40));
  return encodeEntry({ sequence: sequence + 1, time: time + random.below(3), command, frame });
}

/** The continueWork that stands for an entry of the same sequence and time. */
export function continueInstead(sequence: number, time: number): Uint8Array {
  return encodeEntry({ sequence, time, command: encode(continueWork, {}) });
}
