/** Examples, worked out by hand, of the rules that are easy to get wrong. Machine and judge must both tell them so. */
import {
  amendOrder,
  continueWork,
  MarketState,
  OrderFlag,
  offsetOf,
  placeOrder,
  Side,
  setMarketState,
  TimeInForce,
  tick,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../story.ts';
import { draftOf } from '../workload/draft.ts';
import { LogWriter } from '../workload/log-writer.ts';
import { event } from '../workload/market-template.ts';
import type { Profile } from '../workload/profile.ts';

const { sell } = Side;
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
const postOnly = { flags: OrderFlag.postOnly };
const PRICE = offsetOf(placeOrder, 'price');

function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

test('an order number passes over the remainders of open orders in the ring', () => {
  // Two orders at most, so the ring is four: orders 1 and 2 are open, 3 is gone, and 5 and 6 share their remainders.
  const log = begun({ ordersMax: 2 });
  log.place({ price: 100 });
  log.place({ price: 100 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, ...immediate });
  const story = storyOf(log.entries, 5).filter((line) => line.startsWith('place'));
  expect(story).toEqual(['place 1', 'place 2', 'place 3', 'place 4', 'place 7']);
});

test('an order number is free again once its order is gone', () => {
  const log = begun({ ordersMax: 2 });
  log.place({ price: 100 });
  log.place({ price: 100, ...immediate });
  log.place({ price: 100, ...immediate });
  log.place({ price: 100, ...immediate });
  log.cancel(1);
  log.place({ price: 100 });
  expect(storyOf(log.entries, 2)).toEqual(['cancel 1: 1, cancelledByUser', 'place 5']);
});

test('an amend keeps its place when the price stays and the size does not grow', () => {
  const log = begun();
  log.place({ price: 100, size: 5, side: sell });
  log.place({ price: 100, size: 5, side: sell });
  log.amend(1, { account: 1, price: 100, size: 4 });
  log.amend(1, { account: 1, price: 100, size: 4 });
  log.place({ price: 100, size: 6, ...immediate });
  expect(storyOf(log.entries, 3)).toEqual([
    'amend 1: 4 of 4 at 100, kept',
    'amend 1: 4 of 4 at 100, kept',
    'place 3',
    'fill 1 by 3: 4 at 100',
    'fill 2 by 3: 2 at 100',
  ]);
});

test('an amend that grows goes to the back and keeps what has filled', () => {
  const log = begun();
  log.place({ price: 100, size: 5, side: sell });
  log.place({ price: 100, size: 5, side: sell });
  log.place({ price: 100, size: 2, ...immediate });
  log.amend(1, { account: 1, price: 100, size: 6 });
  log.place({ price: 100, size: 7, ...immediate });
  expect(storyOf(log.entries, 2)).toEqual([
    'amend 1: 4 of 6 at 100, last',
    'place 4',
    'fill 2 by 4: 5 at 100',
    'fill 1 by 4: 2 at 100',
  ]);
});

test('an amend to what has filled takes the order away', () => {
  const log = begun();
  log.place({ price: 100, size: 5, side: sell });
  log.place({ price: 100, size: 2, ...immediate });
  log.amend(1, { account: 1, price: 200, size: 2 });
  log.amend(1, { account: 1, price: 200, size: 3 });
  const unknown = `reject: orderUnknown, field ${offsetOf(amendOrder, 'order')}`;
  expect(storyOf(log.entries, 2)).toEqual(['cancel 1: 3, amendedAway', unknown]);
});

test('an amend through the book matches as the same order and rests with what remains', () => {
  const log = begun();
  log.place({ price: 100, size: 5, side: sell });
  log.place({ price: 90, size: 3 });
  log.amend(2, { price: 110, size: 9 });
  log.place({ price: 110, size: 9, side: sell, ...immediate });
  expect(storyOf(log.entries, 2)).toEqual([
    'amend 2: 9 of 9 at 110, last',
    'fill 1 by 2: 5 at 100',
    'place 3',
    'fill 2 by 3: 4 at 110',
    'cancel 3: 5, remainderCancelled',
  ]);
});

test('the work bound cancels the rest of a taker only when another maker is there', () => {
  const log = begun({ makersPerCommandMax: 2 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, side: sell });
  log.place({ price: 100, size: 2 });
  log.place({ price: 101, side: sell });
  log.place({ price: 102, side: sell });
  log.place({ price: 101, size: 3 });
  log.place({ price: 102, size: 2 });
  expect(storyOf(log.entries, 5)).toEqual([
    'place 4',
    'fill 1 by 4: 1 at 100',
    'fill 2 by 4: 1 at 100',
    'place 5',
    'place 6',
    'place 7',
    'fill 3 by 7: 1 at 100',
    'fill 5 by 7: 1 at 101',
    // No maker at 101 is left, so the rest of order 7 rests and is then no maker of the next buyer.
    'place 8',
    'fill 6 by 8: 1 at 102',
  ]);
});

test('the work bound ends a resting taker and an immediate one alike', () => {
  const log = begun({ makersPerCommandMax: 2 });
  for (let left = 6; left > 0; left -= 1) log.place({ price: 100, side: sell });
  log.place({ price: 100, size: 9 });
  log.place({ price: 100, size: 9, ...immediate });
  expect(storyOf(log.entries, 2)).toEqual([
    'place 7',
    'fill 1 by 7: 1 at 100',
    'fill 2 by 7: 1 at 100',
    'cancel 7: 7, workBoundReached',
    'place 8',
    'fill 3 by 8: 1 at 100',
    'fill 4 by 8: 1 at 100',
    'cancel 8: 7, workBoundReached',
  ]);
});

test('expired makers that a taker meets count as work', () => {
  const log = begun({ makersPerCommandMax: 2, drainPerCommandMax: 1 });
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100, side: sell, expiry: 2_000 });
  log.time = 2_000;
  log.place({ price: 100, size: 3, ...immediate });
  expect(storyOf(log.entries, 1)).toEqual([
    'cancel 1: 1, orderExpired',
    'place 5',
    'cancel 2: 1, orderExpired',
    'cancel 3: 1, orderExpired',
    'cancel 5: 3, workBoundReached',
  ]);
});

