/**
 * Fills the work queue and the scheduled cancels of a machine from a snapshot, once its markets and resting orders are
 * there. What no log can have led to is refused with a sentence.
 */
import { NO_SEAT } from './book/order-seats.ts';
import { highOf } from './clock.ts';
import { OWN_INDEX } from './input-buffer.ts';
import { decode, encode } from './schema/codec.ts';
import {
  amendOrder,
  cancelOrders,
  clearMarket,
  placeOrder,
  replaceOrder,
  scheduleCancel,
  setMarketState,
  setOrderGroup,
} from './schema/command.ts';
import { checkForm } from './schema/form.ts';
import { ResultCode } from './schema/result-code.ts';
import { QueueItemKind, snapshotQueueItem } from './schema/snapshot.ts';
import type { Exchange } from './state/exchange.ts';
import { GroupSweep } from './state/order-groups.ts';
import type { LogicalState, OrderGroupRow, QueueItemRow } from './state/snapshot-reader.ts';

/** Whether an item is a deferred command whose order waits with it. */
export function isWaitingOrder({ itemKind, commandKind }: QueueItemRow): boolean {
  return itemKind === QueueItemKind.deferred && commandKind !== amendOrder.number;
}

/** Fills queue and scheduled cancels; waiting orders are written through `input`. Answers what is not possible. */
export function fillQueue(input: Int32Array, exchange: Exchange, state: LogicalState): string | null {
  for (const row of state.queue) {
    const fault = faultOfItem(exchange, row, state) ?? fillItem(input, exchange, row);
    if (fault !== null) return fault;
  }
  const swept = state.queue.filter(({ commandKind }) => commandKind === setOrderGroup.number);
  const isOneEach = new Set(swept.map(({ ofGroup }) => ofGroup)).size === swept.length;
  if (!isOneEach || swept.length !== queuedGroups(state).length) return 'an order group has not one sweep';
  for (const { account, at, commandSequence } of state.scheduledCancels) {
    if (account >= exchange.accounts.count()) return 'a scheduled cancel has no account';
    if (commandSequence > state.sequence || !Number.isSafeInteger(at)) return 'a scheduled cancel is not possible';
    exchange.scheduledCancels.set(account, at, commandSequence);
  }
  return null;
}

function faultOfItem(exchange: Exchange, row: QueueItemRow, state: LogicalState): string | null {
  const { accounts, markets } = exchange;
  if (row.commandSequence < 1 || row.commandSequence > state.sequence) return 'queued work has no command';
  if (row.order > state.lastOrder || row.lookedAt > row.order) return 'queued work goes beyond the last order';
  if (row.itemKind !== QueueItemKind.marketSweep && row.account >= accounts.count())
    return 'queued work has no account';
  if (row.itemKind !== QueueItemKind.ownerSweep && row.market >= markets.count()) return 'queued work has no market';
  if (row.itemKind === QueueItemKind.deferred) return faultOfDeferred(exchange, row);
  if (row.itemKind === QueueItemKind.marketSweep) {
    const isPossible = row.commandKind === clearMarket.number || row.commandKind === setMarketState.number;
    return isPossible ? null : 'a sweep comes from no command';
  }
  if (row.commandKind === setOrderGroup.number) {
    const isOfRow = ({ group, account }: OrderGroupRow): boolean => group === row.ofGroup && account === row.account;
    return queuedGroups(state).some(isOfRow) ? null : 'a sweep is of no order group that tripped';
  }
  const isPossible = row.commandKind === cancelOrders.number || row.commandKind === scheduleCancel.number;
  return isPossible ? null : 'a sweep comes from no command';
}

/** The order groups whose sweep is in the queue. */
function queuedGroups(state: LogicalState): OrderGroupRow[] {
  return state.orderGroups.filter(({ sweep }) => sweep === GroupSweep.queued);
}

function faultOfDeferred({ book }: Exchange, row: QueueItemRow): string | null {
  const bytes = bytesOf(row.command);
  if (row.commandKind === amendOrder.number) {
    const command = bytes.subarray(0, amendOrder.byteLength);
    if (!isCommand(command, row)) return 'a deferred command is malformed';
    const { account, order } = decode(amendOrder, command);
    if (account !== row.account || order !== row.order) return 'a deferred amend is of another order';
    const slot = book.find(order | 0, highOf(order));
    const isOfMarket = slot === 0 || (book.accountOf(slot) === account && book.marketOf(slot) === row.market);
    return isOfMarket && !(slot !== 0 && book.awaitsAmend(slot)) ? null : 'a deferred amend is not possible';
  }
  if (row.commandKind !== placeOrder.number && row.commandKind !== replaceOrder.number) return 'no such is deferred';
  if (!isCommand(bytes, row)) return 'a deferred command is malformed';
  const { account, market } = decode(placeOrder, bytes);
  const isSame = account === row.account && market === row.market && row.order > 0;
  return isSame ? null : 'a deferred order is of another account or market';
}

function isCommand(bytes: Uint8Array, row: QueueItemRow): boolean {
  return checkForm(bytes, true).code === ResultCode.accepted && bytes[0] === row.commandKind;
}

function fillItem(input: Int32Array, exchange: Exchange, row: QueueItemRow): string | null {
  const { queue, markets, accounts, book, sweepsOfOwners, sweepsOfMarkets } = exchange;
  const item = queue.append();
  queue.itemWords(item).set(new Int32Array(encode(snapshotQueueItem, row).buffer));
  if (row.itemKind === QueueItemKind.ownerSweep) {
    const owner = accounts.ownerOf(row.account);
    if (row.commandKind !== cancelOrders.number) return null;
    if (sweepsOfOwners[owner] !== 0) return 'an owner has two sweeps';
    sweepsOfOwners[owner] = 1;
    return null;
  }
  markets.addQueuedWork(row.market, 1);
  if (row.itemKind === QueueItemKind.marketSweep) {
    if (sweepsOfMarkets[row.market] !== 0) return 'a market has two sweeps';
    sweepsOfMarkets[row.market] = 1;
    return null;
  }
  if (isWaitingOrder(row)) {
    input.set(new Int32Array(bytesOf(row.command).buffer), OWN_INDEX);
    book.ring.setLast(row.order);
    book.beginWork();
    book.wait(OWN_INDEX, book.seats.take(NO_SEAT, accounts.ownerOf(row.account), row.market), item);
  } else {
    const slot = book.find(row.order | 0, highOf(row.order));
    if (slot !== 0) book.setAwaitsAmend(slot, true);
  }
  return null;
}

export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}
