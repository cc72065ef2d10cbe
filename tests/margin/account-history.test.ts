/**
 * The history of accounts, against the machine and against all records looked through anew: open orders, what became of
 * the others, and every fill with its costs.
 */
import { type DecodedRecord, decodeRecords, decodeSnapshot, Machine, Side } from '@intelligent-ledger/engine/core';
import { AccountHistory, type FillEntry, type OrderEntry } from '@intelligent-ledger/engine/host';
import { Random } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';
import { Trading } from './trading.ts';

const COMMANDS = 4_000;
const ALL = { limit: 1_000_000 };
const TERMINAL = ['filled', 'cancelled', 'refused'];

function num(record: DecodedRecord, name: string): number {
  return record.values[name] as number;
}

/** What all records say of an order: lots that traded, and the code of the record with which it left. */
function storyOf(records: readonly DecodedRecord[], order: number) {
  const fills = records.filter((record) => record.name === 'orderFilled');
  const own = fills.filter((record) => num(record, 'maker') === order || num(record, 'taker') === order);
  const cancelled = records.find((record) => record.name === 'orderCancelled' && num(record, 'order') === order);
  return {
    filled: own.reduce((sum, record) => sum + num(record, 'size'), 0),
    value: own.reduce((sum, record) => sum + BigInt(num(record, 'price')) * BigInt(num(record, 'size')), 0n),
    code: cancelled === undefined ? undefined : num(cancelled, 'code'),
  };
}

/** The sum over fills of what a side paid and realised, as the records of an account say it. */
function costsIn(records: readonly DecodedRecord[], account: number): readonly [number, number] {
  let [fee, realised] = [0, 0];
  records.forEach((record, index) => {
    const settled = records[index + 1];
    if (record.name !== 'orderFilled' || settled === undefined) return;
    for (const side of ['taker', 'maker']) {
      if (num(record, `${side}Account`) !== account) continue;
      fee += num(settled, `${side}Fee`);
      realised += (settled.values[`${side}Realised`] as number | undefined) ?? 0;
    }
  });
  return [fee, realised];
}

function expectClosed(entries: readonly OrderEntry[], records: readonly DecodedRecord[]): void {
  for (const entry of entries) {
    const { filled, value, code } = storyOf(records, entry.order);
    expect(TERMINAL).toContain(entry.status);
    expect([entry.filled, entry.filledValue]).toEqual([filled, value]);
    if (entry.status === 'filled') expect(entry.filled).toBe(entry.terms?.size);
    else if (code !== undefined) expect(entry.code).toBe(code);
  }
}

/** Positions as the fills of an account lead from one to the next. */
function expectPositions(fills: readonly FillEntry[]): void {
  const positions = new Map<number, number>();
  for (const fill of [...fills].reverse()) {
    if (fill.market === 2) continue;
    expect(fill.positionBefore).toBe(positions.get(fill.market) ?? 0);
    positions.set(fill.market, fill.positionBefore + (fill.side === Side.buy ? fill.size : -fill.size));
  }
}

