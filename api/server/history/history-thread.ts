/**
 * The thread that writes the history: it follows the records from where the file has come to, and says how far it is.
 */
import { parentPort, workerData } from 'node:worker_threads';
import {
  AccountHistory,
  type DataDirectories,
  EnginePort,
  type FillEntry,
  type OrderEntry,
  type PortHandle,
  readRecords,
  ThreadedHistory,
} from '@intelligent-ledger/engine/client-port';
import { assert, type DecodedRecord } from '@intelligent-ledger/engine/core';
import { HistoryStore } from './history-store.ts';

export interface HistoryStart {
  readonly handle: PortHandle;
  readonly directories: DataDirectories;
  /** The file. */
  readonly path: string;
  /** Identity of the exchange. */
  readonly exchange: string;
}

export type FromHistory =
  | { readonly kind: 'ready'; readonly sequence: number }
  | { readonly kind: 'written'; readonly sequence: number };

/** Somebody waits for a sequence, or the thread is to end. */
export type ToHistory = { readonly kind: 'reach' } | { readonly kind: 'stop' };

/** What changed is written so often where nobody waits for it, in milliseconds; most orders close before. */
const WRITE_MILLIS = 500;
/** So many changes are kept at most. */
const CHANGES_MAX = 20_000;

assert(parentPort !== null, 'the history is written in a thread');
const parent = parentPort;
const { handle, directories, path, exchange } = workerData as HistoryStart;
const port = new EnginePort(handle, (from) => new ThreadedHistory({ directories, from, status: handle.status }));
const store = HistoryStore.open(path, exchange, port.status.get('engine_durable_sequence'));
const changed = new Map<number, OrderEntry>();
let fills: FillEntry[] = [];
const history = new AccountHistory({
  ...{ closedOrdersMax: 0, fillsMax: 0 },
  // Numbers of orders are those of all accounts.
  onOrder: (entry) => changed.set(entry.order, entry),
  onFill: (entry) => fills.push(entry),
});
let sequence = store.sequence;
let written = sequence;
let timer: NodeJS.Timeout | null = null;
let isAsked = false;

const say = (message: FromHistory) => parent.postMessage(message);

function write(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  isAsked = false;
  if (written < sequence) store.write(changed.values(), fills, sequence);
  changed.clear();
  fills = [];
  written = sequence;
  say({ kind: 'written', sequence });
}

async function follow(): Promise<void> {
  const stream = port.records(sequence + 1);
  for (let frame = await stream.next(); frame !== null; frame = await stream.next()) {
    const records: DecodedRecord[] = [];
    for (let index = Math.max(0, sequence + 1 - frame.firstSequence); index < frame.count; index += 1) {
      for (const record of readRecords(frame.recordsOf(index))) records.push(record);
    }
    history.take(records);
    sequence = frame.lastSequence;
    if (isAsked || changed.size + fills.length > CHANGES_MAX) write();
    else timer ??= setTimeout(write, WRITE_MILLIS);
  }
}

parent.on('message', ({ kind }: ToHistory) => {
  if (kind === 'stop') port.close();
  else if (written < sequence) write();
  else isAsked = true;
});

history.restore(store.kept());
say({ kind: 'ready', sequence });
await follow();
write();
store.close();
parent.close();
