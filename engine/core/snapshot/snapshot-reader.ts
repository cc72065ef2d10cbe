/**
 * Reads the bytes of a snapshot into plain values, checking every row against its layout and the whole against its
 * length. Whether the values make a possible state is for whoever restores them to ask.
 */
import { wide } from '../clock.ts';
import type { ReferralTerms } from '../fees/fee-schedule.ts';
import { hexOf } from '../numbers/sha256.ts';
import { decodeBands, type StepBand } from '../numbers/step-table.ts';
import { decode, firstFault } from '../schema/codec.ts';
import { genesis } from '../schema/command.ts';
import { padded } from '../schema/entry-codec.ts';
import { checkForm } from '../schema/form.ts';
import type { FieldSpecs, Layout, ValuesOf } from '../schema/layout.ts';
import { ResultCode } from '../schema/result-code.ts';
import {
  snapshotAccount,
  snapshotAsset,
  snapshotBalance,
  snapshotClientOrderId,
  snapshotFeeTier,
  snapshotHead,
  snapshotKey,
  snapshotMarket,
  snapshotNonces,
  snapshotOrder,
  snapshotOrderGroup,
  snapshotOwner,
  snapshotPosition,
  snapshotQueueItem,
  snapshotScheduledCancel,
  snapshotSession,
  snapshotSuspense,
  snapshotVolume,
  snapshotWithdrawal,
} from '../schema/snapshot.ts';
import type { OrderQuota } from '../state/order-quotas.ts';

export type OwnerRow = ValuesOf<typeof snapshotOwner.specs>;
export type AccountRow = ValuesOf<typeof snapshotAccount.specs>;
export type KeyRow = ValuesOf<typeof snapshotKey.specs>;
export type ClientOrderIdRow = ValuesOf<typeof snapshotClientOrderId.specs>;
export type QueueItemRow = ValuesOf<typeof snapshotQueueItem.specs>;
export type ScheduledCancelRow = ValuesOf<typeof snapshotScheduledCancel.specs>;
export type OrderGroupRow = ValuesOf<typeof snapshotOrderGroup.specs>;
export type SessionRow = ValuesOf<typeof snapshotSession.specs>;
export type AssetRow = ValuesOf<typeof snapshotAsset.specs>;
export type BalanceRow = ValuesOf<typeof snapshotBalance.specs>;
export type SuspenseRow = ValuesOf<typeof snapshotSuspense.specs>;
export type WithdrawalRow = ValuesOf<typeof snapshotWithdrawal.specs>;
export type FeeTierRow = ValuesOf<typeof snapshotFeeTier.specs>;
export type VolumeRow = ValuesOf<typeof snapshotVolume.specs>;
export type PositionRow = ValuesOf<typeof snapshotPosition.specs>;
export type OrderRow = ValuesOf<typeof snapshotOrder.specs>;

export interface MarketRow {
  readonly marketKind: number;
  readonly sizeDecimals: number;
  readonly state: number;
  readonly maxPrice: number;
  readonly maxSize: number;
  readonly minSize: number;
  readonly collarRate: number;
  readonly minNotional: number;
  readonly referencePrice: number;
  readonly positionMax: number;
  readonly openInterestMax: number;
  readonly secondFrom: number;
  readonly thirdFrom: number;
  readonly leverage: number;
  readonly secondLeverage: number;
  readonly thirdLeverage: number;
  readonly markPrice: number;
  readonly largestPositionMax: number;
  readonly largestPrice: number;
  readonly baseAsset: number;
  readonly bands: readonly StepBand[];
  readonly bids: readonly OrderRow[];
  readonly asks: readonly OrderRow[];
}

