/**
 * Queues that cost as much as a queue can: hundreds of orders that wait behind one sweep, sweeps that look through
 * thousands of orders and cancel none, and cancels of many accounts that come due at one moment.
 */
import {
  CancelFilter,
  continueWork,
  openAccount,
  SCHEDULE_AHEAD_MICROS,
  Side,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { draftOf } from '../draft.ts';
import { LogWriter } from '../log-writer.ts';
import { event } from '../market-template.ts';

const BOUNDS = { makersPerCommandMax: 64, drainPerCommandMax: 32 };
const MIDDLE = 5_000;

/** The queues, each with so many orders, as entries by name. */
export function adversarialQueues(orders: number): ReadonlyMap<string, readonly Uint8Array[]> {
  return new Map([
    ['orders wait behind the sweep of a market', waitingOrders(orders)],
    ['owners look through all their orders and cancel none', sweepsInVain(orders)],
    ['cancels of many accounts come due at one moment', dueAtOnce(orders)],
  ]);
}

/** Orders of every sort join behind a sweep of one step for each; some are amended, replaced or cancelled meanwhile. */
function waitingOrders(orders: number): Uint8Array[] {
  const log = begun(orders, 1);
  for (let left = orders / 2; left > 0; left -= 1) log.place({ side: Side.sell, price: MIDDLE + (left % 40) });
  log.clear();
  for (let turn = 1; turn < orders; turn += 1) {
    const waiting = Math.floor(orders / 2) + turn;
    if (turn % 7 === 0) log.amend(waiting - 3, { price: MIDDLE - 1, size: 2 });
    else if (turn % 11 === 0) log.replace({ price: MIDDLE - 2, replaced: waiting - 20 });
    else if (turn % 13 === 0) log.cancel(waiting - 8);
    else log.place({ price: MIDDLE, timeInForce: turn % 5 === 0 ? TimeInForce.immediateOrCancel : 1 });
  }
  for (let left = orders; left > 0; left -= 1) log.add(draftOf(continueWork, {}));
  return log.entries;
}

function sweepsInVain(orders: number): Uint8Array[] {
  const log = begun(orders);
  for (let left = orders; left > 0; left -= 1) {
    log.place({ side: Side.sell, price: MIDDLE + (left % 50), account: left % 3 });
  }
  for (let turn = 0; turn < orders / 4; turn += 1) {
    log.cancelMany({ account: turn % 3, filter: CancelFilter.wholeOwner | CancelFilter.ofKey, ofKey: 9 });
    log.add(draftOf(continueWork, {}));
  }
  return log.entries;
}

/** Each account has an order or two; half of the cancels are put off once. */
function dueAtOnce(orders: number): Uint8Array[] {
  const log = begun(orders);
  const accounts = Math.floor(orders / 2);
  for (let account = 3; account < accounts; account += 1) log.add(draftOf(openAccount, { owner: account % 2 }));
  for (let left = orders; left > 0; left -= 1) {
    log.place({ side: Side.sell, price: MIDDLE + (left % 50), account: left % accounts });
  }
  const at = log.time + SCHEDULE_AHEAD_MICROS;
  for (let account = 0; account < accounts; account += 1) log.schedule(at + 1_000 * (account % 2), account);
  for (let account = 1; account < accounts; account += 2) log.schedule(at, account);
  log.time = at;
  for (let left = orders; left > 0; left -= 1) log.add(draftOf(continueWork, {}));
  return log.entries;
}

function begun(orders: number, drainPerCommandMax = BOUNDS.drainPerCommandMax): LogWriter {
  const log = new LogWriter();
  const tables = { ordersMax: orders, levelsMax: orders, clientOrderIdsMax: orders, accountsMax: orders };
  log.begin({ ...tables, queueItemsMax: orders, ...BOUNDS, drainPerCommandMax }, event);
  return log;
}
