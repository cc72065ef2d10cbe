/** Holds the bytes of records to what the judge said: every field, every reserved byte, and how many there are. */
import { type DecodedRecord, decodeRecords, fieldNameAt, firstFault } from '@intelligent-ledger/engine/core';
import { firstDifference } from './comparison.ts';
import type { JudgeRecord } from './judge/naive-state.ts';
import { recordInWords } from './transcript.ts';

/** How the machine's records differ from the judge's. */
export function recordsDifference(bytes: Uint8Array, judged: readonly JudgeRecord[]): string | undefined {
  const records = decodeRecords(bytes);
  let offset = 0;
  for (let index = 0; index < Math.max(records.length, judged.length); index += 1) {
    const [fast, judge] = [records[index], judged[index]];
    const text =
      firstDifference(fast?.name, judge?.name, 'record') ??
      firstDifference(fast?.values, judge?.values) ??
      faultIn(fast, bytes, offset);
    if (text !== undefined) return `${text}\n  machine: ${recordInWords(fast)}\n  judge:   ${recordInWords(judge)}`;
    offset += fast?.layout.byteLength ?? 0;
  }
  return undefined;
}

/** Which byte of a record is none that its layout admits. */
function faultIn(record: DecodedRecord | undefined, bytes: Uint8Array, offset: number): string | undefined {
  if (record === undefined) return undefined;
  const fault = firstFault(record.layout, bytes, offset);
  return fault === -1 ? undefined : `${fieldNameAt(record.layout, fault)}: its layout does not admit it`;
}
