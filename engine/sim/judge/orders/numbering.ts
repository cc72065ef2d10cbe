/** Numbers that are given one after another, such that those in use differ in their remainders. */

const NUMBERS_OF_32_BITS = 2 ** 32;

/** The smallest power of two that is at least twice a capacity. */
function ringOf(capacity: number): number {
  let ring = 1;
  while (ring < 2 * capacity) ring *= 2;
  return ring;
}

/** The smallest number above the last one whose remainder in the ring of a capacity no number in use has. */
export function numberAfter(last: number, inUse: readonly number[], capacity: number): number {
  const ring = ringOf(capacity);
  const taken = new Set(inUse.map((number) => number % ring));
  let number = last + 1;
  while (taken.has(number % ring)) number += 1;
  return number;
}

/** The same of numbers of 32 bits, which go round; 0 is none of them. */
export function shortNumberAfter(last: number, inUse: readonly number[], capacity: number): number {
  const number = numberAfter(last, inUse, capacity) % NUMBERS_OF_32_BITS;
  return number === 0 ? numberAfter(0, inUse, capacity) : number;
}
