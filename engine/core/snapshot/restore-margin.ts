/** Fills what is margin of an exchange from the logical state in a snapshot, and refuses what is not possible. */
import { dayOf, highOf } from '../clock.ts';
import { isFeeSchedule } from '../fees/fee-schedule.ts';
import { buildersIn, encodeBuilders } from '../fees/fee-shares.ts';
import { unfitTier } from '../margin/margin-terms.ts';
import { POSITION_SHIFT, PositionWord } from '../margin/position-table.ts';
import { BALANCE_MAX, MarketKind, OrderFlag, VOLUME_DAYS } from '../schema/command.ts';
import { faultOfBase, openSpot } from '../spot/spot-bases.ts';
import { SPOT_VALUE_LIMIT } from '../spot/spot-reserves.ts';
import type { Exchange } from '../state/exchange.ts';
import { bytesOf } from './restore-queue.ts';
import type { LogicalState, MarketRow, OrderRow, VolumeRow } from './snapshot-reader.ts';

const { buyLots, buyValue, sellLots, sellValue } = PositionWord;
/** A day counts at most 2^53 - 1 micro-dollars. */
const DOLLARS_OF_DAY_MAX = 9_007_199_254;

/** Sets the margin terms and the mark of a market that was just made. */
export function fillMarginTerms(exchange: Exchange, market: number, row: MarketRow): string | null {
  const { markets, margin } = exchange;
  if (faultOfBase(exchange, row) !== null) return 'a market trades what it cannot';
  const { positionMax, openInterestMax, leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom } = row;
  const { markPrice, largestPositionMax, largestPrice } = row;
  const tiers = leverage + secondLeverage + thirdLeverage + secondFrom + thirdFrom;
  const hasNone = positionMax + openInterestMax + tiers + largestPositionMax === 0;
  if (!margin.isOn) return hasNone && markPrice + largestPrice === 0 ? null : 'there is no money for margin';
  if (row.marketKind !== MarketKind.perpetual && !(hasNone && markPrice === 0))
    return 'a market has terms of another kind';
  const isSeen = largestPrice >= row.maxPrice && largestPositionMax >= positionMax && markPrice <= row.maxPrice;
  if (!isSeen) return 'margin terms are not possible';
  const { terms } = margin;
  terms.restoreLargest(market, largestPrice, largestPositionMax);
  if (!terms.isExactWith(market, positionMax, row.maxPrice)) return 'margin terms are not possible';
  if (!hasNone) {
    const given = { positionMax, openInterestMax, leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom };
    if (positionMax === 0 || leverage === 0 || unfitTier(given) !== null) return 'margin terms are not possible';
    terms.set(market, given);
  }
  if (markPrice !== 0) terms.setMark(market, markPrice);
  openSpot(exchange, market, row.baseAsset);
  markets.setPriced(market, terms.isPriced(market));
  return row.bids.length + row.asks.length > 0 && !terms.isPriced(market) ? 'an order rests where none is taken' : null;
}

/** Reserves for an order that was just added. Answers whether there was room for the row of its account. */
export function reserveRestored({ book, margin }: Exchange, order: OrderRow): boolean {
  return !margin.isOn || book.enterRow(book.find(order.order | 0, highOf(order.order)));
}

/** Fills fees, volumes and positions, once markets and orders are there. */
export function fillMargin(exchange: Exchange, state: LogicalState): string | null {
  if (!exchange.margin.isOn) {
    const hasReduceOnly = state.markets.some(({ bids, asks }) => [...bids, ...asks].some(isReduceOnly));
    return hasReduceOnly ? 'an order reduces where there are no positions' : null;
  }
  const { fees } = exchange.margin;
  fees.setReferral(state.referral);
  for (const ofSpot of [0, 1]) {
    const rows = state.feeTiers.filter((tier) => tier.ofSpot === ofSpot);
    const tiers = rows.map(({ ofSpot: _, ...tier }) => tier);
    if (!isFeeSchedule(tiers, state.referral)) return 'the fee tiers are no schedule';
    fees.setTiers(tiers, ofSpot === 1);
  }
  if (state.feeTiers.some(({ ofSpot }, index) => ofSpot < (state.feeTiers[index - 1]?.ofSpot ?? 0))) {
    return 'the fee tiers are out of order';
  }
  return (
    faultOfSales(exchange, state) ??
    fillShares(exchange, state) ??
    fillVolumes(exchange, state) ??
    fillPositions(exchange, state)
  );
}

function isReduceOnly({ flags }: OrderRow): boolean {
  return (flags & OrderFlag.reduceOnly) !== 0;
}

