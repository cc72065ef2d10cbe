/** How a command comes to wait in the queue, because its market has queued work. */
import { amendOrder, orderDeferred, QueueItemKind } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { remember } from '../orders/client-order-ids.ts';
import type { Order } from '../orders/naive-book.ts';
import type { Placement } from '../orders/new-order.ts';
import { orderFrom } from '../orders/new-order.ts';
import { type Amendment, namingRefusal } from '../orders/order-checks.ts';
import { roomRefusal } from '../orders/order-quotas.ts';
import { giveNumber } from '../orders/placing.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { DeferredCommand } from './queue-item.ts';
import { queueRoom } from './queue-room.ts';

/** Lets the order of a placement or replacement wait. The order that is replaced is not looked at. */
export function deferPlacement(state: NaiveState, command: Placement, bytes: Uint8Array): Refusal | undefined {
  const { kind, account, market, clientOrderId } = command;
  const refusal = queueRefusal(state) ?? roomRefusal(state, account, market) ?? namingRefusal(state, command);
  if (refusal !== undefined) return refusal;
  const waiting = orderFrom(command, giveNumber(state));
  remember(state, command, bytes, waiting.order);
  join(state, { commandKind: kind, order: waiting.order, account, market, command: bytes.slice(), waiting });
  state.emit(orderDeferred, { order: waiting.order, account, commandKind: kind, clientOrderId });
  return undefined;
}

/** Lets an amend of an open order wait. The order stays where it is. */
export function deferAmendment(
  state: NaiveState,
  { order, market }: Order,
  { kind, account }: Amendment,
  bytes: Uint8Array,
): Refusal | undefined {
  const refusal = queueRefusal(state) ?? waitsRefusal(state, order);
  if (refusal !== undefined) return refusal;
  join(state, { commandKind: kind, order, account, market, command: bytes.slice(), waiting: undefined });
  state.emit(orderDeferred, { order, account, commandKind: kind });
  return undefined;
}

function queueRefusal(state: NaiveState): Refusal | undefined {
  return queueRoom(state) === 0 ? refuse('queueFull') : undefined;
}

function waitsRefusal(state: NaiveState, order: number): Refusal | undefined {
  const isWaiting = state.queue.some((item) => {
    return item.itemKind === QueueItemKind.deferred && item.commandKind === amendOrder.number && item.order === order;
  });
  return isWaiting ? refuse('amendWaits', 'order') : undefined;
}

function join(state: NaiveState, work: Omit<DeferredCommand, 'itemKind' | 'commandSequence'>): void {
  state.queue.push({ itemKind: QueueItemKind.deferred, commandSequence: state.sequence, ...work });
}
