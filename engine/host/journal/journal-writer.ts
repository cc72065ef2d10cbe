/**
 * Writes a journal by group commit: while one group of blocks is on its way to the disk the next fills, and goes when
 * the disk is back. `onDurable` says up to which sequence everything is durable; nothing beyond may be acknowledged.
 *
 * A disk that fails is never believed again about that file: what was not yet durable is sealed under a new epoch and
 * written to a new segment, as often as it takes. Until that succeeds nothing becomes durable, `hasRoomFor` is soon
 * false, and `onState` has said why; then the journal serves again by itself.
 */
import { assert } from '@intelligent-ledger/engine/core';
import { type Disk, SECTOR_BYTES } from '../disk/disk.ts';
import { BlockGroup, type Seal } from './block-group.ts';
import type { Position } from './journal-reader.ts';
import { SegmentFile, type Spare, takeSpare } from './segment-file.ts';

/** When a group counts as durable: once the disk has synced it, or, for what may be lost, once it is written. */
export type SyncPolicy = 'sync' | 'none';

export type JournalState = { readonly isServing: true } | { readonly isServing: false; readonly failure: string };

export interface JournalWriterOptions {
  readonly disk: Disk;
  readonly directory: string;
  readonly policy: SyncPolicy;
  /** Bytes of a segment, a multiple of a sector. */
  readonly segmentBytes: number;
  /** Bytes that may wait for the disk, beside as many that are on their way. */
  readonly groupBytes: number;
  /** Comes back when it is time to try a failed disk again. */
  readonly beforeRetry: () => Promise<void>;
  readonly onDurable: (sequence: number) => void;
  readonly onState: (state: JournalState) => void;
}

/** Where a journal is gone on with. */
export interface JournalStart extends Position {
  readonly journal: string;
  /** The highest epoch that was ever used; 0 for a new journal. */
  readonly epoch: number;
}

export class JournalWriter {
  private readonly options: JournalWriterOptions;
  private readonly journal: string;
  private epoch: number;
  /** Check sum of the last block that was added. */
  private crc: number;
  /** Check sum of the last durable block, and its last sequence. */
  private durableCrc: number;
  private durable: number;
  /** The last sequence that was added. */
  private added: number;
  private filling: BlockGroup;
  private leaving: BlockGroup;
  private segment: SegmentFile | null = null;
  private spare: Promise<Spare | null> = Promise.resolve(null);
  private run: Promise<void> | null = null;

  /** A writer that goes on behind the last entry of a journal, in a segment and an epoch of its own. */
  constructor(options: JournalWriterOptions, { journal, epoch, sequence, crc }: JournalStart) {
    assert(options.groupBytes + SECTOR_BYTES <= options.segmentBytes, 'a segment has room for a group');
    this.options = options;
    this.journal = journal;
    this.epoch = epoch + 1;
    this.crc = crc;
    this.durableCrc = crc;
    this.durable = sequence;
    const isSynced = options.policy === 'sync';
    this.filling = new BlockGroup(options.groupBytes, isSynced);
    this.leaving = new BlockGroup(options.groupBytes, isSynced);
    this.added = sequence;
  }

  /** Whether a block with so many bytes of entries can be added now. */
  hasRoomFor(entryBytes: number): boolean {
    return this.filling.hasRoomFor(entryBytes);
  }

  /** Adds a block of these entries, which are copied. They are durable when `onDurable` says so. */
  append(entries: Uint8Array, firstSequence: number, count: number): void {
    assert(firstSequence === this.added + 1, 'a block begins behind the last entry that was added');
    this.added += count;
    this.crc = this.filling.add(entries, firstSequence, count, this.sealAfter(this.crc));
    this.run ??= this.commitAll();
  }

  /** Comes back when everything that was added is durable. */
  async flush(): Promise<void> {
    await this.run;
  }

  /** Makes everything durable, gives back the room that was not used, and ends. */
  async close(): Promise<void> {
    await this.flush();
    const { segment } = this;
    this.segment = null;
    try {
      await segment?.finish();
    } finally {
      await segment?.giveUp();
      const spare = await this.spare;
      this.spare = Promise.resolve(null);
      await spare?.file.close();
      if (spare !== null) await this.options.disk.remove(spare.path);
    }
  }

  private async commitAll(): Promise<void> {
    while (!this.filling.isEmpty) {
      const group = this.filling;
      this.filling = this.leaving;
      this.leaving = group;
      await this.commitUntilDurable(group);
      const { lastSequence } = group;
      group.clear();
      this.durable = lastSequence;
      this.options.onDurable(lastSequence);
    }
    this.run = null;
  }

  private async commitUntilDurable(group: BlockGroup): Promise<void> {
    let hasFailed = false;
    for (;;) {
      try {
        this.durableCrc = await this.commit(group);
        if (hasFailed) this.options.onState({ isServing: true });
        return;
      } catch (error) {
        this.options.onState({ isServing: false, failure: failureOf(error) });
        hasFailed = true;
        await this.giveUp(group);
      }
    }
  }

  /** Writes a group, and syncs it where that is the policy; answers the check sum of its last block. */
  private async commit(group: BlockGroup): Promise<number> {
    const { policy } = this.options;
    if (this.segment !== null && !this.segment.hasRoomFor(group.byteLength)) {
      await this.segment.finish();
      this.segment = null;
    }
    this.segment ??= await this.beginSegment(group.firstSequence);
    await this.segment.append(group.written);
    if (policy === 'sync') await this.segment.datasync();
    return group.lastCrc;
  }

  /** A new segment at the end of what is durable. Room for the one behind it is taken while this one is written. */
  private async beginSegment(firstSequence: number): Promise<SegmentFile> {
    const { disk, directory, segmentBytes } = this.options;
    const { epoch, journal, durableCrc: previousCrc } = this;
    const released = this.options.policy === 'sync' ? this.durable : 0;
    const prepared = await this.spare;
    this.spare = Promise.resolve(null);
    const spare = prepared ?? (await takeSpare(disk, directory, segmentBytes));
    try {
      const terms = { epoch, previousCrc, firstSequence, released, journal };
      const segment = await SegmentFile.begin(disk, directory, spare, segmentBytes, terms);
      this.spare = takeSpare(disk, directory, segmentBytes).catch(() => null);
      return segment;
    } catch (error) {
      await spare.file.close().catch(() => undefined);
      throw error;
    }
  }

  /** Gives up the segment: the next attempt is of a new epoch, to which everything that waits is sealed anew. */
  private async giveUp(group: BlockGroup): Promise<void> {
    const { segment } = this;
    this.segment = null;
    await segment?.giveUp();
    await this.options.beforeRetry();
    this.epoch += 1;
    const crc = group.sealAgain(this.sealAfter(this.durableCrc));
    this.crc = this.filling.sealAgain(this.sealAfter(crc));
  }

  private sealAfter(crc: number): Seal {
    return { epoch: this.epoch, crc };
  }
}

function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
