/** Coins before a loan: what accounts owe after the fills of an order, their coins pay as far as they convert. */
import { ConversionDirection } from '@intelligent-ledger/engine/core';
import { type Asset, DOLLAR } from '../money/asset.ts';
import { balanceOf } from '../money/books.ts';
import { carryOut, roomFor } from '../money/conversion.ts';
import { dollarIn } from '../money/known-assets.ts';
import { stepAtoms, stepMicros } from '../money/par.ts';
import { ceilDiv, floorDiv, smallerOf } from '../money/rounding.ts';
import type { NaiveState } from '../naive-state.ts';
import { leavableOf } from '../spot/sold.ts';
import { weightedLossOf } from './weighted-value.ts';

const COINS_PER_VISIT_MAX = 4;
const { toDollar } = ConversionDirection;

/** What an account owes. */
export function owedBy(state: NaiveState, account: number): bigint {
  return -balanceOf(dollarIn(state).books, account);
}

/** Visits accounts that owed something after a fill, each once, in the order of the fills. */
export function payWithCoins(state: NaiveState, debtors: readonly number[]): void {
  for (const account of new Set(debtors)) {
    let paid = 0;
    for (const coin of state.assets) {
      if (coin.number === DOLLAR || owedBy(state, account) <= 0n || paid === COINS_PER_VISIT_MAX) continue;
      const steps = stepsToPay(state, coin, account);
      const coins = steps * stepAtoms(coin.decimals);
      const dollars = steps * stepMicros(coin.decimals);
      if (steps === 0n || weightedLossOf(coin, coins) > dollars) continue;
      carryOut(state, coin, { account, direction: toDollar, coins, dollars });
      paid += 1;
    }
  }
}

/** As many steps as the account owes, it has, and the day has room for. */
function stepsToPay(state: NaiveState, coin: Asset, account: number): bigint {
  const owed = ceilDiv(owedBy(state, account), stepMicros(coin.decimals));
  const held = floorDiv(leavableOf(state, account, coin.number), stepAtoms(coin.decimals));
  const room = floorDiv(roomFor(state, coin, toDollar), stepMicros(coin.decimals));
  return smallerOf(smallerOf(owed, held), room);
}
