/**
 * What orders in spot markets need, whether one may rest, and what stays because it is for sale: sections 2 and 3 of
 * docs/concepts/spot.md.
 */
import type { OrderSeats } from '../book/order-seats.ts';
import type { AccountMargin } from '../margin/account-margin.ts';
import { POSITION_SHIFT, type PositionTable, PositionWord } from '../margin/position-table.ts';
import type { Ledger } from '../money/ledger.ts';
import { BALANCE_MAX, Side, VENUE_DOLLAR } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { AccountTable } from '../state/account-table.ts';
import type { SpotMarkets } from './spot-markets.ts';

const ROW = POSITION_SHIFT;
const { buyLots: BUY_LOTS, buyValue: BUY_VALUE, sellLots: SELL_LOTS, sellValue: SELL_VALUE } = PositionWord;
const ACCEPTED = ResultCode.accepted;
/** What the orders of one side may be worth: with another order it then stays a safe integer. */
export const SPOT_VALUE_LIMIT = 2_251_799_813_685_248;

export type SpotReserves = ReturnType<typeof createSpotReserves>;

/** Over the tables of an exchange. */
export function createSpotReserves(
  table: PositionTable,
  spot: SpotMarkets,
  margin: AccountMargin,
  ledger: Ledger,
  accounts: AccountTable,
  seats: OrderSeats,
) {
  const { positions } = table;

  /** Reserves for so many lots of a new order at a price, if it may rest so; else says why not, and changes nothing. */
  function tryReserve(
    row: number,
    account: number,
    market: number,
    side: number,
    price: number,
    lots: number,
  ): ResultCode {
    margin.refresh(account);
    const before = margin.needOf(row);
    const code = askBalance(row, account, market, side, price, lots);
    if (code !== ACCEPTED) return code;
    margin.reserve(row, account, market, side, price, lots);
    if (margin.needOf(row) <= before || margin.hasFree(account)) return ACCEPTED;
    margin.reserve(row, account, market, side, price, 0 - lots);
    return ResultCode.marginTooSmall;
  }

  /** 1 and 2 of the question: whether what is bought would find room, and what is sold is there. */
  function askBalance(
    row: number,
    account: number,
    market: number,
    side: number,
    price: number,
    lots: number,
  ): ResultCode {
    const at = row << ROW;
    const isBuy = side === Side.buy;
    const atoms = ((positions[at | (isBuy ? BUY_LOTS : SELL_LOTS)] as number) + lots) * spot.lotAtomsOf(market);
    const value = (positions[at | (isBuy ? BUY_VALUE : SELL_VALUE)] as number) + price * lots;
    const balance = ledger.balanceOf(account, spot.baseAssetOf(market));
    if (!isBuy && atoms > balance) return ResultCode.balanceTooSmall;
    if (isBuy && atoms + balance > BALANCE_MAX) return ResultCode.balanceTooLarge;
    if (value >= SPOT_VALUE_LIMIT) return ResultCode.balanceTooLarge;
    const isPaid = !isBuy || bidBy(account) + price * lots <= ledger.balanceOf(account, VENUE_DOLLAR);
    return isPaid ? ACCEPTED : ResultCode.balanceTooSmall;
  }

  /** What the buys of an account in all spot markets cost at most. */
  function bidBy(account: number): number {
    let sum = 0;
    for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
      if (spot.lotAtomsOf(table.marketOf(row)) !== 0) sum += positions[(row << ROW) | BUY_VALUE] as number;
    }
    return sum;
  }

  /** Atoms of a balance that are for sale, and stay. */
  function heldOf(account: number, asset: number): number {
    const market = spot.marketOf(asset) - 1;
    if (market < 0) return 0;
    const row = table.find(seats.find(accounts.ownerOf(account), market), account);
    return (positions[(row << ROW) | SELL_LOTS] as number) * spot.lotAtomsOf(market);
  }

  /** What of a balance may leave: all that is not for sale. */
  function leavableOf(account: number, asset: number): number {
    return ledger.balanceOf(account, asset) - heldOf(account, asset);
  }

  return { tryReserve, heldOf, leavableOf };
}
