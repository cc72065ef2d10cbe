/** Examples, worked out by hand, of groups that trip: when their members are dead, and how they are swept. */
import {
  amendOrder,
  CancelFilter,
  cancelOrders,
  MarketState,
  OrderFlag,
  offsetOf,
  placeOrder,
  Side,
  setMarketState,
  setOrderGroup,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import { judgeStoryOf } from '../judge-story.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { begunWithGroup, type begunWithGroups, hit, setGroup } from './group-log.ts';
import { beginSweep, cancelMany, wait } from './queue-log.ts';

const { sell } = Side;
const { ofGroup, ofMarket, wholeOwner } = CancelFilter;
/** An account of the first owner beside account 0. */
const SIBLING = 2;
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
const whole = { timeInForce: TimeInForce.fillOrKill };
const tripped = `reject: orderGroupTripped, field ${offsetOf(placeOrder, 'orderGroup')}`;
const notEmpty = `reject: orderGroupNotEmpty, field ${offsetOf(setOrderGroup, 'group')}`;
const stuck = `reject: orderGroupTripped, field ${offsetOf(amendOrder, 'order')}`;
const wouldCross = `reject: postOnlyWouldCross, field ${offsetOf(placeOrder, 'price')}`;

function dead(...orders: number[]): string[] {
  return orders.map((order) => `cancel ${order}: 1, orderGroupTripped`);
}

/** A log in which order 1 of one lot trips group 1 of account 0 with the last entry, with so many members left. */
function trippedBy(members: number, limits: Parameters<typeof begunWithGroups>[0] = {}): LogWriter {
  const log = begunWithGroup(1, limits);
  for (let left = members + 1; left > 0; left -= 1) log.place({ price: 100, orderGroup: 1 });
  hit(log, 1);
  return log;
}

function judgeOf(log: LogWriter): NaiveExchange {
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  return judge;
}

test('the command that trips a group goes on with its members, whose lots still count', () => {
  const log = begunWithGroup(2);
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100, size: 2, orderGroup: 1 });
  hit(log, 7);
  const judge = judgeOf(log);
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['place 5', 'fill 1 by 5: 2 at 100', 'trip 1 of 0: 2'],
    ...['fill 2 by 5: 2 at 100', 'fill 3 by 5: 2 at 100', 'fill 4 by 5: 1 at 100'],
  ]);
  expect(judge.logicalState().orderGroups).toEqual([
    {
      ...{ group: 1, account: 0, fillLimit: 2, windowMillis: 1_000, trippedSequence: 13, tenth: 0, sweep: 1 },
      lots: `07${'00'.repeat(87)}`,
    },
  ]);
});

test('with the next command its sweep joins the queue, works step by step, and ends', () => {
  const log = trippedBy(2);
  wait(log, 5);
  const judge = new NaiveExchange();
  const sweeps = log.entries.map((entry) => {
    judge.apply(entry);
    return judge.logicalState().orderGroups[0]?.sweep;
  });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['place 4', 'fill 1 by 4: 1 at 100', 'trip 1 of 0: 1'],
    'advance: 1, more',
    ...[...dead(2), 'advance: 1, more'],
    ...[...dead(3), 'advance: 1, more'],
    ...['swept #12: 2, accepted', 'advance: 1'],
    'advance: 0',
  ]);
  expect(sweeps.slice(-6)).toEqual([1, 2, 2, 2, 0, 0]);
});

test('the sweep is an item of the account, of the command that tripped the group and of the kind that sets one', () => {
  const log = trippedBy(1);
  log.place({ price: 90 });
  const judge = judgeOf(log);
  const origin = { commandKind: setOrderGroup.number, commandSequence: 11, account: 0 };
  expect(judge.logicalState().queue).toEqual([
    {
      ...{ itemKind: 1, ...origin, order: 3, lookedAt: 0, market: 0, filter: ofGroup, ofGroup: 1, reserved: 0 },
      ...{ ofKey: 0, ofSession: 0, cancelled: 0, command: '00'.repeat(128) },
    },
  ]);
  wait(log, 2);
  const [done] = log.entries
    .slice(-2)
    .flatMap((entry) => judge.apply(entry).records.slice(0, 1))
    .slice(-1);
  expect(done).toMatchObject({ name: 'queuedDone', values: { ...origin, order: 0, field: 65_535, cancelled: 1 } });
});

