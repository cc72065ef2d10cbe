/** Logs for examples of order groups and of capacities that grow. */
import { type genesis, resize, Side, setOrderGroup, TimeInForce, type ValuesOf } from '@intelligent-ledger/engine/core';
import { draftOf } from '../../workload/draft.ts';
import type { LogWriter } from '../../workload/log-writer.ts';
import { begun, senderOf } from './queue-log.ts';

type Limits = Partial<ValuesOf<typeof genesis.specs>>;

/** Room for everything but work: eight makers, one item of clearing. */
const ROOM = { makersPerCommandMax: 8, drainPerCommandMax: 1, orderGroupsMax: 16 };
/** The capacities with which a log of examples begins. */
const FIRST_CAPACITIES = {
  ...{ ownersMax: 4, accountsMax: 4, marketsMax: 4, ordersMax: 64, levelsMax: 64 },
  ...{ keysMax: 4, clientOrderIdsMax: 64, queueItemsMax: 8, orderGroupsMax: 16 },
};

/** A log that has begun, with room for groups. */
export function begunWithGroups(limits: Limits = {}): LogWriter {
  return begun({ ...ROOM, ...limits });
}

/** A log that has begun, and whose group 1 of account 0 trips at so many lots in a second. */
export function begunWithGroup(fillLimit: number, limits: Limits = {}): LogWriter {
  const log = begunWithGroups(limits);
  setGroup(log, { fillLimit });
  return log;
}

/** Account 0 makes a group with a window of a second, unless said otherwise. */
export function setGroup(log: LogWriter, values: Partial<ValuesOf<typeof setOrderGroup.specs>>): void {
  log.add(draftOf(setOrderGroup, { ...senderOf(log), windowMillis: 1_000, ...values }));
}

/** Account 1 sells so many lots at 100, as far as there is a bid. */
export function hit(log: LogWriter, size: number): void {
  log.place({ price: 100, size, side: Side.sell, timeInForce: TimeInForce.immediateOrCancel });
}

/** Sets the capacities to those of a log that has begun with groups, unless said otherwise. */
export function grow(log: LogWriter, capacities: Partial<ValuesOf<typeof resize.specs>> = {}): void {
  log.add(draftOf(resize, { ...FIRST_CAPACITIES, ...capacities }));
}
