/** The logical state of the judge as plain values, in the shape in which a snapshot is decoded. */
import { QueueItemKind } from '@intelligent-ledger/engine/core';
import { waitingIds } from './client-order-ids.ts';
import type { Order } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import type { QueueItem } from './queue-item.ts';
import type { RememberedId } from './remembered-id.ts';

const NO_MESSAGE = { account: 0, key: 0, next: 0, last: 0 };
const NO_COMMAND = '00'.repeat(128);
/** What an item of the queue does not have is zero in its row. */
const NO_FILTER = { filter: 0, ofKey: 0, ofSession: 0 };

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
  const queue = state.queue.map(queueRowOf);
  const scheduledCancels = state.scheduledCancels.toSorted((a, b) => a.account - b.account);
  const tables = { orderQuota, owners, accounts, keys, nonces, markets, clientOrderIds, queue, scheduledCancels };
  return structuredClone({ ...log, ...tables, message });
}

function withoutMarket(order: Order): Omit<Order, 'market'> {
  const { market, ...rest } = order;
  return rest;
}

/** An id as a row of a snapshot, whose reserved bytes are zero. */
function rowOf({ isHeld, ...id }: RememberedId) {
  return { ...id, isHeld: isHeld ? 1 : 0, reserved: 0 };
}

function queueRowOf(item: QueueItem) {
  switch (item.itemKind) {
    case QueueItemKind.ownerSweep: {
      const { lastOrder, ...sweep } = item;
      return { ...sweep, order: lastOrder, command: NO_COMMAND };
    }
    case QueueItemKind.marketSweep:
      return { ...item, ...NO_FILTER, order: 0, lookedAt: 0, account: 0, command: NO_COMMAND };
    default: {
      const { waiting, command, ...deferred } = item;
      const bytes = Buffer.from(command).toString('hex').padEnd(NO_COMMAND.length, '0');
      return { ...deferred, ...NO_FILTER, lookedAt: 0, cancelled: 0, command: bytes };
    }
  }
}
