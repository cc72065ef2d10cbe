/**
 * The head of a log entry: whether it is the next entry of the log, and if so its sequence and time
 * are taken over and its records begin. An entry that is not leaves everything as it was.
 */
import { type Clock, SEQUENCE_LOW, TIME_LOW } from './clock.ts';
import { ENTRY_INDEX_MASK, fieldView, pairView } from './input-buffer.ts';
import { pairsOf } from './numbers/words.ts';
import type { RecordBuffer } from './record-buffer.ts';
import { COMMAND_BYTES_MAX, entryHead } from './schema/entry.ts';
import { wordOf } from './schema/layout.ts';
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
/** Of the clock, in pairs of words. */
const SEQUENCE_PAIR = SEQUENCE_LOW / 2;
const TIME_PAIR = TIME_LOW / 2;

export type EntryHead = ReturnType<typeof createEntryHead>;

/** Heads in `input`; `clock` holds sequence and time. */
export function createEntryHead(input: Int32Array, records: RecordBuffer, clock: Clock) {
  const frameBytes = fieldView(input, wordOf(entryHead, 'frameBytes'));
  const sequenceHigh = fieldView(input, wordOf(entryHead, 'sequence') + 1);
  const timeHigh = fieldView(input, wordOf(entryHead, 'time') + 1);
  const sequences = pairView(input, wordOf(entryHead, 'sequence') / 2);
  const times = pairView(input, wordOf(entryHead, 'time') / 2);
  // Sequence and time are one number each: a pair that was written as two words is slow to be read as one.
  const clockPairs = pairsOf(clock);

  /** Whether an entry at a masked index is of a known version and has possible lengths. */
  function checkForm(at: number): ResultCode {
    const head = input[at] as number;
    if ((head & 0xffff) !== KIND_AND_VERSION) return ResultCode.entryVersionUnknown;
    const commandBytes = head >>> 16;
    const isPossible = commandBytes >= COMMAND_BYTES_MIN && commandBytes <= COMMAND_BYTES_LIMIT;
    return isPossible && (frameBytes[at] as number) >>> 0 <= FRAME_BYTES_MAX ? ACCEPTED : ResultCode.entryMalformed;
  }

  /** Whether the entry at a word, of which so many bytes were given, is whole; it need not be the next. */
  function checkGiven(entry: number, bytesGiven: number): ResultCode {
    if (bytesGiven < HEAD_BYTES) return ResultCode.entryTruncated;
    const at = entry & ENTRY_MASK;
    const code = checkForm(at);
    return code === ACCEPTED && bytesGiven < wordsOf(at) * 4 ? ResultCode.entryTruncated : code;
  }

  /** Words of the entry at a word: its head, and command and frame padded to eight bytes. */
  function wordsOf(entry: number): number {
    const at = entry & ENTRY_MASK;
    const commandBytes = (input[at] as number) >>> 16;
    return (HEAD_BYTES + ((commandBytes + 7) & ~7) + (((frameBytes[at] as number) + 7) & ~7)) >> 2;
  }

  /** Takes over the entry at a word of the input if at most so many words of records are in use, or answers why not. */
  function takeOver(entry: number, recordWordsMax: number): ResultCode {
    const at = entry & ENTRY_MASK;
    const code = checkForm(at);
    if (code !== ACCEPTED) return code;
    const pair = at >>> 1;
    const sequence = sequences[pair] as bigint;
    const isNext = sequence === BigInt.asIntN(64, (clockPairs[SEQUENCE_PAIR] as bigint) + 1n);
    if (!isNext || (sequenceHigh[at] as number) >>> SAFE_HIGH_BITS !== 0) return ResultCode.sequenceOutOfOrder;
    const time = times[pair] as bigint;
    const isEarlier = time < (clockPairs[TIME_PAIR] as bigint);
    if (isEarlier || (timeHigh[at] as number) >>> SAFE_HIGH_BITS !== 0) return ResultCode.timeBackwards;
    if (records.length() > recordWordsMax) return ResultCode.recordsFull;
    clockPairs[SEQUENCE_PAIR] = sequence;
    clockPairs[TIME_PAIR] = time;
    records.begin();
    return ACCEPTED;
  }

  return { checkGiven, wordsOf, takeOver };
}
