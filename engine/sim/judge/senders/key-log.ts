/** Logs for examples of keys, and how their refusals are told. */
import { type Layout, offsetOf, placeOrder } from '@intelligent-ledger/engine/core';
import { storyOf as agreedStoryOf } from '../../story.ts';
import { LogWriter } from '../../workload/log-writer.ts';
import { event } from '../../workload/market-template.ts';
import type { Profile } from '../../workload/profile.ts';
import { judgeStoryOf } from '../judge-story.ts';

export const revoked = refusal(placeOrder, 'keyRevoked', 'key');
export const expired = refusal(placeOrder, 'keyExpired', 'key');
export const outOfScope = refusal(placeOrder, 'keyOutOfScope', 'key');
export const rateReached = refusal(placeOrder, 'keyRateReached', 'key');
export const outOfMarkets = refusal(placeOrder, 'keyOutOfScope', 'market');
export const tooDear = refusal(placeOrder, 'keyOutOfScope', 'size');

/** How a story tells that a command was refused. */
export function refusal(layout: Layout, code: string, field: string): string {
  return `reject: ${code}, field ${offsetOf(layout, field)}`;
}

export function begun(limits: Partial<Profile['limits']> = {}): LogWriter {
  const log = new LogWriter();
  log.begin(limits, event);
  return log;
}

/** A log whose first key is of the first owner and was approved so; where told, in these markets alone. */
export function keyed(values: Parameters<LogWriter['approveKey']>[1] = {}, markets: readonly number[] = []): LogWriter {
  const log = begun();
  log.approveKey(1, values, markets);
  return log;
}

/** What the last `count` entries did. */
export function storyOf(log: LogWriter, count: number): string[] {
  agreedStoryOf(log.entries, count);
  return judgeStoryOf(log.entries, count);
}
