/**
 * Up to where everything was released, in a file beside the journal: the last block of a journal has nobody behind it
 * to say so. It is written off the path of acknowledgements and may lag. Two slots are written in turn, so that one of
 * them is whole whenever the power is cut.
 */
import { crc32 } from 'node:zlib';
import { decode, defineLayout, encode, firstFault, offsetOf, type ValuesOf } from '@intelligent-ledger/engine/core';
import { type Disk, type DiskFile, readAll, writeAll } from '../disk/disk.ts';
import { JOURNAL_ID_BYTES, JOURNAL_MAGIC, SECTOR_BYTES } from './journal-layouts.ts';

const FILE_NAME = 'released';
const SLOTS = 2;

const releasedMark = defineLayout({
  name: 'releasedMark',
  number: 3,
  version: 1,
  byteLength: 40,
  doc: 'Up to where a journal was released; the first bytes of a sector.',
  fields: {
    kind: { kind: 'u8', doc: 'Always 3.' },
    version: { kind: 'u8', doc: 'Version of the layout.' },
    reserved: { kind: 'u16', max: 0, doc: 'Zero.' },
    magic: { kind: 'u32', min: JOURNAL_MAGIC, max: JOURNAL_MAGIC, doc: 'As in every head of a journal.' },
    sequence: { kind: 'u64', doc: 'The highest sequence that was released.' },
    journal: { kind: 'bytes', length: JOURNAL_ID_BYTES, doc: 'Of which journal.' },
    reserved2: { kind: 'u32', max: 0, doc: 'Zero.' },
    crc: { kind: 'u32', doc: 'CRC-32 of the bytes before this.' },
  },
});

type Mark = ValuesOf<typeof releasedMark.specs>;

const CRC = offsetOf(releasedMark, 'crc');

/** The highest sequence that a directory's mark says was released of a journal; 0 where no whole mark is of it. */
export async function readReleased(disk: Disk, directory: string, journal: string): Promise<number> {
  if (!(await disk.list(directory)).includes(FILE_NAME)) return 0;
  const file = await disk.openToRead(`${directory}/${FILE_NAME}`);
  try {
    const marks = await marksOf(file);
    return Math.max(0, ...marks.map((mark) => (mark?.journal === journal ? mark.sequence : 0)));
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
    this.written = sequence;
  }

  /** Opens the mark of a journal, or makes it. The slot that says less is written first. */
  static async open(disk: Disk, directory: string, journal: string, pause: () => Promise<void>): Promise<ReleasedMark> {
    const path = `${directory}/${FILE_NAME}`;
    const isThere = (await disk.list(directory)).includes(FILE_NAME);
    const file = isThere ? await disk.openToWrite(path) : await disk.create(path);
    await disk.syncDirectory(directory);
    const sequences = (await marksOf(file)).map((mark) => (mark?.journal === journal ? mark.sequence : -1));
    const highest = Math.max(0, ...sequences);
    return new ReleasedMark(file, journal, pause, sequences[0] === highest ? 1 : 0, highest);
  }

  /** Why the last mark could not be written; null when it could. */
  get failure(): unknown {
    return this.lastFailure;
  }

  /** From now on everything up to a sequence counts as released. Comes back at once. */
  note(sequence: number): void {
    this.noted = Math.max(this.noted, sequence);
    this.run ??= this.writeAll();
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
        await writeAll(this.file, sealed({ journal: this.journal, sequence }), this.slot * SECTOR_BYTES);
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

function sealed(terms: Pick<Mark, 'journal' | 'sequence'>): Uint8Array {
  const bytes = new Uint8Array(SECTOR_BYTES);
  encode(releasedMark, { ...terms, magic: JOURNAL_MAGIC }, bytes);
  encode(releasedMark, { ...terms, magic: JOURNAL_MAGIC, crc: crc32(bytes.subarray(0, CRC)) }, bytes);
  return bytes;
}

/** What each slot says; null for one that is not whole. */
async function marksOf(file: DiskFile): Promise<(Mark | null)[]> {
  const bytes = new Uint8Array(SLOTS * SECTOR_BYTES);
  await readAll(file, bytes, 0);
  return Array.from({ length: SLOTS }, (_, slot) => markAt(bytes, slot * SECTOR_BYTES));
}

function markAt(bytes: Uint8Array, at: number): Mark | null {
  if (bytes[at] !== releasedMark.number || bytes[at + 1] !== releasedMark.version) return null;
  if (firstFault(releasedMark, bytes, at) !== -1) return null;
  const mark = decode(releasedMark, bytes, at);
  return crc32(bytes.subarray(at, at + CRC)) === mark.crc ? mark : null;
}
