/**
 * How many orders each owner has open, in all markets and in each. An owner with open orders in a market has a seat
 * there, which every one of those orders names: whether two orders of a book are of one owner is whether they name one
 * seat. Seats lie in a hash table with chains, so that a seat stays where it is while it is named, and there are never
 * more of them than open orders and rows of positions. Where there is money the positions of the owner's accounts keep
 * the seat too, by which they are found. It belongs to the hot path of the book.
 */
import { assert } from '../bug.ts';
import { createWordRows, createWords, wordColumn } from '../numbers/words.ts';
import { SENDER_WORDS_SHIFT, SenderWord } from '../state/hot-lines.ts';

const LINE = SENDER_WORDS_SHIFT;
const SEAT_WORDS = 8;
const SEAT_SHIFT = 3;
const OWNER = 0;
const MARKET = 1;
/** Of a seat that was given back, and of no seat. */
const NO_MARKET = -1;
const COUNT = 2;
/** The seat behind in its chain; of a seat that was given back, the one given back before it. */
const NEXT = 3;
/** Where there is money: the first row of positions at the seat, whose that is, and how many rows there are. */
const FIRST_ROW = 4;
const FIRST_ACCOUNT = 5;
const ROWS = 6;
const FRESH = 0;
const RETURNED = 1;
/** Random multipliers that the hash takes. */
export const SEAT_HASH_KEYS = 3;

/** No seat: of an owner that has neither an order open nor a row of positions in the market. */
export const NO_SEAT = 0;

export type OrderSeats = ReturnType<typeof createOrderSeats>;

