/** The steps of the check: a step fails when its program does, says what it printed, and names how to mend it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runStep } from '../../scripts/check/step.ts';
import { STEPS } from '../../scripts/check/steps.ts';
import { ROOT } from '../../scripts/tree/repository.ts';
import { withTree } from './temporary-tree.ts';

/** Runs a step whose program has this code. */
function outcomeOf(code: string) {
  const step = { name: 'sample', about: 'a sample', program: ['sample.mjs'], fix: 'none' } as const;
  return withTree({ 'sample.mjs': code }, (root) => runStep(step, root, () => undefined));
}

test('a step passes when its program exits with 0, and keeps both of its streams', async () => {
  const outcome = await outcomeOf("console.log('one'); console.error('two');");
  expect(outcome).toMatchObject({ step: 'sample', passed: true });
  expect(outcome.output).toContain('one');
  expect(outcome.output).toContain('two');
});

test.each([
  ['exits with another code', 'process.exitCode = 3;'],
  ['throws', "throw new Error('broken');"],
  ['is killed', "process.kill(process.pid, 'SIGKILL');"],
  ['does not parse', 'const ='],
])('a step fails when its program %s', async (_, code) => {
  expect(await outcomeOf(code)).toMatchObject({ passed: false });
});

test('a step fails when its program is not there', async () => {
  const step = { name: 'sample', about: 'a sample', program: ['missing.mjs'], fix: 'none' } as const;
  expect(await withTree({}, (root) => runStep(step, root, () => undefined))).toMatchObject({ passed: false });
});

describe('the steps', () => {
  test.each(STEPS)('$name has a program and a way to mend it', ({ program, fix, about }) => {
    expect(existsSync(join(ROOT, program[0]))).toBe(true);
    expect(fix).not.toBe('');
    expect(about).not.toBe('');
  });
});
