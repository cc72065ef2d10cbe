/**
 * History is kept from the beginning: a segment that will not be written to again is copied to an archive and read back
 * from there, and only then, and once two snapshots are behind it, is taken off the local disk.
 */
import { createHash } from 'node:crypto';
import { alignedBytes, type Disk, readAll, writeAll } from '../disk/disk.ts';
import { type SegmentName, segmentsIn } from '../journal/segment-names.ts';
import type { DataDirectories } from '../replay/data-directories.ts';

const PARTIAL = '.partial';
const STEP_BYTES = 1_048_576;

/** An archive gives back something else than it was given. */
export class ArchiveFault extends Error {}

export interface Archived {
  /** Segments that were copied. */
  readonly copied: number;
  /** Segments that were taken off the local disk. */
  readonly removed: number;
}

/**
 * Copies every segment that ends at most with `applied`, and takes away those that end at most with `covered`, which
 * snapshots have.
 */
export async function archiveSegments(
  disk: Disk,
  { journal, archive }: DataDirectories,
  applied: number,
  covered: number,
): Promise<Archived> {
  const present = new Set((await segmentsIn(disk, archive)).map(({ name }) => name));
  const done = ended(await segmentsIn(disk, journal)).filter(({ lastSequence }) => lastSequence <= applied);
  let copied = 0;
  for (const { name } of done) {
    if (present.has(name)) continue;
    await copy(disk, `${journal}/${name}`, `${archive}/${name}`);
    copied += 1;
  }
  // Also for what was copied by somebody who ended before he could say so.
  await disk.syncDirectory(archive);
  const covers = done.filter(({ lastSequence }) => lastSequence <= covered);
  for (const { name } of covers) await disk.remove(`${journal}/${name}`);
  return { copied, removed: covers.length };
}

/**
 * The segments behind which another one was begun, with the last sequence that is read of each. One of which nothing is
 * read was given up, and its writer takes it away.
 */
function ended(segments: readonly SegmentName[]): { readonly name: string; readonly lastSequence: number }[] {
  const sorted = segments.toSorted((a, b) => a.epoch - b.epoch || a.firstSequence - b.firstSequence);
  const found: { readonly name: string; readonly lastSequence: number }[] = [];
  let lastSequence = Number.POSITIVE_INFINITY;
  for (const { name, firstSequence } of sorted.toReversed()) {
    if (Number.isFinite(lastSequence) && lastSequence >= firstSequence) found.push({ name, lastSequence });
    lastSequence = Math.min(lastSequence, firstSequence - 1);
  }
  return found.toReversed();
}

async function copy(disk: Disk, from: string, to: string): Promise<void> {
  const partial = `${to}${PARTIAL}`;
  const directory = to.slice(0, to.lastIndexOf('/'));
  const left = (await disk.list(directory)).find((name) => partial.endsWith(`/${name}`));
  if (left !== undefined) await disk.remove(partial);
  const source = await disk.openToRead(from);
  const target = await disk.create(partial);
  const step = new Uint8Array(STEP_BYTES);
  const hash = createHash('sha256');
  try {
    for (let at = 0; ; ) {
      const length = await readAll(source, step, at);
      if (length === 0) break;
      hash.update(step.subarray(0, length));
      await writeAll(target, step.subarray(0, length), at);
      at += length;
    }
    await target.datasync();
  } finally {
    await source.close();
    await target.close();
  }
  const given = hash.digest('hex');
  const got = await hashOf(disk, partial);
  if (got !== given) throw new ArchiveFault(`${partial} reads as ${got}, and was written as ${given}`);
  await disk.rename(partial, to);
}

/** Read past the system's cache, which still has what was written. */
async function hashOf(disk: Disk, path: string): Promise<string> {
  const file = await disk.openDirect(path);
  const step = alignedBytes(STEP_BYTES);
  const hash = createHash('sha256');
  try {
    for (let at = 0; ; ) {
      const length = await readAll(file, step, at);
      if (length === 0) return hash.digest('hex');
      hash.update(step.subarray(0, length));
      at += length;
    }
  } finally {
    await file.close();
  }
}
