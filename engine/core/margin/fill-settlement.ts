/**
 * What a fill does to two accounts, and whether each may: sections 3 (to fill) and 4 of docs/concepts/margin.md. Each
 * side is first worked out on paper, and taken over when both are asked and say yes. A plan takes over too, and has
 * everything put back as it was when it is over. It belongs to the hot path, and is judged by the naive accounts of the
 * simulation.
 */

import { type FeeSchedule, RATE_SHIFT, RateWord } from '../fees/fee-schedule.ts';
import type { SideFees } from '../fees/side-fees.ts';
import type { Ledger } from '../money/ledger.ts';
import { largerDifference, largerOf, positiveDifference } from '../numbers/branch-free.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { BALANCE_MAX, Side } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { SpotMarkets } from '../spot/spot-markets.ts';
import { createSpotSettlement } from '../spot/spot-settlement.ts';
import type { AccountTable } from '../state/account-table.ts';
import type { AccountMargin } from './account-margin.ts';
import type { AutoRepay } from './auto-repay.ts';
import type { Collateral } from './collateral.ts';
import { isFair } from './fair-fill.ts';
import { MAKER_SIDE, SIDE_SHIFT, SideWord, TAKER_SIDE, TAKER_WORDS, TakerWord } from './fill-words.ts';
import { type MarginSums, SUM_SHIFT } from './margin-sums.ts';
import { type MarginTerms, TERM_SHIFT } from './margin-terms.ts';
import { fillPosition } from './position.ts';
import { POSITION_SHIFT, type PositionTable } from './position-table.ts';
import { createTrial } from './trial.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const larger = largerOf;
const differenceOfLarger = largerDifference;
const differenceOfPositive = positiveDifference;
const ROW = POSITION_SHIFT;
const TERMS = TERM_SHIFT;
const SUM = SUM_SHIFT;
const RATES = RATE_SHIFT;
const { taker: TAKER_RATE, maker: MAKER_RATE } = RateWord;
const BUY = Side.buy;
const ACCEPTED = ResultCode.accepted;
const NOTHING_TO_REDUCE = ResultCode.nothingToReduce;
const LARGEST_BALANCE = BALANCE_MAX;
const SAFE_MAX = Number.MAX_SAFE_INTEGER;
/** The sum of two integers up to this is exact. */
const HALF_MAX = 2 ** 52;

