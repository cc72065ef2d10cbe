/** What drafts of margin ask of a scene: the markets that are priced, who holds what, and who is short. */
import { MarketKind, MarketState } from '@intelligent-ledger/engine/core';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { Position } from '../../judge/margin/held-margin.ts';
import { isPriced } from '../../judge/margin/margin-terms.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import { queuedMarkets } from '../queue/queued-work.ts';
import type { Scene } from '../scene.ts';

export function hasMoney({ assets }: NaiveState): boolean {
  return assets.length > 0;
}

function perpetualsIn({ markets }: NaiveState): Market[] {
  return markets.filter(({ marketKind }) => marketKind === MarketKind.perpetual);
}

/** The perpetual markets that take no orders yet. */
export function unpricedIn(state: NaiveState): Market[] {
  return hasMoney(state) ? perpetualsIn(state).filter((market) => !isPriced(market)) : [];
}

/** The markets in which an order can match at once. */
export function tradingIn(state: NaiveState): Market[] {
  const queued = queuedMarkets(state);
  const priced = state.markets.filter(isPriced);
  return priced.filter(({ number, state: now }) => now === MarketState.open && !queued.includes(number));
}

/** The positions in these markets, mostly of the account of the message where the command is part of one. */
export function positionsAt({ state, message }: Scene, markets: readonly Market[]): Position[] {
  const numbers = markets.map(({ number }) => number);
  const found = state.positions.filter(({ market }) => numbers.includes(market));
  return message === undefined ? found : found.filter(({ account }) => account === message.account);
}

/** The positions among these of accounts whose free margin is below 0. */
export function shortOf(state: NaiveState, positions: readonly Position[]): Position[] {
  return positions.filter(({ account }) => freeMarginOf(state, account) < 0n);
}
