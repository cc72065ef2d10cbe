/** Tests of the plain book, by hand. */
import { expect, test } from 'vitest';
import { PlainBook } from './plain-book.ts';

function line(book: PlainBook, limit: number, size: number): string {
  return book
    .plan('ask', limit, size)
    .map((fill) => `${fill.id}:${fill.size}`)
    .join(' ');
}

test('a taker meets the best price first, and at each price the oldest order', () => {
  const book = new PlainBook();
  book.add('late', 'ask', 11, 5);
  book.add('first', 'ask', 10, 2);
  book.add('second', 'ask', 10, 3);
  expect(line(book, 11, 6)).toBe('first:2 second:3 late:1');
  expect(line(book, 10, 6)).toBe('first:2 second:3');
  expect(line(book, 9, 6)).toBe('');
});

test('a place is kept only while side and price stay and the size does not grow', () => {
  const book = new PlainBook();
  book.add('a', 'ask', 10, 2);
  book.add('b', 'ask', 10, 2);
  book.amend('a', 'ask', 10, 1);
  expect(line(book, 10, 9)).toBe('a:1 b:2');
  book.amend('a', 'ask', 10, 2);
  expect(line(book, 10, 9)).toBe('b:2 a:2');
  book.amend('b', 'bid', 10, 2);
  expect(line(book, 10, 9)).toBe('a:2');
  expect(book.best('bid')).toEqual({ price: 10, size: 2 });
});

test('what falls to nothing is gone, with its level', () => {
  const book = new PlainBook();
  book.add('a', 'bid', 10, 2);
  book.add('b', 'bid', 9, 4);
  book.reduce('a', 3);
  book.reduce('nobody', 3);
  expect(book.best('bid')).toEqual({ price: 9, size: 4 });
  book.amend('b', 'bid', 9, 0);
  expect([book.orders.size, book.levels.bid.size]).toEqual([0, 0]);
  expect(book.best('bid')).toEqual({ price: 0, size: 0 });
});
