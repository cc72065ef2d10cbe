/** Examples, worked out by hand, of orders that meet their own owner. Machine and judge must both tell them so. */
import { SelfTrade, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../../story.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';

const { sell } = Side;
const { expireMaker, expireTaker, expireBoth, decrement } = SelfTrade;
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
/** Another account of the owner of account 0. */
const SIBLING = 2;

/** An order of another owner, one of a sibling, and one more of another owner, all to sell at 100. */
function begunWith(size: number): LogWriter {
  const log = new LogWriter();
  log.begin({}, event);
  for (const account of [1, SIBLING, 1]) log.place({ price: 100, size, side: sell, account });
  return log;
}

test.each([
  [expireMaker, ['cancel 2: 5, selfTradePrevented', 'fill 3 by 4: 5 at 100', 'cancel 4: 2, remainderCancelled']],
  [expireTaker, ['cancel 4: 7, selfTradePrevented']],
  [expireBoth, ['cancel 2: 5, selfTradePrevented', 'cancel 4: 7, selfTradePrevented']],
  [decrement, ['decrement 2 by 4: 5', 'fill 3 by 4: 2 at 100']],
])('in mode %i a taker that meets its own owner, even by another account, does not trade with it', (mode, story) => {
  const log = begunWith(5);
  log.place({ price: 100, size: 12, selfTrade: mode, ...immediate });
  expect(storyOf(log.entries, 1)).toEqual(['place 4', 'fill 1 by 4: 5 at 100', ...story]);
});

test('an order that names no mode takes that of its account, which is expire-maker at first', () => {
  const log = begunWith(5);
  log.preferSelfTrade(expireTaker);
  log.place({ price: 100, size: 12 });
  log.place({ price: 100, size: 3, selfTrade: decrement });
  log.place({ price: 100, size: 1, account: SIBLING, ...immediate });
  expect(storyOf(log.entries, 4)).toEqual([
    'selfTradeSet',
    'place 4',
    'fill 1 by 4: 5 at 100',
    'cancel 4: 7, selfTradePrevented',
    'place 5',
    'decrement 2 by 5: 3',
    'place 6',
    'cancel 2: 2, selfTradePrevented',
    'fill 3 by 6: 1 at 100',
  ]);
});

test('the mode is that of the taker and not that of the maker', () => {
  const log = new LogWriter();
  log.begin({}, event);
  log.place({ price: 100, side: sell, account: SIBLING, selfTrade: expireTaker });
  log.place({ price: 100, size: 2, selfTrade: expireMaker });
  expect(storyOf(log.entries, 1)).toEqual(['place 2', 'cancel 1: 1, selfTradePrevented']);
});

test('a decrement takes from the total size, so that an amend states what is to fill in the end', () => {
  const log = new LogWriter();
  log.begin({}, event);
  log.place({ price: 100, size: 9, side: sell, account: SIBLING });
  log.place({ price: 100, size: 4, selfTrade: decrement });
  log.amend(1, { account: SIBLING, price: 100, size: 5 });
  log.amend(1, { account: SIBLING, price: 100, size: 6 });
  expect(storyOf(log.entries, 3)).toEqual([
    'place 2',
    'decrement 1 by 2: 4',
    'amend 1: 5 of 5 at 100, kept',
    'amend 1: 6 of 6 at 100, last',
  ]);
});

test('a decrement takes what an iceberg shows, slice by slice', () => {
  const log = new LogWriter();
  log.begin({}, event);
  log.place({ price: 100, size: 5, displaySize: 2, side: sell, account: SIBLING });
  log.place({ price: 100, side: sell });
  log.place({ price: 100, size: 9, selfTrade: decrement });
  expect(storyOf(log.entries, 1)).toEqual([
    'place 3',
    'decrement 1 by 3: 2',
    'fill 2 by 3: 1 at 100',
    'decrement 1 by 3: 2',
    'decrement 1 by 3: 1',
  ]);
});

test('an iceberg of the same owner leaves with its hidden lots', () => {
  const log = new LogWriter();
  log.begin({}, event);
  log.place({ price: 100, size: 5, displaySize: 2, side: sell, account: SIBLING });
  log.place({ price: 100, size: 9 });
  expect(storyOf(log.entries, 1)).toEqual(['place 2', 'cancel 1: 5, selfTradePrevented']);
});

test('an amended order meets its own owner by its own mode', () => {
  const log = begunWith(5);
  log.place({ price: 90, size: 9, selfTrade: expireTaker });
  log.preferSelfTrade(expireBoth);
  log.amend(4, { price: 100, size: 9 });
  expect(storyOf(log.entries, 1)).toEqual([
    'amend 4: 9 of 9 at 100, last',
    'fill 1 by 4: 5 at 100',
    'cancel 4: 4, selfTradePrevented',
  ]);
});

test('a post-only order crosses its own owner too', () => {
  const log = new LogWriter();
  log.begin({}, event);
  log.place({ price: 100, side: sell, account: SIBLING });
  log.place({ price: 100, flags: 1 });
  expect(storyOf(log.entries, 1)[0]).toContain('postOnlyWouldCross');
});
