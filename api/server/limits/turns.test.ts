/** So many at a time, in order, whatever becomes of those before. */
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('never more than so many are at work, and all come to their turn in order', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  let atWork = 0;
  let most = 0;
  const all = Array.from({ length: 7 }, (_, index) =>
    turns.take(async () => {
      begun.push(index);
      atWork += 1;
      most = Math.max(most, atWork);
      await new Promise<void>((resolve) => ends.push(resolve));
      atWork -= 1;
      if (index % 2 === 1) throw new Error(`${index} fails`);
      return index;
    }),
  );
  const settled = Promise.allSettled(all);
  for (let ended = 0; ended < all.length; ended += 1) {
    while (ends.length <= ended) await Promise.resolve();
    ends[ended]?.();
  }
  const outcomes = (await settled).map(({ status }) => status);
  expect(outcomes).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => (index % 2 === 1 ? 'rejected' : 'fulfilled')));
  expect([begun, most, atWork]).toEqual([[0, 1, 2, 3, 4, 5, 6], 2, 0]);
  expect(await turns.take(() => Promise.resolve('after'))).toBe('after');
});
