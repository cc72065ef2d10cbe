/** The machine does with a workload what the model book did, and does it again in every pass. */
import { expect, test } from 'vitest';
import { designOf } from '../workload/design.ts';
import { generate } from '../workload/generator.ts';
import { featureOf } from './feature.ts';
import { applyEntries, MachinePasses } from './machine-passes.ts';

test.each(['A', 'B', 'C', 'D', 'E'])('the machine trades what the model trades in mix %s, pass after pass', (mix) => {
  const workload = generate({ ...designOf(mix), commands: 20_000, resting: 1_000, markets: mix < 'D' ? 1 : 20 }, 11);
  const passes = new MachinePasses(workload);
  expect(passes.outcome).toEqual(workload.head.expected);
  passes.pass(applyEntries);
  passes.pass(applyEntries);
  expect(passes.refused).toBe(0);
});

test('commands in sessions are all taken, and both sessions sign', () => {
  const workload = generate({ ...designOf('A'), commands: 5_000, resting: 500 }, 11);
  const passes = new MachinePasses(workload, featureOf('sessions'));
  expect(passes.outcome).toEqual(workload.head.expected);
  passes.pass(applyEntries);
  expect(passes.refused).toBe(0);
  const { sessions } = passes.machine.state ?? {};
  const signed = [1, 2].map((session) => sessions?.signatureOf(sessions.find(session)).counter ?? 0);
  expect(Math.min(...signed)).toBeGreaterThan(0);
});

test('a pass that leaves commands out is noticed', () => {
  const workload = generate({ ...designOf('A'), commands: 5_000, resting: 500 }, 11);
  const passes = new MachinePasses(workload);
  expect(() => passes.pass(() => 0)).toThrow();
});
