/**
 * Public order numbers, and the place of each open order. Numbers only grow, but one whose remainder
 * modulo the ring is that of an open order is passed over, so that every open order has the place of
 * its remainder to itself: a look-up is no search, whatever anybody has placed, and there is no hash
 * to attack. The ring is a function of the order capacity in Genesis, because it decides which
 * numbers are given. Sessions have a ring of their own.
 */
import { assert } from '../bug.ts';
import { highOf, wide } from '../clock.ts';
import { createWords, pairsOf } from '../numbers/words.ts';

const LOW = 0;
const HIGH = 1;

/** The smallest power of two that is at least twice the capacity. */
export function ringSizeOf(ordersMax: number): number {
  let size = 2;
  while (size < 2 * ordersMax) size *= 2;
  return size;
}

export type OrderRing = ReturnType<typeof createOrderRing>;

/** An empty ring for so many open orders. */
export function createOrderRing(ordersMax: number) {
  const size = ringSizeOf(ordersMax);
  const mask = size - 1;
  // Layers of bitmaps over the places: a bit of the lowest is a taken place, a bit above it a word of all ones.
  const layers: Int32Array[] = [];
  for (let bits = size; ; bits = layerWords(bits)) {
    layers.push(filledBeyond(bits));
    if (bits <= 32) break;
  }
  const taken = layers[0] as Int32Array;
  // Low and high word of the last number given.
  const last = createWords(2);
  const lastPair = pairsOf(last);

  /** The slot of a number, from 1 to the size of the ring: its place and one. 0 is no slot. */
  function slotOf(numberLow: number): number {
    return (numberLow & mask) + 1;
  }

  /** Takes the place of a slot. */
  function take(slot: number): void {
    const place = slot - 1;
    const word = (taken[place >>> 5] as number) | (1 << (place & 31));
    taken[place >>> 5] = word;
    if (word === -1) fillAbove(place >>> 5);
  }

  function release(slot: number): void {
    const place = slot - 1;
    const word = taken[place >>> 5] as number;
    taken[place >>> 5] = word & ~(1 << (place & 31));
    if (word === -1) openAbove(place >>> 5);
  }

  /** Gives the next number, which is the last from then on. */
  function give(): void {
    // One number and not two words, which would be slow to be read as a pair right after.
    lastPair[0] = BigInt.asIntN(64, (lastPair[0] as bigint) + 1n);
    const place = (last[LOW] as number) & mask;
    if (((taken[place >>> 5] as number) >>> (place & 31)) & 1) setLast(lastGiven() + distanceToFree(place));
  }

  function lastGiven(): number {
    return wide(last[LOW] as number, last[HIGH] as number);
  }

  /** Makes a number the last that was given, as a snapshot says. */
  function setLast(number: number): void {
    last[LOW] = number | 0;
    last[HIGH] = highOf(number);
  }

  /** How many places after a taken one the next free one lies, round the ring. */
  function distanceToFree(place: number): number {
    const free = freeFrom(place);
    return free >= place ? free - place : free + mask + 1 - place;
  }

  /** The first free place at or after one, or from the start when there is none after it. */
  function freeFrom(place: number): number {
    let at = place;
    for (let layer = 0; layer < layers.length; layer += 1) {
      const words = layers[layer] as Int32Array;
      if (at >>> 5 < words.length) {
        const open = ~(words[at >>> 5] as number) & (-1 << (at & 31));
        if (open !== 0) return descend(layer, (at & ~31) + lowestBit(open));
      }
      // Nothing in the rest of this word: look for a later word in the layer above.
      at = (at >>> 5) + 1;
    }
    assert(place > 0, 'the order ring is full');
    return freeFrom(0);
  }

  function descend(layer: number, index: number): number {
    let at = index;
    for (let below = layer - 1; below >= 0; below -= 1) {
      at = at * 32 + lowestBit(~((layers[below] as Int32Array)[at] as number));
    }
    return at;
  }

  function fillAbove(index: number): void {
    let at = index;
    for (let layer = 1; layer < layers.length; layer += 1) {
      const words = layers[layer] as Int32Array;
      const word = (words[at >>> 5] as number) | (1 << (at & 31));
      words[at >>> 5] = word;
      if (word !== -1) return;
      at >>>= 5;
    }
  }

  function openAbove(index: number): void {
    let at = index;
    for (let layer = 1; layer < layers.length; layer += 1) {
      const words = layers[layer] as Int32Array;
      const word = words[at >>> 5] as number;
      words[at >>> 5] = word & ~(1 << (at & 31));
      if (word !== -1) return;
      at >>>= 5;
    }
  }

  return {
    /** The last number given as one pair of words, to be copied. */
    last: lastPair,
    /** The words of the last number given, 0 before the first. */
    lastLow: () => last[LOW] as number,
    lastHigh: () => last[HIGH] as number,
    /** The last number given, 0 before the first. */
    lastGiven,
    size,
    slotOf,
    take,
    release,
    give,
    setLast,
  };
}

function layerWords(bits: number): number {
  return Math.ceil(bits / 32);
}

/** A bitmap of so many bits in which those of the last word that stand for nothing are set. */
function filledBeyond(bits: number): Int32Array {
  const words = createWords(layerWords(bits));
  const used = bits & 31;
  if (used !== 0) words[words.length - 1] = -1 << used;
  return words;
}

function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
