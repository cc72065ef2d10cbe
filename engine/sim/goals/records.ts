/**
 * Tells the records of an entry apart: those of what it first cleared, at the end of which a deferred command may take
 * its turn, and those of the command itself.
 */
import {
  amendOrder,
  cancelOrders,
  clearMarket,
  creditDeposit,
  type Layout,
  placeOrder,
  ResultCode,
  replaceOrder,
  revokeKeys,
  setMarketState,
} from '@intelligent-ledger/engine/core';
import type { Answer } from '../judge/naive-exchange.ts';
import type { JudgeRecord } from '../judge/naive-state.ts';

const { cancelledByUser, replaced, scheduledCancel } = ResultCode;
/** Why an order leaves the queue before its turn. */
const LEAVINGS: readonly number[] = [cancelledByUser, replaced, scheduledCancel];
/** With which the records of a deposit begin, and none of a clearing. */
const DEPOSIT_RECORDS = ['ownerRegistered', 'accountOpened', 'depositCredited'];
const NAMES = new Map<number, string>(Object.entries(ResultCode).map(([name, code]) => [code, name]));

/** The name of a result code as a record has it. */
export function codeName(code: number | string | undefined): string {
  return NAMES.get(Number(code)) ?? String(code);
}

/** The records of the command itself. A command that is refused has its `rejected` alone. */
export function ownRecords(layout: Layout | undefined, { code, records }: Answer): readonly JudgeRecord[] {
  return records.slice(ownStart(layout, code, records));
}

/** The records of what an entry first cleared. */
export function clearingRecords(layout: Layout | undefined, { code, records }: Answer): readonly JudgeRecord[] {
  return records.slice(0, ownStart(layout, code, records));
}

/** The records of the turn of a deferred command, from its `queuedDone` on. A clearing ends with its one turn. */
export function turnRecords(clearing: readonly JudgeRecord[]): readonly JudgeRecord[] {
  const at = clearing.findIndex(({ name, values }) => {
    return name === 'queuedDone' && values['order'] !== 0 && !LEAVINGS.includes(Number(values['code']));
  });
  return at === -1 ? [] : clearing.slice(at);
}

function ownStart(layout: Layout | undefined, code: number, records: readonly JudgeRecord[]): number {
  const last = records.length - 1;
  const ending = records[last];
  if (code !== ResultCode.accepted || layout === undefined || ending === undefined) return Math.max(0, last);
  if (ending.name === 'orderKnown' || ending.name === 'orderDeferred') return last;
  if (layout === creditDeposit) return records.findIndex(({ name }) => DEPOSIT_RECORDS.includes(name));
  if (layout === placeOrder) return records.findLastIndex(({ name }) => name === 'orderPlaced');
  // The replaced order leaves with the record before, be it from its book or from the queue.
  if (layout === replaceOrder) return records.findLastIndex(({ name }) => name === 'orderPlaced') - 1;
  if (layout === amendOrder && ending.values['code'] !== ResultCode.amendedAway) {
    return records.findLastIndex(({ name }) => name === 'orderAmended');
  }
  if (layout === revokeKeys) return records.findLastIndex(({ name }) => name === 'keysRevoked');
  const cancelled = Number(ending.values['cancelled'] ?? 0);
  if (layout === cancelOrders || layout === clearMarket) return last - cancelled;
  if (layout === setMarketState && ending.name === 'marketCleared') return last - cancelled - 1;
  return last;
}
