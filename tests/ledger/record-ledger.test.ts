/**
 * Books that are made of records alone hold what the machine's snapshot says, to the last atom, over random commands;
 * no command creates a unit, and no account that only holds is ever overdrawn.
 */
import {
  type DecodedRecord,
  decodeRecords,
  decodeSnapshot,
  type LogicalState,
  Machine,
} from '@intelligent-ledger/engine/core';
import { type AccountName, RecordLedger } from '@intelligent-ledger/engine/host';
import { NaiveExchange, PROFILES, Workload } from '@intelligent-ledger/engine/sim';
import { describe, expect, test } from 'vitest';

const COMMANDS = 4_000;
const STATE_EVERY = 200;
const TWO_53 = 9_007_199_254_740_992n;
const NAMES = ['funded', 'wealthy', 'daily', 'leaving', 'muddled'];

function wide(high: number, low: number): bigint {
  return BigInt(high) * TWO_53 + BigInt(low);
}

/** What a snapshot says of every account that is not even, credits above zero. */
function accountsIn(state: LogicalState): Map<string, bigint> {
  const accounts = new Map<string, bigint>();
  const add = (asset: number, account: AccountName, amount: bigint): void => {
    const name = `${asset} ${account}`;
    if (amount !== 0n) accounts.set(name, (accounts.get(name) ?? 0n) + amount);
  };
  for (const [asset, row] of state.assets.entries()) {
    add(asset, 'vault', -wide(row.vaultHigh, row.vaultLow));
    add(asset, 'issued', -wide(row.issuedHigh, row.issuedLow));
    add(asset, 'inventory', wide(row.inventoryHigh, row.inventoryLow));
    add(asset, 'fees', wide(row.feesHigh, row.feesLow));
  }
  for (const [owner, { rewards }] of state.owners.entries()) add(0, `rewards ${owner}`, BigInt(rewards));
  for (const { account, asset, amount } of state.balances) add(asset, `balance ${account}`, BigInt(amount));
  for (const { owner, asset, high, low } of state.suspense) add(asset, `suspense ${owner}`, wide(high, low));
  for (const { account, market, cash } of state.positions) add(0, `position ${account} in ${market}`, BigInt(cash));
  for (const { asset, amount } of state.withdrawals) add(asset, 'withdrawals', BigInt(amount));
  return accounts;
}

function accountsOf(ledger: RecordLedger): Map<string, bigint> {
  return new Map(ledger.trialBalance().map((row) => [`${row.asset} ${row.account}`, row.credit - row.debit]));
}

/** Debits equal credits in each asset, and what only holds is not overdrawn. */
function expectSound(ledger: RecordLedger): void {
  const sums = new Map<number, bigint>();
  for (const { asset, account, debit, credit } of ledger.trialBalance()) {
    sums.set(asset, (sums.get(asset) ?? 0n) + debit - credit);
    const isSource = account === 'vault' || account === 'issued';
    // Only dollars are ever owed, and the cash of a position is of either sign.
    if (asset === 0 && /^(balance|position)/.test(account)) continue;
    expect(isSource ? credit : debit, `${account} of asset ${asset}`).toBe(0n);
  }
  for (const [asset, sum] of sums) expect(sum, `asset ${asset}`).toBe(0n);
}

describe.each(NAMES)('books made of records (%s)', (name) => {
  test('hold what the machine holds', () => {
    const profile = PROFILES.find((candidate) => candidate.name === name);
    if (profile === undefined) throw new Error(`no profile is called ${name}`);
    const workload = new Workload(20_261_125, profile);
    const judge = new NaiveExchange();
    const machine = new Machine();
    const ledger = new RecordLedger();
    let moved = 0;
    for (let count = 1; count <= COMMANDS; count += 1) {
      const { entry } = workload.next(judge.state);
      judge.apply(entry);
      machine.applyBytes(entry);
      const records: readonly DecodedRecord[] = decodeRecords(machine.takeRecords());
      const postings = ledger.take(records);
      moved += postings.length;
      if (postings.length > 0) expectSound(ledger);
      if (count % STATE_EVERY !== 0) continue;
      const state = decodeSnapshot(machine.snapshot());
      if (typeof state === 'string') throw new Error(state);
      expect(accountsOf(ledger)).toEqual(accountsIn(state));
    }
    expect(moved).toBeGreaterThan(100);
  });
});
