/**
 * History is kept from the beginning: a segment that will not be written to again is copied to an archive and read back
 * from there, and only then, and once two snapshots are behind it, is taken off the local disk.
 */
import { createHash } from 'node:crypto';
import { type Disk, readAll, writeAll } from '../disk/disk.ts';
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
  let copied = 0;
  let removed = 0;
  for (const { name, lastSequence } of ended(await segmentsIn(disk, journal))) {
    if (lastSequence > applied) continue;
    if (!present.has(name)) {
      await copy(disk, `${journal}/${name}`, `${archive}/${name}`);
      await disk.syncDirectory(archive);
      copied += 1;
    }
    if (lastSequence > covered) continue;
    await disk.remove(`${journal}/${name}`);
    removed += 1;
  }
  return { copied, removed };
}

/** The segments behind which another one was begun, with the last sequence that is read of each. */
function ended(segments: readonly SegmentName[]): { readonly name: string; readonly lastSequence: number }[] {
  return segments.flatMap(({ name, epoch }) => {
    const later = segments.filter((other) => other.epoch > epoch || (other.epoch === epoch && other.name > name));
    const lastSequence = Math.min(...later.map(({ firstSequence }) => firstSequence - 1));
    return later.length === 0 ? [] : [{ name, lastSequence }];
  });
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

async function hashOf(disk: Disk, path: string): Promise<string> {
  const file = await disk.openToRead(path);
  const step = new Uint8Array(STEP_BYTES);
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
