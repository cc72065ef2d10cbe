/**
 * Addresses that are refused too often lose the lines on which they are, get no new ones for a while, and others do.
 */
import { expect, test } from 'vitest';
import { LineGuard } from './line-guard.ts';

function guardWith(most: number, linesPerAddress: number) {
  let now = 0;
  const pass = (millis: number) => {
    now += millis;
  };
  const terms = { faults: { perSecond: 100, most }, opened: { perSecond: 10, most: 5 } };
  return { guard: new LineGuard({ ...terms, linesPerAddress, now: () => now }), pass };
}

test('so many refusals are free, then each ends its line, and no new one is opened until some are free again', () => {
  const { guard, pass } = guardWith(200, 100);
  const refusals = () => Array.from({ length: 22 }, () => guard.isTooMuch('here', 'signature_wrong'));
  expect(refusals()).toEqual([...Array.from({ length: 20 }, () => false), true, true]);
  expect([guard.admits('here'), guard.admits('there')]).toEqual([false, true]);
  pass(199);
  expect(guard.admits('here')).toBe(false);
  pass(1);
  expect(guard.admits('here')).toBe(true);
  const more = ['json_malformed', 'media_type_wrong', 'body_too_long'] as const;
  expect(more.map((problem) => guard.isTooMuch('here', problem))).toEqual([false, false, true]);
});

test('what may happen to a client that works costs a tenth, and what is of the exchange nothing', () => {
  const { guard } = guardWith(20, 100);
  const late = ['valid_until_passed', 'session_unknown', 'budget_spent', 'order_unknown'] as const;
  for (let count = 0; count < 20; count += 1) expect(guard.isTooMuch('here', late[count % 4] ?? late[0])).toBe(false);
  for (const own of ['not_serving', 'engine_ended', 'bug'] as const) expect(guard.isTooMuch('here', own)).toBe(false);
  expect(guard.isTooMuch('here', 'valid_until_passed')).toBe(true);
});

test('an address has so many lines at a time', () => {
  const { guard } = guardWith(10, 3);
  expect([1, 2, 3, 4].map(() => guard.admits('here'))).toEqual([true, true, true, false]);
  expect(guard.admits('there')).toBe(true);
  guard.left('here');
  expect([guard.admits('here'), guard.admits('here')]).toEqual([true, false]);
});

test('an address opens so many lines in a time, and what is tried in vain counts', () => {
  const { guard, pass } = guardWith(10, 100);
  const tries = Array.from({ length: 7 }, () => guard.admits('here'));
  expect(tries).toEqual([true, true, true, true, true, false, false]);
  pass(100);
  expect([guard.admits('here'), guard.admits('here'), guard.admits('there')]).toEqual([true, false, true]);
});

test('a line that ended is known', () => {
  const { guard } = guardWith(10, 3);
  const [line, other] = [{}, {}];
  guard.end(line);
  expect([guard.hasEnded(line), guard.hasEnded(other)]).toEqual([true, false]);
});
