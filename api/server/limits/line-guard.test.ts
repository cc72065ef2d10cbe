/**
 * Addresses that are refused too often lose the lines on which they are, get no new ones for a while, and others do.
 */
import { expect, test } from 'vitest';
import { Budgets } from './budgets.ts';
import { LineGuard } from './line-guard.ts';

function guardWith(most: number, linesPerAddress: number) {
  let now = 0;
  const faults = new Budgets<string>('faults', { perSecond: 10, most }, () => now);
  const pass = (millis: number) => {
    now += millis;
  };
  return { guard: new LineGuard({ faults, linesPerAddress }), pass };
}

test('so many refusals are free, then each ends its line, and no new one is opened until some are free again', () => {
  const { guard, pass } = guardWith(20, 100);
  const refusals = () => Array.from({ length: 22 }, () => guard.isTooMuch('here', 401));
  expect(refusals()).toEqual([...Array.from({ length: 20 }, () => false), true, true]);
  expect([guard.admits('here'), guard.admits('there')]).toEqual([false, true]);
  pass(199);
  expect(guard.admits('here')).toBe(false);
  pass(1);
  expect(guard.admits('here')).toBe(true);
  expect([guard.isTooMuch('here', 400), guard.isTooMuch('here', 415), guard.isTooMuch('here', 413)]).toEqual([
    ...[false, false, true],
  ]);
});

test('what may happen to anybody is held against nobody', () => {
  const { guard } = guardWith(1, 100);
  for (const status of [200, 404, 409, 429, 503]) {
    for (let count = 0; count < 5; count += 1) expect(guard.isTooMuch('here', status)).toBe(false);
  }
});

test('an address has so many lines at a time', () => {
  const { guard } = guardWith(10, 3);
  expect([1, 2, 3, 4].map(() => guard.admits('here'))).toEqual([true, true, true, false]);
  expect(guard.admits('there')).toBe(true);
  guard.left('here');
  expect([guard.admits('here'), guard.admits('here')]).toEqual([true, false]);
});

test('a line that ended is known', () => {
  const { guard } = guardWith(10, 3);
  const [line, other] = [{}, {}];
  guard.end(line);
  expect([guard.hasEnded(line), guard.hasEnded(other)]).toEqual([true, false]);
});
