/**
 * What a journal is made of. A journal is a directory of segments. A segment is a file of fixed size, zeros at first:
 * its head takes the first sector, and blocks of entries follow, each from the start of a sector, so that nothing that
 * was acknowledged shares a sector with what is written later. A block's check sum goes on from that of the block
 * before it, through all segments, so that no block can be missing, moved or of another journal.
 */
import { defineLayout } from '@intelligent-ledger/engine/core';
import { SECTOR_BYTES } from '../disk/disk.ts';

/** "ILGR", as bytes in this order. */
export const JOURNAL_MAGIC = 0x52474c49;
/** Entries of one block at most. */
export const BLOCK_COMMANDS_MAX = 4_096;
/** Entries of one block take at most so many bytes: what the input of a machine holds. */
export const BLOCK_ENTRY_BYTES_MAX = 262_144;
/** Bytes of the number by which a journal is told from any other. Nobody outside the host learns it. */
const JOURNAL_ID_BYTES = 16;
const HASH_BYTES = 32;

/** What all have that take a sector of their own. */
export const magicAndCrc = {
  magic: { kind: 'u32', min: JOURNAL_MAGIC, max: JOURNAL_MAGIC, doc: 'The same in all.' },
  crc: { kind: 'u32', doc: 'CRC-32 of the bytes before this.' },
} as const;

const mark = {
  kind: { kind: 'u8', doc: 'Which of the three this is.' },
  version: { kind: 'u8', doc: 'Version of the layout.' },
  reserved: { kind: 'u16', max: 0, doc: 'Zero.' },
  magic: magicAndCrc.magic,
} as const;

const head = {
  ...mark,
  epoch: { kind: 'u32', min: 1, doc: 'Term of the writer: one more for each start, and for each file given up.' },
  previousCrc: { kind: 'u32', doc: 'Check sum of the block before; 0 before the first.' },
  firstSequence: { kind: 'u64', min: 1, doc: 'Sequence of the first entry.' },
  released: { kind: 'u64', doc: 'A sequence up to which all was durable before this was written.' },
} as const;

export const segmentHead = defineLayout({
  name: 'segmentHead',
  number: 1,
  version: 1,
  byteLength: 56,
  doc: 'The first sector of a segment. Zeros follow up to its end.',
  fields: {
    ...head,
    journal: { kind: 'bytes', length: JOURNAL_ID_BYTES, doc: 'Which journal this is a segment of.' },
    reserved2: { kind: 'u32', max: 0, doc: 'Zero.' },
    crc: magicAndCrc.crc,
  },
});

export const blockHead = defineLayout({
  name: 'blockHead',
  number: 2,
  version: 1,
  byteLength: 80,
  doc: 'The head of a block. So many bytes of whole entries follow, and zeros up to the next sector.',
  fields: {
    ...head,
    count: { kind: 'u32', min: 1, max: BLOCK_COMMANDS_MAX, doc: 'Entries.' },
    byteLength: { kind: 'u32', min: 8, max: BLOCK_ENTRY_BYTES_MAX, doc: 'Bytes of the entries.' },
    recordsCrc: { kind: 'u32', doc: 'CRC-32 of all records of the log before the first entry.' },
    stateHash: {
      kind: 'bytes',
      length: HASH_BYTES,
      doc: 'State hash before the first entry; zeros where none was taken.',
    },
    crc: { kind: 'u32', doc: 'CRC-32 of the bytes before this and of the entries, going on from that before.' },
  },
});

export const releasedMark = defineLayout({
  name: 'releasedMark',
  number: 3,
  version: 1,
  byteLength: 40,
  doc: 'Up to where a journal was released, in a file beside it; the first bytes of a sector.',
  fields: {
    ...mark,
    sequence: { kind: 'u64', doc: 'The highest sequence that was released.' },
    journal: { kind: 'bytes', length: JOURNAL_ID_BYTES, doc: 'Of which journal.' },
    reserved2: { kind: 'u32', max: 0, doc: 'Zero.' },
    crc: magicAndCrc.crc,
  },
});

/** Bytes of a block with so many bytes of entries, with the zeros behind it. */
export function blockBytes(entryBytes: number): number {
  return Math.ceil((blockHead.byteLength + entryBytes) / SECTOR_BYTES) * SECTOR_BYTES;
}
