/** The books of the exchange as a snapshot of its state has them, to hold what was made of records to. */
import { type LogicalState, limbsToBigInt } from '@intelligent-ledger/engine/core';

/** Of each account of the books that is not even, by asset and name: what it was debited less what it was credited. */
export type Books = ReadonlyMap<string, bigint>;

/** The books as the machine's snapshot has them. */
export function booksOfState(state: LogicalState): Books {
  const books = new Map<string, bigint>();
  const debit = (asset: number, account: string, amount: bigint) => {
    const key = bookKey(asset, account);
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

/** Whether the debits of each of so many assets are its credits. */
export function isBalanced(books: Books, assets: number): boolean {
  return Array.from({ length: assets }, (_, asset) => asset).every((asset) => {
    const ofAsset = [...books].filter(([account]) => account.startsWith(bookKey(asset, '')));
    return ofAsset.reduce((sum, [, amount]) => sum + amount, 0n) === 0n;
  });
}

export function bookKey(asset: number, account: string): string {
  return `${asset} ${account}`;
}
