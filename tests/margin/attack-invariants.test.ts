/** Each invariant of the attacks can fail: a record or a state that is doctored is found out, in words. */
import {
  approveBuilder,
  converted,
  type DecodedRecord,
  feeShared,
  fillSettled,
  type LogicalState,
  orderFilled,
  ResultCode,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { type AttackExchange, BYSTANDER } from './attack-exchange.ts';
import {
  booksFaults,
  bystanderFaults,
  debtFaults,
  isBound,
  leavingFaults,
  ledgerFaults,
  paidFaults,
  salesFaults,
  valueFaults,
} from './attack-invariants.ts';
import { duel, ONE } from './attack-setup.ts';
import { equityIn } from './margin-twin.ts';

/** Account 0 is long of 10 lots for 1,000 and has 100; account 1, which has 1,000, is short of them. */
function begun(): AttackExchange {
  const exchange = duel([100, 1_000]);
  exchange.deposit(BYSTANDER, 1, 500);
  exchange.trade(0, 1, 10, 100);
  return exchange;
}

/** The state with another amount of an asset in an account. */
function withBalance(state: LogicalState, account: number, asset: number, more: number): LogicalState {
  const balances = state.balances.map((row) => {
    return row.account === account && row.asset === asset ? { ...row, amount: row.amount + more } : row;
  });
  return { ...state, balances };
}

/** The records of a fill between the accounts 0 and 1, which the first of them took. */
function fillRecords(values: Record<string, number>, settled: Record<string, number> = {}): DecodedRecord[] {
  const fill = { taker: 91, maker: 92, fill: 9, market: 0, price: 100, size: 1, takerSide: 1 };
  const nothing = { takerFee: 0, makerFee: 0, takerRealised: 0, makerRealised: 0 };
  return [
    { name: 'orderFilled', layout: orderFilled, values: { ...fill, makerAccount: 1, takerAccount: 0, ...values } },
    { name: 'fillSettled', layout: fillSettled, values: { ...nothing, ...settled } },
  ];
}

test('without anything doctored nothing is wrong', () => {
  const { state, books } = begun();
  expect([...booksFaults(state), ...valueFaults(books, state), ...ledgerFaults(books, state)]).toEqual([]);
  expect(bystanderFaults(books, state, state)).toEqual([]);
});

test('a unit that a balance has too many is missing elsewhere, and not of the books', () => {
  const { state, books } = begun();
  const doctored = withBalance(state, 0, 0, 1);
  expect(booksFaults(doctored)).toEqual(['credits of asset 0: 1601 and not 1600']);
  expect(valueFaults(books, doctored)).toEqual([
    'asset 0 of the colluders: 1101 and not 1100',
    'what the colluders gained at par, in 1e-9: 1000 and not 0',
  ]);
  expect(ledgerFaults(books, doctored)).toEqual([
    'asset 0 of account 0: 101 and not 100',
    'worth of 0: 101 and not 100',
  ]);
});

test('a coin in the inventory that is in the vault too is backing that is not issued', () => {
  const { state } = begun();
  const assets = state.assets.map((row, asset) => {
    return asset === 1 ? { ...row, inventoryLow: row.inventoryLow + 1, vaultLow: row.vaultLow + 1 } : row;
  });
  const found = booksFaults({ ...state, assets });
  expect(found).toEqual(['venue dollars that are backed, in 1e-9: 1600000 and not 1601000']);
});

test('a lot without another side is found, and so is the balance that is out of its range', () => {
  const { state } = begun();
  const positions = state.positions.map((row) => (row.account === 0 ? { ...row, size: row.size + 1 } : row));
  expect(booksFaults({ ...state, positions })).toEqual(['sizes in market 0: 1 and not 0']);
  const balances = [...state.balances, { account: 2, asset: 1, amount: -1 }];
  expect(booksFaults({ ...state, balances })).toContain('account 2 has -1 of asset 1');
});

test('a deposit that the exchange never had, a withdrawal too many and a fee that was not booked are value', () => {
  const { state, books } = begun();
  books.flows.fees += 1n;
  expect(valueFaults(books, state)).toHaveLength(2);
  books.flows.fees -= 1n;
  books.flows.claimed.set(1, 7n);
  expect(valueFaults(books, state)[0]).toBe('asset 1 of the colluders: 7 and not 0');
  books.flows.claimed.clear();
  books.flows.dollars += 1n;
  expect(valueFaults(books, state)).toEqual(['asset 0 of the colluders: 1100 and not 1101']);
});

test('a fill that leaves a debt behind is found by its records alone', () => {
  // Account 0 buys one lot more, 101 above the mark, with its last 100.
  expect(begun().books.take(fillRecords({ price: 201 }))).toEqual(['fill 9 took account 0 from 100 to -1']);
  expect(begun().books.take(fillRecords({ price: 200 }))).toEqual([]);
});

test('an account below zero may not fall further, and may stay', () => {
  const exchange = begun();
  exchange.mark(80);
  expect(exchange.equity(0)).toBe(-100n);
  expect(exchange.books.take(fillRecords({ price: 81, takerSide: 1 }))).toEqual([
    'fill 9 took account 0 from -100 to -101',
  ]);
  const realised = { takerRealised: -19, makerRealised: 18 };
  expect(exchange.books.take(fillRecords({ price: 80, takerSide: 2 }, realised))).toEqual([]);
});

test('a maker that is paid more than the taker pays is found', () => {
  const { books } = begun();
  expect(books.take(fillRecords({}, { takerFee: 1, makerFee: -2 }))).toEqual(['fill 9 paid 1 more than it cost']);
});

test.each([
  [1, 1, 'reduce-only order 91 made 10 lots 11'],
  [2, 11, 'reduce-only order 91 made 10 lots -1'],
])('a reduce-only order that grows or turns a position is found (side %i)', (takerSide, size, fault) => {
  const { books, records } = begun();
  const placed = records.find(({ name }) => name === 'orderPlaced') as DecodedRecord;
  books.take([{ ...placed, values: { ...placed.values, order: 91, flags: 2 } }]);
  expect(books.take(fillRecords({ takerSide, size }))).toEqual([fault]);
});

test('a unit that is realised too many is found, though no more is paid', () => {
  const exchange = duel([1_000, 1_000]);
  exchange.trade(0, 1, 2, 100);
  exchange.trade(0, 1, 1, 101);
  // Account 0 bought 3 lots for 301. A third of it is 100.33, and closing one of them realises -1 and 0.
  const sold = { takerSide: 2, size: 1, price: 100 };
  expect(exchange.books.take(fillRecords(sold, { takerRealised: 0, makerRealised: 1 }))).toEqual([
    'fill 9 realised 0 of -1',
    'fill 9 realised 1 of 0',
  ]);
});

test('a fall at the same prices is found, and a gain is not', () => {
  expect(debtFaults([5n, 0n, -3n], [0n, 0n, -3n])).toEqual([]);
  expect(debtFaults([5n, 0n, -3n], [-1n, 2n, -4n])).toEqual([
    'account 0 fell from 5 to -1 at the same prices',
    'account 2 fell from -3 to -4 at the same prices',
  ]);
});

test('money that left without margin is found, and profit that is not realised does not count', () => {
  const exchange = begun();
  exchange.mark(110);
  // It has 100 and needs 110, and its profit is 100.
  expect(isBound(exchange.state, 0)).toBe(true);
  expect(isBound(exchange.state, 2)).toBe(false);
  expect(leavingFaults(exchange.state, 0, true)).toEqual([]);
  expect(leavingFaults(exchange.state, 0, false)).toEqual(['money left account 0 with a free margin of -10']);
});

test('a bystander that has less is found', () => {
  const { books, state } = begun();
  const doctored = withBalance(state, BYSTANDER, 0, -1);
  expect(equityIn(doctored, BYSTANDER)).toBe(499n);
  expect(bystanderFaults(books, state, doctored)).toEqual(['bystanders had 500 of 0 in 5 and have 499 of 0 in 5']);
});

test('an exchange under attack stops at the command after which something is wrong', () => {
  const exchange = begun();
  exchange.books.flows.dollars += 1n;
  expect(() => exchange.mark(101)).toThrow('asset 0 of the colluders: 1100 and not 1101');
});

test('what somebody sells in a spot market and has not is found', () => {
  const exchange = duel([100, 1_000]);
  exchange.asset(3, ONE);
  exchange.spot({ maxPrice: 10_000, maxSize: 1_000, sizeDecimals: 1, baseAsset: 2 });
  exchange.deposit(0, 2, 500);
  expect(exchange.order(0, 2, 5, 10, { market: 1 })).toBe(ResultCode.accepted);
  expect(salesFaults(exchange.state)).toEqual([]);
  expect(salesFaults(withBalance(exchange.state, 0, 2, -1))).toEqual(['account 0 sells 500 of asset 2 and has 499']);
});

test('a share that was not booked, or that the venue pays for, is found', () => {
  const exchange = duel([100_000, 100_000]);
  exchange.fees(0, { takerRate: 1_000_000 });
  exchange.send(approveBuilder, 0, { builder: 1, rateMax: 100_000 });
  exchange.order(1, 2, 100, 100);
  exchange.take(0, 1, 100, 100, { builder: 2, builderFee: 100_000 });
  const { state, books } = exchange;
  expect(state.owners.map(({ rewards }) => rewards)).toEqual([0, 10, 0, 0]);
  expect([...booksFaults(state), ...valueFaults(books, state), ...ledgerFaults(books, state)]).toEqual([]);
  const owners = state.owners.map((row, owner) => (owner === 1 ? { ...row, rewards: 11 } : row));
  expect(booksFaults({ ...state, owners })).toEqual(['credits of asset 0: 200001 and not 200000']);
  expect(ledgerFaults(books, { ...state, owners })).toEqual(['rewards of 1: 11 and not 10']);
  const share = { account: 0, referrer: 0, referralShare: 0, builder: 2, builderFee: 101, isMaker: 0 };
  const faults = books.take([{ name: 'feeShared', layout: feeShared, values: share }]);
  expect(faults).toEqual([expect.stringContaining('paid 1 more than it cost')]);
});

test('coins are taken only of who traded and owed, and no more than it owed', () => {
  const { state } = begun();
  const paid = (values: Record<string, number>): DecodedRecord[] => {
    const nothing = { account: 0, asset: 1, coins: 1, dollars: 1, direction: 1, ...values };
    return [...fillRecords({}), { name: 'converted', layout: converted, values: nothing }];
  };
  const owing = withBalance(state, 0, 0, -100);
  expect(paidFaults(owing, paid({}))).toEqual([]);
  expect(paidFaults(owing, paid({ account: 1 }))).toHaveLength(1);
  expect(paidFaults(owing, paid({ account: BYSTANDER }))).toHaveLength(1);
  expect(paidFaults(owing, paid({ direction: 2 }))).toHaveLength(1);
  expect(paidFaults(state, paid({}))).toHaveLength(1);
  // The second of two coins may bring more than is owed still, and the first not.
  const fill = fillRecords({});
  const first = paid({}).slice(-1);
  const second = paid({ asset: 2, dollars: 100_500 }).slice(-1);
  const ofDecimals = (decimals: number) => {
    const assets = [6, 6, decimals].map((of) => ({
      ...(state.assets[0] as LogicalState['assets'][number]),
      decimals: of,
    }));
    return withBalance({ ...state, assets }, 0, 0, 100);
  };
  expect(paidFaults(ofDecimals(6), [...fill, ...first, ...second])).toHaveLength(1);
  expect(paidFaults(ofDecimals(0), [...fill, ...first, ...second])).toEqual([]);
  expect(paidFaults(ofDecimals(0), [...fill, ...second, ...first])).toHaveLength(1);
});