test('a taker that meets a dead member goes on, and the bound on makers counts it', () => {
  const log = trippedBy(3, { makersPerCommandMax: 4 });
  for (let left = 2; left > 0; left -= 1) log.place({ price: 99, account: SIBLING });
  const another = trippedBy(3, { makersPerCommandMax: 4 });
  another.place({ price: 99, size: 9, account: SIBLING });
  another.place({ price: 98, size: 1, account: SIBLING });
  for (const each of [log, another]) each.place({ price: 98, side: sell, size: 10 });
  expect(judgeStoryOf(another.entries, 3)).toEqual([
    'place 6',
    ...[...dead(2), 'place 7'],
    ...[...dead(3), 'place 8', ...dead(4), 'fill 6 by 8: 9 at 99', 'fill 7 by 8: 1 at 98'],
  ]);
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...[...dead(3), 'place 8', ...dead(4), 'fill 6 by 8: 1 at 99', 'fill 7 by 8: 1 at 99'],
  ]);
});

test('dead members alone reach the bound on makers', () => {
  const log = trippedBy(4, { makersPerCommandMax: 3 });
  log.place({ price: 98, side: sell, size: 10 });
  expect(judgeStoryOf(log.entries, 1)).toEqual(['place 7', ...dead(2, 3, 4), 'cancel 7: 10, workBoundReached']);
});

test('a member that has expired too leaves as an expired order', () => {
  const log = begunWithGroup(1);
  log.place({ price: 100, orderGroup: 1 });
  log.place({ price: 100, orderGroup: 1, expiry: 1_500 });
  log.place({ price: 100, orderGroup: 1, expiry: 1_500 });
  hit(log, 1);
  log.time = 1_500;
  hit(log, 1);
  expect(judgeStoryOf(log.entries, 1)).toEqual([
    ...['cancel 2: 1, orderExpired', 'place 5', 'cancel 3: 1, orderExpired', 'cancel 5: 1, remainderCancelled'],
  ]);
});

test('an order of the same owner takes a dead member away before it asks who gives way', () => {
  const log = trippedBy(1);
  log.place({ price: 100, side: sell, account: SIBLING, selfTrade: 2, ...immediate });
  expect(judgeStoryOf(log.entries, 1)).toEqual(['place 4', ...dead(2), 'cancel 4: 1, remainderCancelled']);
});

test('a post-only order does not cross dead members, which leave', () => {
  const postOnly = { price: 100, side: sell, flags: OrderFlag.postOnly };
  const log = trippedBy(2);
  log.place(postOnly);
  expect(judgeStoryOf(log.entries, 1)).toEqual(['place 5', ...dead(2, 3)]);

  const bounded = trippedBy(3, { makersPerCommandMax: 2 });
  bounded.place(postOnly);
  bounded.place(postOnly);
  expect(judgeStoryOf(bounded.entries, 2)).toEqual([wouldCross, ...dead(2), 'place 6', ...dead(3, 4)]);

  const alive = trippedBy(1);
  alive.place({ price: 100, account: SIBLING });
  alive.place({ ...postOnly, account: 1 });
  expect(judgeStoryOf(alive.entries, 1)).toEqual([...dead(2), wouldCross]);
});

test('the plan of a fill-or-kill order passes dead members over', () => {
  const log = trippedBy(2);
  log.place({ price: 99, account: SIBLING });
  log.place({ price: 99, side: sell, size: 2, ...whole });
  log.place({ price: 99, side: sell, ...whole });
  expect(judgeStoryOf(log.entries, 2)).toEqual([
    ...[...dead(2), `reject: fillOrKillUnfilled, field ${offsetOf(placeOrder, 'size')}`],
    ...[...dead(3), 'place 6', 'fill 5 by 6: 1 at 99'],
  ]);
});

