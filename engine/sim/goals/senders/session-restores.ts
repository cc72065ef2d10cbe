/** Which situations of sessions a restored machine's state shows. */
import type { NaiveState } from '../../judge/naive-state.ts';
import { isLate, isUnsigned } from '../../judge/senders/session.ts';

export const SESSION_RESTORE_SITUATIONS = [
  'restored with a session of an owner',
  'restored with a session of an agent key',
  'restored with a session that has something unsigned',
  'restored with a session that has signed for all',
  'restored with a session that is late',
  'restored with a session that has expired',
  'restored with a message of a session',
];

/** The goals of sessions that a machine reached that was restored in this state. */
export function sessionRestoreSituations({ sessions, message, time }: NaiveState): string[] {
  const found: Readonly<Record<string, boolean>> = {
    'a session of an owner': sessions.some(({ key }) => key === 0),
    'a session of an agent key': sessions.some(({ key }) => key !== 0),
    'a session that has something unsigned': sessions.some(isUnsigned),
    'a session that has signed for all': sessions.some((session) => session.counter > 0 && !isUnsigned(session)),
    'a session that is late': sessions.some((session) => isLate(session, time)),
    'a session that has expired': sessions.some(({ expiresAt }) => expiresAt <= time),
    'a message of a session': sessions.some(({ session }) => session === message?.session),
  };
  return Object.keys(found).flatMap((what) => (found[what] ? [`restored with ${what}`] : []));
}
