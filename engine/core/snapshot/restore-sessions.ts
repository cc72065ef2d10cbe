/** Opens the sessions of a snapshot in the table of an exchange, and refuses those that are not possible. */

import { SESSION_MICROS_MAX } from '../schema/command.ts';
import type { Exchange } from '../state/exchange.ts';
import { bytesOf } from './restore-queue.ts';
import type { LogicalState, SessionRow } from './snapshot-reader.ts';

const NOT_POSSIBLE = 'a session is not possible';

/** Adds all of them, once owners and keys are there. Answers what is not possible. */
export function fillSessions(exchange: Exchange, state: LogicalState): string | null {
  const { sessions, terms } = exchange;
  if (state.sessions.length > terms.sessionsMax) return 'more sessions than the capacities admit';
  if (!sessions.areKept && state.lastSession > 0) return NOT_POSSIBLE;
  if (state.lastSession === 0 && state.sessions.length > 0) return NOT_POSSIBLE;
  if (!areOfDifferentEntries(state.sessions)) return NOT_POSSIBLE;
  for (const row of state.sessions) {
    // Each has a place of its own in the ring, as orders have.
    const isFree = sessions.isFree(row.session);
    if (!isFree || !isOfOwner(exchange, row) || !isInTime(row, state)) return NOT_POSSIBLE;
    const { session, owner, key, expiresAt, counter, signedSequence: ofSequence, lastSequence } = row;
    const signed = { counter, ofSequence, sequence: row.signatureSequence, time: row.signatureTime };
    const slot = sessions.restore(session, { owner, key, expiresAt, sessionKey: bytesOf(row.sessionKey) }, signed);
    sessions.restoreSent(slot, lastSequence, row.unsignedSince);
  }
  sessions.ring.setLast(state.lastSession);
  return null;
}

/** Whether an owner may have one more session, and its key is itself or one that is not revoked. */
function isOfOwner({ owners, keys, sessions }: Exchange, { owner, key }: SessionRow): boolean {
  if (owner >= owners.count || sessions.hasAllOf(owner)) return false;
  return key === 0 || (keys.isOf(key, owner) && !keys.isRevoked(key));
}

/** Whether no two of what sessions sent last and signed last, or were opened by, are one entry. */
function areOfDifferentEntries(rows: readonly SessionRow[]): boolean {
  const sequences = rows.flatMap(({ lastSequence, signatureSequence }) => {
    return lastSequence === 0 ? [signatureSequence] : [lastSequence, signatureSequence];
  });
  return new Set(sequences).size === sequences.length;
}

/** Whether what a session sent and signed is in order, and nothing of it lies ahead. */
function isInTime(row: SessionRow, { sequence, time }: LogicalState): boolean {
  const { counter, signedSequence, signatureSequence, signatureTime, lastSequence, unsignedSince, expiresAt } = row;
  const isSigned = counter === 0 ? signedSequence === 0 : signedSequence > 0 && signedSequence < signatureSequence;
  const isPast = signatureSequence <= sequence && signatureTime <= time && lastSequence <= sequence;
  // Before it was opened, which without a signature is the entry that counts as one, it sent nothing.
  const isSent = counter > 0 || lastSequence === 0 || lastSequence > signatureSequence;
  const isUnsigned = lastSequence > signedSequence;
  const latest = lastSequence < signatureSequence ? signatureTime : time;
  const isSince = isUnsigned ? unsignedSince <= latest : unsignedSince === 0;
  const left = expiresAt - signatureTime;
  return isSigned && isPast && isSent && isSince && left > 0 && left <= SESSION_MICROS_MAX;
}
