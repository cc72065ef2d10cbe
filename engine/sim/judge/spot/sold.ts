/** What orders that rest in a spot market sell: it stays in the balance until they fill or leave. */
import { Side } from '@intelligent-ledger/engine/core';
import type { Exposure } from '../margin/exposure.ts';
import { reservedFor } from '../margin/needs.ts';
import { balanceOf } from '../money/books.ts';
import type { Market } from '../orders/naive-book.ts';
import { baseOf } from './base-asset.ts';

/** The atoms of an asset that orders of an account sell. */
export function soldOf(exposure: Exposure, account: number, asset: number): bigint {
  const market = exposure.markets.find((other) => baseOf(exposure, other)?.asset.number === asset);
  return market === undefined ? 0n : soldIn(exposure, account, market);
}

/** The atoms that orders of an account sell in a market. */
export function soldIn(exposure: Exposure, account: number, market: Market): bigint {
  const base = baseOf(exposure, market);
  return base === undefined ? 0n : reservedFor(exposure, account, market.number, Side.sell).lots * base.lot;
}

/** What of a balance may leave: all but what is sold. */
export function leavableOf(exposure: Exposure, account: number, asset: number): bigint {
  const books = exposure.assets[asset]?.books;
  return books === undefined ? 0n : balanceOf(books, account) - soldOf(exposure, account, asset);
}
