/** Division of whole numbers that says which way it rounds. Divisors are above 0. */

/** Rounds toward minus infinity, where the division of the language rounds toward 0. */
export function floorDiv(dividend: bigint, divisor: bigint): bigint {
  const remainder = ((dividend % divisor) + divisor) % divisor;
  return (dividend - remainder) / divisor;
}

/** Rounds toward plus infinity. */
export function ceilDiv(dividend: bigint, divisor: bigint): bigint {
  return -floorDiv(-dividend, divisor);
}

export function largerOf(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

export function smallerOf(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

/** How far a number is from 0. */
export function distanceOf(number: bigint): bigint {
  return number < 0n ? -number : number;
}
