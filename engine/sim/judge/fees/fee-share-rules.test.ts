/** Examples, worked out by hand, of what builders and referrers have of fees, and how they claim it. */
import {
  approveBuilder,
  BALANCE_MAX,
  claimRewards,
  type FeeTier,
  placeOrder,
  registerOwner,
  Side,
  setReferralTerms,
  setReferrer,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { judgeStoryOf } from '../judge-story.ts';
import {
  approve,
  begunWithMargin,
  claimEarned,
  dollarsAfter,
  mark,
  refer,
  setFees,
  setReferral,
  taking,
  trade,
} from '../margin/margin-log.ts';
import { FEES, post, rewardsAccount } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import { DAY, deposit, refusal, stateAfter } from '../money/money-log.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { beginSweep, begun, wait } from '../queue/queue-log.ts';

type Terms = Partial<ValuesOf<typeof placeOrder.specs>>;

const BUILDER = 2;
const { sell } = Side;
const ofNobody = 'settle: fees 0 0, realised 0 0';

/** The lines of the last entry about what its fill cost and who had a part of it. */
function costs(log: LogWriter): string[] {
  const lines = judgeStoryOf(log.entries, 1).filter((line) => /^(settle|share)/.test(line));
  return lines.map((line) => line.replace(/, realised.*/, ''));
}

/** Account 0 buys lots at 100 from account 1. */
function fill(log: LogWriter, size: number, taker: Terms = {}, maker: Terms = {}): string[] {
  log.place({ account: 1, side: sell, price: 100, size, ...maker });
  log.place({ price: 100, size, ...taking, ...taker });
  return costs(log);
}

/** The rewards of the owners, and what the venue has left of fees. */
function earned(log: LogWriter): { rewards: number[]; fees: number | undefined } {
  const { owners, assets } = stateAfter(log);
  return { rewards: owners.map(({ rewards }) => rewards), fees: assets[0]?.feesLow };
}

/** An order of this rate with owner 2 as its builder. */
function built(builderFee: number, builder = BUILDER): Terms {
  return { builder: builder + 1, builderFee };
}

/** Owners 0 and 1, who trade, have approved owner 2 at any rate. */
function begunWithBuilder(): LogWriter {
  const log = begunWithMargin();
  for (const account of [0, 1]) approve(log, BUILDER, 100_000, { account });
  return log;
}

/** Of 99,900 micro-dollars a taker pays 49.95, and a maker 19.98 or is paid it. */
const charging = { takerRate: 50_000, makerRate: 20_000 };
const rebating = { takerRate: 50_000, makerRebate: 20_000 };
const free = {};

test.each<[string, Partial<FeeTier>, { referred?: number[]; taker?: number; maker?: number }, string[]]>([
  ['rates alone', charging, {}, ['settle: fees 50 20']],
  // 50 less 15, of which 8.75; 20 less 6, of which 3.5.
  [
    'rates of referred owners',
    charging,
    { referred: [0, 1] },
    ['settle: fees 35 14', 'share of taker 0: 8 to referrer 2', 'share of maker 1: 3 to referrer 2'],
  ],
  // 69.93 and 0.333.
  [
    'rates and builders',
    charging,
    { taker: 70_000, maker: 333 },
    ['settle: fees 120 21', 'share of taker 0: 70 to builder 2', 'share of maker 1: 1 to builder 2'],
  ],
  [
    'rates of referred owners, and builders',
    charging,
    { referred: [0, 1], taker: 70_000, maker: 333 },
    [
      'settle: fees 105 15',
      'share of taker 0: 8 to referrer 2, 70 to builder 2',
      'share of maker 1: 3 to referrer 2, 1 to builder 2',
    ],
  ],
  ['a rebate alone', rebating, {}, ['settle: fees 50 -19']],
  [
    'a rebate of a referred owner, which nobody shares',
    rebating,
    { referred: [0, 1] },
    ['settle: fees 35 -19', 'share of taker 0: 8 to referrer 2'],
  ],
  [
    'a rebate that is more than the builder fee',
    rebating,
    { maker: 10_000 },
    ['settle: fees 50 -9', 'share of maker 1: 10 to builder 2'],
  ],
  [
    'a rebate that is the builder fee',
    rebating,
    { maker: 19_019 },
    ['settle: fees 50 0', 'share of maker 1: 19 to builder 2'],
  ],
  [
    'a rebate that is less than the builder fee, of a referred owner',
    rebating,
    { referred: [1], maker: 33_333 },
    ['settle: fees 50 15', 'share of maker 1: 34 to builder 2'],
  ],
  ['no rates, of referred owners', free, { referred: [0, 1] }, ['settle: fees 0 0']],
  [
    'no rates, and builders',
    free,
    { referred: [0], taker: 100_000, maker: 1 },
    ['settle: fees 100 1', 'share of taker 0: 100 to builder 2', 'share of maker 1: 1 to builder 2'],
  ],
  ['builders without a rate', charging, { taker: 0, maker: 0 }, ['settle: fees 50 20']],
])('a fill costs, with %s', (_, tier, { referred = [], taker, maker }, expected) => {
  const log = begunWithBuilder();
  setReferral(log, 300_000, 250_000);
  setFees(log, tier);
  for (const account of referred) refer(log, 2, { account });
  const termsOf = (rate: number | undefined) => (rate === undefined ? {} : built(rate));
  expect(fill(log, 999, termsOf(taker), termsOf(maker))).toEqual(expected);
});

test('what moves to rewards is taken from what the venue has of the fees', () => {
  const log = begunWithBuilder();
  setReferral(log, 300_000, 250_000);
  setFees(log, charging);
  refer(log, 1);
  fill(log, 999, built(70_000), built(333));
  // The taker pays 105, of which 8 and 70 are of others, the maker 20 and 1.
  expect(earned(log)).toEqual({ rewards: [0, 8, 71], fees: 126 - 79 });
  expect(dollarsAfter(log)).toEqual([9_999_895, 9_999_979, 10_000_000, 10_000_000]);
});

test('there is a discount without a share and a share without a discount, and a share of nothing is none', () => {
  const log = begunWithMargin();
  setFees(log, charging);
  refer(log, 1);
  const costsWith = (discount: number, share: number, size = 999) => {
    setReferral(log, discount, share);
    return fill(log, size);
  };
  expect(costsWith(0, 0)).toEqual(['settle: fees 50 20']);
  expect(costsWith(19_999, 0)).toEqual(['settle: fees 50 20']);
  expect(costsWith(20_000, 0)).toEqual(['settle: fees 49 20']);
  expect(costsWith(0, 19_999)).toEqual(['settle: fees 50 20']);
  expect(costsWith(0, 20_000)).toEqual(['settle: fees 50 20', 'share of taker 0: 1 to referrer 1']);
  expect(costsWith(1_000_000, 1_000_000)).toEqual(['settle: fees 0 20']);
  expect(costsWith(0, 1_000_000)).toEqual(['settle: fees 50 20', 'share of taker 0: 50 to referrer 1']);
  expect(costsWith(999_999, 1_000_000)).toEqual(['settle: fees 1 20', 'share of taker 0: 1 to referrer 1']);
});

test('who refers and who builds may be one owner, the other side, or the owner that pays', () => {
  const log = begunWithMargin();
  setFees(log, charging);
  setReferral(log, 0, 100_000);
  refer(log, 1);
  refer(log, 0, { account: 1 });
  approve(log, 0, 100_000);
  approve(log, 0, 100_000, { account: 1 });
  expect(fill(log, 999, built(100_000, 0), built(10_000, 0))).toEqual([
    'settle: fees 150 30',
    'share of taker 0: 5 to referrer 1, 100 to builder 0',
    'share of maker 1: 2 to referrer 0, 10 to builder 0',
  ]);
  expect(earned(log)).toEqual({ rewards: [112, 5, 0], fees: 63 });
});

test('what rewards cannot take stays with the venue: the share comes first, and the taker before the maker', () => {
  const log = begunWithBuilder();
  setFees(log, charging);
  setReferral(log, 0, 100_000);
  for (const account of [0, 1]) refer(log, 2, { account });
  log.place({ account: 1, side: sell, price: 100, size: 999, ...built(10_000) });
  log.place({ price: 100, size: 999, ...taking, ...built(100_000) });
  const costsWithRoom = (room: bigint) => {
    const judge = new NaiveExchange();
    for (const entry of log.entries.slice(0, -1)) judge.apply(entry);
    const { books } = dollarIn(judge.state);
    post(books, FEES, rewardsAccount(2), 2n ** 52n - 1n - room);
    const { records } = judge.apply(log.entries.at(-1) ?? new Uint8Array(0));
    const shares = records.filter(({ name }) => name === 'feeShared').map(({ values }) => values);
    return shares.map(({ isMaker, referrer, referralShare, builder, builderFee }) => {
      return [isMaker, referrer, referralShare, builder, builderFee];
    });
  };
  const taker = [0, 3, 5, 3, 100];
  expect(costsWithRoom(117n)).toEqual([taker, [1, 3, 2, 3, 10]]);
  expect(costsWithRoom(116n)).toEqual([taker, [1, 3, 2, 3, 9]]);
  expect(costsWithRoom(107n)).toEqual([taker, [1, 3, 2, 0, 0]]);
  expect(costsWithRoom(106n)).toEqual([taker, [1, 3, 1, 0, 0]]);
  expect(costsWithRoom(105n)).toEqual([taker]);
  expect(costsWithRoom(50n)).toEqual([[0, 3, 5, 3, 45]]);
  expect(costsWithRoom(3n)).toEqual([[0, 3, 3, 0, 0]]);
  expect(costsWithRoom(0n)).toEqual([]);
});

test('rewards are claimed whole, by any account of the owner and by no key', () => {
  const log = begunWithBuilder();
  log.addKey(2, 1);
  fill(log, 999, built(70_000));
  const from = log.entries.length;
  claimEarned(log, 3, { key: 1 });
  claimEarned(log, 1);
  claimEarned(log, 3);
  claimEarned(log, 3);
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    refusal(claimRewards, 'keyMovesNoFunds', 'key'),
    ...['reject: nothingEarned', 'claim rewards 70 of owner 2 to 3', 'reject: nothingEarned'],
  ]);
  expect(dollarsAfter(log)[3]).toBe(10_000_070);
  expect(earned(log)).toEqual({ rewards: [0, 0, 0], fees: 0 });
});

