/** The command that takes what is in suspense for an owner into the balance of an account, as far as that can be. */
import { type claimSuspense, suspenseClaimed, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered, ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { BALANCE_LIMIT, balanceAccount, balanceOf, post, suspendedOf, suspenseAccount } from './books.ts';
import { hasDestination } from './destinations.ts';
import { coinNumbered } from './known-assets.ts';
import { smallerOf } from './rounding.ts';

export function claim(state: NaiveState, command: ValuesOf<typeof claimSuspense.specs>): Refusal | undefined {
  const { account, key } = command;
  if (key !== 0) return refuse('keyMovesNoFunds', 'key');
  const coin = coinNumbered(state, command.asset);
  if (coin === undefined) return refuse('assetUnknown', 'asset');
  const owner = ownerOf(state, account);
  const suspended = suspendedOf(coin.books, owner);
  if (suspended === 0n) return refuse('nothingSuspended', 'asset');
  if (!hasDestination(ownerNumbered(state, owner))) return refuse('destinationMissing', 'account');
  const amount = smallerOf(suspended, BALANCE_LIMIT - 1n - balanceOf(coin.books, account));
  if (amount === 0n) return refuse('balanceTooLarge', 'asset');
  post(coin.books, suspenseAccount(owner), balanceAccount(account), amount);
  state.emit(suspenseClaimed, { amount: Number(amount), owner, account, asset: coin.number });
  return undefined;
}
