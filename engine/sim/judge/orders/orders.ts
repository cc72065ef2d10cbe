/**
 * The commands of users: place, cancel, amend and replace an order, and set what an account's orders do to one
 * another. In a market with queued work, what places or amends waits.
 */
import {
  type cancelByClientOrderId,
  type cancelOrder,
  type replaceOrder,
  type SelfTrade,
  selfTradeSet,
  type setSelfTrade,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { deferAmendment, deferPlacement } from '../queue/deferring.ts';
import { hasQueuedWork } from '../queue/queue-room.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { amendRefusal, carryOutAmend } from './amending.ts';
import { answerRepeat, recalled, remember, repeatedBy } from './client-order-ids.ts';
import type { Placement } from './new-order.ts';
import { type Amendment, namingRefusal, placementRefusal } from './order-checks.ts';
import { giveNumber, placeNumbered } from './placing.ts';
import { refusalWithout, replacedOrder } from './replacing.ts';

export function place(state: NaiveState, command: Placement, bytes: Uint8Array): Refusal | undefined {
  const { account, clientOrderId, market } = command;
  if (recalled(state, account, clientOrderId) !== undefined) return answerKnown(state, command, bytes);
  if (state.markets[market] === undefined) return refuse('marketUnknown', 'market');
  if (hasQueuedWork(state, market)) return deferPlacement(state, command, bytes);
  const refusal = placementRefusal(state, command) ?? namingRefusal(state, command);
  if (refusal === undefined) placeNow(state, command, bytes);
  return refusal;
}

export function replace(
  state: NaiveState,
  command: ValuesOf<typeof replaceOrder.specs>,
  bytes: Uint8Array,
): Refusal | undefined {
  const { account, clientOrderId, market } = command;
  if (recalled(state, account, clientOrderId) !== undefined) return answerKnown(state, command, bytes);
  if (state.markets[market] === undefined) return refuse('marketUnknown', 'market');
  if (hasQueuedWork(state, market)) return deferPlacement(state, command, bytes);
  const replaced = replacedOrder(state, command);
  const ask = () => placementRefusal(state, command) ?? namingRefusal(state, command);
  const refusal = refusalWithout(state, replaced, ask);
  if (refusal !== undefined || replaced === undefined) return refusal;
  state.cancel(replaced, 'replaced');
  placeNow(state, command, bytes);
  return undefined;
}

export function cancel(state: NaiveState, command: ValuesOf<typeof cancelOrder.specs>): Refusal | undefined {
  const order = state.openOrderOf(command.account, command.order);
  if (order === undefined) return refuse('orderUnknown', 'order');
  state.cancel(order, 'cancelledByUser');
  return undefined;
}

export function cancelById(
  state: NaiveState,
  { account, clientOrderId }: ValuesOf<typeof cancelByClientOrderId.specs>,
): Refusal | undefined {
  const order = state.openOrderOf(account, recalled(state, account, clientOrderId)?.order ?? 0);
  if (order === undefined) return refuse('orderUnknown', 'clientOrderId');
  state.cancel(order, 'cancelledByUser');
  return undefined;
}

export function amend(state: NaiveState, command: Amendment, bytes: Uint8Array): Refusal | undefined {
  const order = state.openOrderOf(command.account, command.order);
  if (order === undefined) return refuse('orderUnknown', 'order');
  if (hasQueuedWork(state, order.market)) return deferAmendment(state, order, command, bytes);
  const refusal = amendRefusal(state, command);
  if (refusal === undefined) carryOutAmend(state, command);
  return refusal;
}

/** The sender's account is known to exist. */
export function chooseSelfTrade(state: NaiveState, command: ValuesOf<typeof setSelfTrade.specs>): undefined {
  const account = state.accounts[command.account];
  if (account !== undefined) account.selfTrade = command.selfTrade as SelfTrade;
  state.emit(selfTradeSet, { account: command.account, selfTrade: command.selfTrade });
}

/** A command whose client order id is remembered repeats the one that is remembered, or is refused. */
function answerKnown(state: NaiveState, command: Placement, bytes: Uint8Array): Refusal | undefined {
  const repeated = repeatedBy(state, command, bytes);
  if (repeated === undefined) return refuse('clientOrderIdTaken', 'clientOrderId');
  answerRepeat(state, repeated);
  return undefined;
}

/** Places an order that no rule refuses and that does not wait. */
function placeNow(state: NaiveState, command: Placement, bytes: Uint8Array): void {
  const number = giveNumber(state);
  remember(state, command, bytes, number);
  placeNumbered(state, command, number);
}
