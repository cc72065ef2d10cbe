/** A position of an account in a market: its lots, the cash that it owns, and what a fill does to both. */
import { balanceAccount, positionAccount, post } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import { distanceOf, floorDiv, smallerOf } from '../money/rounding.ts';
import { type Exposure, marketIn } from './exposure.ts';
import type { Position } from './held-margin.ts';

/** The position of an account in a market, while it has one. */
export function positionIn({ positions }: Exposure, account: number, market: number): Position | undefined {
  return positions.find((position) => position.account === account && position.market === market);
}

/** The lots of an account in a market: 0 without a position. */
export function sizeIn(exposure: Exposure, account: number, market: number): bigint {
  return positionIn(exposure, account, market)?.size ?? 0n;
}

/** What a position with its cash is worth at the mark. */
export function unrealisedOf(exposure: Exposure, { market, size, cash }: Position): bigint {
  return cash + size * BigInt(marketIn(exposure, market).markPrice);
}

/** The sum of all sizes above 0 in a market. */
export function openInterestOf({ positions }: Exposure, market: number): bigint {
  const sizes = positions.filter((position) => position.market === market && position.size > 0n);
  return sizes.reduce((sum, { size }) => sum + size, 0n);
}

/** Adds lots, above 0 for a buyer, at a price to what an account has in a market, and answers what was realised. */
export function addLots(
  exposure: Exposure,
  account: number,
  market: number,
  { lots, price }: { readonly lots: bigint; readonly price: bigint },
): bigint {
  const known = positionIn(exposure, account, market);
  const position = known ?? { account, market, size: 0n, cash: 0n };
  const realised = realisedBy(position, lots, price);
  position.size += lots;
  // What was paid comes from the cash, and what was realised goes on from there to the balance.
  position.cash -= lots * price;
  post(dollarIn(exposure).books, positionAccount(position), balanceAccount(account), realised);
  const others = exposure.positions.filter((other) => other !== position);
  exposure.positions = position.size === 0n ? others : [...others, position];
  return realised;
}

/** What lots realise that close a part of a position, which is nothing when they open or add to one. */
function realisedBy({ size, cash }: Position, lots: bigint, price: bigint): bigint {
  if (size === 0n || size > 0n === lots > 0n) return 0n;
  const closed = smallerOf(distanceOf(lots), distanceOf(size));
  const closedShare = floorDiv(cash * closed, distanceOf(size));
  return (size > 0n ? closed * price : -closed * price) + closedShare;
}
