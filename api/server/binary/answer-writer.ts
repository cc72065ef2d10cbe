/** What became of a command, read from its records where they are: the hot path of the binary door makes no objects. */
import { NO_FIELD, ORDER_STATUS, type OrderStatus, readSafe } from '@intelligent-ledger/client/binary';
import {
  cancelByClientOrderId,
  type Layout,
  offsetOf,
  orderAmended,
  orderCancelled,
  orderDecremented,
  orderDeferred,
  orderFilled,
  orderKnown,
  orderPlaced,
  ordersCancelled,
  placeOrder,
  queuedDone,
  RECORDS,
  rejected,
  replaceOrder,
} from '@intelligent-ledger/engine/core';

/** By number, the length of a record. */
const LENGTHS = new Uint16Array(256);
for (const { number, byteLength } of RECORDS) LENGTHS[number] = byteLength;

const PLACED = orderPlaced.number;
const FILLED = orderFilled.number;
const CANCELLED = orderCancelled.number;
const AMENDED = orderAmended.number;
const DECREMENTED = orderDecremented.number;
const KNOWN = orderKnown.number;
const DEFERRED = orderDeferred.number;
const DONE = queuedDone.number;
const MANY_CANCELLED = ordersCancelled.number;
const REJECTED = rejected.number;
const BY_NAME = cancelByClientOrderId.number;
/** Others place nothing: an order that is placed among their records is one whose turn had come. */
const PLACES: ReadonlySet<number> = new Set([placeOrder.number, replaceOrder.number]);
const ORDER = offsetOf(orderPlaced, 'order');
const PLACED_SIZE = offsetOf(orderPlaced, 'size');
const AMENDED_REMAINING = offsetOf(orderAmended, 'remaining');
const TAKER = offsetOf(orderFilled, 'taker');
const FILL_PRICE = offsetOf(orderFilled, 'price');
const FILL_SIZE = offsetOf(orderFilled, 'size');
const TAKER_REMAINING = offsetOf(orderDecremented, 'takerRemaining');
const MANY_COUNT = offsetOf(ordersCancelled, 'cancelled');
const DONE_ORDER = offsetOf(queuedDone, 'order');
const FAULT_FIELD = offsetOf(rejected, 'field');
const IS_OPEN = offsetOf(orderKnown, 'isOpen');
const KNOWN_REMAINING = offsetOf(orderKnown, 'remaining');

/** All that is said of an order has it at the same place. */
for (const layout of [orderAmended, orderCancelled, orderKnown, orderDeferred] as readonly Layout[]) {
  if (offsetOf(layout, 'order') !== ORDER) throw new Error(`${layout.name} has its order elsewhere`);
}

/** What a command came to; used again for the next. */
export class CommandOutcome {
  field = NO_FIELD;
  status: OrderStatus = ORDER_STATUS.none;
  order = 0;
  value = 0;
  filled = 0;
  remaining = 0;

  /**
   * Reads the records of a command of a kind, which names an order or 0. Before its own stand those of what was due by
   * then, which are of other commands.
   */
  read(records: Uint8Array | null, kind: number, named: number): void {
    this.clear();
    if (records === null) return;
    const view = new DataView(records.buffer, records.byteOffset, records.byteLength);
    let isGone = false;
    for (let at = 0; at < records.length; at += LENGTHS[records[at] as number] as number) {
      const record = records[at] as number;
      if (record === FILLED) {
        if (this.order !== 0 && readSafe(view, at + TAKER) === this.order) this.fill(view, at);
      } else if (record === PLACED && PLACES.has(kind)) {
        this.begin(readSafe(view, at + ORDER), view.getUint32(at + PLACED_SIZE, true));
        isGone = false;
      } else if (record === CANCELLED) {
        const order = readSafe(view, at + ORDER);
        if (order === this.order) isGone = true;
        else if (order === named || (kind === BY_NAME && at + (LENGTHS[record] as number) === records.length)) {
          this.begin(order, 0);
          isGone = true;
        }
      } else if (record === AMENDED && readSafe(view, at + ORDER) === named) {
        this.begin(named, view.getUint32(at + AMENDED_REMAINING, true));
        isGone = false;
      } else if (record === DECREMENTED && readSafe(view, at + TAKER) === this.order) {
        this.remaining = view.getUint32(at + TAKER_REMAINING, true);
        isGone = this.remaining === 0;
      } else if (record === DONE && named !== 0 && readSafe(view, at + DONE_ORDER) === named) {
        // It was cancelled while it waited.
        this.begin(named, 0);
        isGone = true;
      } else this.readOther(view, at, record, PLACES.has(kind), named);
    }
    if (this.status !== ORDER_STATUS.open) return;
    if (isGone) {
      this.status = ORDER_STATUS.cancelled;
      this.remaining = 0;
    } else if (this.remaining === 0) this.status = ORDER_STATUS.filled;
  }

  private readOther(view: DataView, at: number, record: number, isPlacing: boolean, named: number): void {
    if (record === REJECTED) {
      this.clear();
      this.field = view.getUint16(at + FAULT_FIELD, true);
    } else if (record === KNOWN && isPlacing) {
      this.clear();
      this.order = readSafe(view, at + ORDER);
      this.remaining = view.getUint32(at + KNOWN_REMAINING, true);
      this.status = view.getUint32(at + IS_OPEN, true) === 1 ? ORDER_STATUS.open : ORDER_STATUS.closed;
    } else if (record === DEFERRED && (isPlacing || readSafe(view, at + ORDER) === named)) {
      this.clear();
      this.order = readSafe(view, at + ORDER);
      this.status = ORDER_STATUS.waiting;
    } else if (record === MANY_CANCELLED) {
      this.clear();
      this.remaining = view.getUint32(at + MANY_COUNT, true);
    }
  }

  private begin(order: number, remaining: number): void {
    this.clear();
    this.order = order;
    this.remaining = remaining;
    this.status = ORDER_STATUS.open;
  }

  private fill(view: DataView, at: number): void {
    const size = view.getUint32(at + FILL_SIZE, true);
    this.filled += size;
    this.remaining -= size;
    this.value += size * view.getUint32(at + FILL_PRICE, true);
  }

  private clear(): void {
    this.field = NO_FIELD;
    this.status = ORDER_STATUS.none;
    this.order = 0;
    this.value = 0;
    this.filled = 0;
    this.remaining = 0;
  }
}
