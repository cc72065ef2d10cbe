/**
 * Where a journal ends. A process that dies while it writes leaves a block that is not whole; it was never
 * acknowledged, and is cut off. But a block that was acknowledged may have been damaged since, and then cutting would
 * lose it. What was released says which it is: what the journal's own heads say, those behind the damage included, and
 * what the caller knows from elsewhere. Damage at or below it stops recovery, as does any that no torn write leaves.
 */
import { assert } from '@intelligent-ledger/engine/core';
import { type Disk, readAll, SECTOR_BYTES, writeAll } from '../disk/disk.ts';
import { blockBytes } from './journal-layouts.ts';
import type { Damage, JournalReader, Place, Position } from './journal-reader.ts';
import { blockHeadOf } from './sealing.ts';
import { segmentsIn } from './segment-names.ts';

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
  const behind = place === null ? 0 : await releasedBehind(disk, directory, place);
  const known = Math.max(released, reader.released, behind);
  if (known > position.sequence || (damage !== null && !damage.isTorn)) {
    const missing = { place: place ?? { segment: '', at: 0 }, what: 'entries that were released are missing' };
    return { isWhole: false, position, damage: damage ?? { ...missing, isTorn: false }, released: known };
  }
  if (place !== null) await cut(disk, directory, place);
  await disk.syncDirectory(directory);
  return { isWhole: true, position, cut: damage };
}

/** The highest sequence that any whole block from a place on, or in a later segment, says was released. */
async function releasedBehind(disk: Disk, directory: string, place: Place): Promise<number> {
  let released = 0;
  const names = (await segmentsIn(disk, directory)).map(({ name }) => name);
  for (const name of names.filter((candidate) => candidate >= place.segment)) {
    const file = await disk.openToRead(`${directory}/${name}`);
    try {
      const bytes = new Uint8Array(await file.size());
      const length = await readAll(file, bytes, 0);
      released = Math.max(
        released,
        releasedIn(bytes.subarray(0, length), name === place.segment ? place.at : SECTOR_BYTES),
      );
    } finally {
      await file.close();
    }
  }
  return released;
}

function releasedIn(bytes: Uint8Array, from: number): number {
  let released = 0;
  let at = from;
  while (at < bytes.length) {
    const head = blockHeadOf(bytes, at);
    const isBlock = head !== null && typeof head !== 'string';
    if (isBlock) released = Math.max(released, head.released);
    at += isBlock ? blockBytes(head.byteLength) : SECTOR_BYTES;
  }
  return released;
}

/**
 * Cuts a segment off. What stays is written once more, the same bytes, before it is synced: where a sync had failed,
 * the system may still show what never came to the disk, and would take another sync for done without writing it.
 */
async function cut(disk: Disk, directory: string, { segment, at }: Place): Promise<void> {
  const file = await disk.openToWrite(`${directory}/${segment}`);
  try {
    if ((await file.size()) > at) await file.truncate(at);
    const bytes = new Uint8Array(at);
    const length = await readAll(file, bytes, 0);
    await writeAll(file, bytes.subarray(0, length), 0);
    await file.datasync();
  } finally {
    await file.close();
  }
}
