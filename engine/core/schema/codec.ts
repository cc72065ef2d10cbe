/**
 * Encoding, decoding, checking and printing of any layout, field by field. This is the reference
 * path: clear, not fast. The machine reads and writes the same bytes with its own word offsets,
 * and tests hold the two to each other.
 */
import { assert } from '../bug.ts';
import { admits, type Field, type FieldSpecs, type Layout, type ValuesOf } from './layout.ts';

const TWO_32 = 4294967296;
/** By the code of a letter, the digit of lower-case hex that it is; below 0 where it is none. */
const DIGITS = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'0123456789abcdef'].entries()) DIGITS[digit.charCodeAt(0)] = value;
/** Each byte as two digits. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Writes the layout's number, version and given values at `offset`; what is not given is zero. */
export function encode<Specs extends FieldSpecs>(
  layout: Layout<Specs>,
  values: Partial<ValuesOf<Specs>>,
  bytes: Uint8Array = new Uint8Array(layout.byteLength),
  offset = 0,
): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, layout.byteLength);
  bytes.fill(0, offset, offset + layout.byteLength);
  const given: Readonly<Record<string, number | string | undefined>> = values;
  for (const field of layout.fields) {
    const value = given[field.name] ?? ownOf(layout, field);
    // What is zero is there already.
    if (value !== 0) writeField(view, field, value);
  }
  return bytes;
}

/** Reads every field at `offset`. The bytes must be of this layout and checked, or integers may lose precision. */
export function decode<Specs extends FieldSpecs>(
  layout: Layout<Specs>,
  bytes: Uint8Array,
  offset = 0,
): ValuesOf<Specs> {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, layout.byteLength);
  const values: Record<string, number | string> = {};
  for (const field of layout.fields) {
    values[field.name] = field.kind === 'bytes' ? readHex(view, field) : readInteger(view, field);
  }
  return values as ValuesOf<Specs>;
}

/**
 * The byte offset of the first field that holds what it may not, or of the first reserved byte that
 * is not zero, whichever comes first; -1 when the bytes are well formed.
 */
export function firstFault(layout: Layout, bytes: Uint8Array, offset = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, layout.byteLength);
  let end = 0;
  for (const field of layout.fields) {
    if (field.kind !== 'bytes' && !admits(field, readInteger(view, field))) return field.offset;
    end = field.offset + field.bytes;
  }
  for (let reserved = end; reserved < layout.byteLength; reserved += 1) {
    if (view.getUint8(reserved) !== 0) return reserved;
  }
  return -1;
}

/** One line for a reader: the layout's name and every field that is not zero. */
export function print<Specs extends FieldSpecs>(layout: Layout<Specs>, values: ValuesOf<Specs>): string {
  const shown: string[] = [];
  const all: Readonly<Record<string, number | string>> = values;
  for (const field of layout.fields) {
    const value = all[field.name];
    if (value === undefined || field.name === 'kind' || field.name === 'version') continue;
    if (value === 0 || /^0*$/.test(String(value))) continue;
    shown.push(`${field.name}=${wordsFor(field, value)}`);
  }
  return [layout.name, ...shown].join(' ');
}

/** The name of the field or reserved byte at a byte offset of a layout. */
export function fieldNameAt(layout: Layout, offset: number): string {
  return layout.fields.find((field) => field.offset === offset)?.name ?? `byte ${offset}`;
}

function wordsFor(field: Field, value: number | string): string {
  if (field.names === undefined || typeof value === 'string') return String(value);
  if (field.mask === undefined) return field.names[value] ?? String(value);
  const bits = Object.entries(field.names).filter(([bit]) => (value & Number(bit)) !== 0);
  return bits.map(([, word]) => word).join('+');
}

/** What a field holds where nothing is given. */
function ownOf(layout: Layout, field: Field): number {
  if (field.name === 'kind') return layout.number;
  return field.name === 'version' ? layout.version : 0;
}

/** Writes one field of a layout that begins with the view. */
export function writeField(view: DataView, field: Field, value: number | string): void {
  if (typeof value === 'string') writeHex(view, field, value);
  else writeInteger(view, field, value);
}

function writeInteger(view: DataView, field: Field, value: number): void {
  if (field.kind === 'u8') view.setUint8(field.offset, value);
  else if (field.kind === 'u16') view.setUint16(field.offset, value, true);
  else {
    view.setUint32(field.offset, value >>> 0, true);
    if (field.kind !== 'u32') view.setInt32(field.offset + 4, Math.floor(value / TWO_32), true);
  }
}

function readInteger(view: DataView, field: Field): number {
  if (field.kind === 'u8') return view.getUint8(field.offset);
  if (field.kind === 'u16') return view.getUint16(field.offset, true);
  const low = view.getUint32(field.offset, true);
  if (field.kind === 'u32') return low;
  const high = field.kind === 'i64' ? view.getInt32(field.offset + 4, true) : view.getUint32(field.offset + 4, true);
  return high * TWO_32 + low;
}

function writeHex(view: DataView, field: Field, hex: string): void {
  assert(hex.length === 2 * field.bytes, `${field.name} takes ${field.bytes} bytes of hex`);
  for (let index = 0; index < field.bytes; index += 1) {
    const byte = (digitAt(hex, 2 * index) << 4) | digitAt(hex, 2 * index + 1);
    assert(byte >= 0, `${hex} is no lower-case hex`);
    view.setUint8(field.offset + index, byte);
  }
}

function readHex(view: DataView, field: Field): string {
  let hex = '';
  for (let index = 0; index < field.bytes; index += 1) hex += HEX[view.getUint8(field.offset + index)];
  return hex;
}

/** What a digit of hex is worth; below 0 where it is none. */
function digitAt(hex: string, at: number): number {
  return DIGITS[hex.charCodeAt(at)] ?? -1;
}
