/** How many lots of an order the margin of its account admits, as the judge answers it. */
import { OrderType, type Side } from '@intelligent-ledger/engine/core';
import type { Order } from '../judge/naive-book.ts';
import { planFor } from '../judge/plan.ts';
import { restingRefusal } from '../judge/resting-question.ts';
import { NO_ID } from './client-order-ids.ts';
import type { Scene } from './scene.ts';

/** A limit order that an account might send. */
export interface Wanted {
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
  { account, market, side, price }: Wanted,
): { lots: number; isRefused: boolean } {
  const known = state.marketOf({ market });
  const sender = { account, selfTrade: 0, flags: 0 };
  const plan = planFor(state, known, { time, side, limit: price, size: known.maxSize, sender });
  return { lots: known.maxSize - plan.remaining, isRefused: plan.ended === 'marginTooSmall' };
}

function orderOf(wanted: Wanted): Order {
  const plain = { order: 0, filled: 0, shown: 0, expiry: 0, clientOrderId: NO_ID, key: 0, session: 0, displaySize: 0 };
  return { ...plain, ...wanted, orderType: OrderType.limit, selfTrade: 0, flags: 0, orderGroup: 0 };
}
