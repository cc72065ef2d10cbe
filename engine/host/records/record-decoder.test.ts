/** The fast reader of records against the core's own, over records of every layout with random fields. */
import { decodeRecords, type Field, RECORDS } from '@intelligent-ledger/engine/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecords } from './record-decoder.ts';

/**
 * Bytes of a record whose fields hold anything that they may; eight bytes hold a safe integer, negative where they
 * may.
 */
const record = fc.constantFrom(...RECORDS).chain((layout) =>
  fc.tuple(...layout.fields.map(bytesOfField)).map((fields) => {
    const bytes = new Uint8Array(layout.byteLength);
    for (const [index, field] of fields.entries()) bytes.set(field, layout.fields[index]?.offset);
    bytes[0] = layout.number;
    return bytes;
  }),
);

function bytesOfField({ kind, bytes }: Field): fc.Arbitrary<Uint8Array> {
  if (kind !== 'u64' && kind !== 'i64') return fc.uint8Array({ minLength: bytes, maxLength: bytes });
  const min = kind === 'i64' ? Number.MIN_SAFE_INTEGER : 0;
  return fc.integer({ min, max: Number.MAX_SAFE_INTEGER }).map((value) => {
    return new Uint8Array(BigInt64Array.of(BigInt(value)).buffer);
  });
}

test('records of every kind are read as the core reads them', () => {
  const kinds = new Set<number>();
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), (records) => {
      for (const [kind = 0] of records) kinds.add(kind);
      // Whatever lies before them in memory is none of theirs.
      const bytes = Buffer.concat([Uint8Array.of(7, 7, 7), ...records]).subarray(3);
      expect(readRecords(bytes)).toEqual(decodeRecords(bytes));
    }),
    { seed: 27_112_026, numRuns: 600 },
  );
  expect(kinds.size).toBe(RECORDS.length);
});

test('what is no record is refused', () => {
  expect(() => readRecords(Uint8Array.of(255, 1))).toThrow('no record has kind 255');
});
