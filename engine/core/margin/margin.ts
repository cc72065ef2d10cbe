/** Everything of an exchange that is about margin, put together. Where there is no money all of it is empty. */
import type { OrderSeats } from '../book/order-seats.ts';
import type { Clock } from '../clock.ts';
import { createFeeSchedule } from '../fees/fee-schedule.ts';
import { createFeeShares } from '../fees/fee-shares.ts';
import { createSideFees } from '../fees/side-fees.ts';
import type { Money } from '../money/money.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { createSpotMarkets } from '../spot/spot-markets.ts';
import { createSpotReserves } from '../spot/spot-reserves.ts';
import type { AccountTable } from '../state/account-table.ts';
import { createAccountMargin } from './account-margin.ts';
import { createAutoRepay } from './auto-repay.ts';
import { createCollateral } from './collateral.ts';
import { createFillSettlement } from './fill-settlement.ts';
import { createMarginTerms } from './margin-terms.ts';
import { createOrderReserves } from './order-reserves.ts';
import { createPositionTable } from './position-table.ts';

/** The capacities that margin takes. */
interface MarginCapacities {
  readonly ownersMax: number;
  readonly accountsMax: number;
  readonly marketsMax: number;
  readonly positionsMax: number;
  readonly assetsMax: number;
  readonly makersPerCommandMax: number;
}

export type Margin = ReturnType<typeof createMargin>;

/** No positions yet, over the tables of an exchange. */
export function createMargin(
  capacities: MarginCapacities,
  money: Money,
  accounts: AccountTable,
  seats: OrderSeats,
  clock: Clock,
  records: RecordBuffer,
) {
  const { isOn, marginSums, assets, ledger, conversion } = money;
  const { ownersMax, accountsMax, marketsMax, positionsMax, assetsMax, makersPerCommandMax } = capacities;
  const table = createPositionTable(isOn ? positionsMax : 0, isOn ? accountsMax : 0, seats);
  const terms = createMarginTerms(isOn ? marketsMax : 0);
  const collateral = createCollateral(assets);
  const spot = createSpotMarkets(isOn ? marketsMax : 0, assetsMax, terms);
  const account = createAccountMargin(table, terms, marginSums, assets, collateral, spot, ledger, seats);
  const fees = createFeeSchedule(isOn ? ownersMax : 0, clock);
  const feeShares = createFeeShares(isOn ? ownersMax : 0);
  const sideFees = createSideFees(fees, feeShares, ledger, accounts, records);
  const makersMax = isOn ? makersPerCommandMax : 0;
  const spotReserves = createSpotReserves(table, spot, account, ledger, accounts, seats);
  const autoRepay = createAutoRepay(
    assets,
    ledger,
    conversion,
    collateral,
    spotReserves,
    records,
    isOn ? accountsMax : 0,
    makersMax,
  );
  const fills = createFillSettlement(
    table,
    terms,
    marginSums,
    account,
    fees,
    sideFees,
    collateral,
    spot,
    autoRepay,
    ledger,
    accounts,
    records,
    makersMax,
  );
  const reserves = createOrderReserves(isOn, table, terms, account, spotReserves, seats, accounts, fills.trial);
  /** The mark of a perpetual market, or of a spot market the price of its asset in ticks, rounded up; 0 without one. */
  const markOf = (market: number): number => {
    const lot = spot.lotAtomsOf(market);
    return lot === 0 ? terms.markOf(market) : collateral.fullValueUp(spot.baseAssetOf(market), lot);
  };
  return { isOn, table, terms, account, fees, feeShares, fills, autoRepay, reserves, spot, spotReserves, markOf };
}
