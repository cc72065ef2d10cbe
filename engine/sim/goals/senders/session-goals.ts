/** What the rules of sessions refuse, as code and field, and the situations of sessions that a simulation must show. */
import { COMMANDS, isOfUser, type Layout, openSession } from '@intelligent-ledger/engine/core';
import { isOfCancels } from '../../judge/senders/key-questions.ts';
import { isOfOwnersAlone } from '../../judge/senders/session-questions.ts';

/** Of the commands about sessions themselves, in the order of their checks. */
export const SESSION_REJECTIONS: Readonly<Record<string, readonly string[]>> = {
  openSession: [
    'expiryNotAhead expiresAt',
    'sessionTooLong expiresAt',
    'sessionQuotaReached none',
    'sessionsFull none',
  ],
  signSession: ['signatureStale counter', 'signatureStale ofSequence'],
  closeSession: ['sessionUnknown ofSession', 'keyOutOfScope ofSession'],
};

/** What every command of a user is refused for the session in which it comes. */
export function sessionRejectionsOf(layout: Layout): string[] {
  if (!isOfUser(layout)) return [];
  const always = ['sessionUnknown session', 'sessionExpired session'];
  if (isOfOwnersAlone(layout) || layout === openSession) return [...always, 'sessionOutOfScope session'];
  return isOfCancels(layout) ? always : [...always, 'sessionLate session'];
}

/** What may be sent in a session that is late. */
const WHILE_LATE = COMMANDS.filter(isOfCancels).map(({ name }) => name);

export const SESSION_SITUATIONS = [
  'session opened under key 0',
  'session opened under an agent key',
  'session opened that expires in the next microsecond',
  'session opened that expires in a day',
  'session opened that is the last of its owner',
  'session opened that is the last of the table',
  'session number passed over in its ring',
  'session refused that is of another key of the owner',
  'session refused that is of another owner',
  'session refused that is closed',
  'session refused that was never opened',
  'command in the last microsecond of a session',
  'first command of a session',
  'command of a session that has signed for all before it',
  'command of a session refused by its own rules',
  'command of a session refused for its key',
  'repeat in a session that is no command of it',
  'command of a session that is unsigned for just ten seconds',
  'command of a session refused a microsecond later',
  ...WHILE_LATE.map((name) => `${name} while its session is late`),
  'refusal noted of a session that is late',
  'signature for all',
  'signature for a part',
  'signature for nothing new',
  'signature for a part that is unsigned since the last signature',
  'signature for a part that is unsigned since later',
  'signature up to the entry of the last',
  'signature up to the entry before its own',
  'signature after which the session is still late',
  'session closed by itself',
  'session closed by its key in no session',
  'session closed in another session of its key',
  'session closed by the owner that an agent key opened',
  'session closed with something unsigned',
  'session closed with all signed',
  'session closed that sent nothing',
  'session closed since it expired',
  'several sessions closed by one command since they expired',
  'session that expired is still open after a command',
  'session closed since its key was revoked',
  'session of another key that stays as a key is revoked',
  'several sessions closed as all keys are revoked',
  'session under key 0 closed as all keys are revoked',
  'session of a key that has expired refused for the key',
  'session that stays open as its key is approved again',
  'message in a session',
  'order filled whose session is closed',
  'orders of a closed session cancelled',
  'turn whose session is closed by then',
  'session number not looked at',
];
