/**
 * The exchange as a state machine: one log entry in, records and a result code out. `apply` is total and its work is
 * bounded, but for a resize, which takes as long as a restore; an order command that rests, trades or cancels at once
 * allocates nothing, unless coins pay a debt. Nothing changes state but entries; `setTime`, `start` and `resume`, in
 * this order, are for making a machine of a snapshot. The one thing that can be thrown is what the language throws when
 * there is no memory for the tables of Genesis or of a resize: the machine is then of no use any more. The rules are in
 * docs/concepts/rules.md.
 */
import type { PhysicalTerms } from './book/book.ts';
import { type OrderPreview, type PreviewedOrder, previewOf } from './book/order-preview.ts';
import { SEAT_HASH_KEYS } from './book/order-seats.ts';
import { depthOf, planMatchOf, quoteOf } from './book/reader.ts';
import type { Level, MatchPlan, Quote } from './book/view.ts';
import { assert } from './bug.ts';
import { createClock, sequenceOf, setClock, timeOf } from './clock.ts';
import { createEntryHead, type EntryHead } from './entry-head.ts';
import { createInput, OWN_INDEX } from './input-buffer.ts';
import { type AccountHealth, accountHealthOf } from './margin/account-reader.ts';
import { COINS_PER_VISIT_MAX } from './margin/auto-repay.ts';
import { sha256Hex } from './numbers/sha256.ts';
import type { Lots, Ticks } from './numbers/units.ts';
import { createRecordBuffer, type RecordBuffer } from './record-buffer.ts';
import { decode } from './schema/codec.ts';
import {
  genesis,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  RULES_WITH_NONCES,
  SESSIONS_OF_OWNER_MAX,
  Side,
} from './schema/command.ts';
import { COMMAND_BYTES_MAX, entryHead } from './schema/entry.ts';
import { checkForm } from './schema/form.ts';
import { offsetOf } from './schema/layout.ts';
import {
  accountOpened,
  converted,
  depositCredited,
  feeShared,
  feeTiersSet,
  fillSettled,
  keysRevoked,
  marketCreated,
  orderAmended,
  orderCancelled,
  orderFilled,
  orderGrouped,
  orderGroupTripped,
  orderPlaced,
  ownerRegistered,
  queuedDone,
  sessionClosed,
  started,
  stepTableSet,
} from './schema/record.ts';
import { ResultCode } from './schema/result-code.ts';
import { fillExchange } from './snapshot/restore-exchange.ts';
import { type Capacities, decodeSnapshot } from './snapshot/snapshot-reader.ts';
import { snapshotOf } from './snapshot/snapshot-writer.ts';
import { createStartedLog, type StartedLog } from './started-log.ts';
import { ID_HASH_KEYS } from './state/client-order-ids.ts';
import { Exchange, type GenesisTerms } from './state/exchange.ts';
import { canCountSenders } from './state/nonce-windows.ts';

const ENTRY_WORDS = entryHead.byteLength / 4;
const ENTRY_READ_BYTES = entryHead.byteLength + COMMAND_BYTES_MAX;
const MARKET_ANSWER_BYTES = marketCreated.byteLength + stepTableSet.byteLength;
const DEPOSIT_ANSWER_BYTES =
  ownerRegistered.byteLength + accountOpened.byteLength + depositCredited.byteLength + converted.byteLength;
const ADMINISTRATION_ANSWER_BYTES = Math.max(MARKET_ANSWER_BYTES, DEPOSIT_ANSWER_BYTES, feeTiersSet.byteLength);
/** Room for the largest answer at the largest bounds that a Genesis may set. */
const RECORD_BYTES_DEFAULT = 8_388_608;

export interface MachineOptions {
  /**
   * Size of the record buffer in bytes, a power of two; the default holds the largest answer that any
   * Genesis can ask for. A Genesis that asks for more than was given here is answered with
   * `recordsFull` and changes nothing: the host must start with a larger buffer.
   */
  readonly recordBytesMax?: number;
  /** Physical room for levels beyond the capacities. It changes no result. */
  readonly spareSlots?: number;
  /**
   * Whether Genesis takes the memory of all orders from the system at once. Else the orders that come to fresh
   * memory take it, and wait for it. It changes no result.
   */
  readonly isResident?: boolean;
  /**
   * Thirteen random numbers of 32 bits by which client order ids and owners' seats are hashed. A host that is open to
   * everybody makes its own and keeps them to itself, so that nobody can choose what is slow to find. They change no
   * result.
   */
  readonly hashKeys?: readonly number[];
}

