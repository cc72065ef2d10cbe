/** Holds the entries that a desk writes to those of the codec. */
import {
  amendOrder,
  cancelOrder,
  encode,
  encodeEntry,
  firstFault,
  MESSAGE_COMMANDS_MAX,
  OrderFlag,
  placeOrder,
  Side,
  TimeInForce,
  VALID_UNTIL_AHEAD_MICROS,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { EntryWords } from './entry-words.ts';

const SEQUENCE = 2 ** 33 + 5;
const TIME = 1_703_545_200_157_229;
const ORDER = 2 ** 40 + 2 ** 31 + 7;
const HEAD = { account: 0, validUntil: TIME + VALID_UNTIL_AHEAD_MICROS, nonce: MESSAGE_COMMANDS_MAX + SEQUENCE };

function bytesOf(words: Int32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

test('a placing entry is that of the codec, whatever was placed before', () => {
  const entries = new EntryWords();
  const first = {
    account: 9,
    side: Side.sell,
    price: 999_999_999,
    size: 2_147_483_647,
    isPostOnly: true,
    isImmediateOrCancel: false,
    isReduceOnly: true,
  };
  entries.place(1, 1, first);
  const how = { isImmediateOrCancel: true, isPostOnly: false, isReduceOnly: false };
  const order = { account: 0, side: Side.buy, price: 19_200, size: 7, ...how };
  const { side, price, size } = order;
  const rest = { orderType: 1, timeInForce: TimeInForce.immediateOrCancel };
  const command = encode(placeOrder, { ...HEAD, side, price, size, ...rest });
  expect(firstFault(placeOrder, command)).toBe(-1);
  expect(bytesOf(entries.place(SEQUENCE, TIME, order))).toEqual(
    encodeEntry({ sequence: SEQUENCE, time: TIME, command }),
  );
});

test('a post-only order rests until it is cancelled', () => {
  const how = { isImmediateOrCancel: false, isPostOnly: true, isReduceOnly: false };
  const order = { account: 1, side: Side.sell, price: 1, size: 1, ...how };
  const rest = { orderType: 1, timeInForce: TimeInForce.goodTillCancelled, flags: OrderFlag.postOnly };
  const command = encode(placeOrder, { ...HEAD, account: 1, side: Side.sell, price: 1, size: 1, ...rest });
  const entry = encodeEntry({ sequence: SEQUENCE, time: TIME, command });
  expect(bytesOf(new EntryWords().place(SEQUENCE, TIME, order))).toEqual(entry);
});

test('cancelling and amending entries are those of the codec, for order numbers beyond 32 bits too', () => {
  const entries = new EntryWords();
  const cancel = encode(cancelOrder, { ...HEAD, account: 1, order: ORDER });
  const amend = encode(amendOrder, { ...HEAD, order: ORDER, price: 3, size: 4 });
  const at = { sequence: SEQUENCE, time: TIME };
  expect(bytesOf(entries.cancel(SEQUENCE, TIME, 1, ORDER))).toEqual(encodeEntry({ ...at, command: cancel }));
  expect(bytesOf(entries.amend(SEQUENCE, TIME, 0, ORDER, 3, 4))).toEqual(encodeEntry({ ...at, command: amend }));
});

test('a reduce-only order says so', () => {
  const how = { isImmediateOrCancel: false, isPostOnly: true, isReduceOnly: true };
  const order = { account: 5, side: Side.sell, price: 1, size: 1, ...how };
  const rest = { orderType: 1, timeInForce: TimeInForce.goodTillCancelled };
  const flags = OrderFlag.postOnly | OrderFlag.reduceOnly;
  const command = encode(placeOrder, { ...HEAD, account: 5, side: Side.sell, price: 1, size: 1, ...rest, flags });
  const entry = encodeEntry({ sequence: SEQUENCE, time: TIME, command });
  expect(bytesOf(new EntryWords().place(SEQUENCE, TIME, order))).toEqual(entry);
});
