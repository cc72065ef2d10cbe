/** Tests of how amounts are written. */
import { expect, test } from 'vitest';
import { decimalOf, dollarsOf, dollarsOfCents } from './amounts.ts';

test('an amount has all its decimals, or none when they are zeros', () => {
  expect(dollarsOf(1_234_500_000n)).toBe('1234.500000');
  expect(dollarsOf(-1n)).toBe('-0.000001');
  expect(dollarsOf(7_000_000n)).toBe('7');
  expect(dollarsOf(0n)).toBe('0');
  expect(decimalOf(-1_500_000_000n, 9)).toBe('-1.500000000');
  expect(decimalOf(2n ** 60n, 0)).toBe(String(2n ** 60n));
});

test('cents are always two digits', () => {
  expect(dollarsOfCents(5n)).toBe('0.05');
  expect(dollarsOfCents(-123n)).toBe('-1.23');
});