const HASH_KEYS = ID_HASH_KEYS + SEAT_HASH_KEYS;
/** Digits of pi: good enough where nobody is against us. */
const HASH_KEYS_DEFAULT: readonly number[] = [
  0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0x082efa98, 0xec4e6c89, 0x452821e6,
  0x38d01377, 0xbe5466cf, 0x34e90c6c, 0xc0ac29b7,
];

export class Machine {
  private exchange: Exchange | null = null;
  private log: StartedLog | null = null;
  /** Where entries are written to be applied; see `apply`. */
  readonly input: Int32Array = createInput();
  private readonly inputBytes = new Uint8Array(this.input.buffer);
  private readonly clock = createClock();
  private readonly records: RecordBuffer;
  private readonly head: EntryHead;
  private readonly physical: PhysicalTerms;

  constructor(options: MachineOptions = {}) {
    this.records = createRecordBuffer(this.input, this.clock, (options.recordBytesMax ?? RECORD_BYTES_DEFAULT) / 4);
    this.head = createEntryHead(this.input, this.records, this.clock);
    const hashKeys = options.hashKeys ?? HASH_KEYS_DEFAULT;
    assert(hashKeys.length === HASH_KEYS, `there are ${HASH_KEYS} hash keys`);
    this.physical = {
      spareSlots: options.spareSlots ?? 0,
      isResident: options.isResident ?? false,
      hashKeys: Int32Array.from(hashKeys.slice(0, ID_HASH_KEYS)),
      seatHashKeys: Int32Array.from(hashKeys.slice(ID_HASH_KEYS)),
    };
  }

  /** Sequence of the last entry taken over, 0 before the first. */
  get sequence(): number {
    return sequenceOf(this.clock);
  }

  /** Time of the last entry taken over, in microseconds. */
  get time(): number {
    return timeOf(this.clock);
  }

  /** The tables and the book, for snapshots; null before Genesis. */
  get state(): Exchange | null {
    return this.exchange;
  }

  get recordWords(): Int32Array {
    return this.records.words;
  }

  /** Words of `recordWords` in use. */
  get recordLength(): number {
    return this.records.length();
  }

  /**
   * What the entries of runs were answered since records were last cleared: two words each, the result code and the
   * word of `recordWords` at which its records end.
   */
  get answers(): Int32Array {
    return this.records.answers;
  }

  /** How many entries of runs were answered since records were last cleared. */
  get answerCount(): number {
    return this.records.answerCount();
  }

  /**
   * From when on something waits to be cleared that a command can clear, in microseconds: 0 when work is queued, the
   * largest number there is when nothing will be.
   */
  get dueTime(): number {
    return this.log?.dueTime() ?? Number.MAX_VALUE;
  }

  get openOrderCount(): number {
    return this.exchange?.book.openOrderCount() ?? 0;
  }

  /** Makers met, looked at or cleared by the last command, and items that it cleared first; never above `workMax`. */
  get lastWork(): number {
    return this.exchange?.book.work() ?? 0;
  }

  /**
   * The bound on `lastWork`: what one command first clears, and twice the makers that it may meet, since a post-only
   * order looks at expired ones before it clears them; and as much once more for a deferred command whose turn comes.
   * Each costs at most a fixed number of steps, which for a fill that leaves a debt go through all assets.
   * The sessions that end with a revoked key, at most those of one owner, are not counted.
   */
  get workMax(): number {
    const terms = this.exchange?.terms;
    return terms ? 4 * terms.makersPerCommandMax + terms.drainPerCommandMax : 0;
  }

  /** Forgets the records written so far. */
  clearRecords(): void {
    this.records.clear();
  }

  /** A copy of the records written since they were last taken or cleared, which are then forgotten. */
  takeRecords(): Uint8Array {
    const copy = this.records.view().slice();
    this.records.clear();
    return copy;
  }

  /**
   * Applies the log entry that was written to `input` at an even word index of at most 65,535, its frame
   * left out at will. Answers the result code; the records are in the buffer. An answer from
   * `entryTruncated` to `recordsFull` means that it was no next entry and that nothing at all
   * changed.
   */
  apply(at: number): ResultCode {
    assert((at & 1) === 0, 'an entry begins at an even word');
    const log = this.log;
    return log === null ? this.applyBeforeGenesis(at) : log.apply(at);
  }

