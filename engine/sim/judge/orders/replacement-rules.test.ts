/** Examples, worked out by hand, of replaceOrder: what it asks, of which book, and in which order it tells. */
import {
  MarketState,
  offsetOf,
  replaceOrder,
  Side,
  setMarketState,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../../story.ts';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';

const { sell } = Side;
const FIRST = '01'.repeat(16);
const SECOND = '02'.repeat(16);
const postOnly = { flags: 1 };

function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

function refused(code: string, field: keyof typeof replaceOrder.specs): string {
  return `reject: ${code}, field ${offsetOf(replaceOrder, field)}`;
}

test('the replaced order leaves and the new one is placed', () => {
  const log = begun();
  log.place({ price: 100, size: 5 });
  log.place({ price: 100, size: 2, side: sell });
  log.replace({ price: 101, size: 4, replaced: 1 });
  log.replace({ price: 102, size: 4, replaced: 1 });
  expect(storyOf(log.entries, 2)).toEqual(['cancel 1: 3, replaced', 'place 3', refused('orderUnknown', 'replaced')]);
});

test('it is named by its number, or where that is zero by the client order id under which it is remembered', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100 });
  log.replace({ price: 101, replacedClientOrderId: SECOND });
  log.replace({ price: 101, account: 2, replacedClientOrderId: FIRST });
  log.replace({ price: 101, account: 2, replaced: 2 });
  log.replace({ price: 101 });
  log.replace({ price: 101, replaced: 2, replacedClientOrderId: FIRST });
  log.replace({ price: 102, replacedClientOrderId: FIRST });
  const unknown = refused('orderUnknown', 'replaced');
  const story = ['cancel 2: 1, replaced', 'place 3', 'cancel 1: 1, replaced', 'place 4'];
  expect(storyOf(log.entries, 6)).toEqual([unknown, unknown, unknown, unknown, ...story]);
});

test('its own client order id comes before the order that it replaces', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST });
  log.replace({ price: 101, clientOrderId: SECOND, replacedClientOrderId: FIRST });
  log.replace({ price: 101, clientOrderId: SECOND, replacedClientOrderId: FIRST });
  log.replace({ price: 101, clientOrderId: FIRST, replacedClientOrderId: SECOND });
  expect(storyOf(log.entries, 3)).toEqual([
    'cancel 1: 1, replaced',
    'place 2',
    'known 2: 1 of 1 at 101',
    refused('clientOrderIdTaken', 'clientOrderId'),
  ]);
});

test('what the rules refuse changes nothing, not even a place in the queue', () => {
  const log = begun();
  log.place({ price: 100, size: 5, account: 1, side: sell });
  log.place({ price: 100, size: 5, account: 1, side: sell });
  log.replace({ account: 1, side: sell, price: 90_000, size: 5, replaced: 1 });
  log.replace({ account: 1, side: sell, price: 100, size: 6, replaced: 1, timeInForce: TimeInForce.fillOrKill });
  log.place({ price: 100, size: 5 });
  expect(storyOf(log.entries, 3)).toEqual([
    refused('priceOffStep', 'price'),
    refused('fillOrKillUnfilled', 'size'),
    'place 3',
    'fill 1 by 3: 5 at 100',
  ]);
});

test('an order may be replaced across itself, and its owner is asked of the others alone', () => {
  const log = begun();
  log.place({ price: 100, size: 5 });
  log.replace({ price: 90, side: sell, size: 5, replaced: 1, ...postOnly });
  log.replace({ price: 95, size: 5, replaced: 2, selfTrade: 2, timeInForce: TimeInForce.fillOrKill });
  log.place({ price: 80, size: 1 });
  log.replace({ price: 80, side: sell, size: 5, replaced: 2, ...postOnly });
  expect(storyOf(log.entries, 4)).toEqual([
    'cancel 1: 5, replaced',
    'place 2',
    refused('fillOrKillUnfilled', 'size'),
    'place 3',
    refused('postOnlyWouldCross', 'price'),
  ]);
});

test('the level and the room of the replaced order are free', () => {
  const log = begun({ levelsMax: 1, ordersMax: 2 });
  log.place({ price: 100 });
  log.replace({ price: 101, replaced: 1 });
  log.place({ price: 101 });
  log.replace({ price: 102, replaced: 2 });
  log.replace({ price: 101, replaced: 2 });
  expect(storyOf(log.entries, 4)).toEqual([
    'cancel 1: 1, replaced',
    'place 2',
    'place 3',
    // Order 3 keeps the only level in use.
    'reject: levelsFull, field 65535',
    'cancel 2: 1, replaced',
    'place 4',
  ]);
});

test('the number of the new order is looked for when the replaced one has left', () => {
  // Two orders at most, so the ring is four, in which orders 1 and 5 have one remainder.
  const log = begun({ ordersMax: 2 });
  log.place({ price: 100 });
  for (let left = 3; left > 0; left -= 1) log.place({ price: 100, timeInForce: TimeInForce.immediateOrCancel });
  log.replace({ price: 101, replaced: 1 });
  expect(storyOf(log.entries, 1)).toEqual(['cancel 1: 1, replaced', 'place 5']);
});

test('the new order matches, in another market too, and out of a market that is halted', () => {
  const log = begun();
  log.openMarket(event);
  log.place({ price: 100 });
  log.place({ price: 200, side: sell, market: 1 });
  log.add(draftOf(setMarketState, { market: 0, state: MarketState.halted }));
  log.replace({ price: 101, replaced: 1 });
  log.replace({ price: 200, market: 1, replaced: 1 });
  expect(storyOf(log.entries, 2)).toEqual([
    refused('marketHalted', 'market'),
    'cancel 1: 1, replaced',
    'place 3',
    'fill 2 by 3: 1 at 200',
  ]);
});

test('a market order is bounded by the best price that is left when the replaced order has gone', () => {
  const log = begun();
  log.place({ price: 100, side: sell, account: 0 });
  log.place({ price: 150, side: sell });
  const market = { orderType: 2, timeInForce: TimeInForce.immediateOrCancel, price: 9_999, slippage: 1 };
  log.replace({ ...market, replaced: 1 });
  expect(storyOf(log.entries, 1)).toEqual(['cancel 1: 1, replaced', 'place 3', 'fill 2 by 3: 1 at 150']);
});
