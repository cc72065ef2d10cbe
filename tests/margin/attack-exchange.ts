/**
 * An exchange under attack: a log that is applied as it is written, with every invariant asked after every command.
 * Owners 0 to 2 collude, with the accounts 0 and 2, 1, and 3 and 4; the third is a secp256k1 owner. Account 5 is of a
 * bystander, who brought the inventory and does not trade.
 */
import {
  convert,
  createAsset,
  createMarket,
  creditDeposit,
  type DecodedRecord,
  decodeRecords,
  decodeSnapshot,
  encodeBands,
  encodeFeeTiers,
  type FeeTier,
  type FieldSpecs,
  type Layout,
  type LogicalState,
  Machine,
  MarketKind,
  moveWithdrawal,
  OwnerKind,
  openAccount,
  pinDestination,
  placeOrder,
  ResultCode,
  registerOwner,
  requestWithdrawal,
  setAssetPrice,
  setAssetTerms,
  setFeeTiers,
  setMarginTerms,
  setMarkPrice,
  type Ticks,
  TimeInForce,
  transfer,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { draftOf, LogWriter } from '@intelligent-ledger/engine/sim';
import { AttackBooks } from './attack-books.ts';
import {
  booksFaults,
  bystanderFaults,
  debtFaults,
  isBound,
  leavingFaults,
  ledgerFaults,
  paidFaults,
  salesFaults,
  valueFaults,
} from './attack-invariants.ts';
import { equityIn } from './margin-twin.ts';

type Draft = Parameters<LogWriter['add']>[0];
type Market = Parameters<LogWriter['begin']>[1];
type Limits = Parameters<LogWriter['begin']>[0];
type Values<L> = L extends Layout<infer Specs extends FieldSpecs> ? Partial<ValuesOf<Specs>> : never;

const BYSTANDER_OWNER = 3;
export const BYSTANDER = 5;
const SECP256K1 = { ownerKind: OwnerKind.secp256k1, identity: `${'53'.repeat(20)}${'00'.repeat(12)}` };
const PROGRAM = { ownerKind: OwnerKind.program, identity: '52'.repeat(32) };
/** Whom deposits of the accounts 0 to 5 are for. */
const DEPOSITORS = [
  { ownerKind: OwnerKind.ed25519, identity: 'cd'.repeat(32), accountOfOwner: 0 },
  { ownerKind: OwnerKind.ed25519, identity: 'ef'.repeat(32), accountOfOwner: 0 },
  { ownerKind: OwnerKind.ed25519, identity: 'cd'.repeat(32), accountOfOwner: 1 },
  { ...SECP256K1, accountOfOwner: 0 },
  { ...SECP256K1, accountOfOwner: 1 },
  { ...PROGRAM, accountOfOwner: 0 },
];
const ALWAYS_COMPARED = 300;
const COMPARED_EVERY = 8;
const ROOM = {
  ...{ ownersMax: 8, accountsMax: 8, marketsMax: 6, ordersMax: 24, levelsMax: 32, assetsMax: 5, withdrawalsMax: 12 },
  ...{ positionsMax: 20, makersPerCommandMax: 6, clientOrderIdsMax: 0 },
};

/** Every tick up to 10,000 is a price. */
export const perpetual: Market = {
  ...{ marketKind: 1, sizeDecimals: 0, maxPrice: 10_000, maxSize: 100_000 },
  bands: [{ from: 1, step: 1 }],
};

export class AttackExchange extends LogWriter {
  readonly machine = new Machine();
  readonly books = new AttackBooks(new Set([BYSTANDER_OWNER]));
  state = stateOf(this.machine);
  /** Of the last command. */
  code: ResultCode = ResultCode.accepted;
  records: readonly DecodedRecord[] = [];
  private equities: readonly bigint[] = [];
  private nonce = 1_000;
  private deposits = 0;

  /** Adds a command to the log and applies it. Throws where an invariant is broken. */
  override add(draft: Draft): Uint8Array {
    const entry = super.add(draft);
    this.apply(entry);
    return entry;
  }

  /** Begins with one market, unless more are opened, and the room that is asked for. */
  open(market: Market = perpetual, limits: Limits = {}): this {
    this.begin({ ...ROOM, ...limits }, market);
    for (const { ownerKind, identity } of [SECP256K1, PROGRAM]) {
      this.add(draftOf(registerOwner, { ownerKind, identity }));
    }
    for (const owner of [2, 2, BYSTANDER_OWNER]) this.add(draftOf(openAccount, { owner }));
    return this;
  }

  /** Sends a command of an account; answers the code. */
  send<Specs extends FieldSpecs>(layout: Layout<Specs>, account: number, values: Partial<ValuesOf<Specs>>): ResultCode {
    this.nonce += 1;
    const head = { account, nonce: this.nonce, validUntil: this.time + 1_000_000 };
    this.add(draftOf(layout, { ...head, ...values } as Partial<ValuesOf<Specs>>));
    return this.code;
  }

  /** Rests, unless said otherwise. */
  order(account: number, side: 1 | 2, size: number, price: number, values: Values<typeof placeOrder> = {}): ResultCode {
    const terms = { orderType: 1, timeInForce: TimeInForce.goodTillCancelled } as const;
    return this.send(placeOrder, account, { ...terms, side, size, price, ...values });
  }

  /** Takes at once, and does not rest. */
  take(account: number, side: 1 | 2, size: number, price: number, values: Values<typeof placeOrder> = {}): ResultCode {
    return this.order(account, side, size, price, { timeInForce: TimeInForce.immediateOrCancel, ...values });
  }

  /** One account buys from another, whose order rested before. */
  trade(buyer: number, seller: number, size: number, price: number, values: Values<typeof placeOrder> = {}): void {
    this.order(seller, 2, size, price, values);
    this.take(buyer, 1, size, price, values);
  }

  /** Opens a spot market in which every tick is a price. */
  spot(terms: { maxPrice: number; maxSize: number; sizeDecimals: number; baseAsset: number }): ResultCode {
    const bands = encodeBands([{ from: 1 as Ticks, step: 1 as Ticks }]);
    this.add(draftOf(createMarket, { marketKind: MarketKind.spot, state: 1, ...terms }, bands));
    return this.code;
  }

  asset(decimals: number, price: number, terms: Values<typeof setAssetTerms> = {}): void {
    const asset = this.state.assets.length;
    this.add(draftOf(createAsset, { decimals, mint: (asset + 16).toString(16).repeat(32) }));
    this.add(draftOf(setAssetTerms, { asset, initialWeight: 1_000_000, bandRate: 20_000, ...terms }));
    this.add(draftOf(setAssetPrice, { asset, price }));
  }

  /** Says anew how much of an asset converts in a day. */
  cap(asset: number, dailyConversionMax: number): void {
    this.add(draftOf(setAssetTerms, { asset, initialWeight: 1_000_000, bandRate: 20_000, dailyConversionMax }));
  }

  /** Deposits atoms of an asset for an account, as the next deposit on chain unless a number is given. */
  deposit(account: number, asset: number, amount: number, number?: number): ResultCode {
    const deposit = number ?? this.deposits + 1;
    const depositor = DEPOSITORS[account] ?? DEPOSITORS[0];
    this.add(draftOf(creditDeposit, { ...depositor, deposit, asset, amount }));
    this.deposits = this.state.lastDeposit;
    return this.code;
  }

  convert(account: number, asset: number, direction: 1 | 2, amount: number): ResultCode {
    return this.send(convert, account, { asset, direction, amount });
  }

  transfer(account: number, toAccount: number, asset: number, amount: number): ResultCode {
    return this.send(transfer, account, { toAccount, asset, amount });
  }

  withdraw(account: number, asset: number, amount: number): ResultCode {
    return this.send(requestWithdrawal, account, { asset, amount });
  }

  move(withdrawal: number, state: number): ResultCode {
    this.add(draftOf(moveWithdrawal, { withdrawal, state: state as 2 | 3 | 4 | 5 }));
    return this.code;
  }

  /** Says where an account's owner withdraws to. */
  pin(account: number): ResultCode {
    return this.send(pinDestination, account, { destination: '77'.repeat(32) });
  }

  mark(price: number, market = 0): ResultCode {
    this.add(draftOf(setMarkPrice, { market, price }));
    return this.code;
  }

  terms(values: Values<typeof setMarginTerms> = {}): ResultCode {
    this.add(draftOf(setMarginTerms, { positionMax: 1_000_000, openInterestMax: 1_000_000, leverage: 10, ...values }));
    return this.code;
  }

  /** Of spot markets, or of perpetual ones; what is not given is zero. */
  fees(ofSpot: 0 | 1, ...tiers: readonly Partial<FeeTier>[]): ResultCode {
    this.add(draftOf(setFeeTiers, { ofSpot }, encodeFeeTiers(tiers)));
    return this.code;
  }

  balance(account: number, asset = 0): number {
    return this.state.balances.find((row) => row.account === account && row.asset === asset)?.amount ?? 0;
  }

  size(account: number, market = 0): number {
    return this.state.positions.find((row) => row.account === account && row.market === market)?.size ?? 0;
  }

  cash(account: number, market = 0): number {
    return this.state.positions.find((row) => row.account === account && row.market === market)?.cash ?? 0;
  }

  equity(account: number): bigint {
    return equityIn(this.state, account);
  }

  /** The lots that were filled by the last command. */
  filled(): number {
    const fills = this.records.filter(({ name }) => name === 'orderFilled');
    return fills.reduce((lots, { values }) => lots + (values['size'] as number), 0);
  }

  /** The codes with which orders left in the last command. */
  cancels(): ResultCode[] {
    return this.records
      .filter(({ name }) => name === 'orderCancelled')
      .map(({ values }) => values['code'] as ResultCode);
  }

  /** Applies an entry once more or anew, and asks every invariant. */
  apply(entry: Uint8Array): void {
    this.code = this.machine.applyBytes(entry);
    this.records = decodeRecords(this.machine.takeRecords());
    const before = this.state;
    // A refusal says that nothing changed; if something did, the state after the next command differs from the books.
    if (this.records.every(({ name }) => name === 'rejected')) return;
    this.state = stateOf(this.machine);
    const faults = [...this.books.take(this.records), ...this.faultsSince(before)];
    if (faults.length > 0) throw new Error(`entry ${this.machine.sequence}: ${faults.join('; ')}`);
  }

  private faultsSince(before: LogicalState): string[] {
    const { books, state } = this;
    if (state.assets.length === 0) return [];
    const equities = state.accounts.map((_, account) => equityIn(state, account));
    const faults = [...booksFaults(state), ...salesFaults(state), ...valueFaults(books, state)];
    // What the books and the state do not have in common stays so, and is found a little later in a long log.
    if (state.sequence < ALWAYS_COMPARED || state.sequence % COMPARED_EVERY === 0) {
      faults.push(...ledgerFaults(books, state));
    }
    if (!books.hasMoved) faults.push(...debtFaults(this.equities, equities));
    books.hasMoved = false;
    this.equities = equities;
    const isMoneyOfBystander = this.records.some(({ values }) => values['account'] === BYSTANDER);
    if (!isMoneyOfBystander) faults.push(...bystanderFaults(books, before, state));
    faults.push(...paidFaults(state, this.records));
    // What is converted of a deposit, and of coins in place of a loan, nobody asked for.
    const isOfOther = this.records.some(({ name }) => name === 'depositCredited' || name === 'orderFilled');
    for (const { name, values } of this.records) {
      const account = values['account'] as number;
      const isRequest = name === 'withdrawalMoved' && values['state'] === 1;
      const isConversion = name === 'converted' && !isOfOther;
      if (!isRequest && !isConversion && name !== 'transferred') continue;
      if (isBound(before, account)) faults.push(...leavingFaults(state, account, isConversion));
    }
    return faults;
  }
}

function stateOf(machine: Machine): LogicalState {
  const state = decodeSnapshot(machine.snapshot());
  if (typeof state === 'string') throw new Error(state);
  return state;
}
