/** Which orders are dead while they still rest: they trade with nobody, and leave when a taker meets them. */
import { Side } from '@intelligent-ledger/engine/core';
import type { Exposure } from '../margin/exposure.ts';
import { isReduceOnly } from '../margin/needs.ts';
import { sizeIn } from '../margin/position.ts';
import type { NaiveState } from '../naive-state.ts';
import { groupNumbered } from '../queue/order-groups.ts';
import { isExpiredAt, type Order } from './naive-book.ts';

/** The time and the sequence of an entry. */
export interface Moment {
  /** Microseconds. */
  readonly time: number;
  readonly sequence: number;
}

/**
 * Why an order is dead for the entry of a moment, the present one unless told, and among positions, the present ones
 * unless told; undefined when it is not.
 */
export function deathOf(
  state: NaiveState,
  order: Order,
  { time, sequence }: Moment = state,
  exposure: Exposure = state,
): 'orderExpired' | 'orderGroupTripped' | 'nothingToReduce' | undefined {
  if (isExpiredAt(order, time)) return 'orderExpired';
  const { trippedSequence = 0 } = groupNumbered(state, order.orderGroup) ?? {};
  // In the command that trips their group, the members still trade.
  const isTrippedBefore = trippedSequence !== 0 && trippedSequence < sequence;
  if (isTrippedBefore) return 'orderGroupTripped';
  return isReduceOnly(order) && !canReduce(exposure, order) ? 'nothingToReduce' : undefined;
}

/** Whether the account of an order has a position of the other side. */
function canReduce(exposure: Exposure, { account, market, side }: Order): boolean {
  const size = sizeIn(exposure, account, market);
  return side === Side.buy ? size < 0n : size > 0n;
}
