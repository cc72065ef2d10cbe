/**
 * The larger of two numbers without a branch. Compiled code finds `Math.max` of doubles by comparing and jumping, and
 * which of two is larger comes at random where sides do: such a jump costs more than all the arithmetic here. Takes
 * integers of either sign below 2^52, of which every sum and difference here is exact, or one larger one and 0. Never
 * -0.
 *
 * Halves are taken first, and are exact too: what is a half is a double from then on. Of two small integers compiled
 * code would take the sum as one, and make sure at each step that it still is. For the same reason a difference of two
 * answers is an answer of its own here.
 */

/** The larger of x and 0, of any safe integer x. */
export function positivePart(x: number): number {
  const half = x * 0.5;
  return half + Math.abs(half);
}

export function largerOf(a: number, b: number): number {
  const halfA = a * 0.5;
  const halfB = b * 0.5;
  return halfA + halfB + Math.abs(halfA - halfB);
}

/** By how much the positive part of one number is above that of another. */
export function positiveDifference(x: number, other: number): number {
  const half = x * 0.5;
  const halfOther = other * 0.5;
  return half - halfOther + Math.abs(half) - Math.abs(halfOther);
}

/** By how much the larger of two numbers is above the larger of two others. */
export function largerDifference(a: number, b: number, otherA: number, otherB: number): number {
  const halfA = a * 0.5;
  const halfB = b * 0.5;
  const halfOtherA = otherA * 0.5;
  const halfOtherB = otherB * 0.5;
  return halfA + halfB + Math.abs(halfA - halfB) - (halfOtherA + halfOtherB + Math.abs(halfOtherA - halfOtherB));
}

/** Of two numbers of different signs the lesser without its sign, which is what they cancel; else 0. */
export function cancelledOf(a: number, b: number): number {
  const halfA = a * 0.5;
  const halfB = b * 0.5;
  return Math.abs(halfA) + Math.abs(halfB) - Math.abs(halfA + halfB);
}
