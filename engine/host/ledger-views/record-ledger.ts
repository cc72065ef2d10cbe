/**
 * The books of the exchange, made of records alone: whoever has all records since Genesis can keep them, and print them
 * as a trial balance. They keep totals as BigInt, and know nothing of how the machine keeps its own.
 */
import type { DecodedRecord } from '@intelligent-ledger/engine/core';
import { type AccountName, type Fill, type Posting, postingsOf } from './posting.ts';

/** One account of an asset: what it was debited less what it was credited, on the side where that is not negative. */
export interface TrialBalanceRow {
  readonly asset: number;
  readonly account: AccountName;
  readonly debit: bigint;
  readonly credit: bigint;
}

export class RecordLedger {
  /** Of each asset, by account: debits less credits. */
  private readonly assets = new Map<number, Map<AccountName, bigint>>();
  private readonly ownerOfAccount = new Map<number, number>();
  private lastFill: Fill | undefined;

  /** Takes the records of a command, in order, and answers the postings that they say. */
  take(records: readonly DecodedRecord[]): Posting[] {
    const postings: Posting[] = [];
    for (const record of records) {
      if (record.name === 'accountOpened') {
        const { account, owner } = record.values;
        this.ownerOfAccount.set(account as number, owner as number);
      }
      if (record.name === 'orderFilled') this.lastFill = record.values as Fill;
      for (const posting of postingsOf(record, (account) => this.ownerOf(account), this.lastFill)) {
        this.post(posting);
        postings.push(posting);
      }
    }
    return postings;
  }

  /** What an account of an asset was credited less what it was debited: what it holds or is owed. */
  creditOf(asset: number, account: AccountName): bigint {
    return -(this.assets.get(asset)?.get(account) ?? 0n);
  }

  /** Every account that is not even, the assets in order of number, and its accounts in order of name. */
  trialBalance(): TrialBalanceRow[] {
    const assets = [...this.assets.entries()].sort(([one], [other]) => one - other);
    return assets.flatMap(([asset, accounts]) =>
      [...accounts.entries()]
        .filter(([, amount]) => amount !== 0n)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([account, amount]) => ({
          asset,
          account,
          debit: amount > 0n ? amount : 0n,
          credit: amount < 0n ? -amount : 0n,
        })),
    );
  }

  private post({ asset, debit, credit, amount }: Posting): void {
    const accounts = this.assets.get(asset) ?? new Map<AccountName, bigint>();
    this.assets.set(asset, accounts);
    accounts.set(debit, (accounts.get(debit) ?? 0n) + BigInt(amount));
    accounts.set(credit, (accounts.get(credit) ?? 0n) - BigInt(amount));
  }

  private ownerOf(account: number): number {
    const owner = this.ownerOfAccount.get(account);
    if (owner === undefined) throw new Error(`no record says whose account ${account} is`);
    return owner;
  }
}
