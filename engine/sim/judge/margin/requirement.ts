/** What a value needs: less of it the more leverage its tier has, with deductions so that it grows without a jump. */

import { ceilDiv, floorDiv, largerOf } from '../money/rounding.ts';
import type { MarginTerms } from './held-margin.ts';

/** The requirement of a value in micro-dollars, which is 0 or more. */
export function requirementOf(terms: MarginTerms, value: bigint): bigint {
  const [first, second, third] = [terms.leverage, terms.secondLeverage, terms.thirdLeverage].map(BigInt) as Three;
  const isThird = third !== 0n && value >= BigInt(terms.thirdFrom);
  if (isThird) return ceilDiv(value, third) - secondDeduction(terms) - thirdStep(terms);
  const isSecond = second !== 0n && value >= BigInt(terms.secondFrom);
  return isSecond ? ceilDiv(value, second) - secondDeduction(terms) : ceilDiv(value, first);
}

type Three = [bigint, bigint, bigint];

/** What is deducted in the second tier, and as well in the third. */
function secondDeduction({ secondFrom, leverage, secondLeverage }: MarginTerms): bigint {
  return stepAt(BigInt(secondFrom), BigInt(leverage), BigInt(secondLeverage));
}

/** What the third tier deducts beyond the second. */
function thirdStep({ thirdFrom, secondLeverage, thirdLeverage }: MarginTerms): bigint {
  return stepAt(BigInt(thirdFrom), BigInt(secondLeverage), BigInt(thirdLeverage));
}

/** How much more a value needs by one leverage than by a larger one, and never less than nothing. */
function stepAt(value: bigint, before: bigint, after: bigint): bigint {
  return largerOf(0n, floorDiv(value, after) - ceilDiv(value, before));
}
