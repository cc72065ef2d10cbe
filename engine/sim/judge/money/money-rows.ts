/** The part of the logical state that is about money, in the shape of the rows of a snapshot. */

import type { NaiveState } from '../naive-state.ts';
import type { Asset } from './asset.ts';
import { balanceOf, suspendedOf } from './books.ts';
import { floorDiv } from './rounding.ts';

/** A total has two limbs: high x 2^53 + low, of which the high one may be below 0. */
const LIMB = 2n ** 53n;

/** Assets, the balances and amounts in suspense that are not 0, withdrawals, and the last numbers. */
export function moneyRowsOf(state: NaiveState) {
  const { lastDeposit, lastWithdrawal } = state;
  const balances = [...state.accounts.keys()].flatMap((account) => balanceRowsOf(state, account));
  const suspense = [...state.owners.keys()].flatMap((owner) => suspenseRowsOf(state, owner));
  const withdrawals = state.withdrawals.map((row) => ({ ...row, amount: Number(row.amount), reserved: 0 }));
  return { assets: state.assets.map(assetRowOf), balances, suspense, withdrawals, lastDeposit, lastWithdrawal };
}

function assetRowOf({ number, books, ...asset }: Asset) {
  const vault = limbsOf(books.vault);
  const issued = limbsOf(books.issued);
  const inventory = limbsOf(books.inventory);
  const fees = limbsOf(books.fees);
  return {
    ...asset,
    netConversion: Number(asset.netConversion),
    ...{ vaultHigh: vault.high, vaultLow: vault.low },
    ...{ issuedHigh: issued.high, issuedLow: issued.low },
    ...{ inventoryHigh: inventory.high, inventoryLow: inventory.low },
    ...{ feesHigh: fees.high, feesLow: fees.low },
    reserved: 0,
  };
}

function balanceRowsOf(state: NaiveState, account: number) {
  const rows = state.assets.map(({ number, books }) => {
    return { account, asset: number, amount: Number(balanceOf(books, account)) };
  });
  return rows.filter(({ amount }) => amount !== 0);
}

function suspenseRowsOf(state: NaiveState, owner: number) {
  const rows = state.assets.map(({ number, books }) => {
    return { owner, asset: number, ...limbsOf(suspendedOf(books, owner)) };
  });
  return rows.filter(({ high, low }) => high !== 0 || low !== 0);
}

function limbsOf(total: bigint): { high: number; low: number } {
  const high = floorDiv(total, LIMB);
  return { high: Number(high), low: Number(total - high * LIMB) };
}
