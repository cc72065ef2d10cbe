/**
 * Workload files in the cache: made when first asked for, named by their design, count and seed, and
 * never committed. Their SHA-256 goes into every result, so that two machines know they ran the same.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { designOf } from './design.ts';
import { generate } from './generator.ts';
import { COMMAND_WORDS, decodeHead, encodeHead, HEAD_WORDS, type WorkloadHead } from './neutral-command.ts';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/bench/', import.meta.url));
/** To be raised with every change of what a design and a seed make. */
const GENERATOR_VERSION = 2;

/** The directory for what the benchmark makes and may make again. */
export function cacheDirectory(): string {
  mkdirSync(CACHE, { recursive: true });
  return CACHE;
}

/** The path of a workload's file, which is made if it is not there. `commands` overrides the design's count. */
export function workloadFile(name: string, seed: number, commands?: number): string {
  const design = designOf(name);
  const count = commands ?? design.commands;
  const path = `${cacheDirectory()}${name}-${count}-seed${seed}-v${GENERATOR_VERSION}.bin`;
  if (existsSync(path)) return path;
  const { head, commands: words } = generate({ ...design, commands: count }, seed);
  const file = new Int32Array(HEAD_WORDS + words.length);
  file.set(encodeHead(head));
  file.set(words, HEAD_WORDS);
  // Written aside first, so that an interrupted run leaves no half file under the name.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, new Uint8Array(file.buffer));
  renameSync(unfinished, path);
  return path;
}

/** SHA-256 of a file, in hex. */
export function fileHash(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The head of a file. */
export function loadHead(path: string): WorkloadHead {
  const words = new Int32Array(HEAD_WORDS);
  const file = openSync(path, 'r');
  readSync(file, words);
  closeSync(file);
  return decodeHead(words);
}

/** A workload as an engine reads it: the head, and the commands of the three sections in one array. */
export interface LoadedWorkload {
  readonly head: WorkloadHead;
  readonly commands: Int32Array;
}

/** Reads a file whole. Refuses one whose length is not that of its sections. */
export function loadWorkload(path: string): LoadedWorkload {
  // A copy, because the bytes of a small file may begin anywhere in memory.
  const words = new Int32Array(Uint8Array.from(readFileSync(path)).buffer);
  const head = decodeHead(words);
  const count = head.prefillCount + head.measuredCount + head.drainCount;
  if (words.length !== HEAD_WORDS + count * COMMAND_WORDS) throw new Error(`${path} is cut short`);
  return { head, commands: words.subarray(HEAD_WORDS) };
}
