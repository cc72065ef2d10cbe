/** Examples, worked out by hand, of coins that pay what fills leave owed, before there is a loan. */
import { BALANCE_MAX, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { addAsset, autoConvert, deposit, ONE, setPrice, setTerms, stateAfter } from '../money/money-log.ts';
import { begunWithMargin, dollarsAfter, mark, setFees, setMargin, taking, trade } from './margin-log.ts';

const { buy, sell } = Side;
const WHOLE = 1_000_000;
const FILLED = ['place 1', 'place 2', 'fill 1 by 2: 10 at 100', 'settle: fees 10 0, realised 0 0'];

/**
 * Account 0 has a micro-dollar, these amounts of the coins 1, 2 and so on, which all count and convert, and a thousand
 * of one more, which counts and does not convert. A taker pays a hundredth, so that ten lots at 100 leave it 9 owing.
 */
function begunWithCoins(amounts: readonly number[], decimals = 6): LogWriter {
  const log = begunWithMargin([1], { assetsMax: amounts.length + 2 });
  setMargin(log, { leverage: 100 });
  setFees(log, { takerRate: 1_000_000 });
  autoConvert(log, 0);
  // Coin 1 is there already, with 6 decimals; another has its place where those are others.
  let last = 4;
  [...amounts, 1_000].forEach((amount, index) => {
    const asset = index + 1;
    const isLast = index === amounts.length;
    if (index > 0) addAsset(log, isLast ? 6 : decimals, `0${index}`);
    setTerms(log, { asset, dailyConversionMax: isLast ? 0 : BALANCE_MAX, initialWeight: WHOLE });
    setPrice(log, ONE, asset);
    if (amount === 0) return;
    last += 1;
    deposit(log, last, amount, { asset });
  });
  return log;
}

function coinsAfter(log: LogWriter): number[] {
  const own = stateAfter(log).balances.filter(({ account, asset }) => account === 0 && asset > 0);
  return own.map(({ amount }) => amount);
}

test('a fee is paid with coins, though the account converts nothing else, and no loan arises', () => {
  const log = begunWithCoins([50]);
  trade(log, 10, 100);
  expect(judgeStoryOf(log.entries, 2)).toEqual([...FILLED, '0 converts 9 of 1 to $9']);
  expect(dollarsAfter(log)[0]).toBe(0);
  expect(coinsAfter(log)).toEqual([41, 1_000]);
  expect(stateAfter(log).assets[1]).toMatchObject({ inventoryLow: 10_000_000 * 3 + 1 + 9 });
});

test.each([
  // A coin of 4 decimals brings a hundred micro-dollars, of 0 a whole dollar; of 9 a thousand atoms go.
  [4, 7, '0 converts 1 of 2 to $100', [6, 1_000], 91],
  [0, 1, '0 converts 1 of 2 to $1000000', [1_000], 999_991],
  [9, 20_999, '0 converts 9000 of 2 to $9', [11_999, 1_000], 0],
  [9, 7_999, '0 converts 7000 of 2 to $7', [999, 1_000], -2],
])('with %d decimals whole steps pay, the last of which may bring more', (decimals, amount, line, coins, dollars) => {
  const log = begunWithCoins([0, amount], decimals);
  trade(log, 10, 100);
  expect(judgeStoryOf(log.entries, 2)).toEqual([...FILLED, line]);
  expect(coinsAfter(log)).toEqual(coins);
  expect(dollarsAfter(log)[0]).toBe(dollars);
});

test('coins pay in order of their numbers, at most four of them', () => {
  const log = begunWithCoins([4, 0, 50]);
  trade(log, 10, 100);
  expect(judgeStoryOf(log.entries, 2)).toEqual([...FILLED, '0 converts 4 of 1 to $4', '0 converts 5 of 3 to $5']);
  const many = begunWithCoins([1, 1, 1, 1, 50]);
  trade(many, 10, 100);
  expect(judgeStoryOf(many.entries, 2)).toEqual([
    ...FILLED,
    ...[1, 2, 3, 4].map((asset) => `0 converts 1 of ${asset} to $1`),
  ]);
  expect(dollarsAfter(many)[0]).toBe(-5);
  // The next fill that leaves it owing visits it again, for all that it owes.
  trade(many, 1, 100);
  expect(judgeStoryOf(many.entries, 1).slice(-1)).toEqual(['0 converts 6 of 5 to $6']);
});

test('an account is visited once for all fills of an order', () => {
  const log = begunWithCoins([1, 1, 1, 1, 50]);
  for (const size of [5, 5]) log.place({ account: 1, side: sell, price: 100, size });
  log.place({ price: 100, size: 10, ...taking });
  const paid = judgeStoryOf(log.entries, 1).filter((line) => line.includes('converts'));
  expect(paid).toEqual([1, 2, 3, 4].map((asset) => `0 converts 1 of ${asset} to $1`));
});

test('what conversion is not open for stays a loan', () => {
  const closed = begunWithCoins([50]);
  setPrice(closed, ONE - 1);
  trade(closed, 10, 100);
  expect(judgeStoryOf(closed.entries, 2)).toEqual(FILLED);
  expect(dollarsAfter(closed)[0]).toBe(-9);
  const capped = begunWithCoins([50]);
  // What the first deposits converted counts to the day: 5 are left of it.
  setTerms(capped, { dailyConversionMax: 30_000_006, initialWeight: WHOLE });
  trade(capped, 10, 100);
  expect(judgeStoryOf(capped.entries, 2)).toEqual([...FILLED, '0 converts 5 of 1 to $5']);
  expect(dollarsAfter(capped)[0]).toBe(-4);
});

test('a coin that counts for more than it brings does not pay', () => {
  const begunAbove = (initialWeight: number) => {
    const log = begunWithCoins([50]);
    setTerms(log, { dailyConversionMax: BALANCE_MAX, bandRate: 20_000, initialWeight });
    setPrice(log, ONE * 1.01);
    trade(log, 10, 100);
    return judgeStoryOf(log.entries, 2);
  };
  // 9 coins at 1.01 are 10 rounded up.
  expect(begunAbove(WHOLE)).toEqual(FILLED);
  expect(begunAbove(900_001)).toEqual(FILLED);
  expect(begunAbove(900_000)).toEqual([...FILLED, '0 converts 9 of 1 to $9']);
});

test('a maker pays too, a loss as well as a fee, and one who stays at 0 pays nothing', () => {
  const log = begunWithCoins([500]);
  setFees(log, {});
  trade(log, 10, 100);
  mark(log, 90);
  log.place({ account: 0, side: sell, price: 90, size: 5 });
  log.place({ account: 1, side: buy, price: 90, size: 5, ...taking });
  // The loss is 50, and a micro-dollar was there.
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['place 4', 'fill 3 by 4: 5 at 90', 'settle: fees 0 0, realised 50 -50', '0 converts 49 of 1 to $49'],
  ]);
  log.place({ side: buy, price: 90, size: 5 });
  log.place({ account: 1, side: sell, price: 90, size: 5, ...taking });
  expect(judgeStoryOf(log.entries, 1)).toHaveLength(3);
});

