/**
 * What every account has free, added up from a snapshot alone, in BigInt and by the sentences of
 * docs/concepts/margin.md: slow, obvious, and without any sum that is kept.
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

/** What an account needs in a market, with the position it has there. */
function needIn(market: MarketRow, account: number, position: Position): bigint {
  const mark = BigInt(market.markPrice);
  let [buyLots, buyValue, sellLots, sellValue] = [0n, 0n, 0n, 0n];
  for (const order of market.bids) {
    if (order.account !== account || (order.flags & 2) !== 0) continue;
    buyLots += BigInt(order.size - order.filled);
    buyValue += BigInt(order.size - order.filled) * BigInt(order.price);
  }
  for (const order of market.asks) {
    if (order.account !== account || (order.flags & 2) !== 0) continue;
    sellLots += BigInt(order.size - order.filled);
    sellValue += BigInt(order.size - order.filled) * BigInt(order.price);
  }
  const buys = requirement(market, size(position.size + buyLots) * mark) + larger(0n, buyValue - buyLots * mark);
  const sells = requirement(market, size(position.size - sellLots) * mark) + larger(0n, sellLots * mark - sellValue);
  return larger(buys, sells);
}

/** What a balance of coins counts as in dollars, by section 3. */
export function weightedValue(amount: bigint, { decimals, price, weight }: AssetTerms): bigint {
  if (amount === 0n) return 0n;
  const value = (amount * price) / (UNITS_OF_PRICE[decimals] as bigint);
  return ((value > COUNTED_MAX ? COUNTED_MAX : value) * weight) / RATE_ONE;
}

/** What an account is worth at the marks, by a snapshot: its free margin and all that it needs. */
export function equityIn(state: LogicalState, account: number): bigint {
  let equity = 0n;
  for (const row of state.balances) {
    const asset = state.assets[row.asset];
    if (row.account !== account || asset === undefined) continue;
    const terms = { decimals: asset.decimals, price: BigInt(asset.price), weight: BigInt(asset.initialWeight) };
    equity += row.asset === 0 ? BigInt(row.amount) : weightedValue(BigInt(row.amount), terms);
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
  }
  return free;
}
