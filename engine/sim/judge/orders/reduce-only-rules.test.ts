/** Examples, worked out by hand, of reduce-only orders: what they trade, and when they leave. */
import { amendOrder, OrderFlag, offsetOf, placeOrder, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { begunWithMargin, mark, positionsAfter, reducing, setMargin, taking, trade } from '../margin/margin-log.ts';
import { refusal } from '../money/money-log.ts';

const { sell } = Side;
const useless = refusal(placeOrder, 'nothingToReduce', 'flags');
const toSell = { account: 0, side: sell, ...reducing };

/** Account 0 is long of 3 lots, account 1 short of them. */
function begunLong(limits: Parameters<typeof begunWithMargin>[1] = {}): LogWriter {
  const log = begunWithMargin([100], limits);
  trade(log, 3, 100);
  return log;
}

test('a reduce-only order needs a position of the other side, whether it may stay or not', () => {
  const log = begunLong();
  log.place({ ...toSell, account: 3, price: 100 });
  log.place({ ...toSell, account: 3, price: 100, ...taking });
  log.place({ ...toSell, side: Side.buy, price: 100 });
  log.place({ ...toSell, side: Side.buy, price: 100, ...taking });
  log.place({ ...toSell, price: 101 });
  log.place({ ...toSell, account: 1, side: Side.buy, price: 99 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([useless, useless, useless, useless, 'place 3', 'place 4']);
});

test('it is not reserved for, and asked about nothing else: neither its size nor margin nor bounds', () => {
  const log = begunLong();
  setMargin(log, { positionMax: 1, openInterestMax: 0 });
  mark(log, 60);
  // The account has lost 120 of 100.
  log.place({ ...toSell, price: 100, size: 1_000 });
  log.place({ ...toSell, price: 101, size: 1_000 });
  log.place({ account: 0, side: sell, price: 101, size: 4 });
  log.place({ account: 0, side: sell, price: 101, size: 3 });
  // Beyond the lots of the position an order that may also open is asked for its bounds, up to them it is not.
  const short = refusal(placeOrder, 'positionLimitReached', 'size');
  expect(judgeStoryOf(log.entries, 4)).toEqual(['place 3', 'place 4', short, 'place 5']);
});

test('as a taker it trades what closes the position, and leaves when it meets another maker or the same again', () => {
  const log = begunLong();
  log.place({ account: 3, price: 100, size: 2 });
  log.place({ account: 1, price: 100, size: 4 });
  log.place({ ...toSell, price: 100, size: 9, ...taking });
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['place 5', 'fill 3 by 5: 2 at 100', 'settle: fees 0 0, realised 0 0'],
    ...['fill 4 by 5: 1 at 100', 'settle: fees 0 0, realised 0 0', 'cancel 5: 6, nothingToReduce'],
  ]);
  expect(positionsAfter(log)).toEqual(['1: -2 for 200', '3: 2 for -200']);
});

test('when nobody is left to meet, what may not stay is the remainder, and what may stay does not rest', () => {
  for (const [terms, code] of [
    [taking, 'remainderCancelled'],
    [{}, 'nothingToReduce'],
  ] as const) {
    const log = begunLong();
    log.place({ account: 3, price: 100, size: 3 });
    log.place({ ...toSell, price: 100, size: 5, ...terms });
    expect(judgeStoryOf(log.entries, 1).at(-1)).toBe(`cancel 4: 2, ${code}`);
  }
});

test('what is left of it rests while there still is a position', () => {
  const log = begunLong();
  log.place({ account: 3, price: 100, size: 2 });
  log.place({ ...toSell, price: 100, size: 5 });
  log.place({ account: 3, price: 100, size: 5 });
  log.place({ account: 3, side: sell, price: 99, size: 4, ...taking });
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['place 4', 'fill 3 by 4: 2 at 100', 'settle: fees 0 0, realised 0 0'],
    // As a maker it trades the one lot that closes the position, and then leaves; the taker rests.
    ...['place 5', 'fill 4 by 5: 1 at 100', 'settle: fees 0 0, realised 0 0', 'cancel 4: 2, nothingToReduce'],
    ...['place 6', 'cancel 5: 4, selfTradePrevented', 'cancel 6: 4, remainderCancelled'],
  ]);
});

