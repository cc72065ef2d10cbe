/** Everything of an exchange that is about margin, put together. Where there is no money all of it is empty. */
import type { OrderSeats } from '../book/order-seats.ts';
import type { Clock } from '../clock.ts';
import type { Money } from '../money/money.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import type { AccountTable } from '../state/account-table.ts';
import { createAccountMargin } from './account-margin.ts';
import { createFeeSchedule } from './fee-schedule.ts';
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
  const { isOn, marginSums, assets, ledger } = money;
  const { ownersMax, accountsMax, marketsMax, positionsMax, makersPerCommandMax } = capacities;
  const table = createPositionTable(isOn ? positionsMax : 0, isOn ? accountsMax : 0, seats);
  const terms = createMarginTerms(isOn ? marketsMax : 0);
  const account = createAccountMargin(table, terms, marginSums, assets, ledger, seats);
  const fees = createFeeSchedule(isOn ? ownersMax : 0, clock);
  const makersMax = isOn ? makersPerCommandMax : 0;
  const fills = createFillSettlement(table, terms, marginSums, account, fees, ledger, accounts, records, makersMax);
  const reserves = createOrderReserves(isOn, table, terms, account, seats, accounts, fills.trial);
  return { isOn, table, terms, account, fees, fills, reserves };
}
