/**
 * Counts what the machine leaves to the garbage collector: collections and growth of the heap over at least ten million
 * measured commands after the warm passes. No clock is read meanwhile, and what makes and counts entries is part
 * of the process, so that the true figures of the machine are these or lower.
 */
import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { tuneCompiler } from '@intelligent-ledger/engine/host';
import { applyEntries, MachinePasses } from '../peers/machine-passes.ts';
import { programOptions, warmUp } from '../peers/program.ts';
import { loadWorkload } from '../workload/workload-file.ts';

const COMMANDS_MIN = 10_000_000;

export interface MemoryReport {
  readonly commands: number;
  readonly scavenges: number;
  readonly otherCollections: number;
  readonly heapGrowthBytes: number;
  readonly refused: number;
}

interface CollectionEntry extends PerformanceEntry {
  readonly detail: { readonly kind: number };
}

/** Kinds of the collections during a piece of work. They are only told once the event loop has turned. */
async function collectionsDuring(work: () => void): Promise<number[]> {
  const kinds: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kinds.push((entry as CollectionEntry).detail.kind);
  });
  observer.observe({ entryTypes: ['gc'] });
  work();
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  observer.disconnect();
  return kinds;
}

async function run(): Promise<MemoryReport> {
  const options = programOptions();
  const workload = loadWorkload(options.file);
  const passes = new MachinePasses(workload);
  warmUp(options.warmPasses, () => passes.pass(applyEntries));
  let commands = 0;
  let heapGrowthBytes = 0;
  const kinds = await collectionsDuring(() => {
    const heapBefore = process.memoryUsage().heapUsed;
    while (commands < COMMANDS_MIN) {
      passes.pass(applyEntries);
      commands += workload.head.measuredCount;
    }
    heapGrowthBytes = process.memoryUsage().heapUsed - heapBefore;
  });
  const scavenges = kinds.filter((kind) => kind === constants.NODE_PERFORMANCE_GC_MINOR).length;
  const otherCollections = kinds.length - scavenges;
  return { commands, scavenges, otherCollections, heapGrowthBytes, refused: passes.refused };
}

tuneCompiler();
process.stdout.write(`${JSON.stringify(await run())}\n`);
