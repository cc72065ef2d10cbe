/**
 * A desk sends orders of any account to one market of one machine. It gives each entry its sequence number and time,
 * reads the answer from the records, keeps the record chain, and counts what was sent, refused and traded. An entry
 * that the machine does not take over at all would be a bug of the desk, and stops the program.
 */
import {
  assert,
  createMarket,
  encode,
  encodeBands,
  encodeEntry,
  genesis,
  Machine,
  MarketKind,
  type MarketState,
  OwnerKind,
  openAccount,
  RecordChain,
  ResultCode,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  RULE_VERSION_MAX,
  registerOwner,
  resultCodeName,
  setMarketState,
} from '@intelligent-ledger/engine/core';
import { type Answer, answerOf, type Cancelled, type Fill } from './answer.ts';
import type { CommandLog } from './command-log.ts';
import { EntryWords, type NewOrder } from './entry-words.ts';
import type { MarketTerms } from './market-terms.ts';

/** The only market of a desk's exchange. */
export const MARKET = 0;
/** As many makers as an exchange admits: a desk's takers are not to be cut short. */
const MAKERS_PER_COMMAND_MAX = 4_096;
const BUYER_IDENTITY = '01'.repeat(32);
const SELLER_IDENTITY = '02'.repeat(32);
const DOMAIN = 'de'.repeat(32);

/** What an exchange has room for besides its market. */
export interface ExchangeRoom {
  readonly ownersMax: number;
  readonly accountsMax: number;
  /** 0: there is no money, and the next two are 0 too. */
  readonly assetsMax: number;
  readonly withdrawalsMax: number;
  readonly positionsMax: number;
}

const BUYER_AND_SELLER: ExchangeRoom = {
  ownersMax: 2,
  accountsMax: 2,
  assetsMax: 0,
  withdrawalsMax: 0,
  positionsMax: 0,
};

/** Reads the records of each command, which stay where they are only until the next. */
export type RecordReader = (records: Uint8Array, answer: Answer) => void;

export class Desk {
  readonly machine: Machine;
  /** The chain over all records; absent for a copy, which begins in the middle of a log. */
  readonly chain: RecordChain | null;
  /** How often each code was answered, acceptance left out. */
  readonly refusals = new Map<ResultCode, number>();
  commands = 0;
  /** Orders that were placed, takers among them. */
  orders = 0;
  fills = 0;
  records = 0;
  recordBytes = 0;
  /** Ticks times lots of all fills, which is micro-USD. */
  volumeMicroUsd = 0n;
  /** Lots of all fills. */
  lots = 0n;
  private readonly log: CommandLog | null;
  private timeMicros: number;
  private readonly entries = new EntryWords();
  private answer: Answer = { placed: 0, fills: [], cancelled: [], records: 0 };
  private reader: RecordReader | null = null;

  /** With a log, commands get their place and time from there, and the machine is a copy of the one behind it. */
  constructor(machine: Machine, chain: RecordChain | null, log: CommandLog | null = null) {
    this.machine = machine;
    this.chain = chain;
    this.log = log;
    this.timeMicros = machine.time;
  }

  /** Number of the order that the last command placed; 0 when it placed none. */
  get placed(): number {
    return this.answer.placed;
  }

  /** What the last command traded, in order. */
  get traded(): readonly Fill[] {
    return this.answer.fills;
  }

  /** The orders that left by the last command, in order: makers, and what remained of the order that it placed. */
  get cancelled(): readonly Cancelled[] {
    return this.answer.cancelled;
  }

  /** From now on the reader gets the records of every command. */
  readBy(reader: RecordReader): void {
    this.reader = reader;
  }

  /** Sets the time of the next commands, in microseconds. An earlier time than the last changes nothing. */
  advanceTo(timeMicros: number): void {
    this.timeMicros = Math.max(this.timeMicros, timeMicros);
  }

  place(order: NewOrder): ResultCode {
    const code = this.apply(this.entries.place(this.machine.sequence + 1, this.now, order));
    if (code === ResultCode.accepted) this.orders += 1;
    return code;
  }

  cancel(account: number, order: number): ResultCode {
    return this.apply(this.entries.cancel(this.machine.sequence + 1, this.now, account, order));
  }

  /** Amends an order of an account; `size` is the total, what has filled included. */
  amend(account: number, order: number, price: number, size: number): ResultCode {
    return this.apply(this.entries.amend(this.machine.sequence + 1, this.now, account, order, price, size));
  }

  setState(state: MarketState): ResultCode {
    return this.send(encode(setMarketState, { market: MARKET, state }));
  }

