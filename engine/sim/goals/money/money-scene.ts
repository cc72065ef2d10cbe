/**
 * What the goals of money are told of a command: what there was before it, how it was answered, and what there is now.
 * What an entry clears before its command is about orders and moves no money.
 */
import { BALANCE_MAX, ConversionDirection, VENUE_DOLLAR_DECIMALS } from '@intelligent-ledger/engine/core';
import type { Asset } from '../../judge/money/asset.ts';
import { balanceOf } from '../../judge/money/books.ts';
import type { Withdrawal } from '../../judge/money/withdrawal.ts';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';

export const LARGEST_BALANCE = BigInt(BALANCE_MAX);
/** Totals from here on do not fit into one limb. */
export const SECOND_LIMB = 2n ** 53n;
export const DAY_MICROS = 86_400_000_000;

export type Values = Readonly<Record<string, number | string>>;

/** All are copies. */
export interface MoneyBefore {
  readonly assets: readonly Asset[];
  readonly withdrawals: readonly Withdrawal[];
  readonly lastDeposit: number;
  readonly owners: number;
  readonly accounts: number;
}

export interface MoneyScene {
  /** The fields of the command. */
  readonly values: Values;
  readonly code: number;
  readonly own: readonly JudgeRecord[];
  readonly before: MoneyBefore;
  readonly state: NaiveState;
}

export function moneyBefore({ assets, withdrawals, lastDeposit, owners, accounts }: NaiveState): MoneyBefore {
  return structuredClone({ assets, withdrawals, lastDeposit, owners: owners.length, accounts: accounts.length });
}

/** What an account had of an asset before the command. */
export function balanceBefore({ before }: MoneyScene, account: number, asset: number): bigint {
  const books = before.assets[asset]?.books;
  return books === undefined ? 0n : balanceOf(books, account);
}

/** The asset that a command names, as it was before. */
export function assetBefore({ before, values }: MoneyScene): Asset | undefined {
  return before.assets[Number(values['asset'])];
}

/** The fewest atoms of what is given that convert in a direction. */
export function leastOf(decimals: number, direction: number): bigint {
  const isToDollar = direction === ConversionDirection.toDollar;
  const places = isToDollar ? decimals - VENUE_DOLLAR_DECIMALS : VENUE_DOLLAR_DECIMALS - decimals;
  return 10n ** BigInt(Math.max(0, places));
}

/** The values of a record of the command itself. */
export function recordOf({ own }: MoneyScene, name: string): Values | undefined {
  return own.find((record) => record.name === name)?.values;
}
