/**
 * Starts engines and probes, each a process of its own on one core, one at a time, and reads the line of JSON
 * with which it ends. A program that fails ends the benchmark: a number from half a run is none.
 */
import { execFile, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { engineEnvironment } from '@intelligent-ledger/engine/host';

const OUTPUT_BYTES_MAX = 1_048_576;

/** A program and its first arguments. */
export type Command = readonly [program: string, ...argumentsOfIt: string[]];

/** The programs of this benchmark that have run, and so lie compiled in the cache of the engine's environment. */
const compiled = new Set<string>();

/**
 * The command for one of this benchmark's own programs, by its path below `bench`. The first time it makes a run that
 * does not count, so that every other finds the program compiled.
 */
export async function nodeProgram(path: string): Promise<Command> {
  const command: Command = [process.execPath, fileURLToPath(new URL(`../${path}`, import.meta.url))];
  if (!compiled.has(path)) {
    compiled.add(path);
    await runForReport(command, ['--commands', '1000', '--warm', '1', '--seconds', '0']);
  }
  return command;
}

/** The core that everything measured is pinned to: the last one, or null where `taskset` is missing or may not. */
export const PINNED_CORE: number | null = pinnedCore();

function pinnedCore(): number | null {
  const core = availableParallelism() - 1;
  return spawnSync('taskset', ['-c', String(core), 'true']).status === 0 ? core : null;
}

/**
 * Runs a command to its end and answers the last line it printed, as JSON. Peers get the environment of the
 * engine. What needs several cores at once is not pinned.
 */
export async function runForReport<Report>(
  command: Command,
  more: readonly string[] = [],
  isPinned = true,
): Promise<Report> {
  const pinned = PINNED_CORE === null || !isPinned ? command : ['taskset', '-c', String(PINNED_CORE), ...command];
  const [program, ...rest] = [...pinned, ...more] as [string, ...string[]];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(program, rest, { maxBuffer: OUTPUT_BYTES_MAX, env: engineEnvironment() }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command.join(' ')} failed: ${stderr.trim() || error.message}`));
      else resolve(stdout);
    });
  });
  const line = output.trim().split('\n').at(-1) ?? '';
  return JSON.parse(line) as Report;
}
