/** The lock of a directory against other processes that start while its holder runs, hangs, and is killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DirectoryLock } from './directory-lock.ts';

const directory = mkdtempSync(join(tmpdir(), 'lock-'));
const MODULE = new URL('./directory-lock.ts', import.meta.url).href;
/** Takes the lock, says whether it has it, and stays. */
const HOLDER = `
  const { DirectoryLock } = await import(${JSON.stringify(MODULE)});
  const lock = DirectoryLock.take(${JSON.stringify(directory)});
  process.stdout.write(lock === null ? 'refused' : 'taken');
  if (lock !== null) setInterval(() => lock, 1_000);
`;
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

async function start(): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', HOLDER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [data] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return { child, said: data.toString() };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

test('one process has the lock while it runs or hangs, and none once it is killed', async () => {
  const first = await start();
  expect(first.said).toBe('taken');
  expect((await start()).said).toBe('refused');
  expect(DirectoryLock.take(directory)).toBeNull();
  first.child.kill('SIGSTOP');
  expect((await start()).said).toBe('refused');
  await end(first.child, 'SIGKILL');
  const own = DirectoryLock.take(directory);
  expect(own).not.toBeNull();
  expect(DirectoryLock.take(directory)).toBeNull();
  expect((await start()).said).toBe('refused');
  own?.release();
  expect((await start()).said).toBe('taken');
});

test('of many that start at once, one has the lock', async () => {
  for (const child of children) if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGKILL');
  const said = (await Promise.all(Array.from({ length: 6 }, start))).map((started) => started.said);
  expect(said.filter((word) => word === 'taken').length).toBe(1);
});
