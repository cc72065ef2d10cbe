/**
 * Coins and venue dollars at par: a whole unit of a coin is worth one dollar. A coin of d decimals and the dollar
 * change into each other in steps of the fewest atoms that make a whole number of micro-dollars.
 */

/** Of the venue dollar, whose atom is the micro-dollar. */
const DOLLAR_DECIMALS = 6;

/** The atoms of a step: 1, or 10^(d-6) with more decimals than the dollar has. */
export function stepAtoms(decimals: number): bigint {
  return decimals > DOLLAR_DECIMALS ? 10n ** BigInt(decimals - DOLLAR_DECIMALS) : 1n;
}

/** The micro-dollars of a step: 1, or 10^(6-d) with fewer decimals than the dollar has. */
export function stepMicros(decimals: number): bigint {
  return decimals < DOLLAR_DECIMALS ? 10n ** BigInt(DOLLAR_DECIMALS - decimals) : 1n;
}

/** What of an amount of coins converts. */
export function wholeCoins(coins: bigint, decimals: number): bigint {
  return coins - (coins % stepAtoms(decimals));
}

/** What of an amount of micro-dollars converts. */
export function wholeDollars(dollars: bigint, decimals: number): bigint {
  return dollars - (dollars % stepMicros(decimals));
}

/** The micro-dollars of coins that are whole. */
export function dollarsOf(coins: bigint, decimals: number): bigint {
  return (coins / stepAtoms(decimals)) * stepMicros(decimals);
}

/** The coins of micro-dollars that are whole. */
export function coinsOf(dollars: bigint, decimals: number): bigint {
  return (dollars / stepMicros(decimals)) * stepAtoms(decimals);
}
