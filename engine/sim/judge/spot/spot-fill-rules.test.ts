/** Examples, worked out by hand, of fills in spot markets: what they move and cost, and who may not trade. */
import { placeOrder, SelfTrade, Side, setReferralTerms, TimeInForce } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { dollarsAfter, mark, setFees, setReferral, trade } from '../margin/margin-log.ts';
import { DOLLAR } from '../money/asset.ts';
import { DAY, deposit, refusal, SECOND, send, setPrice, setTerms, stateAfter } from '../money/money-log.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import {
  answers,
  begunShort,
  begunWithSpot,
  bid,
  COIN,
  coinsAfter,
  hit,
  lift,
  offer,
  SPOT,
  setSpotFees,
  spotStoryOf,
} from './spot-log.ts';

const { sell } = Side;
const short = refusal(placeOrder, 'marginTooSmall', 'size');
const lacking = refusal(placeOrder, 'balanceTooSmall', 'size');
const whole = { timeInForce: TimeInForce.fillOrKill };

test('a fill pays and delivers from balance to balance, and makes no position', () => {
  const log = begunWithSpot([1_000, 1_000, 1, 50], [7, 5, 0, 2]);
  offer(log, 5, 100, { account: 1 });
  lift(log, 3, 100);
  bid(log, 2, 90);
  hit(log, 2, 90, { account: 3 });
  expect(spotStoryOf(log, 4)).toEqual([
    ...['place 1', 'place 2', 'fill 1 by 2: 3 at 100', 'spot: 3 of 2, fees 0 0'],
    ...['place 3', 'place 4', 'fill 3 by 4: 2 at 90', 'spot: 2 of 2, fees 0 0'],
  ]);
  expect(dollarsAfter(log)).toEqual([520, 1_300, 1, 230]);
  expect(coinsAfter(log)).toEqual([12, 2, 0, 0]);
  expect(stateAfter(log).positions).toEqual([]);
});

test('a lot is of as many atoms as the asset is finer than the market', () => {
  for (const [decimals, sizeDecimals, lot] of [
    [9, 6, 1_000],
    [9, 0, 1_000_000_000],
    [6, 6, 1],
    [0, 0, 1],
  ] as const) {
    const log = begunWithSpot([1_000], [0, 3 * lot], { decimals, weight: 0, market: { sizeDecimals } });
    offer(log, 4, 100, { account: 1 });
    offer(log, 3, 100, { account: 1 });
    lift(log, 2, 100);
    expect(spotStoryOf(log, 3)).toEqual([
      ...[lacking, 'place 1', 'place 2', 'fill 1 by 2: 2 at 100', `spot: ${2 * lot} of 2, fees 0 0`],
    ]);
    expect(coinsAfter(log)).toEqual([2 * lot, lot, 0, 0]);
  }
});

test('a taker sells as long as it has what it sells, beside what its orders sell', () => {
  const log = begunWithSpot([], [10]);
  for (const size of [4, 4]) bid(log, size, 5, { account: 1 });
  offer(log, 3, 9);
  hit(log, 8, 5);
  expect(spotStoryOf(log, 1)).toEqual([
    ...['place 4', 'fill 1 by 4: 4 at 5', 'spot: 4 of 2, fees 0 0', 'cancel 4: 4, balanceTooSmall'],
  ]);
  // Three of the six that are left may go.
  hit(log, 3, 5);
  hit(log, 1, 5);
  hit(log, 1, 5, { ...whole });
  expect(spotStoryOf(log, 3)).toEqual([
    ...['place 5', 'fill 2 by 5: 3 at 5', 'spot: 3 of 2, fees 0 0', 'place 6', 'cancel 6: 1, balanceTooSmall'],
    'reject: balanceTooSmall',
  ]);
});

test('a maker whose balance has grown since leaves where it cannot take more', () => {
  const most = 2 ** 52 - 1;
  const log = begunWithSpot([], [most - 10, 20]);
  bid(log, 10, 5);
  bid(log, 1, 5, { account: 3 });
  deposit(log, 7, 1, { asset: COIN });
  hit(log, 10, 5, { account: 1 });
  expect(spotStoryOf(log, 1)).toEqual([
    ...['place 3', 'cancel 1: 10, balanceTooLarge', 'fill 2 by 3: 1 at 5', 'spot: 1 of 2, fees 0 0'],
    'cancel 3: 9, remainderCancelled',
  ]);
});

