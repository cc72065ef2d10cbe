/**
 * Applies the blocks of a journal that another process writes, compares what comes of them with what the journal says,
 * and stops at the first difference. It takes the snapshots, so that the host never stops for one, sees to the archive,
 * and answers questions as of where it is.
 */
import type { Machine } from '@intelligent-ledger/engine/core';
import { DirectoryLock } from '../disk/directory-lock.ts';
import type { Disk } from '../disk/disk.ts';
import { type Answer, answerQuery, type QueryName } from '../engine/queries.ts';
import { ChainKeeper } from '../replay/chain-keeper.ts';
import type { DataDirectories } from '../replay/data-directories.ts';
import { openJournal } from '../replay/open-journal.ts';
import type { Replayer } from '../replay/replayer.ts';
import { keepNewest, snapshotsIn, writeSnapshot } from '../snapshots/snapshot-file.ts';
import { archiveSegments } from './archive.ts';
import type { BlockSource } from './block-source.ts';
import { DirectorySource } from './directory-source.ts';

/** Two, so that one that turns out damaged is not the only one. */
const SNAPSHOTS_KEPT = 2;
/** Blocks come without a pause where there are many; so often others get their turn, in milliseconds. */
const TURN_MILLIS = 10;

/**
 * The host and the follower do not say the same. One of them is wrong, and nobody may go on before it is known which.
 */
export class Divergence extends Error {}

/** It was stopped, or stopped by itself, before it came to where somebody waits for it. */
class FollowerEnded extends Error {}

export interface FollowerOptions {
  readonly disk: Disk;
  readonly directories: DataDirectories;
  /** Whether it takes snapshots and archives; one follower of a journal does at a time, and another takes over. */
  readonly isKeeper: boolean;
  /** A snapshot is taken after so many commands. */
  readonly snapshotCommands: number;
  /** A snapshot is taken when the last one is so old and there is something new, in milliseconds. */
  readonly snapshotMillis: number;
  readonly millis: () => number;
  readonly onEvent: (event: FollowerEvent) => void;
}

export type FollowerEvent =
  | { readonly kind: 'started'; readonly sequence: number; readonly passedOver: readonly string[] }
  | { readonly kind: 'snapshot'; readonly sequence: number; readonly stateHash: string; readonly millis: number }
  | { readonly kind: 'archived'; readonly copied: number; readonly removed: number }
  /** A snapshot or the archive could not be written, or is another's to write; it is tried again when one is due. */
  | { readonly kind: 'notKept'; readonly why: string };

interface Waiter {
  readonly sequence: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

export class Follower {
  private readonly options: FollowerOptions;
  private readonly replayer: Replayer;
  private readonly chain: ChainKeeper;
  private readonly source: BlockSource;
  /** Of the directory of snapshots, once it keeps them. */
  private lock: DirectoryLock | null = null;
  private snapshotSequence: number;
  /** Where a snapshot could not be written. */
  private triedSequence = 0;
  private snapshotAt: number;
  private applied = 0;
  private hasEnded = false;
  private waiters: Waiter[] = [];
  private running: Promise<void> = Promise.resolve();
  private stopping: Promise<void> | null = null;

  private constructor(options: FollowerOptions, replayer: Replayer, chain: ChainKeeper, source: BlockSource) {
    this.options = options;
    this.replayer = replayer;
    this.chain = chain;
    this.source = source;
    this.snapshotSequence = replayer.machine.sequence;
    this.snapshotAt = options.millis();
  }

  /** Begins behind the newest good snapshot. */
  static async start(options: FollowerOptions): Promise<Follower> {
    const { disk, directories } = options;
    const { reader, replayer, snapshot, passedOver } = await openJournal(disk, directories);
    const source = new DirectorySource(disk, directories.journal, reader);
    options.onEvent({ kind: 'started', sequence: replayer.machine.sequence, passedOver });
    return new Follower(options, replayer, new ChainKeeper(snapshot?.chain), source);
  }

  get machine(): Machine {
    return this.replayer.machine;
  }

  /** Blocks whose state hash was compared with the host's. */
  get hashesCompared(): number {
    return this.replayer.hashesCompared;
  }

  /** Blocks that were applied, each of which was held to the host's records. */
  get blocksCompared(): number {
    return this.applied;
  }

  /** The highest sequence that is known to have been released, and so how far behind it is. */
  get released(): number {
    return this.source.released;
  }

  /** The record chain at its last mark. */
  get chainHead(): string {
    return this.chain.head;
  }

