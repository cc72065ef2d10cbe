/**
 * Which nonces a key has spent. Of each key the 64 highest are kept: a new one must be none of them and above the
 * lowest. Commands of one key may thus overtake each other, counters and times of day both serve as nonces, and the
 * memory of a key is fixed. Each window is a ring in ascending order from its start on, so that the usual case, a
 * nonce above all others, is a comparison and a write over the lowest. A window begins with 64 zeros, so that zero
 * itself is spent from the start.
 */
import { createWordRows, createWords, pairsOf, wordColumn } from '../numbers/words.ts';
import { NONCES_KEPT } from '../schema/command.ts';
import { SENDER_WORDS_SHIFT, SenderWord } from './hot-lines.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const KEPT = NONCES_KEPT;
const RING_MASK = KEPT - 1;
const LINE = SENDER_WORDS_SHIFT;
const HIGHEST = SenderWord.highestNonce / 2;
const HIGHEST_SHIFT = LINE - 1;
/** A ring is 64 nonces, each a pair of words. */
const RING_SHIFT = 6;
const RING_WORDS_SHIFT = RING_SHIFT + 1;

/** Beyond this many the word of a window is no 32-bit number; their memory would be eight gigabytes. */
const WINDOWS_MAX = 1 << 24;

export type NonceWindows = ReturnType<typeof createNonceWindows>;

/** So many windows, of the senders that have these lines, in which nothing but zero is spent. */
export function createNonceWindows(windowsMax: number, lines: Int32Array) {
  if (windowsMax >= WINDOWS_MAX) throw new RangeError('too many owners and keys for the memory of nonces');
  const starts = wordColumn(lines, SenderWord.nonceStart, 1 << LINE);
  // The last of each ring once more, so that the usual nonce is written to the ring, for which nothing has to wait.
  const highest = pairsOf(lines);
  const rings = pairsOf(createWordRows(windowsMax << RING_WORDS_SHIFT));
  const given = pairsOf(createWords(2));

  /** Spends the nonce that is a pair of words at a place; answers whether it could be spent. */
  function spend(window: number, pairs: BigInt64Array, at: number): boolean {
    const nonce = pairs[at] as bigint;
    const highestAt = (window << HIGHEST_SHIFT) | HIGHEST;
    if (nonce <= (highest[highestAt] as bigint)) return spendBelow(window, pairs, at);
    const line = window << LINE;
    const start = starts[line] as number;
    rings[(window << RING_SHIFT) | start] = nonce;
    highest[highestAt] = nonce;
    starts[line] = (start + 1) & RING_MASK;
    return true;
  }

  /** Spends a nonce given as a number. */
  function spendNumber(window: number, nonce: number): boolean {
    given[0] = BigInt(nonce);
    return spend(window, given, 0);
  }

  /** Spends a nonce that is not the highest: those below it move down by one place, over the lowest. */
  function spendBelow(window: number, pairs: BigInt64Array, at: number): boolean {
    const nonce = pairs[at] as bigint;
    let above = KEPT;
    while (above > 0 && (rings[placeOf(window, above - 1)] as bigint) > nonce) above -= 1;
    if (above === 0 || rings[placeOf(window, above - 1)] === nonce) return false;
    for (let rank = 1; rank < above; rank += 1) {
      rings[placeOf(window, rank - 1)] = rings[placeOf(window, rank)] as bigint;
    }
    rings[placeOf(window, above - 1)] = nonce;
    return true;
  }

  /** Where a kept nonce stands, by its rank, 0 being the lowest. A zero there stands for none. */
  function placeOf(window: number, rank: number): number {
    return (window << RING_SHIFT) | (((starts[window << LINE] as number) + rank) & RING_MASK);
  }

  /** The nonces of a window that are kept, ascending. */
  function keptOf(window: number): number[] {
    return Array.from({ length: KEPT }, (_, rank) => Number(rings[placeOf(window, rank)])).filter((nonce) => nonce > 0);
  }

  return { spend, spendNumber, keptOf };
}
