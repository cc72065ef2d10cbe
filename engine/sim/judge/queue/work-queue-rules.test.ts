/** Examples, worked out by hand, of deferring: what waits in the queue, what refuses it, and what waiting means. */
import {
  amendOrder,
  offsetOf,
  placeOrder,
  replaceOrder,
  setOrderQuota,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import { besideSweeps, judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { beginSweep, begun, cancelMany, holdQueue, schedule, wait } from './queue-log.ts';

const FIRST = '01'.repeat(16);
const SECOND = '02'.repeat(16);
const THIRD = '03'.repeat(16);
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
const queueFull = 'reject: queueFull';

function quietly(log: LogWriter, count: number): string[] {
  return besideSweeps(judgeStoryOf(log.entries, count));
}

function bound(log: LogWriter, ordersMax: number, marketOrdersMax: number): void {
  log.add(draftOf(setOrderQuota, { owner: 1, ordersMax, marketOrdersMax }));
}

test('an order waits behind the sweep of its market, step by step, and then takes its turn', () => {
  const log = begun();
  beginSweep(log, 4);
  log.place({ price: 100 });
  wait(log, 3);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['cancel 1: 1, marketCleared', 'cancel 2: 1, marketCleared', 'market 0: 2, queued'],
    ...['cancel 3: 1, marketCleared', 'defer 5'],
    ...['cancel 4: 1, marketCleared', 'advance: 1, more'],
    // That no order is left is found in a step of its own.
    ...['swept #12: 4, accepted', 'advance: 1, more'],
    ...['done 5: accepted', 'place 5', 'advance: 1'],
  ]);
});

test('the records of waiting say whose it is, of which command, and nothing of a field', () => {
  const log = begun();
  beginSweep(log, 3);
  log.place({ price: 100, account: 2, clientOrderId: FIRST });
  wait(log, 2);
  const judge = new NaiveExchange();
  const records = log.entries.map((entry) => judge.apply(entry).records);
  expect(records[11]?.[1]?.values).toMatchObject({ account: 2, order: 4, commandKind: 16, clientOrderId: FIRST });
  expect(records[12]?.[0]?.values).toMatchObject({
    ...{ commandSequence: 11, order: 0, account: 0, commandKind: 14, field: 65_535, cancelled: 3 },
  });
  expect(records[13]?.[0]?.values).toMatchObject({
    ...{ commandSequence: 12, order: 4, account: 2, commandKind: 16, field: 65_535, cancelled: 0 },
  });
});

test('what places or amends waits while its market has queued work, and nothing else does', () => {
  const log = begun();
  log.openMarket(event);
  log.place({ price: 100, market: 1 });
  log.place({ price: 100 });
  beginSweep(log, 9);
  log.amend(1, { price: 101, size: 1 });
  log.amend(2, { price: 101, size: 1 });
  log.replace({ price: 102, replaced: 1 });
  log.replace({ price: 103, replaced: 1, market: 1 });
  log.place({ price: 100, market: 1 });
  log.cancel(11, 1);
  log.preferSelfTrade(2);
  expect(quietly(log, 7)).toEqual([
    'amend 1: 1 of 1 at 101',
    // The bid at 100 was the first to be cancelled.
    `reject: orderUnknown, field ${offsetOf(amendOrder, 'order')}`,
    'defer 12',
    ...['cancel 1: 1, replaced', 'place 13'],
    'place 14',
    'cancel 11: 1, cancelledByUser',
    'selfTradeSet',
  ]);
});

test('a sweep of an owner defers nothing, not even in the market of its filter', () => {
  const log = begun();
  for (let left = 5; left > 0; left -= 1) log.place({ price: 100 });
  cancelMany(log, { filter: 2 });
  log.place({ price: 100 });
  expect(judgeStoryOf(log.entries, 2).slice(-3)).toEqual([
    'orders: 2, queued',
    'cancel 3: 1, cancelledByUser',
    'place 6',
  ]);
});

