/**
 * What every command of a user is asked once its form is sound: that the account exists and the key is its owner's,
 * that the command is alive, and that its nonce was not spent. It is spent then, whatever becomes of the command.
 */
import { type Clock, TIME_HIGH, TIME_LOW } from './clock.ts';
import { COMMAND_INDEX_MASK } from './input-buffer.ts';
import { placeOrder, RULES_WITH_NONCES, VALID_UNTIL_AHEAD_MICROS } from './schema/command.ts';
import { offsetOf } from './schema/layout.ts';
import { NO_FIELD } from './schema/record.ts';
import { ResultCode } from './schema/result-code.ts';
import type { Exchange } from './state/exchange.ts';

const COMMAND_MASK = COMMAND_INDEX_MASK;
const AHEAD_MICROS = VALID_UNTIL_AHEAD_MICROS;
const [AT_TIME_LOW, AT_TIME_HIGH] = [TIME_LOW, TIME_HIGH];
const ACCEPTED = ResultCode.accepted;
const WITH_NONCES = RULES_WITH_NONCES;
/** Nonces that need no more bits are places in a message. */
const PLACE_BITS = 6;
const FIELD_ACCOUNT = offsetOf(placeOrder, 'account');
const FIELD_VALID_UNTIL = offsetOf(placeOrder, 'validUntil');
const FIELD_NONCE = offsetOf(placeOrder, 'nonce');
const FIELD_KEY = offsetOf(placeOrder, 'key');

/** The checks over the tables of an exchange, for commands in `input`. */
export function createUserChecks(exchange: Exchange, input: Int32Array, clock: Clock) {
  const { accounts, keys, nonces, message, rules } = exchange;
  const { ownersMax } = exchange.terms;
  let faultField: number = NO_FIELD;

  function check(command: number): ResultCode {
    const at = command & COMMAND_MASK;
    const account = input[at + 1] as number;
    if (account >>> 0 >= accounts.count()) return refuse(ResultCode.accountUnknown, FIELD_ACCOUNT);
    const key = input[at + 6] as number;
    if (key !== 0 && !mayAct(key, account)) return refuse(ResultCode.keyUnknown, FIELD_KEY);
    // The time left, as words: in range when the high word is 0 and the low one 1 to the bound.
    const untilLow = input[at + 2] as number;
    const untilHigh = input[at + 3] as number;
    const timeLow = clock[AT_TIME_LOW] as number;
    const borrow = untilLow >>> 0 < timeLow >>> 0 ? 1 : 0;
    const leftHigh = untilHigh - (clock[AT_TIME_HIGH] as number) - borrow;
    const leftLow = (untilLow - timeLow) | 0;
    if (leftHigh !== 0 || leftLow < 1 || leftLow > AHEAD_MICROS) return refuseUntil(leftHigh, leftLow);
    const nonceLow = input[at + 4] as number;
    const nonceHigh = input[at + 5] as number;
    const isPlace = (nonceHigh | (nonceLow >>> PLACE_BITS)) === 0;
    const isRare = isPlace || key !== 0 || rules[0] !== WITH_NONCES;
    const isTaken = isRare
      ? takesRare(at, account, key, isPlace)
      : nonces.spend(accounts.ownerOf(account), nonceLow, nonceHigh);
    return isTaken ? ACCEPTED : refuse(ResultCode.nonceSpent, FIELD_NONCE);
  }

  /** Whether the nonce holds of a command under a key, of a command of a message, and under rules without nonces. */
  function takesRare(at: number, account: number, key: number, isPlace: boolean): boolean {
    if ((rules[0] as number) < WITH_NONCES) return true;
    if (isPlace) return message.takes(at);
    const window = key === 0 ? accounts.ownerOf(account) : ownersMax + key - 1;
    return nonces.spend(window, input[at + 4] as number, input[at + 5] as number);
  }

  function mayAct(key: number, account: number): boolean {
    return (rules[0] as number) < WITH_NONCES || keys.isOf(key, accounts.ownerOf(account));
  }

  function refuseUntil(leftHigh: number, leftLow: number): ResultCode {
    const isOver = leftHigh < 0 || (leftHigh === 0 && leftLow === 0);
    return refuse(isOver ? ResultCode.commandExpired : ResultCode.validUntilTooFar, FIELD_VALID_UNTIL);
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
