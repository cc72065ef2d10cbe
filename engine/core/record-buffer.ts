/**
 * Where the core writes its records: one preallocated run of 32-bit words that the caller takes and clears.
 * The records of the hot path are written word by word at the offsets of their layouts, the rare ones by the
 * codec; tests read both back through the codec.
 */
import { assert } from './bug.ts';
import { type Clock, highOf as highWordOf } from './clock.ts';
import { placeFields } from './command-fields.ts';
import { COMMAND_INDEX_MASK } from './input-buffer.ts';
import { createWords, pairsOf } from './numbers/words.ts';
import { encode } from './schema/codec.ts';
import {
  amendOrder,
  COMMANDS,
  cancelByClientOrderId,
  cancelOrder,
  isOfUser,
  placeOrder,
  replaceOrder,
} from './schema/command.ts';
import { type FieldSpecs, type Layout, type ValuesOf, wordOf } from './schema/layout.ts';
import {
  advanced,
  fillSettled,
  orderAmended,
  orderCancelled,
  orderDecremented,
  orderFilled,
  orderGrouped,
  orderPlaced,
  queuedDone,
  rejected,
  spotSettled,
} from './schema/record.ts';

const REJECTED_HEAD = headWord(rejected);
const PLACED_HEAD = headWord(orderPlaced);
const GROUPED_HEAD = headWord(orderGrouped);
const FILLED_HEAD = headWord(orderFilled);
const SETTLED_HEAD = headWord(fillSettled);
const SPOT_SETTLED_HEAD = headWord(spotSettled);
const CANCELLED_HEAD = headWord(orderCancelled);
const AMENDED_HEAD = headWord(orderAmended);
const DECREMENTED_HEAD = headWord(orderDecremented);
const DONE_HEAD = headWord(queuedDone);
const DONE_KIND_AND_FIELD = wordOf(queuedDone, 'commandKind');
const ADVANCED_HEAD = headWord(advanced);
const REJECTED_WORDS = rejected.byteLength / 4;
const PLACED_WORDS = orderPlaced.byteLength / 4;
const GROUPED_WORDS = orderGrouped.byteLength / 4;
const FILLED_WORDS = orderFilled.byteLength / 4;
const SETTLED_WORDS = fillSettled.byteLength / 4;
const SPOT_SETTLED_WORDS = spotSettled.byteLength / 4;
const CANCELLED_WORDS = orderCancelled.byteLength / 4;
const AMENDED_WORDS = orderAmended.byteLength / 4;
const DECREMENTED_WORDS = orderDecremented.byteLength / 4;
const ADVANCED_WORDS = advanced.byteLength / 4;
/** More than the words of any record. */
const TAIL_WORDS = 64;
/** Words in use, and the index of the next record of the present command. */
const LENGTH = 0;
const INDEX = 1;
const ANSWERS = 2;
/** Of an answer: the code, and the words of records in use behind it. */
const ANSWER_WORDS = 2;
/** As many answers as the shortest entries of a whole input. */
const ANSWERS_WORDS_MAX = 16_384;
const ANSWER_MASK = ANSWERS_WORDS_MAX - 1;
const COMMAND_MASK = COMMAND_INDEX_MASK;
// A name of this module itself, because the compiled code folds those and not imported ones.
const highOf = highWordOf;
/** Of a placeOrder, in words from the start of the command. */
const COMMAND_CLIENT_ORDER_ID = wordOf(placeOrder, 'clientOrderId');
/** Of a placeOrder, in pairs of words: a command begins at an even word, and so does a record. */
const KEY_AND_SESSION_PAIR = wordOf(placeOrder, 'key') / 2;
const EXPIRY_PAIR = wordOf(placeOrder, 'expiry') / 2;
const CLIENT_ORDER_ID_PAIR = wordOf(placeOrder, 'clientOrderId') / 2;
/** Of a cancelOrder or amendOrder. */
const COMMAND_ORDER = wordOf(cancelOrder, 'order');
const PLACE_KIND = placeOrder.number;
const CANCEL_KIND = cancelOrder.number;
const AMEND_KIND = amendOrder.number;
/** By kind: 1 when it is a user's, which has an account. */
const OF_USERS = new Uint8Array(256);
for (const layout of COMMANDS) OF_USERS[layout.number] = isOfUser(layout) ? 1 : 0;
const REPLACE_KIND = replaceOrder.number;
const CANCEL_BY_ID_KIND = cancelByClientOrderId.number;
const COMMAND_REPLACED = wordOf(replaceOrder, 'replaced');
const COMMAND_CANCELLED_ID = wordOf(cancelByClientOrderId, 'clientOrderId');

