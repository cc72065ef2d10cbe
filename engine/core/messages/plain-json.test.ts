/** JSON that says one thing only: what is taken reads back as it was meant, and nothing roundabout is. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainJson } from './plain-json.ts';

test.each([
  ['{}', {}],
  ['{"a": 1, "b": [true, null, "x y"]}', { a: 1, b: [true, null, 'x y'] }],
  [' {\n  "price" : "100.5"\n}\n', { price: '100.5' }],
  ['{"a":"\\\\ \\" {["}', { a: '\\ " {[' }],
  ['[[[[[[[[1]]]]]]]]', [[[[[[[[1]]]]]]]]],
])('%j is taken', (text, value) => {
  expect(plainJson(text)).toEqual(value);
});

test.each([
  ['a name twice', '{"size":1,"size":2}'],
  ['a name twice, once with an escape', '{"a":1,"\\u0061":2}'],
  ['a fraction that is none', '{"a":1.0}'],
  ['an exponent', '{"a":1e3}'],
  ['a negative zero', '{"a":-0}'],
  ['a number that no double holds', '{"a":9007199254740993}'],
  ['an escape for a plain letter', '{"a":"\\u0041"}'],
  ['an escaped solidus', '{"a":"\\/"}'],
  ['two numbers with a space between', '{"a":1 2}'],
  ['a tab between its parts', '{"a":\t1}'],
  ['names that are numbers, out of order', '{"2":1,"1":1}'],
  ['nine arrays', '[[[[[[[[[1]]]]]]]]]'],
  ['something behind it', '{} {}'],
  ['a comma at the end', '{"a":1,}'],
  ['nothing', ''],
  ['a word', 'undefined'],
  ['a string without an end', '{"a":"b}'],
])('%s is refused', (_, text) => {
  expect(plainJson(text)).toBeUndefined();
});

test('what the language writes is taken, however it is spaced', () => {
  const name = fc.stringMatching(/^[a-z_]{1,8}$/);
  const leaf = fc.oneof(fc.maxSafeInteger(), fc.boolean(), fc.stringMatching(/^[ -~]{0,12}$/));
  const value = fc.dictionary(name, fc.oneof(leaf, fc.array(leaf, { maxLength: 4 })), { maxKeys: 6 });
  fc.assert(
    fc.property(value, fc.nat(3), (given, indent) => {
      expect(plainJson(JSON.stringify(given, null, indent))).toEqual({ ...given });
    }),
    { seed: 62, numRuns: 2_000 },
  );
});

test('no text makes it throw', () => {
  const letter = fc.constantFrom(...'{}[]":,\\ \n01ea-.tfn');
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 60, size: 'max' }), (letters) => {
      const text = letters.join('');
      const value = plainJson(text);
      if (value !== undefined) expect(value).toEqual(JSON.parse(text));
    }),
    { seed: 63, numRuns: 20_000 },
  );
  expect(plainJson('['.repeat(8_000))).toBeUndefined();
  expect(plainJson(`{"a":${'['.repeat(4_000)}${']'.repeat(4_000)}}`)).toBeUndefined();
});
