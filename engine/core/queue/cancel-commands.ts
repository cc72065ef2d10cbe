/** The rules of the commands that cancel many orders, at once or at a time. They read through the codec. */

import { ACCEPTED, type Answer, blaming, refusal } from '../answer.ts';
import { type Clock, sequenceOf, timeOf } from '../clock.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import { decode } from '../schema/codec.ts';
import { CancelFilter, cancelOrders, SCHEDULE_AHEAD_MICROS, scheduleCancel } from '../schema/command.ts';
import { cancelScheduled, ordersCancelled } from '../schema/record.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Exchange } from '../state/exchange.ts';
import type { Sweeps } from './sweeps.ts';

/** Applies a well-formed cancelOrders of a user who may act. */
export function applyCancelOrders(
  exchange: Exchange,
  sweeps: Sweeps,
  bytes: Uint8Array,
  records: RecordBuffer,
): Answer {
  const command = decode(cancelOrders, bytes);
  if ((command.filter & CancelFilter.ofMarket) !== 0 && command.market >= exchange.markets.count()) {
    return blaming(cancelOrders, 'market', ResultCode.marketUnknown);
  }
  const outcome = sweeps.sweepOwner(command);
  records.append(ordersCancelled, ResultCode.accepted, { account: command.account, ...outcome });
  return ACCEPTED;
}

/** Applies a well-formed scheduleCancel of a user who may act. */
export function applyScheduleCancel(
  exchange: Exchange,
  clock: Clock,
  bytes: Uint8Array,
  records: RecordBuffer,
): Answer {
  const { account, at } = decode(scheduleCancel, bytes);
  if (at !== 0 && at < timeOf(clock) + SCHEDULE_AHEAD_MICROS) {
    return blaming(scheduleCancel, 'at', ResultCode.scheduleTooSoon);
  }
  if (at !== 0 && exchange.terms.queueItemsMax === 0) return refusal(ResultCode.queueFull);
  exchange.scheduledCancels.set(account, at, sequenceOf(clock));
  records.append(cancelScheduled, ResultCode.accepted, { account, at });
  return ACCEPTED;
}
