/**
 * Fills the work queue and the scheduled cancels of a machine from a snapshot, once its markets and resting orders are
 * there. What no log can have led to is refused with a sentence.
 */
import { NO_SEAT } from '../book/order-seats.ts';
import { highOf } from '../clock.ts';
import { OWN_INDEX } from '../input-buffer.ts';
import { decode, encode } from '../schema/codec.ts';
import {
  amendOrder,
  CancelFilter,
  cancelOrders,
  clearMarket,
  placeOrder,
  replaceOrder,
  scheduleCancel,
  setMarketState,
  setOrderGroup,
} from '../schema/command.ts';
import { checkForm } from '../schema/form.ts';
import { ResultCode } from '../schema/result-code.ts';
import { QueueItemKind, snapshotQueueItem } from '../schema/snapshot.ts';
import type { Exchange } from '../state/exchange.ts';
import { GroupSweep } from '../state/order-groups.ts';
import type { LogicalState, OrderGroupRow, QueueItemRow } from './snapshot-reader.ts';

type Fields = readonly (keyof QueueItemRow)[];
const FIELDS_OF_ALL: Fields = ['itemKind', 'commandKind', 'commandSequence'];
const FIELDS_OF_OTHER_SWEEP: Fields = ['account', 'order', 'lookedAt', 'cancelled'];
const FIELDS_OF_ITEM: Readonly<Record<QueueItemKind, Fields>> = {
  [QueueItemKind.ownerSweep]: [...FIELDS_OF_OTHER_SWEEP, 'filter', 'market', 'ofKey', 'ofSession', 'ofGroup'],
  [QueueItemKind.marketSweep]: ['market', 'cancelled'],
  [QueueItemKind.deferred]: ['account', 'market', 'order', 'command'],
};

/** Whether an item is a deferred command whose order waits with it. */
export function isWaitingOrder({ itemKind, commandKind }: QueueItemRow): boolean {
  return itemKind === QueueItemKind.deferred && commandKind !== amendOrder.number;
}

/** Fills queue and scheduled cancels; waiting orders are written through `input`. Answers what is not possible. */
export function fillQueue(input: Int32Array, exchange: Exchange, state: LogicalState): string | null {
  // The groups whose sweep is in the queue, until it is found there, and the orders of amends that come too early.
  const unswept = new Map(
    state.orderGroups.filter(({ sweep }) => sweep === GroupSweep.queued).map((row) => [row.group, row]),
  );
  const amended = new Set<number>();
  for (const [place, row] of state.queue.entries()) {
    // A sweep begins when it comes to the front, so that no other has a place where it was.
    if (place > 0 && row.lookedAt !== 0) return 'a sweep has begun before its turn';
    if (isWaitingOrder(row) && amended.has(row.order)) return 'an order waits behind its own amend';
    if (row.commandKind === amendOrder.number) amended.add(row.order);
    const fault = faultOfItem(exchange, row, state, unswept) ?? fillItem(input, exchange, row);
    if (fault !== null) return fault;
  }
  if (unswept.size > 0) return 'an order group has no sweep';
  for (const { account, at, commandSequence } of state.scheduledCancels) {
    if (account >= exchange.accounts.count()) return 'a scheduled cancel has no account';
    if (commandSequence > state.sequence) return 'a scheduled cancel is not possible';
    exchange.scheduledCancels.set(account, at, commandSequence);
  }
  const isWithoutQueue = exchange.terms.queueItemsMax === 0 && state.scheduledCancels.length > 0;
  return isWithoutQueue ? 'a cancel is scheduled where there is no queue' : null;
}

function faultOfItem(
  exchange: Exchange,
  row: QueueItemRow,
  state: LogicalState,
  unswept: Map<number, OrderGroupRow>,
): string | null {
  const { accounts, markets } = exchange;
  if (row.commandSequence < 1 || row.commandSequence > state.sequence) return 'queued work has no command';
  if (row.order > state.lastOrder || row.lookedAt > row.order) return 'queued work goes beyond the last order';
  if (row.itemKind !== QueueItemKind.marketSweep && row.account >= accounts.count())
    return 'queued work has no account';
  if (row.itemKind !== QueueItemKind.ownerSweep && row.market >= markets.count()) return 'queued work has no market';
  if (!saysOnly(row, FIELDS_OF_ITEM[row.itemKind as QueueItemKind])) return 'queued work says what is not its own';
  if (row.itemKind === QueueItemKind.deferred) return faultOfDeferred(exchange, row);
  if (row.itemKind === QueueItemKind.marketSweep) {
    const isPossible = row.commandKind === clearMarket.number || row.commandKind === setMarketState.number;
    return isPossible ? null : 'a sweep comes from no command';
  }
  if (row.commandKind === cancelOrders.number) return null;
  if (row.commandKind === scheduleCancel.number) {
    return row.filter === 0 && saysOnly(row, FIELDS_OF_OTHER_SWEEP) ? null : 'a scheduled sweep has a filter';
  }
  const group = unswept.get(row.ofGroup);
  unswept.delete(row.ofGroup);
  const isOfGroup =
    row.commandKind === setOrderGroup.number &&
    row.filter === CancelFilter.ofGroup &&
    group?.account === row.account &&
    group.trippedSequence === row.commandSequence &&
    saysOnly(row, [...FIELDS_OF_OTHER_SWEEP, 'filter', 'ofGroup']);
  return isOfGroup ? null : 'a sweep comes from no command and no order group';
}

/** Whether every other field of an item than these, and those that all items have, is zero. */
function saysOnly(row: QueueItemRow, fields: Fields): boolean {
  const allowed = new Set<string>([...FIELDS_OF_ALL, ...fields]);
  return Object.entries(row).every(([name, value]) => allowed.has(name) || /^0*$/.test(String(value)));
}

function faultOfDeferred({ book }: Exchange, row: QueueItemRow): string | null {
  const bytes = bytesOf(row.command);
  if (row.commandKind === amendOrder.number) {
    const command = bytes.subarray(0, amendOrder.byteLength);
    const isBare = bytes.subarray(amendOrder.byteLength).every((byte) => byte === 0);
    if (!isBare || !isCommand(command, row)) return 'a deferred command is malformed';
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
