/**
 * Futures order flow, market by order: one row per message about one order. Prices are whole feed ticks and sizes
 * whole contracts. Order ids are names: they are kept as text, since some venues use all 64 bits. Refuses unknown
 * actions and sides, and orders without a side, a price above zero and a size (a modification may state size zero).
 */
import { type CsvRow, csvRows, faultIn, integerIn, textIn } from './csv.ts';
import { microsOfNanos } from './decimal.ts';

const COLUMNS = ['ts_event_ns', 'seq', 'action', 'side', 'price_ticks', 'size', 'order_id', 'flags'] as const;
const Column = { time: 0, seq: 1, action: 2, side: 3, price: 4, size: 5, orderId: 6, flags: 7 } as const;
const PRICE_MAX = 999_999_999;
const SIZE_MAX = 2_147_483_647;
const SNAPSHOT_FLAG = 0x20;

/** Add, modify, cancel, trade (the taker), fill (a maker), clear. */
export type MboAction = 'A' | 'M' | 'C' | 'T' | 'F' | 'R';
/** Bid, ask, neither. */
export type MboSide = 'B' | 'A' | 'N';

export interface MboRow {
  /** Line in the file, the header being line 1. */
  readonly line: number;
  /** Event time as written, in nanoseconds; only ever compared for being the same. */
  readonly timeNanos: string;
  readonly timeMicros: number;
  readonly seq: number;
  readonly action: MboAction;
  readonly side: MboSide;
  /** In feed ticks; 0 where the row has none. */
  readonly price: number;
  /** In contracts; 0 where the row has none. */
  readonly size: number;
  readonly orderId: string;
  /** Whether the row states an order that rested before the feed began. */
  readonly isSnapshot: boolean;
}

/** Every row of an order flow file. Throws a FlowFault at the first row that is malformed. */
export async function* mboRows(path: string): AsyncGenerator<MboRow> {
  for await (const row of csvRows(path, COLUMNS)) yield mboRow(row);
}

function mboRow(row: CsvRow): MboRow {
  const timeNanos = textIn(row, Column.time);
  const timeMicros = microsOfNanos(timeNanos);
  if (timeMicros === null) throw faultIn(row, `ts_event_ns is '${timeNanos}', not a time in nanoseconds`);
  const action = textIn(row, Column.action);
  const side = textIn(row, Column.side);
  if (!isAction(action)) throw faultIn(row, `action is '${action}', none of A, M, C, T, F, R`);
  if (!isSide(side)) throw faultIn(row, `side is '${side}', none of B, A, N`);
  const orderId = textIn(row, Column.orderId);
  const isOrder = action === 'A' || action === 'M' || (action === 'T' && side !== 'N');
  if (isOrder && side === 'N') throw faultIn(row, `a row with action ${action} needs a side`);
  if (orderId === '' && action !== 'R') throw faultIn(row, 'order_id is empty');
  const sizeMin = isOrder && action !== 'M' ? 1 : 0;
  return {
    line: row.line,
    timeNanos,
    timeMicros,
    seq: integerIn(row, Column.seq, 0),
    action,
    side,
    price: isOrder ? integerIn(row, Column.price, 1, PRICE_MAX) : 0,
    size: action === 'R' ? 0 : integerIn(row, Column.size, sizeMin, SIZE_MAX),
    orderId,
    isSnapshot: (integerIn(row, Column.flags, 0, 255) & SNAPSHOT_FLAG) !== 0,
  };
}

function isAction(text: string): text is MboAction {
  return text.length === 1 && 'AMCTFR'.includes(text);
}

function isSide(text: string): text is MboSide {
  return text.length === 1 && 'BAN'.includes(text);
}
