/**
 * What a machine answered to one order command, read straight from its record words: the number that a placed order
 * got, what it traded, and which orders left. Other records are stepped over by the lengths of their layouts.
 */
import {
  type Machine,
  orderCancelled,
  orderFilled,
  orderPlaced,
  RECORDS,
  wordOf,
} from '@intelligent-ledger/engine/core';

const TWO_32 = 4_294_967_296;
const PLACED_ORDER = wordOf(orderPlaced, 'order');
const FILLED_MAKER = wordOf(orderFilled, 'maker');
const FILLED_PRICE = wordOf(orderFilled, 'price');
const FILLED_SIZE = wordOf(orderFilled, 'size');
const FILLED_MAKER_REMAINING = wordOf(orderFilled, 'makerRemaining');
const CANCELLED_ORDER = wordOf(orderCancelled, 'order');
const WORDS_OF_KIND = new Map(RECORDS.map((layout) => [layout.number, layout.byteLength / 4]));

/** One trade of a taker. */
export interface Fill {
  /** Number of the maker. */
  readonly maker: number;
  /** In ticks. */
  readonly price: number;
  /** In lots. */
  readonly size: number;
  /** Lots of the maker that still rest. */
  readonly makerRemaining: number;
}

/** What remained of an order, and left. */
export interface Cancelled {
  /** Number of the order. */
  readonly order: number;
  /** Why it left. */
  readonly code: number;
}

export interface Answer {
  /** Number of the order that was placed; 0 when none was. */
  readonly placed: number;
  readonly fills: readonly Fill[];
  readonly cancelled: readonly Cancelled[];
  /** How many records there are. */
  readonly records: number;
}

/** Most commands have none; nothing is ever put into these. */
const NO_FILLS: Fill[] = [];
const NO_CANCELS: Cancelled[] = [];

/** Reads the records that the machine holds. */
export function answerOf(machine: Machine): Answer {
  const words = machine.recordWords;
  let fills: Fill[] = NO_FILLS;
  let cancelled: Cancelled[] = NO_CANCELS;
  let placed = 0;
  let records = 0;
  for (let at = 0; at < machine.recordLength; ) {
    const first = words[at] as number;
    const kind = first & 0xff;
    if (kind === orderPlaced.number) placed = orderIn(words, at + PLACED_ORDER);
    else if (kind === orderCancelled.number) {
      if (cancelled === NO_CANCELS) cancelled = [];
      cancelled.push({ order: orderIn(words, at + CANCELLED_ORDER), code: first >>> 16 });
    } else if (kind === orderFilled.number) {
      if (fills === NO_FILLS) fills = [];
      fills.push({
        maker: orderIn(words, at + FILLED_MAKER),
        price: words[at + FILLED_PRICE] as number,
        size: words[at + FILLED_SIZE] as number,
        makerRemaining: words[at + FILLED_MAKER_REMAINING] as number,
      });
    }
    records += 1;
    at += WORDS_OF_KIND.get(kind) as number;
  }
  return { placed, fills, cancelled, records };
}

function orderIn(words: Int32Array, at: number): number {
  return ((words[at] as number) >>> 0) + (words[at + 1] as number) * TWO_32;
}
