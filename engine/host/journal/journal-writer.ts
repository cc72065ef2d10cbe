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
import { BlockGroup } from './block-group.ts';
import type { Position } from './journal-reader.ts';
import { type BlockTerms, crcSeedOf } from './sealing.ts';
import { AT_ONCE, SegmentFile, type Spare, takeSpare } from './segment-file.ts';
import { segmentName } from './segment-names.ts';

/**
 * When a group counts as durable. `sync`: once the disk has synced it, so that nothing is lost. `interval`: once the
 * system has it, and the disk is asked to sync every so often, so that a power cut loses what came since. `none`: once
 * the system has it, and the disk is asked when a segment ends; for tests.
 */
export type SyncPolicy = 'sync' | 'interval' | 'none';

/** The spare is prepared this much faster than its predecessor fills, and so many bytes ahead. */
const PACE = 1.25;
const PACE_AHEAD = 4_194_304;

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
  /** Comes back when the disk is to be asked to sync, by the policy `interval`. */
  readonly afterInterval: () => Promise<void>;
  /** These are not to throw: whatever they throw goes to `onFatal`. */
  readonly onDurable: (sequence: number) => void;
  /** Everything up to a sequence will be there after a power cut. By the policy `sync` it comes before `onDurable`. */
  readonly onSynced: (sequence: number) => void;
  readonly onState: (state: JournalState) => void;
  /** Nothing can be gone on with; whoever is told has to end the process. */
  readonly onFatal: (error: unknown) => void;
}

/** Where a journal is gone on with. */
export interface JournalStart extends Position {
  readonly journal: string;
  /** The highest epoch that was ever used; 0 for a new journal. */
  readonly epoch: number;
}

/** The disk lost, or may lose, what the policy `interval` let be acknowledged. */
export class JournalLost extends Error {}

export class JournalWriter {
  private readonly options: JournalWriterOptions;
  private readonly journal: string;
  private currentEpoch: number;
  /** Check sum of the last block that was added. */
  private crc: number;
  /** Check sum of the last durable block, and its last sequence. */
  private durableCrc: number;
  private durable: number;
  /** The last sequence that a power cut leaves there. */
  private synced: number;
  /** The last sequence that was added. */
  private added: number;
  private filling: BlockGroup;
  private leaving: BlockGroup;
  private segment: SegmentFile | null = null;
  private spare: Promise<Spare | null> = Promise.resolve(null);
  /** Bytes of the spare that are prepared, and what lets its preparation go on. */
  private prepared = 0;
  private goOn: () => void = () => {};
  private run: Promise<void> | null = null;
  private nextSync: Promise<void> | null = null;
  /** Segments that were given up and hold nothing that is durable. */
  private useless: string[] = [];
  private isAbandoned = false;
  /** Why the present segment is not trusted any more. */
  private distrust: unknown = null;

  /** A writer that goes on behind the last entry of a journal, in a segment and an epoch of its own. */
  constructor(options: JournalWriterOptions, { journal, epoch, sequence, crc }: JournalStart) {
    assert(options.groupBytes + SECTOR_BYTES <= options.segmentBytes, 'a segment has room for a group');
    this.options = options;
    this.journal = journal;
    this.currentEpoch = epoch + 1;
    this.crc = crc;
    this.durableCrc = crc;
    this.durable = sequence;
    this.synced = sequence;
    const ofGroup = {
      byteLength: options.groupBytes,
      seed: crcSeedOf(journal),
      isSynced: options.policy === 'sync',
    };
    this.filling = new BlockGroup(ofGroup);
    this.leaving = new BlockGroup(ofGroup);
    this.added = sequence;
  }

  /** The term in which blocks are written now. */
  get epoch(): number {
    return this.currentEpoch;
  }

  /** Bytes that were added and are not durable. */
  get waitingBytes(): number {
    return this.filling.byteLength + this.leaving.byteLength;
  }

