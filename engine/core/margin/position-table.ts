/**
 * What each account has in each market: its position, and what is reserved for its resting orders. A row is there while
 * there is either, or while an order takes. An account finds its rows in a list of its own, and in a market through the
 * seat of its owner, of which few accounts of one owner share one. It belongs to the hot path.
 */

import type { OrderSeats } from '../book/order-seats.ts';
import { assert } from '../bug.ts';
import { createDoubleRows, createWordRows, createWords, doubleColumn } from '../numbers/words.ts';
import { POSITIONS_OF_ACCOUNT_MAX, POSITIONS_OF_SEAT_MAX } from '../schema/command.ts';

/** The doubles of a row. Those of sells stand as those of buys do, three further on. */
export const PositionWord = {
  /** Lots, above 0 when long. */
  size: 0,
  /** In micro-dollars, of either sign. */
  cash: 1,
  /**
   * Remaining lots of the orders of a side that are reserved for, price times lots over them, and what is needed with
   * all of them filled, as it was last stated; in a spot market all that is needed stands at the buys.
   */
  buyLots: 2,
  buyValue: 3,
  buyNeed: 4,
  sellLots: 5,
  sellValue: 6,
  sellNeed: 7,
} as const;
const ROW_SHIFT = 3;
export const POSITION_SHIFT = ROW_SHIFT;
const { size: SIZE, cash: CASH } = PositionWord;
const { buyLots: BUY_LOTS, buyValue: BUY_VALUE, buyNeed: BUY_NEED } = PositionWord;
const { sellLots: SELL_LOTS, sellValue: SELL_VALUE, sellNeed: SELL_NEED } = PositionWord;

/** The words that link a row. */
const ACCOUNT = 0;
const MARKET = 1;
const SEAT = 2;
const NEXT_OF_ACCOUNT = 3;
const PREVIOUS_OF_ACCOUNT = 4;
/** The next row of the seat; of a row that was given back, the one given back before it. */
const NEXT_OF_SEAT = 5;
/** What holds the row besides its position and what is reserved for: reduce-only orders that rest, one that takes. */
const HOLDS = 6;
const LINK_SHIFT = 3;
const FRESH = 0;
const RETURNED = 1;
const COUNT = 2;

/** No row: of an account that has nothing in the market, and when there is no room. */
const NONE = 0;
export const NO_ROW = NONE;

export type PositionTable = ReturnType<typeof createPositionTable>;

