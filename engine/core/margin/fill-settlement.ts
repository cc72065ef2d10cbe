/**
 * What a fill does to two accounts, and whether each may: sections 3 (to fill) and 4 of docs/concepts/margin.md. Each
 * side is first worked out on paper, and taken over when both are asked and say yes. A plan takes over too, and has
 * everything put back as it was when it is over. It belongs to the hot path, and is judged by the naive accounts of the
 * simulation.
 */
import type { Ledger } from '../money/ledger.ts';
import { createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { BALANCE_MAX, Side } from '../schema/command.ts';
import { spotSettled } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { AccountTable } from '../state/account-table.ts';
import type { AccountMargin } from './account-margin.ts';
import type { Collateral } from './collateral.ts';
import { isFair } from './fair-fill.ts';
import { type FeeSchedule, RATE_SHIFT, RateWord } from './fee-schedule.ts';
import { MAKER_SIDE, SIDE_SHIFT, SideWord, TAKER_SIDE, TAKER_WORDS, TakerWord } from './fill-words.ts';
import { type MarginSums, SUM_SHIFT, SumWord } from './margin-sums.ts';
import { type MarginTerms, TERM_SHIFT, TermWord } from './margin-terms.ts';
import { fillPosition } from './position.ts';
import { POSITION_SHIFT, PositionState, type PositionTable, PositionWord } from './position-table.ts';
import type { SideFees } from './side-fees.ts';
import type { SpotMarkets } from './spot-markets.ts';
import { createSpotSettlement } from './spot-settlement.ts';
import { createTrial } from './trial.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const { size: SIZE, buyLots: BUY_LOTS } = PositionWord;
const { version: VERSION } = PositionState;
const { mark: MARK, positionMax: POSITION_MAX, openInterest: OPEN_INTEREST, version: TERMS_VERSION } = TermWord;
const { openInterestMax: OPEN_INTEREST_MAX, lotAtoms: LOT_ATOMS } = TermWord;
const { free: FREE, prices: PRICES } = SumWord;
const ROW = POSITION_SHIFT;
const STATE = POSITION_SHIFT + 1;
const TERMS = TERM_SHIFT;
const SUM = SUM_SHIFT;
const RATES = RATE_SHIFT;
const { taker: TAKER_RATE, maker: MAKER_RATE } = RateWord;
const BUY = Side.buy;
const ACCEPTED = ResultCode.accepted;
const NOTHING_TO_REDUCE = ResultCode.nothingToReduce;
const LARGEST_BALANCE = BALANCE_MAX;
const SAFE_MAX = Number.MAX_SAFE_INTEGER;

const { cash: CASH, realised: REALISED, fee: FEE, equity: EQUITY, freed: FREED } = SideWord;
const { openSize: OPEN_SIZE, long: LONG } = SideWord;
const TAKER = TAKER_SIDE;
const MAKER = MAKER_SIDE;
const { row: TAKER_ROW, account: TAKER_ACCOUNT, owner: TAKER_OWNER, reduces: REDUCES } = TakerWord;
const { refusal: REFUSAL, isOfTaker: IS_OF_TAKER } = TakerWord;

export type FillSettlement = ReturnType<typeof createFillSettlement>;

/** Over the tables of an exchange, for plans of at most so many makers. */
export function createFillSettlement(
  table: PositionTable,
  marginTerms: MarginTerms,
  marginSums: MarginSums,
  margin: AccountMargin,
  fees: FeeSchedule,
  sideFees: SideFees,
  collateral: Collateral,
  spot: SpotMarkets,
  ledger: Ledger,
  accounts: AccountTable,
  records: RecordBuffer,
  makersMax: number,
) {
  const { positions, states, cashes } = table;
  const { terms } = marginTerms;
  const { sums, isFresh } = marginSums;
  const { balances, dollarsAt } = ledger;
  const { rates } = fees;
  const sides = new Float64Array(2 << SIDE_SHIFT);
  const taker = createWords(TAKER_WORDS);
  const trial = createTrial(table, marginTerms, marginSums, ledger, makersMax);
  const spotFills = createSpotSettlement(
    table,
    marginSums,
    margin,
    collateral,
    spot,
    fees,
    sideFees,
    ledger,
    accounts,
    trial,
    sides,
    taker,
  );

  /**
   * Makes known who takes next: the row and account, whether its order only reduces, and the builder of the order, plus
   * one, with its rate; 0 when it has none.
   */
  function beginTaker(row: number, account: number, reduces: boolean, builder: number, builderRate: number): void {
    taker[TAKER_ROW] = row;
    taker[TAKER_ACCOUNT] = account;
    taker[REDUCES] = reduces ? 1 : 0;
    sideFees.beginTaker(builder, builderRate);
    fees.beginDay();
    if (row === 0) return;
    const owner = accounts.ownerOf(account);
    taker[TAKER_OWNER] = owner;
    margin.refresh(account);
    fees.findRates(owner);
  }

  /**
   * Asks both sides whether they may trade at most so many lots at a price, and takes over what they may; the maker is
   * of a row and account, and its order has a builder, plus one, and its rate, or zeros. Answers how many lots; 0 when
   * one of the two may not, which `refusal` is about.
   */
  function tryFill(
    market: number,
    takerSide: number,
    price: number,
    lots: number,
    row: number,
    account: number,
    isMakerReduceOnly: boolean,
    builder: number,
    builderRate: number,
  ): number {
    sideFees.meetMaker(builder, builderRate);
    if (terms[(market << TERMS) | LOT_ATOMS] !== 0) {
      return spotFills.tryFill(market, takerSide, price, lots, row, account);
    }
    const ofTaker =
      taker[REDUCES] === 0 ? lots : Math.min(lots, margin.reducibleBy(taker[TAKER_ROW] as number, takerSide));
    if (ofTaker === 0) return refuse(NOTHING_TO_REDUCE, 1);
    const size = isMakerReduceOnly ? Math.min(ofTaker, margin.reducibleBy(row, 3 - takerSide)) : ofTaker;
    if (size === 0) return refuse(NOTHING_TO_REDUCE, 0);
    workOutFill(market, takerSide === BUY ? size : 0 - size, price, row, account, !isMakerReduceOnly);
    const takerAnswer = askTaker(market);
    if (takerAnswer !== ACCEPTED) return refuse(takerAnswer, 1);
    const makerAnswer = askMoney(MAKER, row, account);
    if (makerAnswer !== ACCEPTED) return refuse(makerAnswer, 0);
    settle(market, row, account);
    return size;
  }

  function refuse(code: number, isOfTaker: number): 0 {
    taker[REFUSAL] = code;
    taker[IS_OF_TAKER] = isOfTaker;
    return 0;
  }

  /**
   * Works out a fill of so many lots at a price that the taker buys (below 0: sells), for both sides. Those of the
   * maker are no longer reserved for where they were.
   */
  function workOutFill(
    market: number,
    lots: number,
    price: number,
    row: number,
    account: number,
    release: boolean,
  ): void {
    const owner = accounts.ownerOf(account);
    fees.findRates(owner);
    margin.refresh(account);
    workOut(MAKER, row, market, 0 - lots, price, owner, MAKER_RATE, release);
    if (taker[TAKER_ROW] === 0) return;
    workOut(TAKER, taker[TAKER_ROW] as number, market, lots, price, taker[TAKER_OWNER] as number, TAKER_RATE, false);
  }

  /** Whether the taker may have the fill that was worked out; a taker that is nobody may. */
  function askTaker(market: number): number {
    const row = taker[TAKER_ROW] as number;
    if (row === 0) return ACCEPTED;
    const at = market << TERMS;
    const growth = sides[TAKER | OPEN_SIZE] as number;
    if (growth > 0 && margin.ownerOpenSize(table.seatOf(row)) + growth > (terms[at | POSITION_MAX] as number)) {
      return ResultCode.positionLimitReached;
    }
    const opened = (sides[TAKER | LONG] as number) + (sides[MAKER | LONG] as number);
    const interest = (terms[at | OPEN_INTEREST] as number) + opened;
    if (opened > 0 && interest > (terms[at | OPEN_INTEREST_MAX] as number)) return ResultCode.openInterestCapReached;
    return askMoney(TAKER, row, taker[TAKER_ACCOUNT] as number);
  }

  /**
   * What a fill makes of a side of an owner, whose rate is one of its two: its row as it would be, and what changes
   * with it.
   */
  function workOut(
    to: number,
    row: number,
    market: number,
    lots: number,
    price: number,
    owner: number,
    rateWord: number,
    release: boolean,
  ): void {
    const from = row << ROW;
    sides[to] = positions[from] as number;
    sides[to | 1] = positions[from | 1] as number;
    sides[to | 2] = positions[from | 2] as number;
    sides[to | 3] = positions[from | 3] as number;
    sides[to | 4] = positions[from | 4] as number;
    sides[to | 5] = positions[from | 5] as number;
    sides[to | 6] = positions[from | 6] as number;
    sides[to | CASH] = cashes[row] as number;
    const needed = margin.needOf(sides, to);
    const before = margin.openSizeOf(sides, to);
    const size = sides[to | SIZE] as number;
    sides[to | REALISED] = fillPosition(sides, to, to | CASH, lots, price);
    const left = Math.abs(lots);
    if (release) {
      // 2 where lots were sold, else 0.
      const lotsAt = (to | BUY_LOTS) + ((lots >> 31) & 2);
      sides[lotsAt] = (sides[lotsAt] as number) - left;
      sides[lotsAt + 1] = (sides[lotsAt + 1] as number) - left * price;
    }
    const fee = sideFees.feeOfSide(to, left * price, owner, rates[(owner << RATES) | rateWord] as number);
    margin.restate(sides, to, market);
    sides[to | FEE] = fee;
    sides[to | EQUITY] = lots * ((terms[(market << TERMS) | MARK] as number) - price) - fee;
    sides[to | FREED] = needed - margin.needOf(sides, to);
    sides[to | OPEN_SIZE] = margin.openSizeOf(sides, to) - before;
    sides[to | LONG] = Math.max(0, sides[to | SIZE] as number) - Math.max(0, size);
  }

  /** 3 and 4 of the question: whether the balance stays in its range and the free margin at 0 or above. */
  function askMoney(from: number, row: number, account: number): number {
    const balance = balances[dollarsAt(account)] as number;
    const change = (sides[from | REALISED] as number) - (sides[from | FEE] as number);
    if (Math.abs(balance + change) > LARGEST_BALANCE) return ResultCode.balanceTooLarge;
    const free = sums[(account << SUM) | FREE] as number;
    const equity = sides[from | EQUITY] as number;
    const freed = sides[from | FREED] as number;
    const isExact = isFresh(account) && Math.abs(free) + Math.abs(equity) + Math.abs(freed) <= SAFE_MAX;
    if (isExact && free + equity + freed >= 0) return ACCEPTED;
    return askExactly(from, row, account);
  }

  /**
   * The same with numbers of any size; of an account that is short of margin, whether it reduces and does so fairly.
   */
  function askExactly(from: number, row: number, account: number): number {
    const growth = BigInt(sides[from | EQUITY] as number);
    const freed = BigInt(sides[from | FREED] as number);
    const free = margin.freeOf(account);
    if (free + growth + freed >= 0n) return ACCEPTED;
    const before = positions[(row << ROW) | SIZE] as number;
    const after = sides[from | SIZE] as number;
    const reduces = Math.abs(after) <= Math.abs(before) && after * before >= 0;
    if (!reduces) return ResultCode.marginTooSmall;
    const needs = margin.needsOf(account);
    return isFair(free + needs, needs, growth, freed) ? ACCEPTED : ResultCode.marginTooSmall;
  }

  /** Takes over the fill that was worked out and allowed, between the taker and the maker of a row and account. */
  function settle(market: number, row: number, account: number): void {
    const takerRow = taker[TAKER_ROW] as number;
    const takerAccount = taker[TAKER_ACCOUNT] as number;
    if (trial.isOn()) {
      trial.save(row, account);
      if (takerRow !== 0) trial.save(takerRow, takerAccount);
    }
    takeOver(MAKER, row, account, market);
    const at = (market << TERMS) | OPEN_INTEREST;
    let opened = sides[MAKER | LONG] as number;
    if (takerRow !== 0) {
      takeOver(TAKER, takerRow, takerAccount, market);
      opened += sides[TAKER | LONG] as number;
    }
    terms[at] = (terms[at] as number) + opened;
  }

  function takeOver(from: number, row: number, account: number, market: number): void {
    const to = row << ROW;
    positions[to] = sides[from] as number;
    positions[to | 1] = sides[from | 1] as number;
    positions[to | 2] = sides[from | 2] as number;
    positions[to | 3] = sides[from | 3] as number;
    positions[to | 4] = sides[from | 4] as number;
    positions[to | 5] = sides[from | 5] as number;
    positions[to | 6] = sides[from | 6] as number;
    states[(row << STATE) | VERSION] = terms[(market << TERMS) | TERMS_VERSION] as number;
    cashes[row] = sides[from | CASH] as number;
    const sumAt = account << SUM;
    const equity = sides[from | EQUITY] as number;
    const freed = sides[from | FREED] as number;
    const free = (sums[sumAt | FREE] as number) + (equity + freed);
    sums[sumAt | FREE] = free;
    // A sum that was rounded on the way is forgotten with those that are too large.
    if (Math.max(Math.abs(free), Math.abs(equity) + Math.abs(freed)) > SAFE_MAX) sums[sumAt | PRICES] = 0;
    const dollars = dollarsAt(account);
    balances[dollars] =
      (balances[dollars] as number) + (sides[from | REALISED] as number) - (sides[from | FEE] as number);
  }

  /** Books the fill that was just taken over and records what it cost and realised; not in a plan. */
  function book(market: number, account: number, price: number, lots: number): void {
    ledger.bookFill(sides, TAKER | REALISED, MAKER | REALISED);
    fees.addVolume(taker[TAKER_OWNER] as number, price, lots);
    fees.addVolume(accounts.ownerOf(account), price, lots);
    if (terms[(market << TERMS) | LOT_ATOMS] === 0) records.settled(sides, TAKER | REALISED, MAKER | REALISED);
    else recordSpot();
    sideFees.bookShares(taker[TAKER_ACCOUNT] as number, account);
  }

  function recordSpot(): void {
    records.append(spotSettled, ACCEPTED, {
      takerFee: sides[TAKER | FEE] as number,
      makerFee: sides[MAKER | FEE] as number,
      atoms: spotFills.lastAtoms(),
      asset: spotFills.lastAsset(),
    });
  }

  return {
    beginTaker,
    tryFill,
    /** Why the last fill that was tried may not be, and whether that is the taker's doing. */
    refusal: () => taker[REFUSAL] as ResultCode,
    isRefusalOfTaker: () => taker[IS_OF_TAKER] === 1,
    /** Of the fill that was worked out last: what the taker pays, and what it realises. */
    takerFee: () => sides[TAKER | FEE] as number,
    takerRealised: () => sides[TAKER | REALISED] as number,
    book,
    trial,
  };
}
