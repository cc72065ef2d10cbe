/** Which figures hold, and when a run fails, passes or says nothing. */
import { expect, test } from 'vitest';
import { isCollapsed, type Line, lineOf, nothingMeasured, verdictOf } from './measure.ts';
import { outcomeOf, type Result } from './result.ts';

function resultWith(lines: Line[], more: { voids?: string[]; unquiet?: string[]; isQuick?: boolean } = {}): Result {
  const { voids = [], unquiet = [], isQuick = false } = more;
  const measures = [{ ...nothingMeasured(), name: 'any', seconds: 0, lines, voids }];
  return { date: '', isQuick, machine: {}, floors: [], measures, unquiet };
}

const ratio = (median: number): Line => lineOf('ratio', [median], { accept: 30, aim: 60 });
const growth = (median: number): Line => lineOf('growth', [median], { accept: 3, aim: 2, isBetter: 'less' });

test('the median of the pairs is held to the limit and to the aim', () => {
  expect(verdictOf(lineOf('ratio', [29, 31, 90], { accept: 30, aim: 60 }))).toBe('holds');
  expect(verdictOf(lineOf('ratio', [29, 29, 90], { accept: 30, aim: 60 }))).toBe('misses');
  expect([ratio(60), growth(2)].map(verdictOf)).toEqual(['holds, aim too', 'holds, aim too']);
  expect([ratio(29.9), growth(3.1)].map(verdictOf)).toEqual(['misses', 'misses']);
  expect(verdictOf(lineOf('shown', [1]))).toBe('no limit');
});

test('a figure has collapsed when its best pair is below half of its limit, or above twice if less is better', () => {
  expect([ratio(15), ratio(14.9), growth(6), growth(6.1)].map(isCollapsed)).toEqual([false, true, false, true]);
  expect(isCollapsed(lineOf('ratio', [9, 10, 15], { accept: 30 }))).toBe(false);
  expect(isCollapsed(lineOf('ratio', [9, 10, 14], { accept: 30 }))).toBe(true);
});

test('a run fails when it is void, whatever its figures', () => {
  expect(outcomeOf(resultWith([ratio(60)], { voids: ['lots differ'], isQuick: true })).exitCode).toBe(1);
});

test('a full run fails on a missed limit, and says nothing when the machine was busy', () => {
  expect(outcomeOf(resultWith([ratio(31)])).exitCode).toBe(0);
  expect(outcomeOf(resultWith([ratio(29)])).exitCode).toBe(1);
  expect(outcomeOf(resultWith([ratio(29)], { unquiet: ['busy'] })).exitCode).toBe(2);
  expect(outcomeOf(resultWith([ratio(31)], { unquiet: ['busy'] })).exitCode).toBe(2);
});

test('a quick run fails on a collapse and on garbage alone', () => {
  expect(outcomeOf(resultWith([ratio(29)], { isQuick: true })).exitCode).toBe(0);
  expect(outcomeOf(resultWith([ratio(14)], { isQuick: true, unquiet: ['busy'] })).exitCode).toBe(1);
  const garbage = lineOf('heap', [1], { accept: 0.05, isBetter: 'less', isStrict: true });
  expect(outcomeOf(resultWith([garbage], { isQuick: true, unquiet: ['busy'] })).exitCode).toBe(1);
});
