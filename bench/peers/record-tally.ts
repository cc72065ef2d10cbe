/**
 * Counts what the machine's records say: fills, lots and refusals, and in the first pass the trade hash and the
 * order numbers that later passes need.
 */
import {
  orderCancelled,
  orderFilled,
  orderPlaced,
  RECORDS,
  ResultCode,
  rejected,
  wordOf,
} from '@intelligent-ledger/engine/core';
import { FNV_START, hashTrade } from '../workload/neutral-command.ts';

const TWO_32 = 4_294_967_296;
const PLACED_ORDER = wordOf(orderPlaced, 'order');
const MAKER = wordOf(orderFilled, 'maker');
const TAKER = wordOf(orderFilled, 'taker');
const FILL_PRICE = wordOf(orderFilled, 'price');
const FILL_SIZE = wordOf(orderFilled, 'size');

const WORDS_OF_KIND = new Int32Array(256);
for (const layout of RECORDS) WORDS_OF_KIND[layout.number] = layout.byteLength / 4;

export class RecordTally {
  fills = 0;
  lots = 0;
  refused = 0;
  /** Orders that left because their owner cancelled them. */
  cancelled = 0;

  reset(): void {
    this.fills = 0;
    this.lots = 0;
    this.refused = 0;
    this.cancelled = 0;
  }

  /** Counts the records in the first `length` words. */
  count(words: Int32Array, length: number): void {
    let at = 0;
    while (at < length) {
      const head = words[at] as number;
      const kind = head & 0xff;
      if (kind === orderFilled.number) {
        this.fills += 1;
        this.lots += words[at + FILL_SIZE] as number;
      } else if (kind === orderCancelled.number) {
        if (head >>> 16 === ResultCode.cancelledByUser) this.cancelled += 1;
      } else if (kind === rejected.number) {
        this.refused += 1;
      }
      at += WORDS_OF_KIND[kind] as number;
    }
  }
}

/** Reads the numbers of orders from the records of single commands, and hashes trades by reference. */
export class NumberReader {
  tradeHash = FNV_START;
  /** The reference of each number of the pass. */
  private readonly references: Int32Array;
  private readonly numberInPass: Int32Array;

  /** For the first pass of a machine, whose numbers begin at 1; fills `numberInPass` as it goes. */
  constructor(numberInPass: Int32Array) {
    this.numberInPass = numberInPass;
    // A number is passed over only where the ring of numbers has come round to an open order.
    this.references = new Int32Array(2 * numberInPass.length + 1_024);
  }

  /** Reads the records of one command; `reference` is that of the order it places, if it places one. */
  read(words: Int32Array, length: number, reference: number): void {
    let at = 0;
    while (at < length) {
      const kind = (words[at] as number) & 0xff;
      if (kind === orderPlaced.number) this.learn(words, at, reference);
      else if (kind === orderFilled.number) this.hash(words, at);
      at += WORDS_OF_KIND[kind] as number;
    }
  }

  private learn(words: Int32Array, at: number, reference: number): void {
    const number = numberAt(words, at + PLACED_ORDER);
    if (number >= this.references.length) throw new Error('more order numbers were passed over than allowed for');
    this.numberInPass[reference] = number;
    this.references[number] = reference;
  }

  private hash(words: Int32Array, at: number): void {
    const taker = this.references[numberAt(words, at + TAKER)] as number;
    const maker = this.references[numberAt(words, at + MAKER)] as number;
    const price = words[at + FILL_PRICE] as number;
    this.tradeHash = hashTrade(this.tradeHash, taker, maker, price, words[at + FILL_SIZE] as number);
  }
}

function numberAt(words: Int32Array, at: number): number {
  return ((words[at] as number) >>> 0) + (words[at + 1] as number) * TWO_32;
}
