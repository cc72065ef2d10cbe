/** Examples, worked out by hand, of versions of the rules, keys, nonces and messages. */
import { cancelOrder, offsetOf, placeOrder, registerKey, tick, upgradeRules } from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { storyOf } from '../../story.ts';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';

const price = 100;
const FIRST = '01'.repeat(16);
const spent = `reject: nonceSpent, field ${offsetOf(placeOrder, 'nonce')}`;
const unknownKey = `reject: keyUnknown, field ${offsetOf(placeOrder, 'key')}`;
const unknownOrder = `reject: orderUnknown, field ${offsetOf(cancelOrder, 'order')}`;

function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

test('nonces, keys and messages are carried under the first version, and looked at from the upgrade on', () => {
  const log = begun({ ruleVersion: 1 });
  log.place({ price, nonce: 105, key: 9 });
  log.place({ price, nonce: 105, key: 9 });
  log.openMessage(2, { nonce: 105, key: 9 });
  log.add(draftOf(upgradeRules, { ruleVersion: 1 }));
  log.add(draftOf(upgradeRules, { ruleVersion: 2 }));
  log.place({ price, nonce: 105, key: 9 });
  log.place({ price, nonce: 105 });
  log.place({ price, nonce: 105 });
  log.add(draftOf(upgradeRules, { ruleVersion: 2 }));
  const notLater = `reject: rulesNotLater, field ${offsetOf(upgradeRules, 'ruleVersion')}`;
  expect(storyOf(log.entries, 9)).toEqual([
    'place 1',
    'place 2',
    'message 105: 2 to come',
    notLater,
    'rules 2',
    unknownKey,
    'place 3',
    spent,
    notLater,
  ]);
});

test('keys are numbered over all owners and act for their own alone', () => {
  const log = begun({ keysMax: 2 });
  log.addKey(1, 1);
  log.addKey(0, 1);
  log.addKey(9, 2);
  log.addKey(0, 2);
  log.addKey(0, 3);
  log.place({ price, key: 1 });
  log.place({ price, key: 2 });
  log.place({ price, key: 3 });
  log.place({ price, side: 2, key: 1 });
  expect(storyOf(log.entries, 9)).toEqual([
    'key 1 of owner 1',
    `reject: keyAlreadyRegistered, field ${offsetOf(registerKey, 'identity')}`,
    `reject: ownerUnknown, field ${offsetOf(registerKey, 'owner')}`,
    'key 2 of owner 0',
    'reject: keysFull, field 65535',
    unknownKey,
    'place 1',
    unknownKey,
    'place 2',
    'fill 1 by 2: 1 at 100',
  ]);
});

test('the accounts of an owner share the nonces of key 0, and every key has its own', () => {
  const log = begun();
  log.addKey(0, 1);
  log.place({ price, nonce: 107 });
  log.place({ price, nonce: 107, account: 2 });
  log.place({ price, nonce: 107, account: 1 });
  log.place({ price, nonce: 107, key: 1 });
  log.place({ price, nonce: 107, key: 1, account: 2 });
  expect(storyOf(log.entries, 5)).toEqual(['place 1', spent, 'place 2', 'place 3', spent]);
});

test('a nonce is spent by what is refused later, and not by what is refused before', () => {
  const log = begun();
  log.place({ price, nonce: 107, validUntil: log.time });
  log.place({ price, nonce: 107, key: 9 });
  log.cancel(99, 0, { nonce: 107 });
  log.cancel(99, 0, { nonce: 107 });
  expect(storyOf(log.entries, 4)).toEqual([
    `reject: commandExpired, field ${offsetOf(placeOrder, 'validUntil')}`,
    unknownKey,
    unknownOrder,
    spent,
  ]);
});

test('the 64 highest nonces are kept: what is below them is spent, what was left out between them is not', () => {
  const log = begun({ ordersMax: 200 });
  for (let nonce = 100; nonce < 100 + 2 * 64; nonce += 2) log.place({ price, nonce });
  const later = [99, 101, 100, 101, 102, 103, Number.MAX_SAFE_INTEGER, 104];
  for (const nonce of later) log.place({ price, nonce });
  const story = storyOf(log.entries, later.length);
  expect(story).toEqual([spent, 'place 65', spent, spent, spent, 'place 66', 'place 67', spent]);
});

