/** The logical state of the judge as plain values, in the shape in which a snapshot is decoded. */
import { waitingIds } from './client-order-ids.ts';
import type { Order } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import type { RememberedId } from './remembered-id.ts';

const NO_MESSAGE = { account: 0, key: 0, next: 0, last: 0 };

/** Copies the state out: everything that counts, and nothing else. */
export function logicalStateOf(state: NaiveState) {
  const { sequence, time, genesis = null, roleKeys, lastOrder, lastFill, ruleVersion } = state;
  const { orderQuota, owners, accounts, keys } = state;
  const markets = state.markets.map(({ number, book, ...market }) => ({
    ...market,
    bids: book.bids.map(withoutMarket),
    asks: book.asks.map(withoutMarket),
  }));
  const nonces = [...state.ownerNonces, ...state.keyNonces];
  const held = state.openOrders().flatMap(({ order }) => state.ids.filter((id) => id.isHeld && id.order === order));
  const clientOrderIds = [...waitingIds(state), ...held].map(rowOf);
  const { message = NO_MESSAGE } = state;
  const log = { sequence, time, genesis, roleKeys, lastOrder, lastFill, ruleVersion };
  return structuredClone({ ...log, orderQuota, owners, accounts, keys, nonces, markets, clientOrderIds, message });
}

function withoutMarket(order: Order): Omit<Order, 'market'> {
  const { market, ...rest } = order;
  return rest;
}

/** An id as a row of a snapshot, whose reserved bytes are zero. */
function rowOf({ isHeld, ...id }: RememberedId) {
  return { ...id, isHeld: isHeld ? 1 : 0, reserved: 0 };
}
