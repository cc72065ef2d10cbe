/**
 * What came from the chain: to the balance of an account or, where that may not be, to suspense for its owner. And what
 * was taken back there before it came.
 */
import {
  type creditDeposit,
  depositCredited,
  depositSkipped,
  NO_ACCOUNT,
  type skipDeposit,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { accountsOf, isIdentity, open, ownerIdentified, register } from '../administration.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Asset } from './asset.ts';
import { BALANCE_LIMIT, balanceAccount, balanceOf, post, suspenseAccount, usersOf, VAULT } from './books.ts';
import { convertCredited } from './conversion.ts';
import { hasDestination } from './destinations.ts';
import { coinNumbered } from './known-assets.ts';

type Deposit = ValuesOf<typeof creditDeposit.specs>;

export function credit(state: NaiveState, command: Deposit): Refusal | undefined {
  const { deposit, ownerKind, identity, accountOfOwner } = command;
  if (!isNext(state, deposit)) return refuse('depositOutOfOrder', 'deposit');
  const coin = coinNumbered(state, command.asset);
  if (coin === undefined) return refuse('assetUnknown', 'asset');
  if (!isIdentity(ownerKind, identity)) return refuse('fieldOutOfRange', 'identity');
  const known = ownerIdentified(state, ownerKind, identity);
  if (known === undefined && state.owners.length >= state.limits.ownersMax) return refuse('ownersFull');
  state.lastDeposit = deposit;
  const owner = known ?? register(state, ownerKind, identity);
  const account = accountFor(state, owner, accountOfOwner);
  const amount = BigInt(command.amount);
  const named = { deposit, amount: command.amount, owner, asset: coin.number };
  if (account === undefined || !mayCredit(state, coin, owner, account, amount)) {
    post(coin.books, VAULT, suspenseAccount(owner), amount);
    state.emit(depositCredited, { ...named, account: account ?? NO_ACCOUNT, isSuspended: 1 });
    return undefined;
  }
  post(coin.books, VAULT, balanceAccount(account), amount);
  state.emit(depositCredited, { ...named, account, isSuspended: 0 });
  convertCredited(state, coin, account, amount);
  return undefined;
}

/** Passes over a deposit that its payer took back on chain. */
export function skip(state: NaiveState, { deposit }: ValuesOf<typeof skipDeposit.specs>): Refusal | undefined {
  if (!isNext(state, deposit)) return refuse('depositOutOfOrder', 'deposit');
  state.lastDeposit = deposit;
  state.emit(depositSkipped, { deposit });
  return undefined;
}

function isNext({ lastDeposit }: NaiveState, deposit: number): boolean {
  return deposit === lastDeposit + 1;
}

/**
 * The account with a number under its owner. It is opened where it is the next and there is room; else there is none.
 */
function accountFor(state: NaiveState, owner: number, accountOfOwner: number): number | undefined {
  const own = accountsOf(state, owner);
  const isOpening = accountOfOwner === own.length && state.accounts.length < state.limits.accountsMax;
  return isOpening ? open(state, owner) : own[accountOfOwner];
}

/** Whether the balance of an account may take a deposit. */
function mayCredit(state: NaiveState, coin: Asset, owner: number, account: number, amount: bigint): boolean {
  const { books, depositMax } = coin;
  if (!hasDestination(ownerNumbered(state, owner))) return false;
  if (depositMax > 0 && usersOf(books) + books.inventory + amount > BigInt(depositMax)) return false;
  return balanceOf(books, account) + amount < BALANCE_LIMIT;
}