test('a balance takes of rewards what it has room for, and one that has none takes nothing', () => {
  const few = 10_000_000;
  const log = begunWithMargin([few, few, BALANCE_MAX - 3 * few, few]);
  approve(log, 0, 100_000, { account: 1 });
  log.place({ account: 3, price: 100, size: 999 });
  log.place({ account: 1, side: sell, price: 100, size: 999, ...taking, ...built(70_000, 0) });
  log.time = DAY;
  deposit(log, 5, 3 * few - 60, { accountOfOwner: 1 });
  const from = log.entries.length;
  claimEarned(log, 2);
  claimEarned(log, 2);
  claimEarned(log);
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    'claim rewards 60 of owner 0 to 2',
    refusal(claimRewards, 'balanceTooLarge', 'account'),
    'claim rewards 10 of owner 0 to 0',
  ]);
});

test('a loan is repaid by what is claimed', () => {
  const log = begunWithMargin([100_000]);
  approve(log, 0, 100_000, { account: 1 });
  trade(log, 500, 200);
  fill(log, 999, {}, built(100_000, 0));
  mark(log, 50);
  trade(log, 1_499, 50, 1, 0);
  expect(dollarsAfter(log)[0]).toBe(100_000 - 100_000 - 99_900 + 74_950);
  claimEarned(log);
  expect(dollarsAfter(log)[0]).toBe(-24_850);
});

