/** Examples, worked out by hand, of sweeps: what they look at and cancel, how far they come, and closed markets. */
import {
  amendOrder,
  CancelFilter,
  cancelOrders,
  clearMarket,
  MarketState,
  offsetOf,
  placeOrder,
  Side,
  setMarketState,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { beginSweep, begun, cancelMany, clear, close, wait } from './queue-log.ts';

const { sell } = Side;
const { wholeOwner, ofMarket, ofKey, ofSession } = CancelFilter;
/** An account of the first owner beside account 0. */
const SIBLING = 2;

function byUser(...orders: number[]): string[] {
  return orders.map((order) => `cancel ${order}: 1, cancelledByUser`);
}

function cleared(...orders: number[]): string[] {
  return orders.map((order) => `cancel ${order}: 1, marketCleared`);
}

test('a sweep cancels the orders of the account in order of number, and is done when it has looked at the last', () => {
  const log = begun({ makersPerCommandMax: 5 });
  log.place({ price: 90 });
  log.place({ price: 100 });
  log.place({ price: 100, account: SIBLING });
  log.place({ price: 110, side: sell });
  log.place({ price: 80 });
  log.place({ price: 120, side: sell, account: 0 });
  cancelMany(log);
  cancelMany(log);
  expect(judgeStoryOf(log.entries, 2)).toEqual([...byUser(1, 2, 5, 6), 'orders: 4, done', 'orders: 0, done']);
});

test.each([
  ['the whole owner', { filter: wholeOwner }, [1, 2, 3, 4, 5]],
  ['the account', { filter: 0, market: 1, ofKey: 1, ofSession: 8 }, [1, 3, 4, 5]],
  ['a market', { filter: ofMarket, market: 1 }, [4]],
  ['a key', { filter: ofKey, ofKey: 1 }, [3]],
  ['the owner itself as key', { filter: ofKey, ofKey: 0 }, [1, 4, 5]],
  ['a session', { filter: ofSession, ofSession: 8 }, [4, 5]],
  ['a market and a session', { filter: ofMarket + ofSession, ofSession: 8 }, [5]],
  ['all of these', { filter: 15, market: 1, ofKey: 1, ofSession: 8 }, []],
])('a filter by %s', (_, values, orders) => {
  const log = begun({ makersPerCommandMax: 8 });
  log.openMarket(event);
  log.addKey(0, 9);
  log.place({ price: 100 });
  log.place({ price: 100, account: SIBLING });
  log.place({ price: 100, key: 1 });
  log.place({ price: 100, market: 1, session: 8 });
  log.place({ price: 100, session: 8 });
  cancelMany(log, values);
  expect(judgeStoryOf(log.entries, 1)).toEqual([...byUser(...orders), `orders: ${orders.length}, done`]);
});

test('a market that the filter names must exist', () => {
  const log = begun();
  cancelMany(log, { filter: ofMarket, market: 1 });
  cancelMany(log, { filter: ofKey, market: 1 });
  const unknown = `reject: marketUnknown, field ${offsetOf(cancelOrders, 'market')}`;
  expect(judgeStoryOf(log.entries, 2)).toEqual([unknown, 'orders: 0, done']);
});

test('orders that do not fit are looked at too, at once and from the queue, one in a step', () => {
  const log = begun();
  for (const account of [0, SIBLING, SIBLING, 0]) log.place({ price: 100, account });
  cancelMany(log);
  log.place({ price: 101 });
  wait(log, 3);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...byUser(1),
    'orders: 1, queued',
    // From the queue it begins again: at order 2, and with the next command at 3. Order 5 came after the sweep began,
    // which does not look at it.
    ...['place 5', 'advance: 1, more'],
    ...[...byUser(4), 'advance: 1, more'],
    ...['swept #12: 2, accepted', 'advance: 1'],
  ]);
});

test('a sweep that looked at exactly as many as it may at once is done', () => {
  const log = begun();
  log.place({ price: 100 });
  log.place({ price: 100 });
  cancelMany(log);
  expect(judgeStoryOf(log.entries, 1)).toEqual([...byUser(1, 2), 'orders: 2, done']);
});

