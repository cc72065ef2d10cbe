/** How the work queue is drained: from its front, step by step. */
import { QueueItemKind } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { stepOfSweep } from './sweeps.ts';
import { takeTurn } from './turns.ts';

/** Does up to so many steps at the front of the queue, and answers how many it did. A turn is the last of them. */
export function drainQueue(state: NaiveState, stepsMax: number): number {
  for (let steps = 0; steps < stepsMax; steps += 1) {
    const [item] = state.queue;
    if (item === undefined) return steps;
    if (item.itemKind === QueueItemKind.deferred) {
      takeTurn(state, item);
      return steps + 1;
    }
    stepOfSweep(state, item);
  }
  return stepsMax;
}
