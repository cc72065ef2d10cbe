/**
 * The thread in which the engine lives: it takes the journal's lock, recovers, says that it has, and works until it is
 * told to stop. What is thrown here is a bug, and ends the process; recovery is the next start.
 */
import { setTimeout as after } from 'node:timers/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { assert } from '@intelligent-ledger/engine/core';
import { type Disk, systemDisk } from '../disk/disk.ts';
import { type JournalState, JournalWriter } from '../journal/journal-writer.ts';
import { ReleasedMark } from '../journal/released-mark.ts';
import { WriterLock } from '../journal/writer-lock.ts';
import { makeDirectories } from '../replay/data-directories.ts';
import { type Recovered, RecoveryFault, recover } from '../replay/recovery.ts';
import { Doorbell } from '../rings/doorbell.ts';
import { RecordRingWriter } from '../rings/record-ring.ts';
import { systemClock } from '../sequencer/engine-clock.ts';
import { EngineLoop } from './engine-loop.ts';
import { newHashKeys } from './engine-options.ts';
import { EnginePortEnd } from './engine-port-end.ts';
import { HostStatus } from './host-status.ts';
import { StateHashes } from './state-hashes.ts';
import type { FromEngine, Question, Started, ThreadStart, ToEngine } from './thread-messages.ts';

/** The mark of what was released is written at most so often, in milliseconds: it costs the disk a sync of its own. */
const MARK_MILLIS = 20;
/** Recovery says so often where it is, in milliseconds. */
const PROGRESS_MILLIS = 500;
/** A disk that fails while the engine stops is tried for so long, in milliseconds. */
const STOP_MILLIS = 5_000;

const { options, bell, records, status } = workerData as ThreadStart;
const { directories } = options;
const disk = await diskOf(options.diskModule);

function say(message: FromEngine): void {
  parentPort?.postMessage(message);
}

/** Runs the engine until it is told to stop. */
async function run(): Promise<void> {
  makeDirectories(directories);
  const lock = WriterLock.take(directories.journal);
  if (lock === null) {
    say({ kind: 'refused', why: `another host has the journal in ${directories.journal}` });
    return;
  }
  try {
    const begun = performance.now();
    const recovered = await recover({
      disk: systemDisk,
      directories,
      machine: machineOptions(),
      onProgress: progress(),
    });
    await serve(recovered, begun);
  } catch (error) {
    if (!(error instanceof RecoveryFault)) throw error;
    say({ kind: 'refused', why: error.message });
  } finally {
    lock.release();
  }
}

async function diskOf(diskModule: string): Promise<Disk> {
  return diskModule === '' ? systemDisk : ((await import(diskModule)) as { readonly disk: Disk }).disk;
}

function machineOptions() {
  const { recordBufferBytes: recordBytesMax, isResident } = options;
  return { recordBytesMax, isResident, hashKeys: newHashKeys() };
}

function progress() {
  let lastAt = performance.now();
  return ({ from, sequence }: { from: number; sequence: number }) => {
    if (performance.now() - lastAt < PROGRESS_MILLIS) return;
    lastAt = performance.now();
    say({ kind: 'progress', from, sequence });
  };
}

async function serve(recovered: Recovered, begun: number): Promise<void> {
  const { machine, start } = recovered;
  const mark = await ReleasedMark.open(disk, directories.journal, start.journal, () => after(MARK_MILLIS));
  const stateHashes = new StateHashes(options.stateHashPauseMax, () => performance.now());
  const stateHash = stateHashes.take(machine);
  const loop = new EngineLoop({
    ...{ machine, recordsCrc: recovered.recordsCrc, stateHashes, hasMakersFirst: options.hasMakersFirst },
    clock: systemClock(machine.time),
    bell: new Doorbell(new Int32Array(bell)),
    records: new RecordRingWriter(records),
    status: new HostStatus(status),
  });
  const journal = newJournal(loop, mark, recovered);
  listen(loop);
  const { from: snapshot, cut, passedOver } = recovered;
  const started: Started = {
    ...{ sequence: machine.sequence, time: machine.time, stateHash, snapshot, passedOver },
    recoveryMillis: performance.now() - begun,
    cut: cut === null ? null : `${cut.place.path} at byte ${cut.place.at}: ${cut.what}`,
  };
  say({ kind: 'started', started });
  await loop.run(journal);
  await end(journal, mark);
}

function newJournal(loop: EngineLoop, mark: ReleasedMark, { start }: Recovered): JournalWriter {
  const { policy, segmentBytes, groupBytes, retryMillis, syncMillis } = options;
  const onState = (state: JournalState): void => {
    loop.onJournalState(state);
    say({ kind: 'state', state });
  };
  const ofDisk = { disk, directory: directories.journal, policy, segmentBytes, groupBytes };
  const waits = { beforeRetry: () => after(retryMillis), afterInterval: () => after(syncMillis) };
  // What a power cut may take is not noted as what it may not.
  const onSynced = (sequence: number) => mark.note(sequence);
  return new JournalWriter({ ...ofDisk, ...waits, onDurable: loop.onDurable, onSynced, onState }, start);
}

function listen(loop: EngineLoop): void {
  const questions = new Map<number, MessagePort>();
  parentPort?.on('message', (message: ToEngine) => {
    if (message.kind === 'stop') loop.stop();
    else if (message.kind === 'openPort') {
      message.questions.on('message', (question: Question) => {
        const { id, name, ask } = question;
        loop.ask(name, ask, (answer) => message.questions.postMessage({ id, answer }));
      });
      questions.set(message.port, message.questions);
      loop.addPort(message.port, new EnginePortEnd(message.memory));
    } else {
      questions.get(message.port)?.close();
      questions.delete(message.port);
      loop.removePort(message.port);
    }
  });
}

/** Makes durable what was taken, as long as the disk lets it. */
async function end(journal: JournalWriter, mark: ReleasedMark): Promise<void> {
  const giveUp = new AbortController();
  const patience = after(STOP_MILLIS, undefined, { signal: giveUp.signal }).then(
    () => journal.abandon(),
    () => undefined,
  );
  try {
    await journal.close();
  } catch {
    // The journal goes on from its last block whether or not its file could be made shorter.
  }
  giveUp.abort();
  await patience;
  await mark.close();
}

assert(parentPort !== null, 'the engine is started as a thread');
await run();
say({ kind: 'stopped' });
// Ports that are still open would keep the thread.
process.exit();