  /**
   * Applies the entries that stand one after another in `input` from a word index up to one of at most 65,536;
   * `answers` says what they were answered. Answers the index of the first entry that was not taken over, which is
   * `end` when all were. It is another where the records are full: the run goes on from there once they are cleared.
   */
  applyRun(end: number, start = 0): number {
    let from = start;
    for (;;) {
      const log: StartedLog | null = this.log;
      const next = log === null ? this.applyFirst(from) : log.applyRun(from, end);
      // Genesis and a resize end a run, since the entries behind them are for other tables.
      const hasEnded = log === null ? next === from : log === this.log;
      if (hasEnded || next >= end) return next;
      from = next;
    }
  }

  /** Applies an entry given as bytes, which must be exactly the entry. */
  applyBytes(entry: Uint8Array): ResultCode {
    // The frame is not read, so that only the head and the command need to be in the input.
    this.inputBytes.set(entry.subarray(0, ENTRY_READ_BYTES), OWN_INDEX * 4);
    const code = this.head.checkGiven(OWN_INDEX, entry.length);
    return code === ResultCode.accepted ? this.apply(OWN_INDEX) : code;
  }

  /** What an account has, needs and has free, with every term; null when there is no such account, or no money. */
  accountHealth(account: number): AccountHealth | null {
    return accountHealthOf(this.started(), account);
  }

  /** What an order of an account would do now; null where it could not even be asked. Nothing changes. */
  previewOrder(order: PreviewedOrder): OrderPreview | null {
    return previewOf(this.started(), order);
  }

  /** What a taker would get now in a market, whatever the market's state; nothing changes. */
  planMatch(market: number, side: Side, price: Ticks, size: Lots): MatchPlan {
    return planMatchOf(this.started(), market, side, price, size);
  }

  bestBid(market: number): Quote | null {
    return quoteOf(this.started(), market, Side.buy);
  }

  bestAsk(market: number): Quote | null {
    return quoteOf(this.started(), market, Side.sell);
  }

  /** The best levels of a side, at most so many, the best first. */
  depth(market: number, side: Side, levelsMax: number): Level[] {
    return depthOf(this.started(), market, side, levelsMax);
  }

  /** How many levels a side has. */
  levelCount(market: number, side: Side): number {
    const { book, markets } = this.started();
    return market >>> 0 < markets.count() ? book.tree.levelsOf(market * 2 + side - 1) : 0;
  }

  /** The logical state as bytes; `restoreMachine` makes a machine of them. */
  snapshot(): Uint8Array {
    return snapshotOf(this.exchange, this.sequence, this.time);
  }

  /** SHA-256 of the logical state, as hex. Equal for equal logs on every machine, whatever its physical sizes. */
  stateHash(): string {
    return sha256Hex(this.snapshot());
  }

  /** Whether the record buffer holds the largest answer under the bounds of a Genesis. */
  hasRoomFor(terms: GenesisTerms): boolean {
    return this.records.capacityWords * 4 >= largestAnswerBytes(terms);
  }

  /** Sets up the tables that Genesis asks for. For Genesis and for restoring a snapshot. */
  start(terms: GenesisTerms, genesisBytes: Uint8Array): Exchange {
    assert(this.exchange === null, 'the log has started already');
    const answerBytes = largestAnswerBytes(terms);
    assert(this.hasRoomFor(terms), 'recordBytesMax is below the largest answer');
    const exchange = this.emptyExchange(terms, genesisBytes);
    this.exchange = exchange;
    this.log = this.logOf(exchange, answerBytes);
    return exchange;
  }

  private emptyExchange(terms: GenesisTerms, genesisBytes: Uint8Array): Exchange {
    return new Exchange(terms, genesisBytes, this.input, this.records, this.clock, this.physical);
  }

  private logOf(exchange: Exchange, answerBytes: number): StartedLog {
    const resize = (capacities: Capacities): void => this.resize(capacities);
    return createStartedLog(exchange, this.input, this.head, this.records, this.clock, answerBytes, resize);
  }

  /** Goes on with tables of other capacities, filled with the same state. */
  private resize(capacities: Capacities): void {
    const { terms, genesisBytes } = this.started();
    const state = decodeSnapshot(this.snapshot());
    assert(typeof state !== 'string', 'a snapshot of its own can be read');
    const exchange = this.emptyExchange({ ...terms, ...capacities }, genesisBytes);
    const fault = fillExchange(exchange, this.input, state);
    assert(fault === null, `a state fits into larger tables: ${fault}`);
    this.exchange = exchange;
    this.log = this.logOf(exchange, largestAnswerBytes(terms));
    this.log.resume();
  }

