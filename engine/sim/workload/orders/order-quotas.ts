/** Quotas of open orders: mostly about as many as an owner has open, so that they bind, or none again. */
import { ORDER_QUOTA_MAX, setOrderQuota } from '@intelligent-ledger/engine/core';
import type { NaiveState, OrderQuota } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { ordersOf } from '../../judge/orders/order-quotas.ts';
import { type Draft, draftOf } from '../draft.ts';
import type { Profile } from '../profile.ts';
import { waitingOrders } from '../queue/queued-work.ts';
import type { Random } from '../random.ts';

const U32_MAX = 4_294_967_295;

/** Whether a quota is set that could refuse an order. */
export function isRationed({ orderQuota, owners }: NaiveState): boolean {
  return [orderQuota, ...owners].some(hasNumber);
}

/** The command counts owners from one. */
export function orderQuotaDraft(random: Random, profile: Profile, state: NaiveState): Draft {
  const { owners, orderQuota } = state;
  if (random.happens(40)) {
    const owner = random.pick([owners.length + 1, owners.length + 2, U32_MAX]);
    return draftOf(setOrderQuota, { owner, ordersMax: 1, marketOrdersMax: 1 });
  }
  const waiting = waitingOrders(state);
  // Seldom does a quota sink below what an owner has while an order of it waits, so that is made use of.
  if (waiting.length > 0 && random.happens(700)) return sunkenQuota(random, state, random.pick(waiting));
  if (random.happens(profile.bindingQuotaPerMille)) {
    const owner = random.happens(350) ? 0 : random.below(owners.length + 1);
    return draftOf(setOrderQuota, { owner, ...bindingQuota(random, state, owner) });
  }
  const set = [orderQuota, ...owners].flatMap((quota, owner) => (hasNumber(quota) ? [owner] : []));
  if (set.length > 0 && random.happens(800)) return draftOf(setOrderQuota, { owner: random.pick(set) });
  const owner = random.below(owners.length + 1);
  return draftOf(setOrderQuota, { owner, ordersMax: largeNumber(random), marketOrdersMax: largeNumber(random) });
}

/** A quota of the owner of an order that waits, below the number of its other orders. */
function sunkenQuota(random: Random, state: NaiveState, { account, market }: Order): Draft {
  const owner = state.accounts[account]?.owner ?? 0;
  const open = ordersOf(state, owner);
  const here = open.filter((order) => order.market === market);
  const below = (orders: readonly unknown[]) => Math.max(1, orders.length - random.below(6));
  const isTotal = random.happens(500);
  const ordersMax = isTotal ? below(open) : 0;
  return draftOf(setOrderQuota, { owner: owner + 1, ordersMax, marketOrdersMax: isTotal ? 0 : below(here) });
}

function hasNumber({ ordersMax, marketOrdersMax }: OrderQuota): boolean {
  return ordersMax + marketOrdersMax > 0;
}

/**
 * Near what the owner, or any of them, has open now, or a share of the table that leaves room for trade; one of the two
 * numbers is often none.
 */
function bindingQuota(random: Random, state: NaiveState, owner: number): OrderQuota {
  const whose = owner === 0 ? random.below(state.owners.length) : owner - 1;
  const open = ordersOf(state, whose);
  const market = random.below(state.markets.length);
  const here = open.filter((order) => order.market === market);
  const share = Math.ceil(state.capacities.ordersMax / Math.max(1, state.owners.length));
  const near = (count: number) => {
    return random.happens(600) ? random.between(2, share + 2) : Math.max(1, count + random.between(-2, 2));
  };
  const how = random.weighted({ both: 4, total: 3, market: 3 });
  return {
    ordersMax: how === 'market' ? 0 : near(open.length),
    marketOrdersMax: how === 'total' ? 0 : near(here.length),
  };
}

/** A number that binds nobody, or none. */
function largeNumber(random: Random): number {
  return random.pick([0, 1_000, ORDER_QUOTA_MAX]);
}
