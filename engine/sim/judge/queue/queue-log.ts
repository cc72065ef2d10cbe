/** Logs for examples of queued work: a market that is being swept, and the commands that sweep. */
import {
  CancelFilter,
  cancelOrders,
  clearMarket,
  MarketState,
  Side,
  scheduleCancel,
  setMarketState,
  tick,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import { draftOf } from '../../workload/draft.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';

const VALID_AHEAD = 1_000_000;
/** Above every nonce that the log writer gives in an example. */
const NONCES_FROM = 1_000;

/** A log that has begun: two orders for each command, one item of clearing, eight in the queue. */
export function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin({ makersPerCommandMax: 2, drainPerCommandMax: 1, queueItemsMax: 8, ...limits }, event);
  return log;
}

/** So many orders of account 1 to sell at 200, and a clearMarket that cancels two of them at once. */
export function beginSweep(log: LogWriter, orders: number, market = 0): void {
  for (let left = orders; left > 0; left -= 1) log.place({ price: 200, side: Side.sell, market });
  clear(log, market);
}

/** So many orders of account 1 in market 1, and a sweep that cancels none of them: each step looks at one more. */
export function holdQueue(log: LogWriter, orders: number): void {
  for (let left = orders; left > 0; left -= 1) log.place({ price: 100, account: 1, market: 1 });
  cancelMany(log, { account: 1, filter: CancelFilter.ofSession, ofSession: 99 });
}

export function clear(log: LogWriter, market = 0): void {
  log.add(draftOf(clearMarket, { market }));
}

export function close(log: LogWriter, market = 0): void {
  log.add(draftOf(setMarketState, { market, state: MarketState.closed }));
}

/** Account 0 cancels, unless said otherwise. */
export function cancelMany(log: LogWriter, values: Partial<ValuesOf<typeof cancelOrders.specs>> = {}): void {
  log.add(draftOf(cancelOrders, { ...senderOf(log), ...values }));
}

/** Schedules a cancel so many microseconds ahead. */
export function schedule(log: LogWriter, ahead: number, account = 0): void {
  log.add(draftOf(scheduleCancel, { ...senderOf(log), account, at: log.time + ahead }));
}

/** Account 0 schedules nothing any more. */
export function unschedule(log: LogWriter): void {
  log.add(draftOf(scheduleCancel, senderOf(log)));
}

/** So many ticks. */
export function wait(log: LogWriter, ticks = 1): void {
  for (let left = ticks; left > 0; left -= 1) log.add(draftOf(tick, {}));
}

/** How long a command of a user is valid, and a nonce of its own. */
export function senderOf(log: LogWriter) {
  return { validUntil: log.time + VALID_AHEAD, nonce: NONCES_FROM + log.entries.length };
}