test('an owner says once who referred it: another owner that exists', () => {
  const log = begunWithMargin();
  log.addKey(0, 1);
  const from = log.entries.length;
  refer(log, 1, { key: 1 });
  refer(log, 3);
  refer(log, 0);
  refer(log, 1);
  refer(log, 3, { account: 2 });
  refer(log, 2, { account: 2, key: 1 });
  // Nothing speaks against two who referred one another.
  refer(log, 0, { account: 1 });
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    refusal(setReferrer, 'keyIsNotOwner', 'key'),
    refusal(setReferrer, 'ownerUnknown', 'referrer'),
    refusal(setReferrer, 'fieldOutOfRange', 'referrer'),
    'owner 0 referred by 1',
    refusal(setReferrer, 'referrerFixed', 'account'),
    refusal(setReferrer, 'keyIsNotOwner', 'key'),
    'owner 1 referred by 0',
  ]);
  expect(stateAfter(log).owners.map(({ referrer }) => referrer)).toEqual([2, 1, 0]);
});

test('an owner approves eight builders at a time, which it may set anew and take back', () => {
  const log = begunWithMargin([], { ownersMax: 16 });
  log.addKey(0, 1);
  for (let number = 3; number < 10; number += 1) {
    const identity = `${number}`.repeat(64);
    log.add(draftOf(registerOwner, { ownerKind: 1, identity }));
  }
  const from = log.entries.length;
  approve(log, 1, 5, { key: 1 });
  approve(log, 10, 5);
  for (let builder = 8; builder > 0; builder -= 1) approve(log, builder, 10 * builder);
  approve(log, 0, 1);
  approve(log, 9, 0);
  approve(log, 4, 100_000, { account: 2 });
  approve(log, 3, 0);
  approve(log, 0, 1);
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    refusal(approveBuilder, 'keyIsNotOwner', 'key'),
    refusal(approveBuilder, 'ownerUnknown', 'builder'),
    ...[8, 7, 6, 5, 4, 3, 2, 1].map((builder) => `owner 0 approves builder ${builder}: ${10 * builder}`),
    'reject: builderQuotaReached',
    ...['owner 0 approves builder 9: 0', 'owner 0 approves builder 4: 100000'],
    ...['owner 0 approves builder 3: 0', 'owner 0 approves builder 0: 1'],
  ]);
  const words = new Uint32Array([0, 1, 1, 10, 2, 20, 4, 100_000, 5, 50, 6, 60, 7, 70, 8, 80]);
  const builders = Buffer.from(words.buffer).toString('hex');
  expect(stateAfter(log).owners[0]).toMatchObject({ builderCount: 8, builders });
});