  /** Takes room for the first segment, so that the first commit need not; a disk that fails is asked again then. */
  async prepare(): Promise<void> {
    const { disk, directory, segmentBytes } = this.options;
    this.spare = takeSpare(disk, directory, segmentBytes, AT_ONCE).catch(() => null);
    await this.spare;
  }

  /** Whether a block with so many bytes of entries can be added now. */
  hasRoomFor(entryBytes: number): boolean {
    return this.filling.hasRoomFor(entryBytes);
  }

  /** Adds a block of these entries, which are copied. They are durable when `onDurable` says so. */
  append(entries: Uint8Array, terms: BlockTerms): void {
    assert(terms.firstSequence === this.added + 1, 'a block begins behind the last entry that was added');
    assert(!this.isAbandoned, 'an abandoned journal takes nothing');
    this.added += terms.count;
    this.crc = this.filling.add(entries, terms, this.currentEpoch, this.crc);
    this.run ??= this.commitAll().catch(this.options.onFatal);
  }

  /** Comes back when everything that was added is durable, or the journal was abandoned. */
  async flush(): Promise<void> {
    await this.run;
  }

  /**
   * Tries a failing disk no longer: what is not durable by then is not acknowledged any more. Then it can be closed.
   */
  abandon(): void {
    this.isAbandoned = true;
  }

  /** Makes everything durable, gives back the room that was not used, and ends. */
  async close(): Promise<void> {
    await this.flush();
    await this.nextSync;
    const { segment } = this;
    this.segment = null;
    this.goOn();
    try {
      await segment?.finish();
    } catch (error) {
      if (this.durable > this.synced) throw new JournalLost('what was acknowledged cannot be synced');
      throw error;
    } finally {
      await segment?.giveUp();
      const spare = await this.spare;
      this.spare = Promise.resolve(null);
      await spare?.file.close();
      if (spare !== null) await this.options.disk.remove(spare.path);
    }
  }

  private async commitAll(): Promise<void> {
    while (!this.filling.isEmpty && !this.isAbandoned) {
      const group = this.filling;
      this.filling = this.leaving;
      this.leaving = group;
      if (!(await this.isCommitted(group))) break;
      const { lastSequence } = group;
      group.clear();
      this.durable = lastSequence;
      this.options.onDurable(lastSequence);
    }
    this.run = null;
  }

  /** Commits a group, however often it takes; false when the journal was abandoned before. */
  private async isCommitted(group: BlockGroup): Promise<boolean> {
    let hasFailed = false;
    for (;;) {
      const failure = await this.failureToCommit(group);
      if (failure === null) break;
      this.options.onState({ isServing: false, failure: failureOf(failure.error) });
      hasFailed = true;
      await this.giveUpSegment();
      await this.options.beforeRetry();
      if (this.isAbandoned) return false;
      this.sealAgain(group);
    }
    if (this.options.policy === 'sync') this.options.onSynced(group.lastSequence);
    if (hasFailed) this.options.onState({ isServing: true });
    await this.removeUseless();
    return true;
  }

  private async failureToCommit(group: BlockGroup): Promise<{ readonly error: unknown } | null> {
    try {
      this.durableCrc = await this.commit(group);
      return null;
    } catch (error) {
      return { error };
    }
  }

  /** Writes a group, and syncs it where that is the policy; answers the check sum of its last block. */
  private async commit(group: BlockGroup): Promise<number> {
    const { policy } = this.options;
    if (this.distrust !== null) throw this.distrust;
    if (this.segment !== null && !this.segment.hasRoomFor(group.byteLength)) {
      await this.segment.finish();
      this.synced = this.durable;
      this.segment = null;
      this.goOn();
    }
    this.segment ??= await this.beginSegment(group.firstSequence);
    await this.segment.append(group.written);
    if (this.prepared <= this.paceLimit) this.goOn();
    if (policy === 'sync') {
      await this.segment.datasync();
      this.synced = group.lastSequence;
    }
    if (policy === 'interval') this.nextSync ??= this.syncLater().catch(this.options.onFatal);
    return group.lastCrc;
  }

