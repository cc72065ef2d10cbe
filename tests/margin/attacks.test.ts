/**
 * No sequence of deposit, convert, transfer, trade with an accomplice and withdraw creates a unit: random attacks, on
 * which every invariant is asked after every command, and attacks on trading that are worked out by hand. Those on what
 * only moves money are in money-attacks.test.ts.
 */
import { amendOrder, cancelOrders, OrderFlag, ResultCode, replaceOrder } from '@intelligent-ledger/engine/core';
import { Random } from '@intelligent-ledger/engine/sim';
import { describe, expect, test } from 'vitest';
import type { AttackExchange } from './attack-exchange.ts';
import { runAttacks } from './attack-run.ts';
import { duel } from './attack-setup.ts';

const { accepted, marginTooSmall, remainderCancelled, nothingToReduce } = ResultCode;
const [BUY, SELL] = [1, 2] as const;
const SEARCH_STEPS = 12_000;
const reducing = { flags: OrderFlag.reduceOnly };

test.each([1, 2, 3, 4, 5])('random attacks break no invariant (seed %i)', (seed) => {
  const { tally, failure } = runAttacks(seed, SEARCH_STEPS);
  expect(failure).toBeUndefined();
  expect(tally.steps).toBeGreaterThanOrEqual(SEARCH_STEPS);
  expect(tally.fills).toBeGreaterThan(SEARCH_STEPS / 20);
  for (const count of [tally.shortTrades, tally.reduceOnlyFills, tally.conversions, tally.claimed, tally.voided]) {
    expect(count).toBeGreaterThan(10);
  }
  for (const code of [marginTooSmall, nothingToReduce, ResultCode.positionLimitReached, ResultCode.conversionClosed]) {
    expect(tally.codes.get(code)).toBeGreaterThan(10);
  }
});

/** Account 0 is long of 10 lots for 1,000 and has 100, at a mark; account 1, which has 1,000, is short of them. */
function begunLong(mark = 100): AttackExchange {
  const exchange = duel([100, 1_000]);
  exchange.trade(0, 1, 10, 100);
  exchange.mark(mark);
  return exchange;
}

/** Every way in which account 0 can sell 10 lots at a price to account 1; answers the lots that were sold. */
const WAYS: Record<string, (exchange: AttackExchange, price: number) => number> = {
  taking: (exchange, price) => {
    exchange.order(1, BUY, 10, price);
    exchange.take(0, SELL, 10, price);
    return exchange.filled();
  },
  'taking, reduce-only': (exchange, price) => {
    exchange.order(1, BUY, 10, price);
    exchange.take(0, SELL, 10, price, reducing);
    return exchange.filled();
  },
  'taking, reduce-only and more than there is': (exchange, price) => {
    exchange.order(1, BUY, 10, price);
    exchange.order(0, SELL, 50, price, reducing);
    return exchange.filled();
  },
  'taking whole or not at all': (exchange, price) => {
    exchange.order(1, BUY, 10, price);
    exchange.order(0, SELL, 10, price, { timeInForce: 3 });
    return exchange.filled();
  },
  'taking at any price': (exchange, price) => {
    exchange.order(1, BUY, 10, price);
    exchange.take(0, SELL, 10, 1, { orderType: 2 });
    return exchange.filled();
  },
  'taking from an iceberg': (exchange, price) => {
    exchange.order(1, BUY, 10, price, { displaySize: 2 });
    exchange.take(0, SELL, 10, price);
    return exchange.filled();
  },
  resting: (exchange, price) => {
    exchange.order(0, SELL, 10, price);
    exchange.take(1, BUY, 10, price);
    return exchange.filled();
  },
  'resting, reduce-only': (exchange, price) => {
    exchange.order(0, SELL, 10, price, reducing);
    exchange.take(1, BUY, 10, price);
    return exchange.filled();
  },
  'resting as an iceberg': (exchange, price) => {
    exchange.order(0, SELL, 10, price, { displaySize: 2 });
    exchange.take(1, BUY, 10, price);
    return exchange.filled();
  },
  'resting, amended to the price': (exchange, price) => {
    exchange.order(0, SELL, 10, 5_000);
    exchange.send(amendOrder, 0, { order: exchange.state.lastOrder, price, size: 10 });
    exchange.take(1, BUY, 10, price);
    return exchange.filled();
  },
  'taking by an amend': (exchange, price) => {
    exchange.order(0, SELL, 10, 5_000);
    const order = exchange.state.lastOrder;
    exchange.order(1, BUY, 10, price);
    exchange.send(amendOrder, 0, { order, price, size: 10 });
    return exchange.filled();
  },
  'taking by a replacement': (exchange, price) => {
    exchange.order(0, SELL, 10, 5_000);
    const replaced = exchange.state.lastOrder;
    exchange.order(1, BUY, 10, price);
    const terms = { orderType: 1, timeInForce: 1, side: SELL, size: 10, price } as const;
    exchange.send(replaceOrder, 0, { ...terms, replaced });
    return exchange.filled();
  },
};

