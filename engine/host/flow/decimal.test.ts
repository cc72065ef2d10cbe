/** Tests of decimal text to integers. */
import { expect, test } from 'vitest';
import { integerOf, microsOfNanos, microsOfSeconds, scaledOf } from './decimal.ts';

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
  expect(integerOf('5.0')).toBe(5);
  expect(integerOf('5.5')).toBeNull();
});

test('what is no plain decimal has no value', () => {
  for (const text of ['', '-', '.', '1.', '.5', '1e3', '+1', ' 1', '1 ', '0x1', '1,000', '1.2.3', '--1', 'NaN']) {
    expect(scaledOf(text, 3), text).toBeNull();
  }
});

test('integers are read up to the largest safe one and not beyond', () => {
  expect(integerOf('9007199254740991')).toBe(Number.MAX_SAFE_INTEGER);
  expect(integerOf('9007199254740992')).toBeNull();
  expect(integerOf('99999999999999999999')).toBeNull();
  expect(scaledOf('9007199254740991', 1)).toBeNull();
});

test('times lose the digits below a microsecond and nothing else', () => {
  expect(microsOfNanos('1703545200157229399')).toBe(1_703_545_200_157_229);
  expect(microsOfNanos('999')).toBe(0);
  expect(microsOfNanos('')).toBeNull();
  expect(microsOfNanos('-1')).toBeNull();
  expect(microsOfSeconds('34200.004241176')).toBe(34_200_004_241);
  expect(microsOfSeconds('35821.088778456004')).toBe(35_821_088_778);
  expect(microsOfSeconds('34200')).toBe(34_200_000_000);
  expect(microsOfSeconds('34200.')).toBeNull();
});