test('coins pay once for all fills of an order, after what remains of it came to rest or left', () => {
  const log = begunWithCoins([500]);
  for (const size of [4, 6]) log.place({ account: 1, side: sell, price: 100, size });
  log.place({ price: 100, size: 12 });
  const fills = ['fill 1 by 3: 4 at 100', 'settle: fees 4 0, realised 0 0', 'fill 2 by 3: 6 at 100'];
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['place 3', ...fills, 'settle: fees 6 0, realised 0 0', '0 converts 9 of 1 to $9'],
  ]);
  const leaving = begunWithCoins([500]);
  leaving.place({ account: 1, side: sell, price: 100, size: 10 });
  leaving.place({ price: 100, size: 12, ...taking });
  expect(judgeStoryOf(leaving.entries, 1).slice(-2)).toEqual([
    'cancel 2: 2, remainderCancelled',
    '0 converts 9 of 1 to $9',
  ]);
});

test('a fill-or-kill order is filled as far as margin reaches before any coin pays', () => {
  const log = begunWithCoins([10]);
  setTerms(log, { dailyConversionMax: BALANCE_MAX, initialWeight: 0 });
  // 1 and 1,000 are free: a lot of 100 needs 1 and costs 1 fee. The coin counts for nothing until it is a dollar.
  log.place({ account: 1, side: sell, price: 100, size: 600 });
  log.place({ price: 100, size: 501, timeInForce: TimeInForce.fillOrKill });
  log.place({ price: 100, size: 500, timeInForce: TimeInForce.fillOrKill });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    'reject: marginTooSmall',
    ...['place 2', 'fill 1 by 2: 500 at 100', 'settle: fees 500 0, realised 0 0', '0 converts 10 of 1 to $10'],
  ]);
  expect(dollarsAfter(log)[0]).toBe(-489);
});
