/** Examples, worked out by hand, of the margin question before orders rest, take or are amended. */
import { amendOrder, OrderFlag, openAccount, placeOrder, replaceOrder, Side } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { deposit, refusal, STRANGER, setPrice, setTerms } from '../money/money-log.ts';
import { begunWithMargin, mark, setMargin, taking, trade } from './margin-log.ts';

const { sell } = Side;
const short = refusal(placeOrder, 'marginTooSmall', 'size');
const limited = refusal(placeOrder, 'positionLimitReached', 'size');
const capped = refusal(placeOrder, 'openInterestCapReached', 'size');

test('orders that rest need the margin of the worse side, and what they would lose against the mark', () => {
  const log = begunWithMargin([100]);
  log.place({ price: 100, size: 11 });
  // 1,010 / 10 and a loss of 10 would be 111, 1,000 / 10 is all that there is.
  log.place({ price: 101, size: 10 });
  log.place({ price: 100, size: 10 });
  // The other side has as much for itself, and one lot more has not.
  log.place({ account: 0, side: sell, price: 101, size: 10 });
  log.place({ account: 0, side: sell, price: 101, size: 1 });
  log.cancel(1);
  log.cancel(2);
  // 9 lots need 90 and lose 9, or 18.
  log.place({ account: 0, side: sell, price: 98, size: 9 });
  log.place({ account: 0, side: sell, price: 99, size: 9 });
  expect(judgeStoryOf(log.entries, 9).filter((line) => !line.startsWith('cancel'))).toEqual([
    ...[short, short, 'place 1', 'place 2', short, short, 'place 3'],
  ]);
});

test('what orders below the mark gain makes up for those above it, but not for margin', () => {
  const log = begunWithMargin([30]);
  log.place({ price: 90, size: 1 });
  // 20 for two lots; together they lose nothing against the mark.
  log.place({ price: 110, size: 1 });
  log.place({ price: 110, size: 1 });
  expect(judgeStoryOf(log.entries, 3)).toEqual(['place 1', 'place 2', short]);
});

test('coins count by their price and weight, rounded down twice', () => {
  const log = begunWithMargin([10, 10, 10, 9]);
  setTerms(log, { initialWeight: 500_000 });
  setPrice(log, 999_999_999);
  // Two coins are worth 1 and count for nothing, three are worth 2 and count for 1.
  deposit(log, 5, 2, STRANGER);
  log.place({ price: 100, size: 1, account: 3 });
  deposit(log, 6, 1, STRANGER);
  log.place({ price: 100, size: 1, account: 3 });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...['deposit 5: 2 of 1 to 3', short, 'deposit 6: 1 of 1 to 3', 'place 1'],
  ]);
});

test('an owner has at most so large an open size in its accounts together', () => {
  const log = begunWithMargin();
  setMargin(log, { positionMax: 10 });
  log.place({ price: 99, size: 6 });
  log.place({ account: 2, price: 99, size: 5 });
  log.place({ account: 2, price: 99, size: 4 });
  // The other side of an account does not make it larger before it is the larger one.
  log.place({ account: 2, side: sell, price: 101, size: 4 });
  log.place({ account: 2, side: sell, price: 102, size: 1 });
  log.place({ account: 3, price: 99, size: 10 });
  // A taker of the owner is not asked whether it may rest, but about each of its fills.
  log.place({ account: 1, side: sell, price: 100, size: 1 });
  log.place({ account: 2, price: 100, size: 1, ...taking });
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...['place 1', limited, 'place 2', 'place 3', limited, 'place 4', 'place 5'],
    ...['place 6', 'cancel 6: 1, positionLimitReached'],
  ]);
});

test('at the cap on open interest nothing rests that would open, and no taker opens beyond it', () => {
  const log = begunWithMargin();
  setMargin(log, { openInterestMax: 10 });
  log.place({ account: 1, side: sell, price: 100, size: 12 });
  log.place({ account: 0, price: 100, size: 8, ...taking });
  log.place({ account: 3, price: 100, size: 3, ...taking });
  log.place({ account: 3, price: 100, size: 2, ...taking });
  log.place({ account: 3, price: 99, size: 1 });
  // This only reduces, and its open size does not grow.
  log.place({ account: 0, side: sell, price: 101, size: 8 });
  // Who is long gives to another: the open interest stays what it is.
  log.cancel(1, 1);
  log.place({ account: 3, price: 101, size: 8, ...taking });
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...['place 1', 'place 2', 'fill 1 by 2: 8 at 100', 'settle: fees 0 0, realised 0 0'],
    ...['place 3', 'cancel 3: 3, openInterestCapReached'],
    ...['place 4', 'fill 1 by 4: 2 at 100', 'settle: fees 0 0, realised 0 0', capped, 'place 5'],
    ...['cancel 1: 2, cancelledByUser', 'place 6', 'fill 5 by 6: 8 at 101', 'settle: fees 0 0, realised 0 8'],
  ]);
});