test('an order has a builder that its owner approved, at the approved rate or below', () => {
  const log = begunWithMargin();
  approve(log, 0, 500);
  approve(log, 1, 1);
  const from = log.entries.length;
  log.place({ price: 100, builderFee: 1 });
  log.place({ price: 100, ...built(0) });
  log.place({ price: 100, ...built(500, 3) });
  log.place({ price: 100, ...built(501, 0) });
  log.place({ price: 100, ...built(500, 0) });
  log.place({ price: 100, account: 2, ...built(0, 1) });
  log.place({ price: 100, account: 1, ...built(0, 0) });
  approve(log, 0, 499);
  log.place({ price: 100, ...built(500, 0) });
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    refusal(placeOrder, 'flagsConflict', 'builderFee'),
    refusal(placeOrder, 'builderNotApproved', 'builder'),
    refusal(placeOrder, 'builderNotApproved', 'builder'),
    refusal(placeOrder, 'builderNotApproved', 'builderFee'),
    ...['place 1', 'place 2', refusal(placeOrder, 'builderNotApproved', 'builder')],
    ...['owner 0 approves builder 0: 499', refusal(placeOrder, 'builderNotApproved', 'builderFee')],
  ]);
});

test('the builder is asked about after the order group and before the price', () => {
  const log = begunWithMargin();
  log.place({ price: 100, orderGroup: 9, builderFee: 1 });
  log.place({ price: 20_000, ...built(1) });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    refusal(placeOrder, 'orderGroupUnknown', 'orderGroup'),
    refusal(placeOrder, 'builderNotApproved', 'builder'),
  ]);
});

