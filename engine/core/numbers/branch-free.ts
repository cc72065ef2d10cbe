/**
 * The larger of two numbers without a branch. Compiled code finds `Math.max` of doubles by comparing and jumping, and
 * which of two is larger comes at random where sides do: such a jump costs more than all the arithmetic here. Takes
 * integers of either sign below 2^52, of which every sum and difference here is exact, or one larger one and 0. Never
 * -0.
 */

/** The larger of x and 0, of any safe integer x: twice of it is exact as well. */
export function positivePart(x: number): number {
  return (x + Math.abs(x)) * 0.5;
}

export function largerOf(a: number, b: number): number {
  return (a + b + Math.abs(a - b)) * 0.5;
}

export function lesserOf(a: number, b: number): number {
  return (a + b - Math.abs(a - b)) * 0.5;
}
