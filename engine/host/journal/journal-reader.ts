/**
 * Reads a journal block by block, in order of sequence. Each block has to go on from the one before it, in sequence and
 * check sum, through all segments. A segment of a later epoch takes the place of whatever an earlier one holds from its
 * first sequence on: the writer had given the earlier file up, and wrote again what was not yet acknowledged.
 */
import { type Disk, type DiskFile, readAll, SECTOR_BYTES } from '../disk/disk.ts';
import { BLOCK_ENTRY_BYTES_MAX, blockBytes, blockHead, segmentHead } from './journal-layouts.ts';
import { type BlockHead, blockHeadOf, type SegmentHead, sealedIn } from './sealing.ts';
import { segmentsIn } from './segment-names.ts';

const LARGEST_BLOCK = blockBytes(BLOCK_ENTRY_BYTES_MAX);
/** So much is read at a time; several of the largest blocks. */
const WINDOW_BYTES = 8 * LARGEST_BLOCK;

export interface Block {
  readonly head: BlockHead;
  /** Its entries, one after another; overwritten by the next read. */
  readonly entries: Uint8Array;
  readonly place: Place;
}

/** Where a block begins. */
export interface Place {
  readonly segment: string;
  readonly at: number;
}

/** Why reading ended before the journal did. */
export interface Damage {
  readonly place: Place;
  readonly what: string;
  /** Whether a write that was cut off leaves this: a block that is not whole, behind which no segment comes. */
  readonly isTorn: boolean;
}

interface Segment {
  readonly name: string;
  readonly head: SegmentHead;
  /** The last sequence that is read here, since later ones are those of a later epoch. */
  readonly sequenceMax: number;
}

/** What the next block has to go on from. */
export interface Position {
  /** Sequence of the last entry; 0 before the first. */
  readonly sequence: number;
  readonly crc: number;
}

export class JournalReader {
  /** The highest sequence that anything read so far says was released. */
  released = 0;
  /** The highest epoch of any segment. */
  epoch = 0;
  /** Segments that have no head, and why. What they hold is not read. */
  readonly headless: { readonly name: string; readonly what: string }[] = [];
  /** Which journal this is; empty while there is no segment. */
  journal = '';
  private readonly disk: Disk;
  private readonly directory: string;
  private segments: Segment[] = [];
  private index = -1;
  private file: DiskFile | null = null;
  private readonly window = new Uint8Array(WINDOW_BYTES);
  /** Where in the file the window begins, and how much of it there is. */
  private windowAt = 0;
  private windowLength = 0;
  private at = 0;
  private last: Position = { sequence: 0, crc: 0 };
  private found: Damage | null = null;
  private hasEnded = false;

  private constructor(disk: Disk, directory: string) {
    this.disk = disk;
    this.directory = directory;
  }

  /** Opens the journal of a directory, from the segment on that holds the entry behind `from`, or from the first. */
  static async open(disk: Disk, directory: string, from = 0): Promise<JournalReader> {
    const reader = new JournalReader(disk, directory);
    await reader.readHeads();
    reader.start(from);
    return reader;
  }

  /** The last entry read, and what the next block has to go on from. */
  get position(): Position {
    return this.last;
  }

  /** Why there is no next block although there may be more; null where the journal ends. */
  get damage(): Damage | null {
    return this.found;
  }

  /** Whether there is nothing left to read, or nothing that can be. */
  get isAtEnd(): boolean {
    return this.hasEnded || this.found !== null;
  }

  /** Where the next block would begin; null when there is no segment. */
  get place(): Place | null {
    const segment = this.segments[this.index];
    return segment === undefined ? null : { segment: segment.name, at: this.at };
  }

  /** The next block; null at the end, and where damage is. */
  async next(): Promise<Block | null> {
    for (;;) {
      const segment = this.segments[this.index];
      if (this.found !== null) return null;
      if (segment === undefined) return this.end();
      if (this.last.sequence >= segment.sequenceMax) {
        if (!(await this.goToNext())) return null;
        continue;
      }
      await this.fill(segment);
      const head = blockHeadOf(this.window.subarray(0, this.windowLength), this.at - this.windowAt);
      if (head === null) {
        if (!(await this.goToNext())) return null;
        continue;
      }
      const fault = typeof head === 'string' ? head : this.faultOf(head, segment);
      if (fault !== null || typeof head === 'string') {
        const isTorn = typeof head === 'string' && this.segments[this.index + 1] === undefined;
        return this.stop(segment, fault ?? '', isTorn);
      }
      return this.taken(head, segment);
    }
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }

