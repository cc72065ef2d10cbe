/** Makes heads of segments and blocks with their check sums, and says of bytes whether they are such. */
import { crc32 } from 'node:zlib';
import {
  decode,
  encode,
  type FieldSpecs,
  firstFault,
  type Layout,
  offsetOf,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { SECTOR_BYTES } from '../disk/disk.ts';
import { blockBytes, blockHead, JOURNAL_MAGIC, type magicAndCrc, type segmentHead } from './journal-layouts.ts';

export type SegmentHead = ValuesOf<typeof segmentHead.specs>;
export type BlockHead = ValuesOf<typeof blockHead.specs>;

/** What a block says that has no state hash. */
export const NO_HASH = '00'.repeat(blockHead.specs.stateHash.length);

const BLOCK_CRC = offsetOf(blockHead, 'crc');

/** What whoever makes a block says of it. */
export type BlockTerms = Pick<BlockHead, 'firstSequence' | 'count' | 'recordsCrc' | 'stateHash'>;

/** By what a block is sealed: the writer's term, what was released, and what it goes on from. */
export type Seal = Pick<BlockHead, 'epoch' | 'released' | 'previousCrc'>;

/** What the check sums of a journal's blocks begin with, so that only who knows its id can make a block. */
export function crcSeedOf(journal: string): number {
  return crc32(Buffer.from(journal, 'hex'));
}

/** What has a sector of its own and a check sum of its own. */
type Sealed = FieldSpecs & typeof magicAndCrc;

/** A sector that begins with these values, sealed. */
export function sealedSector<Specs extends Sealed>(layout: Layout<Specs>, terms: Partial<ValuesOf<Specs>>): Uint8Array {
  const bytes = new Uint8Array(SECTOR_BYTES);
  const values = { ...terms, magic: JOURNAL_MAGIC };
  encode(layout, values, bytes);
  encode(layout, { ...values, crc: crc32(bytes.subarray(0, offsetOf(layout, 'crc'))) }, bytes);
  return bytes;
}

/** The sealed values at a place of bytes that go on for a sector at least, or why there are none. */
export function sealedIn<Specs extends Sealed>(
  layout: Layout<Specs>,
  bytes: Uint8Array,
  at = 0,
): ValuesOf<Specs> | string {
  const fault = formFault(layout, bytes, at);
  if (fault !== null) return fault;
  const values = decode(layout, bytes, at);
  const crc = crc32(bytes.subarray(at, at + offsetOf(layout, 'crc')));
  return crc === values.crc ? values : `the check sum of the ${layout.name} is wrong`;
}

/** Writes the head of a block before its entries, which begin behind the head at `at`. Answers the check sum. */
export function sealBlock(bytes: Uint8Array, at: number, byteLength: number, terms: BlockTerms & Seal, seed: number) {
  const head = { ...terms, magic: JOURNAL_MAGIC, byteLength };
  encode(blockHead, head, bytes, at);
  const crc = blockCrc(bytes, at, byteLength, terms.previousCrc ^ seed);
  encode(blockHead, { ...head, crc }, bytes, at);
  return crc;
}

/**
 * The head of the block at a place of these bytes, whose check sums begin with `seed`; why there is none; or null where
 * the end of the file or zeros say that none was written.
 */
export function blockHeadOf(bytes: Uint8Array, at: number, seed: number): BlockHead | string | null {
  if (at === bytes.length) return null;
  if (bytes.length - at < blockHead.byteLength) return 'it ends within a head';
  if (bytes.subarray(at, at + blockHead.byteLength).every((byte) => byte === 0)) return null;
  const fault = formFault(blockHead, bytes, at);
  if (fault !== null) return fault;
  const head = decode(blockHead, bytes, at);
  if (bytes.length - at < blockBytes(head.byteLength)) return 'it ends within a block';
  if (blockCrc(bytes, at, head.byteLength, head.previousCrc ^ seed) !== head.crc)
    return 'the check sum of a block is wrong';
  return head;
}

function blockCrc(bytes: Uint8Array, at: number, byteLength: number, start: number): number {
  const ofHead = crc32(bytes.subarray(at, at + BLOCK_CRC), start >>> 0);
  const from = at + blockHead.byteLength;
  return crc32(bytes.subarray(from, from + byteLength), ofHead);
}

function formFault(layout: Layout, bytes: Uint8Array, at: number): string | null {
  const isKnown = bytes[at] === layout.number && bytes[at + 1] === layout.version;
  if (!isKnown) return `there is no ${layout.name} of a known version`;
  return firstFault(layout, bytes, at) === -1 ? null : `a field of the ${layout.name} is out of range`;
}
