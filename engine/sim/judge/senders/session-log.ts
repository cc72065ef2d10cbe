/** Logs for examples of sessions, and how their refusals are told. */
import {
  type genesis,
  type Layout,
  openSession,
  placeOrder,
  signSession,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { LogWriter } from '../../workload/log-writer.ts';
import { stateAfter } from '../money/money-log.ts';
import { begun, refusal } from './key-log.ts';

/** A price at which account 0 buys and nobody sells. */
export const price = 100;
/** An account of the first owner beside account 0. */
export const SIBLING = 2;
/** How long something of a session may be unsigned, in microseconds. */
export const UNSIGNED_MAX = 10_000_000;
/** The sequence of the entry that opens session 1 in `opened`. */
export const OPENING = 8;

export const unknown = refusal(placeOrder, 'sessionUnknown', 'session');
export const expired = refusal(placeOrder, 'sessionExpired', 'session');
export const late = refusal(placeOrder, 'sessionLate', 'session');
export const spent = refusal(placeOrder, 'nonceSpent', 'nonce');
export const staleCounter = refusal(signSession, 'signatureStale', 'counter');
export const staleSequence = refusal(signSession, 'signatureStale', 'ofSequence');
export const notAhead = refusal(openSession, 'expiryNotAhead', 'expiresAt');
export const tooLong = refusal(openSession, 'sessionTooLong', 'expiresAt');

/** How a story tells that a session may not do this at all. */
export function outOfScope(layout: Layout): string {
  return refusal(layout, 'sessionOutOfScope', 'session');
}

/** How a story tells that a session was opened. */
export function opening(session: number, owner = 0, key = 0): string {
  return `open session ${session} of owner ${owner} under key ${key}`;
}

/** How a story tells that a session was closed which sent and signed up to these sequences. */
export function closed(session: number, why = 'accepted', sent = 0, signed = 0): string {
  return `session ${session} closed: ${why}, sent #${sent}, signed #${signed}`;
}

/** A log that has begun, with room for four sessions unless said otherwise. Its next entry is number 8. */
export function begunWithSessions(limits: Partial<ValuesOf<typeof genesis.specs>> = {}): LogWriter {
  return begun({ sessionsMax: 4, ...limits });
}

/** A log in which session 1 of account 0 is open, under key 0. Its next entry is number 9. */
export function opened(limits: Partial<ValuesOf<typeof genesis.specs>> = {}): LogWriter {
  const log = begunWithSessions(limits);
  log.openSession();
  return log;
}

/** The rows of the sessions that are open after a log. */
export function sessionsAfter(log: LogWriter): ReturnType<typeof stateAfter>['sessions'] {
  return stateAfter(log).sessions;
}