test('a plan passes over such a maker, and asks by what it planned before', () => {
  const most = 2 ** 52 - 1;
  const log = begunWithSpot([], [most - 10, 20]);
  bid(log, 10, 5);
  bid(log, 1, 5, { account: 3 });
  deposit(log, 7, 1, { asset: COIN });
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  expect(judge.planMatch(SPOT, sell, 1, 10)).toEqual({
    fills: [{ order: 2, price: 5, size: 1 }],
    remaining: 9,
    isCutShort: false,
  });
  hit(log, 10, 5, { account: 1, ...whole });
  hit(log, 1, 5, { account: 1, ...whole });
  expect(spotStoryOf(log, 2).slice(0, 2)).toEqual([refusal(placeOrder, 'fillOrKillUnfilled', 'size'), 'place 3']);
});

test('a taker buys as far as its dollars reach, and makes no loan of what its coins count for', () => {
  const log = begunWithSpot([10], [0, 100], { weight: 1_000_000, price: 5_000_000_000 });
  for (const size of [1, 1, 1]) offer(log, size, 5, { account: 1 });
  lift(log, 3, 5);
  expect(spotStoryOf(log, 1)).toEqual([
    ...['place 4', 'fill 1 by 4: 1 at 5', 'spot: 1 of 2, fees 0 0', 'fill 2 by 4: 1 at 5', 'spot: 1 of 2, fees 0 0'],
    'cancel 4: 1, balanceTooSmall',
  ]);
  expect(dollarsAfter(log)[0]).toBe(0);
});

test('and as far as its margin reaches', () => {
  const log = begunWithSpot([30], [0, 100], { weight: 0 });
  log.place({ price: 90, size: 2 });
  for (const size of [1, 1, 1]) offer(log, size, 5, { account: 1 });
  lift(log, 3, 5);
  expect(spotStoryOf(log, 1)).toEqual([
    ...['place 5', 'fill 2 by 5: 1 at 5', 'spot: 1 of 2, fees 0 0', 'fill 3 by 5: 1 at 5', 'spot: 1 of 2, fees 0 0'],
    'cancel 5: 1, marginTooSmall',
  ]);
});

test('profit that is not realised buys nothing, though orders rest by it', () => {
  const log = begunWithSpot([150], [0, 100], { weight: 0 });
  trade(log, 10, 100);
  mark(log, 110);
  // 150 and a profit of 100 less 110 are free, without the profit 40.
  offer(log, 9, 5, { account: 1 });
  lift(log, 9, 5);
  lift(log, 8, 5);
  bid(log, 20, 4);
  hit(log, 1, 4, { account: 1 });
  expect(spotStoryOf(log, 4)).toEqual([
    ...['place 4', 'cancel 4: 9, marginTooSmall', 'place 5', 'fill 3 by 5: 8 at 5', 'spot: 8 of 2, fees 0 0'],
    ...['place 6', 'place 7', 'cancel 6: 20, marginTooSmall', 'cancel 7: 1, remainderCancelled'],
  ]);
});

test('a maker that cannot pay any more leaves', () => {
  const log = begunWithSpot([100], [10, 10], { weight: 1_000_000 });
  bid(log, 10, 6);
  send(log, 55, { asset: DOLLAR });
  hit(log, 10, 6, { account: 1 });
  expect(spotStoryOf(log, 2)).toEqual([
    ...['transfer 55 of 0 from 0 to 2', 'place 2', 'cancel 1: 10, balanceTooSmall', 'cancel 2: 10, remainderCancelled'],
  ]);
});

test('an account that is short of margin sells nothing that has no price', () => {
  const log = begunShort(90);
  bid(log, 1, 50, { account: 1 });
  setPrice(log, 0, COIN);
  hit(log, 1, 50);
  setPrice(log, 1, COIN);
  hit(log, 1, 50);
  expect(spotStoryOf(log, 3)).toEqual([
    ...['place 4', 'cancel 4: 1, marginTooSmall', 'price of 2: 1'],
    ...['place 5', 'fill 3 by 5: 1 at 50', 'spot: 1 of 2, fees 0 0'],
  ]);
});

test('an account that is short of margin sells for a fair price, in full value', () => {
  // It has 100 + 50 - 100 and needs 90. In full value that is 100 and 140, and after an atom 90 + p and 135.
  const log = begunShort(90);
  bid(log, 1, 6, { account: 1 });
  hit(log, 1, 6);
  log.cancel(3, 1);
  bid(log, 1, 7, { account: 1 });
  hit(log, 1, 7);
  expect(answers(log, 5)).toEqual([
    ...['place 3', 'place 4', 'cancel 4: 1, marginTooSmall'],
    ...['place 5', 'place 6', 'fill 5 by 6: 1 at 7', 'spot: 1 of 2, fees 0 0'],
  ]);
});