test('an order that rests keeps its builder and its rate, also amended and with the approval taken back', () => {
  const log = begunWithBuilder();
  log.place({ account: 1, side: sell, price: 100, size: 999, ...built(70_000) });
  approve(log, BUILDER, 0, { account: 1 });
  log.amend(1, { account: 1, price: 101, size: 999 });
  log.replace({ account: 1, replaced: 1, side: sell, price: 101, size: 999, ...built(70_000) });
  expect(judgeStoryOf(log.entries, 1)).toEqual(['reject: builderNotApproved, field 88']);
  log.place({ price: 101, size: 999, ...taking });
  // Of 100,899 micro-dollars 70.63.
  expect(costs(log)).toEqual(['settle: fees 0 71', 'share of maker 1: 71 to builder 2']);
});

test('each slice of an order, and each of its fills, has a builder fee of its own', () => {
  const log = begunWithBuilder();
  log.place({ account: 1, side: sell, price: 100, size: 20, displaySize: 10, ...built(50_000) });
  log.place({ price: 100, size: 15, ...taking, ...built(1) });
  // Of 1,000 and 500 micro-dollars a half and a quarter.
  expect(costs(log)).toEqual([
    ...['settle: fees 1 1', 'share of taker 0: 1 to builder 2', 'share of maker 1: 1 to builder 2'],
    ...['settle: fees 1 1', 'share of taker 0: 1 to builder 2', 'share of maker 1: 1 to builder 2'],
  ]);
});

test('a placement that waits is asked about its builder at its turn', () => {
  const log = begunWithMargin([], { makersPerCommandMax: 2, drainPerCommandMax: 1 });
  for (const builder of [1, 2]) approve(log, builder, 10);
  beginSweep(log, 7);
  const from = log.entries.length;
  log.place({ price: 100, ...built(11) });
  log.place({ price: 100, ...built(10) });
  log.place({ price: 100, ...built(10, 1) });
  approve(log, 2, 11);
  approve(log, 1, 0);
  wait(log, 6);
  const story = judgeStoryOf(log.entries, log.entries.length - from);
  expect(story.filter((line) => /^(done|defer|place)/.test(line))).toEqual([
    ...['defer 8', 'defer 9', 'defer 10'],
    ...['done 8: accepted', 'place 8', 'done 9: accepted', 'place 9'],
    'done 10: builderNotApproved, field 88',
  ]);
});

test('a builder fee counts in the margin of who trades, as a taker and as a maker', () => {
  const log = begunWithMargin([100, 10_000_000, 10_000_000, 100]);
  for (const account of [0, 3]) approve(log, 1, 100_000, { account });
  log.place({ account: 1, side: sell, price: 100, size: 10 });
  // 10 lots need 100, and the builder takes 1.
  log.place({ price: 100, size: 10, ...taking, ...built(1, 1) });
  log.place({ price: 100, size: 10, ...taking, ...built(0, 1) });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...['place 2', 'cancel 2: 10, marginTooSmall', 'place 3', 'fill 1 by 3: 10 at 100', ofNobody],
  ]);
  log.place({ account: 3, price: 100, size: 10, ...built(1, 1) });
  log.place({ account: 1, side: sell, price: 100, size: 5, ...taking });
  log.place({ account: 1, side: sell, price: 100, size: 5, ...taking });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...['place 5', 'cancel 4: 10, marginTooSmall', 'cancel 5: 5, remainderCancelled'],
    ...['place 6', 'cancel 6: 5, remainderCancelled'],
  ]);
});

