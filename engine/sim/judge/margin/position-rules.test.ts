/** Examples, worked out by hand, of what fills do to positions, their cash and balances. */
import { Side } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { judgeStoryOf } from '../judge-story.ts';
import { stateAfter } from '../money/money-log.ts';
import { begunWithMargin, dollarsAfter, mark, positionsAfter, taking, trade } from './margin-log.ts';

const settled = (taker: number, maker: number) => `settle: fees 0 0, realised ${taker} ${maker}`;

test('a fill opens two positions, adds to them, closes a part, turns them round and ends them', () => {
  const log = begunWithMargin([1_000, 1_000]);
  trade(log, 10, 100);
  expect(judgeStoryOf(log.entries, 1)).toEqual(['place 2', 'fill 1 by 2: 10 at 100', settled(0, 0)]);
  expect(positionsAfter(log)).toEqual(['0: 10 for -1000', '1: -10 for 1000']);

  trade(log, 5, 110);
  expect(positionsAfter(log)).toEqual(['0: 15 for -1550', '1: -15 for 1550']);
  expect(dollarsAfter(log).slice(0, 2)).toEqual([1_000, 1_000]);

  // 7 of 15 lots own floor(-723.33) of the cash of the long one and floor(723.33) of that of the short one.
  trade(log, 7, 120, 1, 0);
  expect(judgeStoryOf(log.entries, 1)).toEqual(['place 6', 'fill 5 by 6: 7 at 120', settled(723 - 840, 840 - 724)]);
  expect(positionsAfter(log)).toEqual(['0: 8 for -826', '1: -8 for 827']);
  expect(dollarsAfter(log).slice(0, 2)).toEqual([1_116, 883]);

  // 8 lots close and 4 open at 90.
  trade(log, 12, 90, 1, 0);
  expect(judgeStoryOf(log.entries, 1).at(-1)).toBe(settled(827 - 720, 720 - 826));
  expect(positionsAfter(log)).toEqual(['0: -4 for 360', '1: 4 for -360']);

  trade(log, 4, 95, 0, 1);
  expect(judgeStoryOf(log.entries, 1).at(-1)).toBe(settled(360 - 380, 380 - 360));
  expect(positionsAfter(log)).toEqual([]);
  expect(dollarsAfter(log).slice(0, 2)).toEqual([990, 1_010]);
});

test('the closed share of a long one is rounded up in size, that of a short one down; the last has the rest', () => {
  const log = begunWithMargin();
  trade(log, 3, 33);
  trade(log, 1, 2);
  // -101 and 101 for 4 lots: a quarter is -25.25 and 25.25.
  trade(log, 1, 30, 1, 0);
  expect(judgeStoryOf(log.entries, 1).at(-1)).toBe(settled(25 - 30, 30 - 26));
  trade(log, 3, 30, 1, 0);
  expect(judgeStoryOf(log.entries, 1).at(-1)).toBe(settled(76 - 90, 90 - 75));
  expect(positionsAfter(log)).toEqual([]);
});

test('positions are of accounts, not of owners, and in the state in order of account', () => {
  const log = begunWithMargin();
  trade(log, 4, 100, 2, 3);
  trade(log, 3, 100, 1, 2);
  trade(log, 2, 100, 0, 1);
  expect(positionsAfter(log)).toEqual(['0: 2 for -200', '1: 1 for -100', '2: 1 for -100', '3: -4 for 400']);
});

test('a short account realises a loss beyond its balance, which is a loan then, and trades no more', () => {
  const log = begunWithMargin([100]);
  trade(log, 5, 100, 1, 0);
  mark(log, 130);
  // Its equity is 100 - 150, and at the mark it stays so.
  trade(log, 5, 130, 0, 1);
  expect(judgeStoryOf(log.entries, 1).slice(1)).toEqual(['fill 3 by 4: 5 at 130', settled(500 - 650, 650 - 500)]);
  expect(dollarsAfter(log)[0]).toBe(-50);
  expect(positionsAfter(log)).toEqual([]);
  // Books are balanced: what one realised is what the other did.
  expect(dollarsAfter(log)[1]).toBe(10_000_150);
  log.place({ price: 1, size: 1, account: 0 });
  log.place({ price: 200, size: 1, side: Side.sell });
  log.place({ price: 200, size: 1, account: 0, ...taking });
  expect(judgeStoryOf(log.entries, 3).map((line) => line.replace(/, field.*/, ''))).toEqual([
    ...['reject: marginTooSmall', 'place 5', 'place 6', 'cancel 6: 1, marginTooSmall'],
  ]);
  expect(stateAfter(log).balances.find(({ account, asset }) => account === 0 && asset === 0)?.amount).toBe(-50);
});
