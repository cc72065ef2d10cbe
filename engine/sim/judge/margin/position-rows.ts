/** The rows of accounts in markets: an account has one in a market while it has a position or a resting order there. */
import { POSITIONS_OF_ACCOUNT_MAX, POSITIONS_OF_SEAT_MAX } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Exposure } from './exposure.ts';
import { ordersIn } from './needs.ts';
import { positionIn } from './position.ts';

interface Row {
  readonly account: number;
  readonly market: number;
}

/** Whether an account has a row in any market. */
export function hasAnyRow(exposure: Exposure, account: number): boolean {
  return exposure.markets.some(({ number }) => hasRow(exposure, { account, market: number }));
}

/** Why an account may not come to have a row in a market, unless it has it already. */
export function rowRefusal(state: NaiveState, { account, market }: Row): Refusal | undefined {
  if (hasRow(state, { account, market })) return undefined;
  const rows = allRows(state);
  if (rows.length >= state.limits.positionsMax) return refuse('positionsFull');
  const ofAccount = rows.filter((row) => row.account === account);
  const inMarket = rows.filter((row) => row.market === market);
  const ofOwner = inMarket.filter((row) => ownerOf(state, row.account) === ownerOf(state, account));
  const isReached = ofAccount.length >= POSITIONS_OF_ACCOUNT_MAX || ofOwner.length >= POSITIONS_OF_SEAT_MAX;
  return isReached ? refuse('positionQuotaReached') : undefined;
}

function hasRow(exposure: Exposure, { account, market }: Row): boolean {
  const isInBook = ordersIn(exposure, account, market).length > 0;
  return isInBook || positionIn(exposure, account, market) !== undefined;
}

/** The rows of all accounts, each once. */
export function allRows(state: NaiveState): Row[] {
  const pairs = [...state.restingOrders(), ...state.positions].map(({ account, market }) => ({ account, market }));
  const isFirst = (pair: Row, place: number) => {
    return pairs.findIndex((other) => other.account === pair.account && other.market === pair.market) === place;
  };
  return pairs.filter(isFirst);
}
