/** What a restored machine could not go on with as the first one does is refused, and not taken with other effects. */
import {
  decodeSnapshot,
  encode,
  Machine,
  offsetOf,
  restoreMachine,
  snapshotQueueItem,
} from '@intelligent-ledger/engine/core';
import { expect, test } from 'vitest';
import { beginSweep, begun, cancelMany } from './judge/queue/queue-log.ts';
import { event } from './workload/market-template.ts';

const ORDERS = 20;

/** A machine whose queue has the sweep of a market and behind it that of an owner. */
function machineWithSweeps(): Machine {
  const log = begun();
  log.openMarket(event);
  for (let left = ORDERS; left > 0; left -= 1) log.place({ price: 100, market: 1 });
  beginSweep(log, ORDERS);
  cancelMany(log);
  const machine = new Machine();
  for (const entry of log.entries) machine.applyBytes(entry);
  return machine;
}

test('only the sweep at the front of the queue can have begun', () => {
  const snapshot = machineWithSweeps().snapshot();
  const state = decodeSnapshot(snapshot);
  if (typeof state === 'string') throw new Error(state);
  const { queue } = state;
  expect(queue.map(({ lookedAt }) => lookedAt)).toEqual([0, 0]);
  const rows = queue.map((row) => Buffer.from(snapshot).indexOf(encode(snapshotQueueItem, row)));
  const changed = Buffer.from(snapshot);
  changed.writeBigUInt64LE(1n, (rows[1] as number) + offsetOf(snapshotQueueItem, 'lookedAt'));
  expect(restoreMachine(changed)).toEqual({ refused: 'a sweep has begun before its turn' });
  expect('machine' in restoreMachine(snapshot)).toBe(true);
});
