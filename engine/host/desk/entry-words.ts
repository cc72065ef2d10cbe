/**
 * Writes the log entries of the three order commands as words, ready for `apply`. Each command has one run of words
 * that is made by the codec once and of which every entry then overwrites what changes, so that a caller that sends
 * millions of orders spends its time in the machine. The words are valid until the next entry of the same command.
 */
import {
  amendOrder,
  cancelOrder,
  encode,
  encodeEntry,
  entryHead,
  type FieldSpecs,
  type Layout,
  MESSAGE_COMMANDS_MAX,
  OrderFlag,
  offsetOf,
  placeOrder,
  type Side,
  TimeInForce,
  VALID_UNTIL_AHEAD_MICROS,
  wordOf,
} from '@intelligent-ledger/engine/core';

const TWO_32 = 4_294_967_296;
const HEAD_WORDS = entryHead.byteLength / 4;
const SEQUENCE = wordOf(entryHead, 'sequence');
const TIME = wordOf(entryHead, 'time');
const ACCOUNT = HEAD_WORDS + wordOf(placeOrder, 'account');
const VALID_UNTIL = HEAD_WORDS + wordOf(placeOrder, 'validUntil');
const NONCE = HEAD_WORDS + wordOf(placeOrder, 'nonce');
const PLACE_PRICE = HEAD_WORDS + wordOf(placeOrder, 'price');
const PLACE_SIZE = HEAD_WORDS + wordOf(placeOrder, 'size');
/** Side, type, time in force and self-trade are the bytes of one word. */
const PLACE_TERMS = HEAD_WORDS + offsetOf(placeOrder, 'side') / 4;
const PLACE_FLAGS = HEAD_WORDS + wordOf(placeOrder, 'flags');
const LIMIT_TYPE = 1;
const CANCEL_ORDER = HEAD_WORDS + wordOf(cancelOrder, 'order');
const AMEND_ORDER = HEAD_WORDS + wordOf(amendOrder, 'order');
const AMEND_PRICE = HEAD_WORDS + wordOf(amendOrder, 'price');
const AMEND_SIZE = HEAD_WORDS + wordOf(amendOrder, 'size');

/** A limit order as a desk sends it. */
export interface NewOrder {
  readonly account: number;
  readonly side: Side;
  /** In ticks. */
  readonly price: number;
  /** In lots. */
  readonly size: number;
  readonly isImmediateOrCancel: boolean;
  readonly isPostOnly: boolean;
  readonly isReduceOnly: boolean;
}

export class EntryWords {
  private readonly placing = template(placeOrder);
  private readonly cancelling = template(cancelOrder);
  private readonly amending = template(amendOrder);

  /** The entry that places an order in market 0. */
  place(sequence: number, timeMicros: number, order: NewOrder): Int32Array {
    const words = begin(this.placing, sequence, timeMicros);
    const timeInForce = order.isImmediateOrCancel ? TimeInForce.immediateOrCancel : TimeInForce.goodTillCancelled;
    words[ACCOUNT] = order.account;
    words[PLACE_PRICE] = order.price;
    words[PLACE_SIZE] = order.size;
    words[PLACE_TERMS] = order.side | (LIMIT_TYPE << 8) | (timeInForce << 16);
    words[PLACE_FLAGS] = (order.isPostOnly ? OrderFlag.postOnly : 0) | (order.isReduceOnly ? OrderFlag.reduceOnly : 0);
    return words;
  }

  /** The entry that cancels an order of an account. */
  cancel(sequence: number, timeMicros: number, account: number, order: number): Int32Array {
    const words = begin(this.cancelling, sequence, timeMicros);
    words[ACCOUNT] = account;
    write(words, CANCEL_ORDER, order);
    return words;
  }

  /** The entry that amends an order of an account; `size` is the total with what has filled. */
  amend(sequence: number, timeMicros: number, account: number, order: number, price: number, size: number): Int32Array {
    const words = begin(this.amending, sequence, timeMicros);
    words[ACCOUNT] = account;
    write(words, AMEND_ORDER, order);
    words[AMEND_PRICE] = price;
    words[AMEND_SIZE] = size;
    return words;
  }
}

/** An entry of the layout with every field zero that a desk does not set. */
function template<Specs extends FieldSpecs>(layout: Layout<Specs>): Int32Array {
  const bytes = encodeEntry({ sequence: 1, time: 0, command: encode(layout, {}) });
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

/** Head and user head: the nonce grows with the sequence number, and the command is valid for as long as it may be. */
function begin(words: Int32Array, sequence: number, timeMicros: number): Int32Array {
  write(words, SEQUENCE, sequence);
  write(words, TIME, timeMicros);
  write(words, VALID_UNTIL, timeMicros + VALID_UNTIL_AHEAD_MICROS);
  write(words, NONCE, MESSAGE_COMMANDS_MAX + sequence);
  return words;
}

function write(words: Int32Array, at: number, value: number): void {
  words[at] = (value % TWO_32) | 0;
  words[at + 1] = (value / TWO_32) | 0;
}
