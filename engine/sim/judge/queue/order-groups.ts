/** The order groups of accounts: how they come, are set anew and go, who is in them, and how they trip. */
import {
  ORDER_GROUPS_OF_ACCOUNT_MAX,
  orderGroupSet,
  orderGroupTripped,
  QueueItemKind,
  setOrderGroup,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import type { Order } from '../orders/naive-book.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { countLots, type OrderGroup } from './order-group.ts';

type Setting = ValuesOf<typeof setOrderGroup.specs>;

export function changeOrderGroup(state: NaiveState, command: Setting): Refusal | undefined {
  const refusal = command.group === 0 ? makingRefusal(state, command) : changingRefusal(state, command);
  if (refusal !== undefined) return refusal;
  const { account, fillLimit, windowMillis } = command;
  const group = command.group === 0 ? lowestFreeNumber(state) : command.group;
  state.orderGroups = state.orderGroups.filter((other) => other.group !== group);
  const terms = { group, account, fillLimit, windowMillis };
  if (fillLimit !== 0) state.orderGroups.push({ ...terms, trippedSequence: 0, isSweepAhead: false, counts: [] });
  state.emit(orderGroupSet, terms);
  return undefined;
}

/** The group of an order or a command that names one. */
export function groupNumbered(state: NaiveState, number: number): OrderGroup | undefined {
  return state.orderGroups.find(({ group }) => group === number);
}

/** The orders that rest in a group. An order that waits in the queue is not in it yet. */
export function membersOf(state: NaiveState, group: number): Order[] {
  return state.restingOrders().filter(({ orderGroup }) => orderGroup === group);
}

/** Whether the sweep of a group is in the queue. */
export function isSweepQueued(state: NaiveState, group: number): boolean {
  return state.queue.some((item) => {
    const isOfGroup = item.itemKind === QueueItemKind.ownerSweep && item.commandKind === setOrderGroup.number;
    return isOfGroup && item.ofGroup === group;
  });
}

/** Why an order may not come into the group that it names. */
export function joiningRefusal(
  state: NaiveState,
  { account, orderGroup }: { readonly account: number; readonly orderGroup: number },
): Refusal | undefined {
  if (orderGroup === 0) return undefined;
  const group = groupNumbered(state, orderGroup);
  if (group?.account !== account) return refuse('orderGroupUnknown', 'orderGroup');
  return hasTripped(group) ? refuse('orderGroupTripped', 'orderGroup') : undefined;
}

/** Whether the group of an order, if it has one, has tripped, be it by the present command. */
export function isOfTrippedGroup(state: NaiveState, { orderGroup }: Order): boolean {
  const group = groupNumbered(state, orderGroup);
  return group !== undefined && hasTripped(group);
}

/** Counts lots that an order filled in its group, if it has one, which may trip. */
export function countFill(state: NaiveState, { orderGroup }: Order, lots: number): void {
  const group = groupNumbered(state, orderGroup);
  if (group === undefined) return;
  const filled = countLots(group, state.time, lots);
  if (hasTripped(group) || filled < group.fillLimit) return;
  group.trippedSequence = state.sequence;
  group.isSweepAhead = true;
  state.emit(orderGroupTripped, { filled, group: group.group, account: group.account });
}

function hasTripped({ trippedSequence }: OrderGroup): boolean {
  return trippedSequence !== 0;
}

function makingRefusal(state: NaiveState, { account, fillLimit }: Setting): Refusal | undefined {
  if (fillLimit === 0) return refuse('orderGroupUnknown', 'group');
  const { queueItemsMax, orderGroupsMax } = state.limits;
  if (queueItemsMax === 0) return refuse('queueFull');
  const own = state.orderGroups.filter((group) => group.account === account);
  if (own.length >= ORDER_GROUPS_OF_ACCOUNT_MAX) return refuse('orderGroupQuotaReached');
  return state.orderGroups.length >= orderGroupsMax ? refuse('orderGroupsFull') : undefined;
}

function changingRefusal(state: NaiveState, { account, group: number, fillLimit }: Setting): Refusal | undefined {
  const group = groupNumbered(state, number);
  if (group?.account !== account) return refuse('orderGroupUnknown', 'group');
  const isAskedForMembers = fillLimit === 0 || hasTripped(group);
  const isInUse = membersOf(state, number).length > 0 || group.isSweepAhead || isSweepQueued(state, number);
  return isAskedForMembers && isInUse ? refuse('orderGroupNotEmpty', 'group') : undefined;
}

function lowestFreeNumber(state: NaiveState): number {
  let number = 1;
  while (groupNumbered(state, number) !== undefined) number += 1;
  return number;
}
