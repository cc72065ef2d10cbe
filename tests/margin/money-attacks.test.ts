/**
 * Attacks on what only moves money, worked out by hand: deposits, conversion, suspense and withdrawals twice, rounding
 * at every scale, and the limits of the range. After every command all invariants are asked.
 */
import {
  BALANCE_MAX,
  claimSuspense,
  ResultCode,
  setAutoConversion,
  skipDeposit,
} from '@intelligent-ledger/engine/core';
import { draftOf } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';
import { type AttackExchange, BYSTANDER } from './attack-exchange.ts';
import { DAY, duel, ONE } from './attack-setup.ts';

const { accepted, amountNotWhole, balanceTooLarge, balanceTooSmall, conversionClosed, marginTooSmall } = ResultCode;
const { depositOutOfOrder, nothingSuspended, withdrawalOutOfStep, withdrawalUnknown } = ResultCode;
const [BUY, SELL] = [1, 2] as const;
const [TO_DOLLAR, TO_COIN] = [1, 2] as const;

test('a deposit is credited once, whatever is sent again', () => {
  const exchange = duel([500]);
  const { lastDeposit } = exchange.state;
  const entry = exchange.entries.at(-1) as Uint8Array;
  exchange.apply(entry);
  expect(exchange.code).toBe(ResultCode.sequenceOutOfOrder);
  for (const number of [lastDeposit, lastDeposit - 1, lastDeposit + 2]) {
    expect(exchange.deposit(0, 1, 500, Math.max(1, number))).toBe(depositOutOfOrder);
  }
  exchange.add(draftOf(skipDeposit, { deposit: lastDeposit + 1 }));
  expect(exchange.deposit(0, 1, 500, lastDeposit + 1)).toBe(depositOutOfOrder);
  exchange.add(draftOf(skipDeposit, { deposit: lastDeposit }));
  expect(exchange.code).toBe(depositOutOfOrder);
  expect(exchange.balance(0)).toBe(500);
});

/** Account 0 has 500 coins that it did not convert. */
function begunWithCoins(): AttackExchange {
  const exchange = duel([]);
  exchange.send(setAutoConversion, 0, { converts: 0 });
  exchange.deposit(0, 1, 500);
  return exchange;
}

test('coins are withdrawn once, and claimed once', () => {
  const exchange = begunWithCoins();
  expect(exchange.withdraw(0, 1, 500)).toBe(accepted);
  expect(exchange.withdraw(0, 1, 1)).toBe(balanceTooSmall);
  expect(exchange.transfer(0, 2, 1, 1)).toBe(balanceTooSmall);
  expect(exchange.convert(0, 1, TO_DOLLAR, 1)).toBe(balanceTooSmall);
  expect(exchange.move(1, 4)).toBe(withdrawalOutOfStep);
  expect([2, 3, 4].map((state) => exchange.move(1, state))).toEqual([accepted, accepted, accepted]);
  for (const state of [2, 3, 4, 5]) expect(exchange.move(1, state)).toBe(withdrawalUnknown);
  expect([exchange.balance(0, 1), exchange.books.flows.claimed.get(1)]).toEqual([0, 500n]);
});

test.each([[[5]], [[2, 5]], [[2, 3, 5]]])('a withdrawal that is voided comes back once, by the states %j', (states) => {
  const exchange = begunWithCoins();
  exchange.withdraw(0, 1, 300);
  expect(states.map((state) => exchange.move(1, state))).toEqual(states.map(() => accepted));
  for (const state of [5, 4]) expect(exchange.move(1, state)).toBe(withdrawalUnknown);
  expect([exchange.balance(0, 1), exchange.books.flows.claimed.get(1)]).toEqual([500, undefined]);
});

