/**
 * The golden form of a layout: where each field lies, what it may hold, and one sample in which every field has a value
 * of its own, so that two fields that change places change the bytes. The sample shows where bytes go; it need not be
 * a command that the core accepts.
 */
import { encode, type Field, type Layout, type ValuesOf } from '@intelligent-ledger/engine/core';

/** One field, in terms of the bytes. */
export interface GoldenField {
  readonly name: string;
  readonly kind: Field['kind'];
  readonly offset: number;
  readonly bytes: number;
  /** Absent for `bytes`. */
  readonly min?: number;
  readonly max?: number;
  /** The bits that a field of flags may have. */
  readonly mask?: number;
  /** Words of an enumeration or of flags, by number. */
  readonly names?: Readonly<Record<string, string>>;
}

export type SampleValues = Readonly<Record<string, number | string>>;

export interface GoldenLayout {
  readonly name: string;
  readonly number: number;
  readonly version: number;
  readonly byteLength: number;
  readonly blobBytesMax: number;
  readonly fields: readonly GoldenField[];
  readonly sample: { readonly values: SampleValues; readonly hex: string };
}

/** The golden form of a layout as the schema has it now. */
export function goldenLayout(layout: Layout): GoldenLayout {
  const { name, number, version, byteLength, blobBytesMax, fields } = layout;
  const values: Record<string, number | string> = {};
  for (const field of fields) values[field.name] = sampleOf(layout, field);
  const sample = { values, hex: hexOf(layout, values) };
  return { name, number, version, byteLength, blobBytesMax, fields: fields.map(goldenField), sample };
}

/** The bytes of these values in a layout, as hex. */
export function hexOf(layout: Layout, values: SampleValues): string {
  return Buffer.from(encode(layout, values as Partial<ValuesOf<Layout['specs']>>)).toString('hex');
}

function goldenField(field: Field): GoldenField {
  const { name, kind, offset, bytes, mask, names } = field;
  return {
    name,
    kind,
    offset,
    bytes,
    ...(kind === 'bytes' ? {} : { min: field.least, max: field.most }),
    ...(mask === undefined ? {} : { mask }),
    ...(names === undefined ? {} : { names }),
  };
}

/** The byte at each offset is 64 more than the offset: no two fields are alike, and none is a layout's number. */
function sampleOf(layout: Layout, field: Field): number | string {
  if (field.name === 'kind') return layout.number;
  if (field.name === 'version') return layout.version;
  const bytes = Array.from({ length: field.bytes }, (_, index) => (64 + field.offset + index) % 256);
  if (field.kind === 'bytes') return Buffer.from(bytes).toString('hex');
  // An integer of eight bytes keeps its upper two zero: it must be a safe one.
  return bytes.slice(0, 6).reduceRight((value, byte) => 256 * value + byte, 0);
}
