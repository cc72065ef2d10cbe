/**
 * How long a round trip to the engine's thread takes, against a thread that sends a message back: one batch at a time,
 * of 1, 16 and 256 commands, and how many commands a second that makes. The journal keeps nothing here, so that the
 * port is seen and not the disk; the echo carries the same bytes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type CommandBatch, tuneCompiler } from '@intelligent-ledger/engine/host';
import { type Percentiles, percentilesOf } from '../host/percentiles.ts';
import { Sender } from '../host/sender.ts';
import { WorkloadBatches } from '../host/workload-batches.ts';
import { PLAIN } from '../peers/feature.ts';
import { programOptions } from '../peers/program.ts';
import { cacheDirectory, loadWorkload } from '../workload/workload-file.ts';

/** Batches of so many commands, and how many of them in a turn. */
const SIZES = [
  { commandsPerBatch: 1, rounds: 2_000 },
  { commandsPerBatch: 16, rounds: 2_000 },
  { commandsPerBatch: 256, rounds: 250 },
];
const TURNS = 5;
const QUIET_THREAD = new URL('../host/quiet-engine-thread.ts', import.meta.url);

export interface PortRow {
  readonly commandsPerBatch: number;
  /** By turn, in microseconds. */
  readonly port: readonly Percentiles[];
  readonly echo: readonly Percentiles[];
  /** By turn. */
  readonly commandsPerSecond: readonly number[];
}

export interface PortReport {
  readonly refused: number;
  readonly rows: readonly PortRow[];
}

tuneCompiler();
const options = programOptions();
const workload = loadWorkload(options.file);
const directory = mkdtempSync(join(cacheDirectory(), 'port-'));
const batches = new WorkloadBatches(workload, PLAIN);
const sender = await Sender.start(join(directory, 'data'), { thread: QUIET_THREAD });
const echoThread = new Worker(new URL('../host/echo-thread.ts', import.meta.url));
let echoed: () => void = () => {};
echoThread.on('message', () => echoed());

async function echoTimes(byteLength: number, rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    await new Promise<void>((resolve) => {
      echoed = resolve;
      echoThread.postMessage(new Uint8Array(byteLength));
    });
    times.push(performance.now() - begun);
  }
  return times;
}

async function portTimes(sent: readonly CommandBatch[]): Promise<number[]> {
  const times: number[] = [];
  for (const batch of sent) {
    const begun = performance.now();
    await sender.send(batch);
    times.push(performance.now() - begun);
  }
  return times;
}

async function rowOf(commandsPerBatch: number, roundsMax: number): Promise<PortRow> {
  const share = Math.floor(batches.measured / (SIZES.length * (TURNS + 1) * commandsPerBatch));
  const rounds = Math.min(roundsMax, share);
  const port: Percentiles[] = [];
  const echo: Percentiles[] = [];
  const commandsPerSecond: number[] = [];
  for (let turn = 0; turn <= TURNS; turn += 1) {
    const sent = batches.next(rounds * commandsPerBatch, commandsPerBatch);
    const times = await portTimes(sent);
    const echoes = await echoTimes(4 * (sent[0]?.length ?? 0), rounds);
    // The first turn warms both.
    if (turn === 0) continue;
    port.push(percentilesOf(times));
    echo.push(percentilesOf(echoes));
    const seconds = times.reduce((sum, millis) => sum + millis, 0) / 1_000;
    commandsPerSecond.push(Math.round((rounds * commandsPerBatch) / seconds));
  }
  return { commandsPerBatch, port, echo, commandsPerSecond };
}

const rows: PortRow[] = [];
await sender.send(batches.setup());
await sender.sendAll(batches.prefill());
for (const { commandsPerBatch, rounds } of SIZES) rows.push(await rowOf(commandsPerBatch, rounds));
const { refused } = sender;
await sender.host.stop();
await echoThread.terminate();
rmSync(directory, { recursive: true });
process.stdout.write(`${JSON.stringify({ refused, rows } satisfies PortReport)}\n`);
