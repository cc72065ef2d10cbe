/** Accounts, orders and fills as JSON. */
import type { Account, Fill, Order } from '@intelligent-ledger/client/wire';
import type { FillEntry, OrderEntry } from '@intelligent-ledger/engine/client-port';
import {
  type AccountHealth,
  decimalOf,
  ORDER_TYPE_NAMES,
  OrderFlag,
  type PositionHealth,
  Side,
  TIME_IN_FORCE_NAMES,
  VENUE_DOLLAR_DECIMALS,
} from '@intelligent-ledger/engine/core';
import { type MarketList, wordOf } from '../exchange/market-list.ts';

const FEE_DECIMALS = 8;
const NO_ID = '0'.repeat(32);
/** Average prices are for display: so many decimals more than those of the market. */
const MORE_DECIMALS = 4;

export const dollars = (micros: number | bigint) => bigDecimalOf(BigInt(micros), VENUE_DOLLAR_DECIMALS);

export function accountJson(
  health: AccountHealth,
  asOf: number,
  markets: MarketList,
  assetDecimalsOf: (asset: number) => number | undefined,
): Account {
  const ofAsset = (atoms: number, asset: number) => decimalOf(atoms, assetDecimalsOf(asset) ?? 0);
  const rate = (value: number) => decimalOf(value, FEE_DECIMALS);
  return {
    account: health.account,
    owner: health.owner,
    as_of_seq: asOf,
    balances: health.balances.map(({ asset, amount, weightedValue, held }) => {
      return {
        asset,
        amount: ofAsset(amount, asset),
        weighted_value: dollars(weightedValue),
        held: ofAsset(held, asset),
      };
    }),
    positions: health.positions.map((position) => positionJson(position, markets)),
    collateral: dollars(health.collateral),
    unrealised: dollars(health.unrealised),
    equity: dollars(health.equity),
    margin: dollars(health.needs),
    free_margin: dollars(health.freeMargin),
    taker_rate: rate(health.takerRate),
    maker_rate: rate(health.makerRate),
    spot_taker_rate: rate(health.spotTakerRate),
    spot_maker_rate: rate(health.spotMakerRate),
    volume: String(health.volume),
    rewards: dollars(health.rewards),
  };
}

function positionJson(position: PositionHealth, markets: MarketList): Account['positions'][number] {
  const { market, entryPrice } = position;
  const { priceDecimals, sizeDecimals } = markets.decimalsOf(market);
  return {
    market,
    size: decimalOf(position.size, sizeDecimals),
    entry_price: entryPrice === null ? null : displayedPrice(entryPrice, priceDecimals),
    mark_price: decimalOf(position.markPrice, priceDecimals),
    unrealised: dollars(position.unrealised),
    buy_size: decimalOf(position.buyLots, sizeDecimals),
    sell_size: decimalOf(position.sellLots, sizeDecimals),
    margin: dollars(position.need),
  };
}

export function orderJson(entry: OrderEntry, markets: MarketList): Order {
  const { terms, clientOrderId, filled, filledValue } = entry;
  const { priceDecimals = 0, sizeDecimals = 0 } = (terms && markets.termsOf(terms.market)) ?? {};
  const average = filledValue === null || filled === 0 ? null : Number(filledValue) / filled;
  return {
    order: entry.order,
    account: entry.account,
    client_order_id: clientOrderId === NO_ID ? null : clientOrderId,
    status: entry.status,
    code: entry.code,
    market: terms?.market ?? null,
    side: terms === null ? null : sideWord(terms.side),
    order_type: terms === null ? null : (wordOf(ORDER_TYPE_NAMES, terms.orderType) as Order['order_type']),
    time_in_force: terms === null ? null : (wordOf(TIME_IN_FORCE_NAMES, terms.timeInForce) as Order['time_in_force']),
    price: terms === null ? null : decimalOf(terms.price, priceDecimals),
    size: terms === null ? null : decimalOf(terms.size, sizeDecimals),
    filled: decimalOf(filled, sizeDecimals),
    average_price: average === null ? null : displayedPrice(average, priceDecimals),
    post_only: ((terms?.flags ?? 0) & OrderFlag.postOnly) !== 0,
    reduce_only: ((terms?.flags ?? 0) & OrderFlag.reduceOnly) !== 0,
    key: terms?.key ?? 0,
    session: terms?.session ?? 0,
    placed_seq: entry.placedSequence,
    placed_at: entry.placedAt,
    closed_seq: entry.closedSequence === 0 ? null : entry.closedSequence,
    closed_at: entry.closedSequence === 0 ? null : entry.closedAt,
  };
}

export function fillJson(entry: FillEntry, markets: MarketList): Fill {
  const { priceDecimals, sizeDecimals } = markets.decimalsOf(entry.market);
  return {
    fill: entry.fill,
    order: entry.order,
    account: entry.account,
    market: entry.market,
    side: sideWord(entry.side),
    price: decimalOf(entry.price, priceDecimals),
    size: decimalOf(entry.size, sizeDecimals),
    is_taker: entry.isTaker,
    fee: dollars(entry.fee),
    builder_fee: dollars(entry.builderFee),
    realised: dollars(entry.realised),
    position_before: decimalOf(entry.positionBefore, sizeDecimals),
    seq: entry.sequence,
    time: entry.time,
  };
}

/** A price that is an average, of ticks that are no whole number. */
export function displayedPrice(ticks: number, priceDecimals: number): string {
  return decimalOf(Math.round(ticks * 10 ** MORE_DECIMALS), priceDecimals + MORE_DECIMALS);
}

function sideWord(side: Side): 'buy' | 'sell' {
  return side === Side.buy ? 'buy' : 'sell';
}

/** As `decimalOf`, of integers of any size. */
function bigDecimalOf(value: bigint, decimals: number): string {
  const sign = value < 0n ? '-' : '';
  const digits = String(value < 0n ? -value : value).padStart(decimals + 1, '0');
  const places = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return places === '' ? `${sign}${whole}` : `${sign}${whole}.${places}`;
}
