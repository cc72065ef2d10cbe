/** Examples, worked out by hand, of conversion at par: what is whole, when it is open, and what it moves. */
import { BALANCE_MAX, convert, setAutoConversion } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { judgeStoryOf } from '../judge-story.ts';
import {
  ADDRESS,
  addAsset,
  autoConvert,
  begunWithAsset,
  DAY,
  deposit,
  ONE,
  openConversion,
  refusal,
  SECOND,
  SIBLING,
  send,
  setPrice,
  setTerms,
  stateAfter,
  toCoin,
  toDollar,
} from './money-log.ts';

const notWhole = refusal(convert, 'amountNotWhole', 'amount');
const closed = refusal(convert, 'conversionClosed', 'asset');
const tooSmall = refusal(convert, 'balanceTooSmall', 'amount');
const tooLarge = refusal(convert, 'balanceTooLarge', 'amount');

// Of each: the coins that are deposited and what of them converts, then the dollars given back and refused before.
test.each<[number, number, number, number, number, number, number]>([
  // A coin of 0 decimals is a dollar: 1,000,000 micro-dollars.
  [0, 3, 3, 3_000_000, 1_999_999, 2_000_000, 2],
  [2, 305, 305, 3_050_000, 15_000, 20_000, 2],
  [6, 7, 7, 7, 0, 7, 7],
  // Of 9 decimals a thousand atoms are a micro-dollar, and one is the least that is given back.
  [9, 7_999, 7_000, 7, 0, 1, 1_000],
])(
  'with %d decimals %d coins are credited and %d converted to $%d',
  (decimals, amount, coins, dollars, odd, back, got) => {
    const log = begunWithAsset(decimals);
    openConversion(log);
    deposit(log, 1, amount);
    if (odd > 0) toCoin(log, odd);
    toCoin(log, back);
    const refused = odd > 0 ? [notWhole] : [];
    expect(judgeStoryOf(log.entries, refused.length + 2)).toEqual([
      `deposit 1: ${amount} of 1 to 0`,
      `0 converts ${coins} of 1 to $${dollars}`,
      ...refused,
      `0 converts $${back} to ${got} of 1`,
    ]);
    const { balances, assets } = stateAfter(log);
    const left = { account: 0, asset: 1, amount: amount - coins + got };
    const rest = dollars === back ? [] : [{ account: 0, asset: 0, amount: dollars - back }];
    expect(balances).toEqual([...rest, left]);
    expect(assets).toMatchObject([
      { issuedLow: dollars - back, vaultLow: 0, inventoryLow: 0 },
      { issuedLow: 0, vaultLow: amount, inventoryLow: coins - got, netConversion: dollars - back },
    ]);
  },
);

test('with 9 decimals coins are given by the thousand, and a deposit below that is not converted', () => {
  const log = begunWithAsset(9);
  openConversion(log);
  deposit(log, 1, 999);
  deposit(log, 2, 1);
  toDollar(log, 999);
  toDollar(log, 1_001);
  toDollar(log, 2_000);
  toDollar(log, 1_000);
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['deposit 1: 999 of 1 to 0', 'deposit 2: 1 of 1 to 0'],
    ...[notWhole, notWhole, tooSmall, '0 converts 1000 of 1 to $1'],
  ]);
});

test('a conversion asks for the asset, the whole, the balance, what is open, and what may be got', () => {
  const log = begunWithAsset(2);
  deposit(log, 1, 10);
  toDollar(log, 11, { asset: 0 });
  toDollar(log, 11, { asset: 2 });
  toCoin(log, 10_001);
  toCoin(log, 10_000);
  toDollar(log, 11);
  toDollar(log, 10);
  openConversion(log);
  toDollar(log, 10);
  const unknown = refusal(convert, 'assetUnknown', 'asset');
  expect(judgeStoryOf(log.entries, 9)).toEqual([
    ...[unknown, unknown, notWhole, tooSmall, tooSmall, closed],
    ...[`terms of 1: 0, 0, ${BALANCE_MAX}, 0`, `price of 1: ${ONE}`, '0 converts 10 of 1 to $100000'],
  ]);
});