test('planMatch is for the next command, in which members of a group that has just tripped are dead', () => {
  const log = begunWithGroup(2, { makersPerCommandMax: 3 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, orderGroup: 1 });
  log.place({ price: 99, account: SIBLING });
  log.place({ price: 99, account: SIBLING });
  hit(log, 1);
  const before = judgeOf(log).planMatch(0, sell, 99, 5);
  hit(log, 1);
  const after = judgeOf(log).planMatch(0, sell, 99, 5);
  expect(before).toEqual({
    fills: [
      { order: 2, price: 100, size: 1 },
      { order: 3, price: 100, size: 1 },
      { order: 4, price: 99, size: 1 },
    ],
    ...{ remaining: 2, isCutShort: true },
  });
  expect(after).toEqual({
    fills: [
      { order: 4, price: 99, size: 1 },
      { order: 5, price: 99, size: 1 },
    ],
    ...{ remaining: 3, isCutShort: false },
  });
});

test('a group that has tripped takes no order', () => {
  const log = trippedBy(0);
  log.place({ price: 0xffff, orderGroup: 1 });
  log.place({ price: 100, orderGroup: 1, ...immediate });
  wait(log, 2);
  log.place({ price: 100, orderGroup: 1 });
  expect(judgeStoryOf(log.entries, 5)).toEqual([
    tripped,
    ...['swept #10: 0, accepted', tripped],
    ...['advance: 0', 'advance: 0', tripped],
  ]);
});

test('a tripped group begins anew, or goes, only once it is empty and its sweep is done', () => {
  const log = trippedBy(1, { queueItemsMax: 1 });
  setGroup(log, { fillLimit: 9, group: 1 });
  setGroup(log, { fillLimit: 9, group: 1 });
  setGroup(log, { fillLimit: 9, group: 1 });
  log.place({ price: 100, orderGroup: 1 });
  hit(log, 1);
  setGroup(log, { fillLimit: 0, group: 1 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    notEmpty,
    ...[...dead(2), notEmpty],
    ...['swept #11: 1, accepted', 'group 1 of 0: 9 in 1000'],
    ...['place 4', '4 in group 1'],
    ...['place 5', 'fill 4 by 5: 1 at 100', 'group 1 of 0: 0 in 1000'],
  ]);
});

test('a tripped group without members is not empty while its sweep is still to join the queue', () => {
  const log = begunWithGroup(1, { queueItemsMax: 1 });
  log.place({ price: 100, orderGroup: 1 });
  log.openMarket(event);
  beginSweep(log, 11, 1);
  hit(log, 1);
  setGroup(log, { fillLimit: 0, group: 1 });
  wait(log, 2);
  setGroup(log, { fillLimit: 0, group: 1 });
  setGroup(log, { fillLimit: 0, group: 1 });
  expect(judgeStoryOf(log.entries, 6)).toEqual([
    ...['cancel 10: 1, marketCleared', 'place 13', 'fill 1 by 13: 1 at 100', 'trip 1 of 0: 1'],
    ...['cancel 11: 1, marketCleared', notEmpty],
    ...['cancel 12: 1, marketCleared', 'advance: 1, more'],
    ...['swept #22: 11, accepted', 'advance: 1, more'],
    notEmpty,
    ...['swept #23: 0, accepted', 'group 1 of 0: 0 in 1000'],
  ]);
});

