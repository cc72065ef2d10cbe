/**
 * Open orders that have an expiry, the earliest first and the lowest number first among equals: a binary heap of
 * order slots. Each order keeps its place in the heap, so that leaving costs the depth of the heap, and the heap keeps
 * what orders are compared by, so that this depth lies close together in memory. Only the order in which orders expire
 * is logical; the arrangement of the heap is not. Order groups, scheduled cancels and sessions wait in such heaps too,
 * each by a time of its own.
 */
import { assert } from '../bug.ts';
import { createDoubles, createWords } from '../numbers/words.ts';

export type ExpiryHeap = ReturnType<typeof createExpiryHeap>;

/** An empty heap for order slots from 1 to `slotsMax`. */
export function createExpiryHeap(slotsMax: number) {
  // By place in the heap, from 1: the slot there, its expiry and its number.
  const slots = createWords(slotsMax + 1);
  const expiries = createDoubles(slotsMax + 1);
  const numbers = createDoubles(slotsMax + 1);
  const placeOfSlot = createWords(slotsMax + 1);
  const sizes = createWords(1);

  /** The slot of the order that expires first; there must be one. */
  function first(): number {
    return slots[1] as number;
  }

  /** The earliest expiry, larger than every time when there is none. */
  function firstExpiry(): number {
    return sizes[0] === 0 ? Number.MAX_VALUE : (expiries[1] as number);
  }

  /** The expiry of an order that is in the heap. */
  function expiryOf(slot: number): number {
    return expiries[placeOfSlot[slot] as number] as number;
  }

  function add(slot: number, expiry: number, number: number): void {
    assert(placeOfSlot[slot] === 0, 'the order is in the heap already');
    const size = (sizes[0] as number) + 1;
    sizes[0] = size;
    rise(size, slot, expiry, number);
  }

  /** Takes an order out; one that is not in the heap is left alone. */
  function remove(slot: number): void {
    const place = placeOfSlot[slot] as number;
    if (place === 0) return;
    placeOfSlot[slot] = 0;
    const size = sizes[0] as number;
    const last = slots[size] as number;
    sizes[0] = size - 1;
    if (last === slot) return;
    const expiry = expiries[size] as number;
    const number = numbers[size] as number;
    if (place > 1 && isBefore(expiry, number, place >> 1)) rise(place, last, expiry, number);
    else sink(place, last, expiry, number);
  }

  function rise(from: number, slot: number, expiry: number, number: number): void {
    let place = from;
    while (place > 1 && isBefore(expiry, number, place >> 1)) {
      move(place >> 1, place);
      place >>= 1;
    }
    put(place, slot, expiry, number);
  }

  function sink(from: number, slot: number, expiry: number, number: number): void {
    const size = sizes[0] as number;
    let place = from;
    for (;;) {
      let child = 2 * place;
      if (child > size) break;
      if (child < size && isBefore(expiries[child + 1] as number, numbers[child + 1] as number, child)) child += 1;
      if (isBefore(expiry, number, child)) break;
      move(child, place);
      place = child;
    }
    put(place, slot, expiry, number);
  }

  function move(from: number, to: number): void {
    put(to, slots[from] as number, expiries[from] as number, numbers[from] as number);
  }

  function put(place: number, slot: number, expiry: number, number: number): void {
    slots[place] = slot;
    expiries[place] = expiry;
    numbers[place] = number;
    placeOfSlot[slot] = place;
  }

  /** Whether an order goes before the one at a place. No two have the same number. */
  function isBefore(expiry: number, number: number, place: number): boolean {
    const other = expiries[place] as number;
    return expiry === other ? number < (numbers[place] as number) : expiry < other;
  }

  return {
    /** Orders in the heap. */
    size: () => sizes[0] as number,
    first,
    firstExpiry,
    expiryOf,
    add,
    remove,
  };
}