/** The logical state, in the order of docs/concepts/rules.md section 11. `genesis` is null before Genesis. */
export interface LogicalState {
  readonly sequence: number;
  readonly time: number;
  readonly genesis: ValuesOf<typeof genesis.specs> | null;
  readonly roleKeys: string;
  readonly lastOrder: number;
  readonly lastFill: number;
  /** Of all owners that have none of their own; zeros are no bound. */
  readonly orderQuota: OrderQuota;
  readonly owners: readonly OwnerRow[];
  readonly accounts: readonly AccountRow[];
  readonly ruleVersion: number;
  readonly keys: readonly KeyRow[];
  /** The nonces that are kept, ascending: of each owner, then of each key. */
  readonly nonces: readonly (readonly number[])[];
  readonly markets: readonly MarketRow[];
  /** Those that wait for their second in the order in which they are let go, then those that their orders hold. */
  readonly clientOrderIds: readonly ClientOrderIdRow[];
  /** The work queue, from its front. */
  readonly queue: readonly QueueItemRow[];
  /** In order of account. */
  readonly scheduledCancels: readonly ScheduledCancelRow[];
  /** In order of number. */
  readonly orderGroups: readonly OrderGroupRow[];
  /** Those that are open, in order of number. */
  readonly sessions: readonly SessionRow[];
  readonly lastSession: number;
  /** In order of number; none where there is no money. */
  readonly assets: readonly AssetRow[];
  /** Those that are not 0, in order of account and asset. */
  readonly balances: readonly BalanceRow[];
  /** In order of owner and asset. */
  readonly suspense: readonly SuspenseRow[];
  /** Those that are neither claimed nor voided, in order of number. */
  readonly withdrawals: readonly WithdrawalRow[];
  /** None where there is no money. */
  readonly feeTiers: readonly FeeTierRow[];
  /** Of the owners that have traded, in order of owner. */
  readonly volumes: readonly VolumeRow[];
  /** In order of account and market. */
  readonly positions: readonly PositionRow[];
  readonly lastDeposit: number;
  readonly lastWithdrawal: number;
  /** What referred owners are spared, and what their referrers have; zeros where there is no money. */
  readonly referral: ReferralTerms;
  /** The present ones, zeros before Genesis. */
  readonly capacities: Capacities;
  /** The message that is open; zeros when none is. */
  readonly message: MessageRow;
}

/** What may be there of each. */
export interface Capacities {
  readonly ownersMax: number;
  readonly accountsMax: number;
  readonly marketsMax: number;
  readonly ordersMax: number;
  readonly levelsMax: number;
  readonly keysMax: number;
  readonly clientOrderIdsMax: number;
  readonly queueItemsMax: number;
  readonly orderGroupsMax: number;
  readonly assetsMax: number;
  readonly withdrawalsMax: number;
  readonly positionsMax: number;
  readonly sessionsMax: number;
}

export interface MessageRow {
  readonly account: number;
  readonly key: number;
  readonly session: number;
  /** Places of its next and its last command. */
  readonly next: number;
  readonly last: number;
}

/** Walks through bytes row by row; once a row is missing or malformed it has failed and gives nothing more. */
class RowReader {
  at = 0;
  fault: string | null = null;
  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  row<Specs extends FieldSpecs>(layout: Layout<Specs>): ValuesOf<Specs> | null {
    const from = this.at;
    if (this.take(layout.byteLength) === null) return null;
    const fault = firstFault(layout, this.bytes, from);
    if (fault < 0) return decode(layout, this.bytes, from);
    this.fault = `${layout.name} at byte ${from} is malformed at its byte ${fault}`;
    return null;
  }

  rows<Specs extends FieldSpecs>(layout: Layout<Specs>, count: number): ValuesOf<Specs>[] {
    const rows: ValuesOf<Specs>[] = [];
    while (rows.length < count) {
      const row = this.row(layout);
      if (row === null) break;
      rows.push(row);
    }
    return rows;
  }

  take(byteLength: number): Uint8Array | null {
    if (this.fault === null && this.at + byteLength > this.bytes.length) this.fault = `cut off at byte ${this.at}`;
    if (this.fault !== null) return null;
    this.at += byteLength;
    return this.bytes.subarray(this.at - byteLength, this.at);
  }
}