test('before it waits an order is asked for its client order id, its market and room in the queue, and no more', () => {
  const log = begun({ queueItemsMax: 2, clientOrderIdsMax: 1 });
  log.place({ price: 100, clientOrderId: FIRST });
  beginSweep(log, 20);
  log.place({ price: 101, clientOrderId: FIRST });
  log.place({ price: 100, market: 9 });
  log.replace({ price: 100, market: 9, replaced: 77 });
  log.place({ price: 100, clientOrderId: SECOND });
  log.replace({ price: 0xffff, size: 2_000_000_000, replaced: 77 });
  log.place({ price: 100, clientOrderId: SECOND });
  log.amend(21, { account: 1, price: 100, size: 1 });
  const market = `reject: marketUnknown, field ${offsetOf(placeOrder, 'market')}`;
  expect(quietly(log, 7)).toEqual([
    `reject: clientOrderIdTaken, field ${offsetOf(placeOrder, 'clientOrderId')}`,
    ...[market, market],
    'reject: clientOrderIdsFull',
    // Neither its price nor its size nor the order that it replaces is asked for now.
    'defer 22',
    ...[queueFull, queueFull],
  ]);
});

test('open orders bound the orders that wait, whatever their time in force, and those that wait bound others', () => {
  const log = begun({ ordersMax: 12 });
  log.openMarket(event);
  beginSweep(log, 12);
  log.place({ price: 100, ...immediate });
  log.place({ price: 100, ...immediate, account: 2 });
  bound(log, 3, 2);
  log.place({ price: 100, ...immediate });
  log.place({ price: 100, market: 1 });
  log.place({ price: 100, market: 1 });
  log.replace({ price: 100, replaced: 15 });
  bound(log, 3, 9);
  log.replace({ price: 100, replaced: 15 });
  expect(quietly(log, 9)).toEqual([
    ...['defer 13', 'defer 14', 'orderQuotaSet'],
    ...['reject: marketOrderQuotaReached', 'place 15', 'reject: orderQuotaReached'],
    // The order that a replacement names gives no room before its turn.
    ...['reject: orderQuotaReached', 'orderQuotaSet', 'reject: orderQuotaReached'],
  ]);
});

test('orders that wait fill the table of orders, for those that are to wait and for those that are to rest', () => {
  const log = begun({ ordersMax: 6, queueItemsMax: 9 });
  log.openMarket(event);
  beginSweep(log, 6);
  for (let left = 5; left > 0; left -= 1) log.place({ price: 100, ...immediate });
  log.place({ price: 100, ...immediate });
  log.place({ price: 100, market: 1, account: 1 });
  log.place({ price: 100, market: 1, account: 1, ...immediate });
  expect(quietly(log, 8).filter((line) => !line.startsWith('done'))).toEqual([
    ...['defer 7', 'defer 8', 'defer 9', 'defer 10', 'swept #15: 6, accepted', 'defer 11'],
    // Order 7 has had its turn by now, and five are open; then four are.
    ...['place 7', 'cancel 7: 1, remainderCancelled', 'defer 12'],
    ...['place 8', 'cancel 8: 1, remainderCancelled', 'place 13'],
    ...['place 9', 'cancel 9: 1, remainderCancelled', 'place 14', 'cancel 14: 1, remainderCancelled'],
  ]);
});

test('the table of orders is asked before the quotas, in all markets and then in one, and these before the ids', () => {
  const log = begun({ ordersMax: 24, makersPerCommandMax: 1, clientOrderIdsMax: 1 });
  log.openMarket(event);
  holdQueue(log, 20);
  beginSweep(log, 2);
  log.place({ price: 90, market: 1, clientOrderId: FIRST });
  bound(log, 1, 1);
  log.place({ price: 100, clientOrderId: SECOND });
  bound(log, 0, 1);
  log.place({ price: 100, clientOrderId: SECOND });
  log.place({ price: 100 });
  log.place({ price: 100, clientOrderId: SECOND });
  log.place({ price: 100, market: 1, account: 1 });
  log.place({ price: 100, clientOrderId: SECOND });
  expect(quietly(log, 9)).toEqual([
    ...['place 23', 'orderQuotaSet', 'reject: orderQuotaReached', 'orderQuotaSet'],
    ...['reject: clientOrderIdsFull', 'defer 24', 'reject: marketOrderQuotaReached', 'place 25', 'reject: ordersFull'],
  ]);
});

