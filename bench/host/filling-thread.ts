/**
 * A thread that fills a ring with the messages of a workload when it is told to, so that the thread of the engine has
 * nothing in it but the engine.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type CommandBatch, MessageWriter } from '@intelligent-ledger/engine/host';
import { featureOf } from '../peers/feature.ts';
import type { Outcome } from '../workload/neutral-command.ts';
import { loadWorkload } from '../workload/workload-file.ts';
import { WorkloadBatches } from './workload-batches.ts';

const COMMANDS_PER_BATCH = 1_024;

export interface FillingStart {
  readonly file: string;
  readonly feature: string;
  readonly messages: SharedArrayBuffer;
}

/** What to fill the ring with: what makes the exchange, what a pass begins or ends with, or so many commands. */
export type FillWith = 'setup' | 'prefill' | 'drain' | number;

export interface Filled {
  readonly commands: number;
  readonly outcome: Outcome;
  readonly measured: number;
}

const { file, feature, messages } = workerData as FillingStart;
const batches = new WorkloadBatches(loadWorkload(file), featureOf(feature));
const writer = new MessageWriter(messages);

function made(what: FillWith): CommandBatch[] {
  if (what === 'setup') return [batches.setup()];
  if (what === 'prefill') return batches.prefill();
  return what === 'drain' ? batches.drain() : batches.next(what, COMMANDS_PER_BATCH);
}

parentPort?.on('message', (what: FillWith) => {
  let commands = 0;
  for (const { words, length, count } of made(what)) {
    if (!writer.tryWriteAll(words, length)) throw new Error('the ring has no room');
    commands += count;
  }
  writer.publish();
  parentPort?.postMessage({ commands, outcome: batches.outcome, measured: batches.measured } satisfies Filled);
});
