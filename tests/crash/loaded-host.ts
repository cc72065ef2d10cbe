/**
 * A host under load until it is killed. Of every command that was acknowledged it says so on its output, at once: its
 * sequence, its result code, and the check sum of its records; and of every start, from where it went on. Arguments:
 * the data directory, and a seed.
 */
import { writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import {
  type BatchResult,
  CommandBatch,
  dataDirectories,
  type EnginePort,
  startEngine,
} from '@intelligent-ledger/engine/host';
import { setUp, submitted } from '../host/hosts.ts';
import { SETUP_COMMANDS, Traffic } from '../host/traffic.ts';

const [data = '', seedText = '1'] = process.argv.slice(2);
const seed = Number(seedText);
/** One port sends a little at a time, one much, one messages of many commands. */
const EACH = [3, 200, 40];
const OUTPUT = 1;

export type Line =
  | { readonly kind: 'started'; readonly sequence: number; readonly stateHash: string; readonly snapshot: number }
  | { readonly kind: 'refused'; readonly why: string }
  /** Of each command: sequence, result code, check sum of its records. */
  | { readonly kind: 'acknowledged'; readonly commands: readonly (readonly [number, number, number])[] };

/** Comes back once the reader's end of the pipe has it all, so that what a killed host said is never less. */
function say(line: Line): void {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let done = 0; done < bytes.length; ) done += written(bytes.subarray(done));
}

function written(bytes: Uint8Array): number {
  try {
    return writeSync(OUTPUT, bytes);
  } catch (error) {
    // The pipe is full: it is tried again until the reader has made room.
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
    throw error;
  }
}

function acknowledge(result: BatchResult): void {
  const commands = Array.from(result.sequences, (sequence, index) => {
    const records = result.recordsOf(index);
    if (records === null) throw new Error('this port reads in time');
    return [sequence, result.codeOf(index), crc32(records)] as const;
  });
  say({ kind: 'acknowledged', commands });
}

async function load(port: EnginePort, number: number, nonces: number, isEnding: AbortSignal): Promise<void> {
  const traffic = new Traffic(seed + number, nonces + number, EACH.length);
  const batch = new CommandBatch();
  while (!isEnding.aborted) {
    batch.clear();
    for (let index = 0; index < (EACH[number] as number); index += 1) {
      if (number === 2) traffic.addMessage(batch, 4);
      else traffic.add(batch);
    }
    acknowledge(await submitted(port, batch));
  }
}

try {
  const host = await startEngine({
    directories: dataDirectories(data),
    segmentBytes: 1_048_576,
    groupBytes: 524_288,
    recordRingBytes: 8_388_608,
    recordBufferBytes: 1_048_576,
  });
  const { sequence, stateHash, snapshot } = host.started;
  say({ kind: 'started', sequence, stateHash, snapshot });
  const port = host.openPort();
  if (sequence < SETUP_COMMANDS) acknowledge(await setUp(port));
  // More than any client can have used before: each command takes at most a nonce of every account.
  const nonces = 64 + 8 * (sequence + 1_000);
  const ending = new AbortController();
  process.on('SIGTERM', () => ending.abort());
  const ports = EACH.map((_, number) => (number === 0 ? port : host.openPort()));
  await Promise.all(ports.map((of, number) => load(of, number, nonces, ending.signal)));
  await host.stop();
} catch (error) {
  say({ kind: 'refused', why: error instanceof Error ? error.message : String(error) });
  process.exitCode = 1;
}
