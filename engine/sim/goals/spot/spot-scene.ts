/** What the goals of spot markets ask of a scene: which market a command is about, and the order that it describes. */
import {
  amendOrder,
  decode,
  encode,
  MarketKind,
  placeOrder,
  replaceOrder,
  type Side,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { copyOf, type Exposure, marketIn } from '../../judge/margin/exposure.ts';
import { needsIn, reservedFor } from '../../judge/margin/needs.ts';
import { balanceOf } from '../../judge/money/books.ts';
import type { JudgeRecord } from '../../judge/naive-state.ts';
import type { Market, Order } from '../../judge/orders/naive-book.ts';
import { orderFrom } from '../../judge/orders/new-order.ts';
import { type BaseAsset, baseOf } from '../../judge/spot/base-asset.ts';
import { type MarginScene, restingIn, type Values } from '../margin/margin-scene.ts';

/** A market with its base asset. */
export interface SpotMarket {
  readonly market: Market;
  readonly base: BaseAsset;
}

/** What an account has of a base asset, and what rests on a side of its market, all in atoms and micro-dollars. */
export interface SpotHolding {
  readonly balance: bigint;
  readonly atoms: bigint;
  readonly value: bigint;
}

/** The spot market with a base asset that has a number. */
export function spotAt(exposure: Exposure, number: number | string | undefined): SpotMarket | undefined {
  const market = exposure.markets[Number(number)];
  const base = market === undefined ? undefined : baseOf(exposure, market);
  return market === undefined || base === undefined ? undefined : { market, base };
}

/** Whether a number is that of a spot market, with or without a base asset. */
export function isSpot({ markets }: Pick<Exposure, 'markets'>, number: number | string | undefined): boolean {
  return markets[Number(number)]?.marketKind === MarketKind.spot;
}

/** The order that a command places, replaces another with, or makes of one that rests. */
export function wantedOrder({ layout, values, before }: MarginScene): Order | undefined {
  if (layout === amendOrder) {
    const resting = restingIn(before).find(({ order }) => order === values['order']);
    const { price, size, displaySize } = values as Record<string, number>;
    return resting && ({ ...resting, price, size, displaySize } as Order);
  }
  if (layout !== placeOrder && layout !== replaceOrder) return undefined;
  return values['market'] === undefined ? undefined : orderFrom(placementOf(values), 0);
}

/** A replaceOrder says all that a placeOrder says. */
function placementOf(values: Values): ValuesOf<typeof placeOrder.specs> {
  const known = Object.fromEntries(placeOrder.fields.map(({ name }) => [name, values[name] ?? 0]));
  return decode(placeOrder, encode(placeOrder, known as ValuesOf<typeof placeOrder.specs>));
}

/** Everything without an order as it rests, and with it as it is wanted instead. */
export function reservingOf(exposure: Exposure, order: Order): { without: Exposure; reserved: Exposure } {
  const without = copyOf(exposure);
  const side = marketIn(without, order.market).book.sideOf(order.side);
  const place = side.findIndex((other) => other.order === order.order);
  if (place !== -1) side.splice(place, 1);
  const reserved = copyOf(without);
  marketIn(reserved, order.market).book.rest({ ...order });
  return { without, reserved };
}

export function holdingOf(exposure: Exposure, account: number, { market, base }: SpotMarket, side: Side): SpotHolding {
  const { lots, value } = reservedFor(exposure, account, market.number, side);
  const asset = exposure.assets[base.asset.number] ?? base.asset;
  return { balance: balanceOf(asset.books, account), atoms: lots * base.lot, value };
}

/** What an account needs in all spot markets, or in all others. */
export function needsOfKind(exposure: Exposure, account: number, isOfSpot: boolean): bigint {
  const markets = exposure.markets.filter(({ number }) => isSpot(exposure, number) === isOfSpot);
  return markets.reduce((sum, { number }) => sum + needsIn(exposure, account, number), 0n);
}

/** What a record of a fill was followed by: `fillSettled` or, in a spot market, `spotSettled`. */
export function settlementAt(
  records: readonly JudgeRecord[],
  at: number,
  name: 'fillSettled' | 'spotSettled',
): Values | undefined {
  const settled = records[at + 1];
  const isFill = records[at]?.name === 'orderFilled' && settled?.name === name;
  return isFill ? settled.values : undefined;
}
