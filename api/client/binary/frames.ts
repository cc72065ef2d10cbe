/**
 * The frames of the binary door, to the byte: fixed layouts, little-endian, one after another on a TCP line. Numbers of
 * eight bytes are safe integers. docs/concepts/binary.md says how a line goes.
 *
 * A frame of the client whose first byte is below 0xf0 is a command in its own layout, without a blob.
 */

/** The first byte of each frame, its version behind it, and how many bytes it has. */
export const CLIENT_FRAMES = {
  /** session at 4, code at 8. */
  logon: { kind: 0xf1, bytes: 40 },
  /** account at 4, nonce at 8, valid until at 16, counter at 24, of sequence at 32, chain at 40, signature at 72. */
  signChain: { kind: 0xf2, bytes: 136 },
  /** token at 8. */
  ping: { kind: 0xf3, bytes: 16 },
  /** bytes of the command that follows at 4; none takes it back. */
  cancelOnDisconnect: { kind: 0xf4, bytes: 8 },
} as const;

export const SERVER_FRAMES = {
  /** exchange at 8, challenge at 40. */
  challenge: { kind: 1, bytes: 72 },
  /** session at 4, time from which it is dead at 8. */
  loggedOn: { kind: 2, bytes: 16 },
  /** As `Answer` has it. */
  answer: { kind: 3, bytes: 48 },
  /** problem at 2, field at 4, nonce at 8: the command is not in the log. */
  refusal: { kind: 4, bytes: 16 },
  /** token at 8. */
  pong: { kind: 5, bytes: 16 },
  /** problem at 2: the line ends. */
  ended: { kind: 6, bytes: 8 },
} as const;

export const FRAME_VERSION = 1;
/** Where commands have kinds, frames have none. */
export const FIRST_FRAME_KIND = 0xf0;
/** An answer or a refusal that blames no field. */
export const NO_FIELD = 65_535;

/** What an order that the answer is about has come to; 0 where it is about none. */
export const ORDER_STATUS = { none: 0, open: 1, filled: 2, cancelled: 3, waiting: 4, closed: 5 } as const;
export type OrderStatus = (typeof ORDER_STATUS)[keyof typeof ORDER_STATUS];

/** A command that has a place in the log, which is on the disk by now. */
export interface Answer {
  /** Result code, at 2; 0 is accepted. */
  readonly code: number;
  /** Offset of the field of the command that is to blame, at 4. */
  readonly field: number;
  /** At 6. */
  readonly status: OrderStatus;
  /** Of the command, at 8. */
  readonly nonce: number;
  /** Its place in the log, at 16. */
  readonly sequence: number;
  /** Number of the order, at 24. */
  readonly order: number;
  /** What it filled at once: the sum of price by size in micro-dollars, at 32, and lots, at 40. */
  readonly value: number;
  readonly filled: number;
  /** Lots that rest, at 44; of a command that cancels several, how many it cancelled at once. */
  readonly remaining: number;
}

const LOW_WORD = 4_294_967_296;

export function readSafe(view: DataView, at: number): number {
  return view.getUint32(at, true) + LOW_WORD * view.getUint32(at + 4, true);
}

export function writeSafe(view: DataView, at: number, value: number): void {
  view.setUint32(at, value >>> 0, true);
  view.setUint32(at + 4, Math.floor(value / LOW_WORD), true);
}

/** Writes an answer at an offset, where there is room for 48 bytes. */
export function writeAnswer(view: DataView, at: number, answer: Answer): void {
  view.setUint16(at, SERVER_FRAMES.answer.kind | (FRAME_VERSION << 8), true);
  view.setUint16(at + 2, answer.code, true);
  view.setUint16(at + 4, answer.field, true);
  view.setUint16(at + 6, answer.status, true);
  writeSafe(view, at + 8, answer.nonce);
  writeSafe(view, at + 16, answer.sequence);
  writeSafe(view, at + 24, answer.order);
  writeSafe(view, at + 32, answer.value);
  view.setUint32(at + 40, answer.filled, true);
  view.setUint32(at + 44, answer.remaining, true);
}

export function readAnswer(view: DataView, at: number): Answer {
  return {
    code: view.getUint16(at + 2, true),
    field: view.getUint16(at + 4, true),
    status: view.getUint8(at + 6) as OrderStatus,
    nonce: readSafe(view, at + 8),
    sequence: readSafe(view, at + 16),
    order: readSafe(view, at + 24),
    value: readSafe(view, at + 32),
    filled: view.getUint32(at + 40, true),
    remaining: view.getUint32(at + 44, true),
  };
}