test.each([31, 32])('the history of accounts is what the records say (seed %i)', (seed) => {
  const trading = new Trading(new Random(seed));
  const machine = new Machine();
  const history = new AccountHistory({ closedOrdersMax: COMMANDS, fillsMax: COMMANDS });
  const short = new AccountHistory({ closedOrdersMax: 3, fillsMax: 2 });
  const records: DecodedRecord[] = [];
  const take = () => {
    const taken = decodeRecords(machine.takeRecords());
    records.push(...taken);
    history.take(taken);
    short.take(taken);
  };
  for (const entry of trading.open()) machine.applyBytes(entry);
  take();
  for (let count = 0; count < COMMANDS; count += 1) {
    machine.applyBytes(trading.next(machine));
    take();
  }
  const state = decodeSnapshot(machine.snapshot());
  if (typeof state === 'string') throw new Error(state);
  let [closedCount, fillCount] = [0, 0];
  for (const account of state.accounts.keys()) {
    const open = state.markets.flatMap(({ bids, asks }) => [...bids, ...asks]).filter((row) => row.account === account);
    const ofSnapshot = open.sort((one, other) => one.order - other.order);
    expect(
      history.openOrdersOf(account).map(({ order, filled, terms }) => [order, filled, terms?.price, terms?.size]),
    ).toEqual(ofSnapshot.map(({ order, filled, price, size }) => [order, filled, price, size]));
    const closed = history.closedOrdersOf(account, ALL);
    expectClosed(closed, records);
    const placed = records.filter((record) => record.name === 'orderPlaced' && num(record, 'account') === account);
    expect(new Set([...closed, ...history.openOrdersOf(account)].map(({ order }) => order))).toEqual(
      new Set(placed.map((record) => num(record, 'order'))),
    );
    const fills = history.fillsOf(account, ALL);
    const sum = (of: (fill: FillEntry) => number): number => fills.reduce((total, fill) => total + of(fill), 0);
    expect([sum(({ fee }) => fee), sum(({ realised }) => realised)]).toEqual(costsIn(records, account));
    expectPositions(fills);
    expect(short.closedOrdersOf(account, ALL)).toEqual(closed.slice(0, 3));
    expect(short.fillsOf(account, ALL)).toEqual(fills.slice(0, 2));
    closedCount += closed.length;
    fillCount += fills.length;
  }
  expect(Math.min(closedCount, fillCount)).toBeGreaterThan(200);
});

test('pages lead from the newest entry to the oldest, each once', () => {
  const trading = new Trading(new Random(33));
  const machine = new Machine();
  const history = new AccountHistory({ closedOrdersMax: 40, fillsMax: 10 });
  for (const entry of trading.open()) machine.applyBytes(entry);
  for (let count = 0; count < COMMANDS; count += 1) {
    machine.applyBytes(trading.next(machine));
    history.take(decodeRecords(machine.takeRecords()));
  }
  const all = history.fillsOf(0, ALL);
  const paged: FillEntry[] = [];
  for (;;) {
    const before = paged.at(-1)?.fill;
    const page = history.fillsOf(0, before === undefined ? { limit: 3 } : { limit: 3, before });
    if (page.length === 0) break;
    paged.push(...page);
  }
  expect(paged).toEqual(all);
  expect(all).toHaveLength(10);
  const closed = history.closedOrdersOf(0, ALL);
  const rest = history.closedOrdersOf(0, { before: closed[9]?.closedNumber ?? 0, limit: 100 });
  expect([...closed.slice(0, 10), ...rest]).toEqual(closed);
});

test('who begins with a state knows what is open in it, and goes on from there', () => {
  const trading = new Trading(new Random(34));
  const machine = new Machine();
  const whole = new AccountHistory({ closedOrdersMax: COMMANDS, fillsMax: COMMANDS });
  const late = new AccountHistory({ closedOrdersMax: COMMANDS, fillsMax: COMMANDS });
  for (const entry of trading.open()) machine.applyBytes(entry);
  for (let count = 0; count < COMMANDS; count += 1) {
    machine.applyBytes(trading.next(machine));
    const records = decodeRecords(machine.takeRecords());
    whole.take(records);
    if (count >= COMMANDS / 2) late.take(records);
    if (count + 1 !== COMMANDS / 2) continue;
    const state = decodeSnapshot(machine.snapshot());
    if (typeof state === 'string') throw new Error(state);
    late.load(state);
  }
  const terms = ({ order, terms, filled, status }: OrderEntry) => ({ order, terms, filled, status });
  const accounts = machine.state?.accounts.count() ?? 0;
  for (let account = 0; account < accounts; account += 1) {
    expect(late.openOrdersOf(account).map(terms)).toEqual(whole.openOrdersOf(account).map(terms));
    const fills = late.fillsOf(account, ALL);
    expect(fills).toEqual(whole.fillsOf(account, { limit: fills.length }));
  }
});
