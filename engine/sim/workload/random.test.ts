/** The numbers of a seed never change, since committed seeds rest on them. */
import { expect, test } from 'vitest';
import { derivedSeed, Random } from './random.ts';

test('a seed gives the same numbers on every machine', () => {
  const random = new Random(1);
  expect([random.bits(), random.bits(), random.bits()]).toEqual([393_288_148, 2_174_103_013, 3_814_759_091]);
  expect([derivedSeed(1, 0), derivedSeed(1, 1), derivedSeed(2, 0)]).toEqual([
    4_114_278_092, 2_788_919_815, 1_095_191_245,
  ]);
});

test('numbers below a limit reach all of them and never the limit', () => {
  const random = new Random(2);
  const seen = new Set(Array.from({ length: 1_000 }, () => random.below(7)));
  expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  const large = Array.from({ length: 1_000 }, () => random.between(2 ** 52, 2 ** 52 + 9));
  expect(Math.min(...large)).toBe(2 ** 52);
  expect(Math.max(...large)).toBe(2 ** 52 + 9);
});

test('a weighted choice takes each key about as often as its weight says, and none of weight 0', () => {
  const random = new Random(3);
  const counts = { rare: 0, often: 0, never: 0 };
  for (let left = 10_000; left > 0; left -= 1) counts[random.weighted({ rare: 1, often: 9, never: 0 })] += 1;
  expect(counts.never).toBe(0);
  expect(counts.rare).toBeGreaterThan(800);
  expect(counts.rare).toBeLessThan(1_200);
});
