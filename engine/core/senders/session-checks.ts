/**
 * What the commands of sessions are asked beyond those that are signed by themselves: whether the session is open, and
 * whether it may do this. The rules are section 18 of docs/concepts/rules.md.
 */
import { type Clock, sequenceOf, timeOf } from '../clock.ts';
import { COMMAND_INDEX_MASK } from '../input-buffer.ts';
import {
  approveBuilder,
  approveKey,
  claimRewards,
  claimSuspense,
  openSession,
  pinDestination,
  requestWithdrawal,
  revokeKeys,
  setAutoConversion,
  setReferrer,
  signSession,
  transfer,
} from '../schema/command.ts';
import type { Layout } from '../schema/layout.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { CANCELS } from './key-checks.ts';

const SIGN_SESSION_KIND = signSession.number;

/** Nobody but owners themselves, by a signature of their own, move funds and keys. */
const OF_OWNERS: readonly Layout[] = [
  approveKey,
  revokeKeys,
  pinDestination,
  setAutoConversion,
  transfer,
  claimSuspense,
  requestWithdrawal,
  approveBuilder,
  setReferrer,
  claimRewards,
];
/** When a session may send a command, by its kind. */
const UNLESS_LATE = 0;
const ALWAYS = 1;
const NEVER = 2;
const RIGHTS = new Uint8Array(256).fill(UNLESS_LATE);
for (const { number } of CANCELS) RIGHTS[number] = ALWAYS;
for (const { number } of [...OF_OWNERS, openSession]) RIGHTS[number] = NEVER;

/** The checks over the tables of an exchange, for commands in `input`. What they refuse is the field of the session. */
export function createSessionChecks({ accounts, sessions }: Exchange, input: Int32Array, clock: Clock) {
  // The session that was found to be open last.
  let slot = 0;

  /** Whether a session that is not 0 is open, one of a key of the owner of an account, and has not expired. */
  function checkLife(session: number, key: number, account: number): ResultCode {
    slot = sessions.find(session >>> 0);
    const isOwn = slot !== 0 && sessions.keyOf(slot) === key >>> 0;
    if (!isOwn || sessions.ownerOf(slot) !== accounts.ownerOf(account)) return ResultCode.sessionUnknown;
    return sessions.expiryOf(slot) <= timeOf(clock) ? ResultCode.sessionExpired : ResultCode.accepted;
  }

  /** Whether the session that `checkLife` accepted may send the command at a word, which is noted as its last. */
  function checkScope(command: number): ResultCode {
    const kind = (input[command & COMMAND_INDEX_MASK] as number) & 0xff;
    const time = timeOf(clock);
    if (kind !== SIGN_SESSION_KIND) sessions.note(slot, sequenceOf(clock), time);
    const right = RIGHTS[kind] as number;
    if (right === NEVER) return ResultCode.sessionOutOfScope;
    return right === UNLESS_LATE && sessions.isLate(slot, time) ? ResultCode.sessionLate : ResultCode.accepted;
  }

  return { checkLife, checkScope };
}
