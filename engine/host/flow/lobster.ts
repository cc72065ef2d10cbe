/**
 * Equity order flow as LOBSTER publishes it: messages about single orders, the orders that rested before the first
 * message, and the sequence of best quotes. Prices are in 1e-4 dollars, sizes in shares. A hidden execution, a cross
 * and a halt (types 5 to 7) change no visible order, so their prices and ids are not looked at.
 */
import { type CsvRow, csvRows, faultIn, integerIn, textIn } from './csv.ts';
import { microsOfSeconds } from './decimal.ts';

const MESSAGE_COLUMNS = ['time_s', 'type', 'order_id', 'size', 'price_1e4', 'side'] as const;
const MessageColumn = { time: 0, type: 1, orderId: 2, size: 3, price: 4, side: 5 } as const;
const RESTING_COLUMNS = ['order_id', 'size', 'price_1e4', 'side', 'insert_before_row'] as const;
const RestingColumn = { orderId: 0, size: 1, price: 2, side: 3, row: 4 } as const;
const BEST_COLUMNS = ['ask_1e4', 'ask_size', 'bid_1e4', 'bid_size'] as const;
/** A price of this much stands for an empty side. */
const NO_PRICE = 9_999_999_999;

/** What a message says; `none` changes no visible order. */
export type LobsterKind = 'add' | 'reduce' | 'delete' | 'execute' | 'none';

const KIND_OF_TYPE: Readonly<Record<string, LobsterKind>> = {
  1: 'add',
  2: 'reduce',
  3: 'delete',
  4: 'execute',
  5: 'none',
  6: 'none',
  7: 'none',
};

export interface RestingOrder {
  /** Line in the file, the header being line 1. */
  readonly line: number;
  readonly orderId: string;
  readonly isBuy: boolean;
  /** In 1e-4 dollars; 0 in a message that changes nothing. */
  readonly price: number;
  /** In shares. */
  readonly size: number;
}

/** A message; side and price are those of the order that rests, also when it executes. */
export interface LobsterMessage extends RestingOrder {
  readonly timeMicros: number;
  readonly kind: LobsterKind;
}

export interface PreexistingOrder extends RestingOrder {
  /** Message before which it enters the book, counted from 0. */
  readonly beforeRow: number;
}

/** Best quotes: prices in 1e-4 dollars, sizes in shares; price and size are 0 where a side is empty. */
export interface BestQuotes {
  readonly askPrice: number;
  readonly askSize: number;
  readonly bidPrice: number;
  readonly bidSize: number;
}

/** Every message of a file. Throws a FlowFault at the first row that is malformed. */
export async function* lobsterMessages(path: string): AsyncGenerator<LobsterMessage> {
  for await (const row of csvRows(path, MESSAGE_COLUMNS)) {
    const type = textIn(row, MessageColumn.type);
    const kind = KIND_OF_TYPE[type];
    if (kind === undefined) throw faultIn(row, `type is '${type}', none of 1 to 7`);
    const time = textIn(row, MessageColumn.time);
    const timeMicros = microsOfSeconds(time);
    if (timeMicros === null) throw faultIn(row, `time_s is '${time}', not a time in seconds`);
    if (kind === 'none') yield { line: row.line, timeMicros, kind, orderId: '', isBuy: false, price: 0, size: 0 };
    else yield { timeMicros, kind, ...restingOrder(row, MessageColumn) };
  }
}

/** All orders that rested before they were first mentioned, in the order in which they enter. */
export async function preexistingOrders(path: string): Promise<PreexistingOrder[]> {
  const orders: PreexistingOrder[] = [];
  for await (const row of csvRows(path, RESTING_COLUMNS)) {
    orders.push({ beforeRow: integerIn(row, RestingColumn.row, 0), ...restingOrder(row, RestingColumn) });
  }
  // The file may be in any order; those that enter before the same message enter in the order of the file.
  return orders.sort((one, other) => one.beforeRow - other.beforeRow);
}

/** The best quotes of a file, in order. */
export async function* bestQuotes(path: string): AsyncGenerator<BestQuotes> {
  for await (const row of csvRows(path, BEST_COLUMNS)) {
    const [askPrice, askSize] = quoteIn(row, 0);
    const [bidPrice, bidSize] = quoteIn(row, 2);
    yield { askPrice, askSize, bidPrice, bidSize };
  }
}

function restingOrder(
  row: CsvRow,
  column: { readonly orderId: number; readonly side: number; readonly price: number; readonly size: number },
): RestingOrder {
  const side = textIn(row, column.side);
  if (side !== '1' && side !== '-1') throw faultIn(row, `side is '${side}', neither 1 nor -1`);
  const orderId = textIn(row, column.orderId);
  if (orderId === '') throw faultIn(row, 'order_id is empty');
  const price = integerIn(row, column.price, 1);
  const size = integerIn(row, column.size, 1);
  return { line: row.line, orderId, isBuy: side === '1', price, size };
}

function quoteIn(row: CsvRow, column: number): readonly [price: number, size: number] {
  const price = integerIn(row, column, -NO_PRICE, NO_PRICE);
  const size = integerIn(row, column + 1, 0);
  return Math.abs(price) === NO_PRICE || size === 0 ? [0, 0] : [price, size];
}
