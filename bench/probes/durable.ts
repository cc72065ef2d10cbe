/**
 * The engine with its journal: messages that wait in its ring become blocks, go to a synced journal, are applied, and
 * are released when they are durable. Another thread fills the ring before the clock starts, and records are counted
 * after it stops; the CPU time is that of all threads of the process, those that write files among them. Options as
 * those of `ours`; `--data` for the directory, whose journal is left there; `--journal none` for one that keeps
 * nothing.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import {
  createEngineMemory,
  createPortMemory,
  Doorbell,
  dataDirectories,
  ENGINE_DEFAULTS,
  EnginePortEnd,
  EngineService,
  HostStatus,
  RecordRingReader,
  tuneCompiler,
} from '@intelligent-ledger/engine/host';
import type { Filled, FillingStart, FillWith } from '../host/filling-thread.ts';
import { NoJournal } from '../host/no-journal.ts';
import { Stopwatch } from '../peers/program.ts';
import { RecordTally } from '../peers/record-tally.ts';
import { cacheDirectory, workloadFile } from '../workload/workload-file.ts';

const MESSAGE_BYTES = 67_108_864;
const COMMANDS_MAX = 1_048_576;
/** Commands that wait in the ring when the clock starts; all their records fit into the ring of records. */
const PORTION = 200_000;
const WARM_PASSES = 6;
const PASSES = 6;

export interface DurableReport {
  readonly refused: number;
  readonly commands: number;
  readonly cpuNs: number;
  readonly wallNs: number;
  readonly blocks: number;
  readonly commits: number;
}

tuneCompiler();
const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    file: text,
    with: { ...text, default: 'plain' },
    data: text,
    journal: text,
    warm: text,
    seconds: text,
    commands: text,
  },
});
const data = values.data ?? mkdtempSync(join(cacheDirectory(), 'durable-'));
const file = values.file ?? workloadFile('A', 1, Number(values.commands ?? 1_000));
const options = { ...ENGINE_DEFAULTS, directories: dataDirectories(data), isResident: true };
const memory = createEngineMemory(options.recordRingBytes);
const service = await EngineService.open(options, memory, { onProgress: () => undefined, onState: () => undefined });
const port = createPortMemory(MESSAGE_BYTES, COMMANDS_MAX);
service.loop.addPort(0, new EnginePortEnd(port));
const { loop } = service;
// Without a journal the loop alone runs, and what it says is durable at once.
const running = values.journal === 'none' ? loop.run(new NoJournal(loop.onDurable)) : service.run();
const workerData: FillingStart = { file, feature: values.with, messages: port.messages };
const filling = new Worker(new URL('../host/filling-thread.ts', import.meta.url), { workerData });
const [engineBell, bell] = [new Doorbell(new Int32Array(memory.bell)), new Doorbell(new Int32Array(port.bell))];
const status = new HostStatus(memory.status);
const reader = new RecordRingReader(memory.records);
const tally = new RecordTally();
const stopwatch = new Stopwatch();
let sent = 0;

/** Has commands done that are put into the ring before, by the clock if they are measured. */
async function run(what: FillWith): Promise<Filled> {
  filling.postMessage(what);
  const [filled] = (await once(filling, 'message')) as [Filled];
  sent += filled.commands;
  const isMeasured = typeof what === 'number';
  if (isMeasured) stopwatch.start();
  engineBell.ring();
  while (status.get('engine_durable_sequence') < sent) {
    const seen = bell.count();
    if (status.get('engine_durable_sequence') >= sent) break;
    await new Promise<void>((resolve) => bell.whenRung(seen, resolve));
  }
  if (isMeasured) stopwatch.stop();
  count();
  return filled;
}

function count(): void {
  for (let frame = reader.next(); frame !== 'end'; frame = reader.next()) {
    if (frame === 'behind') throw new Error('the ring of records is too short');
    const { records } = frame;
    tally.count(new Int32Array(records.buffer, records.byteOffset, records.length / 4), records.length / 4);
  }
}

async function pass(): Promise<number> {
  tally.reset();
  const { measured, outcome } = await run('prefill');
  for (let left = measured; left > 0; left -= PORTION) await run(Math.min(left, PORTION));
  await run('drain');
  if (tally.fills !== outcome.fills || tally.lots !== outcome.lots) throw new Error('a pass is not as the model');
  return measured;
}

await run('setup');
for (let index = 0; index < WARM_PASSES; index += 1) await pass();
stopwatch.reset();
const before = status.all();
let commands = 0;
for (let index = 0; index < PASSES; index += 1) commands += await pass();
const after = status.all();
const report: DurableReport = {
  refused: after.engine_refused_total,
  commands,
  cpuNs: stopwatch.cpuNs,
  wallNs: stopwatch.wallNs,
  blocks: after.engine_blocks_total - before.engine_blocks_total,
  commits: after.journal_commits_total - before.journal_commits_total,
};
loop.stop();
await running;
await filling.terminate();
if (values.data === undefined) rmSync(data, { recursive: true });
process.stdout.write(`${JSON.stringify(report)}\n`);
