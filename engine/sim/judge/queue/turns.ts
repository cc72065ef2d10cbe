/** The turn of a deferred command: the rules are asked now, and it is carried out or refused for good. */
import {
  amendOrder,
  COMMANDS,
  decode,
  NO_FIELD,
  offsetOf,
  placeOrder,
  replaceOrder,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { amendRefusal, carryOutAmend } from '../orders/amending.ts';
import { placementRefusal } from '../orders/order-checks.ts';
import { placeNumbered } from '../orders/placing.ts';
import { refusalWithout, replacedOrder } from '../orders/replacing.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { DeferredCommand } from './queue-item.ts';

/** The item leaves the queue, so an order that waited is not open while the rules are asked. */
export function takeTurn(state: NaiveState, item: DeferredCommand): void {
  state.leaveQueue(item);
  const refusal = turnRefusal(state, item);
  if (refusal === undefined) {
    state.emitQueuedDone(item, 'accepted');
    carryOut(state, item);
  } else state.emitQueuedDone(item, refusal.code, fieldOffset(item, refusal));
}

function turnRefusal(state: NaiveState, { commandKind, command }: DeferredCommand): Refusal | undefined {
  switch (commandKind) {
    case placeOrder.number: {
      const placement = decode(placeOrder, command);
      return expiredRefusal(state, placement) ?? placementRefusal(state, placement);
    }
    case replaceOrder.number: {
      const replacement = decode(replaceOrder, command);
      return (
        expiredRefusal(state, replacement) ??
        refusalWithout(state, replacedOrder(state, replacement), () => placementRefusal(state, replacement))
      );
    }
    default: {
      const amendment = decode(amendOrder, command);
      return expiredRefusal(state, amendment) ?? amendRefusal(state, amendment);
    }
  }
}

function carryOut(state: NaiveState, { commandKind, command, order }: DeferredCommand): void {
  switch (commandKind) {
    case placeOrder.number:
      placeNumbered(state, decode(placeOrder, command), order);
      break;
    case replaceOrder.number: {
      const replacement = decode(replaceOrder, command);
      const replaced = replacedOrder(state, replacement);
      if (replaced !== undefined) state.cancel(replaced, 'replaced');
      placeNumbered(state, replacement, order);
      break;
    }
    default:
      carryOutAmend(state, decode(amendOrder, command));
  }
}

function expiredRefusal(state: NaiveState, { validUntil }: { validUntil: number }): Refusal | undefined {
  return state.time >= validUntil ? refuse('commandExpired', 'validUntil') : undefined;
}

function fieldOffset({ commandKind }: DeferredCommand, { field = NO_FIELD }: Refusal): number {
  const layout = COMMANDS.find(({ number }) => number === commandKind);
  return typeof field === 'string' && layout !== undefined ? offsetOf(layout, field) : Number(field);
}
