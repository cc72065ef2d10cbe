/** What a file of a snapshot is made of: a head that takes the first sector, and the state as the core writes it. */
import { defineLayout, type Layout } from '@intelligent-ledger/engine/core';
import { blockHead, magicAndCrc, releasedMark, segmentHead } from '../journal/journal-layouts.ts';

const HASH_BYTES = 32;
/** Of a hash that was saved before its end, the most that the core's takes. */
export const SAVED_HASH_BYTES_MAX = 104;

export const snapshotFileHead = defineLayout({
  name: 'snapshotFileHead',
  number: 4,
  version: 1,
  byteLength: 240,
  doc: 'The first sector of a snapshot. Zeros follow up to its end, and then the state.',
  fields: {
    kind: { kind: 'u8', doc: 'Which head this is.' },
    version: { kind: 'u8', doc: 'Version of the layout.' },
    reserved: { kind: 'u16', max: 0, doc: 'Zero.' },
    magic: magicAndCrc.magic,
    sequence: { kind: 'u64', doc: 'The last entry that the state has.' },
    byteLength: { kind: 'u64', doc: 'Bytes of the state.' },
    journal: { kind: 'bytes', length: 16, doc: 'Of which journal.' },
    blockCrc: { kind: 'u32', doc: 'Check sum of the block that ends with that entry.' },
    recordsCrc: { kind: 'u32', doc: 'CRC-32 of all records of the log up to there.' },
    stateHash: { kind: 'bytes', length: HASH_BYTES, doc: 'SHA-256 of the state.' },
    chainHead: { kind: 'bytes', length: HASH_BYTES, doc: 'The record chain at its last mark.' },
    chainPending: {
      kind: 'bytes',
      length: SAVED_HASH_BYTES_MAX,
      doc: 'Its saved hash over what came since, and zeros.',
    },
    chainPendingBytes: { kind: 'u32', max: SAVED_HASH_BYTES_MAX, doc: 'How long that is.' },
    reserved2: { kind: 'u32', max: 0, doc: 'Zero.' },
    reserved3: { kind: 'u32', max: 0, doc: 'Zero.' },
    crc: magicAndCrc.crc,
  },
});

/** Every layout of the files of a durable exchange, in the order of their numbers. */
export const JOURNAL_LAYOUTS: readonly Layout[] = [segmentHead, blockHead, releasedMark, snapshotFileHead];
