/**
 * Open orders that have an expiry, the earliest first and the lowest number first among equals: a binary heap of
 * order slots. Each order keeps its place in the heap, so that leaving costs the depth of the heap. Only the
 * order in which orders expire is logical; the arrangement of the heap is not.
 */
import { assert } from '../bug.ts';
import { createWords } from '../numbers/words.ts';

export type ExpiryHeap = ReturnType<typeof createExpiryHeap>;

/** An empty heap for order slots from 1 to `slotsMax`. */
export function createExpiryHeap(slotsMax: number) {
  // Slots in heap order from index 1; index 0 is unused.
  const heap = createWords(slotsMax + 1);
  const placeOfSlot = createWords(slotsMax + 1);
  const expiryOfSlot = new Float64Array(slotsMax + 1);
  const numberOfSlot = new Float64Array(slotsMax + 1);
  const sizes = createWords(1);

  /** The slot of the order that expires first; there must be one. */
  function first(): number {
    return heap[1] as number;
  }

  /** The earliest expiry, larger than every time when there is none. */
  function firstExpiry(): number {
    return sizes[0] === 0 ? Number.MAX_VALUE : (expiryOfSlot[heap[1] as number] as number);
  }

  /** The expiry of an order that is in the heap. */
  function expiryOf(slot: number): number {
    return expiryOfSlot[slot] as number;
  }

  function add(slot: number, expiry: number, number: number): void {
    assert(placeOfSlot[slot] === 0, 'the order is in the heap already');
    expiryOfSlot[slot] = expiry;
    numberOfSlot[slot] = number;
    const size = (sizes[0] as number) + 1;
    sizes[0] = size;
    rise(size, slot);
  }

  /** Takes an order out; one that is not in the heap is left alone. */
  function remove(slot: number): void {
    const place = placeOfSlot[slot] as number;
    if (place === 0) return;
    placeOfSlot[slot] = 0;
    const size = sizes[0] as number;
    const last = heap[size] as number;
    sizes[0] = size - 1;
    if (last === slot) return;
    if (place > 1 && isBefore(last, heap[place >> 1] as number)) rise(place, last);
    else sink(place, last);
  }

  function rise(from: number, slot: number): void {
    let place = from;
    while (place > 1) {
      const parent = heap[place >> 1] as number;
      if (!isBefore(slot, parent)) break;
      put(place, parent);
      place >>= 1;
    }
    put(place, slot);
  }

  function sink(from: number, slot: number): void {
    const size = sizes[0] as number;
    let place = from;
    for (;;) {
      let child = 2 * place;
      if (child > size) break;
      if (child < size && isBefore(heap[child + 1] as number, heap[child] as number)) child += 1;
      if (!isBefore(heap[child] as number, slot)) break;
      put(place, heap[child] as number);
      place = child;
    }
    put(place, slot);
  }

  function put(place: number, slot: number): void {
    heap[place] = slot;
    placeOfSlot[slot] = place;
  }

  function isBefore(one: number, other: number): boolean {
    const first = expiryOfSlot[one] as number;
    const second = expiryOfSlot[other] as number;
    if (first !== second) return first < second;
    return (numberOfSlot[one] as number) < (numberOfSlot[other] as number);
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
