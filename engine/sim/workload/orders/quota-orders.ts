/** Orders of owners that have no place left, or the last: where they are refused, and what takes a place again. */
import { placeOrder } from '@intelligent-ledger/engine/core';
import { isReached, ordersOf, quotaOf } from '../../judge/orders/order-quotas.ts';
import { type Draft, draftOf } from '../draft.ts';
import type { Scene } from '../scene.ts';
import { senderFor } from '../senders/sender.ts';
import { clientOrderIdFor } from './client-order-ids.ts';
import { termsFor } from './order-drafts.ts';
import { isStale } from './order-terms.ts';

const AT_QUOTA_PER_MILLE = 150;
const AT_STALE_PER_MILLE = 700;

/** An account and a market where one more order is too many, or the last. */
interface Seat {
  readonly account: number;
  readonly market: number;
  /** Whether one of the orders that take the places has expired and was not cleared yet. */
  readonly isStale: boolean;
}

/** Now and then an order that wants to stay where there is hardly a place for it; else undefined. */
export function placementAtQuota(scene: Scene): Draft | undefined {
  const { random } = scene;
  const seats = seatsAtQuota(scene);
  if (seats.length === 0) return undefined;
  // Seldom do expired orders take the places, so that is made use of.
  const stale = seats.filter((seat) => seat.isStale);
  if (!random.happens(stale.length > 0 ? AT_STALE_PER_MILLE : AT_QUOTA_PER_MILLE)) return undefined;
  const { account, market } = random.pick(stale.length > 0 ? stale : seats);
  const staying = { ...scene, profile: { ...scene.profile, immediatePerMille: 0 } };
  return draftOf(placeOrder, {
    ...senderFor(scene, account),
    ...termsFor(staying, account, market),
    clientOrderId: clientOrderIdFor(scene, account),
  });
}

function seatsAtQuota({ state, time }: Scene): Seat[] {
  const open = state.openOrders();
  return state.accounts.flatMap(({ owner }, account) => {
    const own = ordersOf(state, owner, open);
    const { ordersMax, marketOrdersMax } = quotaOf(state, owner);
    return state.markets.flatMap(({ number: market }) => {
      const here = own.filter((order) => order.market === market);
      const isTotal = isReached(own.length + 1, ordersMax);
      if (!isTotal && !isReached(here.length + 1, marketOrdersMax)) return [];
      const isExpiring = (isTotal ? own : here).some((order) => isStale(order, time));
      return [{ account, market, isStale: isExpiring }];
    });
  });
}
