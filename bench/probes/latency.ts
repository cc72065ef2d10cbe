/**
 * Times every command alone, one after another, and reports percentiles by kind of command. The clock's own cost is in
 * every figure and is reported beside them; what exceeds a hundred microseconds is mostly the host's doing.
 */
import type { Machine } from '@intelligent-ledger/engine/core';
import { amendOrder, cancelOrder, entryHead } from '@intelligent-ledger/engine/core';
import { tuneCompiler } from '@intelligent-ledger/engine/host';
import { applyEntries, entryWords, MachinePasses } from '../peers/machine-passes.ts';
import { programOptions, warmUp } from '../peers/program.ts';
import { loadWorkload } from '../workload/workload-file.ts';

const SAMPLES_MIN = 1_000_000;
const NS_MOST = 1_000_000;
const ENTRY_HEAD_WORDS = entryHead.byteLength / 4;
const KINDS = [
  'rests',
  'meets one maker',
  'meets 2 to 9',
  'meets 10 or more',
  'cancel',
  'amend',
  'clock alone',
] as const;
const CANCEL = 4;
const AMEND = 5;
const CLOCK = 6;

export interface LatencyRow {
  readonly kind: string;
  readonly samples: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p99Ns: number;
  readonly p999Ns: number;
  readonly maxNs: number;
}

/** Counts by nanosecond, the last for all that took longer; one run of counts for each kind. */
const counts = KINDS.map(() => new Int32Array(NS_MOST + 1));
const most = new Float64Array(KINDS.length);

function applyTimed(machine: Machine, length: number): void {
  const words = machine.input;
  let at = 0;
  while (at < length) {
    const start = performance.now();
    machine.apply(at);
    const ns = Math.round((performance.now() - start) * 1e6);
    note(kindOf(words, at, machine.lastWork), ns);
    const idle = performance.now();
    note(CLOCK, Math.round((performance.now() - idle) * 1e6));
    at += entryWords(words, at);
  }
}

function kindOf(words: Int32Array, at: number, makers: number): number {
  const commandKind = (words[at + ENTRY_HEAD_WORDS] as number) & 0xff;
  if (commandKind === cancelOrder.number) return CANCEL;
  if (commandKind === amendOrder.number) return AMEND;
  if (makers < 2) return makers;
  return makers < 10 ? 2 : 3;
}

function note(kind: number, ns: number): void {
  const counted = counts[kind] as Int32Array;
  const place = Math.min(ns, NS_MOST);
  counted[place] = (counted[place] as number) + 1;
  if (ns > (most[kind] as number)) most[kind] = ns;
}

function rowOf(name: string, kind: number): LatencyRow {
  const counted = counts[kind] as Int32Array;
  const samples = counted.reduce((sum, count) => sum + count, 0);
  const percentile = (share: number): number => {
    let left = Math.ceil(samples * share);
    const at = counted.findIndex((count) => {
      left -= count;
      return left <= 0;
    });
    return Math.max(0, at);
  };
  return {
    kind: name,
    samples,
    p50Ns: percentile(0.5),
    p90Ns: percentile(0.9),
    p99Ns: percentile(0.99),
    p999Ns: percentile(0.999),
    maxNs: most[kind] as number,
  };
}

tuneCompiler();
const options = programOptions();
const workload = loadWorkload(options.file);
const passes = new MachinePasses(workload);
warmUp(options.warmPasses, () => passes.pass(applyEntries));
// The timed loop is warmed as well, and its samples forgotten.
passes.pass(applyTimed);
for (const counted of counts) counted.fill(0);
most.fill(0);
for (let samples = 0; samples < SAMPLES_MIN; samples += workload.head.measuredCount) passes.pass(applyTimed);
const rows = KINDS.map(rowOf).filter(({ samples }) => samples > 0);
process.stdout.write(`${JSON.stringify({ refused: passes.refused, rows })}\n`);
