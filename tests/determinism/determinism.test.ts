/**
 * The same log gives the same record chain and state hash: on two major versions of Node, and after
 * snapshot and restore at random points into other physical sizes.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RunOutcome, runLogs } from './log-run.ts';
import { otherNode } from './other-node.ts';

const SEEDS = [1, 20_260];
const COMMANDS = 1_500;

test.each(SEEDS)('snapshot and restore at random points change nothing (seed %i)', (seed) => {
  const straight = runLogs(seed, COMMANDS, 0);
  expect(runLogs(seed, COMMANDS, 20)).toEqual(straight);
  expect(straight.every(({ sequence }) => sequence > COMMANDS / 2)).toBe(true);
  // Different profiles are different logs: equal hashes would mean that the hashes see nothing.
  expect(new Set(straight.map(({ chain }) => chain)).size).toBe(straight.length);
  expect(new Set(straight.map(({ stateHash }) => stateHash)).size).toBe(straight.length);
});

test.for(SEEDS)('another major version of Node gives the same chain and state hash (seed %i)', (seed, { skip }) => {
  const other = otherNode();
  if (typeof other === 'string') {
    // Where everything must hold, a check that did not run is a failure.
    if (process.env['CI'] !== undefined) throw new Error(other);
    skip(other);
    return;
  }
  const program = join(import.meta.dirname, 'log-run.ts');
  const printed = execFileSync(other.path, [program, String(seed), String(COMMANDS), '0'], { encoding: 'utf8' });
  const { node, outcomes } = JSON.parse(printed) as { node: string; outcomes: RunOutcome[] };
  expect(node).toBe(`v${other.version}`);
  expect(node.split('.')[0]).not.toBe(process.version.split('.')[0]);
  expect(outcomes).toEqual(runLogs(seed, COMMANDS, 0));
});
