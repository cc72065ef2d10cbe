/** Lines that are refused too often wait the longer the more there are of an address, and then are read again. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Budgets } from './budgets.ts';
import { holdBack } from './hold-back.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A line that says whether it is read. */
class TestLine {
  isPaused = false;
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
}

test('so many refusals are free, and what is more waits its turn', () => {
  const faults = new Budgets<string>('faults', { perSecond: 10, most: 3 }, () => Date.now());
  const lines = Array.from({ length: 5 }, () => new TestLine());
  const held = () => lines.map(({ isPaused }) => isPaused);
  for (const line of lines) holdBack(faults, 'here', line, 401);
  expect(held()).toEqual([false, false, false, true, true]);
  const other = new TestLine();
  holdBack(faults, 'there', other, 400);
  expect(other.isPaused).toBe(false);
  vi.advanceTimersByTime(199);
  expect(held()).toEqual([false, false, false, true, true]);
  vi.advanceTimersByTime(1);
  expect(held()).toEqual([false, false, false, false, true]);
  vi.advanceTimersByTime(100);
  expect(held()).toEqual([false, false, false, false, false]);
});

test('a line waits once for all that it was refused, and for nothing that may happen to anybody', () => {
  const faults = new Budgets<string>('faults', { perSecond: 10, most: 1 }, () => Date.now());
  const line = new TestLine();
  for (const status of [200, 404, 409, 429, 503])
    for (let count = 0; count < 5; count += 1) holdBack(faults, 'here', line, status);
  expect(line.isPaused).toBe(false);
  for (let count = 0; count < 21; count += 1) holdBack(faults, 'here', line, 400);
  vi.advanceTimersByTime(199);
  expect(line.isPaused).toBe(true);
  vi.advanceTimersByTime(1);
  expect(line.isPaused).toBe(false);
});
