/**
 * Sequence and time of the last entry taken over, each as the low and high word that its layout has,
 * so that the hot path copies and compares them without a conversion. Both start at 0.
 */
import { createWords } from './numbers/words.ts';

const TWO_32 = 4_294_967_296;
const MICROS_PER_DAY = 86_400_000_000;

export const SEQUENCE_LOW = 0;
const SEQUENCE_HIGH = 1;
export const TIME_LOW = 2;
const TIME_HIGH = 3;

export type Clock = Int32Array;

export function createClock(): Clock {
  return createWords(4);
}

export function sequenceOf(clock: Clock): number {
  return wide(clock[SEQUENCE_LOW] as number, clock[SEQUENCE_HIGH] as number);
}

/** In microseconds. */
export function timeOf(clock: Clock): number {
  return wide(clock[TIME_LOW] as number, clock[TIME_HIGH] as number);
}

/** The day in which a time lies, counted from 0. */
export function dayOf(timeMicros: number): number {
  return Math.floor(timeMicros / MICROS_PER_DAY);
}

/** Sets both, as a snapshot says. */
export function setClock(clock: Clock, sequence: number, timeMicros: number): void {
  clock[SEQUENCE_LOW] = sequence | 0;
  clock[SEQUENCE_HIGH] = highOf(sequence);
  clock[TIME_LOW] = timeMicros | 0;
  clock[TIME_HIGH] = highOf(timeMicros);
}

/** The integer that a low and a high word make. */
export function wide(low: number, high: number): number {
  return (low >>> 0) + (high >>> 0) * TWO_32;
}

/** The high word of an integer of up to 2^53. */
export function highOf(value: number): number {
  return Math.floor(value / TWO_32);
}
