/**
 * The trial balance of a session, twice: of the books that were made of records alone, with the balances and positions
 * of each source as one row, and of the machine's snapshot, account by account, to hold those books to.
 */
import { type LogicalState, limbsToBigInt } from '@intelligent-ledger/engine/core';
import type { Table } from '../console/report.ts';
import type { RecordLedger, TrialBalanceRow } from '../ledger-views/record-ledger.ts';
import { decimalOf } from './amounts.ts';
import { ASSET_NAMES, ASSET_TERMS } from './money-terms.ts';
import type { Member } from './sources.ts';

/** Of each account of the books that is not even, by asset and name: what it was debited less what it was credited. */
export type Books = ReadonlyMap<string, bigint>;

/** The books as the machine's snapshot has them. */
export function booksOfState(state: LogicalState): Books {
  const books = new Map<string, bigint>();
  const debit = (asset: number, account: string, amount: bigint) => {
    const key = keyOf(asset, account);
    const sum = (books.get(key) ?? 0n) + amount;
    if (sum === 0n) books.delete(key);
    else books.set(key, sum);
  };
  for (const [asset, row] of state.assets.entries()) {
    debit(asset, 'vault', limbsToBigInt(row.vaultHigh, row.vaultLow));
    debit(asset, 'issued', limbsToBigInt(row.issuedHigh, row.issuedLow));
    debit(asset, 'inventory', -limbsToBigInt(row.inventoryHigh, row.inventoryLow));
    debit(asset, 'fees', -limbsToBigInt(row.feesHigh, row.feesLow));
  }
  for (const [owner, { rewards }] of state.owners.entries()) debit(0, `rewards ${owner}`, -BigInt(rewards));
  for (const { account, asset, amount } of state.balances) debit(asset, `balance ${account}`, -BigInt(amount));
  for (const { owner, asset, high, low } of state.suspense)
    debit(asset, `suspense ${owner}`, -limbsToBigInt(high, low));
  for (const { asset, amount } of state.withdrawals) debit(asset, 'withdrawals', -BigInt(amount));
  for (const { account, market, cash } of state.positions) {
    debit(0, `position ${account} in ${market}`, -BigInt(cash));
  }
  return books;
}

/** The books as the records have them. */
export function booksOfRecords(ledger: RecordLedger): Books {
  return new Map(ledger.trialBalance().map((row) => [keyOf(row.asset, row.account), row.debit - row.credit]));
}

export function areEqual(one: Books, other: Books): boolean {
  return one.size === other.size && [...one].every(([account, amount]) => other.get(account) === amount);
}

/** Whether the debits of each asset are its credits. */
export function isBalanced(books: Books): boolean {
  return ASSET_NAMES.every((_, asset) => {
    const ofAsset = [...books].filter(([account]) => account.startsWith(keyOf(asset, '')));
    return ofAsset.reduce((sum, [, amount]) => sum + amount, 0n) === 0n;
  });
}

/** The trial balance for a reader: the venue's accounts in full, what users have summed by source. */
export function trialBalanceTable(ledger: RecordLedger, members: readonly Member[]): Table {
  const rows = ledger.trialBalance();
  const lines = ASSET_NAMES.flatMap((name, asset) => {
    const sums = new Map<string, bigint>();
    for (const row of rows) {
      if (row.asset !== asset) continue;
      const account = accountOrSource(row, members);
      sums.set(account, (sums.get(account) ?? 0n) + row.debit - row.credit);
    }
    const written = (amount: bigint) => (amount > 0n ? decimalOf(amount, decimalsOf(asset)) : '');
    const line = (account: string, debit: bigint, credit: bigint) => [name, account, written(debit), written(credit)];
    const debits = [...sums.values()].reduce((sum, amount) => sum + (amount > 0n ? amount : 0n), 0n);
    const credits = [...sums.values()].reduce((sum, amount) => sum + (amount < 0n ? -amount : 0n), 0n);
    const accounts = [...sums].sort(([one], [other]) => rankOf(one) - rankOf(other));
    return [...accounts.map(([account, amount]) => line(account, amount, -amount)), line('total', debits, credits)];
  });
  return { name: 'trial balance', columns: ['asset', 'account', 'debit', 'credit'], rows: lines };
}

const ORDER = ['vault', 'issued', 'inventory', 'withdrawals', 'fees', 'rewards', 'balances', 'positions', 'suspense'];

function rankOf(account: string): number {
  return ORDER.indexOf(account.split(' ')[0] as string);
}

function accountOrSource({ account }: TrialBalanceRow, members: readonly Member[]): string {
  const [kind, number] = account.split(' ');
  if (number === undefined) return account;
  return `${kind === 'suspense' || kind === 'rewards' ? kind : `${kind}s`} of ${members[Number(number)]?.source}`;
}

function decimalsOf(asset: number): number {
  return ASSET_TERMS.find((terms) => terms.asset === asset)?.decimals ?? 6;
}

function keyOf(asset: number, account: string): string {
  return `${asset} ${account}`;
}