const { size: NEW_SIZE, cash: NEW_CASH, lots: NEW_LOTS, value: NEW_VALUE, need: NEW_NEED } = SideWord;
const { otherNeed: NEW_OTHER_NEED } = SideWord;
const { realised: REALISED, fee: FEE, equity: EQUITY, freed: FREED, long: LONG } = SideWord;
const TAKER = TAKER_SIDE;
const MAKER = MAKER_SIDE;
const { row: TAKER_ROW, account: TAKER_ACCOUNT, owner: TAKER_OWNER, reduces: REDUCES } = TakerWord;
const { refusal: REFUSAL, isOfTaker: IS_OF_TAKER, seat: TAKER_SEAT } = TakerWord;

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
  autoRepay: AutoRepay,
  ledger: Ledger,
  accounts: AccountTable,
  records: RecordBuffer,
  makersMax: number,
) {
  const { sizes, buyLots, buyValues, buyNeeds, cashes } = table.columns;
  const { marks, lotAtoms, positionMaxima, openInterests, openInterestMaxima } = marginTerms.columns;
  const { frees, isFresh, forget } = marginSums;
  const { balances, dollarsAt } = ledger;
  const { rates } = fees;
  const sides = createDoubles(2 << SIDE_SHIFT);
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
    taker[TAKER_SEAT] = table.seatOf(row);
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
    if (lotAtoms[market << TERMS] !== 0) {
      return spotFills.tryFill(market, takerSide, price, lots, row, account);
    }
    const ofTaker =
      taker[REDUCES] === 0 ? lots : Math.min(lots, margin.reducibleBy(taker[TAKER_ROW] as number, takerSide));
    if (ofTaker === 0) return refuse(NOTHING_TO_REDUCE, 1);
    const size = (isMakerReduceOnly ? Math.min(ofTaker, margin.reducibleBy(row, 3 - takerSide)) : ofTaker) | 0;
    if (size === 0) return refuse(NOTHING_TO_REDUCE, 0);
    // The lots that the taker buys, below 0 those that it sells; sides come at random, and are not worth a branch.
    workOutFill(market, (1 - 2 * (takerSide - BUY)) * size, price, row, account, isMakerReduceOnly ? 0 : size);
    const takerAnswer = askTaker(market);
    if (takerAnswer !== ACCEPTED) return refuse(takerAnswer, 1);
    const makerAnswer = askMoney(MAKER, row, account);
    if (makerAnswer !== ACCEPTED) return refuse(makerAnswer, 0);
    settle(market, row, account, takerSide - BUY);
    return size;
  }

  function refuse(code: number, isOfTaker: number): 0 {
    taker[REFUSAL] = code;
    taker[IS_OF_TAKER] = isOfTaker;
    return 0;
  }

  /**
   * Works out a fill of so many lots at a price that the taker buys (below 0: sells), for both sides. So many lots of
   * the maker are no longer reserved for.
   */
  function workOutFill(
    market: number,
    lots: number,
    price: number,
    row: number,
    account: number,
    released: number,
  ): void {
    const owner = accounts.ownerOf(account);
    fees.findRates(owner);
    margin.refresh(account);
    workOut(MAKER, row, market, 0 - lots, price, owner, MAKER_RATE, released);
    if (taker[TAKER_ROW] === 0) return;
    workOut(TAKER, taker[TAKER_ROW] as number, market, lots, price, taker[TAKER_OWNER] as number, TAKER_RATE, 0);
  }

  /** Whether the taker may have the fill that was worked out; a taker that is nobody may. */
  function askTaker(market: number): number {
    const row = taker[TAKER_ROW] as number;
    if (row === 0) return ACCEPTED;
    const rowAt = row << ROW;
    const before = margin.openSizeOf(rowAt);
    const after = margin.openSizeWith(rowAt, sides[TAKER | NEW_SIZE] as number);
    const term = market << TERMS;
    // Whether a bound is reached foretells more than whether anything grows, which comes at random.
    const open = margin.othersOpenSize(rowAt, taker[TAKER_SEAT] as number) + after;
    if (open > (positionMaxima[term] as number) && after > before) return ResultCode.positionLimitReached;
    const opened = (sides[TAKER | LONG] as number) + (sides[MAKER | LONG] as number);
    const interest = (openInterests[term] as number) + opened;
    if (interest > (openInterestMaxima[term] as number) && opened > 0) return ResultCode.openInterestCapReached;
    return askMoney(TAKER, row, taker[TAKER_ACCOUNT] as number);
  }

  /**
   * What a fill makes of a side of an owner, whose rate is one of its two: its row as it would be, and what changes
   * with it. So many lots of it are no longer reserved for on the side on which it trades.
   */
  function workOut(
    to: number,
    row: number,
    market: number,
    lots: number,
    price: number,
    owner: number,
    rateWord: number,
    released: number,
  ): void {
    const at = row << ROW;
    // Of sells the columns of buys hold what they do three elements further on.
    const leg = (lots >> 31) & 1;
    const sign = 1 - 2 * leg;
    const lotsAt = at + 3 * leg;
    const otherAt = at + 3 - 3 * leg;
    const size = sizes[at] as number;
    const before = buyLots[lotsAt] as number;
    const others = buyLots[otherAt] as number;
    const left = before - released;
    const value = (buyValues[lotsAt] as number) - released * price;
    sides[to | NEW_LOTS] = left;
    sides[to | NEW_VALUE] = value;
    sides[to | NEW_SIZE] = size;
    sides[to | NEW_CASH] = cashes[at] as number;
    sides[to | REALISED] = fillPosition(sides, to | NEW_SIZE, to | NEW_CASH, lots, price);
    const after = size + lots;
    const need = margin.needWith(market, after, left, value, sign);
    const otherNeed = margin.needWith(market, after, others, buyValues[otherAt] as number, 0 - sign);
    const fee = sideFees.feeOfSide(to, sign * lots * price, owner, rates[(owner << RATES) | rateWord] as number);
    sides[to | NEW_NEED] = need;
    sides[to | NEW_OTHER_NEED] = otherNeed;
    sides[to | FEE] = fee;
    sides[to | EQUITY] = lots * ((marks[market << TERMS] as number) - price) - fee;
    const needBefore = buyNeeds[lotsAt] as number;
    sides[to | FREED] = differenceOfLarger(needBefore, buyNeeds[otherAt] as number, need, otherNeed);
    sides[to | LONG] = differenceOfPositive(after, size);
  }

  /** 3 and 4 of the question: whether the balance stays in its range and the free margin at 0 or above. */
  function askMoney(from: number, row: number, account: number): number {
    const balance = balances[dollarsAt(account)] as number;
    const change = (sides[from | REALISED] as number) - (sides[from | FEE] as number);
    if (Math.abs(balance + change) > LARGEST_BALANCE) return ResultCode.balanceTooLarge;
    const free = frees[account << SUM] as number;
    const equity = sides[from | EQUITY] as number;
    const freed = sides[from | FREED] as number;
    const isExact = isFresh(account) && Math.abs(equity) <= HALF_MAX && Math.abs(freed) <= HALF_MAX;
    const left = free + (equity + freed);
    if (isExact && left >= 0 && left <= SAFE_MAX) return ACCEPTED;
    return askExactly(from, row, account);
  }

  /**
   * The same with numbers of any size; of an account that is short of margin, whether it reduces and does so fairly.
   */
  function askExactly(from: number, row: number, account: number): number {
    const free = margin.freeOf(account);
    // With the account its row was restated, which may have needed less than it said.
    const freedNow =
      margin.needOf(row) - larger(sides[from | NEW_NEED] as number, sides[from | NEW_OTHER_NEED] as number);
    sides[from | FREED] = freedNow;
    const growth = BigInt(sides[from | EQUITY] as number);
    const freed = BigInt(freedNow);
    if (free + growth + freed >= 0n) return ACCEPTED;
    const before = sizes[row << ROW] as number;
    const after = sides[from | NEW_SIZE] as number;
    const reduces = Math.abs(after) <= Math.abs(before) && after * before >= 0;
    if (!reduces) return ResultCode.marginTooSmall;
    const needs = margin.needsOf(account);
    return isFair(free + needs, needs, growth, freed) ? ACCEPTED : ResultCode.marginTooSmall;
  }

  /**
   * Takes over the fill that was worked out and allowed, between the taker and the maker of a row and account. `leg` is
   * 0 where the taker buys, and 1 where it sells.
   */
  function settle(market: number, row: number, account: number, leg: number): void {
    const takerRow = taker[TAKER_ROW] as number;
    const takerAccount = taker[TAKER_ACCOUNT] as number;
    if (trial.isOn()) {
      trial.save(row, account);
      if (takerRow !== 0) trial.save(takerRow, takerAccount);
    }
    takeOver(MAKER, row, account, 1 - leg);
    const at = market << TERMS;
    let opened = sides[MAKER | LONG] as number;
    if (takerRow !== 0) {
      takeOver(TAKER, takerRow, takerAccount, leg);
      opened += sides[TAKER | LONG] as number;
    }
    openInterests[at] = (openInterests[at] as number) + opened;
  }

  function takeOver(from: number, row: number, account: number, leg: number): void {
    const at = row << ROW;
    const lotsAt = at + 3 * leg;
    sizes[at] = sides[from | NEW_SIZE] as number;
    cashes[at] = sides[from | NEW_CASH] as number;
    buyLots[lotsAt] = sides[from | NEW_LOTS] as number;
    buyValues[lotsAt] = sides[from | NEW_VALUE] as number;
    buyNeeds[lotsAt] = sides[from | NEW_NEED] as number;
    buyNeeds[at + 3 - 3 * leg] = sides[from | NEW_OTHER_NEED] as number;
    const equity = sides[from | EQUITY] as number;
    const freed = sides[from | FREED] as number;
    margin.addFree(account, equity + freed);
    // Forgotten too where it may have been rounded on the way.
    if (Math.abs(equity) > HALF_MAX || Math.abs(freed) > HALF_MAX) forget(account);
    const dollars = dollarsAt(account);
    balances[dollars] =
      (balances[dollars] as number) + (sides[from | REALISED] as number) - (sides[from | FEE] as number);
  }

  /** Books the fill that was just taken over and records what it cost and realised; not in a plan. */
  function book(market: number, account: number, price: number, lots: number): void {
    ledger.bookFill(sides, TAKER | REALISED, MAKER | REALISED);
    fees.addVolume(taker[TAKER_OWNER] as number, price, lots);
    fees.addVolume(accounts.ownerOf(account), price, lots);
    if (lotAtoms[market << TERMS] === 0) records.settled(sides, TAKER | REALISED, MAKER | REALISED);
    else records.settledInSpot(sides, TAKER | FEE, MAKER | FEE, spotFills.lastAtoms(), spotFills.lastAsset());
    const takerAccount = taker[TAKER_ACCOUNT] as number;
    sideFees.bookShares(takerAccount, account);
    if ((balances[dollarsAt(takerAccount)] as number) < 0) autoRepay.note(takerAccount);
    if ((balances[dollarsAt(account)] as number) < 0) autoRepay.note(account);
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
