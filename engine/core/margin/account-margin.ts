/**
 * What an account needs and what it has free: sections 2 and 3 of docs/concepts/margin.md. The free margin is kept as a
 * sum, and what changes in one row changes the sum by as much, so that no question costs more than the rows it touches;
 * but for the first after a price has moved, which adds up the account. It belongs to the hot path, in which a double
 * that a call takes or answers costs an allocation: they stay in typed arrays.
 */
import type { OrderSeats } from '../book/order-seats.ts';
import type { AssetTable } from '../money/asset-table.ts';
import type { Ledger } from '../money/ledger.ts';
import { addInteger, TOTAL_LIMBS, totalToBigInt } from '../numbers/two-limb.ts';
import { Side, VENUE_DOLLAR } from '../schema/command.ts';
import type { Collateral } from './collateral.ts';
import { type MarginSums, SUM_SHIFT, SumWord } from './margin-sums.ts';
import { type MarginTerms, TERM_SHIFT, TermWord } from './margin-terms.ts';
import { POSITION_SHIFT, PositionState, type PositionTable, PositionWord } from './position-table.ts';
import type { SpotMarkets } from './spot-markets.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const { size: SIZE, buyLots: BUY_LOTS, sellLots: SELL_LOTS, buyNeed: BUY_NEED, sellNeed: SELL_NEED } = PositionWord;
const { buyValue: BUY_VALUE, sellValue: SELL_VALUE } = PositionWord;
const { version: VERSION } = PositionState;
const { mark: MARK, version: TERMS_VERSION, lotAtoms: LOT_ATOMS } = TermWord;
const { free: FREE, prices: PRICES } = SumWord;
const ROW = POSITION_SHIFT;
const STATE = POSITION_SHIFT + 1;
const TERMS = TERM_SHIFT;
const SUM = SUM_SHIFT;
const BUY = Side.buy;
const SAFE_MAX = Number.MAX_SAFE_INTEGER;

export type AccountMargin = ReturnType<typeof createAccountMargin>;

