/** A budget against one that is counted slowly, over random spending at random times. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Budget } from './budget.ts';
import { Budgets } from './budgets.ts';

const TERMS = { perSecond: 4, most: 50 };
const steps = fc.array(
  fc.record({ millis: fc.integer({ min: 0, max: 3_000 }), cost: fc.integer({ min: 1, max: 40 }), owes: fc.boolean() }),
  { maxLength: 60 },
);

test('what is spent is never more than what has grown, and the wait that is said is enough', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const budget = new Budget(TERMS, 0);
      // In 4,000ths, which are whole: a millisecond gives 4 of a thousandth.
      let [left, now] = [TERMS.most * 1_000, 0];
      for (const { millis, cost, owes } of all) {
        now += millis;
        left = Math.min(TERMS.most * 1_000, left + TERMS.perSecond * millis);
        if (owes) {
          budget.owe(cost, now);
          left = Math.max(left - cost * 1_000, -TERMS.most * 1_000);
        } else {
          const isThere = left >= cost * 1_000;
          expect(budget.trySpend(cost, now)).toBe(isThere);
          if (isThere) left -= cost * 1_000;
          else {
            const wait = budget.millisUntil(cost, now);
            expect(left + TERMS.perSecond * wait).toBeGreaterThanOrEqual(cost * 1_000);
            expect(left + TERMS.perSecond * (wait - 1)).toBeLessThan(cost * 1_000);
          }
        }
        expect(budget.leftAt(now)).toBe(Math.floor(left / 1_000));
      }
    }),
    { seed: 27_112_026 },
  );
});

test('each has its own, and headers say what is left, how much there is at most, and when it is whole', () => {
  let now = 0;
  const budgets = new Budgets<string>('commands', { perSecond: 10, most: 100 }, () => now);
  expect(budgets.spend('one', 70)).toBe(true);
  expect(budgets.spend('one', 40)).toBe(1_000);
  expect(budgets.headersOf('one')).toEqual({
    'ratelimit-policy': '"commands";q=100;w=10',
    ratelimit: '"commands";r=30;t=7',
  });
  expect(budgets.headersOf('other')['ratelimit']).toBe('"commands";r=100;t=0');
  budgets.owe('one', 60);
  expect(budgets.headersOf('one')['ratelimit']).toBe('"commands";r=0;t=13');
  now = 13_000;
  expect(budgets.headersOf('one')['ratelimit']).toBe('"commands";r=100;t=0');
});
