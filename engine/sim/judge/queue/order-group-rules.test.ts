/** Examples, worked out by hand, of order groups: how they come and go, who is in them, and what counts in them. */
import {
  offsetOf,
  placeOrder,
  replaceOrder,
  SelfTrade,
  Side,
  setOrderGroup,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { begunWithGroup, begunWithGroups, hit, setGroup } from './group-log.ts';
import { beginSweep, wait } from './queue-log.ts';

const { sell } = Side;
const FIRST = '01'.repeat(16);
/** An account of the first owner beside account 0. */
const SIBLING = 2;
const unknownGroup = `reject: orderGroupUnknown, field ${offsetOf(setOrderGroup, 'group')}`;
const notEmpty = `reject: orderGroupNotEmpty, field ${offsetOf(setOrderGroup, 'group')}`;
const unknown = rejectedFor('orderGroupUnknown', 'orderGroup');

function rejectedFor(code: string, field: keyof typeof placeOrder.specs): string {
  return `reject: ${code}, field ${offsetOf(placeOrder, field)}`;
}

test('a new group has the lowest number that is free, in whatever account', () => {
  const log = begunWithGroups();
  setGroup(log, { fillLimit: 5 });
  setGroup(log, { fillLimit: 6, account: 1, windowMillis: 1 });
  setGroup(log, { fillLimit: 7, account: SIBLING });
  setGroup(log, { fillLimit: 0, account: 1, group: 2, windowMillis: 9 });
  setGroup(log, { fillLimit: 0, group: 1 });
  setGroup(log, { fillLimit: 8, account: 1 });
  setGroup(log, { fillLimit: 9, account: 1 });
  setGroup(log, { fillLimit: 10, account: 1 });
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...['group 1 of 0: 5 in 1000', 'group 2 of 1: 6 in 1', 'group 3 of 2: 7 in 1000'],
    ...['group 2 of 1: 0 in 9', 'group 1 of 0: 0 in 1000'],
    ...['group 1 of 1: 8 in 1000', 'group 2 of 1: 9 in 1000', 'group 4 of 1: 10 in 1000'],
  ]);
});

test('a new group needs a limit, then a queue, then room in its account, then room in the table', () => {
  const none = begunWithGroups({ queueItemsMax: 0, orderGroupsMax: 0 });
  setGroup(none, { fillLimit: 0 });
  setGroup(none, { fillLimit: 1 });
  const noLimit = `reject: orderGroupUnknown, field ${offsetOf(setOrderGroup, 'group')}`;
  expect(judgeStoryOf(none.entries, 2)).toEqual([noLimit, 'reject: queueFull']);

  const log = begunWithGroups({ orderGroupsMax: 9 });
  for (let left = 8; left > 0; left -= 1) setGroup(log, { fillLimit: 1 });
  setGroup(log, { fillLimit: 1 });
  setGroup(log, { fillLimit: 1, account: SIBLING });
  setGroup(log, { fillLimit: 1 });
  setGroup(log, { fillLimit: 1, account: SIBLING });
  setGroup(log, { fillLimit: 0, group: 3 });
  setGroup(log, { fillLimit: 4 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['reject: orderGroupQuotaReached', 'group 9 of 2: 1 in 1000', 'reject: orderGroupQuotaReached'],
    ...['reject: orderGroupsFull', 'group 3 of 0: 0 in 1000', 'group 3 of 0: 4 in 1000'],
  ]);
});

test('a group that is set or removed must be there and of the account itself, and a window is never zero', () => {
  const log = begunWithGroup(5);
  setGroup(log, { fillLimit: 5, group: 2 });
  setGroup(log, { fillLimit: 5, group: 1, account: SIBLING });
  setGroup(log, { fillLimit: 0, group: 1, account: 1 });
  setGroup(log, { fillLimit: 5, group: 1, windowMillis: 0 });
  setGroup(log, { fillLimit: 0, group: 1 });
  setGroup(log, { fillLimit: 0, group: 1 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...[unknownGroup, unknownGroup, unknownGroup],
    `reject: fieldOutOfRange, field ${offsetOf(setOrderGroup, 'windowMillis')}`,
    ...['group 1 of 0: 0 in 1000', unknownGroup],
  ]);
});

