/** Examples, worked out by hand, of the margin question before two orders trade, in matching and in plans. */
import { Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { begunWithMargin, dollarsAfter, mark, positionsAfter, setFees, taking, trade } from './margin-log.ts';

const { buy, sell } = Side;
const whole = { timeInForce: TimeInForce.fillOrKill };
const nothing = 'settle: fees 0 0, realised 0 0';

/** Account 0 is short of 5 lots for 500 and has 100. At a mark of 115 its equity is 25, and it needs 58. */
function begunShort(): LogWriter {
  const log = begunWithMargin([100]);
  trade(log, 5, 100, 1, 0);
  mark(log, 115);
  return log;
}

/** What the judge plans for whoever would buy. */
function planFor(log: LogWriter, limit: number, size: number) {
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  return judge.planMatch(0, buy, limit, size);
}

test('a taker goes as far as its margin reaches, by what the earlier fills left', () => {
  const log = begunWithMargin([100]);
  for (const price of [100, 100, 101]) log.place({ account: 1, side: sell, price, size: 5 });
  log.place({ price: 101, size: 15, ...taking });
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['place 4', 'fill 1 by 4: 5 at 100', nothing, 'fill 2 by 4: 5 at 100', nothing, 'cancel 4: 5, marginTooSmall'],
  ]);
});

test('fees count in the margin of who trades', () => {
  const log = begunWithMargin([101]);
  setFees(log, { takerRate: 100_000 });
  for (const size of [10, 1]) log.place({ account: 1, side: sell, price: 100, size });
  log.place({ price: 100, size: 10, ...taking });
  // 1,000 / 1,000 was paid. One lot more would cost 1 and need 10, and 100 of 100 are needed.
  log.place({ price: 100, size: 1, ...taking });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...['place 1', 'place 2', 'place 3', 'fill 1 by 3: 10 at 100', 'settle: fees 1 0, realised 0 0'],
    ...['place 4', 'cancel 4: 1, marginTooSmall'],
  ]);
  expect(dollarsAfter(log).slice(0, 2)).toEqual([100, 10_000_000]);
});

test('a maker that may not trade leaves, and the taker goes on to the next', () => {
  const log = begunWithMargin([100]);
  log.place({ price: 100, size: 5 });
  log.place({ account: 3, price: 100, size: 2 });
  // Filled, account 0 would have lost 100 and need 40.
  mark(log, 80);
  log.place({ account: 1, side: sell, price: 100, size: 3, ...taking });
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['place 3', 'cancel 1: 5, marginTooSmall', 'fill 2 by 3: 2 at 100', nothing, 'cancel 3: 1, remainderCancelled'],
  ]);
  expect(positionsAfter(log)).toEqual(['1: -2 for 200', '3: 2 for -200']);
});

test('an account that is short of margin closes a part for at most that part of its equity', () => {
  const log = begunShort();
  log.place({ account: 1, side: sell, price: 120, size: 2 });
  log.place({ price: 120, size: 2, ...taking });
  log.cancel(3, 1);
  log.place({ account: 1, side: sell, price: 119, size: 2 });
  // 25 - 2 x 4 = 17, and 17 x 58 is at least 25 x 35; at 120 it would be 15.
  log.place({ price: 119, size: 2, ...taking });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['place 3', 'place 4', 'cancel 4: 2, marginTooSmall', 'cancel 3: 2, cancelledByUser'],
    ...['place 5', 'place 6', 'fill 5 by 6: 2 at 119', 'settle: fees 0 0, realised -38 38'],
  ]);
  expect(positionsAfter(log)).toEqual(['0: -3 for 300', '1: 3 for -300']);
});

test('as a maker it is asked the same, and does not turn its position round', () => {
  const log = begunShort();
  log.place({ price: 120, size: 2 });
  log.place({ account: 1, side: sell, price: 120, size: 2, ...taking });
  log.place({ price: 119, size: 2 });
  log.place({ account: 1, side: sell, price: 119, size: 2, ...taking });
  // 3 lots are left. By 5 at the mark it would have two of the other side, which need 23 of its 17.
  log.place({ account: 1, side: sell, price: 115, size: 5 });
  log.place({ price: 115, size: 5, ...taking });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['place 3', 'place 4', 'cancel 3: 2, marginTooSmall', 'cancel 4: 2, remainderCancelled'],
    ...['place 5', 'place 6', 'fill 5 by 6: 2 at 119', 'settle: fees 0 0, realised 38 -38'],
    ...['place 7', 'place 8', 'cancel 8: 5, marginTooSmall'],
  ]);
});

test('an account without equity closes at the mark or better, and a fee is more than that', () => {
  const log = begunShort();
  mark(log, 130);
  log.place({ account: 1, side: sell, price: 131, size: 1 });
  log.place({ price: 131, size: 1, ...taking });
  log.cancel(3, 1);
  log.place({ account: 1, side: sell, price: 130, size: 5 });
  setFees(log, { takerRate: 1 });
  log.place({ price: 130, size: 1, ...taking });
  setFees(log, {});
  log.place({ price: 130, size: 1, ...taking });
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...['place 3', 'place 4', 'cancel 4: 1, marginTooSmall', 'cancel 3: 1, cancelledByUser', 'place 5'],
    ...['1 tiers of fees', 'place 6', 'cancel 6: 1, marginTooSmall', '1 tiers of fees'],
    ...['place 7', 'fill 5 by 7: 1 at 130', 'settle: fees 0 0, realised -30 30'],
  ]);
});

test('fill-or-kill is planned by the margin that the planned fills leave, and changes nothing', () => {
  const log = begunWithMargin([100]);
  for (const size of [6, 6]) log.place({ account: 1, side: sell, price: 100, size });
  log.place({ price: 100, size: 11, ...whole });
  log.place({ price: 100, size: 10, ...whole });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...['reject: marginTooSmall', 'place 3', 'fill 1 by 3: 6 at 100', nothing, 'fill 2 by 3: 4 at 100', nothing],
  ]);
});

test('a plan passes over makers that may not trade, and asks the others by what it planned before', () => {
  const log = begunWithMargin([10, 10_000_000, 10_000_000, 100]);
  log.place({ account: 0, side: sell, price: 100, size: 1 });
  log.place({ account: 3, side: sell, price: 100, size: 4 });
  log.place({ account: 3, side: sell, price: 101, size: 4 });
  mark(log, 110);
  // Account 0 would have 10 - 10 and need 11. The first order of account 3, filled, loses 40 of 100, and with the
  // second 88 and 36 are needed. Without the first, the second loses 36 and needs 44.
  expect(planFor(log, 101, 9)).toEqual({
    fills: [{ order: 3, price: 101, size: 4 }],
    remaining: 5,
    isCutShort: false,
  });
  mark(log, 102);
  // Filled, the first leaves 92 of 100, and with the second 82 and 4 are needed, which leaves 88.
  expect(planFor(log, 101, 9)).toEqual({
    fills: [
      { order: 2, price: 100, size: 4 },
      { order: 3, price: 101, size: 4 },
    ],
    remaining: 1,
    isCutShort: false,
  });
});
