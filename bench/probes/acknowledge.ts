/**
 * How long an acknowledgement takes at a steady rate, planned ahead so that a late command counts as late: mix A
 * through a host with a synced journal, in turns with the disk's own writes and syncs of as many bytes as the journal
 * commits.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tuneCompiler } from '@intelligent-ledger/engine/host';
import { type Percentiles, percentilesOf } from '../host/percentiles.ts';
import { syncTimes } from '../host/raw-disk.ts';
import { Sender } from '../host/sender.ts';
import { WorkloadBatches } from '../host/workload-batches.ts';
import { PLAIN } from '../peers/feature.ts';
import { programOptions } from '../peers/program.ts';
import { cacheDirectory, loadWorkload } from '../workload/workload-file.ts';

const RATE = 100_000;
/** As a client's library would send them: a few at a time. */
const COMMANDS_PER_BATCH = 10;
const TURNS = 7;
const SECONDS_PER_TURN = 1;
const SYNCS_PER_TURN = 400;
const SECTOR_BYTES = 4_096;
/** In milliseconds; less than what is measured. */
const PAUSE_MAX = 0.05;

export interface AcknowledgeReport {
  readonly refused: number;
  readonly rate: number;
  /** By turn, in microseconds: acknowledgements, and syncs of the disk itself. */
  readonly acknowledged: readonly Percentiles[];
  readonly disk: readonly Percentiles[];
  readonly bytesPerCommit: number;
}

const idle = new Int32Array(new SharedArrayBuffer(4));

tuneCompiler();
const options = programOptions();
const workload = loadWorkload(options.file);
const directory = mkdtempSync(join(cacheDirectory(), 'acknowledge-'));
const batches = new WorkloadBatches(workload, PLAIN);
const sender = await Sender.start(join(directory, 'data'));
const { host, port } = sender;

/** Leaves the processor to others for a moment, and then lets what has come be read. */
function pause(millis: number): Promise<void> {
  Atomics.wait(idle, 0, 0, Math.min(millis, PAUSE_MAX));
  return new Promise(setImmediate);
}

/** Sends batches at the rate from now on; answers the time of each from when it was planned. */
async function turn(count: number): Promise<number[]> {
  const planned = batches.next(count, COMMANDS_PER_BATCH);
  const millisPerBatch = (1_000 * COMMANDS_PER_BATCH) / RATE;
  const begun = performance.now();
  const times: number[] = [];
  const waiting: Promise<void>[] = [];
  for (const [index, batch] of planned.entries()) {
    const at = begun + index * millisPerBatch;
    while (performance.now() < at) await pause(at - performance.now());
    const answer = port.submit(batch);
    if (typeof answer === 'string') throw new Error(`a batch was refused: ${answer}`);
    waiting.push(answer.then(() => void times.push(performance.now() - at)));
  }
  await Promise.all(waiting);
  return times;
}

async function run(): Promise<AcknowledgeReport> {
  const perTurn = Math.min(RATE * SECONDS_PER_TURN, Math.floor(batches.measured / (TURNS + 1)));
  await sender.send(batches.setup());
  await sender.sendAll(batches.prefill());
  await turn(perTurn);
  const acknowledged: Percentiles[] = [];
  const disk: Percentiles[] = [];
  const before = host.status.all();
  for (let index = 0; index < TURNS; index += 1) {
    acknowledged.push(percentilesOf(await turn(perTurn)));
    const { journal_bytes_total: bytes, journal_commits_total: commits } = host.status.all();
    const mean = (bytes - before.journal_bytes_total) / (commits - before.journal_commits_total);
    const sectors = Math.ceil(mean / SECTOR_BYTES) * SECTOR_BYTES;
    disk.push(percentilesOf(syncTimes(join(directory, 'raw'), sectors, SYNCS_PER_TURN)));
  }
  const {
    journal_bytes_total: bytes,
    journal_commits_total: commits,
    engine_refused_total: refused,
  } = host.status.all();
  const bytesPerCommit = Math.round((bytes - before.journal_bytes_total) / (commits - before.journal_commits_total));
  return { refused, rate: RATE, acknowledged, disk, bytesPerCommit };
}

const report = await run();
await host.stop();
rmSync(directory, { recursive: true });
process.stdout.write(`${JSON.stringify(report)}\n`);