test('as a maker it leaves when the position has gone or turned, and the taker goes on', () => {
  const log = begunLong();
  log.place({ ...toSell, price: 101, size: 3 });
  log.place({ account: 1, side: sell, price: 102, size: 1 });
  trade(log, 3, 100, 1, 0);
  log.place({ account: 3, price: 102, size: 2, ...taking });
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['place 7', 'cancel 3: 3, nothingToReduce', 'fill 4 by 7: 1 at 102'],
    ...['settle: fees 0 0, realised 0 0', 'cancel 7: 1, remainderCancelled'],
  ]);
});

test('when both reduce, they trade the smaller of what closes one and the other', () => {
  const log = begunLong();
  trade(log, 2, 100, 3, 1);
  log.place({ account: 1, price: 100, size: 9, ...reducing });
  log.place({ account: 3, side: sell, price: 100, size: 9, ...reducing, ...taking });
  log.place({ ...toSell, price: 100, size: 9, ...taking });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...['place 6', 'fill 5 by 6: 2 at 100', 'settle: fees 0 0, realised 0 0', 'cancel 6: 7, nothingToReduce'],
    // The maker has 4 lots left and no position, and is dead when it is met again.
    ...['place 7', 'fill 5 by 7: 3 at 100', 'settle: fees 0 0, realised 0 0'],
    ...['cancel 5: 4, nothingToReduce', 'cancel 7: 6, remainderCancelled'],
  ]);
});

test('a maker that is met again with what it shows counts again', () => {
  const log = begunLong({ makersPerCommandMax: 1 });
  log.place({ ...toSell, price: 100, size: 5 });
  log.place({ account: 3, price: 100, size: 4 });
  expect(judgeStoryOf(log.entries, 1).at(-1)).toBe('cancel 4: 1, workBoundReached');
});

test('a fill-or-kill order is killed by what it cannot reduce, when it would meet another maker for it', () => {
  const log = begunLong();
  const whole = { ...toSell, price: 100, timeInForce: TimeInForce.fillOrKill };
  log.place({ account: 3, price: 100, size: 3 });
  log.place({ ...whole, size: 4 });
  log.place({ account: 3, price: 100, size: 3 });
  log.place({ ...whole, size: 4 });
  log.place({ ...whole, size: 3 });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    `reject: fillOrKillUnfilled, field ${offsetOf(placeOrder, 'size')}`,
    ...['place 4', 'reject: nothingToReduce'],
    ...['place 5', 'fill 3 by 5: 3 at 100', 'settle: fees 0 0, realised 0 0'],
  ]);
});

test('amended so that it loses its place, it is asked again, and then the order is blamed', () => {
  const log = begunLong();
  log.place({ ...toSell, price: 101, size: 3, flags: OrderFlag.reduceOnly | OrderFlag.postOnly });
  log.amend(3, { price: 102, size: 90 });
  trade(log, 3, 100, 1, 0);
  log.amend(3, { price: 103, size: 90 });
  log.amend(3, { price: 102, size: 1 });
  const refused = refusal(amendOrder, 'nothingToReduce', 'order');
  expect(judgeStoryOf(log.entries, 2)).toEqual([refused, 'amend 3: 1 of 1 at 102']);
});

test('one that has nothing to reduce is dead: a post-only order clears it away, and a plan passes it over', () => {
  const log = begunLong();
  log.place({ ...toSell, price: 101, size: 9 });
  log.place({ account: 1, price: 100, size: 3 });
  log.place({ account: 0, side: sell, price: 100, size: 3, ...taking });
  log.place({ account: 1, price: 101, flags: OrderFlag.postOnly });
  expect(judgeStoryOf(log.entries, 1)).toEqual(['place 6', 'cancel 3: 9, nothingToReduce']);
});
