/** The lots of a level stay exact where they pass 32 bits: every way in which an order adds and takes some. */
import { type Lots, Machine, Side, type Ticks, TimeInForce } from '@intelligent-ledger/engine/core';
import { LogWriter } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';

const LARGEST = 2_147_483_647;
const PRICE = 1_000;

test('the total of a level is the sum of what rests, beyond 2^32 lots and back to nothing', () => {
  const log = new LogWriter();
  const machine = new Machine();
  const bands = [{ from: 1, step: 1 }];
  log.begin({}, { marketKind: 1, sizeDecimals: 0, maxPrice: 2_000, maxSize: LARGEST, bands });
  for (const entry of log.entries) expect(machine.applyBytes(entry)).toBe(0);
  const totals: (number | undefined)[] = [];
  const apply = (entry: Uint8Array): void => {
    expect(machine.applyBytes(entry)).toBe(0);
    totals.push(machine.bestBid(0)?.size);
  };
  for (let order = 0; order < 5; order += 1) apply(log.place({ price: PRICE, size: LARGEST }));
  apply(log.cancel(2));
  apply(log.amend(3, { price: PRICE, size: 7 }));
  // A taker of all but one lot of the first order, then one of what remains of it and half of the fourth.
  const taker = { side: Side.sell, price: PRICE, timeInForce: TimeInForce.immediateOrCancel };
  apply(log.place({ ...taker, size: LARGEST - 1 }));
  apply(log.place({ ...taker, size: 1 + 7 + 1_000_000_000 }));
  expect(totals).toEqual([
    LARGEST,
    2 * LARGEST,
    3 * LARGEST,
    4 * LARGEST,
    5 * LARGEST,
    4 * LARGEST,
    3 * LARGEST + 7,
    2 * LARGEST + 8,
    2 * LARGEST - 1_000_000_000,
  ]);
  const plan = machine.planMatch(0, Side.sell, PRICE as Ticks, LARGEST as Lots);
  expect(plan.fills.map(({ size }) => size)).toEqual([LARGEST - 1_000_000_000, 1_000_000_000]);
  apply(log.cancel(4));
  apply(log.cancel(5));
  expect(totals.slice(-2)).toEqual([LARGEST, undefined]);
  expect(machine.levelCount(0, Side.buy)).toBe(0);
});
