/** Which orders are dead while they still rest: they trade with nobody, and leave when a taker meets them. */
import { isExpiredAt, type Order } from './naive-book.ts';
import type { NaiveState } from './naive-state.ts';
import { groupNumbered } from './order-groups.ts';

/** The time and the sequence of an entry. */
export interface Moment {
  /** Microseconds. */
  readonly time: number;
  readonly sequence: number;
}

/** Why an order is dead for the entry of a moment, the present one unless told; undefined when it is not. */
export function deathOf(
  state: NaiveState,
  order: Order,
  { time, sequence }: Moment = state,
): 'orderExpired' | 'orderGroupTripped' | undefined {
  if (isExpiredAt(order, time)) return 'orderExpired';
  const { trippedSequence = 0 } = groupNumbered(state, order.orderGroup) ?? {};
  // In the command that trips their group, the members still trade.
  const isTrippedBefore = trippedSequence !== 0 && trippedSequence < sequence;
  return isTrippedBefore ? 'orderGroupTripped' : undefined;
}