describe.each(Object.entries(WAYS))('equity cannot be given away far from the mark: %s', (_, sell) => {
  test.each([
    // At a mark of 100 it has 100 to lose, at 95 half of it; at 90 and 80 nothing, so that it sells at the mark only.
    [100, 90],
    [95, 90],
    [90, 90],
    [80, 80],
  ])('at a mark of %i it sells at %i and not below', (mark, least) => {
    for (const price of [1, Math.floor(least / 2), least - 1]) {
      const exchange = begunLong(mark);
      const before = exchange.equity(0);
      expect(sell(exchange, price)).toBe(0);
      expect([exchange.size(0), exchange.equity(0)]).toEqual([10, before]);
    }
    const exchange = begunLong(mark);
    expect(sell(exchange, least)).toBe(10);
    expect([exchange.size(0), exchange.balance(0), exchange.balance(1)]).toEqual([
      ...[0, 100 - 10 * (100 - least), 1_000 + 10 * (100 - least)],
    ]);
  });
});

test('in as many steps as there are lots it gives away what it has, and nothing more', () => {
  const exchange = begunLong();
  exchange.order(1, BUY, 1, 89);
  exchange.take(0, SELL, 1, 89);
  expect(exchange.cancels()).toEqual([marginTooSmall]);
  exchange.order(1, BUY, 10, 90);
  exchange.take(0, SELL, 10, 90);
  expect([exchange.filled(), exchange.balance(0), exchange.balance(1)]).toEqual([10, 0, 1_100]);
});

test.each([
  [5, [90, 90, 90, 90, 90, 90, 90, 90, 90, 90]],
  [1, [90, 90, 90, 90, 90, 90, 90, 90, 90, 90]],
])('short of margin by a leverage of %i each lot gives away its part', (leverage, prices) => {
  const exchange = begunLong();
  exchange.terms({ leverage });
  // 1 lot of 10 may cost 10 of its 100, since 90 are the tenth part less, of 100 as of what is needed.
  const sold: number[] = [];
  for (let price = 89; exchange.size(0) > 0; price += 1) {
    exchange.order(1, BUY, 1, price);
    exchange.take(0, SELL, 1, price);
    if (exchange.filled() > 0) {
      sold.push(price);
      price = 88;
    } else exchange.order(1, SELL, 1, price);
  }
  expect(sold).toEqual(prices);
  expect([exchange.balance(0), exchange.balance(1)]).toEqual([0, 1_100]);
});

test('opening far from the mark gives away what is not needed, and closing again the rest', () => {
  const exchange = duel([100, 1_000]);
  expect(exchange.order(0, SELL, 10, 1)).toBe(marginTooSmall);
  exchange.order(1, BUY, 1, 9);
  exchange.take(0, SELL, 1, 9);
  expect(exchange.cancels()).toEqual([marginTooSmall]);
  exchange.order(1, BUY, 1, 10);
  exchange.take(0, SELL, 1, 10);
  // The bid at 9 is still there, and account 0 is short of a lot that is worth 100, for 10.
  expect([exchange.size(0), exchange.equity(0), exchange.equity(1)]).toEqual([-1, 10n, 1_090n]);
  exchange.order(1, SELL, 1, 111);
  exchange.take(0, BUY, 1, 111);
  expect(exchange.cancels()).toEqual([marginTooSmall]);
  exchange.order(1, SELL, 1, 110);
  exchange.take(0, BUY, 1, 110);
  expect([exchange.size(0), exchange.balance(0), exchange.balance(1)]).toEqual([0, 0, 1_100]);
});

test('profit that is not realised does not leave, nor does it go to another account', () => {
  const exchange = duel([1_000, 1_000]);
  exchange.trade(0, 1, 10, 100);
  exchange.mark(900);
  // It has 1,000 and a profit of 8,000, and needs 900. Converting takes nothing out.
  expect(exchange.transfer(0, 2, 0, 101)).toBe(marginTooSmall);
  expect(exchange.convert(0, 1, 2, 1_000)).toBe(accepted);
  expect(exchange.withdraw(0, 1, 101)).toBe(marginTooSmall);
  expect(exchange.transfer(0, 2, 1, 101)).toBe(marginTooSmall);
  expect(exchange.withdraw(0, 1, 60)).toBe(accepted);
  expect(exchange.transfer(0, 2, 1, 41)).toBe(marginTooSmall);
  expect(exchange.transfer(0, 2, 1, 40)).toBe(accepted);
  expect(exchange.withdraw(0, 1, 1)).toBe(marginTooSmall);
  expect([exchange.balance(0, 1), exchange.balance(2, 1), exchange.equity(0)]).toEqual([900, 40, 8_900n]);
});

