/**
 * What a session knows from its records alone: the books of the exchange, and of each account what its fills cost and
 * realised and how often a lack of margin stopped it. Nothing here asks the machine.
 */
import {
  accountOpened,
  converted,
  type DecodedRecord,
  decode,
  depositCredited,
  fillSettled,
  type Layout,
  orderCancelled,
  orderFilled,
  RECORDS,
  ResultCode,
  rejected,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../desk/answer.ts';
import { RecordLedger } from '../ledger-views/record-ledger.ts';

/** Of a session nobody transfers or withdraws. */
const BOOK_RECORDS: readonly Layout[] = [orderFilled, fillSettled, accountOpened, depositCredited, converted];
/** Other records are stepped over. */
const Use = { none: 0, books: 1, stopped: 2 } as const;
const MARGIN_CODES: ReadonlySet<number> = new Set([
  ResultCode.marginTooSmall,
  ResultCode.positionLimitReached,
  ResultCode.openInterestCapReached,
]);

/** Amounts in micro-dollars. */
export interface AccountTally {
  fees: bigint;
  realised: bigint;
  fillsAsMaker: number;
  fillsAsTaker: number;
  lotsAsTaker: bigint;
  /** Commands that were refused for lack of margin. */
  refused: number;
  /** Takers that were cut short for it. */
  cutShort: number;
  /** Makers that were cancelled for it as they were met. */
  makersCancelled: number;
}

export class SessionBooks {
  readonly ledger = new RecordLedger();
  private readonly tallies = new Map<number, AccountTally>();
  /** By kind of record: how long it is, and what it is to the books. */
  private readonly lengths = new Uint8Array(256);
  private readonly uses = new Uint8Array(256);
  private fill: ValuesOf<typeof orderFilled.specs> | null = null;

  constructor() {
    for (const { number, byteLength } of RECORDS) this.lengths[number] = byteLength;
    for (const { number } of BOOK_RECORDS) this.uses[number] = Use.books;
    for (const { number } of [rejected, orderCancelled]) this.uses[number] = Use.stopped;
  }

  /** What is known of an account; zeros before its first fill. */
  tallyOf(account: number): AccountTally {
    const known = this.tallies.get(account);
    if (known !== undefined) return known;
    const amounts = { fees: 0n, realised: 0n, lotsAsTaker: 0n };
    const counts = { fillsAsMaker: 0, fillsAsTaker: 0, refused: 0, cutShort: 0, makersCancelled: 0 };
    const tally = { ...amounts, ...counts };
    this.tallies.set(account, tally);
    return tally;
  }

  /** What the venue has earned by fees. */
  get fees(): bigint {
    return this.ledger.creditOf(0, 'fees');
  }

  /** Takes the records of a command. Only those of money, and refusals for margin, are read in full. */
  take(records: Uint8Array, { placed }: Answer): void {
    let ofBooks: DecodedRecord[] | null = null;
    for (let at = 0; at < records.length; ) {
      const kind = records[at] as number;
      const use = this.uses[kind];
      if (use === Use.books) {
        ofBooks ??= [];
        ofBooks.push(this.read(kind, records, at));
      } else if (use === Use.stopped) this.countStopped(records, at, placed);
      at += this.lengths[kind] as number;
    }
    if (ofBooks !== null) this.ledger.take(ofBooks);
  }

  private read(kind: number, records: Uint8Array, at: number): DecodedRecord {
    const layout = BOOK_RECORDS.find(({ number }) => number === kind) as Layout;
    const record = { name: layout.name, layout, values: decode(layout, records, at) };
    this.count(record);
    return record;
  }

  private count({ name, values }: DecodedRecord): void {
    if (name === 'orderFilled') this.fill = values as ValuesOf<typeof orderFilled.specs>;
    if (name !== 'fillSettled' || this.fill === null) return;
    const { takerAccount, makerAccount, size } = this.fill;
    const settled = values as ValuesOf<typeof fillSettled.specs>;
    const taker = this.tallyOf(takerAccount);
    taker.fees += BigInt(settled.takerFee);
    taker.realised += BigInt(settled.takerRealised);
    taker.fillsAsTaker += 1;
    taker.lotsAsTaker += BigInt(size);
    const maker = this.tallyOf(makerAccount);
    maker.fees += BigInt(settled.makerFee);
    maker.realised += BigInt(settled.makerRealised);
    maker.fillsAsMaker += 1;
  }

  private countStopped(records: Uint8Array, at: number, placed: number): void {
    const code = (records[at + 2] as number) | ((records[at + 3] as number) << 8);
    if (!MARGIN_CODES.has(code)) return;
    if (records[at] === rejected.number) {
      this.tallyOf(decode(rejected, records, at).account).refused += 1;
      return;
    }
    const { account, order } = decode(orderCancelled, records, at);
    if (order === placed) this.tallyOf(account).cutShort += 1;
    else this.tallyOf(account).makersCancelled += 1;
  }
}
