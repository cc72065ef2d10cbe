/** How a list goes about agent keys: what owners say of them, and how often commands come under them. */

/** That it may not trade, expires, is confined to an account or to markets, or is bound in what it sends. */
export type KeyBound = 'scope' | 'expiry' | 'account' | 'worth' | 'rate' | 'markets';

export interface KeyStyle {
  /** How often an approval bounds what its key may do; else the key trades without bounds and without end. */
  readonly boundPerMille: number;
  /** Which one or two bounds such a key has, by weight. */
  readonly bounds: Readonly<Record<KeyBound, number>>;
  /** How often an approval is of a key that does not exist yet. */
  readonly newPerMille: number;
  /** How often a command under a key comes under one that may not send it, if there is one. */
  readonly unfitPerMille: number;
  /** How often a command that only owners may send comes under a key. */
  readonly ownersPerMille: number;
  /** How often an order is sent under a key that has a bound on its worth, and is worth just about that. */
  readonly fittedPerMille: number;
  /** How often an order command comes again under a key that may not send it any more. */
  readonly repeatPerMille: number;
  /** How often time leaps to where a key expires, or just before. */
  readonly deathsPerMille: number;
  /** The most commands in a second of most keys that have a bound on them. */
  readonly rateMax: number;
  /** How far ahead most keys expire that do, in microseconds. */
  readonly expiryAheadMax: number;
}

const evenly = { scope: 3, expiry: 4, account: 2, worth: 4, rate: 4, markets: 3 };

/** Keys that mostly trade as their owners do. */
export const easy: KeyStyle = {
  boundPerMille: 120,
  bounds: evenly,
  newPerMille: 400,
  unfitPerMille: 20,
  ownersPerMille: 40,
  fittedPerMille: 0,
  repeatPerMille: 0,
  deathsPerMille: 0,
  rateMax: 60,
  expiryAheadMax: 40_000,
};

/** Keys that may do little and not for long. */
export const strict: KeyStyle = {
  boundPerMille: 850,
  bounds: evenly,
  newPerMille: 200,
  unfitPerMille: 200,
  ownersPerMille: 120,
  fittedPerMille: 250,
  repeatPerMille: 60,
  deathsPerMille: 25,
  rateMax: 6,
  expiryAheadMax: 8_000,
};

/** Keys that may do hardly anything any more, also where only owners may. */
export const spent: KeyStyle = {
  ...strict,
  bounds: { scope: 4, expiry: 3, account: 4, worth: 3, rate: 5, markets: 1 },
  fittedPerMille: 350,
  unfitPerMille: 650,
  ownersPerMille: 800,
  rateMax: 2,
};
