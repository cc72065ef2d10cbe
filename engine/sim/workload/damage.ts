/** What an adversary or a broken disk makes of an entry: wrong heads, lengths, fields and bits. */
import { COMMANDS, entryHead, type Layout } from '@intelligent-ledger/engine/core';
import type { Random } from './random.ts';

const COMMAND_AT = entryHead.byteLength;
/** The number of a command that is still to come. */
const UNKNOWN_KIND = COMMANDS.length + 1;
const HEAD_EDGES = [0, 7, 8, 9, 64, 128, 255, 256, 257, 65_535];

/** The entry with one thing wrong with it, or seemingly wrong; always a copy. */
export function damaged(random: Random, entry: Uint8Array, layout: Layout): Uint8Array {
  const bytes = entry.slice();
  const view = new DataView(bytes.buffer);
  const kind = random.weighted({ field: 8, reserved: 2, form: 4, head: 4, length: 3, bits: 3, noise: 1 });
  if (kind === 'field') damageField(random, view, layout);
  else if (kind === 'reserved') bytes[COMMAND_AT + random.below(layout.byteLength)] = random.pick([1, 128, 255]);
  else if (kind === 'form') damageForm(random, view);
  else if (kind === 'head') damageHead(random, view);
  else if (kind === 'length') return resized(random, bytes);
  else if (kind === 'bits') flipBits(random, bytes);
  else return random.bytes(random.below(320));
  return bytes;
}

/** Flips one to eight bits. The head's time is spared, since a time near the end of time ends the list. */
export function flipBits(random: Random, bytes: Uint8Array): void {
  const { offset, bytes: length } = timeField();
  for (let left = random.between(1, 8); left > 0 && bytes.length > 0; left -= 1) {
    const at = random.below(bytes.length);
    if (at < offset || at >= offset + length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  }
}

function damageField(random: Random, view: DataView, layout: Layout): void {
  const field = random.pick(layout.fields.slice(3).concat(layout.fields.slice(0, 1)));
  const at = COMMAND_AT + field.offset;
  const { least: min, most: max } = field;
  const value = random.pick([
    0,
    1,
    min - 1,
    min,
    max,
    max + 1,
    2 ** 31,
    2 ** 32 - 1,
    2 ** 53 - 1,
    2 ** 53,
    random.bits(),
  ]);
  if (field.kind === 'u8') view.setUint8(at, value);
  else if (field.kind === 'u16') view.setUint16(at, value, true);
  else if (field.kind === 'u32') view.setUint32(at, value, true);
  else if (field.kind === 'bytes') view.setUint8(at + random.below(field.bytes), random.bits());
  else view.setBigUint64(at, random.happens(250) ? 2n ** 64n - 1n : BigInt(Math.max(0, value)), true);
}

function damageForm(random: Random, view: DataView): void {
  if (random.happens(300)) view.setUint8(COMMAND_AT, random.pick([0, UNKNOWN_KIND, 128, 255, random.below(256)]));
  else if (random.happens(400)) view.setUint8(COMMAND_AT + 1, random.pick([0, 2, 255]));
  else view.setUint16(COMMAND_AT + 2, random.pick([1, 8, 96, 128, 136, 65_535]), true);
}

function damageHead(random: Random, view: DataView): void {
  const what = random.pick(entryHead.fields);
  const at = what.offset;
  if (what.kind === 'u8') view.setUint8(at, random.pick([0, 2, 255]));
  else if (what.kind === 'u16') view.setUint16(at, random.pick(HEAD_EDGES), true);
  else if (what.kind === 'u32') view.setUint32(at, random.pick([1, 8, 65_535, 65_536, 2 ** 32 - 1]), true);
  else {
    const now = view.getBigUint64(at, true);
    const sequences = [0n, now - 1n, now + 1n, now + 2n ** 32n, 2n ** 53n - 1n, 2n ** 64n - 1n];
    const times = [0n, now - 1n, now - 1_000_000n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 64n - 1n];
    view.setBigUint64(at, BigInt.asUintN(64, random.pick(what.name === 'time' ? times : sequences)), true);
  }
}

function resized(random: Random, bytes: Uint8Array): Uint8Array {
  if (random.happens(300)) return bytes.slice(0, random.below(bytes.length));
  if (random.happens(300)) return bytes.slice(0, bytes.length - 1);
  const longer = new Uint8Array(bytes.length + random.pick([1, 4, 8, 64]));
  longer.set(bytes);
  return longer;
}

function timeField() {
  const field = entryHead.fields.find(({ name }) => name === 'time');
  if (field === undefined) throw new Error('the head of an entry has no time');
  return field;
}
