/**
 * What a machine answered to one order command, read straight from its record words: the number that a placed order
 * got, and what it traded. Other records are stepped over by the lengths of their layouts.
 */
import { type Machine, orderFilled, orderPlaced, RECORDS, wordOf } from '@intelligent-ledger/engine/core';

const TWO_32 = 4_294_967_296;
const PLACED_ORDER = wordOf(orderPlaced, 'order');
const FILLED_MAKER = wordOf(orderFilled, 'maker');
const FILLED_PRICE = wordOf(orderFilled, 'price');
const FILLED_SIZE = wordOf(orderFilled, 'size');
const FILLED_MAKER_REMAINING = wordOf(orderFilled, 'makerRemaining');
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

export interface Answer {
  /** Number of the order that was placed; 0 when none was. */
  readonly placed: number;
  readonly fills: readonly Fill[];
  /** How many records there are. */
  readonly records: number;
}

/** Reads the records that the machine holds. */
export function answerOf(machine: Machine): Answer {
  const words = machine.recordWords;
  const fills: Fill[] = [];
  let placed = 0;
  let records = 0;
  for (let at = 0; at < machine.recordLength; ) {
    const kind = (words[at] as number) & 0xff;
    if (kind === orderPlaced.number) placed = orderIn(words, at + PLACED_ORDER);
    else if (kind === orderFilled.number) {
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
  return { placed, fills, records };
}

function orderIn(words: Int32Array, at: number): number {
  return ((words[at] as number) >>> 0) + (words[at + 1] as number) * TWO_32;
}
