/** How a list goes about margin: what its accounts are given, what their positions need, and which orders they send. */

export interface MarginStyle {
  /** Most micro-dollars that an account is given before orders come; 0: it waits for deposits like any other. */
  readonly fundsMax: number;
  /** What the leverage of a first tier is one of. */
  readonly leverages: readonly number[];
  /** How often terms have further tiers, and up to which value these begin. */
  readonly tieredPerMille: number;
  readonly tierValueMax: number;
  /** How often terms have bounds near what owners and markets have. */
  readonly boundedPerMille: number;
  /** How many steps a mark moves at the most; how often it leaps far beyond, or to where an account is short. */
  readonly markSteps: number;
  readonly leapsPerMille: number;
  /** How often an order is made for the margin of its account, and of those how often each sort, by weight. */
  readonly fittedPerMille: number;
  readonly orders: Readonly<Record<MarginOrder, number>>;
  /** How often any other order only reduces. */
  readonly reduceOnlyPerMille: number;
  /** How often what leaves an account is just what its margin admits. */
  readonly leavingPerMille: number;
  /** How often fees are without rates; else rates are up to this one. */
  readonly freePerMille: number;
  readonly rateMax: number;
  /** How often an order has a builder, where its owner has approved one. */
  readonly builtPerMille: number;
  /** How often a coin that counts is given its full value. */
  readonly weightPerMille: number;
}

/**
 * As many lots as the account can afford; all, a part or more of its position; the same only reducing; of an account
 * that is short; far from the mark; of few lots; where the account has no row yet; what its bounds admit; and what is
 * just too much with a builder.
 */
export type MarginOrder = 'afford' | 'close' | 'reduce' | 'short' | 'far' | 'dust' | 'row' | 'bound' | 'built';

/** Accounts that can afford what they order, so that the other rules of orders are met as where there is no money. */
export const plentiful: MarginStyle = {
  fundsMax: 2 ** 44,
  leverages: [10, 20, 50, 100],
  tieredPerMille: 150,
  tierValueMax: 100_000,
  boundedPerMille: 30,
  markSteps: 3,
  leapsPerMille: 30,
  fittedPerMille: 60,
  orders: { afford: 1, close: 4, reduce: 4, short: 0, far: 1, dust: 1, row: 1, bound: 1, built: 1 },
  reduceOnlyPerMille: 30,
  leavingPerMille: 100,
  freePerMille: 200,
  rateMax: 100_000,
  builtPerMille: 250,
  weightPerMille: 300,
};
