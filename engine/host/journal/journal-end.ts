/**
 * Where a journal ends. A process that dies while it writes leaves a block that is not whole; it was never
 * acknowledged, and is cut off. But a block that was acknowledged may have been damaged since, and then cutting would
 * lose it. What was released says which it is: what the journal's own heads say, those behind the damage included, and
 * what the caller knows from elsewhere. Damage at or below it stops recovery, as does any that no torn write leaves.
 */
import { assert } from '@intelligent-ledger/engine/core';
import { type Disk, type DiskFile, readAll, SECTOR_BYTES, writeAll } from '../disk/disk.ts';
import { BLOCK_ENTRY_BYTES_MAX, blockBytes } from './journal-layouts.ts';
import type { Damage, JournalReader, Place, Position } from './journal-reader.ts';
import { blockHeadOf, crcSeedOf } from './sealing.ts';
import { segmentsIn } from './segment-names.ts';

/** So much is looked at or written again at a time; more than the largest block. */
const STEP_BYTES = 4_194_304;
const LARGEST_BLOCK = blockBytes(BLOCK_ENTRY_BYTES_MAX);

export type JournalEnd =
  | { readonly isWhole: true; readonly position: Position; readonly cut: Damage | null }
  | { readonly isWhole: false; readonly position: Position; readonly damage: Damage; readonly released: number };

/**
 * Settles the end of a journal that a reader has read as far as it could. `released`: the highest sequence that is
 * known from elsewhere to have been released. Where it is whole, the directory holds nothing beyond its position.
 */
export async function settleEnd(
  disk: Disk,
  directory: string,
  reader: JournalReader,
  released: number,
): Promise<JournalEnd> {
  assert(reader.isAtEnd, 'the end of a journal is settled once it is read');
  const { position, place, damage } = reader;
  const behind = place === null ? 0 : await releasedBehind(disk, directory, place, crcSeedOf(reader.journal));
  const known = Math.max(released, reader.released, behind);
  if (known > position.sequence || (damage !== null && !damage.isTorn)) {
    const missing = { place: place ?? { path: directory, at: 0 }, what: 'entries that were released are missing' };
    return { isWhole: false, position, damage: damage ?? { ...missing, isTorn: false }, released: known };
  }
  if (place !== null && !place.path.startsWith(`${directory}/`)) {
    const what = 'the last segment lies only in the archive';
    return { isWhole: false, position, damage: { place, what, isTorn: false }, released: known };
  }
  if (place !== null) await cut(disk, place);
  await disk.syncDirectory(directory);
  return { isWhole: true, position, cut: damage };
}

/** The highest sequence that any whole block from a place on, or in a later segment, says was released. */
async function releasedBehind(disk: Disk, directory: string, place: Place, seed: number): Promise<number> {
  let released = 0;
  const paths = (await segmentsIn(disk, directory)).map(({ name }) => `${directory}/${name}`);
  for (const path of paths.filter((candidate) => candidate >= place.path)) {
    const file = await disk.openToRead(path);
    try {
      const from = path === place.path ? place.at : SECTOR_BYTES;
      released = Math.max(released, await releasedIn(file, from, seed));
    } finally {
      await file.close();
    }
  }
  return released;
}

async function releasedIn(file: DiskFile, from: number, seed: number): Promise<number> {
  const window = new Uint8Array(STEP_BYTES);
  let released = 0;
  for (let start = from; ; ) {
    const length = await readAll(file, window, start);
    const isLast = length < STEP_BYTES;
    let at = 0;
    // A block that the window may not hold whole is looked at again at the start of the next.
    while (at < length && (isLast || at + LARGEST_BLOCK <= length)) {
      const head = blockHeadOf(window.subarray(0, length), at, seed);
      const isBlock = head !== null && typeof head !== 'string';
      if (isBlock) released = Math.max(released, head.released);
      at += isBlock ? blockBytes(head.byteLength) : SECTOR_BYTES;
    }
    if (isLast) return released;
    start += at;
  }
}

/**
 * Cuts a segment off. What stays is written once more, the same bytes, before it is synced: where a sync had failed,
 * the system may still show what never came to the disk, and would take another sync for done without writing it.
 */
async function cut(disk: Disk, { path, at }: Place): Promise<void> {
  const file = await disk.openToWrite(path);
  try {
    if ((await file.size()) > at) await file.truncate(at);
    const step = new Uint8Array(Math.min(at, STEP_BYTES));
    for (let from = 0; from < at; from += step.length) {
      const length = await readAll(file, step.subarray(0, Math.min(step.length, at - from)), from);
      await writeAll(file, step.subarray(0, length), from);
    }
    await file.datasync();
  } finally {
    await file.close();
  }
}
