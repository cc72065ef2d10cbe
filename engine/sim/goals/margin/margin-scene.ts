/** What the goals of margin are told of a command: what there was before it, how it was answered, and what there is. */
import type { Layout } from '@intelligent-ledger/engine/core';
import type { Exposure } from '../../judge/margin/exposure.ts';
import { balanceOf } from '../../judge/money/books.ts';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import type { Market, Order } from '../../judge/orders/naive-book.ts';

export type Values = Readonly<Record<string, number | string>>;

export interface MarginScene {
  readonly layout: Layout | undefined;
  /** The fields of the command. */
  readonly values: Values;
  /** What follows the fields. */
  readonly blob: Uint8Array;
  readonly code: number;
  /** All records of the entry, and those of the command itself. */
  readonly records: readonly JudgeRecord[];
  readonly own: readonly JudgeRecord[];
  /** A copy of what there was. */
  readonly before: Exposure;
  readonly state: NaiveState;
}

export function dollarsOf({ assets }: Pick<Exposure, 'assets'>, account: number): bigint {
  const books = assets[0]?.books;
  return books === undefined ? 0n : balanceOf(books, account);
}

/** The orders that rest in the markets of an exposure. */
export function restingIn({ markets }: Exposure): Order[] {
  return markets.flatMap(({ book }) => [...book.bids, ...book.asks]);
}

/** The market that the command names, as it was before. */
export function marketBefore({ before, values }: MarginScene): Market | undefined {
  return before.markets[Number(values['market'])];
}
