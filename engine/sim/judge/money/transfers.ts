/** The command that moves an amount between two accounts of one owner. */
import { type transfer, transferred, type ValuesOf } from '@intelligent-ledger/engine/core';
import { leavingRefusal } from '../margin/leaving-question.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { leavableOf } from '../spot/sold.ts';
import { BALANCE_LIMIT, type Books, balanceAccount, balanceOf, post } from './books.ts';
import { assetIn } from './known-assets.ts';

export function moveToSibling(state: NaiveState, command: ValuesOf<typeof transfer.specs>): Refusal | undefined {
  const { account, key, toAccount } = command;
  if (key !== 0) return refuse('keyMovesNoFunds', 'key');
  if (state.accounts[toAccount]?.owner !== ownerOf(state, account)) return refuse('accountUnknown', 'toAccount');
  if (toAccount === account) return refuse('fieldOutOfRange', 'toAccount');
  const asset = state.assets[command.asset];
  if (asset === undefined) return refuse('assetUnknown', 'asset');
  const amount = BigInt(command.amount);
  const { books } = asset;
  if (leavableOf(state, account, asset.number) < amount) return refuse('balanceTooSmall', 'amount');
  if (balanceOf(books, toAccount) + amount >= BALANCE_LIMIT) return refuse('balanceTooLarge', 'amount');
  const move = (of: Books) => post(of, balanceAccount(account), balanceAccount(toAccount), amount);
  const refusal = leavingRefusal(state, account, (copy) => move(assetIn(copy, asset.number).books));
  if (refusal !== undefined) return refusal;
  move(books);
  state.emit(transferred, { amount: command.amount, account, toAccount, asset: asset.number });
  return undefined;
}
