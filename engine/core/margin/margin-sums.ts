/**
 * A floor of the free margin of each account, which was all of it when it was last added up, and under which prices
 * that was. A price changes the free margin of every account that holds the market or the asset, which no command could
 * visit; so a price only counts up, and an account is added up anew when it is next asked. A sum that is no safe
 * integer is never kept: such an account is added up whenever it is asked.
 */
import { createDoubles, doubleColumn } from '../numbers/words.ts';
import { ACCOUNT_DOUBLES_SHIFT, AccountDouble, type AccountLines } from '../state/hot-lines.ts';

export const SUM_SHIFT = ACCOUNT_DOUBLES_SHIFT;
const SUM = SUM_SHIFT;
const LIMB = 9_007_199_254_740_992;

export type MarginSums = ReturnType<typeof createMarginSums>;

/**
 * Nothing added up yet, in the lines of accounts: of each its kept sum, and the count of prices under which that was
 * added up, 0 for never.
 */
export function createMarginSums({ doubles }: AccountLines) {
  const frees = doubleColumn(doubles, AccountDouble.free, 1 << SUM_SHIFT);
  const counts = doubleColumn(doubles, AccountDouble.prices, 1 << SUM_SHIFT);
  const prices = createDoubles(1);
  prices[0] = 1;

  function forget(account: number): void {
    counts[account << SUM] = 0;
  }

  return {
    /**
     * By account, shifted: the kept sum, and the count of prices. For the hot path; whoever changes a sum must `forget`
     * it where it becomes no safe integer.
     */
    frees,
    counts,
    /** Counts a change of prices or terms, after which every account is added up anew. */
    countPrice: () => {
      prices[0] = (prices[0] as number) + 1;
    },
    /** Has an account added up anew, since something changed that its sum does not follow. */
    forget,
    isFresh: (account: number) => counts[account << SUM] === prices[0],
    /** Keeps a sum in two limbs, if it can be kept. */
    keep: (account: number, high: number, low: number) => {
      // Of what has a high limb only a sum just below 0 is a safe integer.
      const sum = high === -1 ? low - LIMB : low;
      const isKept = high === 0 || (high === -1 && low !== 0);
      frees[account << SUM] = sum;
      counts[account << SUM] = isKept ? (prices[0] as number) : 0;
    },
    /** A kept sum, which is a floor of the free margin when the account is fresh. */
    freeOf: (account: number) => frees[account << SUM] as number,
  };
}