test('a window with room takes nonces in any order, down to 64', () => {
  const log = begun();
  for (const nonce of [69, 66, 64, 64, 67, 66, 63, 0]) log.place({ price, nonce });
  expect(storyOf(log.entries, 8)).toEqual(['place 1', 'place 2', 'place 3', spent, 'place 4', spent, spent, spent]);
});

test('the commands of a message carry their places and no nonce, as many as it announced', () => {
  const log = begun();
  log.openMessage(2, { nonce: 107 });
  log.place({ price, nonce: 1 });
  log.cancel(99, 0, { nonce: 2 });
  log.place({ price, nonce: 3 });
  log.openMessage(1, { nonce: 107 });
  log.place({ price, nonce: 1 });
  expect(storyOf(log.entries, 6)).toEqual(['message 107: 2 to come', 'place 1', unknownOrder, spent, spent, spent]);
});

test.each<[string, (log: LogWriter) => void]>([
  ['a tick', (log) => log.add(draftOf(tick, {}))],
  ['a command of another account', (log) => log.place({ price, account: 2, nonce: 2 })],
  ['a command with a nonce', (log) => log.place({ price, nonce: 170 })],
  ['a command of a later place', (log) => log.place({ price, nonce: 3 })],
  ['a command of an earlier place', (log) => log.place({ price, nonce: 1 })],
  ['a command of another key', (log) => log.place({ price, nonce: 2, key: 1 })],
  ['a malformed command', (log) => log.place({ price, nonce: 2, side: 2, orderType: 3 })],
  ['a command of its own that expired', (log) => log.place({ price, nonce: 2, validUntil: log.time })],
  ['an openMessage in its place', (log) => log.openMessage(1, { nonce: 2 })],
  ['another message', (log) => log.openMessage(1, { nonce: 170 })],
])('a message is ended by %s', (_, end) => {
  const log = begun();
  log.addKey(0, 1);
  log.openMessage(4, { nonce: 107 });
  log.cancel(99, 0, { nonce: 1 });
  end(log);
  log.cancel(99, 0, { nonce: 3 });
  expect(storyOf(log.entries, 1)).toEqual([spent]);
});

test('an entry that is refused at its head does not end a message', () => {
  const log = begun();
  const [first = new Uint8Array(0)] = log.entries;
  log.openMessage(1, { nonce: 107 });
  const whole = log.entries.slice();
  log.cancel(99, 0, { nonce: 1 });
  expect(storyOf([...whole, first, ...log.entries.slice(-1)], 2)).toEqual([
    'refused: sequenceOutOfOrder',
    unknownOrder,
  ]);
});

test('a repeat may be part of a message, and one with a spent nonce or out of its place ends it', () => {
  const log = begun();
  log.place({ price, nonce: 105, clientOrderId: FIRST });
  log.openMessage(2, { nonce: 107 });
  log.place({ price, nonce: 1, clientOrderId: FIRST });
  log.place({ price, nonce: 2, clientOrderId: FIRST });
  log.place({ price, nonce: 2, clientOrderId: FIRST });
  log.openMessage(2, { nonce: 108 });
  log.place({ price, nonce: 105, clientOrderId: FIRST });
  log.cancel(99, 0, { nonce: 1 });
  const known = 'known 1: 1 of 1 at 100';
  expect(storyOf(log.entries, 7)).toEqual([
    'message 107: 2 to come',
    known,
    known,
    known,
    'message 108: 2 to come',
    known,
    spent,
  ]);
});

test('a message is open after the entry that opens it until its last command', () => {
  const log = begun();
  log.openMessage(63, { nonce: Number.MAX_SAFE_INTEGER });
  for (let place = 1; place <= 63; place += 1) log.cancel(99, 0, { nonce: place });
  log.cancel(99, 0, { nonce: 63 });
  const story = storyOf(log.entries, 64);
  expect(story).toEqual([...Array.from({ length: 63 }, () => unknownOrder), spent]);
});
