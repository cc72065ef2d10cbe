/** The commands by which keys open sessions, sessions sign what they sent, and both close them; through the codec. */
import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import { type Clock, sequenceOf, timeOf } from '../clock.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { closeSession, openSession, SESSION_KEY_BYTES, SESSION_MICROS_MAX, signSession } from '../schema/command.ts';
import { offsetOf } from '../schema/layout.ts';
import { sessionClosed, sessionOpened, sessionSigned } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';

/** Applies a well-formed openSession of a key that may act. */
export function applyOpenSession(exchange: Exchange, clock: Clock, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, sessions } = exchange;
  const command = decode(openSession, bytes);
  const { key, expiresAt } = command;
  const time = timeOf(clock);
  if (expiresAt <= time) return blaming(openSession, 'expiresAt', ResultCode.expiryNotAhead);
  if (expiresAt - time > SESSION_MICROS_MAX) return blaming(openSession, 'expiresAt', ResultCode.sessionTooLong);
  if (!sessions.areKept) return refusal(ResultCode.sessionsFull);
  const owner = accounts.ownerOf(command.account);
  if (sessions.hasAllOf(owner)) return refusal(ResultCode.sessionQuotaReached);
  if (sessions.isFull()) return refusal(ResultCode.sessionsFull);
  const at = offsetOf(openSession, 'sessionKey');
  const sessionKey = bytes.subarray(at, at + SESSION_KEY_BYTES);
  const slot = sessions.open({ owner, key, expiresAt, sessionKey }, sequenceOf(clock), time);
  const opened = { session: sessions.numberOf(slot), owner, key, expiresAt, sessionKey: command.sessionKey };
  records.append(sessionOpened, ResultCode.accepted, opened);
  return ACCEPTED;
}

/** Applies a well-formed signSession of a session that is open, where there are any. */
export function applySignSession(exchange: Exchange, clock: Clock, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { sessions } = exchange;
  const { session, counter, ofSequence, chain } = decode(signSession, bytes);
  if (session === 0 || !sessions.areKept) return blaming(signSession, 'session', ResultCode.sessionUnknown);
  const slot = sessions.find(session);
  const last = sessions.signatureOf(slot);
  const sequence = sequenceOf(clock);
  if (counter <= last.counter) return blaming(signSession, 'counter', ResultCode.signatureStale);
  if (ofSequence < last.sequence || ofSequence >= sequence) {
    return blaming(signSession, 'ofSequence', ResultCode.signatureStale);
  }
  sessions.sign(slot, { counter, ofSequence, sequence, time: timeOf(clock) });
  const signed = { session, owner: sessions.ownerOf(slot), counter, ofSequence, chain };
  const unsignedSince = sessions.unsignedSinceOf(slot);
  records.append(sessionSigned, ResultCode.accepted, { ...signed, unsignedSince });
  return ACCEPTED;
}

/** Applies a well-formed closeSession of a key that may act. */
export function applyCloseSession(exchange: Exchange, bytes: Uint8Array, records: RecordBuffer): Answer {
  const { accounts, sessions } = exchange;
  const { account, key, ofSession } = decode(closeSession, bytes);
  const slot = ofSession === 0 ? 0 : sessions.find(ofSession);
  if (slot === 0 || sessions.ownerOf(slot) !== accounts.ownerOf(account)) {
    return blaming(closeSession, 'ofSession', ResultCode.sessionUnknown);
  }
  if (key !== 0 && sessions.keyOf(slot) !== key) return blaming(closeSession, 'ofSession', ResultCode.keyOutOfScope);
  closeForReason(exchange, slot, ResultCode.accepted, records);
  return ACCEPTED;
}

/** Closes the open sessions of a key of an owner, with key 0 all of that owner, in order of number. */
export function closeRevoked(exchange: Exchange, owner: number, key: number, records: RecordBuffer): void {
  const { sessions } = exchange;
  for (const slot of sessions.openedBy(owner)) {
    if (key === 0 || sessions.keyOf(slot) === key) closeForReason(exchange, slot, ResultCode.keyRevoked, records);
  }
}

/** Closes up to so many sessions that have expired, the earliest first; answers how many there were. */
export function closeExpired(exchange: Exchange, time: number, sessionsMax: number, records: RecordBuffer): number {
  const { sessions } = exchange;
  let closed = 0;
  while (closed < sessionsMax && sessions.firstExpiry() <= time) {
    closeForReason(exchange, sessions.firstToExpire(), ResultCode.sessionExpired, records);
    closed += 1;
  }
  return closed;
}

function closeForReason({ sessions }: Exchange, slot: number, code: ResultCode, records: RecordBuffer): void {
  const named = { session: sessions.numberOf(slot), owner: sessions.ownerOf(slot), key: sessions.keyOf(slot) };
  const { ofSequence: signedSequence } = sessions.signatureOf(slot);
  records.append(sessionClosed, code, { ...named, lastSequence: sessions.lastSequenceOf(slot), signedSequence });
  sessions.close(slot);
}