test('so does a maker, whose order is still reserved for before', () => {
  for (const [price, isFair] of [
    [6, false],
    [7, true],
  ] as const) {
    const log = begunShort(100);
    offer(log, 1, price);
    mark(log, 90);
    lift(log, 1, price, { account: 1 });
    const done = isFair
      ? [`fill 3 by 4: 1 at ${price}`, 'spot: 1 of 2, fees 0 0']
      : ['cancel 3: 1, marginTooSmall', 'cancel 4: 1, remainderCancelled'];
    expect(spotStoryOf(log, 1)).toEqual(['place 4', ...done]);
  }
});

test('an account that is short of margin does not buy', () => {
  const log = begunShort(90);
  deposit(log, 6, 1, { asset: COIN, ...SECOND });
  offer(log, 1, 1, { account: 1 });
  lift(log, 1, 1);
  expect(spotStoryOf(log, 1)).toEqual(['place 4', 'cancel 4: 1, marginTooSmall']);
});

test('one without equity sells for the full value at the least', () => {
  const log = begunShort(70);
  bid(log, 1, 9, { account: 1 });
  hit(log, 1, 9);
  log.cancel(3, 1);
  bid(log, 1, 10, { account: 1 });
  hit(log, 1, 10);
  expect(answers(log, 5)).toEqual([
    ...['place 3', 'place 4', 'cancel 4: 1, marginTooSmall'],
    ...['place 5', 'place 6', 'fill 5 by 6: 1 at 10', 'spot: 1 of 2, fees 0 0'],
  ]);
});

test('what remains of an order that met a maker is asked again', () => {
  const log = begunWithSpot([12], [0, 100], { weight: 0 });
  setSpotFees(log, { takerRate: 1_000_000 });
  offer(log, 1, 4, { account: 1 });
  // Three at 4 are 12; one bought at 4 for a fee of 1 leaves 7.
  bid(log, 3, 4);
  expect(spotStoryOf(log, 1)).toEqual([
    ...['place 2', 'fill 1 by 2: 1 at 4', 'spot: 1 of 2, fees 1 0', 'cancel 2: 2, balanceTooSmall'],
  ]);
  const other = begunWithSpot([22], [0, 100], { weight: 0 });
  setSpotFees(other, { takerRate: 1_000_000 });
  other.place({ price: 90, size: 1 });
  offer(other, 1, 4, { account: 1 });
  // 12 beside what market 0 needs.
  bid(other, 3, 4);
  expect(spotStoryOf(other, 1)).toEqual([
    ...['place 3', 'fill 2 by 3: 1 at 4', 'spot: 1 of 2, fees 1 0', 'cancel 3: 2, marginTooSmall'],
  ]);
});

test('an iceberg sells all that it hides', () => {
  const log = begunWithSpot([], [10]);
  offer(log, 11, 5, { displaySize: 2 });
  offer(log, 10, 5, { displaySize: 2 });
  lift(log, 5, 5, { account: 1 });
  offer(log, 1, 5);
  expect(spotStoryOf(log, 4).filter((line) => !line.startsWith('spot'))).toEqual([
    ...[lacking, 'place 1', 'place 2', 'fill 1 by 2: 2 at 5', 'fill 1 by 2: 2 at 5', 'fill 1 by 2: 1 at 5', lacking],
  ]);
});

test('accounts of one owner do not trade, and what one decrements is sold no more', () => {
  const log = begunWithSpot([], [10]);
  offer(log, 10, 5);
  lift(log, 4, 5, { account: 2, selfTrade: SelfTrade.decrement });
  offer(log, 5, 6);
  offer(log, 4, 6);
  expect(spotStoryOf(log, 3)).toEqual(['place 2', 'orderDecremented', lacking, 'place 3']);
  expect(coinsAfter(log)).toEqual([10, 0, 0, 0]);
});

test('orders in a spot market are rows like others', () => {
  const log = begunWithSpot([], [10, 10], { limits: { positionsMax: 2 } });
  offer(log, 1, 5);
  offer(log, 1, 6);
  bid(log, 1, 4, { account: 1 });
  bid(log, 1, 4, { account: 3 });
  lift(log, 1, 5, { account: 3 });
  log.place({ account: 0, price: 90, size: 1 });
  lift(log, 1, 5, { account: 1 });
  log.cancel(2);
  bid(log, 1, 4, { account: 3 });
  const full = 'reject: positionsFull';
  expect(answers(log, 9)).toEqual([
    ...['place 1', 'place 2', 'place 3', full, full, full],
    ...['place 4', 'fill 1 by 4: 1 at 5', 'spot: 1 of 2, fees 0 0', 'place 5'],
  ]);
});

