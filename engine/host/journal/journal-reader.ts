/**
 * Reads a journal block by block, in order of sequence. Each block has to go on from the one before it, in sequence and
 * check sum, through all segments. A reader that came to the end can look whether there is more by now.
 */
import { offsetOf } from '@intelligent-ledger/engine/core';
import { alignedBytes, type Disk, type DiskFile, readAll, SECTOR_BYTES } from '../disk/disk.ts';
import { BLOCK_ENTRY_BYTES_MAX, blockBytes, blockHead } from './journal-layouts.ts';
import { type BlockHead, blockHeadOf, crcSeedOf } from './sealing.ts';
import { type Headless, nullIfGone, type Segment, SegmentList } from './segment-list.ts';

const LARGEST_BLOCK = blockBytes(BLOCK_ENTRY_BYTES_MAX);
/** So much is read at a time; several of the largest blocks. */
const WINDOW_BYTES = 8 * LARGEST_BLOCK;
/** So much is read first after a look whether there is more. */
const STEP_BYTES = 65_536;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
const ENTRY_BYTES = offsetOf(blockHead, 'byteLength');

export interface Block {
  readonly head: BlockHead;
  /** Its entries, one after another; overwritten by the next read. */
  readonly entries: Uint8Array;
  readonly place: Place;
}

/** Where a block begins. */
export interface Place {
  /** The file. */
  readonly path: string;
  readonly at: number;
}

/** Why reading ended before the journal did. */
export interface Damage {
  readonly place: Place;
  readonly what: string;
  /** Whether a write that was cut off leaves this: a block that is not whole, behind which no segment comes. */
  readonly isTorn: boolean;
}

/** What the next block has to go on from. */
export interface Position {
  /** Sequence of the last entry; 0 before the first. */
  readonly sequence: number;
  /** Check sum of the last block; 0 before the first. */
  readonly crc: number;
}

export class JournalReader {
  private readonly disk: Disk;
  private readonly list: SegmentList;
  private ofBlocks = 0;
  private seed = 0;
  private index = -1;
  private file: DiskFile | null = null;
  private readonly window = alignedBytes(WINDOW_BYTES);
  /** Where in the file the window begins, and how much of it there is. */
  private windowAt = 0;
  private windowLength = 0;
  /** Whether the file ended within the window. */
  private isWindowLast = false;
  /** Bytes that are read next. */
  private step = WINDOW_BYTES;
  private at = 0;
  private last: Position = { sequence: 0, crc: 0 };
  private found: Damage | null = null;
  private hasEnded = false;

  private constructor(disk: Disk, directories: readonly string[]) {
    this.disk = disk;
    this.list = new SegmentList(disk, directories);
  }

  /**
   * Opens the journal that lies in these directories, from the segment on that holds the entry behind `from`, or from
   * the first.
   */
  static async open(disk: Disk, directories: readonly string[], from = 0): Promise<JournalReader> {
    const reader = new JournalReader(disk, directories);
    await reader.look(from);
    reader.start(from);
    return reader;
  }

  /** The last entry read, and what the next block has to go on from. */
  get position(): Position {
    return this.last;
  }

  /** The highest sequence that anything read so far says was released. */
  get released(): number {
    return Math.max(this.ofBlocks, this.list.released);
  }

  /** The highest epoch of any segment. */
  get epoch(): number {
    return this.list.epoch;
  }

  /** Which journal this is; empty while there is no segment. */
  get journal(): string {
    return this.list.journal;
  }

  get headless(): readonly Headless[] {
    return this.list.headless;
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
    const segment = this.list.segments[this.index];
    return segment === undefined ? null : { path: segment.path, at: this.at };
  }

  /**
   * The next block; null at the end, and where damage is. With a limit, only a block that ends at most there or that a
   * later one says was released: what comes behind may be on its way to the disk, and is neither given nor damage.
   */
  async next(limit = NO_LIMIT): Promise<Block | null> {
    for (;;) {
      const segment = this.list.segments[this.index];
      if (this.found !== null) return null;
      if (segment === undefined) return this.end(limit);
      if (this.last.sequence >= segment.sequenceMax) {
        if (!(await this.goToNext(limit))) return null;
        continue;
      }
      await this.fill(segment);
      if (this.file === null) {
        this.start(this.last.sequence);
        continue;
      }
      if (segment !== this.list.segments[this.index]) continue;
      const head = blockHeadOf(this.window.subarray(0, this.windowLength), this.at - this.windowAt, this.seed);
      if (head === null) {
        if (!(await this.goToNext(limit))) return null;
        continue;
      }
      const fault = typeof head === 'string' ? head : this.faultOf(head, segment);
      if (fault === null && typeof head !== 'string') return this.takenUpTo(limit, head, segment);
      const isTorn = typeof head === 'string' && this.list.segments[this.index + 1] === undefined;
      return this.last.sequence >= Math.max(limit, this.released) ? null : this.stop(segment, fault ?? '', isTorn);
    }
  }

  /** Looks whether there is more by now, after the end: whatever was read of the last place is read again. */
  async refresh(): Promise<void> {
    await this.look(this.present);
    this.windowLength = 0;
    this.step = STEP_BYTES;
    this.hasEnded = false;
    if (this.index !== -1) return;
    // The segment was given up since: what is read next is in another file.
    await this.close();
    this.start(this.last.sequence);
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    await file?.close();
  }