test('a group is set by a sender as any, also in a message, and the refusal says whose it was', () => {
  const log = begunWithGroup(5);
  setGroup(log, { fillLimit: 5, account: 9 });
  setGroup(log, { fillLimit: 5, key: 3 });
  setGroup(log, { fillLimit: 5, validUntil: log.time });
  setGroup(log, { fillLimit: 5, nonce: 1 });
  log.openMessage(2, { account: 1 });
  setGroup(log, { fillLimit: 5, account: 1, nonce: 1 });
  setGroup(log, { fillLimit: 5, account: 1, nonce: 2, group: 1 });
  setGroup(log, { fillLimit: 5, account: 1, nonce: 3 });
  const rejectedSetting = (code: string, field: keyof typeof setOrderGroup.specs) => {
    return `reject: ${code}, field ${offsetOf(setOrderGroup, field)}`;
  };
  expect(judgeStoryOf(log.entries, 8)).toEqual([
    ...[rejectedSetting('accountUnknown', 'account'), rejectedSetting('keyUnknown', 'key')],
    ...[rejectedSetting('commandExpired', 'validUntil'), rejectedSetting('nonceSpent', 'nonce')],
    ...['messageOpened', 'group 2 of 1: 5 in 1000', unknownGroup, rejectedSetting('nonceSpent', 'nonce')],
  ]);
  const judge = new NaiveExchange();
  const last = log.entries.map((entry) => judge.apply(entry).records).at(-1)?.[0];
  expect(last?.values).toMatchObject({ commandKind: setOrderGroup.number, account: 1, order: 0 });
});

test('a group with members is set anew, and then has filled nothing, and goes only without them', () => {
  const log = begunWithGroup(5);
  log.place({ price: 100, size: 9, orderGroup: 1 });
  hit(log, 4);
  setGroup(log, { fillLimit: 0, group: 1 });
  setGroup(log, { fillLimit: 3, group: 1, windowMillis: 77 });
  hit(log, 2);
  log.cancel(1);
  setGroup(log, { fillLimit: 0, group: 1 });
  log.place({ price: 100, orderGroup: 1 });
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...['place 2', 'fill 1 by 2: 4 at 100'],
    ...[notEmpty, 'group 1 of 0: 3 in 77'],
    ...['place 3', 'fill 1 by 3: 2 at 100', 'cancel 1: 3, cancelledByUser'],
    ...['group 1 of 0: 0 in 1000', unknown],
  ]);
});

test('the record of the group follows that of the order, and the order keeps its group', () => {
  const log = begunWithGroup(50);
  log.place({ price: 90, side: sell, size: 2 });
  log.place({ price: 100, size: 5, orderGroup: 1 });
  log.place({ price: 100 });
  const judge = new NaiveExchange();
  const records = log.entries.map((entry) => judge.apply(entry).records);
  expect(judgeStoryOf(log.entries, 2)).toEqual([...['place 2', '2 in group 1', 'fill 1 by 2: 2 at 90', 'place 3']]);
  expect(records.at(-2)?.[1]).toMatchObject({ name: 'orderGrouped', values: { order: 2, group: 1, account: 0 } });
  expect(records.at(-2)?.[0]?.values).not.toHaveProperty('orderGroup');
  expect(judge.logicalState().markets[0]?.bids).toMatchObject([
    { order: 2, orderGroup: 1, reserved: 0 },
    { order: 3, orderGroup: 0, reserved: 0 },
  ]);
});

test('the group of an order is asked after its expiry and before its price, for every time in force', () => {
  const log = begunWithGroup(5);
  setGroup(log, { fillLimit: 5, account: SIBLING });
  log.place({ price: 0xffff, orderGroup: 3, expiry: 1 });
  log.place({ price: 0xffff, orderGroup: 3 });
  log.place({ price: 0xffff, orderGroup: 2 });
  log.place({ price: 0xffff, orderGroup: 1 });
  log.place({ price: 100, orderGroup: 2, timeInForce: TimeInForce.immediateOrCancel });
  log.place({ price: 100, orderGroup: 1, timeInForce: TimeInForce.immediateOrCancel });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...[rejectedFor('expiryNotAhead', 'expiry'), unknown, unknown, rejectedFor('priceOffStep', 'price'), unknown],
    ...['place 1', '1 in group 1', 'cancel 1: 1, remainderCancelled'],
  ]);
});

test('a replacement is asked for its group as any order, and may leave the group or come into one', () => {
  const log = begunWithGroup(5);
  log.place({ price: 100, orderGroup: 1 });
  log.replace({ price: 101, replaced: 1, orderGroup: 2 });
  log.replace({ price: 101, replaced: 1 });
  setGroup(log, { fillLimit: 0, group: 1 });
  setGroup(log, { fillLimit: 5 });
  log.replace({ price: 102, replaced: 2, orderGroup: 1 });
  setGroup(log, { fillLimit: 0, group: 1 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    `reject: orderGroupUnknown, field ${offsetOf(replaceOrder, 'orderGroup')}`,
    ...['cancel 1: 1, replaced', 'place 2'],
    ...['group 1 of 0: 0 in 1000', 'group 1 of 0: 5 in 1000'],
    ...['cancel 2: 1, replaced', 'place 3', '3 in group 1', notEmpty],
  ]);
});

