/**
 * What each perpetual market asks of positions: its mark, the tiers of leverage and the bounds, and how many lots are
 * open in it; and of each spot market how large a lot is. The rules are sections 1 and 2 of docs/concepts/margin.md.
 */

import { divCeil as dividedUp, mulDivCeil, mulDivFloor } from '../numbers/wide.ts';
import { createDoubles, doubleColumn } from '../numbers/words.ts';

/** Where the terms of a market keep what; each market has so many doubles. */
export const TermWord = {
  mark: 0,
  /** Each leverage has behind it what its tier is spared, which of the first is 0. */
  leverage: 1,
  secondLeverage: 3,
  thirdLeverage: 5,
  /** Infinity where there is no such tier. */
  secondFrom: 7,
  thirdFrom: 8,
  /** Most lots of an owner, 0 while the market has no terms. */
  positionMax: 9,
  openInterestMax: 10,
  openInterest: 11,
  /** The largest that the market ever had. */
  largestPrice: 13,
  largestPositionMax: 14,
  /** Of a spot market the atoms of its base asset that are a lot; 0 in any other. */
  lotAtoms: 15,
} as const;
const SHIFT = 4;
export const TERM_SHIFT = SHIFT;
/** What a position may be worth: with its cash, and with what its orders would add, it then stays a safe integer. */
const POSITION_VALUE_LIMIT = 2_251_799_813_685_248;
const { mark: MARK, leverage: LEVERAGE, secondFrom: SECOND_FROM, secondLeverage: SECOND_LEVERAGE } = TermWord;
const { thirdFrom: THIRD_FROM, thirdLeverage: THIRD_LEVERAGE } = TermWord;
const { positionMax: POSITION_MAX, openInterestMax: OPEN_INTEREST_MAX } = TermWord;
const { openInterest: OPEN_INTEREST, largestPrice: LARGEST_PRICE } = TermWord;
const { largestPositionMax: LARGEST_POSITION_MAX, lotAtoms: LOT_ATOMS } = TermWord;

// A name of this module itself, because the compiled code folds those and not imported ones.
const divCeil = dividedUp;

/** What a market asks of positions, as the command that sets it has it; tiers that are not there are zeros. */
export interface MarketTerms {
  readonly positionMax: number;
  readonly openInterestMax: number;
  readonly leverage: number;
  readonly secondLeverage: number;
  readonly thirdLeverage: number;
  readonly secondFrom: number;
  readonly thirdFrom: number;
}

/** The first field of tiers that does not go on from the one before, null when all do. */
export function unfitTier(terms: MarketTerms): 'secondLeverage' | 'thirdLeverage' | 'secondFrom' | 'thirdFrom' | null {
  const { leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom } = terms;
  const hasSecond = secondLeverage !== 0;
  const hasThird = thirdLeverage !== 0;
  if (hasSecond && secondLeverage >= leverage) return 'secondLeverage';
  if (hasThird && thirdLeverage >= secondLeverage) return 'thirdLeverage';
  if ((secondFrom !== 0) !== hasSecond) return 'secondFrom';
  if ((thirdFrom !== 0) !== hasThird || (hasThird && thirdFrom <= secondFrom)) return 'thirdFrom';
  return null;
}

/** What the tier from a value on is spared, so that the requirement grows without a jump; never below 0. */
function deductionAt(from: number, leverage: number, before: number): number {
  return Math.max(0, mulDivFloor(from, 1, leverage) - mulDivCeil(from, 1, before));
}

export type MarginTerms = ReturnType<typeof createMarginTerms>;

