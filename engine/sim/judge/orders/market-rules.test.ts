/**
 * Examples, worked out by hand, of market orders, fill-or-kill, limits, collars and states of markets.
 * Machine and judge must both tell them so.
 */
import {
  amendOrder,
  MarketState,
  OrderFlag,
  OrderType,
  offsetOf,
  placeOrder,
  SelfTrade,
  Side,
  setMarketLimits,
  setMarketState,
  setReferencePrice,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../../story.ts';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';

const { sell } = Side;
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
const whole = { timeInForce: TimeInForce.fillOrKill };
const market = { orderType: OrderType.market, ...immediate };
const postOnly = { flags: OrderFlag.postOnly };

function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

/** Limits and a reference price for the only market; what is not given is none. */
function limit(log: LogWriter, limits: { minSize?: number; minNotional?: number; collarRate?: number }, price = 0) {
  log.add(draftOf(setMarketLimits, { market: 0, ...limits }));
  log.add(draftOf(setReferencePrice, { market: 0, price }));
}

function turn(log: LogWriter, state: MarketState) {
  log.add(draftOf(setMarketState, { market: 0, state }));
}

function refused(code: string, field?: keyof typeof placeOrder.specs): string {
  return `reject: ${code}, field ${field === undefined ? 65_535 : offsetOf(placeOrder, field)}`;
}

function amendRefused(code: string, field: keyof typeof amendOrder.specs): string {
  return `reject: ${code}, field ${offsetOf(amendOrder, field)}`;
}

test.each([
  ['its price', { price: 103 }, [100, 102]],
  ['its slippage', { price: 9_999, slippage: 20_000 }, [100, 102]],
  ['its slippage, rounded toward the best price', { price: 9_999, slippage: 19_999 }, [100]],
  ['the collar', { price: 9_999, slippage: 1_000_000 }, [100, 102, 104]],
])('a market order to buy goes as far as %s', (_, terms, prices) => {
  const log = begun();
  limit(log, { collarRate: 50_000 }, 100);
  for (const price of [100, 102, 104, 106]) log.place({ price, side: sell });
  log.place({ size: 9, ...market, ...terms });
  const fills = prices.map((price, index) => `fill ${index + 1} by 5: 1 at ${price}`);
  expect(storyOf(log.entries, 1)).toEqual(['place 5', ...fills, `cancel 5: ${9 - prices.length}, remainderCancelled`]);
});

test.each([
  ['its price', { price: 97 }, [100, 98]],
  ['its slippage', { price: 1, slippage: 20_000 }, [100, 98]],
  ['its slippage, rounded toward the best price', { price: 1, slippage: 19_999 }, [100]],
  ['the collar', { price: 1, slippage: 1_000_000 }, [100, 98, 96]],
])('a market order to sell goes as far as %s', (_, terms, prices) => {
  const log = begun();
  limit(log, { collarRate: 50_000 }, 100);
  for (const price of [100, 98, 96, 94]) log.place({ price });
  log.place({ size: 9, side: sell, ...market, ...terms });
  const fills = prices.map((price, index) => `fill ${index + 1} by 5: 1 at ${price}`);
  expect(storyOf(log.entries, 1)).toEqual(['place 5', ...fills, `cancel 5: ${9 - prices.length}, remainderCancelled`]);
});

test('the slippage counts from an expired best price that waits to be cleared', () => {
  const log = begun({ drainPerCommandMax: 1 });
  for (const price of [90, 100]) log.place({ price, side: sell, expiry: 2_000 });
  for (const price of [101, 111]) log.place({ price, side: sell });
  log.time = 2_000;
  // The order at 90 is cleared first, so the best price is 100 and the limit 110.
  log.place({ price: 9_999, size: 9, slippage: 100_000, ...market });
  expect(storyOf(log.entries, 1)).toEqual([
    'cancel 1: 1, orderExpired',
    'place 5',
    'cancel 2: 1, orderExpired',
    'fill 3 by 5: 1 at 101',
    'cancel 5: 8, remainderCancelled',
  ]);
});

test('what does not go together is refused in the order of the rules', () => {
  const log = begun();
  log.place({ price: 100, orderType: OrderType.market, ...postOnly });
  log.place({ price: 100, ...whole, ...postOnly, expiry: 5_000, displaySize: 1 });
  log.place({ price: 100, ...whole, expiry: 5_000, displaySize: 1 });
  log.place({ price: 100, ...immediate, displaySize: 1, slippage: 1 });
  log.place({ price: 100, ...immediate, slippage: 1 });
  expect(storyOf(log.entries, 5)).toEqual([
    refused('flagsConflict', 'timeInForce'),
    refused('flagsConflict', 'flags'),
    refused('flagsConflict', 'expiry'),
    refused('flagsConflict', 'displaySize'),
    refused('flagsConflict', 'slippage'),
  ]);
});

test('the collar refuses a limit on the harmful side only', () => {
  const log = begun();
  limit(log, { collarRate: 50_000 }, 101);
  for (const price of [107, 106, 1]) log.place({ price, ...immediate });
  for (const price of [95, 96, 9_999]) log.place({ price, side: sell, ...immediate });
  const beyond = refused('priceBeyondCollar', 'price');
  // 101 x 1.05 is 106.05 and 101 x 0.95 is 95.95: the collar is 106 for buyers and 96 for sellers.
  expect(storyOf(log.entries, 6).filter((line) => !line.startsWith('cancel'))).toEqual([
    beyond,
    'place 1',
    'place 2',
    beyond,
    'place 3',
    'place 4',
  ]);
});

test('a collar of the whole price bounds no seller', () => {
  const log = begun();
  limit(log, { collarRate: 1_000_000 }, 100);
  log.place({ price: 1, side: sell });
  log.place({ price: 201 });
  expect(storyOf(log.entries, 2)).toEqual(['place 1', refused('priceBeyondCollar', 'price')]);
});

test('the limits of a market are asked in order: size, shown size, value', () => {
  const log = begun();
  limit(log, { minSize: 5, minNotional: 1_000 });
  log.place({ price: 100, size: 4 });
  log.place({ price: 100, size: 9, displaySize: 4 });
  log.place({ price: 100, size: 9, displaySize: 5 });
  log.place({ price: 100, size: 10, displaySize: 5 });
  expect(storyOf(log.entries, 4)).toEqual([
    refused('sizeBelowMarket', 'size'),
    refused('sizeBelowMarket', 'displaySize'),
    refused('notionalBelowMarket', 'size'),
    'place 1',
  ]);
});

test('a market order is valued at the best opposite price, and not at all when nobody is there', () => {
  const log = begun();
  limit(log, { minNotional: 1_000 });
  log.place({ price: 9_999, size: 1, ...market });
  log.place({ price: 100, size: 10, side: sell });
  log.place({ price: 9_999, size: 9, ...market });
  log.place({ price: 100, size: 10, ...market });
  expect(storyOf(log.entries, 4)).toEqual([
    'place 1',
    'cancel 1: 1, remainderCancelled',
    'place 2',
    refused('notionalBelowMarket', 'size'),
    'place 3',
    'fill 2 by 3: 10 at 100',
  ]);
});

test('an order that rests below the limits may shrink in its place, and moves only within them', () => {
  const log = begun();
  log.place({ price: 100, size: 4 });
  limit(log, { minSize: 5 });
  log.amend(1, { price: 100, size: 3 });
  log.amend(1, { price: 101, size: 3 });
  log.amend(1, { price: 101, size: 5 });
  expect(storyOf(log.entries, 3)).toEqual([
    'amend 1: 3 of 3 at 100, kept',
    amendRefused('sizeBelowMarket', 'size'),
    'amend 1: 5 of 5 at 101, last',
  ]);
});

test('fill-or-kill takes exactly what is there, and nothing when a lot is missing', () => {
  const log = begun();
  log.place({ price: 100, size: 3, side: sell });
  log.place({ price: 101, size: 2, side: sell });
  log.place({ price: 101, size: 6, ...whole });
  log.place({ price: 100, size: 4, ...whole });
  log.place({ price: 101, size: 5, ...whole });
  expect(storyOf(log.entries, 3)).toEqual([
    refused('fillOrKillUnfilled', 'size'),
    refused('fillOrKillUnfilled', 'size'),
    'place 3',
    'fill 1 by 3: 3 at 100',
    'fill 2 by 3: 2 at 101',
  ]);
});

test('fill-or-kill goes past its own orders only when they would leave', () => {
  const log = begun();
  log.place({ price: 100, account: 2, side: sell });
  log.place({ price: 100, side: sell });
  for (const selfTrade of [SelfTrade.decrement, SelfTrade.expireBoth, SelfTrade.expireTaker]) {
    log.place({ price: 100, selfTrade, ...whole });
  }
  log.place({ price: 100, ...whole });
  expect(storyOf(log.entries, 4)).toEqual([
    refused('selfTradePrevented'),
    refused('selfTradePrevented'),
    refused('selfTradePrevented'),
    'place 3',
    'cancel 1: 1, selfTradePrevented',
    'fill 2 by 3: 1 at 100',
  ]);
});

test('fill-or-kill counts every maker in its way towards the work bound, each slice anew', () => {
  const log = begun({ makersPerCommandMax: 2 });
  log.place({ price: 100, size: 9, displaySize: 3, side: sell });
  log.place({ price: 100, size: 7, ...whole });
  log.place({ price: 100, size: 6, ...whole });
  expect(storyOf(log.entries, 2)).toEqual([
    refused('workBoundReached'),
    'place 2',
    'fill 1 by 2: 3 at 100',
    'fill 1 by 2: 3 at 100',
  ]);
});

test('a post-only market takes post-only orders, which clear expired makers and meet nobody', () => {
  const log = begun({ drainPerCommandMax: 1 });
  for (let left = 2; left > 0; left -= 1) log.place({ price: 100, side: sell, expiry: 2_000 });
  log.place({ price: 102, side: sell });
  log.place({ price: 90 });
  turn(log, MarketState.postOnly);
  log.time = 2_000;
  log.place({ price: 101 });
  log.place({ price: 101, ...postOnly });
  log.amend(4, { price: 102, size: 1 });
  log.amend(4, { price: 101, size: 1 });
  expect(storyOf(log.entries, 4)).toEqual([
    'cancel 1: 1, orderExpired',
    refused('marketPostOnly', 'market'),
    'cancel 2: 1, orderExpired',
    'place 5',
    amendRefused('postOnlyWouldCross', 'price'),
    'amend 4: 1 of 1 at 101, last',
  ]);
});

test('a crossed market becomes neither open nor post-only', () => {
  const log = begun();
  turn(log, MarketState.auction);
  log.place({ price: 100 });
  log.place({ price: 100, side: sell });
  for (const state of [MarketState.postOnly, MarketState.open, MarketState.cancelOnly]) turn(log, state);
  const crossed = `reject: bookCrossed, field ${offsetOf(setMarketState, 'state')}`;
  expect(storyOf(log.entries, 3)).toEqual([crossed, crossed, 'market 0: state 5']);
});

test('a cancel-only market takes an amend to what has filled, whatever its price', () => {
  const log = begun();
  log.place({ price: 100, size: 5 });
  log.place({ price: 100, size: 2, side: sell });
  turn(log, MarketState.cancelOnly);
  log.amend(1, { price: 99, size: 3 });
  log.amend(1, { price: 99, size: 2 });
  expect(storyOf(log.entries, 2)).toEqual([amendRefused('marketCancelOnly', 'order'), 'cancel 1: 3, amendedAway']);
});

test('a cancel-only market lets orders shrink and leave', () => {
  const log = begun();
  for (let left = 2; left > 0; left -= 1) log.place({ price: 100, size: 5 });
  turn(log, MarketState.cancelOnly);
  log.place({ price: 100, ...postOnly });
  log.amend(1, { price: 100, size: 4 });
  log.amend(1, { price: 99, size: 4 });
  log.amend(1, { price: 100, size: 5 });
  log.cancel(1);
  expect(storyOf(log.entries, 5)).toEqual([
    refused('marketCancelOnly', 'market'),
    'amend 1: 4 of 4 at 100, kept',
    amendRefused('marketCancelOnly', 'order'),
    amendRefused('marketCancelOnly', 'order'),
    'cancel 1: 4, cancelledByUser',
  ]);
});
