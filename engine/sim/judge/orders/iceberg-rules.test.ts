/** Examples, worked out by hand, of orders that show a part of themselves. Machine and judge must both tell them so. */
import { amendOrder, offsetOf, placeOrder, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../../story.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';

const { sell } = Side;
const immediate = { timeInForce: TimeInForce.immediateOrCancel };
const SELLER = 1;

function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

test('an iceberg shows its next lots from the back of its level', () => {
  const log = begun();
  log.place({ price: 100, size: 7, displaySize: 3, side: sell });
  log.place({ price: 100, size: 2, side: sell });
  log.place({ price: 100, size: 12, ...immediate });
  expect(storyOf(log.entries, 1)).toEqual([
    'place 3',
    'fill 1 by 3: 3 at 100',
    'fill 2 by 3: 2 at 100',
    'fill 1 by 3: 3 at 100',
    'fill 1 by 3: 1 at 100',
    'cancel 3: 3, remainderCancelled',
  ]);
});

test('an iceberg goes to the back as soon as its shown lots are gone, though the taker is gone too', () => {
  const log = begun();
  log.place({ price: 100, size: 7, displaySize: 3, side: sell });
  log.place({ price: 100, size: 2, side: sell });
  log.place({ price: 100, size: 3, ...immediate });
  log.place({ price: 100, size: 3, ...immediate });
  log.place({ price: 100, size: 1, ...immediate });
  expect(storyOf(log.entries, 3)).toEqual([
    'place 3',
    'fill 1 by 3: 3 at 100',
    'place 4',
    'fill 2 by 4: 2 at 100',
    'fill 1 by 4: 1 at 100',
    'place 5',
    'fill 1 by 5: 1 at 100',
  ]);
});

test('an iceberg matches with all of its lots when it comes in, and then shows a part of the rest', () => {
  const log = begun();
  log.place({ price: 100, size: 5, side: sell });
  log.place({ price: 100, size: 10, displaySize: 2 });
  log.place({ price: 100, size: 1 });
  log.place({ price: 100, size: 4, side: sell, ...immediate });
  expect(storyOf(log.entries, 3)).toEqual([
    'place 2',
    'fill 1 by 2: 5 at 100',
    'place 3',
    'place 4',
    'fill 2 by 4: 2 at 100',
    'fill 3 by 4: 1 at 100',
    'fill 2 by 4: 1 at 100',
  ]);
});

test('each slice counts towards the work bound', () => {
  const log = begun({ makersPerCommandMax: 2 });
  log.place({ price: 100, size: 9, displaySize: 2, side: sell });
  log.place({ price: 100, size: 9 });
  expect(storyOf(log.entries, 1)).toEqual([
    'place 2',
    'fill 1 by 2: 2 at 100',
    'fill 1 by 2: 2 at 100',
    'cancel 2: 5, workBoundReached',
  ]);
});

test('an amend takes hidden lots before shown ones and keeps the place', () => {
  const log = begun();
  log.place({ price: 100, size: 9, displaySize: 4, side: sell });
  log.place({ price: 100, size: 9, side: sell });
  log.amend(1, { account: SELLER, price: 100, size: 5, displaySize: 4 });
  log.amend(1, { account: SELLER, price: 100, size: 2, displaySize: 4 });
  log.place({ price: 100, size: 3, ...immediate });
  expect(storyOf(log.entries, 3)).toEqual([
    'amend 1: 5 of 5 at 100, kept',
    'amend 1: 2 of 2 at 100, kept',
    'place 3',
    'fill 1 by 3: 2 at 100',
    'fill 2 by 3: 1 at 100',
  ]);
});

test('a slice that was begun stays begun when the hidden lots shrink', () => {
  const log = begun();
  log.place({ price: 100, size: 9, displaySize: 4, side: sell });
  log.place({ price: 100, size: 9, side: sell });
  log.place({ price: 100, size: 3, ...immediate });
  log.amend(1, { account: SELLER, price: 100, size: 6, displaySize: 4 });
  log.place({ price: 100, size: 12, ...immediate });
  expect(storyOf(log.entries, 2)).toEqual([
    'amend 1: 3 of 6 at 100, kept',
    'place 4',
    'fill 1 by 4: 1 at 100',
    'fill 2 by 4: 9 at 100',
    'fill 1 by 4: 2 at 100',
  ]);
});

test('an amend of the display size gives up the place', () => {
  const log = begun();
  log.place({ price: 100, size: 9, displaySize: 4, side: sell });
  log.place({ price: 100, size: 9, side: sell });
  log.amend(1, { account: SELLER, price: 100, size: 9 });
  log.place({ price: 100, size: 10, ...immediate });
  expect(storyOf(log.entries, 2)).toEqual([
    'amend 1: 9 of 9 at 100, last',
    'place 3',
    'fill 2 by 3: 9 at 100',
    'fill 1 by 3: 1 at 100',
  ]);
});

test('an order shows at least a hundredth of its size, when it is placed and when it moves', () => {
  const log = begun();
  log.place({ price: 100, size: 201, displaySize: 2 });
  log.place({ price: 100, size: 200, displaySize: 2 });
  log.amend(1, { price: 100, size: 201, displaySize: 2 });
  log.amend(1, { price: 100, size: 201, displaySize: 3 });
  expect(storyOf(log.entries, 4)).toEqual([
    `reject: displayTooSmall, field ${offsetOf(placeOrder, 'displaySize')}`,
    'place 1',
    `reject: displayTooSmall, field ${offsetOf(amendOrder, 'displaySize')}`,
    'amend 1: 201 of 201 at 100, last',
  ]);
});