/** So many markets, none of which has terms. */
export function createMarginTerms(marketsMax: number) {
  const terms = createDoubles((marketsMax + 1) << SHIFT);
  const columnOf = (word: number): Float64Array => doubleColumn(terms, word, 1 << SHIFT);
  const columns = {
    marks: columnOf(MARK),
    lotAtoms: columnOf(LOT_ATOMS),
    positionMaxima: columnOf(POSITION_MAX),
    openInterests: columnOf(OPEN_INTEREST),
    openInterestMaxima: columnOf(OPEN_INTEREST_MAX),
  };
  const leverages = columnOf(LEVERAGE);
  const secondFroms = columnOf(SECOND_FROM);

  function at(market: number, word: number): number {
    return terms[(market << SHIFT) | word] as number;
  }

  /**
   * The requirement of a value in micro-dollars, below 2^53, by the terms at a place: the value over the leverage of
   * its tier, rounded up, less what the tier is spared.
   */
  function requirementAt(market: number, value: number): number {
    const from = market << SHIFT;
    if (value >= (secondFroms[from] as number)) return requirementAbove(from, value);
    // The first tier is spared nothing.
    return divCeil(value, leverages[from] as number);
  }

  /** The same in the second tier and beyond, which is rare. */
  function requirementAbove(from: number, value: number): number {
    const tier = value < (terms[from | THIRD_FROM] as number) ? from | SECOND_LEVERAGE : from | THIRD_LEVERAGE;
    return divCeil(value, terms[tier] as number) - (terms[tier + 1] as number);
  }

  function set(market: number, given: MarketTerms): void {
    const from = market << SHIFT;
    const { leverage, secondLeverage, thirdLeverage, secondFrom, thirdFrom } = given;
    const second = secondLeverage === 0 ? 0 : deductionAt(secondFrom, secondLeverage, leverage);
    terms[from | LEVERAGE] = leverage;
    terms[from | SECOND_FROM] = secondLeverage === 0 ? Infinity : secondFrom;
    terms[from | SECOND_LEVERAGE] = secondLeverage;
    terms[(from | SECOND_LEVERAGE) + 1] = second;
    terms[from | THIRD_FROM] = thirdLeverage === 0 ? Infinity : thirdFrom;
    terms[from | THIRD_LEVERAGE] = thirdLeverage;
    const third = thirdLeverage === 0 ? 0 : second + deductionAt(thirdFrom, thirdLeverage, secondLeverage);
    terms[(from | THIRD_LEVERAGE) + 1] = third;
    terms[from | POSITION_MAX] = given.positionMax;
    terms[from | OPEN_INTEREST_MAX] = given.openInterestMax;
    terms[from | LARGEST_POSITION_MAX] = Math.max(at(market, LARGEST_POSITION_MAX), given.positionMax);
  }

  function setMark(market: number, price: number): void {
    terms[(market << SHIFT) | MARK] = price;
  }

  /** Makes known a largest price of the step table of a market. */
  function seePrice(market: number, maxPrice: number): void {
    const from = (market << SHIFT) | LARGEST_PRICE;
    terms[from] = Math.max(terms[from] as number, maxPrice);
  }

  /** Whether positions of so many lots stay below 2^51 micro-dollars at any price of the market up to another. */
  function isExactWith(market: number, positionMax: number, maxPrice: number): boolean {
    const price = Math.max(at(market, LARGEST_PRICE), maxPrice);
    return Math.max(at(market, LARGEST_POSITION_MAX), positionMax) * price < POSITION_VALUE_LIMIT;
  }

  function termsOf(market: number): MarketTerms {
    const second = at(market, SECOND_FROM);
    const third = at(market, THIRD_FROM);
    return {
      positionMax: at(market, POSITION_MAX),
      openInterestMax: at(market, OPEN_INTEREST_MAX),
      leverage: at(market, LEVERAGE),
      secondLeverage: at(market, SECOND_LEVERAGE),
      thirdLeverage: at(market, THIRD_LEVERAGE),
      secondFrom: second === Infinity ? 0 : second,
      thirdFrom: third === Infinity ? 0 : third,
    };
  }

  return {
    /** The terms by market, and by column, for the hot path. */
    terms,
    columns,
    requirementAt,
    set,
    setMark,
    seePrice,
    isExactWith,
    termsOf,
    markOf: (market: number) => at(market, MARK),
    largestPriceOf: (market: number) => at(market, LARGEST_PRICE),
    largestPositionMaxOf: (market: number) => at(market, LARGEST_POSITION_MAX),
    openInterestOf: (market: number) => at(market, OPEN_INTEREST),
    /** Whether a market has terms and a mark, so that positions in it can be valued, or trades an asset. */
    isPriced: (market: number) =>
      (at(market, POSITION_MAX) !== 0 && at(market, MARK) !== 0) || at(market, LOT_ATOMS) !== 0,
    restoreLargest: (market: number, price: number, positionMax: number) => {
      terms[(market << SHIFT) | LARGEST_PRICE] = price;
      terms[(market << SHIFT) | LARGEST_POSITION_MAX] = positionMax;
    },
  };
}
