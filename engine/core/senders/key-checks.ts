/**
 * What the commands of agent keys are asked beyond those of owners: whether the key is alive, and whether it may do
 * this. The rules are section 17 of docs/concepts/rules.md.
 */
import { type Clock, timeOf } from '../clock.ts';
import { amendFields, placeFields } from '../command-fields.ts';
import { COMMAND_INDEX_MASK } from '../input-buffer.ts';
import {
  amendOrder,
  CancelFilter,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  closeSession,
  KeyScope,
  openMessage,
  placeOrder,
  replaceOrder,
  Side,
  signSession,
} from '../schema/command.ts';
import { type Layout, offsetOf, wordOf } from '../schema/layout.ts';
import { NO_FIELD } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import { secondOf } from '../state/client-order-ids.ts';
import type { Exchange } from '../state/exchange.ts';

const FIELD_KEY = offsetOf(placeOrder, 'key');
const FIELD_ACCOUNT = offsetOf(placeOrder, 'account');
const FIELD_MARKET = offsetOf(placeOrder, 'market');
const FIELD_SIZE = offsetOf(placeOrder, 'size');
const FILTER = wordOf(cancelOrders, 'filter');
const FIELD_FILTER = offsetOf(cancelOrders, 'filter');
const AMEND_FIELD_ORDER = offsetOf(amendOrder, 'order');
const AMEND_FIELD_SIZE = offsetOf(amendOrder, 'size');

/** What a key may send that may only cancel: it takes risk away, or answers for what was sent. Nobody counts it. */
export const CANCELS: readonly Layout[] = [
  cancelOrder,
  cancelByClientOrderId,
  cancelOrders,
  openMessage,
  signSession,
  closeSession,
];
const OF_CANCELS = new Uint8Array(256);
for (const { number } of CANCELS) OF_CANCELS[number] = 1;

/** The checks over the tables of an exchange, for commands in `input`. */
export function createKeyChecks(exchange: Exchange, input: Int32Array, clock: Clock) {
  const { accounts, book, keys, margin, markets } = exchange;
  const placed = placeFields(input);
  const amended = amendFields(input);
  let faultField: number = NO_FIELD;

  /** Whether a key that is not 0 is one of the owner of an account, is alive, and may act for that account. */
  function checkLife(key: number, account: number): ResultCode {
    if (!keys.isOf(key, accounts.ownerOf(account))) return refuse(ResultCode.keyUnknown, FIELD_KEY);
    if (keys.isRevoked(key)) return refuse(ResultCode.keyRevoked, FIELD_KEY);
    if (keys.isExpired(key, timeOf(clock))) return refuse(ResultCode.keyExpired, FIELD_KEY);
    const confined = keys.accountOf(key);
    if (confined !== 0 && confined !== account + 1) return refuse(ResultCode.keyOutOfScope, FIELD_ACCOUNT);
    return ResultCode.accepted;
  }

  /** Whether a key that is alive may send the command at a word, which is counted then unless it cancels. */
  function checkScope(command: number, key: number): ResultCode {
    const at = command & COMMAND_INDEX_MASK;
    const kind = (input[at] as number) & 0xff;
    const needed = isOfCancels(kind) ? KeyScope.trade | KeyScope.cancel : KeyScope.trade;
    if ((keys.scopeOf(key) & needed) === 0) return refuse(ResultCode.keyOutOfScope, FIELD_KEY);
    if (kind === cancelOrders.number && sweepsOthers(at, key)) return refuse(ResultCode.keyOutOfScope, FIELD_FILTER);
    if (isOfCancels(kind)) return ResultCode.accepted;
    if (!keys.tryCount(key, secondOf(timeOf(clock)))) return refuse(ResultCode.keyRateReached, FIELD_KEY);
    if (kind === placeOrder.number || kind === replaceOrder.number) {
      const market = placed.market[at] as number;
      if (keys.isBarredFrom(key, market)) return refuse(ResultCode.keyOutOfScope, FIELD_MARKET);
      const side = (placed.terms[at] as number) & 0xff;
      const isWithin = isWithinBound(key, market, side, placed.price[at] as number, placed.size[at] as number);
      return isWithin ? ResultCode.accepted : refuse(ResultCode.keyOutOfScope, FIELD_SIZE);
    }
    return kind === amendOrder.number ? checkAmend(at, key) : ResultCode.accepted;
  }

  /** Whether a cancelOrders of a key that is confined to an account is about all accounts of its owner. */
  function sweepsOthers(at: number, key: number): boolean {
    return keys.accountOf(key) !== 0 && ((input[at + FILTER] as number) & CancelFilter.wholeOwner) !== 0;
  }

  function isOfCancels(kind: number): boolean {
    return OF_CANCELS[kind] === 1;
  }

  /** Of an order that is not there, or not the account's, its own rules say so. */
  function checkAmend(at: number, key: number): ResultCode {
    const slot = book.find(amended.orderLow[at] as number, amended.orderHigh[at] as number);
    if (slot === 0 || book.accountOf(slot) !== placed.account[at]) return ResultCode.accepted;
    const market = book.marketOf(slot);
    if (keys.isBarredFrom(key, market)) return refuse(ResultCode.keyOutOfScope, AMEND_FIELD_ORDER);
    const [price, size] = [amended.price[at] as number, amended.size[at] as number];
    const isWithin = isWithinBound(key, market, book.sideOf(slot), price, size);
    return isWithin ? ResultCode.accepted : refuse(ResultCode.keyOutOfScope, AMEND_FIELD_SIZE);
  }

  /** Whether an order is worth no more than what the key has as bound, if it has one. */
  function isWithinBound(key: number, market: number, side: number, price: number, size: number): boolean {
    const valueMax = keys.valueMaxOf(key);
    if (valueMax === 0) return true;
    const known = priceOf(market);
    // A product that is too large to be exact is too large for any bound.
    return (known > 0 || side === Side.buy) && size * Math.max(price, known) <= valueMax;
  }

  /** The mark of a market, or else its reference price, or else 0. */
  function priceOf(market: number): number {
    if (market >>> 0 >= markets.count()) return 0;
    const mark = margin.isOn ? margin.markOf(market) : 0;
    return mark === 0 ? markets.referencePriceOf(market) : mark;
  }

  function refuse(code: ResultCode, field: number): ResultCode {
    faultField = field;
    return code;
  }

  return {
    /** After a refusal: the byte offset of the field to blame. */
    faultField: () => faultField,
    checkLife,
    checkScope,
  };
}