  private async syncLater(): Promise<void> {
    await this.options.afterInterval();
    const { segment, durable } = this;
    this.nextSync = null;
    try {
      await segment?.datasync();
      if (segment === null || this.segment !== segment) return;
      this.synced = durable;
      this.options.onSynced(durable);
    } catch (error) {
      // A file whose sync failed is not trusted again: the next group fails as this did, and goes elsewhere.
      if (this.segment === segment) this.distrust = error;
    }
  }

  /** A new segment at the end of what is durable. Room for the one behind it is taken while this one is written. */
  private async beginSegment(firstSequence: number): Promise<SegmentFile> {
    const { disk, directory, segmentBytes } = this.options;
    const { currentEpoch: epoch, journal, durableCrc: previousCrc } = this;
    const released = this.options.policy === 'sync' ? this.durable : 0;
    const prepared = await this.spare;
    this.spare = Promise.resolve(null);
    const spare = prepared ?? (await takeSpare(disk, directory, segmentBytes, AT_ONCE));
    try {
      const terms = { epoch, previousCrc, firstSequence, released, journal };
      const segment = await SegmentFile.begin(disk, directory, spare, segmentBytes, terms);
      this.prepared = 0;
      this.spare = takeSpare(disk, directory, segmentBytes, (bytes) => this.pace(bytes)).catch(() => null);
      return segment;
    } catch (error) {
      await spare.file.close().catch(() => undefined);
      // It may have got its name before the disk failed.
      this.useless.push(`${directory}/${segmentName(firstSequence, epoch)}`);
      throw error;
    }
  }

  /**
   * Room for the next segment is taken as fast as the present one fills and a little ahead of it, so that the disk has
   * its time for what is committed.
   */
  private async pace(bytes: number): Promise<void> {
    this.prepared = bytes;
    while (bytes > this.paceLimit) {
      await new Promise<void>((resolve) => {
        this.goOn = resolve;
      });
    }
  }

  /** How much of the spare may be prepared by now; all of it where the present segment will not fill any more. */
  private get paceLimit(): number {
    const { segment } = this;
    return segment === null ? Number.MAX_SAFE_INTEGER : PACE * segment.length + PACE_AHEAD;
  }

  private async giveUpSegment(): Promise<void> {
    const { segment } = this;
    this.segment = null;
    this.goOn();
    if (this.options.policy === 'interval' && this.durable > this.synced) await this.saveUnsynced(segment);
    this.distrust = null;
    await segment?.giveUp();
    if (segment !== null && segment.firstSequence > this.durable) this.useless.push(segment.path);
  }

  /**
   * By the policy `interval` a segment that is given up may hold what was acknowledged and is not synced. If the disk
   * does not take it now, nobody may go on as if it had: the process ends, and the next start writes that end again.
   */
  private async saveUnsynced(segment: SegmentFile | null): Promise<void> {
    if (this.distrust !== null || segment === null) throw new JournalLost('what was acknowledged cannot be synced');
    try {
      await segment.datasync();
    } catch {
      throw new JournalLost('what was acknowledged cannot be synced');
    }
    this.synced = this.durable;
  }

  /** Seals everything that waits to a new epoch, in which it will be tried again. */
  private sealAgain(group: BlockGroup): void {
    this.currentEpoch += 1;
    const crc = group.sealAgain(this.currentEpoch, this.durableCrc);
    this.crc = this.filling.sealAgain(this.currentEpoch, crc);
  }

  /** Takes away segments whose whole content was written again. One that stays is passed over by readers. */
  private async removeUseless(): Promise<void> {
    for (const path of this.useless.splice(0)) await this.options.disk.remove(path).catch(() => undefined);
  }
}

function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? String(error.code) : error.message;
}
