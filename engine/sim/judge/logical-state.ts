/** The logical state of the judge as plain values, in the shape in which a snapshot is decoded. */
import { QueueItemKind } from '@intelligent-ledger/engine/core';
import { marginRowsOf, ownerFeesOf, termsRowOf } from './margin/margin-rows.ts';
import { moneyRowsOf } from './money/money-rows.ts';
import type { NaiveState } from './naive-state.ts';
import { waitingIds } from './orders/client-order-ids.ts';
import type { Order } from './orders/naive-book.ts';
import type { RememberedId } from './orders/remembered-id.ts';
import { lastTenths, type OrderGroup } from './queue/order-group.ts';
import { isSweepQueued } from './queue/order-groups.ts';
import type { QueueItem } from './queue/queue-item.ts';
import { keyRowOf } from './senders/key-rows.ts';

const NO_MESSAGE = { account: 0, key: 0, session: 0, next: 0, last: 0 };
const NO_COMMAND = '00'.repeat(128);
/** What an item of the queue does not have is zero in its row. */
const NO_FILTER = { filter: 0, ofKey: 0, ofSession: 0, ofGroup: 0 };
/** Whether the sweep of a group has still to join the queue, or is in it. */
const GroupSweep = { none: 0, toQueue: 1, queued: 2 };
/** Bytes of a number of lots in the row of a group. */
const LOTS_BYTES = 8;

/** Copies the state out: everything that counts, and nothing else. */
export function logicalStateOf(state: NaiveState) {
  const { sequence, time, genesis = null, roleKeys, lastOrder, lastFill, lastSession, ruleVersion } = state;
  const { orderQuota, capacities } = state;
  const owners = state.owners.map((owner, number) => ({ ...owner, ...ownerFeesOf(state, number) }));
  const keys = state.keys.map(keyRowOf);
  const accounts = state.accounts.map((account) => ({ ...account, converts: account.converts ? 1 : 0, reserved: 0 }));
  const markets = state.markets.map(({ number, book, margin, ...market }) => ({
    ...market,
    ...termsRowOf(margin),
    bids: book.bids.map(orderRowOf),
    asks: book.asks.map(orderRowOf),
  }));
  const nonces = [...state.ownerNonces, ...state.keyNonces];
  const held = state.openOrders().flatMap(({ order }) => state.ids.filter((id) => id.isHeld && id.order === order));
  const clientOrderIds = [...waitingIds(state), ...held].map(rowOf);
  const { message = NO_MESSAGE } = state;
  const log = { sequence, time, genesis, roleKeys, lastOrder, lastFill, lastSession, ruleVersion };
  const queue = state.queue.map(queueRowOf);
  const scheduledCancels = state.scheduledCancels.toSorted((a, b) => a.account - b.account);
  const tables = { orderQuota, owners, accounts, keys, nonces, markets, clientOrderIds, queue, scheduledCancels };
  const orderGroups = state.orderGroups.map((group) => groupRowOf(state, group)).sort((a, b) => a.group - b.group);
  const sessions = state.sessions.map((session) => ({ ...session, reserved: 0 }));
  sessions.sort((a, b) => a.session - b.session);
  const money = { ...moneyRowsOf(state), ...marginRowsOf(state) };
  return structuredClone({ ...log, ...tables, orderGroups, sessions, ...money, capacities, message });
}

function orderRowOf(order: Order) {
  const { market, ...rest } = order;
  return { ...rest, reserved: 0 };
}

/** An id as a row of a snapshot, whose reserved bytes are zero. */
function rowOf({ isHeld, ...id }: RememberedId) {
  return { ...id, isHeld: isHeld ? 1 : 0, reserved: 0 };
}

function groupRowOf(state: NaiveState, group: OrderGroup) {
  const { group: number, account, fillLimit, windowMillis, trippedSequence, isSweepAhead } = group;
  const queued = isSweepQueued(state, number) ? GroupSweep.queued : GroupSweep.none;
  const sweep = isSweepAhead ? GroupSweep.toQueue : queued;
  const { tenth, lots } = lastTenths(group);
  const bytes = Buffer.alloc(LOTS_BYTES * lots.length);
  lots.forEach((count, index) => {
    bytes.writeBigUInt64LE(BigInt(count), LOTS_BYTES * index);
  });
  const terms = { group: number, account, fillLimit, windowMillis };
  return { ...terms, trippedSequence, tenth, lots: bytes.toString('hex'), sweep };
}

function queueRowOf(item: QueueItem) {
  return { ...workOf(item), reserved: 0 };
}

function workOf(item: QueueItem) {
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
