/** What an account has beyond what it needs, and what it has in all. */
import { DOLLAR } from '../money/asset.ts';
import { balanceOf } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import { smallerOf } from '../money/rounding.ts';
import type { Exposure } from './exposure.ts';
import { needsOf } from './needs.ts';
import { unrealisedOf } from './position.ts';
import { WEIGHT_ONE, weightedValueOf } from './weighted-value.ts';

export function freeMarginOf(exposure: Exposure, account: number): bigint {
  return equityOf(exposure, account) - needsOf(exposure, account);
}

/** The free margin when no unrealised profit counts. Losses do. */
export function freeMarginWithoutProfit(exposure: Exposure, account: number): bigint {
  const losses = unrealisedIn(exposure, account).map((unrealised) => smallerOf(0n, unrealised));
  return balancesOf(exposure, account) + sumOf(losses) - needsOf(exposure, account);
}

/** The free margin and what is needed in all markets. */
export function equityOf(exposure: Exposure, account: number): bigint {
  return balancesOf(exposure, account) + sumOf(unrealisedIn(exposure, account));
}

/** The equity in which other assets count with all of their value. */
export function fullEquityOf(exposure: Exposure, account: number): bigint {
  return balancesOf(exposure, account, WEIGHT_ONE) + sumOf(unrealisedIn(exposure, account));
}

/** Venue dollars, and what other assets count for: by their weights, unless told. */
function balancesOf(exposure: Exposure, account: number, weight?: bigint): bigint {
  const others = exposure.assets.filter(({ number }) => number !== DOLLAR);
  const weighted = others.map((asset) => weightedValueOf(asset, balanceOf(asset.books, account), weight));
  return balanceOf(dollarIn(exposure).books, account) + sumOf(weighted);
}

function unrealisedIn(exposure: Exposure, account: number): bigint[] {
  const own = exposure.positions.filter((position) => position.account === account);
  return own.map((position) => unrealisedOf(exposure, position));
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