test('any key of the owner converts, and none of another', () => {
  const log = begunWithAsset();
  deposit(log, 1, 10);
  openConversion(log);
  log.addKey(0, 1);
  log.addKey(1, 2);
  toDollar(log, 4, { key: 1 });
  toDollar(log, 4, { key: 2 });
  toCoin(log, 3, { key: 1 });
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['0 converts 4 of 1 to $4', refusal(convert, 'keyUnknown', 'key'), '0 converts $3 to 3 of 1'],
  ]);
});

test.each<[number, number, boolean]>([
  [0, ONE, true],
  [0, ONE - 1, false],
  [0, ONE + 1, false],
  [2_000, ONE - 2_000_000, true],
  [2_000, ONE - 2_000_001, false],
  [2_000, ONE + 2_000_000, true],
  [2_000, ONE + 2_000_001, false],
  // The widest band begins at 0, which is no price.
  [1_000_000, 0, false],
  [1_000_000, 1, true],
  [1_000_000, 2 * ONE, true],
  [1_000_000, 2 * ONE + 1, false],
])('with a band of %d and a price of %d it is %s that conversion is open', (bandRate, price, isOpen) => {
  const log = begunWithAsset();
  setTerms(log, { bandRate, dailyConversionMax: 100 });
  setPrice(log, ONE);
  deposit(log, 1, 5);
  autoConvert(log, 0);
  deposit(log, 2, 5);
  setPrice(log, price);
  toDollar(log, 5);
  toCoin(log, 5);
  autoConvert(log, 1);
  deposit(log, 3, 5);
  const [toDollars, toCoins, , credited, converted] = judgeStoryOf(log.entries, 4);
  expect(toDollars).toBe(isOpen ? '0 converts 5 of 1 to $5' : closed);
  expect(toCoins).toBe(isOpen ? '0 converts $5 to 5 of 1' : closed);
  expect(credited).toBe('deposit 3: 5 of 1 to 0');
  expect(converted).toBe(isOpen ? '0 converts 5 of 1 to $5' : undefined);
});

test('an asset without terms or without a price does not convert', () => {
  const log = begunWithAsset();
  setPrice(log);
  deposit(log, 1, 5);
  toDollar(log, 5);
  setTerms(log, { dailyConversionMax: 100 });
  setPrice(log, 0);
  toDollar(log, 5);
  setPrice(log);
  toDollar(log, 5);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...['deposit 1: 5 of 1 to 0', closed, 'terms of 1: 0, 0, 100, 0', 'price of 1: 0', closed],
    ...[`price of 1: ${ONE}`, '0 converts 5 of 1 to $5'],
  ]);
});

test('in a day so much converts in a direction, net and over all accounts, and again from midnight on', () => {
  const log = begunWithAsset(2);
  deposit(log, 1, 1_000);
  deposit(log, 2, 1_000, SECOND);
  // A hundred atoms are a dollar, so that five hundred are the cap.
  openConversion(log, 5_000_000);
  toDollar(log, 300);
  toDollar(log, 201, { account: 1 });
  toDollar(log, 200, { account: 1 });
  toDollar(log, 1);
  toCoin(log, 10_000);
  toDollar(log, 2);
  toDollar(log, 1, { account: 1 });
  log.time = DAY - 1;
  toDollar(log, 1);
  log.time = DAY;
  toDollar(log, 501);
  toDollar(log, 500);
  toDollar(log, 1);
  toCoin(log, 7_990_000);
  toDollar(log, 1);
  expect(judgeStoryOf(log.entries, 13)).toEqual([
    ...['0 converts 300 of 1 to $3000000', closed, '1 converts 200 of 1 to $2000000', closed],
    // One hundredth that goes back makes room for as much, of whomever.
    ...['0 converts $10000 to 1 of 1', closed, '1 converts 1 of 1 to $10000', closed],
    ...[closed, '0 converts 500 of 1 to $5000000', closed],
    ...['0 converts $7990000 to 799 of 1', '0 converts 1 of 1 to $10000'],
  ]);
  expect(stateAfter(log).assets[1]).toMatchObject({
    ...{ conversionDay: 1, netConversion: -2_980_000, inventoryLow: 202 },
  });
});

