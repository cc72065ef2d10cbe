/**
 * A segment that is being written. Its room is taken before it is needed, as zeros that are on the disk, so that
 * neither a full disk nor a change of the file's size comes in the way of a commit. It has its name only once its head
 * is on the disk.
 */
import { alignedBytes, type Disk, type DiskFile, SECTOR_BYTES, writeAll } from '../disk/disk.ts';
import { segmentHead } from './journal-layouts.ts';
import { type SegmentHead, sealedSector } from './sealing.ts';
import { segmentName } from './segment-names.ts';

const ZEROS = alignedBytes(1_048_576);
/** Zeros are synced so many bytes at a time: one sync of a whole segment would hold up those of the commits. */
const SYNC_BYTES = 8_388_608;
/** What a segment is called that has room and no head. */
const SPARE_NAME = 'spare';

/** What the writer says of a segment; the rest follows from it. */
type SegmentTerms = Pick<SegmentHead, 'epoch' | 'previousCrc' | 'firstSequence' | 'released' | 'journal'>;

/** Room for a segment. */
export interface Spare {
  readonly file: DiskFile;
  readonly path: string;
}

/** Comes back when so much of a spare may be prepared. */
export type Pace = (byteLength: number) => Promise<void>;

/** As fast as the disk can. */
export const AT_ONCE: Pace = () => Promise.resolve();

/** Takes room for a segment; one that was left from before is done away with. */
export async function takeSpare(disk: Disk, directory: string, byteLength: number, pace: Pace): Promise<Spare> {
  const path = `${directory}/${SPARE_NAME}`;
  if ((await disk.list(directory)).includes(SPARE_NAME)) await disk.remove(path);
  const file = await disk.createDirect(path);
  try {
    for (let at = 0; at < byteLength; at += ZEROS.length) {
      await pace(at);
      await writeAll(file, ZEROS.subarray(0, Math.min(ZEROS.length, byteLength - at)), at);
      if ((at + ZEROS.length) % SYNC_BYTES === 0) await file.datasync();
    }
    await file.datasync();
    return { file, path };
  } catch (error) {
    // What it has taken so far is given back: it may be the last room that the disk has.
    await file.close().catch(() => undefined);
    await disk.remove(path).catch(() => undefined);
    throw error;
  }
}

export class SegmentFile {
  readonly path: string;
  readonly firstSequence: number;
  private readonly file: DiskFile;
  private readonly byteLength: number;
  private lastSync: Promise<void> = Promise.resolve();
  private failure: unknown = null;
  /** Where the next group goes. */
  private at = SECTOR_BYTES;

  private constructor(file: DiskFile, path: string, firstSequence: number, byteLength: number) {
    this.path = path;
    this.firstSequence = firstSequence;
    this.file = file;
    this.byteLength = byteLength;
  }

  /** Makes a segment of a spare. When it comes back, the segment is on the disk under its name. */
  static async begin(
    disk: Disk,
    directory: string,
    spare: Spare,
    byteLength: number,
    terms: SegmentTerms,
  ): Promise<SegmentFile> {
    const path = `${directory}/${segmentName(terms.firstSequence, terms.epoch)}`;
    const sector = alignedBytes(SECTOR_BYTES);
    sector.set(sealedSector(segmentHead, terms));
    await writeAll(spare.file, sector, 0);
    await spare.file.datasync();
    await disk.rename(spare.path, path);
    await disk.syncDirectory(directory);
    return new SegmentFile(spare.file, path, terms.firstSequence, byteLength);
  }

  /** Bytes in use. */
  get length(): number {
    return this.at;
  }

  hasRoomFor(byteLength: number): boolean {
    return this.at + byteLength <= this.byteLength;
  }

  async append(bytes: Uint8Array): Promise<void> {
    await writeAll(this.file, bytes, this.at);
    this.at += bytes.length;
  }

  /** Fails for ever once it failed: the system may say that all is well where it forgot what it could not write. */
  datasync(): Promise<void> {
    const synced = this.lastSync.then(() => this.syncOnce());
    this.lastSync = synced.catch(() => undefined);
    return synced;
  }

  private async syncOnce(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    try {
      await this.file.datasync();
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  /** Gives back the room that was not used, and closes. */
  async finish(): Promise<void> {
    await this.file.truncate(this.at);
    await this.datasync();
    await this.file.close();
  }

  /** Closes a file that is not trusted any more. */
  async giveUp(): Promise<void> {
    await this.file.close().catch(() => undefined);
  }
}
