/** Makes heads of segments and blocks with their check sums, and says of bytes whether they are such. */
import { crc32 } from 'node:zlib';
import { decode, encode, firstFault, offsetOf, type ValuesOf } from '@intelligent-ledger/engine/core';
import { blockBytes, blockHead, JOURNAL_MAGIC, SECTOR_BYTES, segmentHead } from './journal-layouts.ts';

export type SegmentHead = ValuesOf<typeof segmentHead.specs>;
export type BlockHead = ValuesOf<typeof blockHead.specs>;

const SEGMENT_CRC = offsetOf(segmentHead, 'crc');
const BLOCK_CRC = offsetOf(blockHead, 'crc');

/** What the writer says of a segment; the rest follows from it. */
export type SegmentTerms = Pick<SegmentHead, 'epoch' | 'previousCrc' | 'firstSequence' | 'released' | 'journal'>;
/** What the writer says of a block. */
export type BlockTerms = Pick<BlockHead, 'epoch' | 'previousCrc' | 'firstSequence' | 'released' | 'count'>;

/** The first sector of a segment. */
export function sealedSegmentHead(terms: SegmentTerms): Uint8Array {
  const bytes = new Uint8Array(SECTOR_BYTES);
  const head = { ...terms, magic: JOURNAL_MAGIC };
  encode(segmentHead, head, bytes);
  encode(segmentHead, { ...head, crc: crc32(bytes.subarray(0, SEGMENT_CRC)) }, bytes);
  return bytes;
}

/** The head of a segment, or why these bytes, a sector at least, begin with none. */
export function segmentHeadOf(bytes: Uint8Array): SegmentHead | string {
  const fault = headFault(segmentHead, bytes);
  if (fault !== null) return fault;
  const head = decode(segmentHead, bytes);
  return crc32(bytes.subarray(0, SEGMENT_CRC)) === head.crc ? head : 'the check sum of its head is wrong';
}

/** Writes the head of a block before its entries, which begin behind the head at `at`. Answers the check sum. */
export function sealBlock(bytes: Uint8Array, at: number, byteLength: number, terms: BlockTerms): number {
  const head = { ...terms, magic: JOURNAL_MAGIC, byteLength };
  encode(blockHead, head, bytes, at);
  const crc = blockCrc(bytes, at, byteLength, terms.previousCrc);
  encode(blockHead, { ...head, crc }, bytes, at);
  return crc;
}

/**
 * The head of the block at a place of these bytes; why there is none; or null where the end of the
 * file or zeros say that none was written.
 */
export function blockHeadOf(bytes: Uint8Array, at: number): BlockHead | string | null {
  if (at === bytes.length) return null;
  if (bytes.length - at < blockHead.byteLength) return 'it ends within a head';
  if (bytes.subarray(at, at + blockHead.byteLength).every((byte) => byte === 0)) return null;
  const fault = headFault(blockHead, bytes, at);
  if (fault !== null) return fault;
  const head = decode(blockHead, bytes, at);
  if (bytes.length - at < blockBytes(head.byteLength)) return 'it ends within a block';
  if (blockCrc(bytes, at, head.byteLength, head.previousCrc) !== head.crc) return 'the check sum of a block is wrong';
  return head;
}

function blockCrc(bytes: Uint8Array, at: number, byteLength: number, previousCrc: number): number {
  const ofHead = crc32(bytes.subarray(at, at + BLOCK_CRC), previousCrc);
  const from = at + blockHead.byteLength;
  return crc32(bytes.subarray(from, from + byteLength), ofHead);
}

function headFault(layout: typeof segmentHead | typeof blockHead, bytes: Uint8Array, at = 0): string | null {
  if (bytes[at] !== layout.number || bytes[at + 1] !== layout.version)
    return `there is no ${layout.name} of a known version`;
  return firstFault(layout, bytes, at) === -1 ? null : `a field of the ${layout.name} is out of range`;
}
