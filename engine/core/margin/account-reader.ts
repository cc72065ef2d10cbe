/**
 * What an account has, needs and has free, with every term of the sum, for whoever asks; nothing changes. The terms are
 * those of docs/concepts/margin.md sections 2 and 3. Not the hot path.
 */
import { VENUE_DOLLAR } from '../schema/command.ts';
import type { Exchange } from '../state/exchange.ts';
import { POSITION_SHIFT, PositionWord } from './position-table.ts';

const { buyLots, buyValue, buyNeed, sellLots, sellValue, sellNeed } = PositionWord;

/** A balance that is not 0. */
export interface BalanceHealth {
  readonly asset: number;
  /** Atoms; of asset 0 micro-dollars, of either sign. */
  readonly amount: number;
  /** Micro-dollars that count as free margin. */
  readonly weightedValue: number;
  /** Atoms that are for sale in the spot market of the asset, and stay until they are sold or the order leaves. */
  readonly held: number;
}

/**
 * A position, or what is reserved for orders in a market, or both. Sizes in lots, prices in ticks, else micro-dollars.
 */
export interface PositionHealth {
  readonly market: number;
  /** Above 0 when long; 0 where only orders rest. */
  readonly size: number;
  readonly cash: number;
  readonly markPrice: number;
  /** Its cash plus its size at the mark: its profit that is not realised. */
  readonly unrealised: number;
  /**
   * For display only: what its cash was paid for each lot, so that size x (mark - entry) is the unrealised profit; null
   * without a position. (perps.md 2.2)
   */
  readonly entryPrice: number | null;
  /** What is reserved for: remaining lots of orders that are not reduce-only, and price times lots over them. */
  readonly buyLots: number;
  readonly buyValue: number;
  readonly sellLots: number;
  readonly sellValue: number;
  /**
   * What is needed with all buys filled, with all sells filled, and so: the larger. In a spot market the first is what
   * all orders need, and the second 0.
   */
  readonly buyNeed: number;
  readonly sellNeed: number;
  readonly need: number;
}

/** The free margin of an account is its collateral and unrealised profit less its needs; its equity the first two. */
export interface AccountHealth {
  readonly account: number;
  readonly owner: number;
  readonly balances: readonly BalanceHealth[];
  readonly positions: readonly PositionHealth[];
  readonly collateral: bigint;
  readonly unrealised: bigint;
  readonly needs: bigint;
  readonly equity: bigint;
  readonly freeMargin: bigint;
  /** What the next fills would cost, in 1e-8 of their value; the maker's is below 0 when it is paid. */
  readonly takerRate: number;
  readonly makerRate: number;
  readonly spotTakerRate: number;
  readonly spotMakerRate: number;
  /** Micro-dollars that the owner has earned by fees of others, and may claim. */
  readonly rewards: number;
  /** Whole dollars that the owner traded in the fourteen days before that of the last entry. */
  readonly volume: number;
}

/** The health of an account; null when there is no such account or no money. */
export function accountHealthOf(exchange: Exchange, account: number): AccountHealth | null {
  const { accounts, money, margin } = exchange;
  if (!money.isOn || account >>> 0 >= accounts.count()) return null;
  const owner = accounts.ownerOf(account);
  const balances = balancesOf(exchange, account);
  // Adding up also states anew what rows need, where a price has moved.
  const freeMargin = margin.account.freeOf(account);
  const positions = positionsOf(exchange, account);
  const collateral = balances.reduce((sum, { weightedValue }) => sum + BigInt(weightedValue), 0n);
  const unrealised = positions.reduce((sum, position) => sum + BigInt(position.unrealised), 0n);
  const needs = positions.reduce((sum, { need }) => sum + BigInt(need), 0n);
  const totals = { collateral, unrealised, needs, equity: collateral + unrealised, freeMargin };
  const rewards = margin.feeShares.rewardsOf(owner);
  return { account, owner, balances, positions, ...totals, ...margin.fees.ratesOf(owner), rewards };
}

function balancesOf({ money, margin }: Exchange, account: number): BalanceHealth[] {
  const balances: BalanceHealth[] = [];
  for (let asset = VENUE_DOLLAR; asset < money.assets.count(); asset += 1) {
    const amount = money.ledger.balanceOf(account, asset);
    const weightedValue = margin.account.weightedValue(account, asset);
    const held = margin.spotReserves.heldOf(account, asset);
    if (amount !== 0) balances.push({ asset, amount, weightedValue, held });
  }
  return balances;
}

function positionsOf({ margin }: Exchange, account: number): PositionHealth[] {
  const { table, terms } = margin;
  const positions: PositionHealth[] = [];
  for (let row = table.firstOf(account); row !== 0; row = table.after(row)) {
    const of = (word: number): number => table.positions[(row << POSITION_SHIFT) | word] as number;
    const market = table.marketOf(row);
    const size = table.sizeOf(row);
    const cash = table.cashOf(row);
    positions.push({
      market,
      size,
      cash,
      markPrice: terms.markOf(market),
      unrealised: margin.account.unrealisedAt(row, market),
      entryPrice: size === 0 ? null : -cash / size,
      ...{ buyLots: of(buyLots), buyValue: of(buyValue), sellLots: of(sellLots), sellValue: of(sellValue) },
      ...{ buyNeed: of(buyNeed), sellNeed: of(sellNeed) },
      need: margin.account.needOf(row),
    });
  }
  return positions.sort((one, other) => one.market - other.market);
}
