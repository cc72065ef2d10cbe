/**
 * Which nonces a key has spent. Of each key the 64 highest are kept: a new one must be none of them and above the
 * lowest. Commands of one key may thus overtake each other, counters and times of day both serve as nonces, and the
 * memory of a key is fixed. Each window is a ring in ascending order from its start on, which begins with 64 zeros, so
 * that zero itself is spent from the start; and a highest nonce. What lies between the last of the ring and the highest
 * is the run: all of it is spent, and none of it is in the ring yet. So the next nonce of a counter, the usual case, is
 * a comparison and a write of one number, and the rings, the largest table of all, are not touched. Any other nonce
 * first ends the run, by writing it to the ring.
 */
import { assert } from '../bug.ts';
import { createWordRows, createWords, pairsOf, pairsToCompare, wordColumn } from '../numbers/words.ts';
import { NONCES_KEPT } from '../schema/command.ts';
import { SENDERS_MAX } from '../schema/command-terms.ts';
import { SENDER_WORDS_SHIFT, SenderWord } from './hot-lines.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const KEPT = NONCES_KEPT;
const RING_MASK = KEPT - 1;
const LINE = SENDER_WORDS_SHIFT;
const HIGHEST = SenderWord.highestNonce / 2;
const RING_LAST = SenderWord.ringLast / 2;
const PAIRS_SHIFT = LINE - 1;
/** A ring is 64 nonces, each a pair of words. */
const RING_SHIFT = 6;
const RING_WORDS_SHIFT = RING_SHIFT + 1;

/** How far the next nonce of a counter lies above the highest, and how far below it those lie that a ring holds. */
const NEXT = 0;
const WHOLE_RING = 1;

export type NonceWindows = ReturnType<typeof createNonceWindows>;

/** Whether there can be a window for every owner and key. */
export function canCountSenders({ ownersMax, keysMax }: { readonly ownersMax: number; readonly keysMax: number }) {
  return ownersMax + keysMax <= SENDERS_MAX;
}

/** So many windows, of the senders that have these lines, in which nothing but zero is spent. */
export function createNonceWindows(windowsMax: number, senders: Int32Array) {
  assert(windowsMax <= SENDERS_MAX, 'the word of a window is a 32-bit number');
  const starts = wordColumn(senders, SenderWord.nonceStart, 1 << LINE);
  const lines = pairsOf(senders);
  const rings = pairsOf(createWordRows(windowsMax << RING_WORDS_SHIFT));
  const given = pairsOf(createWords(2));
  // The nonce of a run that was written last.
  const written = pairsOf(createWords(2));
  const steps = pairsToCompare(1n, BigInt(KEPT));

  /** Spends the nonce that is a pair of words at a place; answers whether it could be spent. */
  function spend(window: number, pairs: BigInt64Array, at: number): boolean {
    const nonce = pairs[at] as bigint;
    const highestAt = (window << PAIRS_SHIFT) | HIGHEST;
    if (BigInt.asIntN(64, nonce - (lines[highestAt] as bigint)) !== (steps[NEXT] as bigint)) {
      return spendOther(window, pairs, at);
    }
    lines[highestAt] = nonce;
    return true;
  }

  /** Spends a nonce given as a number. */
  function spendNumber(window: number, nonce: number): boolean {
    given[0] = BigInt(nonce);
    return spend(window, given, 0);
  }

  /** Spends a nonce that is not the next one. */
  function spendOther(window: number, pairs: BigInt64Array, at: number): boolean {
    const line = window << PAIRS_SHIFT;
    const top = lines[line | HIGHEST] as bigint;
    if (top !== (lines[line | RING_LAST] as bigint)) endRun(window);
    const nonce = pairs[at] as bigint;
    if (nonce <= top) return spendBelow(window, pairs, at);
    append(window, pairs, at);
    lines[line | HIGHEST] = nonce;
    return true;
  }

  /** Writes the run to the ring, the last 64 of it where it is longer. */
  function endRun(window: number): void {
    const line = window << PAIRS_SHIFT;
    const top = lines[line | HIGHEST] as bigint;
    const below = BigInt.asIntN(64, top - (steps[WHOLE_RING] as bigint));
    const last = lines[line | RING_LAST] as bigint;
    written[0] = last > below ? last : below;
    while ((written[0] as bigint) < top) {
      written[0] = BigInt.asIntN(64, (written[0] as bigint) + (steps[NEXT] as bigint));
      append(window, written, 0);
    }
  }

  /** Writes a nonce behind the last of the ring, over the lowest. */
  function append(window: number, pairs: BigInt64Array, at: number): void {
    const nonce = pairs[at] as bigint;
    const line = window << LINE;
    const start = starts[line] as number;
    rings[(window << RING_SHIFT) | start] = nonce;
    lines[(window << PAIRS_SHIFT) | RING_LAST] = nonce;
    starts[line] = (start + 1) & RING_MASK;
  }

  /** Spends a nonce below the highest, with no run: those below it move down by one place, over the lowest. */
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
    const ring = Array.from({ length: KEPT }, (_, rank) => Number(rings[placeOf(window, rank)]));
    const last = ring[KEPT - 1] as number;
    const top = Number(lines[(window << PAIRS_SHIFT) | HIGHEST]);
    const length = Math.min(top - last, KEPT);
    const ofRun = Array.from({ length }, (_, index) => top - length + 1 + index);
    return [...ring.filter((nonce) => nonce > 0), ...ofRun].slice(-KEPT);
  }

  return { spend, spendNumber, keptOf };
}