  private async readHeads(): Promise<void> {
    const heads: { name: string; head: SegmentHead }[] = [];
    const sector = new Uint8Array(SECTOR_BYTES);
    for (const { name, epoch } of await segmentsIn(this.disk, this.directory)) {
      this.epoch = Math.max(this.epoch, epoch);
      const file = await this.disk.openToRead(`${this.directory}/${name}`);
      const length = await readAll(file, sector, 0).finally(() => file.close());
      const head = length < SECTOR_BYTES ? 'it is shorter than a head' : sealedIn(segmentHead, sector);
      if (typeof head !== 'string') heads.push({ name, head });
      else this.headless.push({ name, what: head });
    }
    heads.sort((a, b) => a.head.epoch - b.head.epoch || a.head.firstSequence - b.head.firstSequence);
    this.segments = limited(heads);
    for (const { name, head } of heads) {
      this.released = Math.max(this.released, head.released);
      this.journal ||= head.journal;
      if (head.journal !== this.journal)
        this.found ??= { place: { segment: name, at: 0 }, what: 'it is of another journal', isTorn: false };
    }
  }

  private start(from: number): void {
    const later = this.segments.findIndex(({ head }) => head.firstSequence > from + 1);
    this.index = (later === -1 ? this.segments.length : Math.max(1, later)) - 1;
    this.at = SECTOR_BYTES;
    const segment = this.segments[this.index];
    if (segment === undefined) return;
    const { firstSequence } = segment.head;
    if (firstSequence > from + 1) {
      this.stop(segment, `entries before ${firstSequence} are missing`);
      return;
    }
    this.last = { sequence: firstSequence - 1, crc: segment.head.previousCrc };
  }

  /** Goes on with the next segment, if there is one and it goes on from here. */
  private async goToNext(): Promise<boolean> {
    const segment = this.segments[this.index + 1];
    if (segment === undefined) {
      this.end();
      return false;
    }
    const { firstSequence, previousCrc } = segment.head;
    if (firstSequence !== this.last.sequence + 1 || previousCrc !== this.last.crc) {
      this.stop(this.segments[this.index] as Segment, `${segment.name} does not go on from here`);
      return false;
    }
    await this.close();
    this.index += 1;
    this.at = SECTOR_BYTES;
    this.windowLength = 0;
    return true;
  }

  /** Sees to it that the window holds the largest block from the present place on, as far as the file goes. */
  private async fill(segment: Segment): Promise<void> {
    const { windowAt, windowLength } = this;
    if (this.file !== null && windowLength > 0 && this.at + LARGEST_BLOCK <= windowAt + windowLength) return;
    if (this.file !== null && windowLength > 0 && windowLength < WINDOW_BYTES && this.at < windowAt + windowLength)
      return;
    this.file ??= await this.disk.openToRead(`${this.directory}/${segment.name}`);
    this.windowAt = this.at;
    this.windowLength = await readAll(this.file, this.window, this.at);
  }

  private faultOf(head: BlockHead, segment: Segment): string | null {
    if (head.epoch !== segment.head.epoch) return 'a block is of another epoch than its segment';
    if (head.firstSequence !== this.last.sequence + 1)
      return `a block begins with ${head.firstSequence} and is not the next`;
    if (head.previousCrc !== this.last.crc) return 'a block does not go on from the check sum before it';
    const lastSequence = head.firstSequence + head.count - 1;
    return lastSequence > segment.sequenceMax ? 'a block reaches into a segment of a later epoch' : null;
  }

  private taken(head: BlockHead, segment: Segment): Block {
    const from = this.at - this.windowAt + blockHead.byteLength;
    const place = { segment: segment.name, at: this.at };
    this.at += blockBytes(head.byteLength);
    this.last = { sequence: head.firstSequence + head.count - 1, crc: head.crc };
    this.released = Math.max(this.released, head.released);
    return { head, entries: this.window.subarray(from, from + head.byteLength), place };
  }

  /** Nothing is left to read; where a segment had no head, there was more. */
  private end(): null {
    this.hasEnded = true;
    const [headless] = this.headless;
    if (headless !== undefined)
      this.found = { place: { segment: headless.name, at: 0 }, what: headless.what, isTorn: false };
    return null;
  }

  private stop(segment: Segment, what: string, isTorn = false): null {
    this.found ??= { place: { segment: segment.name, at: this.at }, what, isTorn };
    return null;
  }
}

/** Segments in order of time with the last sequence that is read of each; those of which none is are left out. */
function limited(heads: readonly { name: string; head: SegmentHead }[]): Segment[] {
  const segments: Segment[] = [];
  let sequenceMax = Number.MAX_SAFE_INTEGER;
  for (const { name, head } of heads.toReversed()) {
    if (head.firstSequence <= sequenceMax) segments.push({ name, head, sequenceMax });
    sequenceMax = Math.min(sequenceMax, head.firstSequence - 1);
  }
  return segments.reverse();
}
