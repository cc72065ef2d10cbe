/**
 * What every account has free, added up from a snapshot alone, in BigInt and by the sentences of
 * docs/concepts/margin.md and spot.md: slow, obvious, and without any sum that is kept.
 */
import type { LogicalState, MarketRow } from '@intelligent-ledger/engine/core';

/** What a coin counts as: its price in 1e-9 dollars per whole unit, its weight in millionths. */
export interface AssetTerms {
  decimals: number;
  price: bigint;
  weight: bigint;
}

/** The most that a balance of coins counts as before it is weighted. */
const COUNTED_MAX = 2n ** 52n - 1n;
const RATE_ONE = 1_000_000n;
const UNITS_OF_PRICE = Array.from({ length: 10 }, (_, decimals) => 10n ** BigInt(decimals + 3));

type Position = { size: bigint; cash: bigint };

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function size(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function up(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

/** The requirement of a value, by the tiers of a market. */
function requirement(market: MarketRow, value: bigint): bigint {
  const [leverage, second, third] = [market.leverage, market.secondLeverage, market.thirdLeverage].map(BigInt);
  const from = [BigInt(market.secondFrom), BigInt(market.thirdFrom)] as const;
  if (leverage === undefined || second === undefined || third === undefined) throw new Error('three leverages');
  const spare = (at: bigint, next: bigint, before: bigint): bigint => larger(0n, at / next - up(at, before));
  const ofSecond = second === 0n ? 0n : spare(from[0], second, leverage);
  if (third !== 0n && value >= from[1]) return up(value, third) - ofSecond - spare(from[1], third, second);
  if (second !== 0n && value >= from[0]) return up(value, second) - ofSecond;
  return up(value, leverage);
}

/** Lots and value of what an account buys, and of what it sells, by its orders in a market that are reserved for. */
function ordersIn({ bids, asks }: MarketRow, account: number): readonly [bigint, bigint, bigint, bigint] {
  const sums = [bids, asks].flatMap((side) => {
    const own = side.filter((order) => order.account === account && (order.flags & 2) === 0);
    const lots = own.map((order) => BigInt(order.size - order.filled));
    const values = own.map((order) => BigInt(order.size - order.filled) * BigInt(order.price));
    return [lots, values].map((amounts) => amounts.reduce((sum, amount) => sum + amount, 0n));
  });
  return sums as unknown as readonly [bigint, bigint, bigint, bigint];
}

/** What an account needs in a perpetual market, with the position it has there. */
function needIn(market: MarketRow, account: number, position: Position): bigint {
  const mark = BigInt(market.markPrice);
  const [buyLots, buyValue, sellLots, sellValue] = ordersIn(market, account);
  const buys = requirement(market, size(position.size + buyLots) * mark) + larger(0n, buyValue - buyLots * mark);
  const sells = requirement(market, size(position.size - sellLots) * mark) + larger(0n, sellLots * mark - sellValue);
  return larger(buys, sells);
}

/** What it needs in a spot market of an asset: section 2 of docs/concepts/spot.md. */
function spotNeedIn(market: MarketRow, account: number, terms: AssetTerms): bigint {
  const [buyLots, buyValue, sellLots, sellValue] = ordersIn(market, account);
  const lot = 10n ** BigInt(terms.decimals - market.sizeDecimals);
  const value = up(sellLots * lot * terms.price, UNITS_OF_PRICE[terms.decimals] as bigint);
  const sold = up((value > COUNTED_MAX ? COUNTED_MAX : value) * terms.weight, RATE_ONE);
  return larger(0n, buyValue - weightedValue(buyLots * lot, terms)) + larger(0n, sold - sellValue);
}

/** What a balance of coins counts as in dollars, by section 3. */
export function weightedValue(amount: bigint, { decimals, price, weight }: AssetTerms): bigint {
  if (amount === 0n) return 0n;
  const value = (amount * price) / (UNITS_OF_PRICE[decimals] as bigint);
  return ((value > COUNTED_MAX ? COUNTED_MAX : value) * weight) / RATE_ONE;
}

function termsOf(state: LogicalState, asset: number): AssetTerms {
  const row = state.assets[asset];
  if (row === undefined) throw new Error(`no asset ${asset}`);
  return { decimals: row.decimals, price: BigInt(row.price), weight: BigInt(row.initialWeight) };
}

/** What an account is worth at the marks, by a snapshot: its free margin and all that it needs. */
export function equityIn(state: LogicalState, account: number): bigint {
  let equity = 0n;
  for (const row of state.balances) {
    if (row.account !== account) continue;
    equity += row.asset === 0 ? BigInt(row.amount) : weightedValue(BigInt(row.amount), termsOf(state, row.asset));
  }
  for (const row of state.positions) {
    if (row.account !== account) continue;
    equity += BigInt(row.cash) + BigInt(row.size) * BigInt(state.markets[row.market]?.markPrice ?? 0);
  }
  return equity;
}

/** The free margin of an account. */
export function freeMarginOf(state: LogicalState, account: number): bigint {
  let free = equityIn(state, account);
  for (const [number, market] of state.markets.entries()) {
    const row = state.positions.find((candidate) => candidate.account === account && candidate.market === number);
    const position = { size: BigInt(row?.size ?? 0), cash: BigInt(row?.cash ?? 0) };
    if (market.positionMax > 0) free -= needIn(market, account, position);
    if (market.baseAsset > 0) free -= spotNeedIn(market, account, termsOf(state, market.baseAsset));
  }
  return free;
}
