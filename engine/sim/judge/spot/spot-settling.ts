/** What a fill in a spot market moves: venue dollars to who sells, and atoms of the base asset to who buys. */

import type { Exposure } from '../margin/exposure.ts';
import { balanceAccount, post } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import type { BaseAsset } from './base-asset.ts';

/** Whose balance a taker without an account has, in a copy that a plan is drawn up on. */
const NOBODY = -1;

/** Lots that go from one account to another at a price. */
interface Sale {
  readonly seller: number | undefined;
  readonly buyer: number | undefined;
  readonly lots: bigint;
  readonly price: bigint;
}

/** Moves both from balance to balance. */
export function exchangeLots(exposure: Exposure, { asset, lot }: BaseAsset, sale: Sale): void {
  const { seller = NOBODY, buyer = NOBODY, lots, price } = sale;
  post(dollarIn(exposure).books, balanceAccount(buyer), balanceAccount(seller), lots * price);
  post(asset.books, balanceAccount(seller), balanceAccount(buyer), lots * lot);
}
