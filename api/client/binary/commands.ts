/**
 * The commands of the binary door, in the layouts of the exchange's own log: prices in ticks and sizes in lots, of
 * which `GET /v1/markets` says how many make a dollar and a unit.
 */
import { writeSafe } from './frames.ts';

/** With what every command begins. */
export interface CommandHead {
  readonly account: number;
  readonly key: number;
  readonly session: number;
  /** Above 63, used once. */
  readonly nonce: number;
  /** Time in microseconds at which it is dead, at most a minute ahead. */
  readonly validUntil: number;
}

export interface BinaryOrder {
  readonly market: number;
  readonly side: 'buy' | 'sell';
  /** In ticks. */
  readonly price: number;
  /** In lots. */
  readonly size: number;
  readonly timeInForce?: 'good_till_cancelled' | 'immediate_or_cancel' | 'fill_or_kill';
  readonly isPostOnly?: boolean;
  readonly isReduceOnly?: boolean;
  /** 16 bytes. */
  readonly clientOrderId?: Uint8Array;
}

const KINDS = { place: 16, cancel: 17, amend: 18, cancelByClientOrderId: 22, cancelAll: 23 } as const;
const VERSION = 1;
const LARGE_BYTES = 128;
const SMALL_BYTES = 64;
const TIMES_IN_FORCE = { good_till_cancelled: 1, immediate_or_cancel: 2, fill_or_kill: 3 } as const;
const LIMIT = 1;
const POST_ONLY = 1;
const REDUCE_ONLY = 2;
const OF_MARKET = 2;

function begun(kind: number, bytes: number, head: CommandHead): { bytes: Uint8Array<ArrayBuffer>; view: DataView } {
  const frame = new Uint8Array(bytes);
  const view = new DataView(frame.buffer);
  view.setUint8(0, kind);
  view.setUint8(1, VERSION);
  view.setUint32(4, head.account, true);
  writeSafe(view, 8, head.validUntil);
  writeSafe(view, 16, head.nonce);
  view.setUint32(24, head.key, true);
  view.setUint32(28, head.session, true);
  return { bytes: frame, view };
}

export function placeOrderBytes(head: CommandHead, order: BinaryOrder): Uint8Array<ArrayBuffer> {
  const { bytes, view } = begun(KINDS.place, LARGE_BYTES, head);
  view.setUint32(32, order.market, true);
  view.setUint32(36, order.price, true);
  view.setUint32(40, order.size, true);
  view.setUint8(56, order.side === 'buy' ? 1 : 2);
  view.setUint8(57, LIMIT);
  view.setUint8(58, TIMES_IN_FORCE[order.timeInForce ?? 'good_till_cancelled']);
  view.setUint32(60, (order.isPostOnly ? POST_ONLY : 0) | (order.isReduceOnly ? REDUCE_ONLY : 0), true);
  if (order.clientOrderId !== undefined) bytes.set(order.clientOrderId, 64);
  return bytes;
}

export function cancelOrderBytes(head: CommandHead, order: number): Uint8Array<ArrayBuffer> {
  const { bytes, view } = begun(KINDS.cancel, SMALL_BYTES, head);
  writeSafe(view, 32, order);
  return bytes;
}

export function cancelByClientOrderIdBytes(head: CommandHead, name: Uint8Array): Uint8Array<ArrayBuffer> {
  const { bytes } = begun(KINDS.cancelByClientOrderId, SMALL_BYTES, head);
  bytes.set(name, 32);
  return bytes;
}

/** The size is the total, with what has filled. */
export function amendOrderBytes(
  head: CommandHead,
  { order, price, size }: { readonly order: number; readonly price: number; readonly size: number },
): Uint8Array<ArrayBuffer> {
  const { bytes, view } = begun(KINDS.amend, SMALL_BYTES, head);
  writeSafe(view, 32, order);
  view.setUint32(40, price, true);
  view.setUint32(44, size, true);
  return bytes;
}

/** Every order of the account, or those in one market. */
export function cancelOrdersBytes(head: CommandHead, market?: number): Uint8Array<ArrayBuffer> {
  const { bytes, view } = begun(KINDS.cancelAll, SMALL_BYTES, head);
  if (market === undefined) return bytes;
  view.setUint32(32, OF_MARKET, true);
  view.setUint32(36, market, true);
  return bytes;
}