/** The logical state in a snapshot, or a sentence about the first thing that is wrong with the bytes. */
export function decodeSnapshot(bytes: Uint8Array): LogicalState | string {
  const reader = new RowReader(bytes);
  const head = reader.row(snapshotHead);
  if (head === null) return reader.fault ?? 'no head';
  const genesisBytes = reader.take(padded(head.genesisBytes))?.subarray(0, head.genesisBytes);
  const owners = reader.rows(snapshotOwner, head.owners);
  const accounts = reader.rows(snapshotAccount, head.accounts);
  const keys = reader.rows(snapshotKey, head.keys);
  const nonces: number[][] = [];
  while (nonces.length < head.owners + head.keys && reader.fault === null) nonces.push(readNonces(reader));
  const markets: MarketRow[] = [];
  while (markets.length < head.markets && reader.fault === null) {
    const market = readMarket(reader);
    if (market !== null) markets.push(market);
  }
  const clientOrderIds = reader.rows(snapshotClientOrderId, head.clientOrderIds);
  const queue = reader.rows(snapshotQueueItem, head.queueItems);
  const scheduledCancels = reader.rows(snapshotScheduledCancel, head.scheduledCancels);
  const orderGroups = reader.rows(snapshotOrderGroup, head.orderGroups);
  const sessions = reader.rows(snapshotSession, head.sessions);
  const money = {
    assets: reader.rows(snapshotAsset, head.assets),
    balances: reader.rows(snapshotBalance, head.balances),
    suspense: reader.rows(snapshotSuspense, head.suspended),
    withdrawals: reader.rows(snapshotWithdrawal, head.withdrawals),
    feeTiers: reader.rows(snapshotFeeTier, head.feeTiers),
    volumes: reader.rows(snapshotVolume, head.volumes),
    positions: reader.rows(snapshotPosition, head.positions),
    lastDeposit: head.lastDeposit,
    lastWithdrawal: head.lastWithdrawal,
    referral: { discount: head.referralDiscount, share: head.referralShare },
  };
  if (reader.fault !== null || genesisBytes === undefined) return reader.fault ?? 'no Genesis';
  if (reader.at !== bytes.length) return `${bytes.length - reader.at} bytes after the end`;
  const { sequence, time, lastOrder, lastFill, lastSession, ruleVersion } = head;
  const terms = readGenesis(genesisBytes);
  if (typeof terms === 'string') return terms;
  const counters = { sequence, time, ...terms, ruleVersion, lastOrder, lastFill, lastSession };
  const orderQuota = { ordersMax: head.ordersMax, marketOrdersMax: head.marketOrdersMax };
  const work = { queue, scheduledCancels, orderGroups, sessions, capacities: capacitiesIn(head) };
  const tables = { owners, accounts, keys, nonces, markets, clientOrderIds };
  return { ...counters, orderQuota, ...tables, ...work, message: messageIn(head), ...money };
}

function capacitiesIn(head: ValuesOf<typeof snapshotHead.specs>): Capacities {
  const { ownersMax, accountsMax, marketsMax, openOrdersMax: ordersMax, levelsMax } = head;
  const { keysMax, clientOrderIdsMax, queueItemsMax, orderGroupsMax, sessionsMax } = head;
  const { assetsMax, withdrawalsMax, positionsMax } = head;
  const named = { keysMax, clientOrderIdsMax, queueItemsMax, orderGroupsMax, sessionsMax };
  return {
    ownersMax,
    accountsMax,
    marketsMax,
    ordersMax,
    levelsMax,
    ...named,
    assetsMax,
    withdrawalsMax,
    positionsMax,
  };
}

function messageIn(head: ValuesOf<typeof snapshotHead.specs>): MessageRow {
  const { messageAccount: account, messageKey: key, messageSession: session } = head;
  return { account, key, session, next: head.messageNext, last: head.messageLast };
}

function readNonces(reader: RowReader): number[] {
  const row = reader.row(snapshotNonces);
  const bytes = row === null ? null : reader.take(row.count * 8);
  if (bytes === null) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 8 }, (_, index) =>
    wide(view.getUint32(index * 8, true), view.getUint32(index * 8 + 4, true)),
  );
}

function readMarket(reader: RowReader): MarketRow | null {
  const row = reader.row(snapshotMarket);
  const bands = row === null ? null : reader.take(row.bandCount * 8);
  if (row === null || bands === null) return null;
  const bids = reader.rows(snapshotOrder, row.bids);
  const asks = reader.rows(snapshotOrder, row.asks);
  const { bandCount, ...terms } = row;
  return { ...terms, bands: decodeBands(bands).slice(0, bandCount), bids, asks };
}

function readGenesis(bytes: Uint8Array): Pick<LogicalState, 'genesis' | 'roleKeys'> | string {
  if (bytes.length === 0) return { genesis: null, roleKeys: '' };
  const isWhole = bytes.length === genesis.byteLength + genesis.blobBytesMax;
  if (!isWhole || checkForm(bytes, false).code !== ResultCode.accepted) return 'Genesis is malformed';
  return { genesis: decode(genesis, bytes), roleKeys: hexOf(bytes.subarray(genesis.byteLength)) };
}
