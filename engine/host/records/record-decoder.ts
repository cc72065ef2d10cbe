/**
 * Reads records into plain values as the core's own reader does, several times as fast: for each layout there is a
 * function made of its fields, so that every record of a kind has one shape and nothing is looked up by name. Whoever
 * follows the log reads everything that happens, so that this decides how far behind it is.
 */
import { assert, type DecodedRecord, type Layout, RECORDS } from '@intelligent-ledger/engine/core';

type Reader = (view: DataView, at: number) => DecodedRecord['values'];

interface RecordKind {
  readonly layout: Layout;
  readonly read: Reader;
}

/** Each byte as two digits. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
/** By number. */
const KINDS: (RecordKind | undefined)[] = [];
for (const layout of RECORDS) KINDS[layout.number] = { layout, read: readerOf(layout) };

/** Every record in `bytes`, which must be a run of whole records as the machine wrote them. */
export function readRecords(bytes: Uint8Array): DecodedRecord[] {
  const records: DecodedRecord[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (offset < bytes.length) {
    const kind = KINDS[bytes[offset] as number];
    assert(kind !== undefined, `no record has kind ${bytes[offset]}`);
    const { layout, read } = kind;
    records.push({ name: layout.name, layout, values: read(view, offset) });
    offset += layout.byteLength;
  }
  return records;
}

/**
 * The function that reads a layout. It is made of names and numbers of the schema alone, and of nothing that came in.
 */
function readerOf({ fields }: Layout): Reader {
  const properties = fields.map(({ name, kind, offset, bytes }) => `${name}: ${valueAt(kind, offset, bytes)}`);
  const made = new Function('HEX', `return (view, at) => ({ ${properties.join(', ')} });`) as (
    hex: typeof HEX,
  ) => Reader;
  return made(HEX);
}

/** What reads a field, as text. */
function valueAt(kind: Layout['fields'][number]['kind'], offset: number, bytes: number): string {
  const word = (at: number, get = 'getUint32') => `view.${get}(at + ${at}, true)`;
  switch (kind) {
    case 'u8':
      return `view.getUint8(at + ${offset})`;
    case 'u16':
      return word(offset, 'getUint16');
    case 'u32':
      return word(offset);
    case 'u64':
      return `${word(offset + 4)} * 4294967296 + ${word(offset)}`;
    case 'i64':
      return `${word(offset + 4, 'getInt32')} * 4294967296 + ${word(offset)}`;
    case 'bytes':
      return Array.from({ length: bytes }, (_, index) => `HEX[view.getUint8(at + ${offset + index})]`).join(' + ');
  }
}