test('the number of an order that waits is passed over in the ring', () => {
  // Two orders at most, so the ring is four, in which orders 3 and 7 have one remainder.
  const log = begun({ ordersMax: 2, makersPerCommandMax: 1 });
  log.openMarket(event);
  for (const account of [0, 1, 2]) schedule(log, 5_000_000, account);
  beginSweep(log, 2);
  log.place({ price: 100, validUntil: 9_000_000 });
  // Three commands clear no more than a scheduled cancel each.
  log.time += 5_000_000;
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100, market: 1, ...immediate });
  expect(quietly(log, 5).filter((line) => !line.startsWith('cancel'))).toEqual([
    ...['defer 3', 'place 4', 'place 5', 'place 6'],
    ...['swept #14: 2, accepted', 'place 8'],
  ]);
});

test('an order that waits is known as open, by its command, and can be cancelled by number and by name', () => {
  const log = begun();
  beginSweep(log, 12);
  log.place({ price: 100, size: 7, clientOrderId: FIRST, expiry: 1_001 });
  log.place({ price: 101, clientOrderId: SECOND });
  log.place({ price: 100, size: 7, clientOrderId: FIRST, expiry: 1_001 });
  log.place({ price: 102, clientOrderId: FIRST });
  log.cancel(13, 1);
  log.cancel(13, 2);
  log.cancel(13);
  log.cancel(13);
  log.cancelById(SECOND);
  log.place({ price: 101, clientOrderId: SECOND });
  const unknown = `reject: orderUnknown, field ${offsetOf(amendOrder, 'order')}`;
  expect(quietly(log, 8)).toEqual([
    'known 13: 7 of 7 at 100',
    `reject: clientOrderIdTaken, field ${offsetOf(placeOrder, 'clientOrderId')}`,
    ...[unknown, unknown],
    'done 13: cancelledByUser',
    unknown,
    'done 14: cancelledByUser',
    'known 14: closed',
  ]);
});

test('an order that waits holds its id once its second is over, and the id is forgotten with it', () => {
  const log = begun({ drainPerCommandMax: 2 });
  beginSweep(log, 30);
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 1_500_000 });
  log.place({ price: 100, clientOrderId: SECOND, validUntil: 1_500_000 });
  log.time = 2_000_000;
  wait(log);
  log.place({ price: 100, clientOrderId: FIRST });
  log.cancel(31);
  log.place({ price: 100, clientOrderId: FIRST });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    // Both ids, and nothing of the queue.
    'advance: 2, more',
    ...['cancel 7: 1, marketCleared', 'cancel 8: 1, marketCleared', 'known 31: 1 of 1 at 100'],
    ...['cancel 9: 1, marketCleared', 'cancel 10: 1, marketCleared', 'done 31: cancelledByUser'],
    ...['cancel 11: 1, marketCleared', 'cancel 12: 1, marketCleared', 'defer 33'],
  ]);
});

test('one amend of an order waits at a time, that of a waiting order behind it', () => {
  const log = begun();
  beginSweep(log, 4);
  log.place({ price: 100 });
  log.amend(5, { price: 101, size: 3 });
  log.amend(5, { price: 102, size: 3 });
  log.amend(5, { account: 2, price: 102, size: 3 });
  wait(log);
  log.amend(5, { price: 103, size: 3 });
  expect(quietly(log, 6)).toEqual([
    'defer 5',
    'defer 5',
    ...['swept #12: 4, accepted', `reject: amendWaits, field ${offsetOf(amendOrder, 'order')}`],
    ...['done 5: accepted', 'place 5', `reject: orderUnknown, field ${offsetOf(amendOrder, 'order')}`],
    ...['done 5: accepted', 'amend 5: 3 of 3 at 101', 'advance: 1'],
    'amend 5: 3 of 3 at 103',
  ]);
});

test('the queue is asked for room before the amends that wait in it', () => {
  const log = begun({ queueItemsMax: 2 });
  log.place({ price: 50, side: 2, account: 1 });
  beginSweep(log, 9);
  log.amend(10, { account: 1, price: 150, size: 1 });
  log.amend(10, { account: 1, price: 150, size: 1 });
  log.place({ price: 100 });
  log.cancel(10, 1);
  expect(quietly(log, 4)).toEqual(['defer 10', queueFull, queueFull, 'cancel 10: 1, cancelledByUser']);
});