test('what goes there and back takes nothing of the cap, however often it goes', () => {
  const log = begunWithAsset();
  openConversion(log, 10);
  deposit(log, 1, 10);
  for (let left = 3; left > 0; left -= 1) {
    toCoin(log, 10);
    toDollar(log, 10);
  }
  const [there, back] = ['0 converts 10 of 1 to $10', '0 converts $10 to 10 of 1'];
  expect(judgeStoryOf(log.entries, 6)).toEqual([back, there, back, there, back, there]);
  expect(stateAfter(log).assets[1]).toMatchObject({ netConversion: 10 });
});

test('the other way has room up to its own cap beyond what it takes back', () => {
  const log = begunWithAsset();
  openConversion(log, 10);
  deposit(log, 1, 10);
  log.time = DAY;
  deposit(log, 2, 10);
  log.time = 2 * DAY;
  deposit(log, 3, 4);
  toCoin(log, 15);
  toCoin(log, 14);
  toCoin(log, 1);
  toDollar(log, 14);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[closed, '0 converts $14 to 14 of 1', closed, '0 converts 14 of 1 to $14'],
  ]);
  expect(stateAfter(log).assets[1]).toMatchObject({ conversionDay: 2, netConversion: 4, inventoryLow: 24 });
});

test('a deposit is converted in the room that the other way made', () => {
  const log = begunWithAsset();
  openConversion(log, 10);
  deposit(log, 1, 10);
  deposit(log, 2, 3);
  toCoin(log, 3);
  deposit(log, 3, 4);
  deposit(log, 4, 3);
  deposit(log, 5, 1);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['deposit 2: 3 of 1 to 0', '0 converts $3 to 3 of 1', 'deposit 3: 4 of 1 to 0'],
    ...['deposit 4: 3 of 1 to 0', '0 converts 3 of 1 to $3', 'deposit 5: 1 of 1 to 0'],
  ]);
});

test('a conversion on a new day begins the net anew, and what is refused does not', () => {
  const log = begunWithAsset();
  openConversion(log, 10);
  deposit(log, 1, 10);
  toCoin(log, 4);
  const first = stateAfter(log).assets[1];
  log.time = 3 * DAY + 7;
  deposit(log, 2, 11);
  toDollar(log, 11);
  const refused = stateAfter(log).assets[1];
  toCoin(log, 1);
  expect(first).toMatchObject({ conversionDay: 0, netConversion: 6 });
  expect(refused).toMatchObject({ conversionDay: 0, netConversion: 6 });
  expect(stateAfter(log).assets[1]).toMatchObject({ conversionDay: 3, netConversion: -1 });
});

test('a smaller cap of the day counts what was converted before it', () => {
  const log = begunWithAsset();
  openConversion(log, 10);
  deposit(log, 1, 8);
  setTerms(log, { dailyConversionMax: 9 });
  deposit(log, 2, 2);
  deposit(log, 3, 1);
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...['deposit 2: 2 of 1 to 0', 'deposit 3: 1 of 1 to 0', '0 converts 1 of 1 to $1'],
  ]);
  // Far above a cap that fell, the other way is open, for what was converted and the cap beyond it.
  setTerms(log, { dailyConversionMax: 1 });
  toCoin(log, 7);
  toDollar(log, 1);
  toCoin(log, 2);
  expect(judgeStoryOf(log.entries, 3)).toEqual(['0 converts $7 to 7 of 1', closed, '0 converts $2 to 2 of 1']);
  expect(stateAfter(log).assets[1]).toMatchObject({ netConversion: 0 });
});

test('an account that does not convert keeps its coins, until it does again', () => {
  const log = begunWithAsset();
  openConversion(log);
  autoConvert(log, 0);
  deposit(log, 1, 5);
  deposit(log, 2, 6, { accountOfOwner: 1 });
  autoConvert(log, 1);
  deposit(log, 3, 7);
  autoConvert(log, 2);
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['account 0 converts: 0', 'deposit 1: 5 of 1 to 0', 'deposit 2: 6 of 1 to 2', '2 converts 6 of 1 to $6'],
    ...['account 0 converts: 1', 'deposit 3: 7 of 1 to 0', '0 converts 7 of 1 to $7'],
    refusal(setAutoConversion, 'fieldOutOfRange', 'converts'),
  ]);
  expect(stateAfter(log).accounts[0]).toMatchObject({ converts: 1 });
});

