/** Holds the edit distance to the table of longest common subsequences that everyone can check by hand. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference } from './edit-distance.ts';

/** Length of the longest common subsequence, by the whole table. */
function commonLength(first: readonly number[], second: readonly number[]): number {
  let row = new Array<number>(second.length + 1).fill(0);
  for (const value of first) {
    const next = [0];
    second.forEach((other, at) => {
      const left = next[at] ?? 0;
      next.push(value === other ? (row[at] ?? 0) + 1 : Math.max(left, row[at + 1] ?? 0));
    });
    row = next;
  }
  return row[second.length] ?? 0;
}

const numbers = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 });

test('the difference leaves the longest common subsequence', () => {
  const rule = fc.property(numbers, numbers, (first, second) => {
    const { common, insertions, deletions } = difference(Int32Array.from(first), Int32Array.from(second));
    expect(common).toBe(commonLength(first, second));
    expect(insertions).toBe(second.length - common);
    expect(deletions).toBe(first.length - common);
  });
  fc.assert(rule, { seed: 20_231_225, numRuns: 2_000 });
});

test('what is missing is an insertion and what is too much a deletion', () => {
  const of = (first: number[], second: number[]) => difference(Int32Array.from(first), Int32Array.from(second));
  expect(of([], [])).toEqual({ common: 0, insertions: 0, deletions: 0 });
  expect(of([1, 2, 3], [1, 2, 3])).toEqual({ common: 3, insertions: 0, deletions: 0 });
  expect(of([1, 3], [1, 2, 3])).toEqual({ common: 2, insertions: 1, deletions: 0 });
  expect(of([1, 2, 9, 3], [1, 2, 3])).toEqual({ common: 3, insertions: 0, deletions: 1 });
  expect(of([1, 2, 3], [1, 9, 3])).toEqual({ common: 2, insertions: 1, deletions: 1 });
  expect(of([], [1, 2])).toEqual({ common: 0, insertions: 2, deletions: 0 });
});

test('long sequences that differ in nothing, or in everything, have their distance too', () => {
  const counting = Int32Array.from({ length: 50_000 }, (_, at) => at);
  expect(difference(counting, counting.slice(1))).toEqual({ common: 49_999, insertions: 0, deletions: 1 });
  const others = Int32Array.from({ length: 2_000 }, (_, at) => -1 - at);
  const lost = difference(counting.subarray(0, 3_000), others);
  expect(lost).toEqual({ common: 0, insertions: 2_000, deletions: 3_000 });
});
