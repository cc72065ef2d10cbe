/**
 * Turns neutral commands into the log entries that the machine reads, in chunks and outside the measured
 * time, as a sequencer would have left them in memory. References become order numbers: the numbers given
 * in one pass are those of any other pass moved by a constant, because each pass begins with an empty
 * book and numbering depends on nothing but which orders are open.
 */
import {
  amendOrder,
  cancelOrder,
  encode,
  encodeEntry,
  entryHead,
  type Layout,
  logonFrame,
  OrderType,
  placeOrder,
  signSession,
  TimeInForce,
  VALID_UNTIL_AHEAD_MICROS,
  wordOf,
} from '@intelligent-ledger/engine/core';
import { COMMAND_WORDS, CommandType, SELL, Word } from '../workload/neutral-command.ts';
import type { LoadedWorkload } from '../workload/workload-file.ts';
import { type Feature, OWNERS } from './feature.ts';

const TWO_32 = 4_294_967_296;
const HEAD_WORDS = entryHead.byteLength / 4;
const FRAME_WORDS = logonFrame.byteLength / 4;
const SESSION = 1;
/** One command a microsecond. */
const TIME_STEP_MICROS = 1;
const EXPIRY_AHEAD_MICROS = 3_600_000_000;
/** Counters of nonces begin here, above every nonce of the commands that set the exchange up. */
const FIRST_NONCE = 100_000_000;
/** How far ahead valid-until lies where client order ids are remembered until then. */
const REMEMBERED_MICROS = 1_000_000;

const SEQUENCE = wordOf(entryHead, 'sequence');
const TIME = wordOf(entryHead, 'time');
const FRAME_BYTES = wordOf(entryHead, 'frameBytes');
const ACCOUNT = HEAD_WORDS + wordOf(placeOrder, 'account');
const VALID_UNTIL = HEAD_WORDS + wordOf(placeOrder, 'validUntil');
const NONCE = HEAD_WORDS + wordOf(placeOrder, 'nonce');
const KEY = HEAD_WORDS + wordOf(placeOrder, 'key');
const SESSION_WORD = HEAD_WORDS + wordOf(placeOrder, 'session');
const PLACE_MARKET = HEAD_WORDS + wordOf(placeOrder, 'market');
const PLACE_PRICE = HEAD_WORDS + wordOf(placeOrder, 'price');
const PLACE_SIZE = HEAD_WORDS + wordOf(placeOrder, 'size');
/** The word of side, order type, time in force and self-trade, a byte each. */
const PLACE_TERMS = PLACE_SIZE + 4;
const PLACE_DISPLAY_SIZE = HEAD_WORDS + wordOf(placeOrder, 'displaySize');
const PLACE_EXPIRY = HEAD_WORDS + wordOf(placeOrder, 'expiry');
const PLACE_CLIENT_ORDER_ID = HEAD_WORDS + wordOf(placeOrder, 'clientOrderId');
const PLACE_ORDER_GROUP = HEAD_WORDS + wordOf(placeOrder, 'orderGroup');
const ORDER = HEAD_WORDS + wordOf(cancelOrder, 'order');
const AMEND_PRICE = HEAD_WORDS + wordOf(amendOrder, 'price');
const AMEND_SIZE = HEAD_WORDS + wordOf(amendOrder, 'size');

export class EntryWriter {
  readonly words: Int32Array;
  private readonly commands: Int32Array;
  private readonly feature: Feature;
  private readonly validAhead: number;
  /** Accounts that buy; as many that sell follow. */
  private readonly accountCount: number;
  /** By reference: the number of the order less the last number given before the pass. */
  readonly numberInPass: Int32Array;
  /** The last order number given before the pass. */
  numberBase = 0;
  /** Whether the accounts that else buy sell in this pass, and those that sell buy. */
  isSwapped = false;
  private readonly clock: Float64Array;
  /** The next nonce of each owner, or of the key that sends for it. */
  private readonly nonces: Float64Array;

  /** Takes a workload, the feature in use, the machine's input and the sequence and time of the last entry applied. */
  constructor(
    { head, commands }: LoadedWorkload,
    feature: Feature,
    input: Int32Array,
    sequence: number,
    timeMicros: number,
  ) {
    this.feature = feature;
    this.validAhead = feature.hasClientOrderIds ? REMEMBERED_MICROS : VALID_UNTIL_AHEAD_MICROS / 2;
    this.commands = commands;
    this.accountCount = head.accountCount;
    this.numberInPass = new Int32Array(head.referenceCount);
    this.words = input;
    this.clock = Float64Array.of(sequence, timeMicros);
    this.nonces = new Float64Array(feature.hasOwners ? OWNERS * head.accountCount : OWNERS).fill(FIRST_NONCE);
  }

  /** The next command is of this time, in microseconds. */
  goTo(timeMicros: number): void {
    this.clock[1] = timeMicros;
  }

  /** Writes the entries of the commands `from` to below `to`, and answers how many words they take. */
  write(from: number, to: number): number {
    let at = 0;
    for (let index = from; index < to; index += 1) at = this.writeEntry(index * COMMAND_WORDS, at);
    return at;
  }

