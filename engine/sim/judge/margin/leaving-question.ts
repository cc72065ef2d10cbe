/** The margin question before money leaves an account: whether what is left is enough. */
import { balanceOf } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { copyOf, type Exposure } from './exposure.ts';
import { freeMarginOf, freeMarginWithoutProfit } from './free-margin.ts';
import { hasAnyRow } from './position-rows.ts';

/** Why an account may not do what `carryOut` does to a copy of everything. Profit that is not realised counts. */
export function exchangeRefusal(
  state: NaiveState,
  account: number,
  carryOut: (copy: Exposure) => void,
): Refusal | undefined {
  return isAsked(state, account) ? shortRefusal(freeMarginOf(done(state, carryOut), account)) : undefined;
}

/** The same where no profit counts that is not realised. */
export function leavingRefusal(
  state: NaiveState,
  account: number,
  carryOut: (copy: Exposure) => void,
): Refusal | undefined {
  return isAsked(state, account) ? shortRefusal(freeMarginWithoutProfit(done(state, carryOut), account)) : undefined;
}

/** An account without positions, orders and loans needs nothing. */
function isAsked(state: NaiveState, account: number): boolean {
  return hasAnyRow(state, account) || balanceOf(dollarIn(state).books, account) < 0n;
}

function done(state: NaiveState, carryOut: (copy: Exposure) => void): Exposure {
  const copy = copyOf(state);
  carryOut(copy);
  return copy;
}

function shortRefusal(freeMargin: bigint): Refusal | undefined {
  return freeMargin >= 0n ? undefined : refuse('marginTooSmall', 'amount');
}