  /** Sets sequence and time, as a snapshot says; for restoring, before the tables are filled. */
  setTime(sequence: number, time: number): void {
    setClock(this.clock, sequence, time);
  }

  /** Goes on with the tables as a snapshot filled them. */
  resume(): void {
    this.log?.resume();
  }

  private applyBeforeGenesis(at: number): ResultCode {
    const { sequence, time } = this;
    const code = this.head.takeOver(at, this.records.capacityWords - ADMINISTRATION_ANSWER_BYTES / 4);
    if (code !== ResultCode.accepted) return code;
    const commandBytes = (this.input[at] as number) >>> 16;
    const command = at + ENTRY_WORDS;
    const bytes = this.inputBytes.slice(command * 4, command * 4 + commandBytes);
    const form = checkForm(bytes, false);
    if (form.code !== ResultCode.accepted) {
      this.records.rejected(form.code, form.field, command, false);
      return form.code;
    }
    const terms = decode(genesis, bytes);
    if (terms.blobBytes !== ROLE_KEYS * ROLE_KEY_BYTES) {
      this.records.rejected(ResultCode.commandLengthWrong, offsetOf(genesis, 'blobBytes'), command, false);
      return ResultCode.commandLengthWrong;
    }
    const unfit = fieldUnfit(terms);
    if (unfit !== null) {
      const field = offsetOf(genesis, unfit);
      this.records.rejected(ResultCode.fieldOutOfRange, field, command, false);
      return ResultCode.fieldOutOfRange;
    }
    if (!this.hasRoomFor(terms)) {
      setClock(this.clock, sequence, time);
      return ResultCode.recordsFull;
    }
    this.start(terms, bytes);
    this.records.append(started, ResultCode.accepted, { ruleVersion: terms.ruleVersion, domain: terms.domain });
    return ResultCode.accepted;
  }

  /** Applies an entry before Genesis, as one of a run. */
  private applyFirst(at: number): number {
    const code = this.applyBeforeGenesis(at);
    if (code !== ResultCode.accepted && code <= ResultCode.recordsFull) return at;
    this.records.answered(code);
    return at + this.head.wordsOf(at);
  }

  private started(): Exchange {
    assert(this.exchange !== null, 'there is no book before Genesis');
    return this.exchange;
  }
}

/**
 * What of a Genesis does not go with the rest of it. Where there is money or are sessions, nothing may be sent twice,
 * and all money must be able to leave.
 */
export function fieldUnfit(terms: GenesisTerms) {
  const { assetsMax, sessionsMax, ruleVersion, withdrawalsMax } = terms;
  if (assetsMax + sessionsMax > 0 && ruleVersion < RULES_WITH_NONCES) return 'ruleVersion' as const;
  if (assetsMax > 0 && withdrawalsMax === 0) return 'withdrawalsMax' as const;
  return canCountSenders(terms) ? null : ('keysMax' as const);
}

/** What one command can answer at most: all that it clears first, a deferred command whose turn comes, and its own. */
function largestAnswerBytes(terms: GenesisTerms): number {
  const placed = orderPlaced.byteLength + orderGrouped.byteLength;
  // Who revokes its keys closes all its sessions.
  const ofSessions = terms.sessionsMax > 0 ? SESSIONS_OF_OWNER_MAX * sessionClosed.byteLength : 0;
  const ofKeys = keysRevoked.byteLength + ofSessions;
  const own = Math.max(ADMINISTRATION_ANSWER_BYTES, placed, orderAmended.byteLength, ofKeys);
  const perItem = Math.max(orderCancelled.byteLength, queuedDone.byteLength, sessionClosed.byteLength);
  // A fill may trip the group of its maker, and one of them that of the taker. In both its fees others may share, and
  // both its sides may pay with coins.
  const ofSide = feeShared.byteLength + COINS_PER_VISIT_MAX * converted.byteLength;
  const settled = terms.assetsMax > 0 ? fillSettled.byteLength + 2 * ofSide : 0;
  const perMaker = Math.max(orderFilled.byteLength + settled + orderGroupTripped.byteLength, perItem);
  // A replaced order leaves before, and what remains after.
  const ofCommand = perItem + own + terms.makersPerCommandMax * perMaker + orderGroupTripped.byteLength + perItem;
  return terms.drainPerCommandMax * perItem + queuedDone.byteLength + 2 * ofCommand;
}
