/** Withdrawals: what users ask for, and how far those come that were asked for. */
import {
  BALANCE_MAX,
  moveWithdrawal,
  requestWithdrawal,
  U64_MAX,
  WithdrawalState,
} from '@intelligent-ledger/engine/core';
import { type Draft, draftOf } from '../draft.ts';
import type { Scene } from '../scene.ts';
import { amountAtSold, holdingOfSeller } from '../spot/spot-amounts.ts';
import { amountOutOf, bounded } from './money-amounts.ts';
import { balanceIn, coinNumber, holding, ownSender } from './money-scene.ts';

const UNKNOWN_PER_MILLE = 80;
const NEAR_LEAST_PER_MILLE = 300;
const { included, finalized, claimed, voided } = WithdrawalState;

/** Mostly of coins that the account has, often about the least that may be withdrawn or all of a balance below that. */
export function withdrawalRequest(scene: Scene): Draft {
  const { random, state } = scene;
  const { account, asset: held } = holdingOfSeller(scene) ?? holding(scene, true);
  const asset = coinNumber(scene, held === 0 ? undefined : state.assets[held]);
  const balance = balanceIn(state, account, asset);
  const least = state.assets[asset]?.withdrawalMin ?? 0;
  const isNearLeast = least > 0 && least <= BALANCE_MAX && random.happens(NEAR_LEAST_PER_MILLE);
  const near = balance < least ? [balance, balance - 1] : [least, least - 1];
  const usual = isNearLeast ? random.pick(near) : amountOutOf(random, balance, 1);
  const amount = bounded(random, amountAtSold(scene, account, asset) ?? usual);
  return draftOf(requestWithdrawal, { ...ownSender(scene, account), asset, amount });
}

/** Mostly one step on, often voided, now and then out of step; or one that is no more, or was never asked for. */
export function withdrawalMove({ random, state }: Scene): Draft {
  const { withdrawals, lastWithdrawal } = state;
  if (withdrawals.length === 0 || random.happens(UNKNOWN_PER_MILLE)) {
    const numbers = [lastWithdrawal + 1, random.between(1, Math.max(1, lastWithdrawal)), U64_MAX];
    return draftOf(moveWithdrawal, { withdrawal: random.pick(numbers), state: random.pick([included, voided]) });
  }
  const row = random.pick(withdrawals);
  const how = random.weighted({ next: 12, voided: 4, any: 3 });
  const next = { next: row.state + 1, voided, any: random.pick([included, finalized, claimed, voided]) }[how];
  return draftOf(moveWithdrawal, { withdrawal: row.withdrawal, state: next });
}
