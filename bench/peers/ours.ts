/**
 * Runs a workload on the exchange's own machine: log entries in, records out, as in production but for the
 * journal. The measured time covers reading entries, all checks, order numbers, matching and the writing of
 * records; making entries before a chunk and counting records after it do not count. Options: `--mix A`,
 * `--commands` and `--seed`, or `--file`; `--warm` passes; `--seconds` of CPU time; `--with` a feature.
 */
import type { Machine } from '@intelligent-ledger/engine/core';
import { tuneCompiler } from '@intelligent-ledger/engine/host';
import { loadWorkload } from '../workload/workload-file.ts';
import { featureOf } from './feature.ts';
import { applyEntries, MachinePasses } from './machine-passes.ts';
import { type EngineReport, programOptions, Stopwatch, warmUp } from './program.ts';

tuneCompiler();
const options = programOptions();
const workload = loadWorkload(options.file);
const stopwatch = new Stopwatch();

function applyByTheClock(machine: Machine, length: number): void {
  stopwatch.start();
  applyEntries(machine, length);
  stopwatch.stop();
}

function run(): EngineReport {
  const passes = new MachinePasses(workload, featureOf(options.feature));
  // The function that is measured is compiled with what it calls, so that it is warmed up too.
  warmUp(options.warmPasses, () => passes.pass(applyByTheClock));
  stopwatch.reset();
  let count = 0;
  while (stopwatch.cpuNs < options.cpuSecondsMin * 1e9) {
    passes.pass(applyByTheClock);
    count += 1;
  }
  return {
    engine: 'ours',
    commands: count * workload.head.measuredCount,
    wallNs: stopwatch.wallNs,
    cpuNs: stopwatch.cpuNs,
    ...passes.outcome,
    refused: passes.refused,
    rssBytes: process.memoryUsage.rss(),
  };
}

process.stdout.write(`${JSON.stringify(run())}\n`);