  /** Looks which segments there are; the present one keeps its place, or has none if it is no more. */
  private async look(from: number): Promise<void> {
    const name = this.list.segments[this.index]?.name;
    await this.list.refresh(from);
    this.index = this.list.segments.findIndex((segment) => segment.name === name);
    this.seed = crcSeedOf(this.list.journal);
    const [foreign] = this.list.foreign;
    if (foreign !== undefined)
      this.found ??= { place: { path: foreign, at: 0 }, what: 'it is of another journal', isTorn: false };
  }

  /** A sequence behind which the segment begins to be read that the last entry was in, so that it stays in the list. */
  private get present(): number {
    return Math.max(0, this.last.sequence - 1);
  }

  private start(from: number): void {
    const { segments } = this.list;
    const later = segments.findIndex(({ head }) => head.firstSequence > from + 1);
    this.index = (later === -1 ? segments.length : Math.max(1, later)) - 1;
    this.at = SECTOR_BYTES;
    const segment = segments[this.index];
    if (segment === undefined) return;
    const { firstSequence } = segment.head;
    if (firstSequence > from + 1) {
      this.stop(segment, `entries before ${firstSequence} are missing`);
      return;
    }
    this.last = { sequence: firstSequence - 1, crc: segment.head.previousCrc };
  }

  /** Goes on with the next segment, if there is one and it goes on from here. */
  private async goToNext(limit: number): Promise<boolean> {
    const segment = this.list.segments[this.index + 1];
    if (segment === undefined) {
      this.end(limit);
      return false;
    }
    const { firstSequence, previousCrc } = segment.head;
    if (firstSequence !== this.last.sequence + 1 || previousCrc !== this.last.crc) {
      this.stop(this.list.segments[this.index] as Segment, `${segment.name} does not go on from here`);
      return false;
    }
    await this.close();
    this.index += 1;
    this.at = SECTOR_BYTES;
    this.windowLength = 0;
    return true;
  }

  /** Sees to it that the window holds the block at the present place, as far as the file goes. */
  private async fill(segment: Segment): Promise<void> {
    if (this.hasBlock()) return;
    this.file ??= await this.opened(segment);
    if (this.file === null) return;
    await this.read(this.step);
    this.step = Math.min(2 * this.step, WINDOW_BYTES);
    // Little is read after a look, and then what a block needs that is larger.
    if (!this.hasBlock()) await this.read(WINDOW_BYTES);
  }

  private async read(byteLength: number): Promise<void> {
    this.windowAt = this.at;
    this.windowLength = await readAll(this.file as DiskFile, this.window.subarray(0, byteLength), this.at);
    this.isWindowLast = this.windowLength < byteLength;
  }

  /** Whether the window has all that there is of the block at the present place. */
  private hasBlock(): boolean {
    const from = this.at - this.windowAt;
    const left = this.windowLength - from;
    if (this.file === null || left <= 0) return false;
    if (this.isWindowLast) return true;
    return left >= blockHead.byteLength && left >= blockBytes(entryBytesAt(this.window, from));
  }

  /** A segment may have been taken away since it was listed, because an archive has it. */
  private async opened({ path }: Segment): Promise<DiskFile | null> {
    const file = await this.disk.openDirect(path).catch(nullIfGone);
    if (file !== null) return file;
    await this.look(this.present);
    const moved = this.list.segments[this.index];
    // Or it was given up, and the next look says where its entries are.
    return moved === undefined ? null : this.disk.openDirect(moved.path);
  }

  private faultOf(head: BlockHead, segment: Segment): string | null {
    if (head.epoch !== segment.head.epoch) return 'a block is of another epoch than its segment';
    if (head.firstSequence !== this.last.sequence + 1)
      return `a block begins with ${head.firstSequence} and is not the next`;
    if (head.previousCrc !== this.last.crc) return 'a block does not go on from the check sum before it';
    const lastSequence = head.firstSequence + head.count - 1;
    return lastSequence > segment.sequenceMax ? 'a block reaches into a segment of a later epoch' : null;
  }

  private takenUpTo(limit: number, head: BlockHead, { path }: Segment): Block | null {
    this.ofBlocks = Math.max(this.ofBlocks, head.released);
    const lastSequence = head.firstSequence + head.count - 1;
    if (lastSequence > Math.max(limit, this.released)) return null;
    const from = this.at - this.windowAt + blockHead.byteLength;
    const place = { path, at: this.at };
    this.at += blockBytes(head.byteLength);
    this.last = { sequence: lastSequence, crc: head.crc };
    return { head, entries: this.window.subarray(from, from + head.byteLength), place };
  }

  /** Nothing is left to read; where a segment had no head, there was more. */
  private end(limit: number): null {
    this.hasEnded = true;
    const [headless] = this.headless;
    if (headless !== undefined)
      this.found = { place: { path: headless.name, at: 0 }, what: headless.what, isTorn: false };
    else if (limit !== NO_LIMIT && limit > this.last.sequence) {
      const place = this.place ?? { path: '', at: 0 };
      this.found = { place, what: 'entries that were released are missing', isTorn: false };
    }
    return null;
  }

  private stop({ path }: Segment, what: string, isTorn = false): null {
    this.found ??= { place: { path, at: this.at }, what, isTorn };
    return null;
  }
}

/** Bytes of entries that the head of a block says; of what is none at most the largest. */
function entryBytesAt(bytes: Uint8Array, at: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at + ENTRY_BYTES, 4);
  return Math.min(view.getUint32(0, true), BLOCK_ENTRY_BYTES_MAX);
}
