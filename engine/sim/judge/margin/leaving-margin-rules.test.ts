/** Examples, worked out by hand, of what an account with positions, orders or a loan may give away. */
import { convert, requestWithdrawal, Side, transfer } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { DOLLAR } from '../money/asset.ts';
import {
  autoConvert,
  deposit,
  openConversion,
  refusal,
  send,
  setTerms,
  toCoin,
  toDollar,
  withdraw,
} from '../money/money-log.ts';
import { begunWithMargin, dollarsAfter, mark, trade } from './margin-log.ts';

const noTransfer = refusal(transfer, 'marginTooSmall', 'amount');
const noWithdrawal = refusal(requestWithdrawal, 'marginTooSmall', 'amount');

/** Account 0 has venue dollars, so many coins that count for nothing, and is long of 10 lots for 1,000. */
function begunLong(dollars: number, coins: number): LogWriter {
  const log = begunWithMargin([dollars]);
  autoConvert(log, 0);
  deposit(log, 5, coins);
  trade(log, 10, 100);
  return log;
}

test('unrealised profit counts for what is converted, not for what leaves', () => {
  const log = begunLong(150, 50);
  mark(log, 200);
  // It has a profit of 1,000 and needs 200: 950 are free, and without the profit -50.
  send(log, 1, { asset: DOLLAR });
  send(log, 1);
  withdraw(log, 1);
  toCoin(log, 150);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[noTransfer, noTransfer, noWithdrawal, '0 converts $150 to 150 of 1'],
  ]);
  expect(dollarsAfter(log)[0]).toBe(0);
});

test('what is not needed may leave, to the last micro-dollar', () => {
  const log = begunLong(150, 50);
  mark(log, 99);
  // A loss of 10, and 99 are needed.
  send(log, 42, { asset: DOLLAR });
  send(log, 41, { asset: DOLLAR });
  withdraw(log, 50);
  toCoin(log, 1);
  toDollar(log, 1);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...[noTransfer, 'transfer 41 of 0 from 0 to 2', 'withdrawal 1 of 0: 50 of 1, requested'],
    ...[refusal(convert, 'marginTooSmall', 'amount'), refusal(convert, 'balanceTooSmall', 'amount')],
  ]);
});

test('coins that count may leave only as far as they are not needed', () => {
  const log = begunLong(100, 50);
  setTerms(log, { initialWeight: 1_000_000 });
  mark(log, 96);
  // 100 and 50 less a loss of 40; 96 are needed, which leaves 14.
  withdraw(log, 15);
  send(log, 15);
  withdraw(log, 10);
  send(log, 4);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[noWithdrawal, noTransfer, 'withdrawal 1 of 0: 10 of 1, requested', 'transfer 4 of 1 from 0 to 2'],
  ]);
});

test('orders at rest alone make that it is asked, and without them everything may leave', () => {
  const log = begunWithMargin([100]);
  log.place({ price: 100, size: 5 });
  send(log, 51, { asset: DOLLAR });
  send(log, 50, { asset: DOLLAR });
  log.cancel(1);
  send(log, 50, { asset: DOLLAR });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[noTransfer, 'transfer 50 of 0 from 0 to 2', 'cancel 1: 5, cancelledByUser', 'transfer 50 of 0 from 0 to 2'],
  ]);
});

test('an account with a loan gives nothing but what covers it, and is credited without being asked', () => {
  const log = begunWithMargin([100]);
  autoConvert(log, 0);
  deposit(log, 5, 60);
  // Else its coins would pay the loss at once.
  openConversion(log, 0);
  trade(log, 5, 100, 1, 0);
  mark(log, 130);
  trade(log, 5, 130, 0, 1);
  openConversion(log);
  withdraw(log, 60);
  send(log, 1);
  toDollar(log, 49);
  toDollar(log, 50);
  withdraw(log, 10);
  deposit(log, 6, 1);
  expect(dollarsAfter(log)[0]).toBe(0);
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...[noWithdrawal, noTransfer, refusal(convert, 'marginTooSmall', 'amount'), '0 converts 50 of 1 to $50'],
    ...['withdrawal 1 of 0: 10 of 1, requested', 'deposit 6: 1 of 1 to 0'],
  ]);
});

test('margin is the last that is asked of a transfer, a withdrawal and a conversion', () => {
  const log = begunLong(100, 50);
  mark(log, 99);
  send(log, 101, { asset: DOLLAR });
  withdraw(log, 51);
  toCoin(log, 100, { asset: 2 });
  log.place({ account: 0, side: Side.sell, price: 100, size: 1 });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    refusal(transfer, 'balanceTooSmall', 'amount'),
    refusal(requestWithdrawal, 'balanceTooSmall', 'amount'),
    refusal(convert, 'assetUnknown', 'asset'),
    'place 3',
  ]);
});
