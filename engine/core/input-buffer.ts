/**
 * Where log entries lie while they are applied: one run of 32-bit words of fixed size, so that the
 * compiled code knows its address and length. An index that was masked to what the run surely has
 * cannot be out of bounds, whatever the bytes say.
 */
import { assert } from './bug.ts';
import { createWords } from './numbers/words.ts';

/** A host may write entries that start at a word index of at most this. */
export const HOST_INDEX_MAX = 0xffff;
/** Where the core itself puts an entry that comes as bytes: beyond what a host may use. */
export const OWN_INDEX = 0x10000;
/** Where the core puts a command of the work queue whose turn has come: behind any entry of its own. */
export const DEFERRED_INDEX = 0x18000;
/** What any index of an entry is masked to. */
export const ENTRY_INDEX_MASK = 0x1ffff;
/** What any index of a command is masked to, since a command follows its entry's head. */
export const COMMAND_INDEX_MASK = 0x3ffff;
/** More than the words of any command and blob. */
const TAIL_WORDS = 128;

/** An input of zeros. The layouts are little-endian and words are read as the machine has them. */
export function createInput(): Int32Array {
  assert(new Uint8Array(Int32Array.of(1).buffer)[0] === 1, 'the core runs on little-endian machines');
  return createWords(COMMAND_INDEX_MASK + 1 + TAIL_WORDS);
}

/**
 * The input seen from a word behind the index of a command: entry `at` is the word `at + word`. All such views have one
 * length, so that compiled code that has checked an index for one of them does not check it again for the others; a
 * function that reads a command masks its index once, and reads each field through a view of its own.
 */
export function fieldView(input: Int32Array, word: number): Int32Array {
  assert(word < TAIL_WORDS, 'a field lies within its command');
  return new Int32Array(input.buffer, input.byteOffset + word * 4, COMMAND_INDEX_MASK + 1);
}

/** The same for pairs of words, by the index of the command in pairs: it begins at an even word. */
export function pairView(input: Int32Array, pair: number): BigInt64Array {
  assert(pair * 2 < TAIL_WORDS, 'a field lies within its command');
  return new BigInt64Array(input.buffer, input.byteOffset + pair * 8, (COMMAND_INDEX_MASK + 1) / 2);
}