  /** Answers a question as of the last block. */
  ask(name: string, ask: unknown): Answer<QueryName> {
    return answerQuery(this.machine, name, ask);
  }

  /** Comes back once it has applied an entry; fails with `FollowerEnded` when it ends before. */
  whenAt(sequence: number): Promise<void> {
    if (this.machine.sequence >= sequence) return Promise.resolve();
    if (this.hasEnded) return Promise.reject(new FollowerEnded('the follower has ended'));
    return new Promise((resolve, reject) => this.waiters.push({ sequence, resolve, reject }));
  }

  /** Follows until it is stopped; throws a `Divergence` at the first difference. */
  run(): Promise<void> {
    this.running = this.follow();
    return this.running;
  }

  private async follow(): Promise<void> {
    let turnAt = this.options.millis();
    try {
      for (let block = await this.source.next(); block !== null; block = await this.source.next()) {
        const fault = this.replayer.take(block, (answered) => this.chain.take(answered));
        if (fault !== null) throw new Divergence(`${fault}, by ${block.place.path} at byte ${block.place.at}`);
        this.applied += 1;
        this.tellWhoWaits();
        if (this.isSnapshotDue()) await this.tryToKeep();
        if (this.options.millis() - turnAt < TURN_MILLIS) continue;
        await new Promise(setImmediate);
        turnAt = this.options.millis();
      }
    } finally {
      this.hasEnded = true;
      await this.source.close();
      for (const { reject } of this.waiters.splice(0)) reject(new FollowerEnded('the follower has ended'));
    }
  }

  /** Ends `run`; where it keeps snapshots, with one of where it is. */
  stop(): Promise<void> {
    this.stopping ??= this.end();
    return this.stopping;
  }

  private async end(): Promise<void> {
    this.source.stop();
    try {
      await this.running;
      if (this.options.isKeeper && this.machine.sequence > this.snapshotSequence) await this.tryToKeep();
    } finally {
      this.lock?.release();
    }
  }

  private tellWhoWaits(): void {
    const { sequence } = this.machine;
    const isThere = (waiter: Waiter) => waiter.sequence <= sequence;
    for (const { resolve } of this.waiters.filter(isThere)) resolve();
    this.waiters = this.waiters.filter((waiter) => !isThere(waiter));
  }

  private isSnapshotDue(): boolean {
    const { isKeeper, snapshotCommands, snapshotMillis, millis } = this.options;
    if (!isKeeper) return false;
    const last = Math.max(this.snapshotSequence, this.triedSequence);
    const isMuch = this.machine.sequence - last >= snapshotCommands;
    return isMuch || millis() - this.snapshotAt >= snapshotMillis;
  }

  /**
   * Takes a snapshot where no other follower keeps them. A disk that has no room for one is no reason not to compare
   * any more.
   */
  private async tryToKeep(): Promise<void> {
    const { snapshots } = this.options.directories;
    try {
      this.lock ??= DirectoryLock.take(snapshots);
      if (this.lock === null) this.notKept(`another follower keeps the snapshots in ${snapshots}`);
      else await this.takeSnapshot();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      this.notKept(error.message);
    }
  }

  private notKept(why: string): void {
    this.snapshotAt = this.options.millis();
    this.triedSequence = this.machine.sequence;
    this.options.onEvent({ kind: 'notKept', why });
  }

  private async takeSnapshot(): Promise<void> {
    const { disk, directories, millis, onEvent } = this.options;
    const { machine, recordsCrc, blockCrc } = this.replayer;
    const { sequence } = machine;
    const begun = millis();
    const ofJournal = { journal: this.source.journal, sequence, blockCrc, recordsCrc };
    const snapshot = { ...ofJournal, chain: this.chain.state(), state: machine.snapshot() };
    const stateHash = await writeSnapshot(disk, directories.snapshots, snapshot);
    this.snapshotSequence = sequence;
    this.snapshotAt = millis();
    onEvent({ kind: 'snapshot', sequence, stateHash, millis: this.snapshotAt - begun });
    await keepNewest(disk, directories.snapshots, SNAPSHOTS_KEPT);
    const kept = await snapshotsIn(disk, directories.snapshots);
    const covered = kept.length < SNAPSHOTS_KEPT ? 0 : (kept.at(-1)?.sequence ?? 0);
    const archived = await archiveSegments(disk, directories, sequence, covered);
    if (archived.copied + archived.removed > 0) onEvent({ kind: 'archived', ...archived });
  }
}
