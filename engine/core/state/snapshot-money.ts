/** The rows of a snapshot that are about money, after all others; none where there is no money. */
import { BookAccount } from '../money/ledger.ts';
import { hexOf } from '../numbers/sha256.ts';
import { encode } from '../schema/codec.ts';
import type { ValuesOf } from '../schema/layout.ts';
import {
  snapshotAsset,
  snapshotBalance,
  type snapshotHead,
  snapshotSuspense,
  snapshotWithdrawal,
} from '../schema/snapshot.ts';
import type { Exchange } from './exchange.ts';

/** What the head of a snapshot says of money. */
export function moneyHeadOf(exchange: Exchange): Partial<ValuesOf<typeof snapshotHead.specs>> {
  const { assets, withdrawals, lastDeposit } = exchange.money;
  return {
    assets: assets.count(),
    balances: balancesOf(exchange).length,
    suspended: suspendedOf(exchange).length,
    withdrawals: withdrawals.count(),
    lastDeposit: lastDeposit(),
    lastWithdrawal: withdrawals.last(),
  };
}

export function moneyByteLength(exchange: Exchange): number {
  const { assets, withdrawals } = exchange.money;
  return (
    assets.count() * snapshotAsset.byteLength +
    balancesOf(exchange).length * snapshotBalance.byteLength +
    suspendedOf(exchange).length * snapshotSuspense.byteLength +
    withdrawals.count() * snapshotWithdrawal.byteLength
  );
}

/** Writes the rows from a byte on. */
export function writeMoney(exchange: Exchange, bytes: Uint8Array, from: number): void {
  const { assets, withdrawals } = exchange.money;
  let at = from;
  for (let asset = 0; asset < assets.count(); asset += 1) {
    encode(snapshotAsset, assetRow(exchange, asset), bytes, at);
    at += snapshotAsset.byteLength;
  }
  for (const row of balancesOf(exchange)) {
    encode(snapshotBalance, row, bytes, at);
    at += snapshotBalance.byteLength;
  }
  for (const row of suspendedOf(exchange)) {
    encode(snapshotSuspense, row, bytes, at);
    at += snapshotSuspense.byteLength;
  }
  for (let slot = withdrawals.first(); slot !== 0; slot = withdrawals.after(slot)) {
    encode(snapshotWithdrawal, withdrawals.rowOf(slot), bytes, at);
    at += snapshotWithdrawal.byteLength;
  }
}

function assetRow({ money }: Exchange, asset: number): Partial<ValuesOf<typeof snapshotAsset.specs>> {
  const { assets, ledger } = money;
  const day = assets.conversionDayOf(asset);
  const [vaultHigh, vaultLow] = ledger.limbsOf(asset, BookAccount.vault);
  const [issuedHigh, issuedLow] = ledger.limbsOf(asset, BookAccount.issued);
  const [inventoryHigh, inventoryLow] = ledger.limbsOf(asset, BookAccount.inventory);
  return {
    ...assets.termsOf(asset),
    decimals: assets.decimalsOf(asset),
    mint: hexOf(assets.mintOf(asset)),
    price: assets.priceOf(asset),
    conversionDay: day,
    convertedToDollar: assets.convertedOn(asset, 1, day),
    convertedToCoin: assets.convertedOn(asset, 2, day),
    ...{ vaultHigh, vaultLow, issuedHigh, issuedLow, inventoryHigh, inventoryLow },
  };
}

/** The balances that are not 0, in order of account and asset. */
function balancesOf({ accounts, money }: Exchange): { account: number; asset: number; amount: number }[] {
  const rows: { account: number; asset: number; amount: number }[] = [];
  const assets = money.assets.count();
  for (let account = 0; account < accounts.count() && assets > 0; account += 1) {
    for (let asset = 0; asset < assets; asset += 1) {
      const amount = money.ledger.balanceOf(account, asset);
      if (amount !== 0) rows.push({ account, asset, amount });
    }
  }
  return rows;
}

/** What is in suspense, in order of owner and asset. */
function suspendedOf({ owners, money }: Exchange): ValuesOf<typeof snapshotSuspense.specs>[] {
  const rows: ValuesOf<typeof snapshotSuspense.specs>[] = [];
  const assets = money.assets.count();
  for (let owner = 0; owner < owners.count && assets > 0; owner += 1) {
    for (let asset = 0; asset < assets; asset += 1) {
      const [high, low] = money.ledger.suspenseLimbsOf(owner, asset);
      if (high !== 0 || low !== 0) rows.push({ owner, asset, high, low });
    }
  }
  return rows;
}