test('sweeps join in the order in which their groups tripped, and of one command the lowest number first', () => {
  const log = begunWithGroup(1, { queueItemsMax: 1 });
  setGroup(log, { fillLimit: 1, account: SIBLING });
  setGroup(log, { fillLimit: 1 });
  log.openMarket(event);
  // Six orders are left when the queue is full, and the next five commands cancel five of them.
  beginSweep(log, 14, 1);
  log.place({ price: 102, orderGroup: 3 });
  log.place({ price: 101, orderGroup: 2, account: SIBLING });
  log.place({ price: 100, orderGroup: 1 });
  hit(log, 1);
  hit(log, 2);
  wait(log, 8);
  const judge = new NaiveExchange();
  const fronts = log.entries.map((entry) => {
    judge.apply(entry);
    return judge.logicalState().queue[0]?.ofGroup;
  });
  expect(fronts.slice(-9)).toEqual([0, 0, undefined, 3, undefined, 1, undefined, 2, undefined]);
  expect(judgeStoryOf(log.entries, 8).filter((line) => line.startsWith('swept'))).toEqual([
    ...['swept #26: 14, accepted', 'swept #30: 0, accepted', 'swept #31: 0, accepted', 'swept #31: 0, accepted'],
  ]);
});

test('a sweep looks at all orders of the owner and cancels those that rest in the group', () => {
  const log = begunWithGroup(1, { drainPerCommandMax: 8 });
  setGroup(log, { fillLimit: 1, account: SIBLING });
  log.openMarket(event);
  log.place({ price: 100, orderGroup: 1 });
  log.place({ price: 50, orderGroup: 1, market: 1 });
  log.place({ price: 50, orderGroup: 2, account: SIBLING });
  log.place({ price: 150, side: sell, account: 0, orderGroup: 1 });
  log.place({ price: 50 });
  hit(log, 1);
  wait(log);
  expect(judgeStoryOf(log.entries, 1)).toEqual([...dead(2, 4), 'swept #16: 2, accepted', 'advance: 6']);
});

test('orders that wait are not swept with a group, and are refused at their turn', () => {
  const log = begunWithGroup(1);
  log.openMarket(event);
  log.place({ price: 100, orderGroup: 1 });
  beginSweep(log, 11, 1);
  log.place({ price: 50, market: 1, orderGroup: 1 });
  hit(log, 1);
  wait(log, 5);
  expect(judgeStoryOf(log.entries, 7)).toEqual([
    ...['cancel 10: 1, marketCleared', 'defer 13'],
    ...['cancel 11: 1, marketCleared', 'place 14', 'fill 1 by 14: 1 at 100', 'trip 1 of 0: 1'],
    'advance: 1, more',
    ...['cancel 12: 1, marketCleared', 'advance: 1, more'],
    ...['swept #22: 11, accepted', 'advance: 1, more'],
    ...[`done 13: ${tripped.slice(8)}`, 'advance: 1, more'],
    ...['swept #24: 0, accepted', 'advance: 1'],
  ]);
});

/** A log whose next entry clears a turn that trips group 1: order 12 is left of it, and no queued work in market 0. */
function trippingTurn(): LogWriter {
  const log = begunWithGroup(1);
  beginSweep(log, 10);
  log.place({ price: 100, orderGroup: 1 });
  log.place({ price: 100, orderGroup: 1 });
  hit(log, 1);
  wait(log, 2);
  return log;
}

test('a turn trips a group as the command that it is cleared by, in which its members trade on', () => {
  const turn = ['done 13: accepted', 'place 13', 'fill 11 by 13: 1 at 100', 'trip 1 of 0: 1'];
  const trading = trippingTurn();
  trading.place({ price: 100, side: sell, ...whole });
  expect(judgeStoryOf(trading.entries, 1)).toEqual([...turn, 'place 14', 'fill 12 by 14: 1 at 100']);
  const joining = trippingTurn();
  joining.place({ price: 100, orderGroup: 1 });
  joining.place({ price: 100, side: sell, ...whole });
  expect(judgeStoryOf(joining.entries, 2)).toEqual([
    ...[...turn, tripped],
    `reject: fillOrKillUnfilled, field ${offsetOf(placeOrder, 'size')}`,
  ]);
  expect(judgeOf(joining).logicalState().orderGroups).toMatchObject([{ trippedSequence: 25, sweep: 2 }]);
});

