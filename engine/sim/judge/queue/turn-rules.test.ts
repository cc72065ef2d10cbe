/** Examples, worked out by hand, of the turn of a deferred command: what is asked then, and what is told first. */
import {
  amendOrder,
  MarketState,
  OrderType,
  offsetOf,
  replaceOrder,
  Side,
  setMarketState,
  setOrderQuota,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import { besideSweeps, judgeStoryOf } from '../judge-story.ts';
import { beginSweep, begun, close, holdQueue, wait } from './queue-log.ts';

const { sell } = Side;
const FIRST = '01'.repeat(16);
const SECOND = '02'.repeat(16);
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
const whole = { timeInForce: TimeInForce.fillOrKill };
const SWEPT = 'swept #11: 3, accepted';

/** A log whose sweep, begun by entry 11, cancels order 3 with the next command and is done with the one after. */
function sweeping(limits: Parameters<typeof begun>[0] = {}): LogWriter {
  const log = begun(limits);
  beginSweep(log, 3);
  return log;
}

function quietly(log: LogWriter, count: number): string[] {
  return besideSweeps(judgeStoryOf(log.entries, count));
}

/** A log that defers what follows for nine commands; the first order that waits is 16. Market 1 has no queued work. */
function holding(limits: Parameters<typeof begun>[0] = {}): LogWriter {
  const log = begun(limits);
  log.openMarket(event);
  holdQueue(log, 12);
  beginSweep(log, 3);
  return log;
}

/** What becomes of all that waits. */
function turnsOf(log: LogWriter): string[] {
  wait(log, 20);
  return quietly(log, 20).filter((line) => !/^(advance|swept)/.test(line));
}

function quota(log: LogWriter, ordersMax: number): void {
  log.add(draftOf(setOrderQuota, { owner: 1, ordersMax, marketOrdersMax: 0 }));
}

function turn(log: LogWriter, state: MarketState): void {
  log.add(draftOf(setMarketState, { market: 0, state }));
}

function refused(code: string, field?: keyof typeof replaceOrder.specs): string {
  return field === undefined ? code : `${code}, field ${offsetOf(replaceOrder, field)}`;
}

test('an accepted turn tells so first, and then what the command would have told at once', () => {
  const log = sweeping();
  log.place({ price: 100, size: 2 });
  log.place({ price: 100, size: 3, side: sell, ...immediate });
  log.place({ price: 99, size: 2 });
  log.replace({ price: 98, size: 4, replaced: 6 });
  log.amend(6, { price: 97, size: 4 });
  wait(log, 3);
  expect(quietly(log, 8)).toEqual([
    'defer 4',
    ...[SWEPT, 'defer 5'],
    ...['done 4: accepted', 'place 4', 'defer 6'],
    ...['done 5: accepted', 'place 5', 'fill 4 by 5: 2 at 100', 'cancel 5: 1, remainderCancelled', 'defer 7'],
    ...['done 6: accepted', 'place 6', 'defer 6'],
    ...['done 7: accepted', 'cancel 6: 2, replaced', 'place 7', 'advance: 1, more'],
    ...[`done 6: orderUnknown, field ${offsetOf(amendOrder, 'order')}`, 'advance: 1'],
    'advance: 0',
  ]);
});

test.each<[string, Parameters<LogWriter['place']>[0], string]>([
  ['flags', { orderType: OrderType.market }, refused('flagsConflict', 'timeInForce')],
  ['expiry, which nobody clears while it waits', { expiry: 1_000 }, refused('expiryNotAhead', 'expiry')],
  ['price', { price: 0xffff }, refused('priceOffStep', 'price')],
  ['display size', { size: 500, displaySize: 1 }, refused('displayTooSmall', 'displaySize')],
  ['fill', whole, refused('fillOrKillUnfilled', 'size')],
])('at its turn an order is asked for its %s', (_, terms, code) => {
  const log = sweeping();
  log.place({ price: 100, ...terms });
  wait(log, 3);
  expect(quietly(log, 4)).toEqual([
    'defer 4',
    SWEPT,
    'advance: 1, more',
    `done 4: ${code}`,
    'advance: 1',
    'advance: 0',
  ]);
});

test('the valid-until of the command is asked first, then the state of the market', () => {
  const log = holding();
  log.place({ price: 0xffff, validUntil: 2_000 });
  log.place({ price: 0xffff });
  turn(log, MarketState.halted);
  log.time = 2_000;
  expect(turnsOf(log)).toEqual([
    `done 16: ${refused('commandExpired', 'validUntil')}`,
    `done 17: ${refused('marketHalted', 'market')}`,
  ]);
});

test.each([
  [
    1_999,
    [
      ...['done 16: accepted', 'place 16', `done 17: ${refused('orderUnknown', 'replaced')}`],
      ...['done 16: accepted', 'amend 16: 1 of 1 at 101'],
    ],
  ],
  [2_000, [16, 17, 16].map((order) => `done ${order}: ${refused('commandExpired', 'validUntil')}`)],
])('commands that are valid until 2000 have their turn at %i', (time, story) => {
  const log = holding();
  log.place({ price: 100, validUntil: 2_000 });
  log.replace({ price: 100, replaced: 77, validUntil: 2_000 });
  log.amend(16, { price: 101, size: 1, validUntil: 2_000 });
  log.time = time;
  expect(turnsOf(log)).toEqual(story);
});

test('what is refused at its turn is closed from then on, and its id is remembered up to its second', () => {
  const log = holding();
  const terms = { price: 0xffff, clientOrderId: FIRST };
  log.place({ ...terms, validUntil: 900_000 });
  expect(turnsOf(log)).toEqual([`done 16: ${refused('priceOffStep', 'price')}`]);
  log.time = 999_999;
  log.place(terms);
  log.time = 1_000_000;
  log.place(terms);
  expect(quietly(log, 2)).toEqual(['known 16: closed', `reject: ${refused('priceOffStep', 'price')}`]);
});

test('an id that an order held while it waited is forgotten when its turn refuses it', () => {
  const log = holding();
  const terms = { price: 100, clientOrderId: FIRST };
  log.place({ ...terms, validUntil: 900_000 });
  log.time = 1_000_000;
  wait(log);
  log.place(terms);
  expect(quietly(log, 1)).toEqual(['known 16: 1 of 1 at 100']);
  expect(turnsOf(log)).toEqual([`done 16: ${refused('commandExpired', 'validUntil')}`]);
  log.place(terms);
  expect(quietly(log, 1)).toEqual(['place 17']);
});

test('an order that took its turn keeps its number, and its id as long as any', () => {
  const log = holding();
  const terms = { price: 100, clientOrderId: FIRST };
  log.place({ ...terms, validUntil: 900_000 });
  log.place({ ...terms, market: 1, price: 90, clientOrderId: SECOND });
  expect(turnsOf(log)).toEqual(['done 16: accepted', 'place 16']);
  log.time = 1_000_000;
  wait(log);
  log.place(terms);
  log.cancelById(FIRST);
  log.place(terms);
  expect(quietly(log, 3)).toEqual(['known 16: 1 of 1 at 100', 'cancel 16: 1, cancelledByUser', 'place 18']);
});

test('at its turn an order that may stay is asked for room again, and others that wait still count', () => {
  const log = holding();
  log.place({ price: 100 });
  log.place({ price: 100, ...immediate });
  log.place({ price: 100, ...immediate });
  quota(log, 2);
  expect(turnsOf(log)).toEqual([
    ...['done 16: orderQuotaReached', 'done 17: accepted', 'place 17', 'cancel 17: 1, remainderCancelled'],
    ...['done 18: accepted', 'place 18', 'cancel 18: 1, remainderCancelled'],
  ]);
});

test('at its turn an order does not count itself', () => {
  const log = holding();
  quota(log, 1);
  log.place({ price: 100 });
  expect(turnsOf(log)).toEqual(['done 16: accepted', 'place 16']);
});

test('the order that a replacement names is looked for at its turn, and stays when the rules refuse', () => {
  const log = holding();
  log.place({ price: 50, market: 1, clientOrderId: FIRST });
  for (const price of [0xffff, 101, 102]) log.replace({ price, replacedClientOrderId: FIRST });
  expect(turnsOf(log)).toEqual([
    `done 17: ${refused('priceOffStep', 'price')}`,
    ...['done 18: accepted', 'cancel 16: 1, replaced', 'place 18'],
    `done 19: ${refused('orderUnknown', 'replaced')}`,
  ]);
});

test('a replacement is asked at its turn as if the order that it names had left', () => {
  const log = holding();
  log.place({ price: 100, market: 1 });
  log.replace({ price: 95, replaced: 16 });
  quota(log, 1);
  expect(turnsOf(log)).toEqual(['done 17: accepted', 'cancel 16: 1, replaced', 'place 17']);
});

test('a replacement may at its turn take out an order that waits behind it, and not itself', () => {
  const log = holding();
  log.replace({ price: 100, replaced: 18 });
  log.replace({ price: 100, clientOrderId: FIRST, replacedClientOrderId: FIRST });
  log.place({ price: 101 });
  log.place({ price: 102 });
  log.replace({ price: 103, replaced: 20 });
  const unknown = refused('orderUnknown', 'replaced');
  expect(turnsOf(log)).toEqual([
    ...['done 16: accepted', 'done 18: replaced', 'place 16'],
    `done 17: ${unknown}`,
    ...['done 19: accepted', 'place 19'],
    `done 20: ${unknown}`,
  ]);
});

test('an amend at its turn is asked for all, and may take the order away', () => {
  const log = holding();
  log.place({ price: 100, size: 5, side: sell });
  log.place({ price: 100, size: 2 });
  log.place({ price: 90 });
  log.amend(16, { account: 1, price: 100, size: 2 });
  log.amend(18, { price: 91, size: 1, expiry: 900 });
  expect(turnsOf(log)).toEqual([
    ...['done 16: accepted', 'place 16'],
    ...['done 17: accepted', 'place 17', 'fill 16 by 17: 2 at 100'],
    ...['done 18: accepted', 'place 18'],
    ...['done 16: accepted', 'cancel 16: 3, amendedAway'],
    `done 18: expiryNotAhead, field ${offsetOf(amendOrder, 'expiry')}`,
  ]);
});

test('a market that closes refuses what waits, each at its turn, and then without waiting', () => {
  const log = begun();
  for (let left = 6; left > 0; left -= 1) log.place({ price: 100 });
  close(log);
  log.place({ price: 100 });
  log.amend(6, { price: 101, size: 1 });
  wait(log, 5);
  log.place({ price: 100 });
  const closed = refused('marketClosed', 'market');
  expect(quietly(log, 9)).toEqual([
    ...['market 0: state 6', 'market 0: 2, queued', 'defer 7', 'defer 6', 'advance: 1, more', 'advance: 1, more'],
    ...['swept #14: 6, accepted', 'advance: 1, more', `done 7: ${closed}`, 'advance: 1, more'],
    ...[`done 6: orderUnknown, field ${offsetOf(amendOrder, 'order')}`, 'advance: 1', `reject: ${closed}`],
  ]);
});
