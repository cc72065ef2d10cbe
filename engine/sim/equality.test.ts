/** The committed seeds: machine and judge agree on them, and together they reach every goal. */
import { expect, test } from 'vitest';
import { runCampaign } from './equality.ts';
import { Coverage } from './goals/coverage.ts';

const SEEDS = [101, 105, 106, 107];
const COMMANDS = 200_000;

test('machine and judge agree on every command of the committed seeds, which reach every goal', () => {
  const coverage = new Coverage();
  for (const seed of SEEDS) {
    const failed = runCampaign(seed, COMMANDS, { coverage });
    expect(failed?.difference, `seed ${seed}, profile ${failed?.profile.name}`).toBeUndefined();
  }
  expect(coverage.missing()).toEqual([]);
}, 1_200_000);
