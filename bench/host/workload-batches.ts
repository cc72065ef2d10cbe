/**
 * The commands of a workload as batches for a port: those that make its exchange, and pass after pass the others, made
 * when they are asked for, as their senders would. What every pass must do again was learnt by a machine of this
 * process.
 */
import { decodeEntry, Machine } from '@intelligent-ledger/engine/core';
import { CommandBatch } from '@intelligent-ledger/engine/host';
import { EntryWriter } from '../peers/entry-writer.ts';
import { startMachine } from '../peers/exchange-start.ts';
import type { Feature } from '../peers/feature.ts';
import { entryWords, MachinePasses } from '../peers/machine-passes.ts';
import type { Outcome } from '../workload/neutral-command.ts';
import type { LoadedWorkload } from '../workload/workload-file.ts';

const CHUNK = 256;
const INPUT_WORDS = 65_536;

/** Keeps the entries that set an exchange up. */
class LoggedMachine extends Machine {
  readonly entries: Uint8Array[] = [];

  override applyBytes(entry: Uint8Array) {
    this.entries.push(entry.slice());
    return super.applyBytes(entry);
  }
}

export class WorkloadBatches {
  /** What every pass does. */
  readonly outcome: Outcome;
  /** Commands that are measured, in every pass. */
  readonly measured: number;
  private readonly workload: LoadedWorkload;
  private readonly feature: Feature;
  private readonly writer: EntryWriter;
  private readonly lastNumber: number;
  private cursor = 0;

  constructor(workload: LoadedWorkload, feature: Feature) {
    const learnt = new MachinePasses(workload, feature);
    this.workload = workload;
    this.feature = feature;
    this.outcome = learnt.outcome;
    this.measured = workload.head.measuredCount;
    this.lastNumber = learnt.numberInPass[workload.head.referenceCount - 1] as number;
    this.writer = new EntryWriter(workload, feature, new Int32Array(INPUT_WORDS), 0, 0);
    this.writer.numberInPass.set(learnt.numberInPass);
  }

  /** The commands that make the exchange. */
  setup(): CommandBatch {
    const model = new LoggedMachine();
    startMachine(this.workload.head, this.feature, model);
    const batch = new CommandBatch();
    for (const entry of model.entries) addEntry(batch, entry, 0);
    return batch;
  }

  /** The commands before the measured ones, to be sent at once like all that are given. */
  prefill(): CommandBatch[] {
    this.cursor = 0;
    return this.next(this.workload.head.prefillCount, CHUNK);
  }

  /** The next so many commands, in batches of so many. */
  next(count: number, each: number): CommandBatch[] {
    const from = this.cursor;
    this.cursor += count;
    this.writer.goTo(Date.now() * 1_000);
    return this.batchesOf(from, this.cursor, each);
  }

  /** The commands that take all that rests away; the next pass begins behind them. */
  drain(): CommandBatch[] {
    const { prefillCount, measuredCount, drainCount } = this.workload.head;
    this.cursor = prefillCount + measuredCount;
    const batches = this.next(drainCount, CHUNK);
    this.writer.numberBase += this.lastNumber;
    // Positions of one pass are closed in the next.
    if (this.feature.hasMoney) this.writer.isSwapped = !this.writer.isSwapped;
    return batches;
  }

  private batchesOf(from: number, to: number, each: number): CommandBatch[] {
    const batches: CommandBatch[] = [];
    const { words } = this.writer;
    const bytes = new Uint8Array(words.buffer);
    for (let start = from; start < to; start += each) {
      const batch = new CommandBatch();
      const end = Math.min(to, start + each);
      for (let part = start; part < end; part += CHUNK) {
        const length = this.writer.write(part, Math.min(end, part + CHUNK));
        for (let at = 0; at < length; at += entryWords(words, at)) addEntry(batch, bytes, at * 4);
      }
      batches.push(batch);
    }
    return batches;
  }
}

function addEntry(batch: CommandBatch, entries: Uint8Array, at: number): void {
  const { command, frame } = decodeEntry(entries, at);
  const fault = batch.add(command, frame);
  if (fault !== 'none') throw new Error(`a command of the workload is none: ${fault}`);
}
