/**
 * Starts a thread of this program.
 *
 * Node strips the types of a module with WebAssembly, in each thread by itself, and V8 (as of Node 24) frees compiled
 * WebAssembly while other threads still register theirs: rarely, but then the whole process ends with SIGSEGV. There
 * is nothing to gain by freeing it, since the little there is serves as long as the process does.
 */
import { setFlagsFromString } from 'node:v8';
import { type Transferable, Worker } from 'node:worker_threads';

/** `transferred`: what of the data goes over to the thread and is not here any more. */
export function startThread(module: URL, workerData: unknown, transferred: Transferable[] = []): Worker {
  setFlagsFromString('--no-wasm-code-gc');
  return new Worker(module, { workerData, transferList: transferred });
}
