/** Examples, worked out by hand, of sessions beside the rest: revoked keys, messages, capacities and queued work. */
import {
  CancelFilter,
  closeSession,
  genesis,
  placeOrder,
  resize,
  revokeKeys,
  signSession,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { stateAfter } from '../money/money-log.ts';
import { grow } from '../queue/group-log.ts';
import * as queue from '../queue/queue-log.ts';
import { refusal, storyOf } from './key-log.ts';
import {
  begunWithSessions,
  closed,
  notAhead,
  OPENING,
  opened,
  opening,
  price,
  SIBLING,
  sessionsAfter,
  spent,
  unknown,
} from './session-log.ts';

const ROLE_KEYS_BYTES = 96;

test('with a key its sessions are closed, and with all keys all sessions of the owner, its own included', () => {
  const log = begunWithSessions({ sessionsMax: 8 });
  for (const identity of [1, 2]) log.approveKey(identity);
  for (const key of [1, 2, 0]) log.openSession({ key });
  log.openSession({ key: 1, expiresAt: log.time + 1 });
  log.openSession({ account: 1 });
  log.place({ price, key: 1, session: 1 });
  log.revokeKeys(3);
  log.revokeKeys(1);
  log.revokeKeys(1);
  log.place({ price, key: 2, session: 2 });
  log.revokeKeys(0, { account: SIBLING });
  log.place({ price, account: 1, session: 5 });
  log.place({ price, session: 3 });
  const why = 'keyRevoked';
  expect(storyOf(log, 7)).toEqual([
    refusal(revokeKeys, 'keyUnknown', 'ofKey'),
    ...['revoke key 1 of owner 0: epoch 1', closed(1, why, OPENING + 7), closed(4, why)],
    'revoke key 1 of owner 0: epoch 1',
    'place 2',
    ...['revoke all keys of owner 0: epoch 2', closed(2, why, OPENING + 11), closed(3, why)],
    ...['place 3', unknown],
  ]);
  expect(sessionsAfter(log)).toMatchObject([{ session: 5, owner: 1 }]);
});

test('a revocation closes an expired session too that is not cleared yet', () => {
  const log = begunWithSessions({ drainPerCommandMax: 1 });
  log.place({ price, expiry: 2_000 });
  log.openSession({ expiresAt: 2_000 });
  log.time = 2_000;
  log.revokeKeys(0);
  expect(storyOf(log, 1)).toEqual([
    ...['cancel 1: 1, orderExpired', 'revoke all keys of owner 0: epoch 2', closed(1, 'keyRevoked')],
  ]);
});

test('a key that is approved anew leaves its sessions open, and so does one that expires', () => {
  const log = begunWithSessions();
  log.approveKey(1, { expiresAt: 2_000 });
  log.openSession({ key: 1 });
  log.approveKey(1, { expiresAt: 2_000 });
  log.place({ price, key: 1, session: 1 });
  log.time = 2_000;
  log.place({ price, key: 1, session: 1 });
  log.approveKey(1);
  log.place({ price, key: 1, session: 1 });
  expect(storyOf(log, 5)).toEqual([
    'approve key 1 of owner 0: epoch 1',
    'place 1',
    refusal(placeOrder, 'keyExpired', 'key'),
    'approve key 1 of owner 0: epoch 1',
    'place 2',
  ]);
});

test('the commands of a message have its session', () => {
  const log = opened();
  log.openMessage(3, { session: 1 });
  expect(stateAfter(log).message).toEqual({ account: 0, key: 0, session: 1, next: 1, last: 3 });
  log.place({ price, session: 1, nonce: 1 });
  log.signSession(1, { nonce: 2 });
  log.place({ price, session: 1, nonce: 3 });
  expect(storyOf(log, 4)).toEqual([
    ...['messageOpened', 'place 1', `session 1 signed to #${OPENING + 2}, unsigned since 0`, 'place 2'],
  ]);
});

test.each([
  ['with no session', { session: 1 }, { session: 0 }, spent],
  ['with another session', { session: 1 }, { session: 2 }, spent],
  ['with a session that is not open', { session: 1 }, { session: 3 }, unknown],
  ['with a session, of a message with none', { session: 0 }, { session: 1 }, spent],
])('a command %s ends a message and is refused', (_, ofMessage, ofCommand, refused) => {
  const log = opened();
  log.openSession();
  log.openMessage(3, ofMessage);
  log.place({ price, ...ofMessage, nonce: 1 });
  log.place({ price, ...ofCommand, nonce: 2 });
  log.place({ price, ...ofMessage, nonce: 2 });
  expect(storyOf(log, 3)).toEqual(['place 1', refused, spent]);
});

test('a message whose session one of its commands closes ends with the next', () => {
  const log = opened();
  log.openMessage(3, { session: 1 });
  log.closeSession(1, { session: 1, nonce: 1 });
  expect(stateAfter(log).message).toMatchObject({ session: 1, next: 2 });
  log.place({ price, session: 1, nonce: 2 });
  log.place({ price, session: 1, nonce: 2 });
  expect(storyOf(log, 3)).toEqual([closed(1, 'accepted', OPENING + 2), unknown, unknown]);
  expect(stateAfter(log).message).toMatchObject({ session: 0, next: 0 });
});

test('a turn asks nothing of the session, which may be closed by then', () => {
  const log = queue.begun({ sessionsMax: 1 });
  log.openSession();
  queue.beginSweep(log, 5);
  log.place({ price, session: 1 });
  log.closeSession(1);
  queue.wait(log, 3);
  const story = storyOf(log, 5).filter((line) => !line.startsWith('cancel') && !line.startsWith('advance'));
  expect(story).toEqual([
    ...['defer 6', closed(1, 'accepted', OPENING + 7), 'swept #14: 5, accepted', 'done 6: accepted', 'place 6'],
  ]);
  expect(stateAfter(log).markets[0]?.bids).toMatchObject([{ order: 6, session: 1 }]);
});

test.each([1, 2])('where none are kept, numbers are carried and not looked at, under version %i', (ruleVersion) => {
  const log = begunWithSessions({ sessionsMax: 0, ruleVersion });
  log.place({ price, session: 7 });
  log.approveKey(1, { session: 7 });
  log.openSession({ expiresAt: log.time });
  log.openSession();
  log.openSession({ session: 7 });
  log.signSession(7);
  log.signSession(0);
  log.closeSession(7);
  log.closeSession(0, { session: 7 });
  log.revokeKeys(0, { session: 7 });
  log.cancelMany({ filter: CancelFilter.ofSession, ofSession: 7 });
  const unsigned = refusal(signSession, 'sessionUnknown', 'session');
  const unclosed = refusal(closeSession, 'sessionUnknown', 'ofSession');
  expect(storyOf(log, 11)).toEqual([
    ...['place 1', 'approve key 1 of owner 0: epoch 1', notAhead, 'reject: sessionsFull', 'reject: sessionsFull'],
    ...[unsigned, unsigned, unclosed, unclosed, 'revoke all keys of owner 0: epoch 2'],
    ...['cancel 1: 1, cancelledByUser', 'orders: 1, done'],
  ]);
});

test('where none are kept, a message has a session nevertheless', () => {
  const log = begunWithSessions({ sessionsMax: 0 });
  log.openMessage(2, { session: 7 });
  expect(stateAfter(log).message).toMatchObject({ session: 7, next: 1, last: 2 });
  log.place({ price, session: 7, nonce: 1 });
  log.place({ price, session: 8, nonce: 2 });
  expect(storyOf(log, 2)).toEqual(['place 1', spent]);
});

test.each<[string, Partial<ValuesOf<typeof genesis.specs>>, string]>([
  ['no sessions under version 1', { ruleVersion: 1 }, 'started'],
  ['sessions under version 1', { ruleVersion: 1, sessionsMax: 1 }, refusal(genesis, 'fieldOutOfRange', 'ruleVersion')],
  ['sessions under version 2', { ruleVersion: 2, sessionsMax: 1_048_576 }, 'started'],
  ['more sessions', { sessionsMax: 1_048_577 }, refusal(genesis, 'fieldOutOfRange', 'sessionsMax')],
  [
    'money that cannot leave, and sessions',
    { ruleVersion: 2, assetsMax: 1, sessionsMax: 1 },
    refusal(genesis, 'fieldOutOfRange', 'withdrawalsMax'),
  ],
])('genesis with %s', (_, limits, answer) => {
  const log = begunWithSessions({ sessionsMax: 0, ...limits });
  expect(storyOf(log, log.entries.length)[0]).toBe(answer);
});

test('the blob of genesis is asked before its sessions', () => {
  const log = new LogWriter();
  const capacities = { ownersMax: 1, accountsMax: 1, marketsMax: 1, ordersMax: 1, levelsMax: 1, sessionsMax: 1 };
  const bounds = { makersPerCommandMax: 1, drainPerCommandMax: 1 };
  log.add(draftOf(genesis, { ruleVersion: 1, ...capacities, ...bounds }, new Uint8Array(ROLE_KEYS_BYTES - 1)));
  log.add(draftOf(genesis, { ruleVersion: 1, ...capacities, ...bounds }, new Uint8Array(ROLE_KEYS_BYTES)));
  expect(storyOf(log, 2)).toEqual([
    refusal(genesis, 'commandLengthWrong', 'blobBytes'),
    refusal(genesis, 'fieldOutOfRange', 'ruleVersion'),
  ]);
});

test('sessions become more where there are some, and none come where there are none', () => {
  const present = { queueItemsMax: 16 };
  const log = begunWithSessions({ sessionsMax: 0 });
  grow(log, { ...present, sessionsMax: 1, keysMax: 3 });
  grow(log, { ...present, sessionsMax: 1, assetsMax: 1 });
  grow(log, { ...present, sessionsMax: 1 });
  grow(log, present);
  expect(storyOf(log, 4)).toEqual([
    refusal(resize, 'capacityShrinks', 'keysMax'),
    refusal(resize, 'fieldOutOfRange', 'assetsMax'),
    refusal(resize, 'fieldOutOfRange', 'sessionsMax'),
    'resized',
  ]);
  const keeping = opened({ sessionsMax: 1 });
  grow(keeping, present);
  keeping.openSession();
  grow(keeping, { ...present, sessionsMax: 2 });
  keeping.openSession();
  const full = 'reject: sessionsFull';
  expect(storyOf(keeping, 4)).toEqual([refusal(resize, 'capacityShrinks', 'sessionsMax'), full, 'resized', opening(2)]);
  expect(stateAfter(keeping).capacities).toMatchObject({ sessionsMax: 2 });
  expect(stateAfter(keeping).genesis).toMatchObject({ sessionsMax: 1 });
});
