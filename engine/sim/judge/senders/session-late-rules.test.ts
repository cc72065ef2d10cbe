/** Examples, worked out by hand, of what sessions send: what they sign of it, when they are late, and what they may. */
import {
  amendOrder,
  approveBuilder,
  approveKey,
  cancelByClientOrderId,
  claimRewards,
  claimSuspense,
  closeSession,
  convert,
  KeyScope,
  type Layout,
  OwnerKind,
  openSession,
  pinDestination,
  placeOrder,
  replaceOrder,
  requestWithdrawal,
  revokeKeys,
  scheduleCancel,
  setAutoConversion,
  setOrderGroup,
  setReferrer,
  setSelfTrade,
  signSession,
  transfer,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import { stateAfter } from '../money/money-log.ts';
import { senderOf } from '../queue/queue-log.ts';
import { refusal, storyOf } from './key-log.ts';
import {
  begunWithSessions,
  closed,
  late,
  OPENING,
  opened,
  opening,
  outOfScope,
  price,
  sessionsAfter,
  spent,
  staleCounter,
  staleSequence,
  UNSIGNED_MAX,
  unknown,
} from './session-log.ts';

const FIRST = '01'.repeat(16);
const identity = '09'.repeat(32);
const FOR_CANCELS = { scope: KeyScope.cancel };

/** A command as those who send in session 1 write it. */
type Sending = (log: LogWriter) => void;

function sending(layout: Layout, values: Record<string, number | string> = {}): Sending {
  return (log) => log.add(draftOf(layout, { ...senderOf(log), session: 1, ...values }));
}

function signed(ofSequence: number, unsignedSince: number): string {
  return `session 1 signed to #${ofSequence}, unsigned since ${unsignedSince}`;
}

/** A log whose session 1 sent order 1 with the entry after its opening, at time 1,000, and is late now. */
function lateLog(): LogWriter {
  const log = opened();
  log.place({ price, session: 1 });
  log.time += UNSIGNED_MAX + 1;
  return log;
}

test('what is asked of a signature comes in the order of the page', () => {
  const log = opened();
  log.signSession(0, { counter: 5, ofSequence: 1 });
  log.signSession(1, { counter: 0, ofSequence: 0 });
  log.signSession(1, { counter: 5, ofSequence: OPENING - 1 });
  log.signSession(1, { counter: 5, ofSequence: log.entries.length + 1 });
  log.signSession(1, { counter: 5, ofSequence: OPENING });
  const first = log.entries.length;
  log.signSession(1, { counter: 5, ofSequence: 1 });
  log.signSession(1, { counter: 4, ofSequence: first });
  log.signSession(1, { counter: 6, ofSequence: first - 1 });
  log.signSession(1, { counter: 6, ofSequence: first });
  log.signSession(1, { counter: 9, ofSequence: log.entries.length + 2 });
  log.signSession(1, { counter: 9, ofSequence: log.entries.length });
  expect(storyOf(log, 11)).toEqual([
    refusal(signSession, 'sessionUnknown', 'session'),
    refusal(signSession, 'fieldOutOfRange', 'counter'),
    ...[staleSequence, staleSequence, signed(OPENING, 0)],
    ...[staleCounter, staleCounter, staleSequence, signed(first, 0), staleSequence, signed(first + 5, 0)],
  ]);
});

test('commands are noted whether they are accepted or not, and a signature of all leaves nothing unsigned', () => {
  const log = opened();
  log.time = 2_000;
  log.place({ price, session: 1 });
  expect(sessionsAfter(log)).toMatchObject([{ lastSequence: OPENING + 1, unsignedSince: 2_000 }]);
  log.time = 3_000;
  log.cancel(99, 0, { session: 1 });
  expect(sessionsAfter(log)).toMatchObject([{ lastSequence: OPENING + 2, unsignedSince: 2_000 }]);
  log.openMessage(1, { session: 1 });
  log.place({ price });
  log.time = 4_000;
  log.signSession(1, { counter: 7, ofSequence: OPENING + 3, chain: 'c4'.repeat(32) });
  const unsigned = { lastSequence: OPENING + 3, unsignedSince: 0 };
  const signature = { signedSequence: OPENING + 3, signatureSequence: OPENING + 5, signatureTime: 4_000 };
  expect(storyOf(log, 1)).toEqual([signed(OPENING + 3, 0)]);
  expect(sessionsAfter(log)).toMatchObject([{ ...unsigned, ...signature, counter: 7 }]);
  log.closeSession(1);
  expect(storyOf(log, 1)).toEqual([closed(1, 'accepted', OPENING + 3, OPENING + 3)]);
});

test('a signature that is refused changes nothing, and is no command of the session', () => {
  const log = opened();
  log.place({ price, session: 1 });
  const before = sessionsAfter(log);
  log.time = 2_000;
  log.signSession(1, { ofSequence: 99 });
  expect(storyOf(log, 1)).toEqual([staleSequence]);
  expect(sessionsAfter(log)).toEqual(before);
});

test('what a signature does not cover is unsigned since the later of two times', () => {
  const log = opened();
  const at = (time: number, send: () => void) => {
    log.time = time;
    send();
  };
  at(2_000, () => log.place({ price, session: 1 }));
  at(3_000, () => log.place({ price, session: 1 }));
  // The second order is not covered; that the first was sent at 2,000 is all that is kept.
  at(4_000, () => log.signSession(1, { ofSequence: OPENING + 1 }));
  at(5_000, () => log.place({ price, session: 1 }));
  // All that came before the first signature is covered.
  at(6_000, () => log.signSession(1, { ofSequence: OPENING + 3 }));
  at(7_000, () => log.signSession(1));
  at(8_000, () => log.place({ price, session: 1 }));
  at(9_000, () => log.signSession(1, { ofSequence: OPENING + 6 }));
  const story = storyOf(log, 8).filter((line) => line.includes('signed'));
  expect(story).toEqual([
    ...[signed(OPENING + 1, 2_000), signed(OPENING + 3, 4_000)],
    ...[signed(OPENING + 5, 0), signed(OPENING + 6, 8_000)],
  ]);
});

test('after ten seconds a session is not late, and one microsecond later it is', () => {
  const log = opened();
  log.place({ price, session: 1 });
  log.time = 1_000 + UNSIGNED_MAX;
  log.place({ price, session: 1 });
  log.time += 1;
  log.place({ price, session: 1 });
  log.place({ price });
  log.signSession(1);
  log.place({ price, session: 1 });
  expect(storyOf(log, 5)).toEqual(['place 2', late, 'place 3', signed(OPENING + 4, 0), 'place 4']);
});

test('a session that has nothing unsigned is never late, however long it was still', () => {
  const log = opened();
  log.time = 2 * UNSIGNED_MAX;
  log.place({ price, session: 1 });
  log.signSession(1);
  log.time = 4 * UNSIGNED_MAX;
  log.place({ price, session: 1 });
  log.time = 5 * UNSIGNED_MAX;
  log.place({ price, session: 1 });
  log.time += 1;
  log.place({ price, session: 1 });
  expect(storyOf(log, 5)).toEqual(['place 1', signed(OPENING + 1, 0), 'place 2', 'place 3', late]);
});

test('what was sent at time 0 is unsigned since then', () => {
  const log = new LogWriter();
  log.time = 0;
  log.begin({ sessionsMax: 1 }, event);
  log.openSession();
  log.place({ price, session: 1 });
  log.time = UNSIGNED_MAX;
  log.place({ price, session: 1 });
  log.time += 1;
  log.place({ price, session: 1 });
  log.signSession(1, { ofSequence: OPENING });
  expect(storyOf(log, 3)).toEqual(['place 2', late, signed(OPENING, 0)]);
});

test('a late refusal spends the nonce, and is a command of the session that leaves since when it is late', () => {
  const log = lateLog();
  log.place({ price, session: 1, nonce: 500 });
  log.place({ price, session: 1, nonce: 500 });
  expect(storyOf(log, 2)).toEqual([late, spent]);
  expect(sessionsAfter(log)).toMatchObject([{ lastSequence: OPENING + 2, unsignedSince: 1_000 }]);
  expect(stateAfter(log).nonces[0]).toContain(500);
  log.closeSession(1);
  expect(storyOf(log, 1)).toEqual([closed(1, 'accepted', OPENING + 2)]);
});

test('a late session is still late after a signature of what came before', () => {
  const log = lateLog();
  log.signSession(1, { ofSequence: OPENING });
  log.place({ price, session: 1 });
  log.signSession(1, { ofSequence: OPENING + 2 });
  log.place({ price, session: 1 });
  expect(storyOf(log, 4)).toEqual([signed(OPENING, 1_000), late, signed(OPENING + 2, log.time), 'place 2']);
});

test('a late session cancels, opens messages, signs and closes', () => {
  const log = opened();
  for (const clientOrderId of ['00'.repeat(16), FIRST, '02'.repeat(16)])
    log.place({ price, clientOrderId, session: 1 });
  log.time += UNSIGNED_MAX + 1;
  log.cancel(1, 0, { session: 1 });
  sending(cancelByClientOrderId, { clientOrderId: FIRST })(log);
  log.cancelMany({ session: 1 });
  log.openMessage(3, { session: 1 });
  log.place({ price, session: 1, nonce: 1 });
  log.signSession(1, { nonce: 2 });
  log.place({ price, session: 1, nonce: 3 });
  log.time += UNSIGNED_MAX + 1;
  log.closeSession(1, { session: 1 });
  const cancelled = [1, 2, 3].map((order) => `cancel ${order}: 1, cancelledByUser`);
  expect(storyOf(log, 8)).toEqual([
    ...[...cancelled, 'orders: 1, done', 'messageOpened', late, signed(OPENING + 8, 0), 'place 4'],
    closed(1, 'accepted', OPENING + 11, OPENING + 8),
  ]);
});

const terms = { price, size: 1, side: 1, orderType: 1, timeInForce: 1 };

test.each<[Layout, Record<string, number | string>, string]>([
  [placeOrder, terms, 'place 2'],
  [replaceOrder, { ...terms, replaced: 1 }, 'cancel 1: 1, replaced'],
  [amendOrder, { price, size: 2, order: 1 }, 'amend 1: 2 of 2 at 100'],
  [setSelfTrade, { selfTrade: 1 }, 'selfTradeSet'],
  [scheduleCancel, { at: 20_000_000 }, 'schedule of 0: 20000000'],
  [setOrderGroup, { fillLimit: 1, windowMillis: 10 }, 'reject: orderGroupsFull'],
  [convert, { asset: 1, amount: 1, direction: 1 }, 'reject: assetUnknown'],
])('a session does this until it is late: $name', (layout, values, story) => {
  const timely = opened();
  timely.place({ price, session: 1 });
  sending(layout, values)(timely);
  expect(storyOf(timely, 1)[0]).toBe(story);
  const log = lateLog();
  sending(layout, values)(log);
  expect(storyOf(log, 1)).toEqual([refusal(layout, 'sessionLate', 'session')]);
});

test.each<[Layout, Record<string, number | string>]>([
  [approveKey, { keyKind: OwnerKind.ed25519, identity, scope: KeyScope.trade }],
  [revokeKeys, {}],
  [pinDestination, { destination: identity }],
  [setAutoConversion, {}],
  [transfer, { asset: 1, amount: 1, toAccount: 2 }],
  [claimSuspense, { asset: 1 }],
  [requestWithdrawal, { asset: 1, amount: 1 }],
  [approveBuilder, { builder: 1 }],
  [setReferrer, { referrer: 1 }],
  [claimRewards, {}],
  [openSession, { expiresAt: 100_000_000, sessionKey: identity }],
])('a session never does this, late or not: $name', (layout, values) => {
  const log = opened();
  sending(layout, { ...values, nonce: 500 })(log);
  expect(sessionsAfter(log)).toMatchObject([{ session: 1, lastSequence: OPENING + 1, unsignedSince: 1_000 }]);
  log.place({ price, session: 1, nonce: 500 });
  log.time += UNSIGNED_MAX + 1;
  sending(layout, values)(log);
  expect(storyOf(log, 3)).toEqual([outOfScope(layout), spent, outOfScope(layout)]);
  expect(sessionsAfter(log)).toMatchObject([{ lastSequence: OPENING + 3, unsignedSince: 1_000 }]);
});

test('the key is asked after the session, and counts nothing that the session may not', () => {
  const log = begunWithSessions();
  log.approveKey(1, { commandsPerSecond: 2 });
  log.openSession({ key: 1 });
  log.place({ price, key: 1, session: 1 });
  log.place({ price, key: 1, session: 1 });
  expect(sessionsAfter(log)).toMatchObject([{ lastSequence: OPENING + 3 }]);
  log.time += UNSIGNED_MAX + 1;
  log.place({ price, key: 1, session: 1 });
  sending(approveKey, { key: 1, keyKind: OwnerKind.ed25519, identity })(log);
  log.signSession(1, { key: 1 });
  log.place({ price, key: 1, session: 1 });
  log.closeSession(1, { key: 1, session: 1 });
  const rateReached = refusal(placeOrder, 'keyRateReached', 'key');
  expect(storyOf(log, 8)).toEqual([
    ...[opening(1, 0, 1), 'place 1', rateReached, late, outOfScope(approveKey), signed(OPENING + 5, 0), 'place 2'],
    closed(1, 'accepted', OPENING + 8, OPENING + 5),
  ]);
  expect(stateAfter(log).keys).toMatchObject([{ second: 10, commands: 1 }]);
});

test('a key for cancels alone signs and closes, and opens none', () => {
  const log = begunWithSessions();
  log.approveKey(1);
  log.openSession({ key: 1 });
  log.approveKey(1, FOR_CANCELS);
  log.place({ price, key: 1, session: 1 });
  log.signSession(1, { key: 1 });
  log.openSession({ key: 1 });
  log.openSession({ key: 1, session: 1 });
  log.approveKey(1, { scope: KeyScope.read });
  log.signSession(1, { key: 1 });
  log.closeSession(1, { key: 1 });
  log.approveKey(1, FOR_CANCELS);
  log.closeSession(1, { key: 1 });
  const outOfKey = (layout: Layout) => refusal(layout, 'keyOutOfScope', 'key');
  expect(storyOf(log, 9).filter((line) => !line.startsWith('approve'))).toEqual([
    ...[outOfKey(placeOrder), signed(OPENING + 3, 0), outOfKey(openSession), outOfScope(openSession)],
    ...[outOfKey(signSession), outOfKey(closeSession), closed(1, 'accepted', OPENING + 6, OPENING + 3)],
  ]);
});

test('what is refused up to its nonce is no command of the session, and no repeat with a spent nonce is', () => {
  const log = opened();
  log.place({ price, session: 1, nonce: 500, clientOrderId: FIRST });
  log.signSession(1);
  log.time = 2_000;
  log.place({ price, session: 1, nonce: 500, clientOrderId: FIRST });
  log.place({ price, session: 1, nonce: 500 });
  log.place({ price, session: 1, validUntil: 2_000 });
  log.place({ price, session: 1, side: 3 });
  log.place({ price, session: 9, nonce: 500, clientOrderId: FIRST });
  expect(sessionsAfter(log)).toMatchObject([{ lastSequence: OPENING + 1, unsignedSince: 0 }]);
  log.place({ price, session: 1, nonce: 501, clientOrderId: FIRST });
  expect(sessionsAfter(log)).toMatchObject([{ lastSequence: OPENING + 8, unsignedSince: 2_000 }]);
  const known = 'known 1: 1 of 1 at 100';
  expect(storyOf(log, 6)).toEqual([
    ...[known, spent, refusal(placeOrder, 'commandExpired', 'validUntil')],
    ...[refusal(placeOrder, 'fieldOutOfRange', 'side'), unknown, known],
  ]);
});

test('a repeat with a spent nonce is answered in a late session, and one with a nonce of its own is not', () => {
  const log = opened();
  log.place({ price, session: 1, nonce: 500, clientOrderId: FIRST });
  log.time += UNSIGNED_MAX + 1;
  const again = { price, session: 1, clientOrderId: FIRST };
  // The second of the id is over by then, so that its order holds it.
  log.place({ ...again, nonce: 500 });
  log.place({ ...again, nonce: 501 });
  expect(storyOf(log, 2)).toEqual(['known 1: 1 of 1 at 100', late]);
});