/** Over the tables of an exchange. */
export function createAccountMargin(
  table: PositionTable,
  marginTerms: MarginTerms,
  marginSums: MarginSums,
  assets: AssetTable,
  collateral: Collateral,
  spot: SpotMarkets,
  ledger: Ledger,
  seats: OrderSeats,
) {
  const { positions, states, cashes } = table;
  const { terms, requirementAt } = marginTerms;
  const { sums, isFresh } = marginSums;
  const total = new Float64Array(TOTAL_LIMBS);

  /** The lots of the largest position that the orders of a row can lead to, whatever of it is reduced before. */
  function openSizeOf(rows: Float64Array, at: number): number {
    const size = rows[at | SIZE] as number;
    const long = Math.max(0, size) + (rows[at | BUY_LOTS] as number);
    const short = Math.max(0, 0 - size) + (rows[at | SELL_LOTS] as number);
    return Math.max(long, short);
  }

  /** By how many lots the accounts of an owner are open in a market: the sum over the rows at its seat there. */
  function ownerOpenSize(seat: number): number {
    let sum = 0;
    for (let row = seats.firstRowOf(seat); row !== 0; row = table.afterAtSeat(row)) {
      sum += openSizeOf(positions, row << ROW);
    }
    return sum;
  }

  /** How many lots an order of a side can take off the position of a row. */
  function reducibleBy(row: number, side: number): number {
    const size = positions[(row << ROW) | SIZE] as number;
    return Math.max(0, side === BUY ? 0 - size : size);
  }

  /** What a row needs, as it was last stated. */
  function needOf(rows: Float64Array, at: number): number {
    return Math.max(rows[at | BUY_NEED] as number, rows[at | SELL_NEED] as number);
  }

  /** States what the position and the orders of a row need in its market, with all buys filled and with all sells. */
  function restate(rows: Float64Array, at: number, market: number): void {
    restateLeg(rows, at, market, 0);
    restateLeg(rows, at, market, 1);
  }

  /**
   * The same of one side: leg 0 with all buys filled, 1 with all sells. Sides come at random, so that they are not
   * worth a branch.
   */
  function restateLeg(rows: Float64Array, at: number, market: number, leg: number): void {
    if (terms[(market << TERMS) | LOT_ATOMS] !== 0) {
      restateSpot(rows, at, market);
      return;
    }
    const mark = terms[(market << TERMS) | MARK] as number;
    const sign = 1 - 2 * leg;
    const lotsAt = at + BUY_LOTS + 2 * leg;
    const lots = rows[lotsAt] as number;
    const exposure = Math.abs((rows[at | SIZE] as number) + sign * lots) * mark;
    const loss = Math.max(0, sign * ((rows[lotsAt + 1] as number) - lots * mark));
    rows[at + BUY_NEED + leg] = requirementAt(market, exposure) + loss;
  }

  /** The same in a spot market, where both sides may fill: the sum stands as what is needed with all buys filled. */
  function restateSpot(rows: Float64Array, at: number, market: number): void {
    const asset = spot.baseAssetOf(market);
    const lot = terms[(market << TERMS) | LOT_ATOMS] as number;
    const bought = collateral.weightedValueOf(asset, (rows[at + BUY_LOTS] as number) * lot);
    const sold = collateral.weightedValueUp(asset, (rows[at + SELL_LOTS] as number) * lot);
    const ofBuys = Math.max(0, (rows[at + BUY_VALUE] as number) - bought);
    rows[at + BUY_NEED] = ofBuys + Math.max(0, sold - (rows[at + SELL_VALUE] as number));
    rows[at + SELL_NEED] = 0;
  }

  /**
   * Reserves for so many lots of a side at a price in a row, instead of others of that side at another price; either
   * may be none. All that follows from it: what is needed, and the free margin.
   */
  function reserve(
    row: number,
    account: number,
    market: number,
    side: number,
    oldPrice: number,
    oldLots: number,
    price: number,
    lots: number,
  ): void {
    const at = row << ROW;
    const before = needOf(positions, at);
    const leg = side - BUY;
    const lotsAt = at + BUY_LOTS + 2 * leg;
    positions[lotsAt] = (positions[lotsAt] as number) + (lots - oldLots);
    positions[lotsAt + 1] = (positions[lotsAt + 1] as number) + (lots * price - oldLots * oldPrice);
    restateLeg(positions, at, market, leg);
    const after = needOf(positions, at);
    const sumAt = account << SUM;
    // The sum of an account that is not fresh is added up anew before it is next read, with what its rows need.
    const free = (sums[sumAt | FREE] as number) + (before - after);
    sums[sumAt | FREE] = free;
    if (Math.abs(free) > SAFE_MAX) sums[sumAt | PRICES] = 0;
  }

  /** What of a balance of an account counts as margin, in micro-dollars; of the venue dollar all, of either sign. */
  function weightedValue(account: number, asset: number): number {
    return collateral.weightedValueOf(asset, ledger.balanceOf(account, asset));
  }

  /** Adds up an account anew where a price has moved, or something else that its sum does not follow. */
  function refresh(account: number): void {
    if (!isFresh(account)) addUp(account);
  }

  /** Adds up the free margin of an account into `total`, and keeps it where it can be kept. */
  function addUp(account: number): void {
    total.fill(0);
    addCollateral(account);
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
      const at = row << ROW;
      const market = table.marketOf(row);
      const version = terms[(market << TERMS) | TERMS_VERSION] as number;
      if (states[(row << STATE) | VERSION] !== version) {
        restate(positions, at, market);
        states[(row << STATE) | VERSION] = version;
      }
      addInteger(total, 0, unrealisedAt(row, market));
      addInteger(total, 0, 0 - needOf(positions, at));
    }
    marginSums.keep(account, total[0] as number, total[1] as number);
  }

  /** Adds to `total` what counts of all balances of an account. */
  function addCollateral(account: number): void {
    for (let asset = VENUE_DOLLAR; asset < assets.count(); asset += 1) {
      addInteger(total, 0, weightedValue(account, asset));
    }
  }

  function unrealisedAt(row: number, market: number): number {
    const mark = terms[(market << TERMS) | MARK] as number;
    return (cashes[row] as number) + (positions[(row << ROW) | SIZE] as number) * mark;
  }

  /** Whether the free margin of an account is 0 or more. */
  function hasFree(account: number): boolean {
    if (!isFresh(account)) {
      addUp(account);
      return (total[0] as number) >= 0;
    }
    return (sums[(account << SUM) | FREE] as number) >= 0;
  }

  /**
   * Whether an account without an amount of an asset would have a free margin of 0 or more in which no unrealised
   * profit counts: for money that leaves. It adds up the account, which is rare.
   */
  function mayLeave(account: number, asset: number, amount: number): boolean {
    if (!isBound(account)) return true;
    addUp(account);
    addChange(account, asset, 0 - amount);
    takeProfitAway(account);
    return (total[0] as number) >= 0;
  }

  /** Takes the unrealised profit of every position of an account from `total`. */
  function takeProfitAway(account: number): void {
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
      addInteger(total, 0, 0 - Math.max(0, unrealisedAt(row, table.marketOf(row))));
    }
  }

  /** The free margin of an account in which no unrealised profit counts. */
  function freeWithoutProfitOf(account: number): bigint {
    addUp(account);
    takeProfitAway(account);
    return totalToBigInt(total, 0);
  }

  /** Whether an account has a free margin of 0 or more when an amount of one asset becomes an amount of another. */
  function leavesMargin(account: number, given: number, amount: number, got: number, worth: number): boolean {
    if (!isBound(account)) return true;
    addUp(account);
    addChange(account, given, 0 - amount);
    addChange(account, got, worth);
    return (total[0] as number) >= 0;
  }

  /** Adds to `total` by how much what counts of a balance changes with it. */
  function addChange(account: number, asset: number, amount: number): void {
    const balance = ledger.balanceOf(account, asset);
    const { weightedValueOf } = collateral;
    addInteger(total, 0, weightedValueOf(asset, balance + amount) - weightedValueOf(asset, balance));
  }

  /** The free margin of an account, added up anew: for the rare questions, and for readers. */
  function freeOf(account: number): bigint {
    addUp(account);
    return totalToBigInt(total, 0);
  }

  /** What an account needs in all markets, as its rows were last stated: `freeOf` states them. */
  function needsOf(account: number): bigint {
    let needs = 0n;
    for (let row = table.firstOf(account); row !== 0; row = table.after(row))
      needs += BigInt(needOf(positions, row << ROW));
    return needs;
  }

  /** What an account has, all assets at their full value, and its unrealised profit. */
  function fullEquityOf(account: number): bigint {
    let equity = 0n;
    for (let asset = VENUE_DOLLAR; asset < assets.count(); asset += 1) {
      equity += BigInt(collateral.fullValueOf(asset, ledger.balanceOf(account, asset)));
    }
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
      equity += BigInt(unrealisedAt(row, table.marketOf(row)));
    }
    return equity;
  }

  /** Whether an account has to be asked before money leaves it: it has a row in a market, or owes dollars. */
  function isBound(account: number): boolean {
    return table.countOf(account) > 0 || ledger.balanceOf(account, VENUE_DOLLAR) < 0;
  }

  return {
    openSizeOf,
    ownerOpenSize,
    reducibleBy,
    restate,
    needOf,
    needsOf,
    fullEquityOf,
    freeOf,
    freeWithoutProfitOf,
    reserve,
    refresh,
    unrealisedAt,
    weightedValue,
    hasFree,
    mayLeave,
    leavesMargin,
  };
}
