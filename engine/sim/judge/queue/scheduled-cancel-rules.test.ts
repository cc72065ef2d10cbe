/** Examples, worked out by hand, of scheduled cancels: when they may be, when they come, and what they sweep. */
import { offsetOf, scheduleCancel } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { event } from '../../workload/market-template.ts';
import { besideSweeps, judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { beginSweep, begun, cancelMany, schedule, unschedule, wait } from './queue-log.ts';

const FIVE_SECONDS = 5_000_000;
/** An account of the first owner beside account 0. */
const SIBLING = 2;

test('a scheduled cancel lies five seconds ahead at least, replaces the one before, and 0 takes it away', () => {
  const log = begun();
  schedule(log, FIVE_SECONDS - 1);
  schedule(log, FIVE_SECONDS);
  schedule(log, FIVE_SECONDS + 7, 1);
  schedule(log, FIVE_SECONDS + 9);
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  const tooSoon = `reject: scheduleTooSoon, field ${offsetOf(scheduleCancel, 'at')}`;
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    tooSoon,
    ...['schedule of 0: 5001000', 'schedule of 1: 5001007', 'schedule of 0: 5001009'],
  ]);
  expect(judge.logicalState().scheduledCancels).toEqual([
    { at: 5_001_009, commandSequence: 11, account: 0 },
    { at: 5_001_007, commandSequence: 10, account: 1 },
  ]);
  unschedule(log);
  log.time = 9_000_000;
  wait(log, 3);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    'schedule of 0: 0',
    ...['advance: 1, more', 'swept #10: 0, accepted', 'advance: 1', 'advance: 0'],
  ]);
});

test('when the time has come it is an item of clearing, and then a sweep of all orders of the account', () => {
  const log = begun({ makersPerCommandMax: 8 });
  log.openMarket(event);
  schedule(log, FIVE_SECONDS);
  log.place({ price: 100, session: 4 });
  log.place({ price: 100, account: SIBLING });
  log.place({ price: 100, market: 1 });
  log.time += FIVE_SECONDS - 1;
  wait(log);
  log.time += 1;
  log.place({ price: 90 });
  log.place({ price: 80 });
  wait(log, 4);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    'advance: 0',
    // The sweep joined the queue before order 4 was given its number, and looks at none from then on.
    'place 4',
    ...['cancel 1: 1, scheduledCancel', 'place 5'],
    'advance: 1, more',
    ...['cancel 3: 1, scheduledCancel', 'advance: 1, more'],
    ...['swept #9: 2, accepted', 'advance: 1'],
    'advance: 0',
  ]);
});

test('its final answer names the account and the command that scheduled it', () => {
  const log = begun({ drainPerCommandMax: 4 });
  schedule(log, FIVE_SECONDS, 1);
  log.time += FIVE_SECONDS;
  wait(log);
  const judge = new NaiveExchange();
  const records = log.entries.map((entry) => judge.apply(entry).records);
  expect(records.at(-1)?.[0]?.values).toMatchObject({
    ...{ account: 1, commandKind: scheduleCancel.number, commandSequence: 8, order: 0, field: 65_535, cancelled: 0 },
  });
  expect(judgeStoryOf(log.entries, 1)).toEqual(['swept #8: 0, accepted', 'advance: 2']);
});

test('the earliest comes first, among equals that of the lowest account, after expired orders and ids', () => {
  const log = begun({ drainPerCommandMax: 1 });
  schedule(log, FIVE_SECONDS + 1, 0);
  schedule(log, FIVE_SECONDS, SIBLING);
  schedule(log, FIVE_SECONDS, 1);
  log.place({ price: 100, clientOrderId: '01'.repeat(16) });
  log.place({ price: 100, expiry: 2_000 });
  log.time += FIVE_SECONDS + 1;
  wait(log, 10);
  expect(judgeStoryOf(log.entries, 10)).toEqual([
    ...['cancel 2: 1, orderExpired', 'advance: 1, more'],
    'advance: 1, more',
    ...['advance: 1, more', 'advance: 1, more', 'advance: 1, more'],
    ...['swept #10: 0, accepted', 'advance: 1, more'],
    // The sweep of the other account of the owner looks at order 1 first.
    ...['advance: 1, more', 'swept #9: 0, accepted', 'advance: 1, more'],
    ...['cancel 1: 1, scheduledCancel', 'advance: 1, more'],
    ...['swept #8: 1, accepted', 'advance: 1'],
  ]);
});

test('while the queue is full a cancel stays scheduled, is pending, and may be put off', () => {
  const log = begun({ queueItemsMax: 1 });
  schedule(log, FIVE_SECONDS, 0);
  schedule(log, FIVE_SECONDS, 1);
  beginSweep(log, 6);
  log.time += FIVE_SECONDS;
  wait(log);
  schedule(log, FIVE_SECONDS, 1);
  wait(log, 5);
  expect(besideSweeps(judgeStoryOf(log.entries, 7))).toEqual([
    ...['advance: 1, more', 'schedule of 1: 10001000', 'advance: 1, more', 'advance: 1, more'],
    ...['swept #16: 6, accepted', 'advance: 1, more'],
    'advance: 1, more',
    ...['swept #8: 0, accepted', 'advance: 1'],
  ]);
});

test('a scheduled cancel keeps no other sweep out of the queue, and goes on when the next is scheduled', () => {
  const log = begun({ makersPerCommandMax: 1 });
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100 });
  schedule(log, FIVE_SECONDS);
  log.time += FIVE_SECONDS;
  wait(log);
  cancelMany(log);
  schedule(log, FIVE_SECONDS);
  wait(log, 3);
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    'advance: 1, more',
    ...['cancel 1: 1, scheduledCancel', 'cancel 2: 1, cancelledByUser', 'orders: 1, queued'],
    ...['cancel 3: 1, scheduledCancel', 'schedule of 0: 10001000'],
    ...['cancel 4: 1, scheduledCancel', 'advance: 1, more'],
    ...['swept #12: 3, accepted', 'advance: 1, more'],
    ...['swept #14: 1, accepted', 'advance: 1'],
  ]);
});

test('a sweep by cancelOrders keeps no scheduled cancel out of the queue', () => {
  const log = begun({ makersPerCommandMax: 1 });
  for (let left = 2; left > 0; left -= 1) log.place({ price: 100 });
  schedule(log, FIVE_SECONDS);
  log.time += FIVE_SECONDS - 1;
  cancelMany(log);
  log.time += 1;
  wait(log, 4);
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    ...['cancel 1: 1, cancelledByUser', 'orders: 1, queued'],
    'advance: 1, more',
    ...['cancel 2: 1, cancelledByUser', 'advance: 1, more'],
    ...['swept #11: 2, accepted', 'advance: 1, more'],
    ...['swept #10: 0, accepted', 'advance: 1'],
  ]);
});

test('where there is no queue nothing is scheduled, and to schedule nothing is no fault', () => {
  const log = begun({ queueItemsMax: 0 });
  log.place({ price: 100 });
  schedule(log, FIVE_SECONDS);
  unschedule(log);
  log.time += FIVE_SECONDS;
  wait(log);
  expect(judgeStoryOf(log.entries, 3)).toEqual(['reject: queueFull', 'schedule of 0: 0', 'advance: 0']);
});