test('another sweep of the owner stops where it cannot be done at once, and that of another owner joins', () => {
  const log = begun();
  for (let left = 9; left > 0; left -= 1) log.place({ price: 100 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, account: 1 });
  for (let left = 2; left > 0; left -= 1) log.place({ price: 100, market: 0, account: SIBLING });
  cancelMany(log);
  cancelMany(log, { account: SIBLING, filter: wholeOwner });
  cancelMany(log, { account: 1 });
  cancelMany(log, { account: SIBLING });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[...byUser(1, 2), 'orders: 2, queued'],
    ...[...byUser(3, 4, 5), 'orders: 2, stopped'],
    ...[...byUser(6, 10, 11), 'orders: 2, queued'],
    // It looks at orders 8 and 9, which are none of its account, and there are more.
    ...[...byUser(7), 'orders: 0, stopped'],
  ]);
});

test('a sweep stops where the queue is full, or where there is none', () => {
  const log = begun({ queueItemsMax: 1 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100 });
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100, account: 1 });
  cancelMany(log, { account: 1 });
  cancelMany(log);
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...[...byUser(4, 5), 'orders: 2, queued'],
    ...[...byUser(6, 1, 2), 'orders: 2, stopped'],
  ]);
  const none = begun({ queueItemsMax: 0 });
  for (let left = 5; left > 0; left -= 1) none.place({ price: 100 });
  cancelMany(none);
  clear(none);
  none.place({ price: 100 });
  expect(judgeStoryOf(none.entries, 3)).toEqual([
    ...[...byUser(1, 2), 'orders: 2, stopped'],
    ...[...cleared(3, 4), 'market 0: 2, stopped'],
    'place 6',
  ]);
});

test('orders that wait are looked at, and leave the queue with an answer of their own', () => {
  const log = begun({ queueItemsMax: 3 });
  log.openMarket(event);
  log.place({ price: 100, market: 1 });
  beginSweep(log, 9);
  log.place({ price: 100 });
  log.place({ price: 100, account: SIBLING });
  log.place({ price: 90, market: 1 });
  cancelMany(log, { filter: wholeOwner });
  wait(log, 8);
  expect(judgeStoryOf(log.entries, 9).slice(0, 4)).toEqual([
    ...cleared(7),
    ...[...byUser(1), 'done 11: cancelledByUser', 'orders: 2, queued'],
  ]);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['swept #19: 9, accepted', 'advance: 1, more'],
    // The order that waits longer than the sweep has its turn before it.
    ...['done 12: accepted', 'place 12', 'advance: 1, more'],
    ...[...byUser(12), 'advance: 1, more'],
    ...[...byUser(13), 'advance: 1, more'],
    ...['swept #23: 4, accepted', 'advance: 1'],
  ]);
});

test('what a sweep cancels at once makes room for it in the queue', () => {
  const log = begun({ queueItemsMax: 3 });
  log.openMarket(event);
  beginSweep(log, 9);
  log.place({ price: 100 });
  log.place({ price: 100 });
  log.place({ price: 100, market: 1 });
  log.place({ price: 100 });
  cancelMany(log);
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...[...cleared(6), 'reject: queueFull'],
    ...[...cleared(7), 'done 10: cancelledByUser', 'done 11: cancelledByUser', 'orders: 2, queued'],
  ]);
});

test('a market is swept bids first, the best price first, in order of time, expired orders too', () => {
  const log = begun({ makersPerCommandMax: 8 });
  log.place({ price: 200, side: sell });
  log.place({ price: 90 });
  log.place({ price: 190, side: sell, size: 7 });
  log.place({ price: 100 });
  log.place({ price: 100, account: 1, expiry: 1_500 });
  log.place({ price: 90, expiry: 1_400 });
  log.time = 1_500;
  clear(log);
  clear(log);
  clear(log, 1);
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    'cancel 6: 1, orderExpired',
    ...[...cleared(4, 5, 2), 'cancel 3: 7, marketCleared', ...cleared(1), 'market 0: 5, done'],
    'market 0: 0, done',
    `reject: marketUnknown, field ${offsetOf(clearMarket, 'market')}`,
  ]);
});

