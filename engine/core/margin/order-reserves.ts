/**
 * What orders have to do with margin, order by order: the row of its account that each holds while it rests, what is
 * reserved for it there, and whether one may rest at all. The rules are section 3 (to rest, to take) of
 * docs/concepts/margin.md. It belongs to the hot path.
 */
import type { OrderSeats } from '../book/order-seats.ts';
import { OrderFlag, Side } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { AccountTable } from '../state/account-table.ts';
import type { AccountMargin } from './account-margin.ts';
import { type MarginTerms, TERM_SHIFT, TermWord } from './margin-terms.ts';
import { NO_ROW, POSITION_SHIFT, PositionState, type PositionTable, PositionWord } from './position-table.ts';
import type { SpotReserves } from './spot-reserves.ts';
import type { Trial } from './trial.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const { size: SIZE, buyLots: BUY_LOTS } = PositionWord;
const { version: VERSION } = PositionState;
const { positionMax: POSITION_MAX, openInterest: OPEN_INTEREST, openInterestMax: OPEN_INTEREST_MAX } = TermWord;
const { version: TERMS_VERSION, lotAtoms: LOT_ATOMS } = TermWord;
const ROW = POSITION_SHIFT;
const STATE = POSITION_SHIFT + 1;
const TERMS = TERM_SHIFT;
const BUY = Side.buy;
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
  const { positions, states, cashes } = table;
  const { terms } = marginTerms;

  /**
   * The row of an account in a market, opened where there is none; NO_ROW when none may be opened, and `whyNot` says
   * why. `seat` is that of its owner there, or NO_SEAT. Unless it gets a hold or something is reserved for in it, it
   * must be let go.
   */
  function obtainRow(seat: number, account: number, market: number): number {
    const row = table.find(seat, account);
    if (row !== NO_ROW) return row;
    if (table.whyNot(seat, account) !== 0) return NO_ROW;
    const opened = table.open(seat, accounts.ownerOf(account), account, market);
    states[(opened << STATE) | VERSION] = terms[(market << TERMS) | TERMS_VERSION] as number;
    return opened;
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
    account: number,
    market: number,
    side: number,
    oldPrice: number,
    oldLots: number,
    price: number,
    lots: number,
  ): ResultCode {
    if (terms[(market << TERMS) | LOT_ATOMS] !== 0) {
      return spotReserves.tryReserve(row, account, market, side, oldPrice, oldLots, price, lots);
    }
    const at = row << ROW;
    margin.refresh(account);
    // Whether the open size grows is asked of the order against nothing.
    if (oldLots !== 0) margin.reserve(row, account, market, side, oldPrice, oldLots, 0, 0);
    const before = margin.openSizeOf(positions, at);
    margin.reserve(row, account, market, side, 0, 0, price, lots);
    let code: ResultCode = ACCEPTED;
    if (margin.openSizeOf(positions, at) > before) {
      const term = market << TERMS;
      const isCapped = (terms[term | OPEN_INTEREST] as number) >= (terms[term | OPEN_INTEREST_MAX] as number);
      const open = margin.ownerOpenSize(table.seatOf(row));
      if (open > (terms[term | POSITION_MAX] as number)) code = ResultCode.positionLimitReached;
      else if (isCapped) code = ResultCode.openInterestCapReached;
    }
    if (code === ACCEPTED && !margin.hasFree(account) && !onlyReduces(row, side)) code = ResultCode.marginTooSmall;
    if (code !== ACCEPTED) margin.reserve(row, account, market, side, price, lots, oldPrice, oldLots);
    return code;
  }

  /** Whether the orders of a side that are reserved for only reduce the position. */
  function onlyReduces(row: number, side: number): boolean {
    const lots = positions[((row << ROW) | BUY_LOTS) + ((side - BUY) << 1)] as number;
    return lots <= margin.reducibleBy(row, side);
  }

  /** Reserves for so many lots of an order (below 0: no longer) that holds its row, unless it is reduce-only. */
  function reserve(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): void {
    if ((flags & REDUCE_ONLY) !== 0) return;
    const row = table.find(seat, account);
    margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, price, 0 - lots, 0, 0);
  }

  /** An order that was reserved for with so many lots leaves the row that it holds. */
  function leave(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): void {
    const row = table.find(seat, account);
    if ((flags & REDUCE_ONLY) !== 0) {
      table.release(row);
      return;
    }
    if (row === NO_ROW) return;
    if (lots !== 0) margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, price, lots, 0, 0);
    table.letGo(row);
  }

  /** As if an order left that was reserved for with so many lots, until the plan is over. */
  function pass(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): void {
    if ((flags & REDUCE_ONLY) !== 0) return;
    const row = table.find(seat, account);
    // An account that is not fresh would be put back to its old sum, while its rows were restated meanwhile.
    margin.refresh(account);
    trial.save(row, account);
    margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, price, lots, 0, 0);
  }

  /**
   * An order that rests enters the row of its account, for which it is reserved with so many lots, or which it holds.
   * Answers whether there was room for the row.
   */
  function enter(seat: number, account: number, bookSide: number, flags: number, price: number, lots: number): boolean {
    const row = obtainRow(seat, account, bookSide >>> 1);
    if (row === NO_ROW) return false;
    if ((flags & REDUCE_ONLY) !== 0) table.hold(row);
    else margin.reserve(row, account, bookSide >>> 1, (bookSide & 1) + 1, 0, 0, price, lots);
    return true;
  }

  /** Sets a position that a snapshot says, in a row opened where there is none. Answers whether there was room. */
  function restorePosition(account: number, market: number, size: number, cash: number): boolean {
    const owner = accounts.ownerOf(account);
    const seat = seats.find(owner, market);
    const row = obtainRow(seat, account, market);
    if (row === NO_ROW) return false;
    positions[(row << ROW) | SIZE] = size;
    cashes[row] = cash;
    // What the row needs is computed anew when its account is first added up.
    states[(row << STATE) | VERSION] = 0;
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