  private writeEntry(command: number, at: number): number {
    const { commands } = this;
    const type = commands[command + Word.type] as number;
    if (type === CommandType.place || type === CommandType.take) {
      const next = this.writeHead(placeOrder, command, at);
      this.writePlace(command, at, type);
      return next;
    }
    const next = this.writeHead(type === CommandType.cancel ? cancelOrder : amendOrder, command, at);
    const reference = commands[command + Word.reference] as number;
    writeWide(this.words, at + ORDER, this.numberBase + (this.numberInPass[reference] as number));
    if (type === CommandType.move) {
      this.words[at + AMEND_PRICE] = commands[command + Word.price] as number;
      this.words[at + AMEND_SIZE] = commands[command + Word.size] as number;
    }
    return next;
  }

  /** Clears the entry, writes what every order command has, and answers where the next entry begins. */
  private writeHead(layout: Layout, command: number, at: number): number {
    const { words, clock } = this;
    const frame = at + HEAD_WORDS + layout.byteLength / 4;
    const next = frame + FRAME_WORDS;
    words.fill(0, at, next);
    const sequence = (clock[0] as number) + 1;
    const time = (clock[1] as number) + TIME_STEP_MICROS;
    clock[0] = sequence;
    clock[1] = time;
    words[at] = entryHead.number | (entryHead.version << 8) | (layout.byteLength << 16);
    words[at + FRAME_BYTES] = logonFrame.byteLength;
    writeWide(words, at + SEQUENCE, sequence);
    writeWide(words, at + TIME, time);
    words[at + HEAD_WORDS] = layout.number | (layout.version << 8);
    const account = this.commands[command + Word.account] as number;
    const isSell = this.commands[command + Word.side] === SELL;
    const own = isSell !== this.isSwapped ? this.accountCount + account : account;
    words[at + ACCOUNT] = own;
    writeWide(words, at + VALID_UNTIL, time + this.validAhead);
    writeWide(words, at + NONCE, this.feature.hasTimesAsNonces ? time : this.nextNonce(own));
    const session = this.feature.hasSessions ? this.sessionOf(own) : SESSION;
    words[at + SESSION_WORD] = session;
    // The buyers' owner has the first key, the sellers' the second.
    if (this.feature.hasAgentKeys) words[at + KEY] = isSell ? 2 : 1;
    words[frame] = logonFrame.number | (logonFrame.version << 8);
    words[frame + wordOfSession] = session;
    writeWide(words, frame + wordOfCounter, sequence);
    return next;
  }

  /** The nonce of a client that counts its commands, which is what an account's owner does, or its key. */
  private nextNonce(account: number): number {
    const owner = this.feature.hasOwners ? account : ownerOf(account, this.accountCount);
    const nonce = this.nonces[owner] as number;
    this.nonces[owner] = nonce + 1;
    return nonce;
  }

  /** The session of the owner of an account. */
  private sessionOf(account: number): number {
    return SESSION + ownerOf(account, this.accountCount);
  }

  /** Writes an entry by which the session of an owner signs for all before it; answers how many words it takes. */
  writeSignature(isOfSellers: boolean): number {
    const { clock, words } = this;
    const sequence = (clock[0] as number) + 1;
    const time = clock[1] as number;
    clock[0] = sequence;
    const account = isOfSellers ? this.accountCount : 0;
    const sender = { account, session: this.sessionOf(account), nonce: this.nextNonce(account) };
    const signed = { validUntil: time + this.validAhead, counter: sequence, ofSequence: sequence - 1 };
    const entry = encodeEntry({ sequence, time, command: encode(signSession, { ...sender, ...signed }) });
    words.set(new Int32Array(entry.buffer, entry.byteOffset, entry.length / 4));
    return entry.length / 4;
  }

  private writePlace(command: number, at: number, type: number): void {
    const { commands, words } = this;
    const timeInForce = type === CommandType.take ? TimeInForce.immediateOrCancel : TimeInForce.goodTillCancelled;
    words[at + PLACE_MARKET] = commands[command + Word.market] as number;
    words[at + PLACE_PRICE] = commands[command + Word.price] as number;
    words[at + PLACE_SIZE] = commands[command + Word.size] as number;
    const isMarket = this.feature.hasMarketOrders && type === CommandType.take;
    const orderType = isMarket ? OrderType.market : OrderType.limit;
    words[at + PLACE_TERMS] = (commands[command + Word.side] as number) | (orderType << 8) | (timeInForce << 16);
    words[at + PLACE_CLIENT_ORDER_ID] = (commands[command + Word.reference] as number) + 1;
    // An id is of one order, and a pass has the references of the last.
    if (this.feature.hasClientOrderIds) words[at + PLACE_CLIENT_ORDER_ID + 1] = this.numberBase;
    // Accounts made their groups in their order, and numbers of groups begin at 1.
    if (this.feature.hasOrderGroups) words[at + PLACE_ORDER_GROUP] = (words[at + ACCOUNT] as number) + 1;
    if (type === CommandType.take) return;
    if (this.feature.hasDisplaySizes) words[at + PLACE_DISPLAY_SIZE] = words[at + PLACE_SIZE] as number;
    if (this.feature.hasExpiries) writeWide(words, at + PLACE_EXPIRY, (this.clock[1] as number) + EXPIRY_AHEAD_MICROS);
  }
}

/** The owner of an account where half of them are of each of two. */
function ownerOf(account: number, accountCount: number): number {
  return account < accountCount ? 0 : 1;
}

const wordOfSession = wordOf(logonFrame, 'session');
const wordOfCounter = wordOf(logonFrame, 'counter');

function writeWide(words: Int32Array, at: number, value: number): void {
  words[at] = value | 0;
  words[at + 1] = Math.floor(value / TWO_32);
}
