/** What leaves for the chain: an amount that a user asked for, and what then became of it there. */
import {
  type moveWithdrawal,
  type requestWithdrawal,
  type ValuesOf,
  WITHDRAWALS_OF_OWNER_MAX,
  WithdrawalState,
  withdrawalMoved,
} from '@intelligent-ledger/engine/core';
import { leavingRefusal } from '../margin/leaving-question.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered, ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { leavableOf } from '../spot/sold.ts';
import type { Asset } from './asset.ts';
import {
  BALANCE_LIMIT,
  type Books,
  balanceAccount,
  balanceOf,
  post,
  suspenseAccount,
  VAULT,
  WITHDRAWALS,
} from './books.ts';
import { hasDestination } from './destinations.ts';
import { assetIn, coinNumbered } from './known-assets.ts';
import type { Withdrawal } from './withdrawal.ts';

const { requested, included, finalized, claimed, voided } = WithdrawalState;

/** What a withdrawal in a state may become. */
const NEXT_STATES: Readonly<Record<number, readonly number[]>> = {
  [requested]: [included, voided],
  [included]: [finalized, voided],
  [finalized]: [claimed, voided],
};

export function request(state: NaiveState, command: ValuesOf<typeof requestWithdrawal.specs>): Refusal | undefined {
  const { account, key } = command;
  if (key !== 0) return refuse('keyMovesNoFunds', 'key');
  const coin = coinNumbered(state, command.asset);
  if (coin === undefined) return refuse('assetUnknown', 'asset');
  const amount = BigInt(command.amount);
  const balance = balanceOf(coin.books, account);
  if (amount < BigInt(coin.withdrawalMin) && amount !== balance) return refuse('amountTooSmall', 'amount');
  const owner = ownerOf(state, account);
  if (!hasDestination(ownerNumbered(state, owner))) return refuse('destinationMissing', 'account');
  if (state.withdrawals.length >= state.limits.withdrawalsMax) return refuse('withdrawalsFull');
  const own = state.withdrawals.filter((other) => ownerOf(state, other.account) === owner);
  if (own.length >= WITHDRAWALS_OF_OWNER_MAX) return refuse('withdrawalQuotaReached');
  if (leavableOf(state, account, coin.number) < amount) return refuse('balanceTooSmall', 'amount');
  const take = (books: Books) => post(books, balanceAccount(account), WITHDRAWALS, amount);
  const refusal = leavingRefusal(state, account, (copy) => take(assetIn(copy, coin.number).books));
  if (refusal !== undefined) return refusal;
  state.lastWithdrawal += 1;
  const withdrawal = { withdrawal: state.lastWithdrawal, account, asset: coin.number, amount, state: requested };
  state.withdrawals.push(withdrawal);
  take(coin.books);
  emitMoved(state, withdrawal);
  return undefined;
}

export function move(state: NaiveState, command: ValuesOf<typeof moveWithdrawal.specs>): Refusal | undefined {
  const moved = state.withdrawals.find(({ withdrawal }) => withdrawal === command.withdrawal);
  if (moved === undefined) return refuse('withdrawalUnknown', 'withdrawal');
  if (NEXT_STATES[moved.state]?.includes(command.state) !== true) return refuse('withdrawalOutOfStep', 'state');
  moved.state = command.state;
  const isOver = moved.state === claimed || moved.state === voided;
  if (isOver) state.withdrawals = state.withdrawals.filter((other) => other !== moved);
  const coin = coinOf(state, moved);
  if (moved.state === claimed) post(coin.books, WITHDRAWALS, VAULT, moved.amount);
  const isSuspended = moved.state === voided && giveBack(state, coin, moved);
  emitMoved(state, moved, isSuspended);
  return undefined;
}

/** Gives a voided amount back to the balance, or to suspense where that cannot take it. Answers whether it had to. */
function giveBack(state: NaiveState, { books }: Asset, { account, amount }: Withdrawal): boolean {
  const isSuspended = balanceOf(books, account) + amount >= BALANCE_LIMIT;
  const to = isSuspended ? suspenseAccount(ownerOf(state, account)) : balanceAccount(account);
  post(books, WITHDRAWALS, to, amount);
  return isSuspended;
}

function coinOf(state: NaiveState, { asset }: Withdrawal): Asset {
  const coin = coinNumbered(state, asset);
  if (coin === undefined) throw new Error(`the judge has no asset ${asset}`);
  return coin;
}

function emitMoved(state: NaiveState, moved: Withdrawal, isSuspended = false): void {
  state.emit(withdrawalMoved, { ...moved, amount: Number(moved.amount), isSuspended: isSuspended ? 1 : 0 });
}
