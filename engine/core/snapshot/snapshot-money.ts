/** The rows of a snapshot that are about money and margin, after all others; none where there is no money. */
import { BookAccount } from '../money/ledger.ts';
import { hexOf } from '../numbers/sha256.ts';
import { encode } from '../schema/codec.ts';
import { VENUE_DOLLAR, VOLUME_DAYS } from '../schema/command.ts';
import type { FieldSpecs, Layout, ValuesOf } from '../schema/layout.ts';
import {
  snapshotAsset,
  snapshotBalance,
  snapshotFeeTier,
  type snapshotHead,
  type snapshotMarket,
  snapshotPosition,
  snapshotSuspense,
  snapshotVolume,
  snapshotWithdrawal,
} from '../schema/snapshot.ts';
import type { Exchange } from '../state/exchange.ts';

/** The rows as bytes, and what the head of a snapshot says of them. */
export interface MoneyRows {
  readonly head: Partial<ValuesOf<typeof snapshotHead.specs>>;
  readonly bytes: Uint8Array;
}

export function moneyRowsOf(exchange: Exchange): MoneyRows {
  const { money, margin } = exchange;
  if (!money.isOn) return { head: {}, bytes: new Uint8Array(0) };
  const { assets, withdrawals, lastDeposit } = money;
  const balances = balancesOf(exchange);
  const suspended = suspendedOf(exchange);
  const tiers = [
    ...margin.fees.tiers().map((tier) => ({ ...tier, ofSpot: 0 })),
    ...margin.fees.spotTiers().map((tier) => ({ ...tier, ofSpot: 1 })),
  ];
  const volumes = volumesOf(exchange);
  const positions = positionsOf(exchange);
  const parts = [
    encoded(
      snapshotAsset,
      Array.from({ length: assets.count() }, (_, asset) => assetRow(exchange, asset)),
    ),
    encoded(snapshotBalance, balances),
    encoded(snapshotSuspense, suspended),
    encoded(snapshotWithdrawal, withdrawals.rows()),
    encoded(snapshotFeeTier, tiers),
    encoded(snapshotVolume, volumes),
    encoded(snapshotPosition, positions),
  ];
  const head = {
    assets: assets.count(),
    balances: balances.length,
    suspended: suspended.length,
    withdrawals: withdrawals.count(),
    lastDeposit: lastDeposit(),
    lastWithdrawal: withdrawals.last(),
    feeTiers: tiers.length,
    volumes: volumes.length,
    positions: positions.length,
    referralDiscount: margin.fees.referral().discount,
    referralShare: margin.fees.referral().share,
  };
  return { head, bytes: joined(parts) };
}

function encoded<Specs extends FieldSpecs>(
  layout: Layout<Specs>,
  rows: readonly Partial<ValuesOf<Specs>>[],
): Uint8Array {
  const bytes = new Uint8Array(rows.length * layout.byteLength);
  for (const [index, row] of rows.entries()) encode(layout, row, bytes, index * layout.byteLength);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** What the row of a market says of margin; nothing where there is no money. */
export function marginRowOf({ margin }: Exchange, market: number): Partial<ValuesOf<typeof snapshotMarket.specs>> {
  if (!margin.isOn) return {};
  const { terms } = margin;
  return {
    ...terms.termsOf(market),
    markPrice: terms.markOf(market),
    largestPrice: terms.largestPriceOf(market),
    largestPositionMax: terms.largestPositionMaxOf(market),
    baseAsset: margin.spot.baseAssetOf(market),
  };
}

function assetRow({ money }: Exchange, asset: number): Partial<ValuesOf<typeof snapshotAsset.specs>> {
  const { assets, ledger } = money;
  const day = assets.conversionDayOf(asset);
  const [vaultHigh, vaultLow] = ledger.limbsOf(asset, BookAccount.vault);
  const [issuedHigh, issuedLow] = ledger.limbsOf(asset, BookAccount.issued);
  const [inventoryHigh, inventoryLow] = ledger.limbsOf(asset, BookAccount.inventory);
  const [feesHigh, feesLow] = ledger.limbsOf(asset, BookAccount.fees);
  return {
    ...assets.termsOf(asset),
    decimals: assets.decimalsOf(asset),
    mint: hexOf(assets.mintOf(asset)),
    price: assets.priceOf(asset),
    conversionDay: day,
    netConversion: assets.netConversionOn(asset, day),
    ...{ vaultHigh, vaultLow, issuedHigh, issuedLow, inventoryHigh, inventoryLow, feesHigh, feesLow },
  };
}

/** The balances that are not 0, in order of account and asset. */
function balancesOf({ accounts, money }: Exchange): ValuesOf<typeof snapshotBalance.specs>[] {
  const rows: ValuesOf<typeof snapshotBalance.specs>[] = [];
  const assets = money.assets.count();
  for (let account = 0; account < accounts.count(); account += 1) {
    for (let asset = VENUE_DOLLAR; asset < assets; asset += 1) {
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
  for (let owner = 0; owner < owners.count; owner += 1) {
    for (let asset = 1; asset < assets; asset += 1) {
      const [high, low] = money.ledger.suspenseLimbsOf(owner, asset);
      if (high !== 0 || low !== 0) rows.push({ owner, asset, high, low });
    }
  }
  return rows;
}

/** What the owners that have traded did, in order of owner. */
function volumesOf({ owners, margin }: Exchange): ValuesOf<typeof snapshotVolume.specs>[] {
  const rows: ValuesOf<typeof snapshotVolume.specs>[] = [];
  const { fees } = margin;
  for (let owner = 0; owner < owners.count; owner += 1) {
    if (!fees.hasTraded(owner)) continue;
    const day = fees.lastDayOf(owner);
    const dollars = new BigUint64Array(VOLUME_DAYS);
    for (let back = 0; back < VOLUME_DAYS; back += 1) dollars[back] = BigInt(fees.dollarsOn(owner, day - 1 - back));
    rows.push({ owner, day, micros: fees.microsOf(owner), dollars: hexOf(new Uint8Array(dollars.buffer)) });
  }
  return rows;
}

/** The positions, in order of account and market. */
function positionsOf({ accounts, margin }: Exchange): ValuesOf<typeof snapshotPosition.specs>[] {
  const { table } = margin;
  const rows: ValuesOf<typeof snapshotPosition.specs>[] = [];
  for (let account = 0; account < accounts.count(); account += 1) {
    const ofAccount: ValuesOf<typeof snapshotPosition.specs>[] = [];
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
      const size = table.sizeOf(row);
      if (size !== 0) ofAccount.push({ account, market: table.marketOf(row), size, cash: table.cashOf(row) });
    }
    rows.push(...ofAccount.sort((one, other) => one.market - other.market));
  }
  return rows;
}
