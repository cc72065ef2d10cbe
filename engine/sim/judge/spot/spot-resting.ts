/** What an order in a spot market is asked before it rests, beside whether there is a row for it. */
import { MarketKind, Side } from '@intelligent-ledger/engine/core';
import { copyOf, type Exposure, marketIn } from '../margin/exposure.ts';
import { freeMarginOf } from '../margin/free-margin.ts';
import { reservedFor } from '../margin/needs.ts';
import { BALANCE_LIMIT, balanceOf } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import type { Order } from '../orders/naive-book.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { baseIn } from './base-asset.ts';

/** The value of the orders of a side stays below this. */
const VALUE_LIMIT = 2n ** 51n;

/** Why an order may not rest beside those that do. */
export function spotRestingRefusal(without: Exposure, order: Order): Refusal | undefined {
  const { account, market: number, side } = order;
  const reserved = copyOf(without);
  marketIn(reserved, number).book.rest({ ...order });
  const refusal = boundsRefusal(reserved, { account, market: number, side });
  if (refusal !== undefined) return refusal;
  const free = freeMarginOf(reserved, account);
  const isFree = free >= 0n || free >= freeMarginOf(without, account);
  return isFree ? undefined : refuse('marginTooSmall', 'size');
}

/** 1 and 2: whether the account has room for what it buys and can pay for it, or has what it sells. */
function boundsRefusal(
  reserved: Exposure,
  { account, market, side }: Pick<Order, 'account' | 'market' | 'side'>,
): Refusal | undefined {
  const base = baseIn(reserved, market);
  const balance = balanceOf(base.asset.books, account);
  const { lots, value } = reservedFor(reserved, account, market, side);
  const atoms = lots * base.lot;
  if (side === Side.buy && balance + atoms >= BALANCE_LIMIT) return refuse('balanceTooLarge', 'size');
  if (side === Side.sell && atoms > balance) return refuse('balanceTooSmall', 'size');
  if (value >= VALUE_LIMIT) return refuse('balanceTooLarge', 'size');
  const isPayable = side === Side.sell || balanceOf(dollarIn(reserved).books, account) >= costOf(reserved, account);
  return isPayable ? undefined : refuse('balanceTooSmall', 'size');
}

/** What an account would pay if all its orders to buy in spot markets filled. */
function costOf(exposure: Exposure, account: number): bigint {
  const spots = exposure.markets.filter(({ marketKind }) => marketKind === MarketKind.spot);
  return spots.reduce((sum, { number }) => sum + reservedFor(exposure, account, number, Side.buy).value, 0n);
}