test('a member of a tripped group may be amended away or keep its place, and does not move', () => {
  const log = begunWithGroup(1);
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100, size: 4, orderGroup: 1 });
  hit(log, 1);
  log.amend(1, { price: 100, size: 1 });
  log.amend(4, { price: 101, size: 4 });
  log.amend(4, { price: 100, size: 3 });
  log.amend(4, { price: 100, size: 2 });
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    'cancel 1: 3, amendedAway',
    ...['cancel 2: 4, orderGroupTripped', stuck],
    ...['cancel 3: 4, orderGroupTripped', 'amend 4: 3 of 3 at 100'],
    ...['cancel 4: 3, orderGroupTripped', `reject: orderUnknown, field ${offsetOf(amendOrder, 'order')}`],
  ]);
});

test('an amend is asked for the group after the price and a cancel-only market, and before its display size', () => {
  const log = trippedBy(4);
  const terms = { price: 101, size: 400, displaySize: 1 };
  log.amend(5, { ...terms, price: 0xffff });
  log.amend(5, terms);
  log.add(draftOf(setMarketState, { market: 0, state: MarketState.cancelOnly }));
  log.amend(5, terms);
  expect(judgeStoryOf(log.entries, 4)).toEqual([
    `reject: priceOffStep, field ${offsetOf(amendOrder, 'price')}`,
    ...[...dead(2), stuck],
    ...[...dead(3), 'market 0: state 5'],
    ...[...dead(4), `reject: marketCancelOnly, field ${offsetOf(amendOrder, 'order')}`],
  ]);
});

test.each([
  ['a group', { filter: ofGroup, ofGroup: 1 }, [1, 4]],
  ['a group and a market', { filter: ofGroup + ofMarket, ofGroup: 1, market: 1 }, [4]],
  ['a group of another account', { filter: ofGroup, ofGroup: 2 }, []],
  ['a group of another account of the owner', { filter: ofGroup + wholeOwner, ofGroup: 2 }, [2]],
  ['a group that is not there', { filter: ofGroup, ofGroup: 77 }, []],
  ['no group', { filter: ofGroup + wholeOwner, ofGroup: 0 }, [3]],
  ['no flag of a group', { filter: 0, ofGroup: 1 }, [1, 3, 4]],
])('cancelOrders by %s', (_, values, orders) => {
  const log = begunWithGroup(9);
  setGroup(log, { fillLimit: 9, account: SIBLING });
  log.openMarket(event);
  log.place({ price: 100, orderGroup: 1 });
  log.place({ price: 100, orderGroup: 2, account: SIBLING });
  log.place({ price: 100 });
  log.place({ price: 100, orderGroup: 1, market: 1 });
  cancelMany(log, values);
  const cancelled = orders.map((order) => `cancel ${order}: 1, cancelledByUser`);
  expect(judgeStoryOf(log.entries, 1)).toEqual([...cancelled, `orders: ${orders.length}, done`]);
});

test('cancelOrders by a group leaves the orders that wait with its number', () => {
  const log = begunWithGroup(9);
  log.openMarket(event);
  log.place({ price: 100, orderGroup: 1, market: 1 });
  beginSweep(log, 14);
  log.place({ price: 100, orderGroup: 1 });
  log.place({ price: 100 });
  cancelMany(log, { filter: ofGroup, ofGroup: 1 });
  // Neither order that waits rests, in a group or in none.
  cancelMany(log, { filter: ofGroup, ofGroup: 0 });
  const story = judgeStoryOf(log.entries, 2).filter((line) => !line.endsWith('marketCleared'));
  expect(story).toEqual(['cancel 1: 1, cancelledByUser', 'orders: 1, done', 'orders: 0, done']);
});

test('the sweep of a group keeps no cancelOrders out of the queue, which says what that one names', () => {
  const log = trippedBy(4, { makersPerCommandMax: 1 });
  cancelMany(log, { ofGroup: 5 });
  expect(judgeStoryOf(log.entries, 1)).toEqual(['cancel 2: 1, cancelledByUser', 'orders: 1, queued']);
  expect(judgeOf(log).logicalState().queue).toMatchObject([
    { filter: ofGroup, ofGroup: 1, commandKind: setOrderGroup.number },
    { filter: 0, ofGroup: 5, commandKind: cancelOrders.number },
  ]);
});
