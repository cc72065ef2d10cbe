/** Examples, worked out by hand, of order quotas: whom they bind, what counts toward them, and what is not asked. */
import {
  continueWork,
  offsetOf,
  placeOrder,
  ResultCode,
  SelfTrade,
  Side,
  setOrderQuota,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../../story.ts';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';
import { NaiveExchange } from '../naive-exchange.ts';

const { sell } = Side;
const FIRST = '01'.repeat(16);
/** The command counts owners from one. */
const ALL = 0;
const FIRST_OWNER = 1;
const SECOND_OWNER = 2;
/** An account of the first owner beside account 0. */
const SIBLING = 2;
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
const reached = 'reject: orderQuotaReached, field 65535';
const marketReached = 'reject: marketOrderQuotaReached, field 65535';

function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

function bound(log: LogWriter, owner: number, ordersMax: number, marketOrdersMax = 0): void {
  log.add(draftOf(setOrderQuota, { owner, ordersMax, marketOrdersMax }));
}

test('an owner that is set must exist, and 0 is all of them', () => {
  const log = begun();
  bound(log, ALL, 1);
  bound(log, SECOND_OWNER, 1);
  bound(log, 3, 1);
  const unknown = `reject: ownerUnknown, field ${offsetOf(setOrderQuota, 'owner')}`;
  expect(storyOf(log.entries, 3)).toEqual(['orderQuotaSet', 'orderQuotaSet', unknown]);
});

test('the accounts of an owner share its quota, and another owner has its own', () => {
  const log = begun();
  bound(log, ALL, 2);
  log.place({ price: 100 });
  log.place({ price: 100, account: SIBLING });
  log.place({ price: 100 });
  log.place({ price: 100, account: SIBLING });
  log.place({ price: 100, account: 1 });
  expect(storyOf(log.entries, 5)).toEqual(['place 1', 'place 2', reached, reached, 'place 3']);
});

test('a number of its own stands before that of all owners, each of the two for itself, until it is zero again', () => {
  const log = begun();
  bound(log, ALL, 1, 3);
  bound(log, FIRST_OWNER, 4);
  for (let left = 4; left > 0; left -= 1) log.place({ price: 100 });
  log.openMarket(event);
  log.place({ price: 100, market: 1 });
  log.place({ price: 100, market: 1 });
  bound(log, FIRST_OWNER, 0, 9);
  log.place({ price: 100 });
  bound(log, ALL, 0, 3);
  log.place({ price: 100 });
  const market = ['marketCreated', 'stepTableSet'];
  const set = 'orderQuotaSet';
  expect(storyOf(log.entries, 11)).toEqual([
    ...['place 1', 'place 2', 'place 3', marketReached],
    ...market,
    ...['place 4', reached, set, reached, set, 'place 5'],
  ]);
});

test('the quota in all markets is asked before that in one, after the table of orders and before the book', () => {
  const log = begun({ ordersMax: 2, levelsMax: 1 });
  log.place({ price: 100 });
  bound(log, ALL, 1, 1);
  log.place({ price: 101 });
  bound(log, ALL, 0, 1);
  log.place({ price: 101 });
  log.place({ price: 100, side: sell, account: SIBLING, flags: 1 });
  log.place({ price: 100, account: 1 });
  log.place({ price: 100 });
  const full = 'reject: ordersFull, field 65535';
  expect(storyOf(log.entries, 6)).toEqual([reached, 'orderQuotaSet', marketReached, marketReached, 'place 2', full]);
});

test('an order that may not stay is not asked, one that may is asked even where it would fill', () => {
  const log = begun();
  log.place({ price: 100, side: sell, size: 9 });
  log.place({ price: 50 });
  bound(log, ALL, 1);
  log.place({ price: 100 });
  log.place({ price: 100, ...immediate });
  log.place({ price: 100, timeInForce: TimeInForce.fillOrKill });
  expect(storyOf(log.entries, 3)).toEqual([
    reached,
    'place 3',
    'fill 1 by 3: 1 at 100',
    'place 4',
    'fill 1 by 4: 1 at 100',
  ]);
});

test('orders that are open stay when the quota is lowered below them, and may be amended', () => {
  const log = begun();
  log.place({ price: 100 });
  log.place({ price: 100 });
  log.place({ price: 100 });
  bound(log, FIRST_OWNER, 1);
  log.amend(1, { price: 101, size: 5 });
  log.cancel(3);
  log.place({ price: 100 });
  log.cancel(2);
  log.place({ price: 100 });
  log.cancel(1);
  log.place({ price: 100 });
  expect(storyOf(log.entries, 7)).toEqual([
    'amend 1: 5 of 5 at 101, last',
    'cancel 3: 1, cancelledByUser',
    reached,
    'cancel 2: 1, cancelledByUser',
    reached,
    'cancel 1: 5, cancelledByUser',
    'place 4',
  ]);
});

test('a replaced order gives its place, in its own market and in all of them, and no more than one', () => {
  const log = begun();
  log.openMarket(event);
  log.place({ price: 100 });
  log.place({ price: 100, market: 1 });
  bound(log, ALL, 2, 1);
  log.replace({ price: 101, replaced: 1 });
  log.replace({ price: 101, replaced: 3, market: 1 });
  bound(log, ALL, 1);
  log.replace({ price: 102, replaced: 3 });
  log.replace({ price: 102, replaced: 3, ...immediate });
  log.replace({ price: 102, replaced: 2 });
  expect(storyOf(log.entries, 6)).toEqual([
    ...['cancel 1: 1, replaced', 'place 3'],
    marketReached,
    'orderQuotaSet',
    reached,
    ...['cancel 3: 1, replaced', 'place 4', 'cancel 4: 1, remainderCancelled'],
    ...['cancel 2: 1, replaced', 'place 5'],
  ]);
});

test('an order that has expired counts until it is cleared', () => {
  const log = begun({ drainPerCommandMax: 1 });
  log.place({ price: 100, expiry: 1_500, account: 1 });
  log.place({ price: 100, expiry: 1_500 });
  bound(log, ALL, 1);
  log.time = 1_500;
  log.place({ price: 100 });
  log.place({ price: 100 });
  log.add(draftOf(continueWork, {}));
  expect(storyOf(log.entries, 3)).toEqual([
    'cancel 1: 1, orderExpired',
    reached,
    'cancel 2: 1, orderExpired',
    'place 3',
    'advance: 0 cleared, all clear',
  ]);
});

test.each<[string, (log: LogWriter) => void]>([
  ['fills', (log) => log.place({ price: 100, side: sell, size: 3, ...immediate })],
  [
    'is amended away',
    (log) => [log.place({ price: 100, side: sell, ...immediate }), log.amend(1, { price: 100, size: 1 })],
  ],
  [
    'is amended and fills',
    (log) => [log.place({ price: 110, side: sell, size: 3 }), log.amend(1, { price: 110, size: 3 })],
  ],
  ['is replaced by one that does not stay', (log) => log.replace({ price: 100, replaced: 1, ...immediate })],
  ['meets its owner', (log) => log.place({ price: 100, side: sell, account: SIBLING, ...immediate })],
  [
    'is decremented away',
    (log) =>
      log.place({ price: 100, side: sell, account: SIBLING, size: 3, selfTrade: SelfTrade.decrement, ...immediate }),
  ],
])('an order that %s leaves its place', (_, leave) => {
  const log = begun();
  log.place({ price: 100, size: 3 });
  bound(log, FIRST_OWNER, 1, 1);
  log.place({ price: 90 });
  const refused = storyOf(log.entries, 1);
  leave(log);
  log.place({ price: 90 });
  log.place({ price: 90 });
  expect([...refused, ...storyOf(log.entries, 2)]).toEqual([reached, expect.stringMatching(/^place/), reached]);
});

test('a post-only order that clears the only other order of its owner takes its place', () => {
  const log = begun({ drainPerCommandMax: 1 });
  log.place({ price: 100, side: sell, expiry: 1_500 });
  log.place({ price: 100, side: sell, account: 0, expiry: 1_500 });
  log.time = 1_500;
  log.place({ price: 100, flags: 1 });
  bound(log, FIRST_OWNER, 1, 1);
  log.place({ price: 90 });
  log.place({ price: 100, side: sell, account: SIBLING, timeInForce: TimeInForce.fillOrKill });
  const unfilled = `reject: fillOrKillUnfilled, field ${offsetOf(placeOrder, 'size')}`;
  expect(storyOf(log.entries, 4)).toEqual([
    ...['cancel 1: 1, orderExpired', 'place 3', 'cancel 2: 1, orderExpired'],
    ...['orderQuotaSet', reached, unfilled],
  ]);
});

test('a repeat is answered at the quota, and a refused order leaves its client order id free', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST });
  bound(log, ALL, 1);
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: '02'.repeat(16) });
  log.cancel(1);
  log.place({ price: 101, clientOrderId: '02'.repeat(16) });
  expect(storyOf(log.entries, 4)).toEqual([
    'known 1: 1 of 1 at 100',
    reached,
    'cancel 1: 1, cancelledByUser',
    'place 2',
  ]);
});

test('the record and the logical state say what was set', () => {
  const log = begun();
  bound(log, ALL, 7, 5);
  bound(log, SECOND_OWNER, 0, 3);
  const judge = new NaiveExchange();
  const last = log.entries.map((entry) => judge.apply(entry)).at(-1);
  expect(last).toMatchObject({
    code: ResultCode.accepted,
    records: [{ name: 'orderQuotaSet', values: { owner: SECOND_OWNER, ordersMax: 0, marketOrdersMax: 3 } }],
  });
  expect(judge.logicalState()).toMatchObject({
    orderQuota: { ordersMax: 7, marketOrdersMax: 5 },
    owners: [
      { ordersMax: 0, marketOrdersMax: 0 },
      { ordersMax: 0, marketOrdersMax: 3 },
    ],
  });
});
