/** Examples, worked out by hand, of sessions: how they open and are numbered, who knows them, and what closes them. */
import {
  CancelFilter,
  cancelOrder,
  closeSession,
  placeOrder,
  signSession,
  tick,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { DAY, stateAfter } from '../money/money-log.ts';
import { NaiveExchange } from '../naive-exchange.ts';
import { grow } from '../queue/group-log.ts';
import { refusal, storyOf } from './key-log.ts';
import {
  begunWithSessions,
  closed,
  expired,
  notAhead,
  OPENING,
  opened,
  opening,
  price,
  SIBLING,
  sessionsAfter,
  tooLong,
  unknown,
} from './session-log.ts';

const FIRST = '01'.repeat(16);
const SESSION_KEY = '5e'.repeat(32);
const unknownToClose = refusal(closeSession, 'sessionUnknown', 'ofSession');
const keyMayNotClose = refusal(closeSession, 'keyOutOfScope', 'ofSession');

test('a session expires after the time and at most a day ahead', () => {
  const log = begunWithSessions();
  for (const ahead of [-1_000, 0, DAY + 1, DAY, 1]) log.openSession({ expiresAt: log.time + ahead });
  expect(storyOf(log, 5)).toEqual([notAhead, notAhead, tooLong, opening(1), opening(2)]);
});

test('the record and the logical state say whose the session is, and that it has sent and signed nothing', () => {
  const log = begunWithSessions();
  log.approveKey(1);
  log.time = 2_000;
  log.openSession({ key: 1, expiresAt: 9_000 });
  log.openSession({ account: 1, sessionKey: 'a7'.repeat(32) });
  expect(storyOf(log, 2)).toEqual([opening(1, 0, 1), opening(2, 1)]);
  const unsigned = { counter: 0, signedSequence: 0, signatureTime: 2_000, lastSequence: 0, unsignedSince: 0 };
  const terms = { owner: 0, key: 1, sessionKey: SESSION_KEY, expiresAt: 9_000 };
  const other = { owner: 1, key: 0, sessionKey: 'a7'.repeat(32), expiresAt: 3_600_002_000 };
  expect(sessionsAfter(log)).toEqual([
    { session: 1, reserved: 0, ...terms, ...unsigned, signatureSequence: 9 },
    { session: 2, reserved: 0, ...other, ...unsigned, signatureSequence: 10 },
  ]);
  expect(stateAfter(log)).toMatchObject({ lastSession: 2 });
});

test('the expiry is asked before the quota of the owner, and that before the table', () => {
  const log = begunWithSessions({ sessionsMax: 65 });
  for (let left = 32; left > 0; left -= 1) {
    log.openSession();
    log.openSession({ account: SIBLING });
  }
  log.openSession({ expiresAt: log.time });
  log.openSession({ expiresAt: log.time + DAY + 1 });
  log.openSession();
  log.openSession({ account: SIBLING });
  log.openSession({ account: 1 });
  log.openSession({ account: 1 });
  log.openSession({ account: 1, expiresAt: log.time });
  log.openSession();
  log.closeSession(7);
  log.openSession();
  log.openSession();
  const quota = 'reject: sessionQuotaReached';
  expect(storyOf(log, 12)).toEqual([
    ...[opening(64), notAhead, tooLong, quota, quota, opening(65, 1), 'reject: sessionsFull', notAhead, quota],
    ...[closed(7), opening(66), quota],
  ]);
});

test('a number is never used twice, and passes over the remainders of open sessions in the ring', () => {
  // Two sessions at most, so the ring is four, in which sessions 1 and 5 have one remainder.
  const log = begunWithSessions({ sessionsMax: 2 });
  log.openSession();
  for (let session = 2; session <= 4; session += 1) {
    log.openSession();
    log.closeSession(session);
  }
  log.openSession();
  log.openSession();
  log.closeSession(1);
  log.openSession();
  expect(storyOf(log, 6)).toEqual([
    ...[opening(4), closed(4), opening(6), 'reject: sessionsFull', closed(1)],
    opening(7),
  ]);
});

test('the ring is that of the present capacity', () => {
  const log = begunWithSessions({ sessionsMax: 2 });
  log.openSession();
  for (let session = 2; session <= 4; session += 1) {
    log.openSession();
    log.closeSession(session);
  }
  // Three sessions take a ring of eight: the least power of two that is at least six.
  grow(log, { queueItemsMax: 16, sessionsMax: 3 });
  for (let left = 3; left > 0; left -= 1) log.openSession();
  for (let session = 6; session <= 8; session += 1) {
    log.closeSession(session);
    log.openSession();
  }
  const numbers = [opening(5), opening(6), 'reject: sessionsFull', opening(7), opening(8), opening(10)];
  expect(storyOf(log, 10).filter((line) => !line.includes('closed'))).toEqual(['resized', ...numbers]);
});

test('numbers go round at 32 bits, and 0 is none of them', () => {
  const log = begunWithSessions();
  const judge = new NaiveExchange();
  for (const entry of log.entries) judge.apply(entry);
  judge.state.lastSession = 2 ** 32 - 2;
  const openings = [log.openSession(), log.openSession(), log.revokeKeys(0)];
  const numbers = openings.map((entry) => judge.apply(entry).records.map(({ values }) => values['session']));
  expect(numbers).toEqual([[2 ** 32 - 1], [1], [undefined, 1, 2 ** 32 - 1]]);
});

test('a session is known to its own key and to all accounts of its owner, and to nobody else', () => {
  const log = begunWithSessions();
  for (const identity of [1, 2]) log.approveKey(identity);
  log.openSession({ key: 1 });
  log.openSession();
  log.place({ price, key: 1, session: 1 });
  log.place({ price, key: 1, session: 1, account: SIBLING });
  log.place({ price, session: 2, account: SIBLING });
  log.place({ price });
  log.place({ price, session: 1 });
  log.place({ price, session: 1, key: 2 });
  log.place({ price, session: 2, key: 1 });
  log.place({ price, session: 2, account: 1 });
  log.place({ price, session: 3 });
  log.cancel(1, 0, { session: 1 });
  log.signSession(1);
  log.closeSession(1, { session: 3 });
  expect(storyOf(log, 12)).toEqual([
    ...['place 1', 'place 2', 'place 3', 'place 4', unknown, unknown, unknown, unknown, unknown],
    ...[cancelOrder, signSession, closeSession].map((layout) => refusal(layout, 'sessionUnknown', 'session')),
  ]);
});

test('the session is asked after the life of the key, before the valid-until and the nonce, which stays', () => {
  const log = opened();
  log.approveKey(1, { ofAccount: 1 });
  log.place({ price, session: 9, account: 99 });
  log.place({ price, session: 9, key: 9 });
  log.place({ price, session: 9, key: 1, account: SIBLING });
  log.place({ price, session: 9, nonce: 500, validUntil: 0 });
  log.place({ price, session: 1, nonce: 500, validUntil: 0 });
  log.place({ price, session: 1, nonce: 500 });
  expect(storyOf(log, 6)).toEqual([
    refusal(placeOrder, 'accountUnknown', 'account'),
    refusal(placeOrder, 'keyUnknown', 'key'),
    refusal(placeOrder, 'keyOutOfScope', 'account'),
    unknown,
    refusal(placeOrder, 'commandExpired', 'validUntil'),
    'place 1',
  ]);
});

test('expired sessions are cleared first, the earliest expiry first and among equals the lowest number', () => {
  const log = begunWithSessions();
  for (const expiresAt of [2_000, 1_500, 1_500]) log.openSession({ expiresAt });
  log.time = 1_499;
  log.place({ price, session: 2 });
  log.time = 2_000;
  log.place({ price, session: 2 });
  log.add(draftOf(tick, {}));
  const why = 'sessionExpired';
  expect(storyOf(log, 3)).toEqual([
    'place 1',
    ...[closed(2, why, OPENING + 3), closed(3, why), closed(1, why), unknown],
    'advance: 0',
  ]);
});

test('an expired session comes after expired orders and before ids, and refuses all until its turn comes', () => {
  const log = begunWithSessions({ drainPerCommandMax: 1 });
  log.openSession({ expiresAt: 2_000_000 });
  log.openSession({ expiresAt: 1_500 });
  for (let left = 3; left > 0; left -= 1) log.place({ price, expiry: 1_500 });
  log.place({ price, clientOrderId: FIRST });
  log.time = 2_000_000;
  log.place({ price, session: 1, nonce: 500 });
  log.signSession(1);
  log.closeSession(1, { session: 1 });
  log.closeSession(1);
  log.add(draftOf(tick, {}));
  log.place({ price, nonce: 500 });
  expect(storyOf(log, 6)).toEqual([
    ...['cancel 1: 1, orderExpired', expired],
    ...['cancel 2: 1, orderExpired', refusal(signSession, 'sessionExpired', 'session')],
    ...['cancel 3: 1, orderExpired', refusal(closeSession, 'sessionExpired', 'session')],
    ...[closed(2, 'sessionExpired'), closed(1)],
    ...['advance: 1', 'place 5'],
  ]);
});

test('an expired session is pending, and is open until it is cleared', () => {
  const log = begunWithSessions({ drainPerCommandMax: 1, sessionsMax: 2 });
  for (const expiresAt of [2_000, 3_000]) log.openSession({ expiresAt });
  log.place({ price, expiry: 2_000 });
  log.time = 3_000;
  log.openSession();
  log.add(draftOf(tick, {}));
  log.openSession();
  log.openSession();
  const why = 'sessionExpired';
  expect(storyOf(log, 4)).toEqual([
    ...['cancel 1: 1, orderExpired', 'reject: sessionsFull', closed(1, why), 'advance: 1, more'],
    ...[closed(2, why), opening(3), opening(4)],
  ]);
});

test('what is asked of a closing comes in the order of the page', () => {
  const log = begunWithSessions();
  for (const identity of [1, 2]) log.approveKey(identity);
  log.approveKey(3, { account: 1 });
  log.openSession({ key: 1 });
  log.openSession();
  for (const ofSession of [0, 9]) log.closeSession(ofSession);
  log.closeSession(1, { account: 1 });
  log.closeSession(1, { account: 1, key: 3 });
  log.closeSession(1, { key: 2 });
  log.closeSession(2, { key: 2 });
  log.closeSession(1, { key: 1, account: SIBLING });
  log.closeSession(1, { key: 1 });
  log.closeSession(2, { account: SIBLING });
  expect(storyOf(log, 9)).toEqual([
    ...[unknownToClose, unknownToClose, unknownToClose, unknownToClose, keyMayNotClose, keyMayNotClose],
    ...[closed(1), unknownToClose, closed(2)],
  ]);
});

test('the owner closes sessions of its keys, and a session others of its key or itself, which it sends last', () => {
  const log = begunWithSessions();
  log.approveKey(1);
  log.openSession({ key: 1 });
  for (let left = 3; left > 0; left -= 1) log.openSession();
  log.closeSession(1, { session: 2 });
  log.closeSession(3, { session: 2 });
  log.closeSession(2, { session: 2 });
  log.closeSession(4, { session: 2 });
  expect(storyOf(log, 4)).toEqual([
    ...[closed(1), closed(3), closed(2, 'accepted', OPENING + 7)],
    refusal(closeSession, 'sessionUnknown', 'session'),
  ]);
});

test('orders carry their session, stay when it is closed, and can be named by it then', () => {
  const log = opened();
  log.place({ price, session: 1 });
  log.place({ price });
  log.place({ price, session: 1, account: SIBLING });
  log.closeSession(1);
  log.place({ price, session: 1 });
  expect(stateAfter(log).markets[0]?.bids.map(({ session }) => session)).toEqual([1, 0, 1]);
  log.cancelMany({ filter: CancelFilter.ofSession | CancelFilter.wholeOwner, ofSession: 1 });
  expect(storyOf(log, 3)).toEqual([
    ...[closed(1, 'accepted', OPENING + 3), unknown],
    ...['cancel 1: 1, cancelledByUser', 'cancel 3: 1, cancelledByUser', 'orders: 2, done'],
  ]);
});
