/**
 * The books of one asset: the named accounts of the venue and the balances of users, in atoms, and the posting that
 * moves an amount between two of them. `vault` and `issued` say where what there is came from: an amount that goes
 * from one of them raises it. From any other account it lowers it.
 */
import type { Position } from '../margin/held-margin.ts';

export interface Books {
  vault: bigint;
  issued: bigint;
  inventory: bigint;
  withdrawals: bigint;
  /** What the venue has earned, of either sign. */
  fees: bigint;
  /** By account. One that is not named has 0. */
  readonly balances: Map<number, bigint>;
  /** By owner. */
  readonly suspense: Map<number, bigint>;
  /** By owner: what it has earned by fees of others and not claimed yet. */
  readonly rewards: Map<number, bigint>;
}

/** One of the accounts between which amounts are posted. */
export type BookAccount =
  | { readonly name: 'vault' | 'issued' | 'inventory' | 'withdrawals' | 'fees' }
  | { readonly name: 'balance'; readonly account: number }
  | { readonly name: 'suspense'; readonly owner: number }
  | { readonly name: 'rewards'; readonly owner: number }
  | { readonly name: 'position'; readonly position: Position };

export const VAULT: BookAccount = { name: 'vault' };
export const ISSUED: BookAccount = { name: 'issued' };
export const INVENTORY: BookAccount = { name: 'inventory' };
export const WITHDRAWALS: BookAccount = { name: 'withdrawals' };
export const FEES: BookAccount = { name: 'fees' };

/** Every balance is below this, and above as much below zero. So are the rewards of an owner. */
export const BALANCE_LIMIT = 2n ** 52n;

export function emptyBooks(): Books {
  const totals = { vault: 0n, issued: 0n, inventory: 0n, withdrawals: 0n, fees: 0n };
  return { ...totals, balances: new Map(), suspense: new Map(), rewards: new Map() };
}

/** Books that change apart from these. */
export function copyOfBooks(books: Books): Books {
  const { balances, suspense, rewards } = books;
  return { ...books, balances: new Map(balances), suspense: new Map(suspense), rewards: new Map(rewards) };
}

export function balanceAccount(account: number): BookAccount {
  return { name: 'balance', account };
}

/** The cash of a position. */
export function positionAccount(position: Position): BookAccount {
  return { name: 'position', position };
}

export function suspenseAccount(owner: number): BookAccount {
  return { name: 'suspense', owner };
}

export function rewardsAccount(owner: number): BookAccount {
  return { name: 'rewards', owner };
}

/** Moves an amount from one account to another. */
export function post(books: Books, from: BookAccount, to: BookAccount, amount: bigint): void {
  change(books, from, -amount);
  change(books, to, amount);
}

export function balanceOf(books: Books, account: number): bigint {
  return books.balances.get(account) ?? 0n;
}

export function suspendedOf(books: Books, owner: number): bigint {
  return books.suspense.get(owner) ?? 0n;
}

export function rewardsOf(books: Books, owner: number): bigint {
  return books.rewards.get(owner) ?? 0n;
}

/** The sum of all balances. */
export function usersOf(books: Books): bigint {
  return sumOf([...books.balances.values()]);
}

export function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

function change(books: Books, at: BookAccount, by: bigint): void {
  switch (at.name) {
    case 'vault':
    case 'issued':
      books[at.name] -= by;
      return;
    case 'inventory':
    case 'withdrawals':
    case 'fees':
      books[at.name] += by;
      return;
    case 'balance':
      books.balances.set(at.account, balanceOf(books, at.account) + by);
      return;
    case 'position':
      at.position.cash += by;
      return;
    case 'rewards':
      books.rewards.set(at.owner, rewardsOf(books, at.owner) + by);
      return;
    default:
      books.suspense.set(at.owner, suspendedOf(books, at.owner) + by);
  }
}
