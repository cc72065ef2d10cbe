/** Examples, worked out by hand, of client order ids: what repeats, what is taken, and when an id is forgotten. */
import { cancelByClientOrderId, continueWork, offsetOf, placeOrder, Side, tick } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../../story.ts';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';

const { sell } = Side;
const FIRST = '01'.repeat(16);
const SECOND = '02'.repeat(16);
const THIRD = '03'.repeat(16);
const taken = `reject: clientOrderIdTaken, field ${offsetOf(placeOrder, 'clientOrderId')}`;
const spent = `reject: nonceSpent, field ${offsetOf(placeOrder, 'nonce')}`;
const unknown = `reject: orderUnknown, field ${offsetOf(cancelByClientOrderId, 'clientOrderId')}`;
const full = 'reject: clientOrderIdsFull, field 65535';

function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

test('a command that says the same again is told what became of its order', () => {
  const log = begun();
  log.place({ price: 100, size: 5, clientOrderId: FIRST });
  log.place({ price: 100, size: 5, clientOrderId: FIRST, session: 9 });
  log.place({ price: 100, size: 2, side: sell });
  log.place({ price: 100, size: 5, clientOrderId: FIRST });
  log.amend(1, { price: 90, size: 9 });
  log.place({ price: 100, size: 5, clientOrderId: FIRST });
  log.cancel(1);
  log.place({ price: 100, size: 5, clientOrderId: FIRST });
  expect(storyOf(log.entries, 7)).toEqual([
    'known 1: 5 of 5 at 100',
    'place 2',
    'fill 1 by 2: 2 at 100',
    'known 1: 3 of 5 at 100',
    'amend 1: 7 of 9 at 90, last',
    'known 1: 7 of 9 at 90',
    'cancel 1: 7, cancelledByUser',
    'known 1: closed',
  ]);
});

test('a repeat asks nothing else: not the market, not the book, not the expiry', () => {
  const log = begun();
  const terms = { price: 100, clientOrderId: FIRST, expiry: 1_500, flags: 1 };
  log.place(terms);
  log.cancel(1);
  log.place({ price: 100, side: sell });
  log.time = 1_600;
  log.place(terms);
  expect(storyOf(log.entries, 1)).toEqual(['known 1: closed']);
});

test('a command that says anything else is refused', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST });
  for (const other of [{ price: 101 }, { size: 2 }, { flags: 1 }, { expiry: 9_999 }, { selfTrade: 1 }, { market: 9 }]) {
    log.place({ price: 100, clientOrderId: FIRST, ...other });
  }
  log.replace({ price: 100, clientOrderId: FIRST, replaced: 1 });
  expect(storyOf(log.entries, 7)).toEqual(Array.from({ length: 7 }, () => taken));
});

test('a repeat is answered under a spent nonce, and something else under one is not told that the id is taken', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST, nonce: 150 });
  log.place({ price: 100, clientOrderId: FIRST, nonce: 150 });
  log.place({ price: 101, clientOrderId: FIRST, nonce: 150 });
  log.place({ price: 101, clientOrderId: FIRST, nonce: 151 });
  log.place({ price: 100, clientOrderId: FIRST, nonce: 151 });
  expect(storyOf(log.entries, 4)).toEqual(['known 1: 1 of 1 at 100', spent, taken, 'known 1: 1 of 1 at 100']);
});

test('a repeat is refused as any command is by its account, its key and its valid-until', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: FIRST, account: 9 });
  log.place({ price: 100, clientOrderId: FIRST, key: 9 });
  log.place({ price: 100, clientOrderId: FIRST, validUntil: log.time });
  expect(storyOf(log.entries, 3)).toEqual([
    `reject: accountUnknown, field ${offsetOf(placeOrder, 'account')}`,
    `reject: keyUnknown, field ${offsetOf(placeOrder, 'key')}`,
    `reject: commandExpired, field ${offsetOf(placeOrder, 'validUntil')}`,
  ]);
});

test('an id belongs to an account, and zeros are none', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: FIRST, account: 2 });
  log.place({ price: 100 });
  log.place({ price: 100 });
  log.cancelById('00'.repeat(16));
  log.cancelById(FIRST, 1);
  log.cancelById(FIRST, 2);
  expect(storyOf(log.entries, 6)).toEqual([
    'place 2',
    'place 3',
    'place 4',
    unknown,
    unknown,
    'cancel 2: 1, cancelledByUser',
  ]);
});