/** Whether in each spot market what is for sale is there, and no side of an account's orders is too large. */
function faultOfSales({ accounts, book, margin, money }: Exchange, state: LogicalState): string | null {
  const { table, spot } = margin;
  for (const [market, { baseAsset, bids, asks }] of state.markets.entries()) {
    if (baseAsset === 0) continue;
    if ([...bids, ...asks].some(isReduceOnly)) return 'an order reduces where there are no positions';
    for (const account of new Set([...bids, ...asks].map((order) => order.account))) {
      const row = table.find(book.seats.find(accounts.ownerOf(account), market), account);
      const of = (word: number): number => table.positions[(row << POSITION_SHIFT) | word] as number;
      const [bought, sold] = [of(buyLots) * spot.lotAtomsOf(market), of(sellLots) * spot.lotAtomsOf(market)];
      const isThere = sold <= money.ledger.balanceOf(account, baseAsset) && bought <= BALANCE_MAX;
      if (!isThere || Math.max(of(buyValue), of(sellValue)) >= SPOT_VALUE_LIMIT) return 'a spot order is not possible';
    }
  }
  return null;
}

/** Fills who referred whom, what owners have earned, and the builders that they have approved. */
function fillShares({ owners, margin, money }: Exchange, state: LogicalState): string | null {
  const { fees, feeShares } = margin;
  for (const [owner, { referrer, rewards, builderCount, builders }] of state.owners.entries()) {
    if (referrer > owners.count || referrer === owner + 1) return 'an owner was referred by nobody there is';
    fees.setReferrer(owner, referrer);
    feeShares.earn(owner, rewards);
    money.ledger.restoreRewards(rewards);
    const approved = buildersIn(bytesOf(builders), builderCount);
    if (approved === null || encodeBuilders(approved) !== builders) return 'a builder is not possible';
    if (approved.some(({ builder }) => builder >= owners.count)) return 'a builder is not possible';
    feeShares.restoreApproved(owner, approved);
  }
  return null;
}

function fillVolumes({ owners, margin }: Exchange, state: LogicalState): string | null {
  let last = -1;
  for (const row of state.volumes) {
    const dollars = dollarsIn(row);
    const isThere = row.owner < owners.count && row.owner > last && row.micros > 0 && row.day <= dayOf(state.time);
    if (!isThere || !dollars.every((value) => value <= DOLLARS_OF_DAY_MAX)) return 'a volume is not possible';
    margin.fees.restoreVolume(row.owner, row.day, row.micros, dollars);
    last = row.owner;
  }
  return null;
}

function dollarsIn({ dollars }: VolumeRow): number[] {
  const view = new DataView(bytesOf(dollars).buffer);
  return Array.from({ length: VOLUME_DAYS }, (_, back) => Number(view.getBigUint64(8 * back, true)));
}

function fillPositions(exchange: Exchange, state: LogicalState): string | null {
  const { accounts, markets, margin, money } = exchange;
  const { terms, reserves } = margin;
  const sums = new Map<number, bigint>();
  let last = -1;
  for (const { account, market, size, cash } of state.positions) {
    const place = account * (markets.count() + 1) + market;
    const isThere = account < accounts.count() && market < markets.count() && place > last && size !== 0;
    const isOfKind = markets.kindOf(market) === MarketKind.perpetual;
    if (!isThere || !isOfKind || !terms.isPriced(market)) return 'a position is not possible';
    if (!isPaid(size, cash, terms.largestPriceOf(market))) return 'a position was not paid so';
    if (!reserves.restorePosition(account, market, size, cash)) return 'there is no room for a position';
    money.ledger.restoreCash(cash);
    sums.set(market, (sums.get(market) ?? 0n) + BigInt(size));
    last = place;
  }
  for (const sum of sums.values()) if (sum !== 0n) return 'the positions of a market are not zero together';
  return faultOfOpenSizes(exchange);
}

/** Whether a position can have such cash: each lot was paid at a price from 1 to the largest, the other way round. */
function isPaid(size: number, cash: number, largestPrice: number): boolean {
  const paid = size > 0 ? -cash : cash;
  return paid >= Math.abs(size) && paid <= Math.abs(size) * largestPrice;
}

/** Whether every owner is open by no more than it ever could be. */
function faultOfOpenSizes({ accounts, margin }: Exchange): string | null {
  const { table, terms, spot, account: ofAccounts } = margin;
  for (let account = 0; account < accounts.count(); account += 1) {
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
      if (spot.lotAtomsOf(table.marketOf(row)) !== 0) continue;
      const open = ofAccounts.ownerOpenSize(table.seatOf(row));
      if (open > terms.largestPositionMaxOf(table.marketOf(row))) return 'an owner is open by more than it may be';
    }
  }
  return null;
}
