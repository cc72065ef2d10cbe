/** A command before it becomes the bytes of an entry. */
import { encode, encodeEntry, type FieldSpecs, type Layout, type ValuesOf } from '@intelligent-ledger/engine/core';

/** A command without its blob, and the blob. */
export interface Draft {
  readonly layout: Layout;
  readonly command: Uint8Array;
  readonly blob: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** A command of a layout with the values given; what is not given is zero. */
export function draftOf<Specs extends FieldSpecs>(
  layout: Layout<Specs>,
  values: Partial<ValuesOf<Specs>>,
  blob: Uint8Array = NOTHING,
): Draft {
  return { layout, command: encode(layout, { ...values, blobBytes: blob.length }), blob };
}

/** The entry of a draft; `time` is in microseconds. */
export function entryOf(draft: Draft, sequence: number, time: number, frame: Uint8Array = NOTHING): Uint8Array {
  const { command, blob } = draft;
  return encodeEntry({ sequence, time, command, blob, frame });
}

/** Bytes as the hex that a `bytes` field takes. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
