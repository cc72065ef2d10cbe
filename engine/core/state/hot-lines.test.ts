/** No two facts of an account or of a sender lie at one place, and none beyond its line. */
import { expect, test } from 'vitest';
import {
  ACCOUNT_WORDS_SHIFT,
  AccountDouble,
  AccountWord,
  createAccountLines,
  createSenderLines,
  SENDER_WORDS_SHIFT,
  SenderWord,
} from './hot-lines.ts';

test('the words and doubles of an account are places of their own within its line', () => {
  const ofDoubles = Object.values(AccountDouble).flatMap((place) => [2 * place, 2 * place + 1]);
  const places = [...Object.values(AccountWord), ...ofDoubles];
  expect(new Set(places).size).toBe(places.length);
  expect(Math.max(...places)).toBeLessThan(1 << ACCOUNT_WORDS_SHIFT);
});

test('the words of a sender are places of their own within its line', () => {
  const places = [...Object.values(SenderWord), SenderWord.highestNonce + 1, SenderWord.ringLast + 1];
  expect(new Set(places).size).toBe(places.length);
  expect(Math.max(...places)).toBeLessThan(1 << SENDER_WORDS_SHIFT);
});

test('the doubles of an account are the memory of its words, and there is a line more than accounts', () => {
  const { words, doubles } = createAccountLines(3);
  expect(words).toHaveLength(4 << ACCOUNT_WORDS_SHIFT);
  doubles[(2 << (ACCOUNT_WORDS_SHIFT - 1)) | AccountDouble.free] = 1;
  // The high word of 1.
  expect(words[(2 << ACCOUNT_WORDS_SHIFT) | (2 * AccountDouble.free + 1)]).toBe(0x3ff00000);
  expect(createSenderLines(3)).toHaveLength(4 << SENDER_WORDS_SHIFT);
});
