/** A limit order whose price and size are still to be made for its margin, and the draft that it becomes. */
import { OrderType, placeOrder, SelfTrade, Side, TimeInForce, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { Market } from '../../judge/orders/naive-book.ts';
import { type Draft, draftOf } from '../draft.ts';
import { clientOrderIdFor } from '../orders/client-order-ids.ts';
import { termsFor } from '../orders/order-drafts.ts';
import { facingOrder, priceFor, sizeFor } from '../orders/order-terms.ts';
import type { Scene } from '../scene.ts';
import { senderFor } from '../senders/sender.ts';
import { builderFor } from './builder-terms.ts';
import type { Wanted } from './margin-sizes.ts';

const { goodTillCancelled, immediateOrCancel, fillOrKill } = TimeInForce;
const TOUCHES_PER_MILLE = 700;

/** What such an order says, beside what every limit order of its account says. */
export type Order = Wanted & Pick<ValuesOf<typeof placeOrder.specs>, 'flags' | 'displaySize' | 'expiry'>;

/** A limit order of any side, mostly at the price of who faces it. */
export function ordinary(scene: Scene, account: number, { number }: Market, asked?: Side): Order {
  const { random, state } = scene;
  const market = state.marketOf({ market: number });
  const side = asked ?? random.pick([Side.buy, Side.sell]);
  const facing = facingOrder(market, side);
  const isTouching = facing !== undefined && random.happens(TOUCHES_PER_MILLE);
  const price = isTouching ? facing.price : priceFor(scene, market, side);
  const timeInForce = random.pick([goodTillCancelled, goodTillCancelled, immediateOrCancel, fillOrKill]);
  const size = sizeFor(scene, market);
  const plain = { flags: 0, displaySize: 0, expiry: 0 };
  return { account, market: number, side, price, size, timeInForce, ...plain, ...builderFor(scene, account) };
}

/** The worst price of the table for whoever buys or sells at it. */
export function extreme({ maxPrice, bands }: Market, side: Side): number {
  return side === Side.buy ? maxPrice : (bands[0]?.from ?? 1);
}

/** The draft of an order; its self-trade prevention and its order group are those that others have. */
export function drafted(scene: Scene, order: Order): Draft {
  const { account, market } = order;
  const { selfTrade, orderGroup } = termsFor(scene, account, market);
  const mode = scene.random.happens(700) ? SelfTrade.expireMaker : selfTrade;
  return draftOf(placeOrder, {
    ...senderFor(scene, account),
    ...order,
    orderType: OrderType.limit,
    selfTrade: mode,
    orderGroup,
    clientOrderId: clientOrderIdFor(scene, account),
  });
}
