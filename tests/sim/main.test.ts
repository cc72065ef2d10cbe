/** The command as it is called: what it prints, and the code with which it exits. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { event, LogWriter } from '@intelligent-ledger/engine/sim';
import { afterAll, expect, test } from 'vitest';
import { writeStepFile } from './step-file.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const folder = mkdtempSync(join(tmpdir(), 'simulation-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a simulation tells its seed, what it did and what it reached', () => {
  const { status, stdout, stderr } = run('--seed', '5', '--commands', '600', '--json');
  expect(stderr).toBe('simulation seed 5\n');
  expect(JSON.parse(stdout)).toMatchObject({ seed: 5, commands: 600, differences: 0, missing: expect.any(Array) });
  expect(status).toBe(0);
});

test('a fuzz tells its seed and the codes that it met', () => {
  const { status, stdout } = run('fuzz', '--seed', '6', '--records', '200', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ seed: 6, records: 200, failures: 0 });
  expect(status).toBe(0);
});

test('a kept list is told and run again', () => {
  const log = new LogWriter();
  log.begin({}, event);
  log.place({ price: 100 });
  const path = join(folder, 'list.json');
  writeStepFile(path, { recordBytesMax: 0, steps: log.entries.map((entry) => ({ entry })) });
  const { status, stdout, stderr } = run('--replay', path);
  expect(stderr).toContain('#8 at 1000: placeOrder');
  expect(stdout).toBe('8 steps, no difference\n');
  expect(status).toBe(0);
});

test.each([
  [['--commands', 'many'], 'no whole number'],
  [['--loud'], 'Unknown option'],
  [['fuzz', 'more'], 'no such simulation'],
  [['--replay', join(folder, 'none.json')], 'ENOENT'],
])('%j is refused with the reason', (args, reason) => {
  const { status, stderr } = run(...args);
  expect(stderr).toContain(reason);
  expect(status).toBe(2);
});
