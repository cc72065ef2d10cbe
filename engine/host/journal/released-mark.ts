/**
 * Up to where everything was released, in a file beside the journal: the last block of a journal has nobody behind it
 * to say so. It is written off the path of acknowledgements and may lag. Two slots are written in turn, so that one of
 * them is whole whenever the power is cut.
 */
import type { ValuesOf } from '@intelligent-ledger/engine/core';
import { type Disk, type DiskFile, readAll, SECTOR_BYTES, writeAll } from '../disk/disk.ts';
import { releasedMark } from './journal-layouts.ts';
import { sealedIn, sealedSector } from './sealing.ts';

const FILE_NAME = 'released';
const SLOTS = 2;

type Mark = ValuesOf<typeof releasedMark.specs>;

/**
 * The highest sequence that a directory's mark says was released of a journal, or of whichever where none is named; 0
 * where no whole mark is of it.
 */
export async function readReleased(disk: Disk, directory: string, journal: string): Promise<number> {
  if (!(await disk.list(directory)).includes(FILE_NAME)) return 0;
  const file = await disk.openToRead(`${directory}/${FILE_NAME}`);
  try {
    const marks = await marksOf(file);
    return Math.max(
      0,
      ...marks.map((mark) => (mark !== null && (journal === '' || mark.journal === journal) ? mark.sequence : 0)),
    );
  } finally {
    await file.close();
  }
}

export class ReleasedMark {
  private readonly file: DiskFile;
  private readonly journal: string;
  /** Comes back when the next mark may be written. */
  private readonly pause: () => Promise<void>;
  private noted: number;
  private written: number;
  private slot: number;
  private run: Promise<void> | null = null;
  private lastFailure: unknown = null;

  private constructor(file: DiskFile, journal: string, pause: () => Promise<void>, slot: number, sequence: number) {
    this.file = file;
    this.journal = journal;
    this.pause = pause;
    this.slot = slot;
    this.noted = sequence;
    // What the file shows may never have come to the disk, so that the next note writes it again.
    this.written = 0;
  }

  /** Opens the mark of a journal, or makes it. The slot that says less is written first. */
  static async open(disk: Disk, directory: string, journal: string, pause: () => Promise<void>): Promise<ReleasedMark> {
    const path = `${directory}/${FILE_NAME}`;
    const isThere = (await disk.list(directory)).includes(FILE_NAME);
    const file = isThere ? await disk.openToWrite(path) : await disk.create(path);
    try {
      await disk.syncDirectory(directory);
      const sequences = (await marksOf(file)).map((mark) => (mark?.journal === journal ? mark.sequence : -1));
      const highest = Math.max(0, ...sequences);
      return new ReleasedMark(file, journal, pause, sequences[0] === highest ? 1 : 0, highest);
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  /** Why the last mark could not be written; null when it could. */
  get failure(): unknown {
    return this.lastFailure;
  }

  /** From now on everything up to a sequence counts as released. Comes back at once. */
  note(sequence: number): void {
    this.noted = Math.max(this.noted, sequence);
    if (this.noted > this.written) this.run ??= this.writeAll();
  }

  /** Comes back when what was noted is written, or could not be. */
  async flush(): Promise<void> {
    await this.run;
  }

  async close(): Promise<void> {
    await this.flush();
    await this.file.close();
  }

  private async writeAll(): Promise<void> {
    while (this.noted > this.written) {
      const sequence = this.noted;
      try {
        await writeAll(
          this.file,
          sealedSector(releasedMark, { journal: this.journal, sequence }),
          this.slot * SECTOR_BYTES,
        );
        await this.file.datasync();
      } catch (error) {
        // The next note tries again, in the same slot: the other one is whole.
        this.lastFailure = error;
        break;
      }
      this.lastFailure = null;
      this.written = sequence;
      this.slot = (this.slot + 1) % SLOTS;
      await this.pause();
    }
    this.run = null;
  }
}

/** What each slot says; null for one that is not whole. */
async function marksOf(file: DiskFile): Promise<(Mark | null)[]> {
  const bytes = new Uint8Array(SLOTS * SECTOR_BYTES);
  await readAll(file, bytes, 0);
  return Array.from({ length: SLOTS }, (_, slot) => {
    const mark = sealedIn(releasedMark, bytes, slot * SECTOR_BYTES);
    return typeof mark === 'string' ? null : mark;
  });
}
