/**
 * The trial balance of a session, twice: of the books that were made of records alone, with the balances and positions
 * of each source as one row, and of the machine's snapshot, account by account, to hold those books to.
 */
import type { Table } from '../console/report.ts';
import type { RecordLedger, TrialBalanceRow } from '../ledger-views/record-ledger.ts';
import { type Books, bookKey } from '../ledger-views/state-books.ts';
import { decimalOf } from './amounts.ts';
import { ASSET_NAMES, ASSET_TERMS } from './money-terms.ts';
import type { Member } from './sources.ts';

/** The books as the records have them. */
export function booksOfRecords(ledger: RecordLedger): Books {
  return new Map(ledger.trialBalance().map((row) => [bookKey(row.asset, row.account), row.debit - row.credit]));
}

export function areEqual(one: Books, other: Books): boolean {
  return one.size === other.size && [...one].every(([account, amount]) => other.get(account) === amount);
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
