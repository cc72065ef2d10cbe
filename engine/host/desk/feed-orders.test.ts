/** Tests of how a feed's orders become orders of a machine. */
import {
  decodeRecords,
  type Lots,
  MarketState,
  ResultCode,
  restoreMachine,
  Side,
  type Ticks,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { Desk, MARKET, openDesk } from './desk.ts';
import { FeedOrders } from './feed-orders.ts';
import { marketTermsFor } from './market-terms.ts';

const EXTENT = { rows: 0, sizeDecimals: 0, step: 1, priceMax: 1_000, sizeMax: 100, ordersMax: 100 };

function opened(): { desk: Desk; orders: FeedOrders } {
  const desk = openDesk(marketTermsFor('a file', EXTENT));
  return { desk, orders: new FeedOrders(desk) };
}

/** Who a taker would meet, by feed id. */
function line(desk: Desk, orders: FeedOrders, side: Side, price: number): string {
  const plan = desk.machine.planMatch(MARKET, side, price as Ticks, 1_000 as Lots);
  return plan.fills.map((fill) => `${orders.withNumber(fill.order)?.id}:${fill.size}`).join(' ');
}

test('a modification keeps its place only if side and price stay and the size does not grow', () => {
  const { desk, orders } = opened();
  for (const id of ['a', 'b', 'c']) orders.add(id, Side.sell, 10, 5);
  orders.state('a', Side.sell, 10, 4);
  expect(line(desk, orders, Side.buy, 10)).toBe('a:4 b:5 c:5');
  orders.state('a', Side.sell, 10, 5);
  expect(line(desk, orders, Side.buy, 10)).toBe('b:5 c:5 a:5');
  orders.state('b', Side.sell, 11, 5);
  orders.state('b', Side.sell, 10, 5);
  expect(line(desk, orders, Side.buy, 10)).toBe('c:5 a:5 b:5');
});

test('an order that changes its side, or is not known, is placed', () => {
  const { desk, orders } = opened();
  orders.state('a', Side.sell, 10, 5);
  orders.state('a', Side.buy, 9, 6);
  expect(line(desk, orders, Side.buy, 1_000)).toBe('');
  expect(line(desk, orders, Side.sell, 1)).toBe('a:6');
  expect(desk.refusals.size).toBe(0);
});

test('a cancel takes its size away, and the order when nothing is left', () => {
  const { desk, orders } = opened();
  orders.add('a', Side.buy, 10, 5);
  orders.reduce('a', 2);
  expect(orders.find('a')?.remaining).toBe(3);
  orders.reduce('nobody', 2);
  orders.reduce('a', 9);
  expect(orders.count).toBe(0);
  expect(desk.machine.openOrderCount).toBe(0);
});

test('an id that is added again is a new order at the back', () => {
  const { desk, orders } = opened();
  orders.add('a', Side.buy, 10, 5);
  orders.add('b', Side.buy, 10, 5);
  orders.add('a', Side.buy, 10, 5);
  expect(line(desk, orders, Side.sell, 10)).toBe('b:5 a:5');
  orders.clear();
  expect(desk.machine.openOrderCount).toBe(0);
});

test('what trades is taken off the makers, and an amendment counts it in the total size', () => {
  const { desk, orders } = opened();
  orders.add('a', Side.sell, 10, 5);
  orders.add('b', Side.sell, 11, 5);
  desk.setState(MarketState.open);
  expect(orders.take(Side.buy, 11, 7)).toBe(ResultCode.accepted);
  expect(desk.traded.map(({ price, size, makerRemaining }) => [price, size, makerRemaining])).toEqual([
    [10, 5, 0],
    [11, 2, 3],
  ]);
  expect(orders.find('a')).toBeUndefined();
  orders.state('b', Side.sell, 11, 2);
  expect(line(desk, orders, Side.buy, 11)).toBe('b:2');
  expect([desk.fills, desk.lots, desk.volumeMicroUsd]).toEqual([2, 7n, 72n]);
});

test('an order that would trade on its way into an open market is refused and counted', () => {
  const { desk, orders } = opened();
  orders.add('a', Side.sell, 10, 5);
  desk.setState(MarketState.open);
  orders.add('b', Side.buy, 10, 5);
  expect(orders.find('b')).toBeUndefined();
  expect([...desk.refusals]).toEqual([[ResultCode.postOnlyWouldCross, 1]]);
});

test('the orders of a copy go their own way', () => {
  const { desk, orders } = opened();
  orders.add('a', Side.sell, 10, 5);
  const restored = restoreMachine(desk.machine.snapshot());
  if (!('machine' in restored)) throw new Error(restored.refused);
  const copies = new FeedOrders(new Desk(restored.machine, null), orders);
  copies.reduce('a', 1);
  expect(copies.find('a')?.remaining).toBe(4);
  expect(orders.find('a')?.remaining).toBe(5);
});

test('time never goes back, and every command is one entry of the chain', () => {
  const { desk, orders } = opened();
  desk.advanceTo(1_000);
  orders.add('a', Side.sell, 10, 5);
  desk.advanceTo(10);
  orders.remove('a');
  expect(decodeRecords(desk.machine.takeRecords())[0]?.values['time']).toBe(1_000);
  expect(desk.machine.sequence).toBe(desk.commands);
  expect(desk.chain?.sequence).toBe(desk.commands);
});
