/**
 * The engine with all that it needs, in whatever thread it is opened: it takes the journal's lock, recovers, and works
 * until it is stopped. What it throws but for a refusal is a bug, and has to end the process.
 */
import { setTimeout as after } from 'node:timers/promises';
import { assert, genesis, type Machine, ROLE_KEY_BYTES } from '@intelligent-ledger/engine/core';
import { DirectoryLock } from '../disk/directory-lock.ts';
import { type Disk, systemDisk } from '../disk/disk.ts';
import { signingKeyOf } from '../identity/private-keys.ts';
import { JournalLost, type JournalState, JournalWriter } from '../journal/journal-writer.ts';
import { ReleasedMark } from '../journal/released-mark.ts';
import { makeDirectories } from '../replay/data-directories.ts';
import { type Recovered, type RecoveryProgress, recover } from '../replay/recovery.ts';
import { Doorbell } from '../rings/doorbell.ts';
import { RecordRingWriter } from '../rings/record-ring.ts';
import { systemClock } from '../sequencer/engine-clock.ts';
import { EngineLoop } from './engine-loop.ts';
import { type EngineOptions, newHashKeys } from './engine-options.ts';
import { HostStatus } from './host-status.ts';
import { StateHashes } from './state-hashes.ts';
import type { EngineMemory, Started } from './thread-messages.ts';

/** The mark of what was released is written at most so often, in milliseconds: it costs the disk a sync of its own. */
const MARK_MILLIS = 20;
/** A disk that fails while the engine stops is tried for so long, in milliseconds. */
const STOP_MILLIS = 5_000;
/** A record ring is this much larger than the buffer of records, so that no frame is a large part of it. */
const RING_PER_BUFFER = 8;

/** Another host has the journal. */
export class JournalTaken extends Error {}

/** The operator's key is not the one that Genesis names: whoever verifies the log would find every tick. */
export class OperatorKeyWrong extends Error {}

export interface EngineListeners {
  readonly onProgress: (progress: RecoveryProgress) => void;
  readonly onState: (state: JournalState) => void;
}

export class EngineService {
  readonly started: Started;
  readonly loop: EngineLoop;
  private readonly journal: JournalWriter;
  private readonly mark: ReleasedMark;
  private readonly lock: DirectoryLock;

  private constructor(
    started: Started,
    loop: EngineLoop,
    journal: JournalWriter,
    mark: ReleasedMark,
    lock: DirectoryLock,
  ) {
    this.started = started;
    this.loop = loop;
    this.journal = journal;
    this.mark = mark;
    this.lock = lock;
  }

  /**
   * Opens an exchange; throws `JournalTaken`, `OperatorKeyWrong`, or a `RecoveryFault` where it cannot be gone on with.
   */
  static async open(
    options: EngineOptions,
    memory: EngineMemory,
    listeners: EngineListeners,
    disk = systemDisk,
  ): Promise<EngineService> {
    const { directories } = options;
    assert(
      options.recordRingBytes >= RING_PER_BUFFER * options.recordBufferBytes,
      'the ring is larger than the buffer',
    );
    makeDirectories(directories);
    const begun = performance.now();
    const lock = DirectoryLock.take(directories.journal);
    if (lock === null) throw new JournalTaken(`another host has the journal in ${directories.journal}`);
    try {
      const { onProgress } = listeners;
      const recovered = await recover({ disk, directories, machine: machineOptions(options), onProgress });
      checkOperatorKey(recovered.machine, options.operatorKey);
      return await EngineService.begin(options, memory, listeners, disk, recovered, lock, begun);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  private static async begin(
    options: EngineOptions,
    memory: EngineMemory,
    { onState }: EngineListeners,
    disk: Disk,
    recovered: Recovered,
    lock: DirectoryLock,
    begun: number,
  ): Promise<EngineService> {
    const { machine, start, recordsCrc } = recovered;
    const mark = await ReleasedMark.open(disk, options.directories.journal, start.journal, () => after(MARK_MILLIS));
    const stateHashes = new StateHashes(options.stateHashPauseMax, () => performance.now());
    const stateHash = stateHashes.first(machine);
    const loop = new EngineLoop({
      ...{ machine, recordsCrc, stateHashes, hasMakersFirst: options.hasMakersFirst },
      operatorKey: options.operatorKey === null ? null : signingKeyOf(options.operatorKey),
      clock: systemClock(machine.time),
      bell: new Doorbell(new Int32Array(memory.bell)),
      records: new RecordRingWriter(memory.records),
      status: new HostStatus(memory.status),
    });
    const { policy, segmentBytes, groupBytes, retryMillis, syncMillis, directories } = options;
    const ofDisk = { disk, directory: directories.journal, policy, segmentBytes, groupBytes };
    const waits = { beforeRetry: () => after(retryMillis), afterInterval: () => after(syncMillis) };
    const says = {
      onDurable: loop.onDurable,
      // What a power cut may take is not noted as what it may not.
      onSynced: (sequence: number) => mark.note(sequence),
      onState: (state: JournalState) => {
        loop.onJournalState(state);
        onState(state);
      },
      onFatal: endProcess,
    };
    const journal = new JournalWriter({ ...ofDisk, ...waits, ...says }, start);
    await journal.prepare();
    const started = startedBy(recovered, stateHash, performance.now() - begun);
    return new EngineService(started, loop, journal, mark, lock);
  }

  /** Works until it is stopped, and ends once all that was taken is durable, if the disk lets it. */
  async run(): Promise<void> {
    try {
      await this.loop.run(this.journal);
      await this.end();
    } finally {
      this.lock.release();
    }
  }

  private async end(): Promise<void> {
    const { journal, mark } = this;
    const giveUp = new AbortController();
    const patience = after(STOP_MILLIS, undefined, { signal: giveUp.signal }).then(
      () => journal.abandon(),
      () => undefined,
    );
    try {
      await journal.close();
    } catch (error) {
      if (error instanceof JournalLost) throw error;
      // The journal goes on from its last block whether or not its file could be made shorter.
    }
    giveUp.abort();
    await patience;
    await mark.close();
  }
}

function startedBy(
  { machine, from: snapshot, cut, passedOver }: Recovered,
  stateHash: string,
  millis: number,
): Started {
  const { sequence, time } = machine;
  const cutWords = cut === null ? null : `${cut.place.path} at byte ${cut.place.at}: ${cut.what}`;
  return { sequence, time, stateHash, snapshot, passedOver, recoveryMillis: millis, cut: cutWords };
}

function machineOptions({ recordBufferBytes: recordBytesMax, isResident }: EngineOptions) {
  return { recordBytesMax, isResident, hashKeys: newHashKeys() };
}

/** Nobody may wait for the journal in vain: what is thrown here nobody catches. */
function endProcess(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

function checkOperatorKey({ state }: Machine, privateKey: string | null): void {
  if (state === null || privateKey === null) return;
  const named = Buffer.from(state.genesisBytes.subarray(genesis.byteLength, genesis.byteLength + ROLE_KEY_BYTES));
  if (signingKeyOf(privateKey).publicKey === named.toString('hex')) return;
  throw new OperatorKeyWrong("the operator's key is not the one that this exchange began with");
}
