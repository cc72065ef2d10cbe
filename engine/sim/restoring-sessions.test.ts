/** Sessions that no log can have led to are refused with the snapshot that says them, and their numbers go round. */
import {
  decode,
  decodeSnapshot,
  encode,
  Machine,
  offsetOf,
  ResultCode,
  restoreMachine,
  SESSIONS_OF_OWNER_MAX,
  snapshotHead,
  snapshotKey,
  snapshotSession,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { begunWithSessions } from './judge/senders/session-log.ts';
import type { LogWriter } from './workload/log-writer.ts';

type Row = ValuesOf<typeof snapshotSession.specs>;

/** Two sessions, of key 0 and of key 1 of one owner; the first sent something and signed for a part of it. */
function sessionsLog(): LogWriter {
  const log = begunWithSessions();
  log.approveKey(1);
  log.openSession();
  log.openSession({ key: 1 });
  log.place({ price: 100, session: 1 });
  log.place({ price: 100, session: 1 });
  log.time += 5;
  log.signSession(1, { counter: 3, ofSequence: log.entries.length - 1 });
  return log;
}

function machineAfter(log: LogWriter): Machine {
  const machine = new Machine();
  for (const entry of log.entries) machine.applyBytes(entry);
  return machine;
}

/** The rows of the sessions in a snapshot, and where the first of them begins. */
function rowsOf(snapshot: Uint8Array): { readonly rows: readonly Row[]; readonly at: number } {
  const state = decodeSnapshot(snapshot);
  if (typeof state === 'string') throw new Error(state);
  const { sessions } = state;
  return { rows: sessions, at: Buffer.from(snapshot).indexOf(encode(snapshotSession, sessions[0] ?? {})) };
}

/** What is said of a snapshot whose first session says something else. */
function answerTo(change: (row: Row, other: Row) => Partial<Row>): string {
  const snapshot = machineAfter(sessionsLog()).snapshot();
  const { rows, at } = rowsOf(snapshot);
  const [row, other] = rows;
  if (row === undefined || other === undefined) throw new Error('there are two sessions');
  const changed = snapshot.slice();
  encode(snapshotSession, { ...row, ...change(row, other) }, changed, at);
  const restored = restoreMachine(changed);
  return 'refused' in restored ? restored.refused : 'restored';
}

const DAY = 86_400_000_000;

test.each<[string, (row: Row, other: Row) => Partial<Row>]>([
  ['has the number of the other', (_, { session }) => ({ session })],
  ['has a place of the other in the ring', (_, { session }) => ({ session: session + 8 })],
  ['is of no owner', () => ({ owner: 2 })],
  ['is of a key that is none', () => ({ key: 2 })],
  ['is of a key of another owner', () => ({ owner: 1, key: 1 })],
  ['signed for what came after its signature', ({ signatureSequence }) => ({ signedSequence: signatureSequence })],
  ['signed without a counter', () => ({ counter: 0 })],
  ['has a counter and signed for nothing', () => ({ signedSequence: 0 })],
  ['signed in the future', ({ signatureSequence }) => ({ signatureSequence: signatureSequence + 1 })],
  ['signed at a time to come', ({ signatureTime }) => ({ signatureTime: signatureTime + 1 })],
  ['sent something in the future', ({ signatureSequence }) => ({ lastSequence: signatureSequence + 1 })],
  ['is unsigned since a time to come', ({ signatureTime }) => ({ unsignedSince: signatureTime + 1 })],
  ['has nothing unsigned since a time', ({ signedSequence }) => ({ lastSequence: signedSequence })],
  ['sent something with the entry that signed', ({ signatureSequence }) => ({ lastSequence: signatureSequence })],
  ['sent what another began with', (_, { signatureSequence }) => ({ lastSequence: signatureSequence })],
  ['signed with the entry that opened another', (_, { signatureSequence }) => ({ signatureSequence })],
  ['sent something before it was opened', () => ({ counter: 0, signedSequence: 0 })],
  [
    'is unsigned since later than all that it sent',
    ({ signatureTime }) => ({ signatureTime: signatureTime - 1, unsignedSince: signatureTime }),
  ],
  ['has ended before it signed', ({ signatureTime }) => ({ expiresAt: signatureTime })],
  ['is open for too long', ({ signatureTime }) => ({ expiresAt: signatureTime + DAY + 1 })],
])('a session is refused that %s', (_, change) => {
  expect(answerTo(change)).toBe('a session is not possible');
});

test('a session is taken that says what it may', () => {
  expect(answerTo(() => ({}))).toBe('restored');
  expect(answerTo(({ signatureTime }) => ({ expiresAt: signatureTime + DAY }))).toBe('restored');
  expect(answerTo(({ unsignedSince }) => ({ unsignedSince: unsignedSince - 1 }))).toBe('restored');
});

test('sessions are refused out of order, without a number given, of a revoked key, and where none are kept', () => {
  expect(answerTo((_, { session }) => ({ session: session + 1 }))).toBe('the restored state has another snapshot');
  const snapshot = machineAfter(sessionsLog()).snapshot();
  expect(answerWithHead(snapshot, { lastSession: 0 })).toBe('a session is not possible');
  const bare = begunWithSessions({ sessionsMax: 0 });
  expect(answerWithHead(machineAfter(bare).snapshot(), { lastSession: 1 })).toBe('a session is not possible');
  const state = decodeSnapshot(snapshot);
  if (typeof state === 'string') throw new Error(state);
  const [key] = state.keys;
  if (key === undefined) throw new Error('there is a key');
  const changed = snapshot.slice();
  encode(snapshotKey, { ...key, epoch: 0 }, changed, Buffer.from(snapshot).indexOf(encode(snapshotKey, key)));
  expect(restoreMachine(changed)).toEqual({ refused: 'a session is not possible' });
});

test('more sessions are refused than the capacity or the quota of an owner admits', () => {
  const full = begunWithSessions({ sessionsMax: 2 });
  for (let left = 2; left > 0; left -= 1) full.openSession();
  expect(answerWithOneMore(machineAfter(full).snapshot())).toBe('more sessions than the capacities admit');
  const many = begunWithSessions({ sessionsMax: SESSIONS_OF_OWNER_MAX + 1 });
  for (let left = SESSIONS_OF_OWNER_MAX; left > 0; left -= 1) many.openSession();
  expect(answerWithOneMore(machineAfter(many).snapshot())).toBe('a session is not possible');
});

/** What is said of a snapshot with other values in its head. */
function answerWithHead(snapshot: Uint8Array, values: Partial<ValuesOf<typeof snapshotHead.specs>>): string {
  const changed = snapshot.slice();
  encode(snapshotHead, { ...decode(snapshotHead, snapshot), ...values }, changed);
  const restored = restoreMachine(changed);
  return 'refused' in restored ? restored.refused : 'restored';
}

/** What is said of a snapshot with one session more behind the last, opened by an entry that there was. */
function answerWithOneMore(snapshot: Uint8Array): string {
  const { rows, at } = rowsOf(snapshot);
  const last = rows.at(-1);
  if (last === undefined) throw new Error('there are sessions');
  const more = encode(snapshotSession, { ...last, session: last.session + 1, signatureSequence: 1 });
  const end = at + rows.length * snapshotSession.byteLength;
  const longer = Buffer.concat([snapshot.subarray(0, end), more, snapshot.subarray(end)]);
  return answerWithHead(longer, { sessions: rows.length + 1, lastSession: last.session + 1 });
}

test('numbers go round at 32 bits, past 0 and those whose place is taken', () => {
  const log = sessionsLog();
  const snapshot = machineAfter(log).snapshot();
  const lastAt = offsetOf(snapshotHead, 'lastSession');
  const openedAfter = (last: number) => {
    const changed = snapshot.slice();
    new DataView(changed.buffer).setUint32(lastAt, last, true);
    const restored = restoreMachine(changed);
    if ('refused' in restored) throw new Error(restored.refused);
    const { machine } = restored;
    const next = sessionsLog();
    expect(machine.applyBytes(next.openSession())).toBe(ResultCode.accepted);
    const state = decodeSnapshot(machine.snapshot());
    return typeof state === 'string' ? 0 : state.lastSession;
  };
  const end = 2 ** 32 - 1;
  // Of a ring of eight the places are taken of 1 and 2, and of every number that leaves 1 or 2 by eight.
  expect([end - 7, end - 6, end - 1, end].map(openedAfter)).toEqual([end - 4, end - 4, end, 3]);
});
