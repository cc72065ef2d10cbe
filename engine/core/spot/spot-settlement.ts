/**
 * What a fill in a spot market does to two accounts, and whether each may: sections 3 and 4 of docs/concepts/spot.md.
 * Each side is worked out on paper and taken over when both may, as in perpetual markets; what both forms share stands
 * in the same places.
 */
import { assert } from '../bug.ts';
import type { FeeSchedule } from '../fees/fee-schedule.ts';
import type { SideFees } from '../fees/side-fees.ts';
import type { AccountMargin } from '../margin/account-margin.ts';
import type { Collateral } from '../margin/collateral.ts';
import { isFair } from '../margin/fair-fill.ts';
import { MAKER_SIDE, SideWord, TAKER_SIDE, TakerWord } from '../margin/fill-words.ts';
import type { MarginSums } from '../margin/margin-sums.ts';
import { POSITION_SHIFT, type PositionTable, PositionWord } from '../margin/position-table.ts';
import type { Trial } from '../margin/trial.ts';
import type { Ledger } from '../money/ledger.ts';
import { BALANCE_MAX, Side } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { AccountTable } from '../state/account-table.ts';
import type { SpotMarkets } from './spot-markets.ts';

const ROW = POSITION_SHIFT;
const { buyLots: BUY_LOTS, buyNeed: BUY_NEED, sellLots: SELL_LOTS } = PositionWord;
const { realised: REALISED, fee: FEE, equity: EQUITY, freed: FREED } = SideWord;
const TAKER = TAKER_SIDE;
const MAKER = MAKER_SIDE;
const ACCEPTED = ResultCode.accepted;
const SAFE_MAX = Number.MAX_SAFE_INTEGER;
/** The sum of two integers up to this is exact. */
const HALF_MAX = 2 ** 52;

/** Of the fill that was worked out: the market's asset, the atoms, the value, and the lots and their price. */
interface Trade {
  market: number;
  asset: number;
  atoms: number;
  value: number;
  lots: number;
  price: number;
}

