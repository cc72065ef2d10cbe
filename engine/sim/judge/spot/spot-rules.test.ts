/** Examples, worked out by hand, of spot markets: what trades there, what orders need, and what a fill moves. */
import {
  amendOrder,
  convert,
  createMarket,
  MarketKind,
  OrderFlag,
  placeOrder,
  requestWithdrawal,
  Side,
  transfer,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { begunWithMargin, perpetual } from '../margin/margin-log.ts';
import { DOLLAR } from '../money/asset.ts';
import { addAsset, deposit, refusal, send, setTerms, stateAfter, toDollar, withdraw } from '../money/money-log.ts';
import { begun } from '../queue/queue-log.ts';
import { answers, begunShort, begunWithSpot, bid, COIN, offer, SPOT, spotMarket, spotStoryOf } from './spot-log.ts';

const { sell } = Side;
const short = refusal(placeOrder, 'marginTooSmall', 'size');
const lacking = refusal(placeOrder, 'balanceTooSmall', 'size');
const beyond = refusal(placeOrder, 'balanceTooLarge', 'size');

test('a base asset is of a spot market where there is money', () => {
  const log = begun();
  log.openMarket(spotMarket, 1);
  log.openMarket(spotMarket);
  log.openMarket(perpetual, 1);
  const no = refusal(createMarket, 'fieldOutOfRange', 'baseAsset');
  expect(spotStoryOf(log, 3)).toEqual([no, 'marketCreated', 'stepTableSet', no]);
});

test('a base asset exists, is as fine as the lots, has no other market, and its largest order fits a balance', () => {
  const log = begunWithMargin([], { assetsMax: 5, marketsMax: 5 });
  addAsset(log, 0, '0b');
  addAsset(log, 9, '0c');
  const from = log.entries.length;
  log.openMarket({ ...perpetual, marketKind: MarketKind.event, maxPrice: 9_999 }, 2);
  log.openMarket(perpetual, 2);
  log.openMarket(spotMarket, 4);
  // The step table is asked about before.
  log.openMarket({ ...spotMarket, bands: [] }, 4);
  log.openMarket(spotMarket, 2);
  log.openMarket({ ...spotMarket, sizeDecimals: 1 }, 2);
  log.openMarket({ ...spotMarket, sizeDecimals: 0 }, 2);
  log.openMarket({ ...spotMarket, sizeDecimals: 0 }, 2);
  // The decimals are asked about before the other market.
  log.openMarket({ ...spotMarket, sizeDecimals: 1 }, 2);
  // A lot is a billion atoms, and 2^52 are 4,503,599.6 of them.
  log.openMarket({ ...spotMarket, sizeDecimals: 0, maxPrice: 1_000, maxSize: 4_503_600 }, 3);
  log.openMarket({ ...spotMarket, sizeDecimals: 0, maxPrice: 1_000, maxSize: 4_503_599 }, 3);
  log.openMarket(spotMarket);
  const misplaced = refusal(createMarket, 'fieldOutOfRange', 'baseAsset');
  const coarse = refusal(createMarket, 'fieldOutOfRange', 'sizeDecimals');
  const made = ['marketCreated', 'stepTableSet'];
  expect(spotStoryOf(log, log.entries.length - from)).toEqual([
    ...[misplaced, misplaced, refusal(createMarket, 'assetUnknown', 'baseAsset'), 'reject: stepTableInvalid'],
    ...[coarse, coarse, ...made, refusal(createMarket, 'assetHasMarket', 'baseAsset'), coarse],
    ...[refusal(createMarket, 'marketTooLarge', 'maxSize'), ...made, ...made],
  ]);
  const { markets } = stateAfter(log);
  expect(markets.map(({ baseAsset }) => baseAsset)).toEqual([0, 2, 3, 0]);
});

test('a spot market takes orders without a price of its asset, and without a base asset none', () => {
  const log = begunWithSpot([], [5], { price: 0 });
  log.openMarket(spotMarket);
  offer(log, 5, 100);
  bid(log, 1, 99);
  bid(log, 1, 99, { market: 2 });
  bid(log, 1, 99, { flags: OrderFlag.reduceOnly });
  expect(spotStoryOf(log, 4)).toEqual([
    ...['place 1', 'place 2', refusal(placeOrder, 'marketUnpriced', 'market')],
    refusal(placeOrder, 'flagsConflict', 'flags'),
  ]);
});

test('what buys would cost counts beyond what they bring, which is rounded down twice', () => {
  // Three atoms are worth 7.5 micro-dollars and count for 3; ten are needed in market 0.
  for (const [dollars, answer] of [
    [19, 'place 2'],
    [18, short],
  ] as const) {
    const log = begunWithSpot([dollars], [], { price: 2_500_000_000 });
    log.place({ price: 90, size: 1 });
    bid(log, 3, 4);
    expect(spotStoryOf(log, 1)).toEqual([answer]);
  }
});

test('orders of a side count together', () => {
  const log = begunWithSpot([30], [], { price: 2_500_000_000 });
  log.place({ price: 90, size: 2 });
  bid(log, 3, 4);
  // Four atoms count for 5, five for 6: 15 - 5, then 19 - 6 and 16 - 6.
  bid(log, 1, 3);
  bid(log, 1, 4);
  bid(log, 1, 1);
  expect(spotStoryOf(log, 4)).toEqual(['place 2', 'place 3', short, 'place 4']);
});

test('what is bought in all spot markets can be paid', () => {
  const log = begunWithSpot([100], [], { weight: 1_000_000 });
  log.openMarket(spotMarket, 1);
  bid(log, 10, 6);
  bid(log, 10, 5, { market: 2 });
  bid(log, 10, 4, { market: 2 });
  log.amend(2, { price: 4, size: 11 });
  log.amend(2, { price: 5, size: 8 });
  bid(log, 1, 1);
  expect(spotStoryOf(log, 6)).toEqual([
    ...['place 1', lacking, 'place 2', refusal(amendOrder, 'balanceTooSmall', 'size'), 'amend 2: 8 of 8 at 5', lacking],
  ]);
});

test('what sells would lose is rounded up twice', () => {
  // Three atoms count for 3, with 7 dollars that is what a lot of market 0 needs. Sold they would be missed with 4.
  const log = begunWithSpot([10_000_000, 10_000_000, 10_000_000, 7], [0, 0, 0, 3], { price: 2_500_000_000 });
  log.place({ account: 3, price: 100, size: 1 });
  offer(log, 3, 1, { account: 3 });
  offer(log, 3, 2, { account: 3 });
  expect(spotStoryOf(log, 3)).toEqual(['place 1', short, 'place 2']);
});

test('what sells would gain does not count, and neither side makes up for the other', () => {
  const log = begunWithSpot([300], [100]);
  // Half of each atom counts, and 200 are needed in market 0: 150 are free.
  log.place({ price: 90, size: 20 });
  offer(log, 100, 10);
  bid(log, 100, 2);
  bid(log, 1, 1);
  log.place({ price: 90, size: 1 });
  expect(spotStoryOf(log, 4)).toEqual(['place 2', 'place 3', short, short]);
});

test('what counts of an asset is never more than the largest balance', () => {
  const most = 2 ** 52 - 1;
  // An atom is worth (2^52 - 1) / 1,000 micro-dollars, so that of two thousand a half counts for all there is.
  const log = begunWithSpot([10], [0, 2_000], {
    decimals: 0,
    price: most,
    weight: 1_000_000,
    market: { sizeDecimals: 0 },
  });
  offer(log, 2_000, 10_000, { account: 1 });
  expect(spotStoryOf(log, 1)).toEqual(['place 1']);
});

test('an order in a spot market makes perpetual orders need more than there is, and the other way round', () => {
  const log = begunWithSpot([100], []);
  bid(log, 10, 10);
  // 100 less 5 are needed, and a lot at 50 needs 10.
  log.place({ price: 50, size: 1 });
  log.cancel(1);
  log.place({ price: 50, size: 1 });
  bid(log, 10, 10);
  bid(log, 9, 10);
  expect(answers(log, 5)).toEqual([short, 'place 2', short, 'place 3']);
});

test('an account short of margin may let orders rest that need nothing', () => {
  const log = begunShort(90);
  // An atom counts for 5.
  offer(log, 1, 4);
  offer(log, 1, 5);
  // With what others gain, 26 for what counts for 20, one more may be sold for less; but not two.
  offer(log, 2, 10);
  offer(log, 1, 1);
  offer(log, 2, 1);
  for (const order of [3, 4, 5]) log.cancel(order);
  bid(log, 1, 6);
  bid(log, 1, 5);
  expect(answers(log, 10)).toEqual([short, 'place 3', 'place 4', 'place 5', short, short, 'place 6']);
});

test('a balance and what is bought stay below the largest, and so does the value of a side', () => {
  const most = 2 ** 52 - 1;
  const log = begunWithSpot([], [most - 10]);
  bid(log, 11, 1);
  bid(log, 10, 1);
  bid(log, 1, 1);
  // Who has as much already may sell it.
  offer(log, 5, 2);
  log.cancel(1);
  deposit(log, 6, 10, { asset: COIN });
  bid(log, 1, 1);
  expect(answers(log, 7)).toEqual([beyond, 'place 1', beyond, 'place 2', 'deposit 6: 10 of 2 to 0', beyond]);
});

test('the value of the orders of a side stays below 2^51', () => {
  const market = { sizeDecimals: 0, maxPrice: 2_097_152, maxSize: 2_147_483_647 };
  const terms = { decimals: 0, weight: 1_000_000, price: 2_097_152_000, market };
  const log = begunWithSpot([2 ** 51 + 2 ** 22], [2 ** 31], terms);
  bid(log, 2 ** 30, 2 ** 21);
  bid(log, 2 ** 30 - 1, 2 ** 21);
  bid(log, 2 ** 21, 1);
  bid(log, 2 ** 21 - 1, 1);
  log.cancel(1);
  log.cancel(2);
  offer(log, 2 ** 30, 2 ** 21);
  offer(log, 2 ** 30 - 1, 2 ** 21);
  offer(log, 2 ** 21, 1);
  expect(answers(log, 9)).toEqual([...[beyond, 'place 1', beyond, 'place 2', beyond, 'place 3', beyond]]);
});

test('what rests to sell is there, in all orders together', () => {
  const log = begunWithSpot([], [10]);
  offer(log, 11, 1);
  offer(log, 6, 1);
  offer(log, 5, 2);
  offer(log, 4, 2);
  log.amend(2, { price: 3, size: 5 });
  log.amend(2, { price: 3, size: 3 });
  log.amend(1, { price: 1, size: 7 });
  log.amend(1, { price: 1, size: 8 });
  const amended = refusal(amendOrder, 'balanceTooSmall', 'size');
  expect(spotStoryOf(log, 8)).toEqual([
    ...[lacking, 'place 1', lacking, 'place 2', amended, 'amend 2: 3 of 3 at 3', 'amend 1: 7 of 7 at 1', amended],
  ]);
});

test('a replaced order sells nothing any more as the new one is asked', () => {
  const log = begunWithSpot([], [10]);
  offer(log, 10, 5);
  log.replace({ replaced: 1, market: SPOT, side: sell, price: 6, size: 11 });
  log.replace({ replaced: 1, market: SPOT, side: sell, price: 6, size: 10 });
  expect(spotStoryOf(log, 2)[0]).toContain('balanceTooSmall');
  expect(spotStoryOf(log, 1)).toEqual(['cancel 1: 10, replaced', 'place 2']);
});

test('what is sold stays there, whatever way the asset would leave', () => {
  const log = begunWithSpot([], [10], { weight: 0 });
  setTerms(log, { asset: COIN, dailyConversionMax: 1_000 });
  offer(log, 6, 5);
  const orderless = { asset: COIN };
  withdraw(log, 5, orderless);
  send(log, 5, orderless);
  toDollar(log, 5, orderless);
  withdraw(log, 1, orderless);
  send(log, 1, orderless);
  toDollar(log, 2, orderless);
  toDollar(log, 1, orderless);
  log.cancel(1);
  withdraw(log, 6, orderless);
  expect(answers(log, 9)).toEqual([
    refusal(requestWithdrawal, 'balanceTooSmall', 'amount'),
    refusal(transfer, 'balanceTooSmall', 'amount'),
    refusal(convert, 'balanceTooSmall', 'amount'),
    ...['withdrawal 1 of 0: 1 of 2, requested', 'transfer 1 of 2 from 0 to 2', '0 converts 2 of 2 to $2'],
    ...[refusal(convert, 'balanceTooSmall', 'amount'), 'withdrawal 2 of 0: 6 of 2, requested'],
  ]);
});

test('that is asked in the place of the balance, before what comes after it', () => {
  const log = begunWithSpot([], [10], { weight: 0 });
  offer(log, 6, 5);
  // Conversion is closed, and less than all and than the least is asked about before.
  toDollar(log, 5, { asset: COIN });
  toDollar(log, 4, { asset: COIN });
  setTerms(log, { asset: COIN, withdrawalMin: 10 });
  withdraw(log, 5, { asset: COIN });
  withdraw(log, 10, { asset: COIN });
  expect(spotStoryOf(log, 5)).toEqual([
    ...[refusal(convert, 'balanceTooSmall', 'amount'), refusal(convert, 'conversionClosed', 'asset')],
    ...['terms of 2: 0, 0, 0, 10', refusal(requestWithdrawal, 'amountTooSmall', 'amount')],
    refusal(requestWithdrawal, 'balanceTooSmall', 'amount'),
  ]);
});

test('what orders in a spot market need stays too, of venue dollars and of other coins', () => {
  const log = begunWithSpot([100], [10], { weight: 1_000_000 });
  // 100 and 10 less 60 - 10.
  bid(log, 10, 6);
  send(log, 61, { asset: DOLLAR });
  send(log, 55, { asset: DOLLAR });
  send(log, 6, { asset: COIN });
  send(log, 5, { asset: COIN });
  const no = refusal(transfer, 'marginTooSmall', 'amount');
  expect(spotStoryOf(log, 4)).toEqual([...[no, 'transfer 55 of 0 from 0 to 2', no, 'transfer 5 of 2 from 0 to 2']]);
});
