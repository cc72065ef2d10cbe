/**
 * The checksum of a book: one number by which two that hold it find out whether they hold the same at the top. It
 * covers everything that a level has. docs/concepts/book-views.md defines it to the byte.
 */
import { crc32 } from 'node:zlib';
import type { Level } from '@intelligent-ledger/engine/core';

/** How many levels of each side are covered, the best ones. */
export const CHECKSUM_LEVELS = 25;
const LEVEL_BYTES = 16;
const SIDE_BYTES = CHECKSUM_LEVELS * LEVEL_BYTES;
const TWO_32 = 4_294_967_296;
/** One for all calls: none of them gives it away, and the next fills it anew. */
const form = new DataView(new ArrayBuffer(2 * SIDE_BYTES));
const formBytes = new Uint8Array(form.buffer);

/** CRC-32 of the best levels of both sides, given best first; from 0 to 2^32-1. Levels beyond are not looked at. */
export function bookChecksum(bids: readonly Level[], asks: readonly Level[]): number {
  formBytes.fill(0);
  write(bids, 0);
  write(asks, SIDE_BYTES);
  return crc32(formBytes);
}

function write(levels: readonly Level[], from: number): void {
  const count = Math.min(levels.length, CHECKSUM_LEVELS);
  for (let position = 0; position < count; position += 1) {
    const { price, size, orders } = levels[position] as Level;
    const at = from + position * LEVEL_BYTES;
    form.setUint32(at, price, true);
    form.setUint32(at + 4, orders, true);
    form.setUint32(at + 8, size % TWO_32, true);
    form.setUint32(at + 12, Math.floor(size / TWO_32), true);
  }
}
