/** What an account has beyond what it needs, and what it has in all. */
import { type Asset, DOLLAR } from './asset.ts';
import { balanceOf } from './books.ts';
import type { Exposure } from './exposure.ts';
import { dollarIn } from './known-assets.ts';
import { needsOf } from './needs.ts';
import { unrealisedOf } from './position.ts';
import { floorDiv, smallerOf } from './rounding.ts';

const WEIGHT_ONE = 1_000_000n;
/** Prices are in 1e-9 dollars and values in micro-dollars. */
const PRICE_DECIMALS = 3;
/** The largest value of a balance that counts. */
const VALUE_MAX = 2n ** 52n - 1n;

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

/** Venue dollars, and what other assets count for. */
function balancesOf(exposure: Exposure, account: number): bigint {
  const others = exposure.assets.filter(({ number }) => number !== DOLLAR);
  const weighted = others.map((asset) => weightedValueOf(asset, balanceOf(asset.books, account)));
  return balanceOf(dollarIn(exposure).books, account) + sumOf(weighted);
}

function weightedValueOf({ price, decimals, initialWeight }: Asset, balance: bigint): bigint {
  const value = floorDiv(balance * BigInt(price), 10n ** BigInt(decimals + PRICE_DECIMALS));
  return floorDiv(smallerOf(value, VALUE_MAX) * BigInt(initialWeight), WEIGHT_ONE);
}

function unrealisedIn(exposure: Exposure, account: number): bigint[] {
  const own = exposure.positions.filter((position) => position.account === account);
  return own.map((position) => unrealisedOf(exposure, position));
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}
