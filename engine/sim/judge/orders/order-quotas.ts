/** How many orders may be open: of all owners, and of the accounts of one, in all markets and in any one of them. */
import { orderQuotaSet, type setOrderQuota, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState, OrderQuota } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { Order } from './naive-book.ts';

export function changeOrderQuota(
  state: NaiveState,
  command: ValuesOf<typeof setOrderQuota.specs>,
): Refusal | undefined {
  const { owner, ordersMax, marketOrdersMax } = command;
  const changed = owner === 0 ? state.orderQuota : state.owners[owner - 1];
  if (changed === undefined) return refuse('ownerUnknown', 'owner');
  Object.assign(changed, { ordersMax, marketOrdersMax });
  state.emit(orderQuotaSet, { owner, ordersMax, marketOrdersMax });
  return undefined;
}

/** What binds an owner: its own number or else that of all owners, for each of the two by itself. */
export function quotaOf(state: NaiveState, owner: number): OrderQuota {
  const all = state.orderQuota;
  const own = state.owners[owner];
  return {
    ordersMax: own?.ordersMax || all.ordersMax,
    marketOrdersMax: own?.marketOrdersMax || all.marketOrdersMax,
  };
}

/** Whether so many orders are as many as a bound admits, or more. */
export function isReached(count: number, bound: number): boolean {
  return bound !== 0 && count >= bound;
}

/** Those of some orders that are of an owner's accounts; of all open orders unless told. */
export function ordersOf(state: NaiveState, owner: number, orders: readonly Order[] = state.openOrders()): Order[] {
  return orders.filter(({ account }) => state.accounts[account]?.owner === owner);
}

/** Why an account may have no further open order in a market: the table is full, or a quota of its owner is reached. */
export function roomRefusal(state: NaiveState, account: number, market: number): Refusal | undefined {
  const isFull = state.openOrders().length >= state.limits.ordersMax;
  return isFull ? refuse('ordersFull') : quotaRefusal(state, account, market);
}

function quotaRefusal(state: NaiveState, account: number, market: number): Refusal | undefined {
  const owner = state.accounts[account]?.owner;
  if (owner === undefined) throw new Error(`the judge has no account ${account}`);
  const { ordersMax, marketOrdersMax } = quotaOf(state, owner);
  if (ordersMax === 0 && marketOrdersMax === 0) return undefined;
  const open = ordersOf(state, owner);
  if (isReached(open.length, ordersMax)) return refuse('orderQuotaReached');
  const here = open.filter((order) => order.market === market);
  return isReached(here.length, marketOrdersMax) ? refuse('marketOrderQuotaReached') : undefined;
}
