/** The checks on the head of a log entry, in the order in which they are made. */
import { decode, entryHead, ResultCode } from '@intelligent-ledger/engine/core';

const COMMAND_BYTES_MIN = 8;
const COMMAND_BYTES_MAX = 256;
const FRAME_BYTES_MAX = 65_535;

/** The code that refuses an entry after an entry of this sequence and time, or `accepted`. */
export function entryRefusal(entry: Uint8Array, sequence: number, time: number): ResultCode {
  if (entry.length < entryHead.byteLength) return ResultCode.entryTruncated;
  const head = decode(entryHead, entry);
  if (head.kind !== entryHead.number || head.version !== entryHead.version) return ResultCode.entryVersionUnknown;
  if (head.commandBytes < COMMAND_BYTES_MIN || head.commandBytes > COMMAND_BYTES_MAX) return ResultCode.entryMalformed;
  if (head.frameBytes > FRAME_BYTES_MAX) return ResultCode.entryMalformed;
  const whole = entryHead.byteLength + toWholeEights(head.commandBytes) + toWholeEights(head.frameBytes);
  if (entry.length < whole) return ResultCode.entryTruncated;
  if (head.sequence !== sequence + 1) return ResultCode.sequenceOutOfOrder;
  if (head.time > Number.MAX_SAFE_INTEGER || head.time < time) return ResultCode.timeBackwards;
  return ResultCode.accepted;
}

function toWholeEights(byteLength: number): number {
  return Math.ceil(byteLength / 8) * 8;
}