test('a replacement without queued work takes a waiting order out of the queue, or leaves it at its place', () => {
  const log = begun();
  log.openMarket(event);
  beginSweep(log, 9);
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100 });
  log.replace({ price: 0xffff, market: 1, replaced: 10 });
  log.replace({ price: 100, market: 1, replaced: 10, account: 2 });
  log.replace({ price: 100, market: 1, replacedClientOrderId: FIRST });
  expect(quietly(log, 3)).toEqual([
    `reject: priceOffStep, field ${offsetOf(replaceOrder, 'price')}`,
    `reject: orderUnknown, field ${offsetOf(replaceOrder, 'replaced')}`,
    ...['done 10: replaced', 'place 12'],
  ]);
});

test('the rules are asked as if a waiting order that is replaced had left the table, the quota and the ids', () => {
  const log = begun({ ordersMax: 13, clientOrderIdsMax: 1, makersPerCommandMax: 1 });
  log.openMarket(event);
  holdQueue(log, 10);
  beginSweep(log, 2);
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 900_000 });
  // From here on order 13 holds its id, which is forgotten with it.
  log.time = 1_000_000;
  log.place({ price: 100, account: 1, market: 1 });
  bound(log, 1, 1);
  log.place({ price: 100, market: 1 });
  log.replace({ price: 90, market: 1, clientOrderId: THIRD, replacedClientOrderId: FIRST });
  expect(quietly(log, 5)).toEqual([
    ...['defer 13', 'place 14', 'orderQuotaSet', 'reject: ordersFull'],
    ...['done 13: replaced', 'place 15'],
  ]);
});

test('a drain ends after a turn, whatever is left of its items', () => {
  const log = begun({ drainPerCommandMax: 4 });
  beginSweep(log, 12);
  for (const price of [100, 101, 102]) log.place({ price });
  wait(log, 3);
  expect(besideSweeps(judgeStoryOf(log.entries, 6))).toEqual([
    ...['defer 13', 'defer 14'],
    // Of the sweep two orders and its end are left: three items, and the turn is the fourth.
    ...['swept #20: 12, accepted', 'done 13: accepted', 'place 13', 'defer 15'],
    ...['done 14: accepted', 'place 14', 'advance: 1, more'],
    ...['done 15: accepted', 'place 15', 'advance: 1'],
    'advance: 0',
  ]);
});

test('the logical state says what waits, from the front, and the ids that waiting orders hold come last', () => {
  const log = begun({ drainPerCommandMax: 2 });
  log.openMarket(event);
  beginSweep(log, 20);
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 1_200_000 });
  log.place({ price: 100, clientOrderId: SECOND, validUntil: 1_100_000, market: 1 });
  log.amend(20, { account: 1, price: 300, size: 1 });
  log.time = 2_000_000;
  wait(log);
  log.place({ price: 100, clientOrderId: THIRD, market: 1 });
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  const { queue, clientOrderIds, scheduledCancels } = judge.logicalState();
  const none = { lookedAt: 0, filter: 0, ofKey: 0, ofSession: 0, ofGroup: 0, reserved: 0 };
  expect(queue).toEqual([
    {
      ...{ itemKind: 2, commandKind: 14, commandSequence: 29, order: 0, account: 0, market: 0, cancelled: 10 },
      ...none,
      command: '00'.repeat(128),
    },
    {
      ...{ itemKind: 3, commandKind: 16, commandSequence: 30, order: 21, account: 0, market: 0, cancelled: 0 },
      ...none,
      command: expect.stringMatching(/^10/),
    },
    {
      ...{ itemKind: 3, commandKind: 18, commandSequence: 32, order: 20, account: 1, market: 0, cancelled: 0 },
      ...none,
      command: expect.stringMatching(/^12[0-9a-f]{126}(00){64}$/),
    },
  ]);
  expect(clientOrderIds.map(({ order, isHeld }) => [order, isHeld])).toEqual([
    [23, 0],
    [22, 1],
    [21, 1],
  ]);
  expect(scheduledCancels).toEqual([]);
});
