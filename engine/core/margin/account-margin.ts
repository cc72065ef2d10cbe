/**
 * What an account needs and what it has free: sections 2 and 3 of docs/concepts/margin.md. The free margin is kept as a
 * sum, and what changes in one row changes the sum by as much, so that no question costs more than the rows it touches;
 * but for the first after a price has moved, and one that the sum would refuse, which add up the account. A kept sum is
 * never above the free margin, and may be below it, since an order that leaves does not always restate its row. It
 * belongs to the hot path, in which a double that a call takes or answers costs an allocation: they stay in typed
 * arrays.
 */

import type { OrderSeats } from '../book/order-seats.ts';
import type { AssetTable } from '../money/asset-table.ts';
import type { Ledger } from '../money/ledger.ts';
import { largerDifference, largerOf, positivePart } from '../numbers/branch-free.ts';
import { addInteger, TOTAL_LIMBS, totalToBigInt } from '../numbers/two-limb.ts';
import { createDoubles } from '../numbers/words.ts';
import { Side, VENUE_DOLLAR } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { SpotMarkets } from '../spot/spot-markets.ts';
import type { Collateral } from './collateral.ts';
import { type MarginSums, SUM_SHIFT } from './margin-sums.ts';
import { type MarginTerms, TERM_SHIFT } from './margin-terms.ts';
import { POSITION_SHIFT, type PositionTable } from './position-table.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ACCEPTED = ResultCode.accepted;
const larger = largerOf;
const positive = positivePart;
const differenceOfLarger = largerDifference;
const ROW = POSITION_SHIFT;
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
  const { sizes, buyLots, buyValues, buyNeeds, sellLots, sellValues, sellNeeds, cashes } = table.columns;
  const { requirementAt } = marginTerms;
  const { marks, lotAtoms, positionMaxima, openInterests, openInterestMaxima } = marginTerms.columns;
  const { frees, counts, isFresh } = marginSums;
  const total = createDoubles(TOTAL_LIMBS);

  /** The lots of the largest position that the orders of a row can lead to, whatever of it is reduced before. */
  function openSizeOf(at: number): number {
    return openSizeWith(at, sizes[at] as number);
  }

  /** The same of a row with another position. */
  function openSizeWith(at: number, size: number): number {
    return larger(positive(size) + (buyLots[at] as number), positive(0 - size) + (sellLots[at] as number));
  }

  /** By how many lots the accounts of an owner are open in a market: the sum over the rows at its seat there. */
  function ownerOpenSize(seat: number): number {
    let sum = 0;
    for (let row = seats.firstRowOf(seat); row !== 0; row = table.afterAtSeat(row)) sum += openSizeOf(row << ROW);
    return sum;
  }

  /** The same but for the account of one of those rows. */
  function othersOpenSize(at: number, seat: number): number {
    return seats.rowsOf(seat) === 1 ? 0 : ownerOpenSize(seat) - openSizeOf(at);
  }

  /** How many lots an order of a side can take off the position of a row. */
  function reducibleBy(row: number, side: number): number {
    const size = sizes[row << ROW] as number;
    return positive(side === BUY ? 0 - size : size);
  }

  /** What a row needs, as it was last stated; it may need less since. */
  function needOf(row: number): number {
    const at = row << ROW;
    return larger(buyNeeds[at] as number, sellNeeds[at] as number);
  }

  /** States what the position and the orders of a row need in its market: all buys filled, or all sells. */
  function restate(row: number, market: number): void {
    const at = row << ROW;
    const isSpot = lotAtoms[market << TERMS] !== 0;
    buyNeeds[at] = isSpot ? needOfSpot(at, market) : needWithBuys(at, market);
    sellNeeds[at] = isSpot ? 0 : needWithSells(at, market);
  }

  function needWithBuys(at: number, market: number): number {
    const lots = buyLots[at] as number;
    return needWith(market, sizes[at] as number, lots, buyValues[at] as number, 1);
  }

  function needWithSells(at: number, market: number): number {
    const lots = sellLots[at] as number;
    return needWith(market, sizes[at] as number, lots, sellValues[at] as number, -1);
  }

  /**
   * What a position needs when so many lots that are reserved for are filled at their value, all buys (sign 1) or all
   * sells (sign -1): the requirement of what is then open, and what is lost against the mark.
   */
  function needWith(market: number, size: number, lots: number, value: number, sign: number): number {
    const mark = marks[market << TERMS] as number;
    const exposure = Math.abs(size + sign * lots) * mark;
    return requirementAt(market, exposure) + positive(sign * (value - lots * mark));
  }

  /** What is needed in a spot market, where both sides may fill: the sum over them. */
  function needOfSpot(at: number, market: number): number {
    const ofBuys = needOfBuys(market, buyLots[at] as number, buyValues[at] as number);
    return ofBuys + needOfSells(market, sellLots[at] as number, sellValues[at] as number);
  }

  /** What so many lots need in a spot market that are bought at their value: what the coins do not count for. */
  function needOfBuys(market: number, lots: number, value: number): number {
    if (lots === 0) return 0;
    const bought = collateral.weightedValueOf(spot.baseAssetOf(market), lots * (lotAtoms[market << TERMS] as number));
    return positive(value - bought);
  }

  /** The same of lots that are sold: what the coins count for beyond their value. */
  function needOfSells(market: number, lots: number, value: number): number {
    if (lots === 0) return 0;
    const sold = collateral.weightedValueUp(spot.baseAssetOf(market), lots * (lotAtoms[market << TERMS] as number));
    return positive(sold - value);
  }

  /**
   * Reserves for so many lots more of a side at a price in a row, below 0 for so many fewer. All that follows from it:
   * what is needed, and the free margin.
   */
  function reserve(row: number, account: number, market: number, side: number, price: number, lots: number): void {
    const at = row << ROW;
    if (lotAtoms[market << TERMS] !== 0) {
      reserveSpot(row, account, market, side, price, lots);
      return;
    }
    // Of sells the columns of buys hold what they do three elements further on.
    const leg = side - BUY;
    const lotsAt = at + 3 * leg;
    const own = (buyLots[lotsAt] as number) + lots;
    const value = (buyValues[lotsAt] as number) + lots * price;
    buyLots[lotsAt] = own;
    buyValues[lotsAt] = value;
    const sign = 1 - 2 * leg;
    // Without those lots the row needs no more than with them, but where their price was better than the mark and made
    // up for others. What it needs is then left as stated, so that the kept sum is a floor, which refuses nothing until
    // the account was added up anew. What is stated for one side alone may thus be too little, where its orders had
    // reduced the position; the other side then needs more than that position, and the larger of the two is what
    // counts. The last order of a side takes all with it.
    const isLess = lots < 0 && own !== 0 && sign * (value - own * (marks[market << TERMS] as number)) <= 0;
    if (!isLess) stateLeg(row, account, market, leg);
  }

  /** States what is needed with the orders of a side filled, 0 of buys or 1 of sells, and the free margin with it. */
  function stateLeg(row: number, account: number, market: number, leg: number): void {
    const at = row << ROW;
    const lotsAt = at + 3 * leg;
    const own = buyLots[lotsAt] as number;
    const need = needWith(market, sizes[at] as number, own, buyValues[lotsAt] as number, 1 - 2 * leg);
    const other = buyNeeds[at + 3 - 3 * leg] as number;
    const freed = differenceOfLarger(buyNeeds[lotsAt] as number, other, need, other);
    buyNeeds[lotsAt] = need;
    addFree(account, freed);
  }

  /** What `reserve` does, in a spot market. */
  function reserveSpot(row: number, account: number, market: number, side: number, price: number, lots: number): void {
    const at = row << ROW;
    const lotsAt = at + 3 * (side - BUY);
    buyLots[lotsAt] = (buyLots[lotsAt] as number) + lots;
    buyValues[lotsAt] = (buyValues[lotsAt] as number) + lots * price;
    const before = buyNeeds[at] as number;
    const need = needOfSpot(at, market);
    buyNeeds[at] = need;
    addFree(account, before - need);
  }

  /** Adds to the free margin of an account, which is forgotten where it can not be kept. */
  function addFree(account: number, freed: number): void {
    const sumAt = account << SUM;
    // The sum of an account that is not fresh is added up anew before it is next read, with what its rows need.
    const free = (frees[sumAt] as number) + freed;
    frees[sumAt] = free;
    if (Math.abs(free) > SAFE_MAX) counts[sumAt] = 0;
  }

  /**
   * 3 and 4 of the question: reserves for so many lots of a new order of a side at a price in a perpetual market, if it
   * may rest so; else says why not, and changes nothing. `seat` is that of the owner of the row.
   */
  function tryReserve(
    row: number,
    seat: number,
    account: number,
    market: number,
    side: number,
    price: number,
    lots: number,
  ): ResultCode {
    const isKept = isFresh(account) || isKeptAnew(account);
    const at = row << ROW;
    const leg = side - BUY;
    const sign = 1 - 2 * leg;
    const lotsAt = at + 3 * leg;
    const otherAt = at + 3 - 3 * leg;
    const signed = sign * (sizes[at] as number);
    const own = (buyLots[lotsAt] as number) + lots;
    const value = (buyValues[lotsAt] as number) + lots * price;
    const longest = positive(signed) + own;
    const shortest = positive(0 - signed) + (buyLots[otherAt] as number);
    const open = larger(longest, shortest);
    const term = market << TERMS;
    const isBeyond = open + othersOpenSize(at, seat) > (positionMaxima[term] as number);
    const isCapped = (openInterests[term] as number) >= (openInterestMaxima[term] as number);
    // Whether a bound is reached foretells more than whether the open size grows, which comes at random.
    if ((isBeyond || isCapped) && open > larger(longest - lots, shortest)) {
      return isBeyond ? ResultCode.positionLimitReached : ResultCode.openInterestCapReached;
    }
    const need = needWith(market, sizes[at] as number, own, value, sign);
    const other = buyNeeds[otherAt] as number;
    const sumAt = account << SUM;
    const free = (frees[sumAt] as number) + differenceOfLarger(buyNeeds[lotsAt] as number, other, need, other);
    if (!isKept || free < 0 || free > SAFE_MAX) {
      return tryReserveExactly(row, account, market, side, price, lots, own <= positive(0 - signed));
    }
    buyLots[lotsAt] = own;
    buyValues[lotsAt] = value;
    buyNeeds[lotsAt] = need;
    frees[sumAt] = free;
    return ACCEPTED;
  }

  /** Whether the sum of an account can be kept, that was added up anew. */
  function isKeptAnew(account: number): boolean {
    addUp(account);
    return isFresh(account);
  }

  /** What `tryReserve` does where the kept sum would refuse, or is none; an order that only reduces may rest. */
  function tryReserveExactly(
    row: number,
    account: number,
    market: number,
    side: number,
    price: number,
    lots: number,
    onlyReduces: boolean,
  ): ResultCode {
    reserve(row, account, market, side, price, lots);
    if (onlyReduces || hasFree(account)) return ACCEPTED;
    reserve(row, account, market, side, price, 0 - lots);
    // Whatever `reserve` left as it was: the sum shall not be lower for an order that was refused.
    stateLeg(row, account, market, side - BUY);
    return ResultCode.marginTooSmall;
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
      const market = table.marketOf(row);
      restate(row, market);
      addInteger(total, 0, unrealisedAt(row, market));
      addInteger(total, 0, 0 - needOf(row));
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
    const mark = marks[market << TERMS] as number;
    const at = row << ROW;
    return (cashes[at] as number) + (sizes[at] as number) * mark;
  }

  /** Whether the free margin of an account is 0 or more. */
  function hasFree(account: number): boolean {
    if (isFresh(account) && (frees[account << SUM] as number) >= 0) return true;
    addUp(account);
    return (total[0] as number) >= 0;
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

  /** Whether the kept sum says that an amount more than the free margin without unrealised profit is 0 or above. */
  function keepsWithoutProfit(account: number, amount: number): boolean {
    if (!isFresh(account)) return false;
    let sum = (frees[account << SUM] as number) + amount;
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
      sum -= positive(unrealisedAt(row, table.marketOf(row)));
      if (Math.abs(sum) > SAFE_MAX) return false;
    }
    return sum >= 0 && sum <= SAFE_MAX;
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
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) needs += BigInt(needOf(row));
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
    openSizeWith,
    othersOpenSize,
    ownerOpenSize,
    reducibleBy,
    needOf,
    needWith,
    needsOf,
    fullEquityOf,
    freeOf,
    freeWithoutProfitOf,
    keepsWithoutProfit,
    needOfBuys,
    needOfSells,
    addFree,
    reserve,
    tryReserve,
    refresh,
    unrealisedAt,
    weightedValue,
    hasFree,
    mayLeave,
    leavesMargin,
  };
}