test('the group is part of what a client order id remembers', () => {
  const log = begunWithGroup(5);
  log.place({ price: 100, orderGroup: 1, clientOrderId: FIRST });
  log.place({ price: 100, orderGroup: 1, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, orderGroup: 9, clientOrderId: FIRST });
  const taken = rejectedFor('clientOrderIdTaken', 'clientOrderId');
  expect(judgeStoryOf(log.entries, 3)).toEqual(['known 1: 1 of 1 at 100', taken, taken]);
});

// The group's window of a second has tenths of 100,000 microseconds, which begin at time 0.
test.each([
  ['the end of the first tenth and the beginning of the eleventh', 99_999, 1_000_000, true],
  ['the end of the first tenth and the end of the eleventh', 99_999, 1_099_999, true],
  ['the end of the first tenth and the beginning of the twelfth', 99_999, 1_100_000, false],
  ['the beginning of the second tenth and the end of the twelfth', 100_000, 1_199_999, true],
  ['the beginning of the second tenth and the beginning of the thirteenth', 100_000, 1_200_000, false],
  ['one tenth', 500_000, 599_999, true],
  ['a tenth and one long after it', 500_000, 60_000_000, false],
])('lots of %s', (_, first, second, countTogether) => {
  const log = begunWithGroup(10);
  log.place({ price: 100, size: 20, orderGroup: 1 });
  log.time = first;
  hit(log, 6);
  log.time = second;
  hit(log, 4);
  const trip = countTogether ? ['trip 1 of 0: 10'] : [];
  expect(judgeStoryOf(log.entries, 1)).toEqual(['place 3', 'fill 1 by 3: 4 at 100', ...trip]);
});

test.each([
  ['the shortest', 1, 2_099, 2_100],
  ['the longest', 86_400_000, 95_039_999_999, 95_040_000_000],
])('the tenths of %s window', (_, windowMillis, last, over) => {
  const stories = [last, over].map((time) => {
    const log = begunWithGroups();
    setGroup(log, { fillLimit: 2, windowMillis });
    log.place({ price: 100, size: 5, orderGroup: 1 });
    log.time = 1_050;
    hit(log, 1);
    log.time = time;
    hit(log, 1);
    return judgeStoryOf(log.entries, 1).slice(2);
  });
  expect(stories).toEqual([['trip 1 of 0: 2'], []]);
});

test('the logical state has the lots of the tenth that counted last and of the ten before it', () => {
  const log = begunWithGroup(100);
  log.place({ price: 100, size: 50, orderGroup: 1 });
  const sizes = [3, 4, 5, 258];
  [1_000, 150_000, 1_000_000, 1_150_000].forEach((time, index) => {
    log.time = time;
    hit(log, sizes[index] ?? 0);
  });
  const judge = new NaiveExchange();
  const rows = log.entries.map((entry) => {
    judge.apply(entry);
    return judge.logicalState().orderGroups[0];
  });
  const lots = (...counts: number[]) => {
    return Array.from(
      { length: 11 },
      (_, index) => `${(counts[index] ?? 0).toString(16).padStart(2, '0')}${'00'.repeat(7)}`,
    ).join('');
  };
  const row = { group: 1, account: 0, fillLimit: 100, windowMillis: 1_000, trippedSequence: 0, sweep: 0 };
  expect(rows.slice(7)).toEqual([
    { ...row, tenth: 0, lots: lots() },
    { ...row, tenth: 0, lots: lots() },
    { ...row, tenth: 0, lots: lots(3) },
    { ...row, tenth: 1, lots: lots(4, 3) },
    { ...row, tenth: 10, lots: lots(5, 0, 0, 0, 0, 0, 0, 0, 0, 4, 3) },
    // 38 lots remained, and the first tenth counts no more.
    { ...row, tenth: 11, lots: lots(38, 5, 0, 0, 0, 0, 0, 0, 0, 0, 4) },
  ]);
});

