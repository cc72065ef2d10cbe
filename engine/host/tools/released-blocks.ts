/** The blocks of a journal for a tool that looks at it, which a host may be writing meanwhile. */
import { systemDisk } from '../disk/disk.ts';
import { type Block, JournalReader } from '../journal/journal-reader.ts';
import { readReleased } from '../journal/released-mark.ts';
import type { DataDirectories } from '../replay/data-directories.ts';

/** The journal cannot be read to its end. */
export class JournalFault extends Error {}

/** The highest sequence that is known to have been released. */
export async function releasedOf({ journal }: DataDirectories, reader: JournalReader): Promise<number> {
  return Math.max(reader.released, await readReleased(systemDisk, journal, reader.journal));
}

/**
 * Gives every block that was released from where a reader stands, until one is taken with a fault; answers that, or
 * what is damaged, or null. The reader is closed then.
 */
export async function takeReleased(
  directories: DataDirectories,
  reader: JournalReader,
  take: (block: Block, released: number) => string | null,
): Promise<string | null> {
  try {
    const released = await releasedOf(directories, reader);
    await reader.refresh();
    for (let block = await reader.next(released); block !== null; block = await reader.next(released)) {
      const fault = take(block, released);
      if (fault !== null) return fault;
    }
    return damageOf(reader);
  } finally {
    await reader.close();
  }
}

/** Every block that was released from the one on that has an entry, as far as was released when it began. */
export async function* releasedBlocks(directories: DataDirectories, from: number): AsyncGenerator<Block> {
  const { journal, archive } = directories;
  const reader = await JournalReader.open(systemDisk, [journal, archive], Math.max(0, from - 1));
  try {
    const limit = await releasedOf(directories, reader);
    await reader.refresh();
    for (let block = await reader.next(limit); block !== null; block = await reader.next(limit)) {
      if (block.head.firstSequence + block.head.count > from) yield block;
    }
    const damage = damageOf(reader);
    if (damage !== null) throw new JournalFault(damage);
  } finally {
    await reader.close();
  }
}

function damageOf({ damage }: JournalReader): string | null {
  return damage === null ? null : `${damage.place.path} at byte ${damage.place.at}: ${damage.what}`;
}
