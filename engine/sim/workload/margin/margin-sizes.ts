/** How many lots of an order the margin of its account admits, as the judge answers it. */
import { OrderType, type Side } from '@intelligent-ledger/engine/core';
import type { BuilderTerms } from '../../judge/margin/held-margin.ts';
import { restingRefusal } from '../../judge/margin/resting-question.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { planFor } from '../../judge/orders/plan.ts';
import { NO_ID } from '../orders/client-order-ids.ts';
import type { Scene } from '../scene.ts';

/** A limit order that an account might send. */
export interface Wanted extends BuilderTerms {
  readonly account: number;
  readonly market: number;
  readonly side: Side;
  readonly price: number;
  readonly size: number;
  readonly timeInForce: number;
}

/** The most lots that may rest, 0 where none may. */
export function lotsThatRest({ state }: Pick<Scene, 'state'>, wanted: Wanted): number {
  let [most, tooMany] = [0, state.marketOf(wanted).maxSize + 1];
  while (tooMany - most > 1) {
    const size = Math.floor((most + tooMany) / 2);
    if (restingRefusal(state, orderOf({ ...wanted, size })) === undefined) most = size;
    else tooMany = size;
  }
  return most;
}

/** The lots that would fill at once of as many as there may be, and whether it is margin that keeps others from it. */
export function lotsThatTake(
  { state, time }: Scene,
  { account, market, side, price, builder, builderFee }: Wanted,
): { lots: number; isRefused: boolean } {
  const known = state.marketOf({ market });
  const sender = { account, selfTrade: 0, flags: 0, builder, builderFee };
  const plan = planFor(state, known, { time, side, limit: price, size: known.maxSize, sender });
  return { lots: known.maxSize - plan.remaining, isRefused: plan.ended === 'marginTooSmall' };
}

/** The most lots of an order that would fill whole at once, 0 where none would; more at one maker may fill none. */
export function lotsThatFill(scene: Pick<Scene, 'state' | 'time'>, wanted: Wanted): number {
  let [most, tooMany] = [0, scene.state.marketOf(wanted).maxSize + 1];
  while (tooMany - most > 1) {
    const size = Math.floor((most + tooMany) / 2);
    if (isFilled(scene, { ...wanted, size })) most = size;
    else tooMany = size;
  }
  return most;
}

/** Whether an order would fill whole at once. */
export function isFilled({ state, time }: Pick<Scene, 'state' | 'time'>, wanted: Wanted): boolean {
  const { account, market, side, price, size, builder, builderFee } = wanted;
  const sender = { account, selfTrade: 0, flags: 0, builder, builderFee };
  return planFor(state, state.marketOf({ market }), { time, side, limit: price, size, sender }).remaining === 0;
}

function orderOf(wanted: Wanted): Order {
  const plain = { order: 0, filled: 0, shown: 0, expiry: 0, clientOrderId: NO_ID, key: 0, session: 0, displaySize: 0 };
  return { ...plain, ...wanted, orderType: OrderType.limit, selfTrade: 0, flags: 0, orderGroup: 0 };
}
