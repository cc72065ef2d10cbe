/** What a session is: a line of a key over which much is sent, and how much of that is signed by now. */
import { SESSION_UNSIGNED_MICROS_MAX } from '@intelligent-ledger/engine/core';

/** What a session signed last. */
export interface SessionSignature {
  /** Number of its last message for which it signed; 0 before it signed anything. */
  counter: number;
  /** Sequence up to which it signed; 0 before it signed anything. */
  signedSequence: number;
  /** Sequence and time in microseconds of the entry of that signature, or of the opening. */
  signatureSequence: number;
  signatureTime: number;
}

export interface Session extends SessionSignature {
  /** Its number. */
  readonly session: number;
  readonly owner: number;
  /** 0 is the owner itself. */
  readonly key: number;
  /** As hex. */
  readonly sessionKey: string;
  /** Microseconds. */
  readonly expiresAt: number;
  /** Sequence of its last command; 0: it sent none. */
  lastSequence: number;
  /** Since when something is unsigned, in microseconds; 0 while nothing is. */
  unsignedSince: number;
}

/** Whether a session is dead at a time. */
export function isExpiredSession({ expiresAt }: Pick<Session, 'expiresAt'>, time: number): boolean {
  return expiresAt <= time;
}

/** Whether it sent something beyond what it signed. */
export function isUnsigned({ lastSequence, signedSequence }: Session): boolean {
  return lastSequence > signedSequence;
}

/** Whether something of it is unsigned for longer than it may be. */
export function isLate(session: Session, time: number): boolean {
  return isUnsigned(session) && time - session.unsignedSince > SESSION_UNSIGNED_MICROS_MAX;
}
