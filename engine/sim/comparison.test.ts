/** The first difference is found wherever it is, and said with its place. */
import { expect, test } from 'vitest';
import { firstDifference } from './comparison.ts';

test('equal values do not differ', () => {
  expect(firstDifference({ a: [1, { b: null }], c: 'x' }, { a: [1, { b: null }], c: 'x' })).toBeUndefined();
});

test.each([
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a.0.b: machine 1, judge 2'],
  [{ a: 1 }, {}, 'a: machine 1, judge nothing'],
  [{}, { a: 1 }, 'a: machine nothing, judge 1'],
  [[1], [1, 2], '1: machine nothing, judge 2'],
  [{ a: null }, { a: {} }, 'a: machine null, judge {}'],
  [undefined, 'x', 'value: machine nothing, judge "x"'],
  [0, -0, 'value: machine 0, judge 0'],
])('%j and %j differ', (fast, judge, text) => {
  expect(firstDifference(fast, judge)).toBe(text);
});
