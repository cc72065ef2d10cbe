/**
 * What a session is asked, beside its rules, whenever a command comes in it: first whether it is open, and once the
 * nonce is spent whether it may do this. Session 0 is none and is asked nothing, nor is any where none are kept.
 */
import {
  approveBuilder,
  approveKey,
  claimRewards,
  claimSuspense,
  type Layout,
  openSession,
  pinDestination,
  requestWithdrawal,
  revokeKeys,
  setAutoConversion,
  setReferrer,
  signSession,
  transfer,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isOfCancels } from './key-questions.ts';
import { isExpiredSession, isLate, isUnsigned, type Session } from './session.ts';
import { openSessionNumbered } from './sessions.ts';

/** Funds and keys are moved by signatures of their own. */
const OF_FUNDS = [pinDestination, setAutoConversion, transfer, claimSuspense, requestWithdrawal] as const;
const OF_FEES = [approveBuilder, setReferrer, claimRewards] as const;
const OF_OWNERS: readonly Layout[] = [approveKey, revokeKeys, ...OF_FUNDS, ...OF_FEES];

/** What a command says of who sends it. */
interface SessionSender {
  readonly account: number;
  readonly key: number;
  readonly session: number;
}

/** Why nothing can be sent in a session, by an account that exists and under a key of its owner. */
export function openRefusal(state: NaiveState, { account, key, session }: SessionSender): Refusal | undefined {
  if (!isLookedAt(state, session)) return undefined;
  const known = openSessionNumbered(state, session);
  const isOwn = known?.owner === ownerOf(state, account) && known.key === key;
  if (known === undefined || !isOwn) return refuse('sessionUnknown', 'session');
  return isExpiredSession(known, state.time) ? refuse('sessionExpired', 'session') : undefined;
}

/** Whether a command is one that only owners themselves may send, by a signature of its own. */
export function isOfOwnersAlone(layout: Layout): boolean {
  return OF_OWNERS.includes(layout);
}

/** Why a session that is open may not do this. What is not a signature is first noted as its last command. */
export function sessionRefusal(state: NaiveState, number: number, layout: Layout): Refusal | undefined {
  const session = isLookedAt(state, number) ? openSessionNumbered(state, number) : undefined;
  if (session === undefined) return undefined;
  if (layout !== signSession) note(state, session);
  if (isOfOwnersAlone(layout) || layout === openSession) return refuse('sessionOutOfScope', 'session');
  const mayBeLate = isOfCancels(layout);
  return !mayBeLate && isLate(session, state.time) ? refuse('sessionLate', 'session') : undefined;
}

function isLookedAt(state: NaiveState, session: number): boolean {
  return state.limits.sessionsMax > 0 && session !== 0;
}

function note(state: NaiveState, session: Session): void {
  if (!isUnsigned(session)) session.unsignedSince = state.time;
  session.lastSequence = state.sequence;
}