test('an account short of margin may let orders rest that only reduce, as many as its position has lots', () => {
  const log = begunWithMargin([100]);
  trade(log, 5, 100, 1, 0);
  mark(log, 118);
  log.place({ price: 100, size: 6 });
  log.place({ price: 100, size: 3 });
  log.place({ price: 100, size: 3 });
  log.place({ price: 100, size: 2 });
  log.place({ account: 0, side: sell, price: 200, size: 1 });
  expect(judgeStoryOf(log.entries, 5)).toEqual([short, 'place 3', short, 'place 4', short]);
});

test('rows are counted over all accounts and markets, and one that is there is used again', () => {
  const log = begunWithMargin([], { positionsMax: 2 });
  log.place({ price: 99, size: 1 });
  log.place({ price: 98, size: 1 });
  log.place({ account: 1, side: sell, price: 101, size: 1 });
  log.place({ account: 3, price: 98, size: 1 });
  log.place({ account: 3, price: 101, size: 1, ...taking });
  log.cancel(1);
  log.cancel(2);
  log.place({ account: 3, price: 101, size: 1, ...taking });
  // The rows of both sides are positions now.
  log.place({ account: 0, price: 90, size: 1 });
  expect(judgeStoryOf(log.entries, 9)).toEqual([
    ...['place 1', 'place 2', 'place 3', 'reject: positionsFull', 'reject: positionsFull'],
    ...['cancel 1: 1, cancelledByUser', 'cancel 2: 1, cancelledByUser', 'place 4', 'fill 3 by 4: 1 at 101'],
    ...['settle: fees 0 0, realised 0 0', 'reject: positionsFull'],
  ]);
});

test('an amend that loses its place is asked without what the order was reserved for before', () => {
  const log = begunWithMargin([100]);
  setMargin(log, { positionMax: 20 });
  log.place({ price: 100, size: 10 });
  log.amend(1, { price: 100, size: 11 });
  log.amend(1, { price: 90, size: 10 });
  log.amend(1, { price: 110, size: 10 });
  // 10 + 5 x 10 / 10 is the most that a lower size may lose at 110: 5 lots need 50 and lose 50.
  log.amend(1, { price: 110, size: 5 });
  log.amend(1, { price: 1, size: 21 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['place 1', refusal(amendOrder, 'marginTooSmall', 'size'), 'amend 1: 10 of 10 at 90'],
    ...[refusal(amendOrder, 'marginTooSmall', 'size'), 'amend 1: 5 of 5 at 110'],
    refusal(amendOrder, 'positionLimitReached', 'size'),
  ]);
});

test('a replaced order is neither reserved for nor a row when the new one is asked', () => {
  const log = begunWithMargin([100], { positionsMax: 1 });
  log.place({ price: 100, size: 10 });
  log.replace({ replaced: 1, price: 99, size: 11 });
  log.replace({ replaced: 1, price: 99, size: 10 });
  const tooMuch = refusal(replaceOrder, 'marginTooSmall', 'size');
  expect(judgeStoryOf(log.entries, 3)).toEqual(['place 1', tooMuch, 'cancel 1: 10, replaced', 'place 2']);
});

test('what remains of an order that met a maker is asked again before it rests', () => {
  const log = begunWithMargin([100]);
  setMargin(log, { openInterestMax: 4 });
  log.place({ account: 1, side: sell, price: 100, size: 4 });
  log.place({ price: 100, size: 10 });
  expect(judgeStoryOf(log.entries, 1).at(-1)).toBe('cancel 2: 6, openInterestCapReached');
});

test('so is one that met only the dead, but a post-only order clears its way and rests', () => {
  for (const [flags, last] of [
    [0, 'cancel 5: 3, openInterestCapReached'],
    [OrderFlag.postOnly, 'cancel 4: 5, orderExpired'],
  ] as const) {
    const log = begunWithMargin([], { drainPerCommandMax: 1 });
    const soon = log.time + 10;
    for (const price of [1, 1, 1]) log.place({ account: 1, price, expiry: soon });
    log.place({ account: 0, side: sell, price: 110, size: 5, expiry: soon + 1 });
    setMargin(log, { openInterestMax: 0 });
    log.time = soon + 5;
    // With the dead order its open size of 5 does not grow, without it 3 would be opened.
    log.place({ price: 110, size: 3, flags });
    expect(judgeStoryOf(log.entries, 1)).toEqual(
      ['cancel 1: 1, orderExpired', 'place 5', 'cancel 4: 5, orderExpired', last].slice(0, flags === 0 ? 4 : 3),
    );
  }
});

test('accounts of an owner have at most 64 rows in a market', () => {
  const log = begunWithMargin([], { ordersMax: 80 });
  // Of owner 0 are the accounts 0 and 2, and from 4 to 66, of which the last is one too many.
  for (let ofOwner = 2; ofOwner < 65; ofOwner += 1) {
    log.add(draftOf(openAccount, { owner: 0 }));
    deposit(log, ofOwner + 3, 10, { accountOfOwner: ofOwner });
  }
  const accounts = [0, 2, ...Array.from({ length: 63 }, (_, index) => index + 4)];
  for (const account of accounts) log.place({ account, price: 100, size: 1 });
  log.place({ account: 3, price: 100, size: 1 });
  log.cancel(1);
  log.place({ account: 66, price: 100, size: 1 });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['place 64', 'reject: positionQuotaReached', 'place 65', 'cancel 1: 1, cancelledByUser', 'place 66'],
  ]);
});
