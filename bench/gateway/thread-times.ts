/**
 * Processor time of the threads of this process, by what they do. Node does not say which thread of the system a worker
 * is, so that threads are named as they begin: those that were not there before are of whatever was started last. Only
 * where the system has /proc.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const TASKS = '/proc/self/task';
const MICROS = 1_000;
/** Threads that belong to the process as a whole are told by their own names. */
const SHARED: Readonly<Record<string, string>> = { 'libuv-worker': 'disk', V8Worker: 'compiler and collector' };

export class ThreadTimes {
  private readonly names = new Map<string, string>();

  /** Whoever has begun since the last call goes by this name. */
  name(name: string): void {
    if (!existsSync(TASKS)) return;
    for (const task of readdirSync(TASKS)) if (!this.names.has(task)) this.names.set(task, name);
  }

  /** By name, in microseconds. */
  read(): Record<string, number> {
    const times: Record<string, number> = {};
    if (!existsSync(TASKS)) return times;
    for (const task of readdirSync(TASKS)) {
      const own = readFileSync(`${TASKS}/${task}/comm`, 'utf8').trim();
      const name = SHARED[own] ?? this.names.get(task) ?? own;
      const [nanos = '0'] = readFileSync(`${TASKS}/${task}/schedstat`, 'utf8').split(' ');
      times[name] = (times[name] ?? 0) + Number(nanos) / MICROS;
    }
    return times;
  }
}
