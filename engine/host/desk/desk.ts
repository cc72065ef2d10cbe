/**
 * A desk sends orders to one market of one machine. It buys for one owner and sells for another, since a feed does not
 * say whose its orders are and orders of one owner do not trade with each other. It gives each entry its sequence
 * number and time, reads the answer from the records, keeps the record chain, and counts what was sent, refused and
 * traded. An entry that the machine does not take over at all would be a bug of the desk, and stops the program.
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
  type Side,
  setMarketState,
} from '@intelligent-ledger/engine/core';
import { type Answer, answerOf, type Fill } from './answer.ts';
import { EntryWords, type NewOrder } from './entry-words.ts';
import type { MarketTerms } from './market-terms.ts';

/** The only market of a desk's exchange. */
export const MARKET = 0;
/** As many makers as an exchange admits: a desk's takers are not to be cut short. */
const MAKERS_PER_COMMAND_MAX = 4_096;
const BUYER_IDENTITY = '01'.repeat(32);
const SELLER_IDENTITY = '02'.repeat(32);
const DOMAIN = 'de'.repeat(32);

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
  private timeMicros: number;
  private readonly entries = new EntryWords();
  private answer: Answer = { placed: 0, fills: [], records: 0 };

  constructor(machine: Machine, chain: RecordChain | null) {
    this.machine = machine;
    this.chain = chain;
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

  /** Sets the time of the next commands, in microseconds. An earlier time than the last changes nothing. */
  advanceTo(timeMicros: number): void {
    this.timeMicros = Math.max(this.timeMicros, timeMicros);
  }

  place(order: NewOrder): ResultCode {
    const code = this.apply(this.entries.place(this.machine.sequence + 1, this.timeMicros, order));
    if (code === ResultCode.accepted) this.orders += 1;
    return code;
  }

  cancel(side: Side, order: number): ResultCode {
    return this.apply(this.entries.cancel(this.machine.sequence + 1, this.timeMicros, side, order));
  }

  /** Amends an order of a side; `size` is the total, what has filled included. */
  amend(side: Side, order: number, price: number, size: number): ResultCode {
    return this.apply(this.entries.amend(this.machine.sequence + 1, this.timeMicros, side, order, price, size));
  }

  setState(state: MarketState): ResultCode {
    return this.send(encode(setMarketState, { market: MARKET, state }));
  }

  /** Sends any command; its blob, if it has one, must be as long as the command says. */
  send(command: Uint8Array, blob: Uint8Array = new Uint8Array(0)): ResultCode {
    const entry = { sequence: this.machine.sequence + 1, time: this.timeMicros, command, blob };
    const bytes = encodeEntry(entry);
    return this.apply(new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4));
  }

  private apply(entry: Int32Array): ResultCode {
    const { machine } = this;
    machine.clearRecords();
    machine.input.set(entry);
    const code = machine.apply(0);
    assert(
      code === ResultCode.accepted || code > ResultCode.recordsFull,
      `a desk sent what is no next entry (${code})`,
    );
    this.answer = answerOf(machine);
    this.count(code);
    return code;
  }

  private count(code: ResultCode): void {
    const { machine, answer } = this;
    const words = machine.recordWords;
    const bytes = new Uint8Array(words.buffer, words.byteOffset, machine.recordLength * 4);
    this.chain?.update(bytes, machine.sequence);
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

/** A desk at a new exchange with one market. The records of the commands that set it up are in its chain. */
export function openDesk(terms: MarketTerms): Desk {
  const desk = new Desk(new Machine({ isResident: true }), new RecordChain());
  const { ordersMax, levelsMax, sizeDecimals, state, maxPrice, maxSize } = terms;
  const roleKeys = new Uint8Array(ROLE_KEYS * ROLE_KEY_BYTES);
  const start = {
    blobBytes: roleKeys.length,
    ruleVersion: RULE_VERSION_MAX,
    domain: DOMAIN,
    ownersMax: 2,
    accountsMax: 2,
    marketsMax: 1,
    ordersMax,
    levelsMax,
    makersPerCommandMax: MAKERS_PER_COMMAND_MAX,
    drainPerCommandMax: 1,
  };
  const bands = encodeBands(terms.bands);
  const market = { blobBytes: bands.length, marketKind: MarketKind.perpetual, sizeDecimals, state, maxPrice, maxSize };
  const codes = [
    desk.send(encode(genesis, start), roleKeys),
    desk.send(encode(registerOwner, { ownerKind: OwnerKind.ed25519, identity: BUYER_IDENTITY })),
    desk.send(encode(registerOwner, { ownerKind: OwnerKind.ed25519, identity: SELLER_IDENTITY })),
    desk.send(encode(openAccount, { owner: 0 })),
    desk.send(encode(openAccount, { owner: 1 })),
    desk.send(encode(createMarket, market), bands),
  ];
  const refused = codes.filter((code) => code !== ResultCode.accepted).map(resultCodeName);
  assert(refused.length === 0, `the desk's exchange was refused: ${refused.join(', ')}`);
  return desk;
}
