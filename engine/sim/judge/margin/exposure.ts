/**
 * What the margin of accounts depends on, and a copy of it. A question about an account as it would be is answered by
 * making a copy so, and a plan is drawn up on a copy, so that neither changes anything.
 */
import type { Asset } from '../money/asset.ts';
import { copyOfBooks } from '../money/books.ts';
import type { Account, Owner } from '../naive-state.ts';
import type { Market, Order } from '../orders/naive-book.ts';
import type { DayTrade, FeeTier, Position, ReferralTerms } from './held-margin.ts';

export interface Exposure {
  /** Microseconds. */
  readonly time: number;
  readonly owners: readonly Owner[];
  readonly accounts: readonly Account[];
  readonly markets: readonly Market[];
  /** In order of number; none where there is no money. */
  readonly assets: readonly Asset[];
  /** Of perpetual markets, and of spot markets. */
  readonly feeTiers: readonly FeeTier[];
  readonly spotFeeTiers: readonly FeeTier[];
  readonly referralTerms: ReferralTerms;
  readonly dayTrades: readonly DayTrade[];
  positions: Position[];
}

/** A copy with balances, rewards, positions and orders of its own. */
export function copyOf(exposure: Exposure): Exposure {
  const { time, owners, accounts, feeTiers, spotFeeTiers, referralTerms, dayTrades } = exposure;
  const assets = exposure.assets.map((asset) => ({ ...asset, books: copyOfBooks(asset.books) }));
  const markets = exposure.markets.map((market) => ({ ...market, book: market.book.copy() }));
  const positions = exposure.positions.map((position) => ({ ...position }));
  const fees = { feeTiers, spotFeeTiers, referralTerms, dayTrades };
  return { time, owners, accounts, markets, assets, ...fees, positions };
}

/** A market that is known to exist. */
export function marketIn({ markets }: Exposure, number: number): Market {
  const market = markets[number];
  if (market === undefined) throw new Error(`the judge has no market ${number}`);
  return market;
}

/** The order of a copy that is the same as one that rests in the original. */
export function sameOrderIn(copy: Exposure, { order, market, side }: Order): Order {
  const same = marketIn(copy, market)
    .book.sideOf(side)
    .find((other) => other.order === order);
  if (same === undefined) throw new Error(`the judge has no order ${order} that rests`);
  return same;
}
