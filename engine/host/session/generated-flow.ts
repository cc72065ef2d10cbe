/**
 * Order flow made up from a seed, in the form of futures order flow: a price that wanders, orders that come, move and
 * go around it, and takers that reach across it. The same seed gives the same rows on every machine. It does not follow
 * what trades: like a real feed it may cancel an order that has just been filled.
 */
import type { MboRow, MboSide } from '../flow/mbo.ts';

const START_PRICE = 19_200;
const PRICE_MIN = 1_000;
const BEGIN_MICROS = 1_700_000_000_000_000;
const OPEN_MAX = 12_000;
const DISTANCE_MAX = 60;
const REACH_MAX = 4;
/** The middle moves by a tick or not once in so many rows. */
const ROWS_PER_MOVE = 200;
const SIZE_MAX = 12;

/** A generator of whole numbers from 0 to below its argument, by the mulberry32 recurrence. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** So many rows of order flow. */
export function generatedFlow(seed: number, rowCount: number): MboRow[] {
  const random = randomFrom(seed);
  const rows: MboRow[] = [];
  const open: { id: string; side: MboSide; price: number; size: number }[] = [];
  let middle = START_PRICE;
  let timeMicros = BEGIN_MICROS;
  const push = (action: MboRow['action'], order: { id: string; side: MboSide; price: number; size: number }) => {
    const { id, side, price, size } = order;
    const line = rows.length + 2;
    const timeNanos = `${timeMicros}000`;
    rows.push({ line, timeNanos, timeMicros, seq: line, action, side, price, size, orderId: id, isSnapshot: false });
  };
  while (rows.length < rowCount) {
    timeMicros += random(400);
    if (random(ROWS_PER_MOVE) === 0) middle = Math.max(PRICE_MIN, middle + random(3) - 1);
    const side: MboSide = random(2) === 0 ? 'B' : 'A';
    const away = side === 'B' ? -1 : 1;
    const size = 1 + random(SIZE_MAX);
    const draw = open.length >= OPEN_MAX ? 99 : random(100);
    const at = open.length === 0 ? -1 : random(open.length);
    const order = open[at];
    if (draw < 50 || order === undefined) {
      const placed = { id: `g${rows.length}`, side, price: middle + away * (1 + random(DISTANCE_MAX)), size };
      open.push(placed);
      push('A', placed);
    } else if (draw < 58)
      push('T', { id: `t${rows.length}`, side, price: middle - away * (1 + random(REACH_MAX)), size });
    else if (draw < 75) {
      // A modification moves the order towards or away from the middle, or changes its size.
      const price = middle + (order.side === 'B' ? -1 : 1) * (1 + random(DISTANCE_MAX));
      open[at] = random(2) === 0 ? { ...order, price } : { ...order, size };
      push('M', open[at]);
    } else {
      open[at] = open.at(-1) ?? order;
      open.pop();
      push('C', order);
    }
  }
  return rows;
}
