/**
 * Aggregated depth as a futures venue streams it: a snapshot of levels, then the new quantity of each level that
 * changes, and beside it the venue's own best quotes and trades. Prices are read in millionths of a dollar and
 * quantities in millionths of a unit; what is finer is refused, since no market holds it. Quantity zero removes a
 * level.
 */
import { csvRows, faultIn, integerIn, scaledIn, textIn } from './csv.ts';
import { microsOfNanos } from './decimal.ts';

const COLUMNS = ['local_ns', 'kind', 'side', 'price', 'qty', 'update_id'] as const;
const Column = { time: 0, kind: 1, side: 2, price: 3, quantity: 4, updateId: 5 } as const;
const MICROS_DECIMALS = 6;

/** Level of a snapshot, level of a depth event, trade, best quote. */
export type L2Kind = 'S' | 'D' | 'T' | 'Q';

export interface L2Row {
  /** Line in the file, the header being line 1. */
  readonly line: number;
  readonly timeMicros: number;
  readonly kind: L2Kind;
  readonly isBid: boolean;
  /** In millionths of a dollar, above zero. */
  readonly priceMicros: number;
  /** In millionths of a unit, zero or above. */
  readonly quantityMicros: number;
  /** Number of the venue's update; a trade has a number of its own kind. */
  readonly updateId: number;
}

/** Every row of a depth file. Throws a FlowFault at the first row that is malformed. */
export async function* l2Rows(path: string): AsyncGenerator<L2Row> {
  for await (const row of csvRows(path, COLUMNS)) {
    const time = textIn(row, Column.time);
    const timeMicros = microsOfNanos(time);
    if (timeMicros === null) throw faultIn(row, `local_ns is '${time}', not a time in nanoseconds`);
    const kind = textIn(row, Column.kind);
    if (!isKind(kind)) throw faultIn(row, `kind is '${kind}', none of S, D, T, Q`);
    const side = textIn(row, Column.side);
    if (side !== 'b' && side !== 'a') throw faultIn(row, `side is '${side}', neither b nor a`);
    const priceMicros = scaledIn(row, Column.price, MICROS_DECIMALS, 1);
    const quantityMicros = scaledIn(row, Column.quantity, MICROS_DECIMALS, 0);
    const updateId = integerIn(row, Column.updateId, 0);
    yield { line: row.line, timeMicros, kind, isBid: side === 'b', priceMicros, quantityMicros, updateId };
  }
}

function isKind(text: string): text is L2Kind {
  return text.length === 1 && 'SDTQ'.includes(text);
}
