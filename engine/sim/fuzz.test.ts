/** Byte records of every sort, and the books that cost the most, on a committed seed. */
import { expect, test } from 'vitest';
import { runSteps } from './equality.ts';
import { runFuzz } from './fuzz.ts';
import { adversarialBooks } from './workload/orders/adversarial-books.ts';

const SEED = 3;
const RECORDS = 22_000;
const ORDERS = 700;

test('records of every sort never make apply throw, and what it refuses leaves no trace', () => {
  const { failure, codes, hashesCompared } = runFuzz(SEED, RECORDS);
  expect(failure?.text).toBeUndefined();
  expect(codes.size).toBeGreaterThan(30);
  expect(hashesCompared).toBeGreaterThan(500);
});

test.each([...adversarialBooks(ORDERS)])('%s: machine and judge agree, within the bound on work', (_, entries) => {
  const steps = entries.map((entry) => ({ entry }));
  expect(runSteps(steps, { stateEvery: 500, recordBytesMax: 0 })).toBeUndefined();
});
