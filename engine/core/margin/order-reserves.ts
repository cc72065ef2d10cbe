/**
 * What orders have to do with margin, order by order: the row of its account that each holds while it rests, what is
 * reserved for it there, and whether one may rest at all. The rules are section 3 (to rest, to take) of
 * docs/concepts/margin.md. It belongs to the hot path.
 */
import type { OrderSeats } from '../book/order-seats.ts';
import { OrderFlag } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { SpotReserves } from '../spot/spot-reserves.ts';
import type { AccountTable } from '../state/account-table.ts';
import type { AccountMargin } from './account-margin.ts';
import { type MarginTerms, TERM_SHIFT, TermWord } from './margin-terms.ts';
import { NO_ROW, POSITION_SHIFT, type PositionTable, PositionWord } from './position-table.ts';
import type { Trial } from './trial.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const { size: SIZE, cash: CASH } = PositionWord;
const { openInterest: OPEN_INTEREST } = TermWord;
const NONE = NO_ROW;
const ROW = POSITION_SHIFT;
const TERMS = TERM_SHIFT;
const REDUCE_ONLY = OrderFlag.reduceOnly;
const ACCEPTED = ResultCode.accepted;

export type OrderReserves = ReturnType<typeof createOrderReserves>;

/** Over the tables of an exchange; `isOn`: there is money. */
export function createOrderReserves(
  isOn: boolean,
  table: PositionTable,
  marginTerms: MarginTerms,
  margin: AccountMargin,
  spotReserves: SpotReserves,
  seats: OrderSeats,
  accounts: AccountTable,
  trial: Trial,
) {
  const { positions } = table;
  const { terms } = marginTerms;
  const { lotAtoms } = marginTerms.columns;

  /**
   * The row of an account in a market, opened where there is none; NO_ROW when none may be opened, and `whyNot` says
   * why. `seat` is that of its owner there, or NO_SEAT. Unless it gets a hold or something is reserved for in it, it
   * must be let go.
   */
  function obtainRow(seat: number, account: number, market: number): number {
    const row = table.find(seat, account);
    if (row !== NONE) return row;
    if (table.whyNot(seat, account) !== 0) return NONE;
    return table.open(seat, accounts.ownerOf(account), account, market);
  }

  function whyNot(seat: number, account: number): ResultCode {
    return table.whyNot(seat, account) === 1 ? ResultCode.positionsFull : ResultCode.positionQuotaReached;
  }

  /** Whether the position of a row is of the other side than an order, so that the order can reduce it. */
  function canReduce(row: number, side: number): boolean {
    return margin.reducibleBy(row, side) > 0;
  }

  /**
   * 3 and 4 of the question: reserves for so many lots of an order at a price, instead of others at another price, if
   * it may rest so; else says why not, and changes nothing.
   */
  function tryReserve(
    row: number,
    seat: number,
    account: number,
    market: number,
    side: number,
    oldPrice: number,
    oldLots: number,
    price: number,
    lots: number,
  ): ResultCode {
    if (oldLots === 0) return tryReserveNew(row, seat, account, market, side, price, lots);
    margin.reserve(row, account, market, side, oldPrice, 0 - oldLots);
    const code = tryReserveNew(row, seat, account, market, side, price, lots);
    if (code !== ACCEPTED) margin.reserve(row, account, market, side, oldPrice, oldLots);
    return code;
  }

  /** The same of an order for which nothing is reserved. */
  function tryReserveNew(
    row: number,
    seat: number,
    account: number,
    market: number,
    side: number,
    price: number,
    lots: number,
  ): ResultCode {
    return lotAtoms[market << TERMS] === 0
      ? margin.tryReserve(row, seat, account, market, side, price, lots)
      : spotReserves.tryReserve(row, account, market, side, price, lots);
  }

  /** Reserves for so many lots of an order (below 0: no longer) that holds its row, unless it is reduce-only. */
  function reserve(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): void {
    if ((flags & REDUCE_ONLY) !== 0) return;
    const row = table.find(seat, account);
    margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, price, lots);
  }

  /** An order that was reserved for with so many lots leaves the row that it holds. */
  function leave(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): void {
    const row = table.find(seat, account);
    if ((flags & REDUCE_ONLY) !== 0) {
      table.release(row);
      return;
    }
    if (row === NONE) return;
    if (lots !== 0) margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, price, 0 - lots);
    table.letGo(row);
  }

  /** As if an order left that was reserved for with so many lots, until the plan is over. */
  function pass(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): void {
    if ((flags & REDUCE_ONLY) !== 0) return;
    const row = table.find(seat, account);
    trial.save(row, account);
    margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, price, 0 - lots);
  }

  /**
   * An order that rests enters the row of its account, for which it is reserved with so many lots, or which it holds.
   * Answers whether there was room for the row.
   */
  function enter(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): boolean {
    const row = obtainRow(seat, account, bookSide >>> 1);
    if (row === NONE) return false;
    if ((flags & REDUCE_ONLY) !== 0) table.hold(row);
    else margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, price, lots);
    return true;
  }

  /** Sets a position that a snapshot says, in a row opened where there is none. Answers whether there was room. */
  function restorePosition(account: number, market: number, size: number, cash: number): boolean {
    const owner = accounts.ownerOf(account);
    const seat = seats.find(owner, market);
    const row = obtainRow(seat, account, market);
    if (row === NONE) return false;
    positions[(row << ROW) | SIZE] = size;
    positions[(row << ROW) | CASH] = cash;
    // What the row needs is stated when its account is first added up.
    const interestAt = (market << TERMS) | OPEN_INTEREST;
    terms[interestAt] = (terms[interestAt] as number) + Math.max(0, size);
    return true;
  }

  return {
    isOn,
    rowOf: table.find,
    obtainRow,
    whyNot,
    canReduce,
    tryReserve,
    reserve,
    leave,
    pass,
    enter,
    holdRow: table.hold,
    releaseRow: table.release,
    letRowGo: table.letGo,
    restorePosition,
  };
}