test('the balance of dollars stays below 2^52: coins stay coins then', () => {
  const log = begunWithAsset(0);
  openConversion(log);
  // 2^52 - 1 micro-dollars are 4,503,599,627 dollars and a bit.
  deposit(log, 1, 4_503_599_627);
  log.time = DAY;
  deposit(log, 2, 1);
  toDollar(log, 1);
  send(log, 1, { asset: 0 });
  toDollar(log, 1);
  send(log, 999_999, { asset: 0 });
  toDollar(log, 1);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...['deposit 1: 4503599627 of 1 to 0', '0 converts 4503599627 of 1 to $4503599627000000'],
    ...['deposit 2: 1 of 1 to 0', tooLarge, 'transfer 1 of 0 from 0 to 2', tooLarge],
    ...['transfer 999999 of 0 from 0 to 2', '0 converts 1 of 1 to $1000000'],
  ]);
});

test('coins that are worth more than a balance holds convert on no day', () => {
  const log = begunWithAsset(0);
  openConversion(log);
  deposit(log, 1, BALANCE_MAX);
  toDollar(log, BALANCE_MAX);
  expect(judgeStoryOf(log.entries, 2)).toEqual([`deposit 1: ${BALANCE_MAX} of 1 to 0`, closed]);
});

test('the balance of coins stays below 2^52', () => {
  const log = begunWithAsset(9);
  openConversion(log);
  deposit(log, 1, 5_000);
  autoConvert(log, 0);
  deposit(log, 2, BALANCE_MAX - 1_999);
  toCoin(log, 2);
  toCoin(log, 1);
  toCoin(log, 1);
  expect(judgeStoryOf(log.entries, 3)).toEqual([tooLarge, '0 converts $1 to 1000 of 1', tooLarge]);
});

test('only coins that others converted are got, and those of another asset back no conversion', () => {
  const log = begunWithAsset();
  addAsset(log, 2, '0b');
  openConversion(log);
  openConversion(log, BALANCE_MAX, 2);
  deposit(log, 1, 50_000);
  deposit(log, 2, 3, { ...SECOND, asset: 2 });
  toCoin(log, 40_000, { asset: 2 });
  toCoin(log, 30_000, { asset: 2 });
  toCoin(log, 20_000);
  toCoin(log, 30_001, { account: 1 });
  toCoin(log, 30_000, { account: 1 });
  const none = refusal(convert, 'inventoryTooSmall', 'amount');
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...[none, '0 converts $30000 to 3 of 2', '0 converts $20000 to 20000 of 1'],
    ...[tooSmall, '1 converts $30000 to 30000 of 1'],
  ]);
  const { assets, balances } = stateAfter(log);
  expect(assets).toMatchObject([{ issuedLow: 0 }, { inventoryLow: 0 }, { inventoryLow: 0 }]);
  expect(balances).toEqual([
    ...[
      { account: 0, asset: 1, amount: 20_000 },
      { account: 0, asset: 2, amount: 3 },
    ],
    { account: 1, asset: 1, amount: 30_000 },
  ]);
});

test('what is open is asked before what may be got', () => {
  const log = begunWithAsset(9);
  openConversion(log, 3);
  deposit(log, 1, 3_000);
  autoConvert(log, 0);
  deposit(log, 2, BALANCE_MAX);
  toCoin(log, 1);
  setPrice(log, 0);
  toCoin(log, 1);
  expect(judgeStoryOf(log.entries, 3)).toEqual([tooLarge, 'price of 1: 0', closed]);
});

test('owners without a destination have nothing that converts', () => {
  const log = begunWithAsset();
  openConversion(log);
  deposit(log, 1, 5, ADDRESS);
  toDollar(log, 5, { account: 3 });
  toDollar(log, 5, { account: SIBLING });
  expect(judgeStoryOf(log.entries, 2)).toEqual([tooSmall, tooSmall]);
});
