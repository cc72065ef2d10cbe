/**
 * Results tell of their own command. Method: records as the core writes them for a command before which other things
 * were due: orders of others that had expired, and commands of others whose turn had come.
 */
import {
  amendOrder,
  cancelOrder,
  encode,
  type Layout,
  orderAmended,
  orderCancelled,
  orderDecremented,
  orderFilled,
  orderPlaced,
  placeOrder,
  queuedDone,
  ResultCode,
  rejected,
  selfTradeSet,
  setSelfTrade,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { MarketList } from '../exchange/market-list.ts';
import { resultJson } from './result-json.ts';

const CONTEXT = { markets: new MarketList([]), secretOf: () => '' };
/** Orders of somebody else: one that had expired, and one whose turn had come. */
const BEFORE: Uint8Array[] = [
  encode(orderCancelled, { code: ResultCode.orderExpired, order: 1, account: 9, remaining: 4 }),
  encode(queuedDone, { order: 2, account: 9 }),
  encode(orderPlaced, { order: 2, account: 9, size: 7, clientOrderId: '09'.repeat(16) }),
  encode(orderFilled, { taker: 2, maker: 5, price: 3, size: 2, takerAccount: 9 }),
];

function resultOf(layout: Layout, command: object, code: number, ...records: Uint8Array[]) {
  const asked = { layout, command: encode(layout, command) };
  const outcome = { sequence: 12, code, records: Buffer.concat([...BEFORE, ...records]) };
  return resultJson(asked, outcome, CONTEXT);
}

test('a refused command says why, and nothing of what was due before it', () => {
  const refused = encode(rejected, { code: ResultCode.orderUnknown, field: 32 });
  expect(resultOf(cancelOrder, { order: 99 }, ResultCode.orderUnknown, refused)).toEqual({
    ...{ type: 'cancel_order', seq: 12, code: ResultCode.orderUnknown, name: 'order_unknown', field: 'order' },
  });
});

test('an order says what it met itself', () => {
  const id = '0a'.repeat(16);
  const placed = encode(orderPlaced, { order: 7, account: 3, size: 10, clientOrderId: id });
  const fill = (size: number) => encode(orderFilled, { taker: 7, maker: 4, price: 5, size });
  const own = { type: 'place_order', code: 0, order: 7, client_order_id: id };
  expect(resultOf(placeOrder, {}, 0, placed, fill(4))).toMatchObject({
    ...own,
    ...{ status: 'open', filled: '4', average_price: '5', remaining: '6' },
  });
  expect(resultOf(placeOrder, {}, 0, placed, fill(4), fill(6))).toMatchObject({
    ...own,
    status: 'filled',
    remaining: '0',
  });
  const left = encode(orderCancelled, { order: 7, remaining: 6 });
  expect(resultOf(placeOrder, {}, 0, placed, fill(4), left)).toMatchObject({
    ...own,
    status: 'cancelled',
    filled: '4',
  });
  const met = encode(orderDecremented, { taker: 7, maker: 4, size: 10, takerRemaining: 0 });
  expect(resultOf(placeOrder, {}, 0, placed, met)).toMatchObject({ ...own, status: 'cancelled', filled: '0' });
});

test('a cancel and an amend say what became of their order', () => {
  const gone = encode(orderCancelled, { order: 8, account: 3, remaining: 1 });
  expect(resultOf(cancelOrder, { order: 8 }, 0, gone)).toMatchObject({ code: 0, order: 8, status: 'cancelled' });
  const amended = encode(orderAmended, { order: 8, account: 3, size: 9, remaining: 5 });
  const fill = encode(orderFilled, { taker: 8, maker: 4, price: 5, size: 5 });
  expect(resultOf(amendOrder, { order: 8 }, 0, amended)).toMatchObject({ order: 8, status: 'open', remaining: '5' });
  expect(resultOf(amendOrder, { order: 8 }, 0, amended, fill)).toMatchObject({ status: 'filled', filled: '5' });
});

test('a command that is about no order says nothing of orders whose turn had come', () => {
  const set = encode(selfTradeSet, { account: 3, selfTrade: 1 });
  expect(resultOf(setSelfTrade, {}, 0, set)).toEqual({ type: 'set_self_trade', seq: 12, code: 0, name: 'accepted' });
});

test('one that is cancelled while it waits is cancelled', () => {
  const done = encode(queuedDone, { order: 8, account: 3, code: ResultCode.cancelledByUser });
  expect(resultOf(cancelOrder, { order: 8 }, 0, done)).toMatchObject({ order: 8, status: 'cancelled' });
});
