/**
 * The head of a log entry: whether it is the next entry of the log, and if so its sequence and time
 * are taken over and its records begin. An entry that is not leaves everything as it was.
 */
import { type Clock, SEQUENCE_HIGH, SEQUENCE_LOW, TIME_HIGH, TIME_LOW } from './clock.ts';
import { ENTRY_INDEX_MASK } from './input-buffer.ts';
import type { RecordBuffer } from './record-buffer.ts';
import { COMMAND_BYTES_MAX, entryHead } from './schema/entry.ts';
import { ResultCode } from './schema/result-code.ts';

const HEAD_BYTES = entryHead.byteLength;
const KIND_AND_VERSION = 0x0101;
const COMMAND_BYTES_MIN = 8;
const FRAME_BYTES_MAX = 65_535;
/** A field of eight bytes holds a safe integer when its high word is below 2^21. */
const SAFE_HIGH_BITS = 21;
// Names of this module itself, because the compiled code folds those and not imported ones.
const ACCEPTED = ResultCode.accepted;
const COMMAND_BYTES_LIMIT = COMMAND_BYTES_MAX;
const ENTRY_MASK = ENTRY_INDEX_MASK;
const [AT_SEQUENCE_LOW, AT_SEQUENCE_HIGH] = [SEQUENCE_LOW, SEQUENCE_HIGH];
const [AT_TIME_LOW, AT_TIME_HIGH] = [TIME_LOW, TIME_HIGH];

export type EntryHead = ReturnType<typeof createEntryHead>;

/** Heads in `input`; `clock` holds sequence and time. */
export function createEntryHead(input: Int32Array, records: RecordBuffer, clock: Clock) {
  /** Takes over the entry at a word of the input, of whose bytes `bytesGiven` were given, or answers why not. */
  function takeOver(entry: number, bytesGiven: number, answerWordsMax: number): ResultCode {
    if (bytesGiven < HEAD_BYTES) return ResultCode.entryTruncated;
    const at = entry & ENTRY_MASK;
    const head = input[at] as number;
    if ((head & 0xffff) !== KIND_AND_VERSION) return ResultCode.entryVersionUnknown;
    const commandBytes = head >>> 16;
    const frameBytes = (input[at + 1] as number) >>> 0;
    const isPossible = commandBytes >= COMMAND_BYTES_MIN && commandBytes <= COMMAND_BYTES_LIMIT;
    if (!isPossible || frameBytes > FRAME_BYTES_MAX) return ResultCode.entryMalformed;
    if (bytesGiven < HEAD_BYTES + ((commandBytes + 7) & ~7) + ((frameBytes + 7) & ~7)) return ResultCode.entryTruncated;
    const sequenceLow = input[at + 2] as number;
    const sequenceHigh = input[at + 3] as number;
    const nextLow = ((clock[AT_SEQUENCE_LOW] as number) + 1) | 0;
    const nextHigh = ((clock[AT_SEQUENCE_HIGH] as number) + (nextLow === 0 ? 1 : 0)) | 0;
    const isNext = sequenceLow === nextLow && sequenceHigh === nextHigh;
    if (!isNext || sequenceHigh >>> SAFE_HIGH_BITS !== 0) return ResultCode.sequenceOutOfOrder;
    const timeLow = input[at + 4] as number;
    const timeHigh = input[at + 5] as number;
    const lastHigh = clock[AT_TIME_HIGH] as number;
    const isEarlier =
      timeHigh === lastHigh ? timeLow >>> 0 < (clock[AT_TIME_LOW] as number) >>> 0 : timeHigh < lastHigh;
    if (timeHigh >>> SAFE_HIGH_BITS !== 0 || isEarlier) return ResultCode.timeBackwards;
    if (records.room() < answerWordsMax) return ResultCode.recordsFull;
    clock[AT_SEQUENCE_LOW] = sequenceLow;
    clock[AT_SEQUENCE_HIGH] = sequenceHigh;
    clock[AT_TIME_LOW] = timeLow;
    clock[AT_TIME_HIGH] = timeHigh;
    records.begin();
    return ACCEPTED;
  }

  return { takeOver };
}
