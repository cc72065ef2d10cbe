/**
 * What the machine keeps as sums is, after every command of random trading, what is added up from its snapshot: open
 * sizes, open interest and the books, and never more than the free margin, of which it is all once it was added up
 * anew; and a machine restored from the snapshot keeps the same.
 */
import {
  decodeRecords,
  decodeSnapshot,
  fillSettled,
  type LogicalState,
  type Lots,
  Machine,
  ResultCode,
  restoreMachine,
  Side,
  spotSettled,
  type Ticks,
} from '@intelligent-ledger/engine/core';
import { Random } from '@intelligent-ledger/engine/sim';
import { describe, expect, test } from 'vitest';
import { freeMarginOf } from './margin-twin.ts';
import { Trading } from './trading.ts';

const COMMANDS = 3_000;
const SEEDS = [1, 2, 3, 4];

function stateOf(machine: Machine): LogicalState {
  const state = decodeSnapshot(machine.snapshot());
  if (typeof state === 'string') throw new Error(state);
  return state;
}

/** The accounts and markets in which there is a position or a resting order. */
function rowsIn(state: LogicalState): ReadonlySet<string> {
  const ofOrders = state.markets.flatMap(({ bids, asks }, market) =>
    [...bids, ...asks].map(({ account }) => `${account} ${market}`),
  );
  return new Set([...ofOrders, ...state.positions.map(({ account, market }) => `${account} ${market}`)]);
}

/** Answers how many accounts had a sum that was kept, and was the whole of their free margin. */
function expectSums(machine: Machine, state: LogicalState): number {
  const exchange = machine.state;
  if (exchange === null) throw new Error('not started');
  const { marginSums } = exchange.money;
  let kept = 0;
  for (let account = 0; account < state.accounts.length; account += 1) {
    const free = freeMarginOf(state, account);
    if (marginSums.isFresh(account)) {
      const sum = BigInt(marginSums.freeOf(account));
      expect(sum <= free, `of ${account} ${sum} is kept of ${free}`).toBe(true);
      if (sum === free) kept += 1;
    }
    // Adding it up keeps it, so that the accounts take turns, and what the next commands make of a kept sum is seen.
    if (account % 3 === machine.sequence % 3) expect(exchange.margin.account.freeOf(account)).toBe(free);
  }
  for (let market = 0; market < state.markets.length; market += 1) {
    const sizes = state.positions.filter((row) => row.market === market).map((row) => row.size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(0);
    const long = sizes.filter((size) => size > 0).reduce((sum, size) => sum + size, 0);
    expect(exchange.margin.terms.openInterestOf(market)).toBe(long);
  }
  expect(exchange.margin.table.count(), 'rows').toBe(rowsIn(state).size);
  return kept;
}

describe.each(SEEDS)('random trading (seed %i)', (seed) => {
  test('leaves every sum as it is added up anew', () => {
    const random = new Random(seed);
    const trading = new Trading(random);
    const machine = new Machine();
    for (const entry of trading.open()) expect(machine.applyBytes(entry)).toBe(ResultCode.accepted);
    const codes = new Map<number, number>();
    let [fills, spotFills] = [0, 0];
    let kept = 0;
    for (let count = 0; count < COMMANDS; count += 1) {
      const code = machine.applyBytes(trading.next(machine));
      codes.set(code, (codes.get(code) ?? 0) + 1);
      const records = decodeRecords(machine.takeRecords());
      fills += records.filter(({ layout }) => layout === fillSettled).length;
      spotFills += records.filter(({ layout }) => layout === spotSettled).length;
      const hash = machine.stateHash();
      machine.planMatch(random.below(3), count % 2 === 0 ? Side.buy : Side.sell, 1_000 as Ticks, 5_000 as Lots);
      expect(machine.stateHash(), 'a plan changes nothing').toBe(hash);
      const state = stateOf(machine);
      kept += expectSums(machine, state);
      if (count % 50 !== 0) continue;
      const restored = restoreMachine(machine.snapshot());
      if ('refused' in restored) throw new Error(restored.refused);
      expect(restored.machine.stateHash()).toBe(machine.stateHash());
      expectSums(restored.machine, state);
    }
    expect(codes.get(ResultCode.accepted)).toBeGreaterThan(COMMANDS / 3);
    expect(kept).toBeGreaterThan(COMMANDS);
    expect(fills).toBeGreaterThan(COMMANDS / 60);
    expect(spotFills).toBeGreaterThan(5);
    expect(codes.get(ResultCode.marginTooSmall)).toBeGreaterThan(10);
  });
});

test('the health of an account is its terms, and their sum what it has free', () => {
  const random = new Random(7);
  const trading = new Trading(random);
  const machine = new Machine();
  for (const entry of trading.open()) machine.applyBytes(entry);
  for (let count = 0; count < 1_500; count += 1) {
    machine.applyBytes(trading.next(machine));
    machine.clearRecords();
    const state = stateOf(machine);
    const account = random.below(state.accounts.length + 1);
    const health = machine.accountHealth(account);
    expect(health === null).toBe(account === state.accounts.length);
    if (health === null) continue;
    expect(health.freeMargin).toBe(freeMarginOf(state, account));
    expect(health.freeMargin).toBe(health.collateral + health.unrealised - health.needs);
    for (const { size, markPrice, unrealised, entryPrice } of health.positions) {
      if (entryPrice !== null) expect(size * (markPrice - entryPrice)).toBeCloseTo(unrealised, 3);
    }
  }
});