test('both sides pay by the tiers of spot markets, with which perpetual ones have nothing to do', () => {
  const log = begunWithSpot([], [0, 1_000]);
  setFees(log, { takerRate: 100_000 });
  setSpotFees(log, { takerRate: 50_000, makerRebate: 20_000 });
  offer(log, 99, 100, { account: 1 });
  lift(log, 99, 100);
  trade(log, 99, 100);
  // Of 9,900 micro-dollars 4.95 and 1.98, and 9.9 in the perpetual market.
  expect(spotStoryOf(log, 5)).toEqual([
    ...['1 tiers of spot fees', 'place 1', 'place 2', 'fill 1 by 2: 99 at 100', 'spot: 99 of 2, fees 5 -1'],
    ...['place 3', 'place 4', 'fill 3 by 4: 99 at 100', 'settle: fees 10 0, realised 0 0'],
  ]);
  expect(dollarsAfter(log).slice(0, 2)).toEqual([10_000_000 - 9_915, 10_009_901]);
  const rows = stateAfter(log).feeTiers.map(({ takerRate, ofSpot }) => [takerRate, ofSpot]);
  expect(rows).toEqual([
    [100_000, 0],
    [50_000, 1],
  ]);
});

test('fills in spot markets count in the volume, by which both kinds of tiers hold', () => {
  const log = begunWithSpot([], [0, 1_000]);
  const tiers = [{ takerRate: 50_000 }, { volumeFrom: 1, takerRate: 10_000 }];
  setFees(log, ...tiers);
  setSpotFees(log, ...tiers);
  offer(log, 100, 10_000, { account: 1 });
  lift(log, 100, 10_000);
  log.time = DAY;
  offer(log, 10, 1_000, { account: 1 });
  lift(log, 10, 1_000);
  trade(log, 100, 100);
  const settled = spotStoryOf(log, 6).filter((line) => line.includes('fees'));
  expect(settled).toEqual(['spot: 100 of 2, fees 500 0', 'spot: 10 of 2, fees 1 0', 'settle: fees 1 0, realised 0 0']);
});

test('fees count in what who trades must have left, to the last micro-dollar', () => {
  const log = begunWithSpot([100], [0, 100], { weight: 0 });
  setSpotFees(log, { takerRate: 1_000_000 });
  offer(log, 10, 10, { account: 1 });
  lift(log, 10, 10);
  expect(spotStoryOf(log, 1)).toEqual(['place 2', 'cancel 2: 10, balanceTooSmall']);
  lift(log, 9, 10);
  expect(spotStoryOf(log, 1).at(-1)).toBe('spot: 9 of 2, fees 1 0');
});

test('the referral terms are asked about the tiers of both kinds', () => {
  const log = begunWithSpot([], []);
  setSpotFees(log, { takerRate: 100, makerRebate: 50 });
  setReferral(log, 500_000, 0);
  setReferral(log, 500_000, 1);
  setSpotFees(log, { takerRate: 100, makerRebate: 51 });
  setFees(log, { takerRate: 100, makerRebate: 51 });
  setSpotFees(log, {});
  setFees(log, { takerRate: 100, makerRebate: 50 });
  setReferral(log, 500_000, 1);
  const no = refusal(setReferralTerms, 'feeTiersInvalid', 'share');
  expect(spotStoryOf(log, 8)).toEqual([
    ...['1 tiers of spot fees', 'referral terms: 500000, 0', no, 'reject: feeTiersInvalid', 'reject: feeTiersInvalid'],
    ...['1 tiers of spot fees', '1 tiers of fees', no],
  ]);
});

test('a price or weight that changes is asked about at the next order, and at the next fill', () => {
  const log = begunWithSpot([60], [0, 100], { weight: 1_000_000, price: 5_000_000_000 });
  log.place({ price: 90, size: 5 });
  bid(log, 10, 5);
  setPrice(log, 3_000_000_000, COIN);
  // 50 less 30 are needed of 10 now.
  bid(log, 1, 3);
  bid(log, 1, 4);
  hit(log, 10, 5, { account: 1 });
  expect(spotStoryOf(log, 3)).toEqual([
    ...['place 3', short, 'place 4', 'cancel 2: 10, marginTooSmall', 'cancel 4: 10, remainderCancelled'],
  ]);
  setTerms(log, { asset: COIN, initialWeight: 0 });
  bid(log, 3, 3);
  bid(log, 2, 3);
  expect(spotStoryOf(log, 2)).toEqual([short, 'place 5']);
});
