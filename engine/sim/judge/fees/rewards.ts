/** What owners earn by fees of others: how it comes to them from what the venue earned, and how they claim it. */
import { type claimRewards, rewardsClaimed, type ValuesOf } from '@intelligent-ledger/engine/core';
import {
  BALANCE_LIMIT,
  type Books,
  balanceAccount,
  balanceOf,
  FEES,
  post,
  rewardsAccount,
  rewardsOf,
} from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import { smallerOf } from '../money/rounding.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** Moves to an owner what it earned of a fee, as far as its rewards can take it, and answers how much moved. */
export function reward(books: Books, owner: number, earned: bigint): bigint {
  const room = BALANCE_LIMIT - 1n - rewardsOf(books, owner);
  const moved = smallerOf(earned, room);
  post(books, FEES, rewardsAccount(owner), moved);
  return moved;
}

export function claimEarned(state: NaiveState, command: ValuesOf<typeof claimRewards.specs>): Refusal | undefined {
  const { account, key } = command;
  if (key !== 0) return refuse('keyMovesNoFunds', 'key');
  const owner = ownerOf(state, account);
  const { books } = dollarIn(state);
  const earned = rewardsOf(books, owner);
  if (earned === 0n) return refuse('nothingEarned');
  const room = BALANCE_LIMIT - 1n - balanceOf(books, account);
  const amount = smallerOf(earned, room);
  if (amount === 0n) return refuse('balanceTooLarge', 'account');
  post(books, rewardsAccount(owner), balanceAccount(account), amount);
  state.emit(rewardsClaimed, { amount: Number(amount), owner, account });
  return undefined;
}