test('another sweep of a market that is being swept cancels some at once and leaves the rest to the first', () => {
  const log = begun({ queueItemsMax: 1 });
  log.openMarket(event);
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, market: 1 });
  beginSweep(log, 8);
  clear(log);
  clear(log, 1);
  wait(log, 1);
  clear(log);
  wait(log, 2);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...[...cleared(4, 5), 'market 0: 2, queued'],
    ...[...cleared(6, 7, 8), 'market 0: 2, queued'],
    ...[...cleared(9, 1, 2), 'market 1: 2, stopped'],
    ...[...cleared(10), 'advance: 1, more'],
    ...[...cleared(11), 'market 0: 0, done'],
    ...['swept #20: 6, accepted', 'advance: 1'],
    'advance: 0',
  ]);
});

test('what waits in a market that is cleared takes its turn', () => {
  const log = begun();
  beginSweep(log, 4);
  log.place({ price: 100 });
  clear(log);
  wait(log, 2);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    ...[...cleared(3), 'defer 5'],
    ...[...cleared(4), 'market 0: 0, done'],
    ...['swept #12: 4, accepted', 'advance: 1, more'],
    ...['done 5: accepted', 'place 5', 'advance: 1'],
  ]);
});

test('a market that closes is swept, also when it is closed already, and one that begins closed is not', () => {
  const log = begun();
  for (let left = 5; left > 0; left -= 1) log.place({ price: 100 });
  close(log);
  close(log);
  wait(log);
  const judge = new NaiveExchange();
  const records = log.entries.flatMap((entry) => judge.apply(entry).records);
  expect(judgeStoryOf(log.entries, 3)).toEqual([
    ...['market 0: state 6', ...cleared(1, 2), 'market 0: 2, queued'],
    ...[...cleared(3), 'market 0: state 6', ...cleared(4, 5), 'market 0: 2, done'],
    ...['swept #13: 3, accepted', 'advance: 1'],
  ]);
  expect(records.at(-2)?.values).toMatchObject({ commandKind: setMarketState.number, account: 0, cancelled: 3 });
});

test('a closed market takes no order and no amend, lets orders be cancelled, and opens again', () => {
  const log = begun({ queueItemsMax: 0, clientOrderIdsMax: 1 });
  for (let left = 5; left > 0; left -= 1) log.place({ price: 100 });
  close(log);
  log.place({ price: 0xffff, timeInForce: 3, flags: 1 });
  log.amend(4, { price: 100, size: 1 });
  log.replace({ price: 100, replaced: 4 });
  log.cancel(4);
  log.add(draftOf(setMarketState, { market: 0, state: MarketState.open }));
  log.amend(5, { price: 100, size: 2 });
  const closed = `reject: marketClosed, field ${offsetOf(placeOrder, 'market')}`;
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...['market 0: state 6', ...cleared(1, 2), 'market 0: 2, stopped'],
    ...[closed, `reject: marketClosed, field ${offsetOf(amendOrder, 'order')}`, closed],
    ...[...byUser(4), 'market 0: state 1', 'amend 5: 2 of 2 at 100'],
  ]);
});

test('a crossed market may close', () => {
  const log = begun();
  log.add(draftOf(setMarketState, { market: 0, state: MarketState.auction }));
  log.place({ price: 110 });
  log.place({ price: 100, side: sell });
  close(log);
  expect(judgeStoryOf(log.entries, 1)).toEqual(['market 0: state 6', ...cleared(1, 2), 'market 0: 2, done']);
});

test('the logical state says how far a sweep of an owner has come', () => {
  const log: LogWriter = begun();
  for (let left = 5; left > 0; left -= 1) log.place({ price: 100 });
  cancelMany(log, { account: SIBLING, filter: ofKey + ofSession, market: 3, ofKey: 1, ofSession: 8 });
  wait(log);
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  expect(judge.logicalState().queue).toEqual([
    {
      ...{ itemKind: 1, commandKind: cancelOrders.number, commandSequence: 13, order: 5, lookedAt: 1 },
      ...{ account: SIBLING, market: 3, filter: 12, ofKey: 1, ofSession: 8, cancelled: 0, command: '00'.repeat(128) },
      ...{ ofGroup: 0, reserved: 0 },
    },
  ]);
});
