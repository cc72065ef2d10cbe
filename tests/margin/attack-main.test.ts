/** The random attack as it is called: what it prints, and the code with which it exits. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { USAGE } from './attack-main.ts';

const MAIN = join(import.meta.dirname, 'attack-main.ts');

function run(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
}

test('an attack tells its seed and what it came across', () => {
  const { status, stdout, stderr } = run('--seed', '7', '--steps', '300');
  expect(stderr).toBe('attack seed 7\n');
  expect(stdout).toMatch(/^attack: steps 30\d, fills \d+, .*accepted \d+.*; seed 7, /);
  expect(status).toBe(0);
});

test.each([
  [['--steps', 'many'], 'no whole number'],
  [['--loud'], 'Unknown option'],
])('%j is refused with the reason', (args, reason) => {
  const { status, stderr } = run(...args);
  expect(stderr).toContain(reason);
  expect(stderr).toContain(USAGE);
  expect(status).toBe(2);
});