test('a fill counts in the group of the maker, then in that of the taker', () => {
  const log = begunWithGroup(4);
  setGroup(log, { fillLimit: 5, account: 1 });
  log.place({ price: 100, size: 20, orderGroup: 1 });
  log.place({ price: 100, size: 3, side: sell, orderGroup: 2, timeInForce: TimeInForce.immediateOrCancel });
  log.place({ price: 100, size: 4, side: sell, orderGroup: 2 });
  log.place({ price: 100, size: 1, side: sell, orderGroup: 2 });
  const judge = new NaiveExchange();
  const records = log.entries.map((entry) => judge.apply(entry).records);
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['place 2', '2 in group 2', 'fill 1 by 2: 3 at 100'],
    ...['place 3', '3 in group 2', 'fill 1 by 3: 4 at 100', 'trip 1 of 0: 7', 'trip 2 of 1: 7'],
    rejectedFor('orderGroupTripped', 'orderGroup'),
  ]);
  expect(records.at(-2)?.at(-2)?.values).toMatchObject({ filled: 7, group: 1, account: 0, code: 0 });
});

test('the group of the taker alone may trip, and what remains of the taker rests as its member', () => {
  const log = begunWithGroup(2);
  log.place({ price: 90, side: sell, size: 2 });
  log.place({ price: 95, size: 3, orderGroup: 1 });
  setGroup(log, { fillLimit: 2, group: 1 });
  wait(log);
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['place 2', '2 in group 1', 'fill 1 by 2: 2 at 90', 'trip 1 of 0: 2'],
    ...[notEmpty, 'cancel 2: 1, orderGroupTripped', 'advance: 1, more'],
  ]);
});

test.each([
  [SelfTrade.expireMaker, ['cancel 1: 5, selfTradePrevented']],
  [SelfTrade.expireTaker, ['cancel 2: 4, selfTradePrevented']],
  [SelfTrade.expireBoth, ['cancel 1: 5, selfTradePrevented', 'cancel 2: 4, selfTradePrevented']],
  [SelfTrade.decrement, ['orderDecremented']],
])('two orders of one group never trade, and nothing counts (mode %i)', (selfTrade, story) => {
  const log = begunWithGroup(1);
  log.place({ price: 100, size: 5, orderGroup: 1 });
  log.place({ price: 100, size: 4, side: sell, account: 0, orderGroup: 1, selfTrade });
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  expect(judgeStoryOf(log.entries, 1).slice(2)).toEqual(story);
  expect(judge.logicalState().orderGroups).toMatchObject([{ trippedSequence: 0, tenth: 0, lots: '00'.repeat(88) }]);
});

test('an iceberg counts with each of its slices, and an amended order as taker', () => {
  const log = begunWithGroup(5);
  log.place({ price: 100, size: 6, displaySize: 2, orderGroup: 1 });
  log.place({ price: 90, size: 2, orderGroup: 1 });
  hit(log, 3);
  log.place({ price: 101, side: sell });
  log.amend(2, { price: 101, size: 3 });
  log.place({ price: 102, side: sell, size: 5 });
  log.amend(2, { price: 102, size: 3 });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['place 3', 'fill 1 by 3: 2 at 100', 'fill 1 by 3: 1 at 100', 'place 4'],
    ...['amend 2: 3 of 3 at 101', 'fill 4 by 2: 1 at 101', 'place 5'],
    ...['amend 2: 2 of 3 at 102', 'fill 5 by 2: 2 at 102', 'trip 1 of 0: 6'],
  ]);
});

test('an order that waits is no member, and at its turn is asked for its group again', () => {
  const log = begunWithGroup(5);
  beginSweep(log, 12);
  log.place({ price: 100, orderGroup: 1 });
  log.place({ price: 101, orderGroup: 9, timeInForce: TimeInForce.immediateOrCancel });
  setGroup(log, { fillLimit: 0, group: 1 });
  wait(log, 4);
  const refused = `orderGroupUnknown, field ${offsetOf(placeOrder, 'orderGroup')}`;
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['cancel 11: 1, marketCleared', 'group 1 of 0: 0 in 1000'],
    ...['cancel 12: 1, marketCleared', 'advance: 1, more'],
    ...['swept #21: 12, accepted', 'advance: 1, more'],
    ...[`done 13: ${refused}`, 'advance: 1, more'],
    ...[`done 14: ${refused}`, 'advance: 1'],
  ]);
});

test('an order that waited comes into the group that has its number by then', () => {
  const log = begunWithGroup(5);
  beginSweep(log, 10);
  log.place({ price: 100, orderGroup: 1 });
  setGroup(log, { fillLimit: 0, group: 1 });
  setGroup(log, { fillLimit: 7 });
  wait(log, 1);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...['cancel 9: 1, marketCleared', 'defer 11'],
    ...['cancel 10: 1, marketCleared', 'group 1 of 0: 0 in 1000'],
    ...['swept #19: 10, accepted', 'group 1 of 0: 7 in 1000'],
    ...['done 11: accepted', 'place 11', '11 in group 1', 'advance: 1'],
  ]);
});