test('what is in suspense is claimed once, by one account of its owner', () => {
  const exchange = duel([]);
  exchange.deposit(0, 1, BALANCE_MAX);
  exchange.send(setAutoConversion, 0, { converts: 0 });
  exchange.deposit(0, 1, BALANCE_MAX);
  exchange.deposit(0, 1, 700);
  expect(exchange.state.suspense).toEqual([{ owner: 0, asset: 1, high: 0, low: 700 }]);
  expect(exchange.send(claimSuspense, 0, { asset: 1 })).toBe(balanceTooLarge);
  expect(exchange.send(claimSuspense, 1, { asset: 1 })).toBe(nothingSuspended);
  expect(exchange.send(claimSuspense, 2, { asset: 1 })).toBe(accepted);
  expect(exchange.send(claimSuspense, 2, { asset: 1 })).toBe(nothingSuspended);
  expect([exchange.balance(0, 1), exchange.balance(2, 1)]).toEqual([BALANCE_MAX, 700]);
});

test('a withdrawal that is voided into a balance that filled up meanwhile is in suspense, and claimed once', () => {
  const exchange = begunWithCoins();
  exchange.withdraw(0, 1, 500);
  exchange.deposit(0, 1, BALANCE_MAX - 10);
  exchange.move(1, 5);
  expect([exchange.balance(0, 1), exchange.state.suspense[0]?.low]).toEqual([BALANCE_MAX - 10, 500]);
  expect(exchange.move(1, 5)).toBe(withdrawalUnknown);
  expect(exchange.send(claimSuspense, 0, { asset: 1 })).toBe(accepted);
  expect([exchange.balance(0, 1), exchange.state.suspense[0]?.low]).toEqual([BALANCE_MAX, 490]);
});

/** Two coins that convert at most 1,000 a day, of which the bystander brought 10,000 each; account 0 has 5,000. */
function begunWithCaps(): AttackExchange {
  const exchange = duel([]);
  exchange.asset(9, ONE, { dailyConversionMax: BALANCE_MAX });
  exchange.deposit(BYSTANDER, 1, 10_000);
  exchange.deposit(BYSTANDER, 2, 10_000_000);
  exchange.time += DAY;
  exchange.send(setAutoConversion, 0, { converts: 0 });
  exchange.deposit(0, 1, 5_000);
  for (const asset of [1, 2]) exchange.cap(asset, 1_000);
  return exchange;
}

test('round trips take nothing of the daily cap, and give nothing beyond it', () => {
  const exchange = begunWithCaps();
  expect(exchange.convert(0, 1, TO_DOLLAR, 1_001)).toBe(conversionClosed);
  for (let round = 0; round < 30; round += 1) {
    expect(exchange.convert(0, 1, TO_DOLLAR, 1_000)).toBe(accepted);
    expect(exchange.convert(0, 1, TO_DOLLAR, 1)).toBe(conversionClosed);
    expect(exchange.convert(0, 1, TO_COIN, 1_000)).toBe(accepted);
  }
  expect([exchange.balance(0, 1), exchange.balance(0)]).toEqual([5_000, 0]);
});

test('from one coin to another no more goes than the cap of either, on each day', () => {
  const exchange = begunWithCaps();
  exchange.deposit(2, 1, 1);
  // Its deposit was converted, which takes of the cap of that day.
  exchange.time += DAY;
  for (let day = 1; day <= 3; day += 1) {
    expect(exchange.convert(0, 1, TO_DOLLAR, 1_000)).toBe(accepted);
    expect(exchange.convert(0, 2, TO_COIN, 1_000)).toBe(accepted);
    expect(exchange.convert(2, 2, TO_COIN, 1)).toBe(conversionClosed);
    // What comes back makes room for as much, and for nothing else.
    expect(exchange.convert(0, 2, TO_DOLLAR, 400_000)).toBe(accepted);
    expect(exchange.convert(0, 2, TO_COIN, 400)).toBe(accepted);
    expect(exchange.convert(0, 1, TO_DOLLAR, 1)).toBe(conversionClosed);
    exchange.time += DAY;
  }
  expect([exchange.balance(0), exchange.balance(0, 1), exchange.balance(0, 2)]).toEqual([0, 2_000, 3_000_000]);
});