test('once the mark has moved, profit leaves over an accomplice that keeps the loan: what liquidation is for', () => {
  const exchange = duel([1_000, 1_000, 0, 0, 0, 10_000]);
  exchange.trade(0, 1, 100, 100);
  exchange.mark(115);
  expect([exchange.equity(0), exchange.equity(1)]).toEqual([2_500n, -500n]);
  expect(exchange.transfer(0, 2, 0, 1)).toBe(marginTooSmall);
  // Account 1, which is below zero, closes at the mark, neither above nor below zero by that.
  exchange.trade(1, 0, 100, 116);
  expect(exchange.size(0)).toBe(100);
  exchange.send(cancelOrders, 0, {});
  exchange.trade(1, 0, 100, 115);
  expect([exchange.balance(0), exchange.balance(1)]).toEqual([2_500, -500]);
  expect(exchange.convert(0, 1, 2, 2_500)).toBe(accepted);
  expect(exchange.withdraw(0, 1, 2_500)).toBe(accepted);
  // The loan stays, and grows no more.
  exchange.take(1, BUY, 1, 116);
  expect([exchange.filled(), exchange.equity(1)]).toEqual([0, -500n]);
});

test('a loan that a loss left holds back the coins that stand for it', () => {
  const exchange = duel([0, 1_000]);
  exchange.asset(6, 1_000_000_000, { initialWeight: 800_000 });
  exchange.deposit(0, 2, 1_000);
  exchange.trade(0, 1, 10, 100);
  exchange.trade(1, 0, 10, 70);
  expect([exchange.balance(0), exchange.balance(1), exchange.equity(0)]).toEqual([-300, 1_300, 500n]);
  expect(exchange.withdraw(0, 2, 626)).toBe(marginTooSmall);
  expect(exchange.withdraw(0, 2, 625)).toBe(accepted);
  expect(exchange.transfer(0, 2, 2, 1)).toBe(marginTooSmall);
  expect([exchange.balance(0, 2), exchange.equity(0)]).toEqual([375, 0n]);
});

test.each([
  [1, [ResultCode.selfTradePrevented, remainderCancelled]],
  [2, [ResultCode.selfTradePrevented]],
  [3, [ResultCode.selfTradePrevented, ResultCode.selfTradePrevented]],
  [4, []],
])('own accounts do not trade with each other, and count no volume (mode %i)', (selfTrade, codes) => {
  const exchange = duel([1_000, 0, 1_000]);
  exchange.order(0, SELL, 5, 1);
  exchange.take(2, BUY, 5, 100, { selfTrade: selfTrade as 1 | 2 | 3 | 4 });
  expect([exchange.filled(), exchange.cancels()]).toEqual([0, codes]);
  expect([exchange.state.positions, exchange.state.volumes, exchange.balance(0)]).toEqual([[], [], 1_000]);
});

test.each([
  [101, 1, 100],
  [2_500, 1, 0],
  [2_501, 1, 100],
])('a wash trade of a value of %i costs the rebate and more', (value, size, lost) => {
  const exchange = duel([1_000_000, 1_000_000]);
  expect(exchange.fees(0, { takerRate: 40_000, makerRebate: 40_001 })).toBe(ResultCode.feeTiersInvalid);
  expect(exchange.fees(0, { takerRate: 40_000, makerRebate: 40_000 })).toBe(accepted);
  exchange.mark(value);
  for (let round = 0; round < 50; round += 1) {
    exchange.trade(0, 1, size, value);
    exchange.trade(1, 0, size, value);
  }
  expect([exchange.balance(0), exchange.balance(1)]).toEqual([1_000_000 - lost / 2, 1_000_000 - lost / 2]);
  expect(exchange.state.assets[0]?.feesLow).toBe(lost);
});

test('no schedule of fees pays a maker of one tier more than the taker of another pays', () => {
  const exchange = duel([10_000_000, 10_000_000]);
  const random = new Random(5);
  const rate = (): number => random.pick([0, 1, 2, 39_999, 40_000, 40_001, 1_000_000]);
  let valid = 0;
  for (let count = 0; count < 600; count += 1) {
    const tiers = [0, 1, 2].slice(0, random.between(1, 3)).map((volumeFrom) => {
      return { volumeFrom, takerRate: rate(), makerRebate: rate() };
    });
    const least = Math.min(...tiers.map(({ takerRate }) => takerRate));
    const isValid = tiers.every(({ makerRebate }) => makerRebate <= least);
    expect(exchange.fees(0, ...tiers)).toBe(isValid ? accepted : ResultCode.feeTiersInvalid);
    if (!isValid) continue;
    valid += 1;
    exchange.time += random.below(4) * 86_400_000_000;
    // The books of the attack ask of every fill that both fees together are 0 or more.
    const [buyer, seller, size] = [random.below(2), random.below(2), random.between(1, 30)];
    exchange.trade(buyer, 1 - buyer, size, random.between(90, 110));
    exchange.trade(seller, 1 - seller, size, random.between(90, 110));
  }
  expect(valid).toBeGreaterThan(50);
  expect(exchange.books.fills).toBe(2 * valid);
});

