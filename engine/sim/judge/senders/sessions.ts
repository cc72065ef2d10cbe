/** The commands by which sessions come, sign what they sent, and go, and what else closes them. */
import {
  type closeSession,
  type openSession,
  type ResultCode,
  SESSION_MICROS_MAX,
  SESSIONS_OF_OWNER_MAX,
  sessionClosed,
  sessionOpened,
  sessionSigned,
  type signSession,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { shortNumberAfter } from '../orders/numbering.ts';
import { ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isExpiredSession, isUnsigned, type Session } from './session.ts';

type Opening = ValuesOf<typeof openSession.specs>;
type Signing = ValuesOf<typeof signSession.specs>;

/** Opens a session of the key that sends the command. */
export function open(state: NaiveState, command: Opening): Refusal | undefined {
  const { account, key, sessionKey, expiresAt } = command;
  const owner = ownerOf(state, account);
  const refusal = openingRefusal(state, owner, expiresAt);
  if (refusal !== undefined) return refusal;
  const inUse = state.sessions.map(({ session }) => session);
  const session = shortNumberAfter(state.lastSession, inUse, state.limits.sessionsMax);
  state.lastSession = session;
  const signature = { counter: 0, signedSequence: 0, signatureSequence: state.sequence, signatureTime: state.time };
  const sent = { lastSequence: 0, unsignedSince: 0 };
  state.sessions.push({ session, owner, key, sessionKey, expiresAt, ...signature, ...sent });
  state.emit(sessionOpened, { session, owner, key, expiresAt, sessionKey });
  return undefined;
}

/** The session that sends the command signs for what it sent up to a sequence. */
export function sign(state: NaiveState, command: Signing): Refusal | undefined {
  const { counter, ofSequence, chain } = command;
  const session = openSessionNumbered(state, command.session);
  if (session === undefined) return refuse('sessionUnknown', 'session');
  if (counter <= session.counter) return refuse('signatureStale', 'counter');
  const isTimely = ofSequence >= session.signatureSequence && ofSequence < state.sequence;
  if (!isTimely) return refuse('signatureStale', 'ofSequence');
  // What came before the last signature is signed by now, so that what is unsigned is so since then at the earliest.
  const since = Math.max(session.unsignedSince, session.signatureTime);
  Object.assign(session, { counter, signedSequence: ofSequence });
  Object.assign(session, { signatureSequence: state.sequence, signatureTime: state.time });
  session.unsignedSince = isUnsigned(session) ? since : 0;
  const { session: number, owner, unsignedSince } = session;
  state.emit(sessionSigned, { session: number, owner, counter, ofSequence, unsignedSince, chain });
  return undefined;
}

/** Closes a session of the owner, which the owner itself or the key of that session may do. */
export function close(state: NaiveState, command: ValuesOf<typeof closeSession.specs>): Refusal | undefined {
  const { account, key, ofSession } = command;
  const session = openSessionNumbered(state, ofSession);
  if (session?.owner !== ownerOf(state, account)) return refuse('sessionUnknown', 'ofSession');
  if (key !== 0 && key !== session.key) return refuse('keyOutOfScope', 'ofSession');
  end(state, session, 'accepted');
  return undefined;
}

/** Closes the sessions of a key that was revoked, or with 0 all sessions of its owner, those of key 0 included. */
export function closeRevoked(state: NaiveState, owner: number, key: number): void {
  const revoked = state.sessions.filter((session) => session.owner === owner && (key === 0 || session.key === key));
  revoked.sort((a, b) => a.session - b.session);
  for (const session of revoked) end(state, session, 'keyRevoked');
}

/** Closes a session whose time has come. */
export function closeExpired(state: NaiveState, session: Session): void {
  end(state, session, 'sessionExpired');
}

/** The sessions that are dead at the present time and are still open, in the order in which they are closed. */
export function expiredSessions(state: NaiveState): Session[] {
  const expired = state.sessions.filter((session) => isExpiredSession(session, state.time));
  return expired.sort((a, b) => a.expiresAt - b.expiresAt || a.session - b.session);
}

/** The open session with this number. */
export function openSessionNumbered(state: NaiveState, number: number): Session | undefined {
  return state.sessions.find(({ session }) => session === number);
}

function openingRefusal(state: NaiveState, owner: number, expiresAt: number): Refusal | undefined {
  const { sessionsMax } = state.limits;
  if (expiresAt <= state.time) return refuse('expiryNotAhead', 'expiresAt');
  if (expiresAt - state.time > SESSION_MICROS_MAX) return refuse('sessionTooLong', 'expiresAt');
  const own = state.sessions.filter((session) => session.owner === owner);
  if (own.length >= SESSIONS_OF_OWNER_MAX) return refuse('sessionQuotaReached');
  return state.sessions.length < sessionsMax ? undefined : refuse('sessionsFull');
}

function end(state: NaiveState, session: Session, code: keyof typeof ResultCode): void {
  state.sessions = state.sessions.filter((other) => other !== session);
  const { session: number, owner, key, lastSequence, signedSequence } = session;
  state.emit(sessionClosed, { session: number, owner, key, lastSequence, signedSequence }, code);
}