test('with 9 decimals less than a micro-dollar counts as nothing and does not convert', () => {
  const exchange = duel([0, 1_000]);
  exchange.asset(9, ONE, { dailyConversionMax: BALANCE_MAX });
  exchange.mark(1);
  exchange.send(setAutoConversion, 0, { converts: 0 });
  exchange.deposit(0, 2, 999);
  // One lot at a tick needs a micro-dollar.
  expect([exchange.equity(0), exchange.order(0, BUY, 1, 1)]).toEqual([0n, marginTooSmall]);
  expect(exchange.convert(0, 2, TO_DOLLAR, 999)).toBe(amountNotWhole);
  exchange.deposit(0, 2, 1_002);
  expect([exchange.equity(0), exchange.order(0, BUY, 20, 1)]).toEqual([2n, accepted]);
  expect(exchange.order(0, BUY, 1, 1)).toBe(marginTooSmall);
  // In two accounts it counts as less: 2,001 atoms are two micro-dollars, 1,999 and 2 are one.
  expect(exchange.transfer(0, 2, 2, 2)).toBe(marginTooSmall);
  expect(exchange.transfer(0, 2, 2, 1)).toBe(accepted);
  expect([exchange.equity(0), exchange.equity(2)]).toEqual([2n, 0n]);
});

test('converting back and forth with 9 decimals gains no atom', () => {
  const exchange = duel([]);
  exchange.asset(9, ONE, { dailyConversionMax: BALANCE_MAX });
  // Of 1,999 atoms the whole part converts at once.
  exchange.deposit(0, 2, 1_999);
  expect([exchange.balance(0), exchange.balance(0, 2)]).toEqual([1, 999]);
  for (let round = 0; round < 20; round += 1) {
    expect(exchange.convert(0, 2, TO_COIN, 1)).toBe(accepted);
    expect(exchange.convert(0, 2, TO_DOLLAR, 1_001)).toBe(amountNotWhole);
    expect(exchange.convert(0, 2, TO_DOLLAR, 1_000)).toBe(accepted);
  }
  expect([exchange.balance(0), exchange.balance(0, 2)]).toEqual([1, 999]);
});

test('converting back and forth without decimals gains no micro-dollar', () => {
  const exchange = duel([1_999_999]);
  exchange.asset(0, ONE, { dailyConversionMax: BALANCE_MAX });
  exchange.deposit(0, 2, 3);
  expect(exchange.balance(0)).toBe(4_999_999);
  for (let round = 0; round < 20; round += 1) {
    expect(exchange.convert(0, 2, TO_COIN, 2_999_999)).toBe(amountNotWhole);
    expect(exchange.convert(0, 2, TO_COIN, 3_000_000)).toBe(accepted);
    expect(exchange.convert(0, 2, TO_DOLLAR, 3)).toBe(accepted);
  }
  expect(exchange.convert(0, 2, TO_COIN, 4_000_000)).toBe(ResultCode.inventoryTooSmall);
  expect([exchange.balance(0), exchange.balance(0, 2)]).toEqual([4_999_999, 0]);
});

test('a weight is rounded down after the price, without decimals too', () => {
  const exchange = duel([]);
  exchange.asset(0, 1_015_000_000, { initialWeight: 999_999 });
  exchange.asset(9, 150 * ONE + 7, { initialWeight: 800_001 });
  exchange.deposit(0, 2, 1);
  // 1,015,000 x 0.999999 = 1,014,998.985
  expect(exchange.equity(0)).toBe(1_014_998n);
  exchange.deposit(1, 3, 6_667);
  // 6,667 x 150.000000007 / 1,000 = 1,000.05, and x 0.800001 = 800.001
  expect(exchange.equity(1)).toBe(800n);
  exchange.mark(10_000);
  expect(exchange.order(0, BUY, 1_015, 10_000)).toBe(marginTooSmall);
  expect(exchange.order(0, BUY, 1_014, 10_000)).toBe(accepted);
  // 8,000 need 800.
  expect(exchange.order(1, SELL, 1, 10_000)).toBe(marginTooSmall);
  exchange.mark(8_000);
  expect(exchange.order(1, SELL, 1, 8_000)).toBe(accepted);
});

