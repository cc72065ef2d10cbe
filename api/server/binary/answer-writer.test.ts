/**
 * Answers of the binary door tell of their own command. Method: records as the core writes them for a command before
 * which other things were due.
 */
import { NO_FIELD, ORDER_STATUS } from '@intelligent-ledger/client/binary';
import {
  amendOrder,
  cancelByClientOrderId,
  cancelOrder,
  cancelOrders,
  encode,
  type Layout,
  orderAmended,
  orderCancelled,
  orderDecremented,
  orderFilled,
  orderKnown,
  orderPlaced,
  ordersCancelled,
  placeOrder,
  queuedDone,
  ResultCode,
  rejected,
  scheduleCancel,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { CommandOutcome } from './answer-writer.ts';

/** Orders of somebody else, and one of the sender whose amend had waited. */
const BEFORE: Uint8Array[] = [
  encode(orderCancelled, { code: ResultCode.orderExpired, order: 1, account: 9, remaining: 4 }),
  encode(queuedDone, { order: 2, account: 9 }),
  encode(orderPlaced, { order: 2, account: 9, size: 7 }),
  encode(orderFilled, { taker: 2, maker: 5, price: 3, size: 2, takerAccount: 9 }),
  encode(queuedDone, { order: 8, account: 3 }),
  encode(orderAmended, { order: 8, account: 3, size: 20, remaining: 20 }),
];
const NOTHING = { field: NO_FIELD, status: ORDER_STATUS.none, order: 0, value: 0, filled: 0, remaining: 0 };

function outcomeOf({ number }: Layout, named: number, ...records: Uint8Array[]) {
  const outcome = new CommandOutcome();
  outcome.read(Buffer.concat([...BEFORE, ...records]), number, named);
  return { ...outcome };
}

test('an order says what it met itself, and how much of it is left', () => {
  const placed = encode(orderPlaced, { order: 7, account: 3, size: 10 });
  const fill = (size: number) => encode(orderFilled, { taker: 7, maker: 4, price: 5, size });
  const own = { ...NOTHING, order: 7 };
  const { open, filled, cancelled, closed } = ORDER_STATUS;
  expect(outcomeOf(placeOrder, 0, placed)).toEqual({ ...own, status: open, remaining: 10 });
  const some = { ...own, value: 20, filled: 4 };
  expect(outcomeOf(placeOrder, 0, placed, fill(4))).toEqual({ ...some, status: open, remaining: 6 });
  expect(outcomeOf(placeOrder, 0, placed, fill(4), fill(6))).toEqual({ ...own, status: filled, value: 50, filled: 10 });
  const left = encode(orderCancelled, { order: 7, remaining: 6 });
  expect(outcomeOf(placeOrder, 0, placed, fill(4), left)).toEqual({ ...some, status: cancelled });
  const met = encode(orderDecremented, { taker: 7, maker: 4, size: 10, takerRemaining: 0 });
  expect(outcomeOf(placeOrder, 0, placed, met)).toEqual({ ...own, status: cancelled });
  const known = encode(orderKnown, { order: 7, isOpen: 0 });
  expect(outcomeOf(placeOrder, 0, known)).toEqual({ ...own, status: closed });
});

test('cancels and amends say what became of their orders', () => {
  const gone = encode(orderCancelled, { order: 8, account: 3, remaining: 1 });
  const cancelled = { ...NOTHING, order: 8, status: ORDER_STATUS.cancelled };
  expect(outcomeOf(cancelOrder, 8, gone)).toEqual(cancelled);
  expect(outcomeOf(cancelByClientOrderId, 0, gone)).toEqual(cancelled);
  const waited = encode(queuedDone, { order: 8, account: 3, code: ResultCode.cancelledByUser });
  expect(outcomeOf(cancelOrder, 8, waited)).toEqual(cancelled);
  const amended = encode(orderAmended, { order: 8, account: 3, size: 9, remaining: 5 });
  expect(outcomeOf(amendOrder, 8, amended)).toEqual({ ...cancelled, status: ORDER_STATUS.open, remaining: 5 });
  const many = encode(ordersCancelled, { account: 3, cancelled: 4 });
  expect(outcomeOf(cancelOrders, 0, many)).toEqual({ ...NOTHING, remaining: 4 });
});

test('a refusal says which field, and a command about no order nothing of any', () => {
  const refused = encode(rejected, { code: ResultCode.orderUnknown, field: 32 });
  expect(outcomeOf(cancelOrder, 99, refused)).toEqual({ ...NOTHING, field: 32 });
  expect(outcomeOf(scheduleCancel, 0)).toEqual(NOTHING);
  const unread = new CommandOutcome();
  unread.read(null, placeOrder.number, 0);
  expect({ ...unread }).toEqual(NOTHING);
});