export type RecordBuffer = ReturnType<typeof createRecordBuffer>;

/** An empty buffer of so many words, a power of two, for answers to commands in `input`. */
export function createRecordBuffer(input: Int32Array, clock: Clock, capacityWords: number) {
  assert((capacityWords & (capacityWords - 1)) === 0, 'the record buffer is a power of two');
  const indexMask = capacityWords - 1;
  const words = createWords(capacityWords + TAIL_WORDS);
  const bytes = new Uint8Array(words.buffer);
  const counts = createWords(4);
  const answers = createWords(ANSWERS_WORDS_MAX);
  const pairs = pairsOf(words);
  const inputPairs = pairsOf(input);
  const fields = placeFields(input);
  const clockPairs = pairsOf(clock);

  /** Words that are free. */
  function room(): number {
    return capacityWords - (counts[LENGTH] as number);
  }

  /** The records written so far, in place: valid until the next `clear` or command. */
  function view(): Uint8Array {
    return bytes.subarray(0, (counts[LENGTH] as number) * 4);
  }

  function clear(): void {
    counts[LENGTH] = 0;
    counts[ANSWERS] = 0;
  }

  /** Notes what a command was answered: its code, and where its records end. */
  function answered(code: number): void {
    const at = (counts[ANSWERS] as number) & ANSWER_MASK;
    answers[at] = code;
    answers[at + 1] = counts[LENGTH] as number;
    counts[ANSWERS] = at + ANSWER_WORDS;
  }

  /** Begins the records of one command, whose sequence and time the clock has. */
  function begin(): void {
    counts[INDEX] = 0;
  }

  /** Any record, through the codec: for what is not on the hot path. */
  function append<Specs extends FieldSpecs>(
    layout: Layout<Specs>,
    code: number,
    values: Partial<ValuesOf<Specs>>,
  ): void {
    const at = counts[LENGTH] as number;
    assert(layout.byteLength <= room() * 4, 'the record buffer is full');
    encode(layout, values, bytes, at * 4);
    head(at, headWord(layout) | (code << 16));
    counts[LENGTH] = at + layout.byteLength / 4;
  }

  /** Makes a `queuedDone` that was written at a word, with `accepted`, say that the command was refused. */
  function restateDone(at: number, code: number, field: number): void {
    words[at] = DONE_HEAD | (code << 16);
    words[at + DONE_KIND_AND_FIELD] = ((words[at + DONE_KIND_AND_FIELD] as number) & 0xffff) | (field << 16);
  }

  /** `isSound`: the command passed the checks of form, so that what it says of itself is repeated. */
  function rejected(code: number, field: number, command: number, isSound: boolean): void {
    const at = command & COMMAND_MASK;
    const to = (counts[LENGTH] as number) & indexMask;
    const kind = (input[at] as number) & 0xff;
    const hasAccount = isSound && OF_USERS[kind] === 1;
    const idAt = isSound ? at + idWordOf(kind) : at;
    const orderAt = isSound ? at + orderWordOf(kind) : at;
    head(to, REJECTED_HEAD | (code << 16));
    words[to + 6] = kind | (field << 16);
    words[to + 7] = hasAccount ? (fields.account[at] as number) : 0;
    words[to + 8] = idAt !== at ? (input[idAt] as number) : 0;
    words[to + 9] = idAt !== at ? (input[idAt + 1] as number) : 0;
    words[to + 10] = idAt !== at ? (input[idAt + 2] as number) : 0;
    words[to + 11] = idAt !== at ? (input[idAt + 3] as number) : 0;
    words[to + 12] = orderAt !== at ? (input[orderAt] as number) : 0;
    words[to + 13] = orderAt !== at ? (input[orderAt + 1] as number) : 0;
    words[to + 14] = 0;
    words[to + 15] = 0;
    counts[LENGTH] = to + REJECTED_WORDS;
  }

  function placed(command: number, orderLow: number, orderHigh: number): void {
    const at = command & COMMAND_MASK;
    const to = (counts[LENGTH] as number) & indexMask;
    const atPair = at >>> 1;
    const toPair = to >>> 1;
    head(to, PLACED_HEAD);
    words[to + 6] = orderLow;
    words[to + 7] = orderHigh;
    words[to + 8] = fields.account[at] as number;
    words[to + 9] = fields.market[at] as number;
    words[to + 10] = fields.price[at] as number;
    words[to + 11] = fields.size[at] as number;
    pairs[toPair + 6] = inputPairs[atPair + EXPIRY_PAIR] as bigint;
    pairs[toPair + 7] = inputPairs[atPair + CLIENT_ORDER_ID_PAIR] as bigint;
    pairs[toPair + 8] = inputPairs[atPair + CLIENT_ORDER_ID_PAIR + 1] as bigint;
    pairs[toPair + 9] = inputPairs[atPair + KEY_AND_SESSION_PAIR] as bigint;
    words[to + 20] = fields.displaySize[at] as number;
    words[to + 21] = fields.terms[at] as number;
    words[to + 22] = fields.flags[at] as number;
    words[to + 23] = fields.slippage[at] as number;
    counts[LENGTH] = to + PLACED_WORDS;
  }

  function grouped(orderLow: number, orderHigh: number, group: number, account: number): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, GROUPED_HEAD);
    words[to + 6] = orderLow;
    words[to + 7] = orderHigh;
    words[to + 8] = group;
    words[to + 9] = account;
    counts[LENGTH] = to + GROUPED_WORDS;
  }

  function filled(
    makerLow: number,
    makerHigh: number,
    takerLow: number,
    takerHigh: number,
    fillLow: number,
    fillHigh: number,
    market: number,
    price: number,
    size: number,
    makerAccount: number,
    takerAccount: number,
    makerRemaining: number,
    takerSide: number,
  ): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, FILLED_HEAD);
    words[to + 6] = makerLow;
    words[to + 7] = makerHigh;
    words[to + 8] = takerLow;
    words[to + 9] = takerHigh;
    words[to + 10] = fillLow;
    words[to + 11] = fillHigh;
    words[to + 12] = market;
    words[to + 13] = price;
    words[to + 14] = size;
    words[to + 15] = makerAccount;
    words[to + 16] = takerAccount;
    words[to + 17] = makerRemaining;
    words[to + 18] = takerSide;
    words[to + 19] = 0;
    counts[LENGTH] = to + FILLED_WORDS;
  }

  /** What each side realised stands in an array at a place, and its fee behind it. */
  function settled(sides: Float64Array, taker: number, maker: number): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, SETTLED_HEAD);
    writeWide(to + 6, sides, taker + 1);
    writeWide(to + 8, sides, maker + 1);
    writeWide(to + 10, sides, taker);
    writeWide(to + 12, sides, maker);
    counts[LENGTH] = to + SETTLED_WORDS;
  }

  /** The same of a spot market, with the atoms of an asset that moved. */
  function settledInSpot(sides: Float64Array, takerFee: number, makerFee: number, atoms: number, asset: number): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, SPOT_SETTLED_HEAD);
    writeWide(to + 6, sides, takerFee);
    writeWide(to + 8, sides, makerFee);
    words[to + 10] = atoms | 0;
    words[to + 11] = highOf(atoms);
    words[to + 12] = asset;
    words[to + 13] = 0;
    counts[LENGTH] = to + SPOT_SETTLED_WORDS;
  }

  /** A safe integer of either sign as two words. */
  function writeWide(to: number, values: Float64Array, at: number): void {
    const value = values[at] as number;
    words[to] = value | 0;
    words[to + 1] = highOf(value);
  }

  function cancelled(
    reason: number,
    orderLow: number,
    orderHigh: number,
    account: number,
    market: number,
    remaining: number,
  ): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, CANCELLED_HEAD | (reason << 16));
    words[to + 6] = orderLow;
    words[to + 7] = orderHigh;
    words[to + 8] = account;
    words[to + 9] = market;
    words[to + 10] = remaining;
    words[to + 11] = 0;
    counts[LENGTH] = to + CANCELLED_WORDS;
  }

  function amended(
    orderLow: number,
    orderHigh: number,
    account: number,
    market: number,
    price: number,
    size: number,
    expiryLow: number,
    expiryHigh: number,
    displaySize: number,
    remaining: number,
    keptPlace: number,
  ): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, AMENDED_HEAD);
    words[to + 6] = orderLow;
    words[to + 7] = orderHigh;
    words[to + 8] = account;
    words[to + 9] = market;
    words[to + 10] = price;
    words[to + 11] = size;
    words[to + 12] = expiryLow;
    words[to + 13] = expiryHigh;
    words[to + 14] = displaySize;
    words[to + 15] = remaining;
    words[to + 16] = keptPlace;
    words[to + 17] = 0;
    counts[LENGTH] = to + AMENDED_WORDS;
  }

  function decremented(
    makerLow: number,
    makerHigh: number,
    takerLow: number,
    takerHigh: number,
    market: number,
    size: number,
    makerAccount: number,
    takerAccount: number,
    makerRemaining: number,
    takerRemaining: number,
  ): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, DECREMENTED_HEAD);
    words[to + 6] = makerLow;
    words[to + 7] = makerHigh;
    words[to + 8] = takerLow;
    words[to + 9] = takerHigh;
    words[to + 10] = market;
    words[to + 11] = size;
    words[to + 12] = makerAccount;
    words[to + 13] = takerAccount;
    words[to + 14] = makerRemaining;
    words[to + 15] = takerRemaining;
    counts[LENGTH] = to + DECREMENTED_WORDS;
  }

  function advanced(cleared: number, isPending: number): void {
    const to = (counts[LENGTH] as number) & indexMask;
    head(to, ADVANCED_HEAD);
    words[to + 6] = cleared;
    words[to + 7] = isPending;
    counts[LENGTH] = to + ADVANCED_WORDS;
  }

  function head(at: number, word: number): void {
    const to = at & indexMask;
    const index = counts[INDEX] as number;
    words[to] = word;
    words[to + 1] = index;
    pairs[(to >>> 1) + 1] = clockPairs[0] as bigint;
    pairs[(to >>> 1) + 2] = clockPairs[1] as bigint;
    counts[INDEX] = index + 1;
  }

  return {
    words,
    capacityWords,
    answers,
    /** Words in use. */
    length: () => counts[LENGTH] as number,
    /** Commands whose answers are noted. */
    answerCount: () => (counts[ANSWERS] as number) / ANSWER_WORDS,
    room,
    view,
    clear,
    answered,
    begin,
    append,
    restateDone,
    rejected,
    placed,
    grouped,
    filled,
    settled,
    settledInSpot,
    cancelled,
    amended,
    decremented,
    advanced,
  };
}

/** Where a command of a kind has a client order id, in words from its start; 0 when it has none. */
function idWordOf(kind: number): number {
  if (kind === PLACE_KIND || kind === REPLACE_KIND) return COMMAND_CLIENT_ORDER_ID;
  return kind === CANCEL_BY_ID_KIND ? COMMAND_CANCELLED_ID : 0;
}

/** Where a command of a kind names an order, in words from its start; 0 when it names none. */
function orderWordOf(kind: number): number {
  if (kind === CANCEL_KIND || kind === AMEND_KIND) return COMMAND_ORDER;
  return kind === REPLACE_KIND ? COMMAND_REPLACED : 0;
}

/** Kind and version as the low half of a record's first word; the code is its high half. */
function headWord(layout: Layout): number {
  return layout.number | (layout.version << 8);
}
