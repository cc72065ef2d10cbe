/**
 * What every command of a user is asked once its form is sound: that the account exists and the key is its owner's,
 * that its session is open, that the command is alive, and that its nonce was not spent. It is spent then, whatever
 * becomes of the command, and its session and its key are asked whether they may do this.
 */
import { type Clock, TIME_LOW } from '../clock.ts';
import { COMMAND_INDEX_MASK, fieldView, pairView } from '../input-buffer.ts';
import { pairsOf, pairsToCompare } from '../numbers/words.ts';
import { MESSAGE_COMMANDS_MAX, placeOrder, RULES_WITH_NONCES, VALID_UNTIL_AHEAD_MICROS } from '../schema/command.ts';
import { offsetOf, wordOf } from '../schema/layout.ts';
import { NO_FIELD } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import { createKeyChecks } from './key-checks.ts';
import { createSessionChecks } from './session-checks.ts';

const COMMAND_MASK = COMMAND_INDEX_MASK;
const AHEAD_MICROS = VALID_UNTIL_AHEAD_MICROS;
/** Of the clock, in pairs of words. */
const TIME_PAIR = TIME_LOW / 2;
/** What a command is compared with, by its place among the bounds. */
const LEAST = 0;
const MOST = 1;
const PLACES = 2;
const ACCEPTED = ResultCode.accepted;
const WITH_NONCES = RULES_WITH_NONCES;
const FIELD_ACCOUNT = offsetOf(placeOrder, 'account');
const FIELD_VALID_UNTIL = offsetOf(placeOrder, 'validUntil');
const FIELD_NONCE = offsetOf(placeOrder, 'nonce');
const FIELD_SESSION = offsetOf(placeOrder, 'session');

/** The checks over the tables of an exchange, for commands in `input`. */
export function createUserChecks(exchange: Exchange, input: Int32Array, clock: Clock) {
  const { accounts, nonces, message, rules } = exchange;
  const keyChecks = createKeyChecks(exchange, input, clock);
  const sessionChecks = createSessionChecks(exchange, input, clock);
  const { areKept: areSessionsKept } = exchange.sessions;
  const { ownersMax } = exchange.terms;
  const accountAt = fieldView(input, wordOf(placeOrder, 'account'));
  const untilAt = pairView(input, wordOf(placeOrder, 'validUntil') / 2);
  const clockPairs = pairsOf(clock);
  // The least and the most time that may be left, in microseconds; and the first nonce that is no place in a message.
  const bounds = pairsToCompare(1n, BigInt(AHEAD_MICROS), BigInt(MESSAGE_COMMANDS_MAX + 1));
  const nonceAt = pairView(input, wordOf(placeOrder, 'nonce') / 2);
  const keyAt = fieldView(input, wordOf(placeOrder, 'key'));
  const sessionAt = fieldView(input, wordOf(placeOrder, 'session'));
  let faultField: number = NO_FIELD;

  function check(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const account = accountAt[at] as number;
    if (account >>> 0 >= accounts.count()) return refuse(ResultCode.accountUnknown, FIELD_ACCOUNT);
    const key = keyAt[at] as number;
    if (key !== 0 && areKeysAsked()) {
      const ofLife = keyChecks.checkLife(key, account);
      if (ofLife !== ACCEPTED) return refuse(ofLife, keyChecks.faultField());
    }
    const session = areSessionsKept ? (sessionAt[at] as number) : 0;
    if (session !== 0) {
      const ofLife = sessionChecks.checkLife(session, key, account);
      if (ofLife !== ACCEPTED) return refuse(ofLife, FIELD_SESSION);
    }
    const left = BigInt.asIntN(64, (untilAt[at >>> 1] as bigint) - (clockPairs[TIME_PAIR] as bigint));
    if (left < (bounds[LEAST] as bigint) || left > (bounds[MOST] as bigint)) return refuseUntil(left);
    const isPlace = (nonceAt[at >>> 1] as bigint) < (bounds[PLACES] as bigint);
    const isRare = isPlace || key !== 0 || rules[0] !== WITH_NONCES;
    const isTaken = isRare
      ? takesRare(at, account, key, isPlace)
      : nonces.spend(accounts.ownerOf(account), nonceAt, at >>> 1);
    if (!isTaken) return refuse(ResultCode.nonceSpent, FIELD_NONCE);
    if (session !== 0) {
      const ofSession = sessionChecks.checkScope(at);
      if (ofSession !== ACCEPTED) return refuse(ofSession, FIELD_SESSION);
    }
    if (key === 0 || !areKeysAsked()) return ACCEPTED;
    const ofScope = keyChecks.checkScope(at, key);
    return ofScope === ACCEPTED ? ACCEPTED : refuse(ofScope, keyChecks.faultField());
  }

  /** Whether the nonce holds of a command under a key, of a command of a message, and under rules without nonces. */
  function takesRare(at: number, account: number, key: number, isPlace: boolean): boolean {
    if ((rules[0] as number) < WITH_NONCES) return true;
    if (isPlace) return message.takes(at);
    const window = key === 0 ? accounts.ownerOf(account) : ownersMax + key - 1;
    return nonces.spend(window, nonceAt, at >>> 1);
  }

  function areKeysAsked(): boolean {
    return (rules[0] as number) >= WITH_NONCES;
  }

  function refuseUntil(left: bigint): ResultCode {
    return refuse(left < 1n ? ResultCode.commandExpired : ResultCode.validUntilTooFar, FIELD_VALID_UNTIL);
  }

  function refuse(code: ResultCode, field: number): ResultCode {
    faultField = field;
    return code;
  }

  return {
    /** After a refusal: the byte offset of the field to blame. */
    faultField: () => faultField,
    check,
  };
}
