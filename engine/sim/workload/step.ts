/** One entry of a list, and what is done to the fast machine after it. */
import type { NaiveExchange } from '../judge/naive-exchange.ts';

export interface Step {
  readonly entry: Uint8Array;
  /** Present: the machine is replaced by one restored from its snapshot, with so many spare slots. */
  readonly restoreSlots?: number;
  /** Present with `restoreSlots`: the numbers of orders and fills go on above this one. */
  readonly numbersFrom?: number;
}

/** Lets the numbers of the judge go on where a step says, once the log has started. */
export function moveNumbers({ state }: NaiveExchange, { numbersFrom }: Step): void {
  if (numbersFrom === undefined || state.genesis === undefined) return;
  state.lastOrder = Math.max(state.lastOrder, numbersFrom);
  state.lastFill = Math.max(state.lastFill, numbersFrom);
}
