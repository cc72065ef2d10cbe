/** In which session a command comes, and when sessions turn late or dead. */
import { SESSION_UNSIGNED_MICROS_MAX } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import { isExpiredSession, isUnsigned } from '../../judge/senders/session.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';

/** How often a command comes in a session that has expired, while one is open. */
const EXPIRED_PER_MILLE = 700;
/** Longer than it takes a session to become late, and short enough that not all of a list is over by then. */
const LEAP_MAX = 12_000_000;

/** The session in which a command of an account comes under a key. */
export function sessionFor({ random, profile, state, time }: Scene, account: number, key: number): number {
  const { sessions, capacities, lastSession } = state;
  const anyNumber = random.pick([0, random.below(4), random.bits()]);
  if (capacities.sessionsMax === 0) return anyNumber;
  const { inPerMille, wrongPerMille } = profile.sessions;
  if (random.happens(wrongPerMille)) {
    const others = sessions.map(({ session }) => session);
    return random.pick([anyNumber, lastSession, random.between(0, lastSession), ...others]);
  }
  const owner = state.accounts[account]?.owner;
  const own = sessions.filter((session) => session.owner === owner && session.key === key);
  if (own.length === 0 || !random.happens(inPerMille)) return 0;
  // Seldom is a session open that has expired, so that is made use of.
  const expired = own.filter((session) => isExpiredSession(session, time));
  if (expired.length > 0 && random.happens(EXPIRED_PER_MILLE)) return random.pick(expired).session;
  // Seldom does a command come in the last microsecond in which its session may trade, so that is made use of.
  const turning = own.filter(({ unsignedSince, expiresAt }) => {
    const left = unsignedSince + SESSION_UNSIGNED_MICROS_MAX - time;
    return left === 0 || left === -1 || expiresAt - time === 1;
  });
  return random.pick(turning.length > 0 ? turning : own).session;
}

/** The next time at which a session turns late or dead, or just after; undefined where none does before long. */
export function turnsOf(random: Random, { sessions }: NaiveState, last: number): number | undefined {
  const times = sessions.flatMap((session) => {
    const late = isUnsigned(session) ? [session.unsignedSince + SESSION_UNSIGNED_MICROS_MAX] : [];
    return [...late, ...late, session.expiresAt - 1];
  });
  const ahead = times
    .map((time) => time + random.pick([0, 0, 1, 1]))
    .filter((time) => time >= last && time - last <= LEAP_MAX);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}
