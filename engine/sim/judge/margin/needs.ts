/** What the positions and orders of accounts need, and how large they are with all orders of a side filled. */
import { OrderFlag, Side } from '@intelligent-ledger/engine/core';
import { distanceOf, largerOf } from '../money/rounding.ts';
import { type Order, remainingOf } from '../orders/naive-book.ts';
import { baseOf } from '../spot/base-asset.ts';
import { spotNeedsOf } from '../spot/spot-needs.ts';
import { type Exposure, marketIn } from './exposure.ts';
import type { Reserved } from './held-margin.ts';
import { sizeIn } from './position.ts';
import { requirementOf } from './requirement.ts';

export function isReduceOnly({ flags }: { readonly flags: number }): boolean {
  return (flags & OrderFlag.reduceOnly) !== 0;
}

/** What an account needs in all markets. */
export function needsOf(exposure: Exposure, account: number): bigint {
  return exposure.markets.reduce((sum, { number }) => sum + needsIn(exposure, account, number), 0n);
}

/**
 * What an account needs in a market: of a perpetual one that of the worse side. Without margin terms, and without a
 * base asset, it has nothing there.
 */
export function needsIn(exposure: Exposure, account: number, number: number): bigint {
  const market = marketIn(exposure, number);
  const { margin, markPrice } = market;
  const base = baseOf(exposure, market);
  if (margin === undefined && base === undefined) return 0n;
  const buys = reservedFor(exposure, account, number, Side.buy);
  const sells = reservedFor(exposure, account, number, Side.sell);
  if (base !== undefined) return spotNeedsOf(base, buys, sells);
  if (margin === undefined) return 0n;
  const mark = BigInt(markPrice);
  const size = sizeIn(exposure, account, number);
  const buyLoss = largerOf(0n, buys.value - buys.lots * mark);
  const sellLoss = largerOf(0n, sells.lots * mark - sells.value);
  const long = requirementOf(margin, distanceOf(size + buys.lots) * mark) + buyLoss;
  const short = requirementOf(margin, distanceOf(size - sells.lots) * mark) + sellLoss;
  return largerOf(long, short);
}

/** The lots of the largest position of an account in a market to which its orders can lead. */
export function openSizeOf(exposure: Exposure, account: number, market: number): bigint {
  const size = sizeIn(exposure, account, market);
  const buys = reservedFor(exposure, account, market, Side.buy);
  const sells = reservedFor(exposure, account, market, Side.sell);
  return largerOf(largerOf(0n, size) + buys.lots, largerOf(0n, -size) + sells.lots);
}

/** The same of all accounts of the owner of one. */
export function openSizeOfOwner(exposure: Exposure, account: number, market: number): bigint {
  const own = [...exposure.accounts.keys()].filter((other) => {
    return exposure.accounts[other]?.owner === exposure.accounts[account]?.owner;
  });
  return own.reduce((sum, other) => sum + openSizeOf(exposure, other, market), 0n);
}

/** What is reserved for: the orders of an account that rest on a side of a market, but for reduce-only ones. */
export function reservedFor(exposure: Exposure, account: number, market: number, side: Side): Reserved {
  const orders = ordersIn(exposure, account, market).filter((order) => order.side === side && !isReduceOnly(order));
  const lots = orders.map((order) => BigInt(remainingOf(order)));
  const values = orders.map((order) => BigInt(order.price) * BigInt(remainingOf(order)));
  const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
  return { lots: sum(lots), value: sum(values) };
}

/** The orders of an account that rest in a market. */
export function ordersIn(exposure: Exposure, account: number, market: number): Order[] {
  const { bids, asks } = marketIn(exposure, market).book;
  return [...bids, ...asks].filter((order) => order.account === account);
}