test('a lot at a tick pays a micro-dollar for every fill, and is paid for none', () => {
  const exchange = duel([1_000, 1_000]);
  exchange.mark(1);
  exchange.fees(0, { takerRate: 1, makerRate: 1 });
  for (let round = 0; round < 25; round += 1) {
    exchange.trade(0, 1, 1, 1);
    exchange.trade(1, 0, 1, 1);
  }
  expect([exchange.balance(0), exchange.balance(1), exchange.books.fills]).toEqual([950, 950, 50]);
  exchange.fees(0, { takerRate: 1, makerRebate: 1 });
  exchange.trade(0, 1, 1, 1);
  expect([exchange.balance(0), exchange.balance(1)]).toEqual([949, 950]);
});

/** Every way to cut so many lots into pieces, in order. */
function cuts(lots: number): number[][] {
  if (lots === 0) return [[]];
  return Array.from({ length: lots }, (_, index) => index + 1).flatMap((first) =>
    cuts(lots - first).map((rest) => [first, ...rest]),
  );
}

test('closing in pieces never realises more than closing as many lots at once, and all of it is the same', () => {
  for (const pieces of cuts(6)) {
    const exchange = duel([1_000, 1_000]);
    exchange.trade(0, 1, 2, 100);
    exchange.trade(0, 1, 4, 101);
    let closed = 0;
    for (const lots of pieces) {
      exchange.trade(1, 0, lots, 100);
      closed += lots;
      // 6 lots were bought for 604.
      expect(exchange.balance(0) - 1_000).toBeLessThanOrEqual(100 * closed + Math.floor((-604 * closed) / 6));
      expect(exchange.balance(1) - 1_000).toBeLessThanOrEqual(-100 * closed + Math.floor((604 * closed) / 6));
    }
    expect([exchange.balance(0), exchange.balance(1)]).toEqual([996, 1_004]);
  }
});

test('the part of a micro-dollar that closing rounds off waits in the cash, on both sides', () => {
  const exchange = duel([1_000, 1_000]);
  exchange.trade(0, 1, 2, 100);
  exchange.trade(0, 1, 1, 101);
  exchange.trade(1, 0, 1, 100);
  // Shares of -301 / 3 and 301 / 3, rounded down: -101 and 100.
  expect([exchange.balance(0), exchange.cash(0), exchange.balance(1), exchange.cash(1)]).toEqual([
    ...[999, -200, 1_000, 201],
  ]);
});

/** Every order of things to do. */
function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, index) => orders(items.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

test('reduce-only orders grow no position in whatever order things happen', () => {
  let fills = 0;
  const steps: readonly ((exchange: AttackExchange, order: number) => void)[] = [
    (exchange) => exchange.take(1, BUY, 3, 110),
    (exchange) => exchange.take(1, BUY, 9, 110),
    (exchange) => exchange.take(0, SELL, 2, 90, reducing),
    (exchange) => exchange.take(0, SELL, 4, 90),
    (exchange, order) => exchange.send(amendOrder, 0, { order, price: 101, size: 20, displaySize: 4 }),
  ];
  for (const some of orders(steps)) {
    const exchange = duel([10_000, 10_000]);
    exchange.trade(0, 1, 5, 100);
    exchange.order(0, SELL, 5, 101, reducing);
    const order = exchange.state.lastOrder;
    exchange.order(0, SELL, 5, 102, reducing);
    exchange.order(1, BUY, 3, 95);
    // The books ask of every fill of a reduce-only order that it made the position smaller.
    for (const step of some) step(exchange, order);
    // All that account 0 can be short by is what it sold without the flag.
    expect(exchange.size(0)).toBeGreaterThanOrEqual(-4);
    fills += exchange.books.fills;
  }
  expect(fills).toBeGreaterThan(300);
});

test('a reduce-only order that closed the position leaves when it is met next', () => {
  const exchange = duel([10_000, 10_000]);
  exchange.trade(0, 1, 5, 100);
  exchange.order(0, SELL, 8, 101, reducing);
  exchange.take(1, BUY, 20, 101);
  expect([exchange.filled(), exchange.cancels(), exchange.size(0)]).toEqual([
    ...[5, [nothingToReduce, remainderCancelled], 0],
  ]);
});