/** Over the tables of an exchange; `sides` and `taker` are those of the settlement of all fills. */
export function createSpotSettlement(
  table: PositionTable,
  marginSums: MarginSums,
  margin: AccountMargin,
  collateral: Collateral,
  spot: SpotMarkets,
  fees: FeeSchedule,
  sideFees: SideFees,
  ledger: Ledger,
  accounts: AccountTable,
  trial: Trial,
  sides: Float64Array,
  taker: Int32Array,
) {
  const { positions } = table;
  const { isFresh, forget } = marginSums;
  const { balances, dollarsAt } = ledger;
  const trade: Trade = { market: 0, asset: 0, atoms: 0, value: 0, lots: 0, price: 0 };

  /** As the settlement of all fills has it: answers the lots, or 0 when one of the two may not. */
  function tryFill(
    market: number,
    takerSide: number,
    price: number,
    lots: number,
    row: number,
    account: number,
  ): number {
    trade.market = market;
    trade.asset = spot.baseAssetOf(market);
    trade.lots = lots;
    trade.price = price;
    trade.atoms = lots * spot.lotAtomsOf(market);
    trade.value = lots * price;
    const isTakerBuyer = takerSide === Side.buy;
    const takerRow = taker[TakerWord.row] as number;
    const takerAccount = taker[TakerWord.account] as number;
    workOut(MAKER, row, account, !isTakerBuyer);
    if (takerRow !== 0) {
      workOut(TAKER, takerRow, takerAccount, isTakerBuyer);
      const answer = ask(TAKER, takerRow, takerAccount, isTakerBuyer);
      if (answer !== ACCEPTED) return refuse(answer, 1);
    }
    const answer = ask(MAKER, row, account, !isTakerBuyer);
    if (answer !== ACCEPTED) return refuse(answer, 0);
    if (trial.isOn()) saveBoth(row, account, takerRow, takerAccount);
    takeOver(MAKER, row, account, !isTakerBuyer);
    if (takerRow !== 0) takeOver(TAKER, takerRow, takerAccount, isTakerBuyer);
    return lots;
  }

  function refuse(code: ResultCode, isOfTaker: number): 0 {
    taker[TakerWord.refusal] = code;
    taker[TakerWord.isOfTaker] = isOfTaker;
    return 0;
  }

  /** What a side pays, and by how much its free margin changes with its balances and with what it needs. */
  function workOut(to: number, row: number, account: number, isBuyer: boolean): void {
    const owner = accounts.ownerOf(account);
    fees.findRates(owner);
    margin.refresh(account);
    const rate = fees.spotRateOf(owner, to === MAKER);
    const fee = sideFees.feeOfSide(to, trade.value, owner, rate);
    sides[to | REALISED] = 0;
    sides[to | FEE] = fee;
    const coins = ledger.balanceOf(account, trade.asset);
    const coinsAfter = Math.max(0, coins + coinsOf(isBuyer));
    const weighted =
      collateral.weightedValueOf(trade.asset, coinsAfter) - collateral.weightedValueOf(trade.asset, coins);
    sides[to | EQUITY] = dollarsOf(to, isBuyer) + weighted;
    sides[to | FREED] = to === MAKER ? freedBy(row, isBuyer) : 0;
  }

  /** By how much what the maker needs shrinks when its lots are no longer reserved for. */
  function freedBy(row: number, isBuyer: boolean): number {
    const lotsAt = (row << ROW) | (isBuyer ? BUY_LOTS : SELL_LOTS);
    const lots = positions[lotsAt] as number;
    const value = positions[lotsAt + 1] as number;
    const { market } = trade;
    const needOf = isBuyer ? margin.needOfBuys : margin.needOfSells;
    return needOf(market, lots, value) - needOf(market, lots - trade.lots, value - trade.value);
  }

  /** The lots that the maker traded are no longer reserved for. */
  function release(row: number, isBuyer: boolean): void {
    const lotsAt = (row << ROW) | (isBuyer ? BUY_LOTS : SELL_LOTS);
    positions[lotsAt] = (positions[lotsAt] as number) - trade.lots;
    positions[lotsAt + 1] = (positions[lotsAt + 1] as number) - trade.value;
    // All that is needed in a spot market stands at the buys.
    const needAt = (row << ROW) | BUY_NEED;
    positions[needAt] = (positions[needAt] as number) - (sides[MAKER | FREED] as number);
  }

  /** By how much the dollars of a side grow. */
  function dollarsOf(from: number, isBuyer: boolean): number {
    return (isBuyer ? 0 - trade.value : trade.value) - (sides[from | FEE] as number);
  }

  /** By how much its coins grow. */
  function coinsOf(isBuyer: boolean): number {
    return isBuyer ? trade.atoms : 0 - trade.atoms;
  }

  /** Whether both balances stay in their range, and the free margin at 0 or above, or the sale is fair. */
  function ask(from: number, row: number, account: number, isBuyer: boolean): ResultCode {
    const dollars = (balances[dollarsAt(account)] as number) + dollarsOf(from, isBuyer);
    if (isBuyer && dollars < 0) return ResultCode.balanceTooSmall;
    if (Math.abs(dollars) > BALANCE_MAX) return ResultCode.balanceTooLarge;
    const coins = ledger.balanceOf(account, trade.asset) + coinsOf(isBuyer);
    if (isBuyer && coins > BALANCE_MAX) return ResultCode.balanceTooLarge;
    if (!isBuyer && coins < heldAfter(from, row)) return ResultCode.balanceTooSmall;
    const [equity, freed] = [sides[from | EQUITY] as number, sides[from | FREED] as number];
    if (isBuyer) {
      if (Math.abs(equity) + Math.abs(freed) <= HALF_MAX && margin.keepsWithoutProfit(account, equity + freed)) {
        return ACCEPTED;
      }
      const freeAfter = margin.freeWithoutProfitOf(account) + BigInt(equity) + BigInt(freed);
      return freeAfter >= 0n ? ACCEPTED : ResultCode.marginTooSmall;
    }
    const kept = marginSums.freeOf(account);
    const isExact = isFresh(account) && Math.abs(kept) + Math.abs(equity) + Math.abs(freed) <= SAFE_MAX;
    if (isExact && kept + equity + freed >= 0) return ACCEPTED;
    const free = margin.freeOf(account);
    const freeAfter = free + BigInt(equity) + BigInt(freed);
    if (freeAfter >= 0n) return ACCEPTED;
    if (!collateral.isPriced(trade.asset)) return ResultCode.marginTooSmall;
    return isFairSale(from, account, free, freeAfter) ? ACCEPTED : ResultCode.marginTooSmall;
  }

  /** Atoms that the seller has for sale once the fill is settled. */
  function heldAfter(from: number, row: number): number {
    const lots = positions[(row << ROW) | SELL_LOTS] as number;
    return (lots - (from === MAKER ? trade.lots : 0)) * spot.lotAtomsOf(trade.market);
  }

  /** Whether an account that is short of margin loses by the sale no larger a part of its equity than of its needs. */
  function isFairSale(from: number, account: number, free: bigint, freeAfter: bigint): boolean {
    const coins = ledger.balanceOf(account, trade.asset);
    const given = collateral.fullValueOf(trade.asset, coins) - collateral.fullValueOf(trade.asset, coins - trade.atoms);
    const equity = margin.fullEquityOf(account);
    const growth = BigInt(dollarsOf(from, false) - given);
    // What does not count as free margin is what is needed.
    return isFair(equity, equity - free, growth, freeAfter - free - growth);
  }

  function saveBoth(row: number, account: number, takerRow: number, takerAccount: number): void {
    trial.save(row, account);
    trial.saveBalance(account, trade.asset);
    if (takerRow === 0) return;
    trial.save(takerRow, takerAccount);
    trial.saveBalance(takerAccount, trade.asset);
  }

  function takeOver(from: number, row: number, account: number, isBuyer: boolean): void {
    if (from === MAKER) release(row, isBuyer);
    const dollars = dollarsAt(account);
    balances[dollars] = (balances[dollars] as number) + dollarsOf(from, isBuyer);
    const coins = dollars + trade.asset;
    balances[coins] = (balances[coins] as number) + coinsOf(isBuyer);
    assert((balances[coins] as number) >= 0, 'only dollars are ever owed');
    const [equity, freed] = [sides[from | EQUITY] as number, sides[from | FREED] as number];
    margin.addFree(account, equity + freed);
    // Forgotten too where it was rounded on the way.
    if (Math.abs(equity) + Math.abs(freed) > SAFE_MAX) forget(account);
  }

  return {
    tryFill,
    /** Of the fill that was taken over last: the base asset, and its atoms. */
    lastAsset: () => trade.asset,
    lastAtoms: () => trade.atoms,
  };
}
