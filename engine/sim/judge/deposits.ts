/** What came from the chain: to the balance of an account or, where that may not be, to suspense for its owner. */
import { type creditDeposit, depositCredited, type ValuesOf } from '@intelligent-ledger/engine/core';
import { accountsOf, isIdentity, open, ownerIdentified, register } from './administration.ts';
import type { Asset } from './asset.ts';
import { BALANCE_LIMIT, balanceAccount, balanceOf, post, suspenseAccount, usersOf, VAULT } from './books.ts';
import { convertCredited } from './conversion.ts';
import { hasDestination } from './destinations.ts';
import { coinNumbered } from './known-assets.ts';
import type { NaiveState } from './naive-state.ts';
import { ownerNumbered } from './owners.ts';
import { type Refusal, refuse } from './refusal.ts';

type Deposit = ValuesOf<typeof creditDeposit.specs>;

export function credit(state: NaiveState, command: Deposit): Refusal | undefined {
  const { deposit, ownerKind, identity, accountOfOwner } = command;
  if (deposit !== state.lastDeposit + 1) return refuse('depositOutOfOrder', 'deposit');
  const coin = coinNumbered(state, command.asset);
  if (coin === undefined) return refuse('assetUnknown', 'asset');
  if (!isIdentity(ownerKind, identity)) return refuse('fieldOutOfRange', 'identity');
  const known = ownerIdentified(state, ownerKind, identity);
  const refusal = roomRefusal(state, known, accountOfOwner);
  if (refusal !== undefined) return refusal;
  state.lastDeposit = deposit;
  const owner = known ?? register(state, ownerKind, identity);
  const account = accountsOf(state, owner)[accountOfOwner] ?? open(state, owner);
  const amount = BigInt(command.amount);
  const isSuspended = !mayCredit(state, coin, owner, account, amount);
  post(coin.books, VAULT, isSuspended ? suspenseAccount(owner) : balanceAccount(account), amount);
  const where = { owner, account, asset: coin.number, isSuspended: isSuspended ? 1 : 0 };
  state.emit(depositCredited, { deposit, amount: command.amount, ...where });
  if (!isSuspended) convertCredited(state, coin, account, amount);
  return undefined;
}

/** Why the owner or the account of a deposit cannot be made, where it is not there yet. */
function roomRefusal(state: NaiveState, owner: number | undefined, accountOfOwner: number): Refusal | undefined {
  const { ownersMax, accountsMax } = state.limits;
  if (owner === undefined && state.owners.length >= ownersMax) return refuse('ownersFull');
  const own = owner === undefined ? [] : accountsOf(state, owner);
  if (accountOfOwner < own.length) return undefined;
  if (accountOfOwner > own.length) return refuse('accountUnknown', 'accountOfOwner');
  return state.accounts.length >= accountsMax ? refuse('accountsFull') : undefined;
}

/** Whether the balance of an account may take a deposit. */
function mayCredit(state: NaiveState, coin: Asset, owner: number, account: number, amount: bigint): boolean {
  const { books, depositMax } = coin;
  if (!hasDestination(ownerNumbered(state, owner))) return false;
  if (depositMax > 0 && usersOf(books) + amount > BigInt(depositMax)) return false;
  return balanceOf(books, account) + amount < BALANCE_LIMIT;
}