/** No rows yet, for so many of so many accounts. */
export function createPositionTable(positionsMax: number, accountsMax: number, seats: OrderSeats) {
  const positions = createDoubleRows((positionsMax + 2) << ROW_SHIFT);
  const columnOf = (word: number): Float64Array => doubleColumn(positions, word, 1 << ROW_SHIFT);
  const columns = {
    sizes: columnOf(SIZE),
    cashes: columnOf(CASH),
    buyLots: columnOf(BUY_LOTS),
    buyValues: columnOf(BUY_VALUE),
    buyNeeds: columnOf(BUY_NEED),
    sellLots: columnOf(SELL_LOTS),
    sellValues: columnOf(SELL_VALUE),
    sellNeeds: columnOf(SELL_NEED),
  };
  const { sizes, buyLots, sellLots } = columns;
  const links = createWordRows((positionsMax + 1) << LINK_SHIFT);
  const firstRows = createWords(accountsMax);
  const rowCounts = createWords(accountsMax);
  const counts = createWords(3);
  counts[FRESH] = 1;

  function link(row: number, word: number): number {
    return links[(row << LINK_SHIFT) | word] as number;
  }

  function setLink(row: number, word: number, value: number): void {
    links[(row << LINK_SHIFT) | word] = value;
  }

  /** The row of an account at the seat of its owner in a market, NO_ROW when it has none. */
  function find(seat: number, account: number): number {
    let row = seats.firstRowOf(seat);
    if (seats.firstAccountOf(seat) === account) return row;
    while (row !== NONE && link(row, ACCOUNT) !== account) row = link(row, NEXT_OF_SEAT);
    return row;
  }

  /** Whether another row may be opened: 1 when the table is full, 2 when the account or its owner has too many. */
  function whyNot(seat: number, account: number): 0 | 1 | 2 {
    if ((counts[COUNT] as number) >= positionsMax) return 1;
    const isMany = (rowCounts[account] as number) >= POSITIONS_OF_ACCOUNT_MAX;
    return isMany || seats.rowsOf(seat) >= POSITIONS_OF_SEAT_MAX ? 2 : 0;
  }

  /** Opens a row that `whyNot` does not speak against; answers it. `known` is the seat of the owner, or NO_SEAT. */
  function open(known: number, owner: number, account: number, market: number): number {
    const returned = counts[RETURNED] as number;
    const row = returned === 0 ? (counts[FRESH] as number) : returned;
    if (returned === 0) counts[FRESH] = row + 1;
    else counts[RETURNED] = link(row, NEXT_OF_SEAT);
    counts[COUNT] = (counts[COUNT] as number) + 1;
    const seat = seats.joinRow(known, owner, market);
    const first = firstRows[account] as number;
    setLink(row, ACCOUNT, account);
    setLink(row, MARKET, market);
    setLink(row, SEAT, seat);
    setLink(row, NEXT_OF_ACCOUNT, first);
    setLink(row, PREVIOUS_OF_ACCOUNT, 0);
    if (first !== NONE) setLink(first, PREVIOUS_OF_ACCOUNT, row);
    firstRows[account] = row;
    rowCounts[account] = (rowCounts[account] as number) + 1;
    setLink(row, HOLDS, 0);
    setLink(row, NEXT_OF_SEAT, seats.firstRowOf(seat));
    seats.setFirstRow(seat, row, account);
    positions.fill(0, row << ROW_SHIFT, (row + 1) << ROW_SHIFT);
    return row;
  }

  /** Gives back a row that has no position, no order and no hold. */
  function close(row: number): void {
    const account = link(row, ACCOUNT);
    const seat = link(row, SEAT);
    const next = link(row, NEXT_OF_ACCOUNT);
    const previous = link(row, PREVIOUS_OF_ACCOUNT);
    if (previous === NONE) firstRows[account] = next;
    else setLink(previous, NEXT_OF_ACCOUNT, next);
    if (next !== NONE) setLink(next, PREVIOUS_OF_ACCOUNT, previous);
    rowCounts[account] = (rowCounts[account] as number) - 1;
    const behind = link(row, NEXT_OF_SEAT);
    let at = seats.firstRowOf(seat);
    if (at === row) seats.setFirstRow(seat, behind, link(behind, ACCOUNT));
    else {
      while (link(at, NEXT_OF_SEAT) !== row) at = link(at, NEXT_OF_SEAT);
      setLink(at, NEXT_OF_SEAT, behind);
    }
    setLink(row, NEXT_OF_SEAT, counts[RETURNED] as number);
    counts[RETURNED] = row;
    counts[COUNT] = (counts[COUNT] as number) - 1;
    seats.leaveRow(seat);
  }

  /** Keeps a row that may have neither position nor reserves: for a reduce-only order, or while an order takes. */
  function hold(row: number): void {
    setLink(row, HOLDS, link(row, HOLDS) + 1);
  }

  /** Ends a hold. */
  function release(row: number): void {
    const holds = (link(row, HOLDS) - 1) | 0;
    assert(holds >= 0, 'a row is released as often as it was held');
    setLink(row, HOLDS, holds);
    letGo(row);
  }

  /** Gives a row back if nothing is left that keeps it. */
  function letGo(row: number): void {
    const at = row << ROW_SHIFT;
    const reserved = (buyLots[at] as number) + (sellLots[at] as number);
    const isEmpty = reserved === 0 && sizes[at] === 0;
    if (isEmpty && link(row, HOLDS) === 0) close(row);
  }

  return {
    /** The doubles of the rows, and by column, for the hot path. */
    positions,
    columns,
    find,
    whyNot,
    open,
    hold,
    release,
    letGo,
    /** Another row at the seat of a row, 0 behind the last; the first is that of the seat. */
    afterAtSeat: (row: number) => link(row, NEXT_OF_SEAT),
    marketOf: (row: number) => link(row, MARKET),
    seatOf: (row: number) => link(row, SEAT),
    sizeOf: (row: number) => positions[(row << ROW_SHIFT) | SIZE] as number,
    cashOf: (row: number) => positions[(row << ROW_SHIFT) | CASH] as number,
    /** The rows of an account, in no order that matters. */
    firstOf: (account: number) => firstRows[account] as number,
    after: (row: number) => link(row, NEXT_OF_ACCOUNT),
    countOf: (account: number) => rowCounts[account] as number,
    /** Rows that are open, of all accounts. */
    count: () => counts[COUNT] as number,
  };
}
