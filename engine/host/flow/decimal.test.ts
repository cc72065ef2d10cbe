/** Tests of times in text. */
import { expect, test } from 'vitest';
import { microsOfNanos, microsOfSeconds } from './decimal.ts';

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