  /** Sends any command; its blob, if it has one, must be as long as the command says. */
  send(command: Uint8Array, blob: Uint8Array = new Uint8Array(0)): ResultCode {
    const entry = { sequence: this.machine.sequence + 1, time: this.now, command, blob };
    const bytes = encodeEntry(entry);
    return this.apply(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
  }

  private get now(): number {
    return this.log?.now() ?? this.timeMicros;
  }

  private apply(entry: Int32Array): ResultCode {
    const logged = this.log?.put(new Uint8Array(entry.buffer, entry.byteOffset, entry.byteLength)) ?? null;
    for (const other of logged?.before ?? []) this.applyOther(other);
    const { machine } = this;
    machine.clearRecords();
    if (logged === null) machine.input.set(entry);
    else machine.input.set(new Int32Array(logged.entry.buffer, logged.entry.byteOffset, logged.entry.length / 4));
    const code = machine.apply(0);
    assert(
      code === ResultCode.accepted || code > ResultCode.recordsFull,
      `a desk sent what is no next entry (${code})`,
    );
    logged?.check(code, this.written);
    this.answer = answerOf(machine);
    this.count(code);
    return code;
  }

  /** Applies what somebody else put into the log. */
  private applyOther(entry: Uint8Array): void {
    this.machine.clearRecords();
    const code = this.machine.applyBytes(entry);
    assert(code === ResultCode.accepted, `an entry of others was answered with ${code}`);
    this.answer = answerOf(this.machine);
    this.count(code);
  }

  /** The records of the last command, in place. */
  private get written(): Uint8Array {
    const { recordWords, recordLength } = this.machine;
    return new Uint8Array(recordWords.buffer, recordWords.byteOffset, recordLength * 4);
  }

  private count(code: ResultCode): void {
    const { machine, answer } = this;
    const bytes = this.written;
    this.chain?.update(bytes, machine.sequence);
    this.reader?.(bytes, answer);
    this.commands += 1;
    this.records += answer.records;
    this.recordBytes += bytes.length;
    this.fills += answer.fills.length;
    for (const fill of answer.fills) {
      this.volumeMicroUsd += BigInt(fill.price * fill.size);
      this.lots += BigInt(fill.size);
    }
    if (code !== ResultCode.accepted) this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
  }
}

/**
 * A desk at a new exchange with one market, where orders need no money. Account 0 of one owner is there to buy and
 * account 1 of another to sell, since a feed does not say whose its orders are and orders of one owner do not trade
 * with each other. The records of the commands that set it up are in its chain.
 */
export function openDesk(terms: MarketTerms): Desk {
  const desk = startExchange(terms, BUYER_AND_SELLER);
  for (const [owner, identity] of [BUYER_IDENTITY, SELLER_IDENTITY].entries()) {
    sendAll(desk, [encode(registerOwner, { ownerKind: OwnerKind.ed25519, identity }), encode(openAccount, { owner })]);
  }
  openMarket(desk, terms);
  return desk;
}

/** A desk at a new exchange with nothing but room. A reader, if one is given, gets the records from Genesis on. */
export function startExchange(
  terms: MarketTerms,
  room: ExchangeRoom,
  timeMicros = 0,
  reader?: RecordReader,
  log: CommandLog | null = null,
): Desk {
  const desk = new Desk(new Machine({ isResident: true }), new RecordChain(), log);
  desk.advanceTo(timeMicros);
  if (reader !== undefined) desk.readBy(reader);
  const { ordersMax, levelsMax } = terms;
  const roleKeys = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES);
  const start = {
    blobBytes: roleKeys.length,
    ruleVersion: RULE_VERSION_MAX,
    domain: DOMAIN,
    ...room,
    marketsMax: 1,
    ordersMax,
    levelsMax,
    makersPerCommandMax: MAKERS_PER_COMMAND_MAX,
    drainPerCommandMax: 1,
  };
  sendAll(desk, [encode(genesis, start)], roleKeys);
  return desk;
}

/** Makes the only market of a new exchange. */
export function openMarket(desk: Desk, { sizeDecimals, state, maxPrice, maxSize, bands }: MarketTerms): void {
  const blob = encodeBands(bands);
  const market = { blobBytes: blob.length, marketKind: MarketKind.perpetual, sizeDecimals, state, maxPrice, maxSize };
  sendAll(desk, [encode(createMarket, market)], blob);
}

/** Sends commands that set up an exchange, all with the same blob, of which none may be refused. */
export function sendAll(desk: Desk, commands: readonly Uint8Array[], blob?: Uint8Array): void {
  for (const command of commands) {
    const code = desk.send(command, blob);
    assert(code === ResultCode.accepted, `the desk's exchange was refused: ${resultCodeName(code)}`);
  }
}
