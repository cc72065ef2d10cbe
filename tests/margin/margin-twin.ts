/**
 * What every account has free, added up from a snapshot alone, in BigInt and by the sentences of
 * docs/concepts/margin.md: slow, obvious, and without any sum that is kept.
 */
import type { LogicalState, MarketRow } from '@intelligent-ledger/engine/core';

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

/** The free margin of an account. */
export function freeMarginOf(state: LogicalState, account: number): bigint {
  let free = 0n;
  for (const row of state.balances) {
    if (row.account !== account) continue;
    const asset = state.assets[row.asset];
    if (asset === undefined) throw new Error(`no asset ${row.asset}`);
    const value = (BigInt(row.amount) * BigInt(asset.price)) / 10n ** BigInt(asset.decimals + 3);
    const counted = value > 2n ** 52n - 1n ? 2n ** 52n - 1n : value;
    free += row.asset === 0 ? BigInt(row.amount) : (counted * BigInt(asset.initialWeight)) / 1_000_000n;
  }
  for (const [number, market] of state.markets.entries()) {
    const row = state.positions.find((candidate) => candidate.account === account && candidate.market === number);
    const position = { size: BigInt(row?.size ?? 0), cash: BigInt(row?.cash ?? 0) };
    free += position.cash + position.size * BigInt(market.markPrice);
    if (market.positionMax > 0) free -= needIn(market, account, position);
  }
  return free;
}
