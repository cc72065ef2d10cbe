/**
 * Starts a thread of this program.
 *
 * Node strips the types of a module with WebAssembly, in each thread by itself, and V8 (as of Node 24) frees compiled
 * WebAssembly while other threads still register theirs: rarely, but then the whole process ends with SIGSEGV. There
 * is nothing to gain by freeing it, since the little there is serves as long as the process does.
 */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

export function startThread(module: URL, workerData: unknown): Worker {
  setFlagsFromString('--no-wasm-code-gc');
  return new Worker(module, { workerData });
}