test('a discount counts in the margin, and so does what it leaves', () => {
  const log = begunWithMargin([100]);
  setFees(log, { takerRate: 100_000 });
  log.place({ account: 1, side: sell, price: 100, size: 20 });
  log.place({ price: 100, size: 10, ...taking });
  refer(log, 1);
  setReferral(log, 999_999, 0);
  log.place({ price: 100, size: 10, ...taking });
  setReferral(log, 1_000_000, 0);
  log.place({ price: 100, size: 10, ...taking });
  const refused = (order: number) => [`place ${order}`, `cancel ${order}: 10, marginTooSmall`];
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['owner 0 referred by 1', 'referral terms: 999999, 0', ...refused(3), 'referral terms: 1000000, 0'],
    ...['place 4', 'fill 1 by 4: 10 at 100', ofNobody],
  ]);
});

test('the plan of a fill-or-kill order counts the builder fee of every fill', () => {
  const log = begunWithMargin([101]);
  approve(log, 1, 100_000);
  for (let left = 2; left > 0; left -= 1) log.place({ account: 1, side: sell, price: 100, size: 5 });
  const whole = { price: 100, size: 10, timeInForce: TimeInForce.fillOrKill };
  // Two fees of 0.5 are 2, and 100 of 101 are needed.
  log.place({ ...whole, ...built(100_000, 1) });
  log.place({ ...whole, size: 5, ...built(100_000, 1) });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    'reject: marginTooSmall',
    ...['place 3', 'fill 1 by 3: 5 at 100', 'settle: fees 1 0, realised 0 0', 'share of taker 0: 1 to builder 1'],
  ]);
});

test('what is left of the least that takers pay is at least the largest rebate', () => {
  const log = begunWithMargin();
  const from = log.entries.length;
  setFees(log, { takerRate: 100_000, makerRebate: 50_000 }, { volumeFrom: 1, takerRate: 100_001 });
  setReferral(log, 500_001, 0);
  setReferral(log, 0, 500_001);
  setReferral(log, 200_000, 375_001);
  setReferral(log, 200_000, 375_000);
  setFees(log, { takerRate: 100_000, makerRebate: 50_001 });
  setFees(log, { takerRate: 100_000 }, { volumeFrom: 1, takerRate: 99_999, makerRebate: 50_000 });
  setFees(log, { takerRate: 100_000 }, { volumeFrom: 1, takerRate: 100_000, makerRebate: 50_000 });
  setFees(log, {});
  setReferral(log, 1_000_000, 1_000_000);
  setFees(log, { takerRate: 1_000_000, makerRebate: 1 });
  const refused = refusal(setReferralTerms, 'feeTiersInvalid', 'share');
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    ...['2 tiers of fees', refused, refused, refused, 'referral terms: 200000, 375000'],
    ...['reject: feeTiersInvalid', 'reject: feeTiersInvalid', '2 tiers of fees', '1 tiers of fees'],
    ...['referral terms: 1000000, 1000000', 'reject: feeTiersInvalid'],
  ]);
  expect(stateAfter(log).referral).toEqual({ discount: 1_000_000, share: 1_000_000 });
});

test('where there is no money there are no shares in fees, and no order has a builder', () => {
  const log = begun();
  log.addKey(0, 1);
  const from = log.entries.length;
  setReferral(log, 0, 0);
  approve(log, 1, 1, { key: 1 });
  refer(log, 0);
  claimEarned(log);
  log.place({ price: 100, ...built(0, 1) });
  log.place({ price: 100, builderFee: 1 });
  expect(judgeStoryOf(log.entries, log.entries.length - from)).toEqual([
    ...Array.from({ length: 4 }, () => 'reject: assetUnknown'),
    refusal(placeOrder, 'builderNotApproved', 'builder'),
    refusal(placeOrder, 'flagsConflict', 'builderFee'),
  ]);
});