/** No seats yet, for so many open orders and rows of positions, of the owners that have these lines. */
export function createOrderSeats(ordersMax: number, positionsMax: number, lines: Int32Array, hashKeys: Int32Array) {
  const [keyLow, keyHigh, keyMarket] = Array.from(hashKeys) as [number, number, number];
  const seatsMax = ordersMax + positionsMax;
  const bits = Math.max(1, 32 - Math.clz32(seatsMax - 1));
  const shift = 32 - bits;
  const chains = createWords((0xffffffff >>> shift) + 1);
  const seats = createWordRows((seatsMax + 1) * SEAT_WORDS);
  const totals = wordColumn(lines, SenderWord.orders, 1 << LINE);
  const counts = createWords(2);
  counts[FRESH] = 1;
  seats[MARKET] = NO_MARKET;

  function chainOf(owner: number, market: number): number {
    const hash = Math.imul(owner & 0xffff, keyLow) + Math.imul(owner >>> 16, keyHigh) + Math.imul(market, keyMarket);
    return hash >>> shift;
  }

  /** The seat of an owner in a market, NO_SEAT when it has none. */
  function find(owner: number, market: number): number {
    let seat = chains[chainOf(owner, market)] as number;
    while (seat !== 0 && !isHeldBy(seat, owner, market)) seat = seats[(seat << SEAT_SHIFT) | NEXT] as number;
    return seat;
  }

  /** Whether a seat is that of an owner in a market; one that was given back is nobody's, since it is in no market. */
  function isHeldBy(seat: number, owner: number, market: number): boolean {
    const at = seat << SEAT_SHIFT;
    return seats[at | OWNER] === owner && seats[at | MARKET] === market;
  }

  /**
   * Counts one order more of an owner in a market; answers the seat. `known` is the seat that `find` answered some time
   * ago, NO_SEAT at will: it spares the search if it still is theirs.
   */
  function take(known: number, owner: number, market: number): number {
    const seat = isHeldBy(known, owner, market) ? known : obtain(owner, market);
    add(seat, owner);
    return seat;
  }

  /** Counts one order more of an owner at its seat, which has orders. */
  function add(seat: number, owner: number): void {
    const at = seat << SEAT_SHIFT;
    seats[at | COUNT] = (seats[at | COUNT] as number) + 1;
    totals[owner << LINE] = (totals[owner << LINE] as number) + 1;
  }

  /** Counts one order less at a seat, which is given back with the last. */
  function leave(seat: number): void {
    const at = seat << SEAT_SHIFT;
    const owner = seats[at | OWNER] as number;
    const count = ((seats[at | COUNT] as number) - 1) | 0;
    seats[at | COUNT] = count;
    totals[owner << LINE] = (totals[owner << LINE] as number) - 1;
    if (count === 0 && rowsOf(seat) === 0) close(seat);
  }

  /** Counts one row more of an owner in a market; answers the seat. `known` is as for `take`. */
  function joinRow(known: number, owner: number, market: number): number {
    const seat = isHeldBy(known, owner, market) ? known : obtain(owner, market);
    const at = (seat << SEAT_SHIFT) | ROWS;
    seats[at] = (seats[at] as number) + 1;
    return seat;
  }

  /** Counts one row less at a seat, which is given back with the last of rows and orders. */
  function leaveRow(seat: number): void {
    const at = (seat << SEAT_SHIFT) | ROWS;
    const count = ((seats[at] as number) - 1) | 0;
    seats[at] = count;
    if (count === 0 && seats[(seat << SEAT_SHIFT) | COUNT] === 0) close(seat);
  }

  /** Rows of positions at a seat; none where there is no money. */
  function rowsOf(seat: number): number {
    return seats[(seat << SEAT_SHIFT) | ROWS] as number;
  }

  function obtain(owner: number, market: number): number {
    const seat = find(owner, market);
    return seat === 0 ? open(owner, market) : seat;
  }

  function open(owner: number, market: number): number {
    const returned = counts[RETURNED] as number;
    const seat = returned === 0 ? (counts[FRESH] as number) : returned;
    const at = seat << SEAT_SHIFT;
    if (returned === 0) counts[FRESH] = seat + 1;
    else counts[RETURNED] = seats[at | NEXT] as number;
    const chain = chainOf(owner, market);
    seats[at | OWNER] = owner;
    seats[at | MARKET] = market;
    seats[at | NEXT] = chains[chain] as number;
    chains[chain] = seat;
    return seat;
  }

  function close(seat: number): void {
    const at = seat << SEAT_SHIFT;
    const chain = chainOf(seats[at | OWNER] as number, seats[at | MARKET] as number);
    const behind = seats[at | NEXT] as number;
    if (chains[chain] === seat) chains[chain] = behind;
    else seats[(before(seat, chain) << SEAT_SHIFT) | NEXT] = behind;
    seats[at | MARKET] = NO_MARKET;
    seats[at | NEXT] = counts[RETURNED] as number;
    counts[RETURNED] = seat;
  }

  /** The seat before another, which is not the first, in a chain. */
  function before(seat: number, chain: number): number {
    let at = chains[chain] as number;
    while (seats[(at << SEAT_SHIFT) | NEXT] !== seat) {
      at = seats[(at << SEAT_SHIFT) | NEXT] as number;
      assert(at !== 0, 'a seat that is held is in its chain');
    }
    return at;
  }

  return {
    find,
    isHeldBy,
    take,
    add,
    leave,
    joinRow,
    leaveRow,
    rowsOf,
    /** The first of the rows at a seat, 0 for none, by which the others are found. */
    firstRowOf: (seat: number) => seats[(seat << SEAT_SHIFT) | FIRST_ROW] as number,
    firstAccountOf: (seat: number) => seats[(seat << SEAT_SHIFT) | FIRST_ACCOUNT] as number,
    setFirstRow: (seat: number, row: number, account: number) => {
      seats[(seat << SEAT_SHIFT) | FIRST_ROW] = row;
      seats[(seat << SEAT_SHIFT) | FIRST_ACCOUNT] = account;
    },
    /** The owner of a seat, or of the last one of a seat that was given back. */
    ownerOf: (seat: number) => seats[(seat << SEAT_SHIFT) | OWNER] as number,
    /** Open orders at a seat; none at NO_SEAT. */
    countOf: (seat: number) => seats[(seat << SEAT_SHIFT) | COUNT] as number,
    /** Open orders of an owner in all markets. */
    totalOf: (owner: number) => totals[owner << LINE] as number,
  };
}
