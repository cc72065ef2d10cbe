/**
 * The one description from which every binary layout of the exchange is encoded, decoded, checked,
 * printed and documented. A layout is a fixed number of little-endian bytes, fields at their natural
 * alignment, and zeros where no field is. Layouts only grow: a reserved byte may become a field
 * whose zero means what the absence of the field meant.
 */
import { assert } from '../bug.ts';

/** Largest integer that a field of eight bytes may carry: safe integers only. */
export const U64_MAX = Number.MAX_SAFE_INTEGER;

/** What one field may hold. Integers are unsigned, but for `i64`; `bytes` are opaque and shown as lower-case hex. */
export interface FieldSpec {
  readonly kind: 'u8' | 'u16' | 'u32' | 'u64' | 'i64' | 'bytes';
  /** Size of a `bytes` field. */
  readonly length?: number;
  /** Smallest and largest value accepted, both inclusive. Absent: the range of the kind. */
  readonly min?: number;
  readonly max?: number;
  /** For a field of flags: the bits that may be set. */
  readonly mask?: number;
  /** Words for the values of an enumeration or the bits of a set of flags, keyed by number. */
  readonly names?: Readonly<Record<number, string>>;
  readonly doc: string;
}

export interface Field extends FieldSpec {
  readonly name: string;
  readonly offset: number;
  readonly bytes: number;
  /** The smallest and largest value that the field's rule admits; meaningless for `bytes`. */
  readonly least: number;
  readonly most: number;
}

export type FieldSpecs = Readonly<Record<string, FieldSpec>>;

/** The decoded form of a layout: a number for each integer field, hex for each `bytes` field. */
export type ValuesOf<Specs extends FieldSpecs> = {
  -readonly [Name in keyof Specs]: ValueOf<Specs[Name]['kind']>;
};

/** Distributes over a kind that is not known, so that the values of any layout are numbers or hex. */
type ValueOf<Kind extends FieldSpec['kind']> = Kind extends 'bytes' ? string : number;

export interface Layout<Specs extends FieldSpecs = FieldSpecs> {
  readonly name: string;
  /** The number in the first byte of every instance. */
  readonly number: number;
  readonly version: number;
  readonly byteLength: number;
  /** How many bytes of variable content may follow: exactly zero for most layouts. */
  readonly blobBytesMax: number;
  readonly doc: string;
  readonly fields: readonly Field[];
  readonly specs: Specs;
}

const WIDTH = { u8: 1, u16: 2, u32: 4, u64: 8, i64: 8 } as const;
const WIDEST = { u8: 255, u16: 65_535, u32: 4_294_967_295, u64: U64_MAX, i64: U64_MAX } as const;

/** Builds a layout: places the fields in the order given and refuses one that is out of alignment. */
export function defineLayout<const Specs extends FieldSpecs>(design: {
  name: string;
  number: number;
  version: number;
  byteLength: number;
  blobBytesMax?: number;
  doc: string;
  fields: Specs;
}): Layout<Specs> {
  const fields: Field[] = [];
  let offset = 0;
  for (const [name, spec] of Object.entries(design.fields)) {
    const bytes = spec.kind === 'bytes' ? (spec.length ?? 0) : WIDTH[spec.kind];
    const alignment = spec.kind === 'bytes' ? 4 : bytes;
    assert(bytes > 0 && offset % alignment === 0, `${design.name}.${name} is not aligned`);
    const widest = spec.kind === 'bytes' ? 0 : WIDEST[spec.kind];
    const least = spec.min ?? (spec.kind === 'i64' ? -widest : 0);
    const most = spec.max ?? spec.mask ?? widest;
    fields.push({ ...spec, name, offset, bytes, least, most });
    offset += bytes;
  }
  assert(offset <= design.byteLength, `${design.name} is longer than its ${design.byteLength} bytes`);
  assert(design.byteLength % 8 === 0, `${design.name} does not end on a multiple of eight bytes`);
  const { name, number, version, byteLength, doc, fields: specs } = design;
  return { name, number, version, byteLength, blobBytesMax: design.blobBytesMax ?? 0, doc, fields, specs };
}

/** The byte offset of a field, which is also how a rejection names the offending field. */
export function offsetOf<Specs extends FieldSpecs>(layout: Layout<Specs>, name: keyof Specs & string): number {
  const field = layout.fields.find((candidate) => candidate.name === name);
  assert(field !== undefined, `${layout.name} has no field ${name}`);
  return field.offset;
}

/** The index of the 32-bit word in which a field of four or more bytes starts. */
export function wordOf<Specs extends FieldSpecs>(layout: Layout<Specs>, name: keyof Specs & string): number {
  const offset = offsetOf(layout, name);
  assert(offset % 4 === 0, `${layout.name}.${name} does not start on a word`);
  return offset >> 2;
}

/** Whether an integer is one that the field may carry. */
export function admits(field: Field, value: number): boolean {
  if (!Number.isSafeInteger(value) || value < field.least || value > field.most) return false;
  return field.mask === undefined || (value & ~field.mask) === 0;
}
