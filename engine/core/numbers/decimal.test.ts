/** Decimal text to integers and back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalOf, scaledOf } from './decimal.ts';

test('a decimal becomes a whole number of its unit, digit by digit', () => {
  expect(scaledOf('1.25', 3)).toBe(1_250);
  expect(scaledOf('61800.20', 6)).toBe(61_800_200_000);
  expect(scaledOf('0.001', 6)).toBe(1_000);
  expect(scaledOf('7', 2)).toBe(700);
  expect(scaledOf('-0.5', 1)).toBe(-5);
  expect(scaledOf('-0.0', 1)).toBe(0);
});

test('values that binary fractions cannot hold are exact', () => {
  for (let hundredths = 0; hundredths < 10_000; hundredths += 1) {
    const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
    expect(scaledOf(text, 2)).toBe(hundredths);
  }
});

test('zeros beyond the unit are allowed and any other digit there is refused', () => {
  expect(scaledOf('1.2500', 2)).toBe(125);
  expect(scaledOf('1.2501', 2)).toBeNull();
  expect(scaledOf('5.0', 0)).toBe(5);
  expect(scaledOf('5.5', 0)).toBeNull();
});

test('what is no plain decimal has no value', () => {
  for (const text of ['', '-', '.', '1.', '.5', '1e3', '+1', ' 1', '1 ', '0x1', '1,000', '1.2.3', '--1', 'NaN']) {
    expect(scaledOf(text, 3), text).toBeNull();
  }
});

test('integers are read up to the largest safe one and not beyond', () => {
  expect(scaledOf('9007199254740991', 0)).toBe(Number.MAX_SAFE_INTEGER);
  expect(scaledOf('9007199254740992', 0)).toBeNull();
  expect(scaledOf('99999999999999999999', 0)).toBeNull();
  expect(scaledOf('9007199254740991', 1)).toBeNull();
});

test('an integer is written as the shortest decimal, which reads back as it', () => {
  expect(decimalOf(1_250, 3)).toBe('1.25');
  expect(decimalOf(1_000, 3)).toBe('1');
  expect(decimalOf(-5, 1)).toBe('-0.5');
  expect(decimalOf(0, 6)).toBe('0');
  expect(decimalOf(7, 0)).toBe('7');
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.nat(18), (value, decimals) => {
      const text = decimalOf(value, decimals);
      expect(scaledOf(text, decimals)).toBe(value);
      expect(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/.test(text)).toBe(true);
    }),
    { seed: 61, numRuns: 5_000 },
  );
});
