/**
 * Books that are made of records alone hold, while accounts trade, what the machine's snapshot says: every balance, the
 * cash of every position and the fees; and debits equal credits after every command.
 */
import { decodeRecords, decodeSnapshot, feeShared, type LogicalState, Machine } from '@intelligent-ledger/engine/core';
import { RecordLedger } from '@intelligent-ledger/engine/host';
import { Random } from '@intelligent-ledger/engine/sim';
import { expect, test } from 'vitest';
import { Trading } from './trading.ts';

const COMMANDS = 4_000;
const STATE_EVERY = 100;
const TWO_53 = 9_007_199_254_740_992n;

function stateOf(machine: Machine): LogicalState {
  const state = decodeSnapshot(machine.snapshot());
  if (typeof state === 'string') throw new Error(state);
  return state;
}

/** Of asset 0: what the snapshot says by the name that the books give it. */
function dollarsIn(state: LogicalState): Map<string, bigint> {
  const dollars = new Map<string, bigint>();
  const add = (name: string, amount: bigint): void => {
    if (amount !== 0n) dollars.set(name, amount);
  };
  const [asset] = state.assets;
  if (asset === undefined) throw new Error('no venue dollar');
  add('issued', -(BigInt(asset.issuedHigh) * TWO_53 + BigInt(asset.issuedLow)));
  add('fees', BigInt(asset.feesHigh) * TWO_53 + BigInt(asset.feesLow));
  for (const row of state.balances) if (row.asset === 0) add(`balance ${row.account}`, BigInt(row.amount));
  for (const [owner, { rewards }] of state.owners.entries()) add(`rewards ${owner}`, BigInt(rewards));
  for (const { account, market, cash } of state.positions) add(`position ${account} in ${market}`, BigInt(cash));
  return dollars;
}

test.each([11, 12, 13])('books made of records hold what the machine holds (seed %i)', (seed) => {
  const trading = new Trading(new Random(seed));
  const machine = new Machine();
  const ledger = new RecordLedger();
  for (const entry of trading.open()) machine.applyBytes(entry);
  ledger.take(decodeRecords(machine.takeRecords()));
  let shared = 0;
  for (let count = 1; count <= COMMANDS; count += 1) {
    machine.applyBytes(trading.next(machine));
    const records = decodeRecords(machine.takeRecords());
    shared += records.filter(({ name }) => name === feeShared.name).length;
    ledger.take(records);
    const rows = ledger.trialBalance();
    const sums = [0, 1, 2].map((asset) => {
      return rows.filter((row) => row.asset === asset).reduce((sum, { debit, credit }) => sum + debit - credit, 0n);
    });
    expect(sums).toEqual([0n, 0n, 0n]);
    if (count % STATE_EVERY !== 0) continue;
    const dollars = rows.filter(({ asset }) => asset === 0);
    const books = new Map<string, bigint>(dollars.map((row) => [row.account, row.credit - row.debit]));
    expect(books).toEqual(dollarsIn(stateOf(machine)));
  }
  expect(ledger.creditOf(0, 'fees')).toBeGreaterThan(1_000n);
  expect(shared).toBeGreaterThan(10);
});
