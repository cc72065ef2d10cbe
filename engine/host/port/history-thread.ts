/**
 * The thread in which the records of a journal are made again for one reader, so that nobody else has to wait for it.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { assert } from '@intelligent-ledger/engine/core';
import { systemDisk } from '../disk/disk.ts';
import { HostStatus } from '../engine/host-status.ts';
import type { DataDirectories } from '../replay/data-directories.ts';
import { JournalHistory } from '../replay/journal-history.ts';

export interface HistoryStart {
  readonly directories: DataDirectories;
  readonly from: number;
  readonly status: SharedArrayBuffer;
}

export type HistoryQuestion = 'next' | 'close';

/** The words of a frame; null where the journal ends. */
export type HistoryAnswer = { readonly frame: Int32Array<ArrayBuffer> | null } | { readonly failure: string };

assert(parentPort !== null, 'history is read in a thread');
const port = parentPort;
const { directories, from, status } = workerData as HistoryStart;
const engine = new HostStatus(status);
const opened = JournalHistory.open(systemDisk, directories, from, () => engine.get('engine_durable_sequence'));

async function next(): Promise<HistoryAnswer> {
  try {
    const frame = await (await opened).next();
    return { frame: frame === null ? null : (frame.words as Int32Array<ArrayBuffer>) };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

async function answerNext(): Promise<void> {
  const answer = await next();
  port.postMessage(answer, 'frame' in answer && answer.frame !== null ? [answer.frame.buffer] : []);
}

let last: Promise<void> = Promise.resolve();
let isClosed = false;

/** Lets what is being made end, and nothing keeps the thread from then on. */
async function close(): Promise<void> {
  isClosed = true;
  port.close();
  const history = await opened.catch(() => null);
  history?.stop();
  await last;
  await history?.close();
}

/** One frame after another, however many are asked for. */
port.on('message', (question: HistoryQuestion) => {
  if (question === 'close') void close();
  else last = last.then(() => (isClosed ? undefined : answerNext()));
});
