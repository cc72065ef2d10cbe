/**
 * Where log entries lie while they are applied: one run of 32-bit words of fixed size, so that the
 * compiled code knows its address, and needs no bounds check for an index that was masked to what
 * the run surely has.
 */

/** An entry may start at any word index up to this mask. */
export const ENTRY_INDEX_MASK = 0xffff;
/** What any index of a command is below, since a command follows its entry's head. */
export const COMMAND_INDEX_MASK = 0x1ffff;
/** More than the words of any command and blob. */
const TAIL_WORDS = 128;

/** An input of zeros. */
export function createInput(): Int32Array {
  return new Int32Array(COMMAND_INDEX_MASK + 1 + TAIL_WORDS);
}