test('an order that was refused leaves its id free, one that only took remembers it', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST, timeInForce: 3 });
  log.place({ price: 100, clientOrderId: FIRST, timeInForce: 2 });
  log.place({ price: 100, clientOrderId: FIRST, timeInForce: 2 });
  expect(storyOf(log.entries, 3)).toEqual([
    `reject: fillOrKillUnfilled, field ${offsetOf(placeOrder, 'size')}`,
    'place 1',
    'cancel 1: 1, remainderCancelled',
    'known 1: closed',
  ]);
});

test('an id is let go once the second of its valid-until is over, and not before', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 3_000_000 });
  log.cancel(1);
  log.time = 3_999_999;
  log.place({ price: 100, clientOrderId: FIRST });
  log.time = 4_000_000;
  log.place({ price: 100, clientOrderId: FIRST });
  expect(storyOf(log.entries, 2)).toEqual(['known 1: closed', 'place 2']);
});

test('an order holds its id from then on, and the id is forgotten with it', () => {
  const log = begun();
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 1_000_000 });
  log.time = 9_000_000;
  log.place({ price: 100, clientOrderId: FIRST });
  log.cancelById(FIRST);
  log.place({ price: 100, clientOrderId: FIRST });
  expect(storyOf(log.entries, 3)).toEqual(['known 1: 1 of 1 at 100', 'cancel 1: 1, cancelledByUser', 'place 2']);
});

test('expired orders are cleared before ids, the earliest second first, so many items for each command', () => {
  const log = begun({ drainPerCommandMax: 2 });
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 2_500_000 });
  log.place({ price: 100, clientOrderId: SECOND, validUntil: 1_500_000, expiry: 900_000 });
  log.place({ price: 100, clientOrderId: THIRD, validUntil: 1_400_000 });
  log.cancel(3);
  log.time = 3_000_000;
  log.add(draftOf(tick, {}));
  log.place({ price: 100, clientOrderId: THIRD });
  log.add(draftOf(continueWork, {}));
  expect(storyOf(log.entries, 3)).toEqual([
    'cancel 2: 1, orderExpired',
    'advance: 2 cleared, more to clear',
    // The ids of orders 3 and 1 were let go, so the one is free and the other is held.
    'place 4',
    'advance: 0 cleared, all clear',
  ]);
});

test('what waits for a later second is not pending', () => {
  const log = begun({ drainPerCommandMax: 1 });
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 1_000_000 });
  log.place({ price: 100, clientOrderId: SECOND, validUntil: 2_000_000 });
  log.time = 2_000_000;
  log.add(draftOf(tick, {}));
  expect(storyOf(log.entries, 1)).toEqual(['advance: 1 cleared, all clear']);
});

test('a full table refuses orders with ids, also while closed orders fill it, and no others', () => {
  const log = begun({ clientOrderIdsMax: 2 });
  log.place({ price: 100, clientOrderId: FIRST, validUntil: 1_500_000 });
  log.place({ price: 100, clientOrderId: SECOND });
  log.cancel(1);
  log.place({ price: 100, clientOrderId: THIRD });
  log.place({ price: 100 });
  log.place({ price: 100, clientOrderId: FIRST });
  log.time = 2_000_000;
  log.place({ price: 100, clientOrderId: THIRD });
  log.replace({ price: 101, clientOrderId: FIRST, replaced: 2 });
  expect(storyOf(log.entries, 5)).toEqual([
    full,
    'place 3',
    'known 1: closed',
    'place 4',
    // Order 2 holds its id by now, and its room goes with it to the order that replaces it.
    'cancel 2: 1, replaced',
    'place 5',
  ]);
});

test('ids are carried and not looked at where Genesis has no room for them', () => {
  const log = begun({ clientOrderIdsMax: 0 });
  log.place({ price: 100, clientOrderId: FIRST });
  log.place({ price: 100, clientOrderId: FIRST });
  log.cancelById(FIRST);
  expect(storyOf(log.entries, 3)).toEqual(['place 1', 'place 2', unknown]);
});
