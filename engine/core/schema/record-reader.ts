/** Reads a run of records back into plain values, in order. */
import { assert } from '../bug.ts';
import { decode } from './codec.ts';
import type { Layout } from './layout.ts';
import { RECORDS } from './record.ts';

export interface DecodedRecord {
  readonly name: string;
  readonly layout: Layout;
  readonly values: Readonly<Record<string, number | string>>;
}

/** By number. */
const LAYOUTS: (Layout | undefined)[] = [];
for (const layout of RECORDS) LAYOUTS[layout.number] = layout;

/** Every record in `bytes`, which must be a run of whole records as the machine wrote them. */
export function decodeRecords(bytes: Uint8Array): DecodedRecord[] {
  const records: DecodedRecord[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const layout = LAYOUTS[bytes[offset] as number];
    assert(layout !== undefined, `no record has kind ${bytes[offset]}`);
    records.push({ name: layout.name, layout, values: decode(layout, bytes, offset) });
    offset += layout.byteLength;
  }
  return records;
}