/** Account 0 has as many dollars as a balance holds, and account 1 has 1,000. */
function begunFull(): AttackExchange {
  const exchange = duel([0, 1_000]);
  exchange.time += DAY;
  exchange.deposit(0, 1, BALANCE_MAX);
  exchange.time += DAY;
  expect(exchange.balance(0)).toBe(BALANCE_MAX);
  return exchange;
}

test('a full balance takes no more by conversion, transfer or deposit, and loses nothing', () => {
  const exchange = begunFull();
  exchange.deposit(0, 1, 5);
  expect([exchange.balance(0), exchange.balance(0, 1)]).toEqual([BALANCE_MAX, 5]);
  expect(exchange.convert(0, 1, TO_DOLLAR, 1)).toBe(balanceTooLarge);
  exchange.deposit(2, 1, 5);
  expect(exchange.transfer(2, 0, 0, 1)).toBe(balanceTooLarge);
  expect(exchange.deposit(0, 1, BALANCE_MAX - 4)).toBe(accepted);
  expect([exchange.balance(0, 1), exchange.state.suspense[0]?.low]).toEqual([5, BALANCE_MAX - 4]);
});

test('profit that would pass the largest balance is refused, of a taker, of a maker and as a rebate', () => {
  const exchange = begunFull();
  exchange.trade(0, 1, 1, 100);
  exchange.order(1, BUY, 1, 101);
  exchange.take(0, SELL, 1, 101);
  expect([exchange.filled(), exchange.cancels()]).toEqual([0, [balanceTooLarge]]);
  exchange.order(0, SELL, 1, 102);
  exchange.take(1, BUY, 1, 102);
  expect([exchange.filled(), exchange.cancels()[0]]).toEqual([0, balanceTooLarge]);
  exchange.fees(0, { takerRate: 1_000_000, makerRebate: 1_000_000 });
  exchange.order(0, BUY, 1, 103);
  exchange.take(1, SELL, 1, 103);
  expect([exchange.filled(), exchange.cancels()[0], exchange.balance(0)]).toEqual([0, balanceTooLarge, BALANCE_MAX]);
});

test('a position reaches the largest bound and 2^51, and is lost to the last micro-dollar', () => {
  const exchange = duel([10 ** 14, 10 ** 14], { maxPrice: 1_000_000, maxSize: 2_147_483_647 });
  const bounds = { leverage: 100, openInterestMax: 2_251_799_813 };
  expect(exchange.terms({ ...bounds, positionMax: 2_251_799_814 })).toBe(ResultCode.marketTooLarge);
  expect(exchange.terms({ ...bounds, positionMax: 2_251_799_813 })).toBe(accepted);
  exchange.mark(1_000_000);
  exchange.trade(0, 1, 2_147_483_647, 1_000_000);
  exchange.trade(0, 1, 104_316_166, 999_999);
  expect([exchange.size(0), exchange.cash(0)]).toEqual([2_251_799_813, -2_251_799_708_683_834]);
  expect(exchange.order(1, SELL, 1, 1_000_000)).toBe(ResultCode.positionLimitReached);
  exchange.mark(1);
  expect(exchange.equity(0)).toBe(-2_151_797_456_884_021n);
  exchange.trade(1, 0, 2_147_483_647, 1);
  exchange.trade(1, 0, 104_316_166, 1);
  expect([exchange.balance(0), exchange.balance(1)]).toEqual([-2_151_797_456_884_021, 2_351_797_456_884_021]);
});