test('a post-only order clears the expired makers in its way and rests', () => {
  const log = begun({ makersPerCommandMax: 2, drainPerCommandMax: 1 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, side: sell, expiry: 2_000 });
  log.place({ price: 101, side: sell });
  log.time = 2_000;
  log.place({ price: 100, ...postOnly });
  log.place({ price: 101, ...postOnly });
  expect(storyOf(log.entries, 2)).toEqual([
    'cancel 1: 1, orderExpired',
    'place 5',
    'cancel 2: 1, orderExpired',
    'cancel 3: 1, orderExpired',
    `reject: postOnlyWouldCross, field ${PRICE}`,
  ]);
});

test('a post-only order crosses when more expired makers are in its way than it may meet', () => {
  const log = begun({ makersPerCommandMax: 2, drainPerCommandMax: 1 });
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100, side: sell, expiry: 2_000 });
  log.time = 2_000;
  log.place({ price: 100, ...postOnly });
  log.place({ price: 100, ...postOnly });
  expect(storyOf(log.entries, 2)).toEqual([
    'cancel 1: 1, orderExpired',
    `reject: postOnlyWouldCross, field ${PRICE}`,
    'cancel 2: 1, orderExpired',
    'place 5',
    'cancel 3: 1, orderExpired',
    'cancel 4: 1, orderExpired',
  ]);
});

test('expired orders leave by expiry and then by number, so many for each command', () => {
  const log = begun({ drainPerCommandMax: 2 });
  for (const expiry of [1_500, 1_400, 1_400, 1_600, 1_501]) log.place({ price: 100, expiry });
  log.time = 1_500;
  log.add(draftOf(tick, {}));
  log.add(draftOf(continueWork, {}));
  log.time = 1_700;
  log.cancel(9);
  log.add(draftOf(continueWork, {}));
  expect(storyOf(log.entries, 4)).toEqual([
    'cancel 2: 1, orderExpired',
    'cancel 3: 1, orderExpired',
    'advance: 2 cleared, more to clear',
    'cancel 1: 1, orderExpired',
    'advance: 1 cleared, all clear',
    'cancel 5: 1, orderExpired',
    'cancel 4: 1, orderExpired',
    `reject: orderUnknown, field ${offsetOf(amendOrder, 'order')}`,
    'advance: 0 cleared, all clear',
  ]);
});

test('an expired order that waits to be cleared may be cancelled and not amended', () => {
  const log = begun({ drainPerCommandMax: 1 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, expiry: 2_000 });
  log.time = 2_000;
  log.amend(3, { price: 100, size: 1 });
  log.cancel(3);
  expect(storyOf(log.entries, 2)).toEqual([
    'cancel 1: 1, orderExpired',
    `reject: orderExpired, field ${offsetOf(amendOrder, 'order')}`,
    'cancel 2: 1, orderExpired',
    'cancel 3: 1, cancelledByUser',
  ]);
});

test('a crossed auction does not open, and opens once it is not crossed', () => {
  const log = begun();
  log.add(draftOf(setMarketState, { market: 0, state: MarketState.auction }));
  log.place({ price: 100 });
  log.place({ price: 100, side: sell });
  log.add(draftOf(setMarketState, { market: 0, state: MarketState.open }));
  log.amend(2, { account: 1, price: 101, size: 1 });
  log.add(draftOf(setMarketState, { market: 0, state: MarketState.open }));
  expect(storyOf(log.entries, 3)).toEqual([
    `reject: bookCrossed, field ${offsetOf(setMarketState, 'state')}`,
    'amend 2: 1 of 1 at 101, last',
    'market 0: state 1',
  ]);
});

test('a level that an order leaves by its own amend still counts while the amend is checked', () => {
  const log = begun({ levelsMax: 2 });
  log.place({ price: 100 });
  log.place({ price: 200, side: sell });
  log.amend(1, { price: 101, size: 1 });
  log.place({ price: 200, side: sell });
  log.amend(1, { price: 100, size: 2 });
  expect(storyOf(log.entries, 3)).toEqual([
    'reject: levelsFull, field 65535',
    'place 3',
    'amend 1: 2 of 2 at 100, last',
  ]);
});

test('a full table of levels does not keep an order from the price at which it only trades', () => {
  const log = begun({ levelsMax: 1 });
  log.place({ price: 100 });
  log.place({ price: 100, side: sell, ...immediate });
  log.place({ price: 100 });
  log.place({ price: 100, side: sell });
  expect(storyOf(log.entries, 3)).toEqual([
    'place 2',
    'fill 1 by 2: 1 at 100',
    'place 3',
    // It would fill wholly, but whether it does is not asked before the level is.
    'reject: levelsFull, field 65535',
  ]);
});
