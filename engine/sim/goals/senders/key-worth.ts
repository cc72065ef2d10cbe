/** Which situations a command shows whose order is asked for its market and its worth, because its key is confined. */
import { amendOrder, OrderType, placeOrder, ResultCode, replaceOrder, Side } from '@intelligent-ledger/engine/core';
import { worthOf } from '../../judge/margin/worth.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import { type Asked, isCounted } from './key-scene.ts';

/** The goals that a command under a key reached; none where its order was not asked. */
export function worthSituations(asked: Asked): string[] {
  const { layout, values, key, code, field, amended } = asked;
  const isAmend = layout === amendOrder;
  const isPlacing = layout === placeOrder || layout === replaceOrder;
  const isBound = key.orderValueMax > 0 || key.markets.length > 0;
  if (!isBound || (!isAmend && !isPlacing)) return [];
  if (isAmend && amended === undefined) {
    return code === ResultCode.orderUnknown ? ['amend of an order that is gone under a bound key'] : [];
  }
  const market = amended?.market ?? Number(values['market']);
  const isOut = code === ResultCode.keyOutOfScope && ['market', 'order', 'size'].includes(field);
  const waiting = isOut && amended?.waits === true ? ['amend of a waiting order refused for its key'] : [];
  return key.orderValueMax === 0 ? waiting : [...waiting, ...boundSituations(asked, market, isOut)];
}

function boundSituations(asked: Asked, market: number, isOut: boolean): string[] {
  const { layout, values, key, field, state } = asked;
  const terms = { market, price: Number(values['price']), size: Number(values['size']) };
  const worth = worthOf(state, terms);
  const bound = BigInt(key.orderValueMax);
  if (isOut && field !== 'size') return worth > bound ? ['market refused before the worth'] : [];
  // Whatever else the order was refused for was asked after this.
  const isLetThrough = !isOut && isCounted(asked);
  const unit = unitOf(state, terms.market, terms.price);
  if (isLetThrough) {
    const just = worth === bound ? [`order worth just its bound at ${unit}`] : [];
    return isAboveAtReference(state, terms, bound)
      ? [...just, 'order let through at a mark below its reference price']
      : just;
  }
  if (!isOut) return [];
  const isMarketSell = values['orderType'] === OrderType.market && values['side'] === Side.sell;
  return [
    `${layout === amendOrder ? 'amend' : 'order'} refused for its worth at ${unit}`,
    ...(worth === bound + 1n ? [`order refused that is worth a micro-dollar too much at ${unit}`] : []),
    ...(state.markets[market] === undefined ? ['order refused for its worth in a market that does not exist'] : []),
    ...(worth > BigInt(Number.MAX_SAFE_INTEGER) ? ['order refused for its worth beyond 2^53'] : []),
    ...(isMarketSell ? [`market order to sell refused for its worth at ${unit}`] : []),
  ];
}

/** What the size of an order is multiplied with. */
function unitOf({ markets }: NaiveState, market: number, price: number): string {
  const { markPrice = 0, referencePrice = 0 } = markets[market] ?? {};
  if (price >= (markPrice || referencePrice)) return 'its price';
  return markPrice === 0 ? 'the reference price' : 'the mark';
}

/** Whether an order would be worth too much if the reference price counted although there is a mark. */
function isAboveAtReference(
  { markets }: NaiveState,
  { market, size }: { readonly market: number; readonly size: number },
  bound: bigint,
): boolean {
  const { markPrice = 0, referencePrice = 0 } = markets[market] ?? {};
  return markPrice > 0 && BigInt(referencePrice) * BigInt(size) > bound;
}
