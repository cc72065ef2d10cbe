/**
 * Runs a workload on one machine, pass after pass: prefill, measured commands, drain. Commands go in
 * chunks: entries are made, then applied by the clock, then their records are counted and cleared. The
 * first pass applies each command alone, to learn the order numbers and to hash the trades.
 */
import type { Machine } from '@intelligent-ledger/engine/core';
import { COMMAND_WORDS, CommandType, type Outcome, Word } from '../workload/neutral-command.ts';
import type { LoadedWorkload } from '../workload/workload-file.ts';
import { START_TIME_MICROS } from './administer.ts';
import { EntryWriter } from './entry-writer.ts';
import { startMachine } from './exchange-start.ts';
import { type Feature, PLAIN } from './feature.ts';
import { NumberReader, RecordTally } from './record-tally.ts';

/**
 * Commands whose entries are made, applied and counted in turn: few, so that what making and counting leave in the
 * cache does not push out what the engine had there.
 */
const CHUNK = 256;

/** What runs the entries in the first `length` words of the machine's input. */
export type ApplyChunk = (machine: Machine, length: number) => void;

/** Applies a chunk as one run. */
export function applyEntries(machine: Machine, length: number): void {
  if (machine.applyRun(length) !== length) throw new Error('an entry was not the next of the log');
}

/** Words of the entry that begins at a word: its head, and command and frame padded to eight bytes. */
export function entryWords(words: Int32Array, at: number): number {
  const commandBytes = (words[at] as number) >>> 16;
  const frameBytes = words[at + 1] as number;
  return (24 + ((commandBytes + 7) & ~7) + ((frameBytes + 7) & ~7)) >> 2;
}

export class MachinePasses {
  readonly machine: Machine;
  private readonly workload: LoadedWorkload;
  private readonly feature: Feature;
  private readonly writer: EntryWriter;
  private readonly tally = new RecordTally();
  private readonly lastNumberOfPass: number;
  /** What every pass has to do again; the first one also hashes the trades. */
  readonly outcome: Outcome;
  refused = 0;

  /** Starts a machine and runs the first pass, which learns. */
  constructor(workload: LoadedWorkload, feature: Feature = PLAIN) {
    const { head } = workload;
    this.workload = workload;
    this.feature = feature;
    this.machine = startMachine(head, feature);
    this.writer = new EntryWriter(workload, feature, this.machine.input, this.machine.sequence, START_TIME_MICROS);
    const tradeHash = this.learn();
    this.lastNumberOfPass = this.writer.numberInPass[head.referenceCount - 1] as number;
    this.outcome = { ...this.counted(), tradeHash };
  }

  /** Another pass; `measure` runs the chunks of the measured commands. Throws when it does not repeat the first. */
  pass(measure: ApplyChunk): void {
    const { prefillCount, measuredCount, drainCount } = this.workload.head;
    this.writer.numberBase += this.lastNumberOfPass;
    // Positions of one pass are closed in the next.
    if (this.feature.hasMoney) this.writer.isSwapped = !this.writer.isSwapped;
    this.tally.reset();
    if (this.feature.hasSessions) this.sign();
    const measuredEnd = prefillCount + measuredCount;
    this.section(0, prefillCount, applyEntries);
    this.section(prefillCount, measuredEnd, measure);
    this.section(measuredEnd, measuredEnd + drainCount, applyEntries);
    this.refused += this.tally.refused;
    const { fills, lots, resting } = this.counted();
    const { outcome } = this;
    if (fills !== outcome.fills || lots !== outcome.lots || resting !== outcome.resting) {
      throw new Error('a pass did not repeat the first');
    }
  }

  /** By reference: the number of the order less the last number given before a pass. */
  get numberInPass(): Int32Array {
    return this.writer.numberInPass;
  }

  private section(from: number, to: number, apply: ApplyChunk): void {
    const { machine, writer, tally } = this;
    for (let start = from; start < to; start += CHUNK) {
      const length = writer.write(start, Math.min(to, start + CHUNK));
      apply(machine, length);
      tally.count(machine.recordWords, machine.recordLength);
      machine.clearRecords();
    }
  }

  /** Both sessions sign, as they have to every ten seconds of engine time. */
  private sign(): void {
    const { machine, writer } = this;
    for (const isOfSellers of [false, true]) applyEntries(machine, writer.writeSignature(isOfSellers));
    this.tally.count(machine.recordWords, machine.recordLength);
    machine.clearRecords();
  }

  private learn(): number {
    const { machine, writer, tally } = this;
    const { head, commands } = this.workload;
    const reader = new NumberReader(writer.numberInPass);
    const count = head.prefillCount + head.measuredCount + head.drainCount;
    for (let index = 0; index < count; index += 1) {
      applyEntries(machine, writer.write(index, index + 1));
      const reference = commands[index * COMMAND_WORDS + Word.reference] as number;
      reader.read(machine.recordWords, machine.recordLength, reference);
      tally.count(machine.recordWords, machine.recordLength);
      machine.clearRecords();
    }
    this.refused += tally.refused;
    return reader.tradeHash;
  }

  /** Fills and lots of the pass, and the orders that its drain found: cancels less those before the drain. */
  private counted(): Omit<Outcome, 'tradeHash'> {
    const { fills, lots, cancelled } = this.tally;
    if (this.machine.openOrderCount !== 0) throw new Error('orders rest after the drain');
    return { fills, lots, resting: cancelled - this.cancelsBeforeDrain() };
  }

  private cancelsBeforeDrain(): number {
    const { head, commands } = this.workload;
    const end = (head.prefillCount + head.measuredCount) * COMMAND_WORDS;
    let cancels = 0;
    for (let at = 0; at < end; at += COMMAND_WORDS) {
      if (commands[at + Word.type] === CommandType.cancel) cancels += 1;
    }
    return cancels;
  }
}
