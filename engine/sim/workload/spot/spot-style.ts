/** How a list goes about spot markets: how many markets it begins with, and which orders it sends there. */

export interface SpotStyle {
  /** How many markets there are before orders come, in the order of the profile. */
  readonly firstMarkets: number;
  /** How often an order is made for a spot market, where one is open, and of those how often each sort, by weight. */
  readonly fittedPerMille: number;
  readonly orders: Readonly<Record<SpotOrder, number>>;
  /** How often an order that is amended or replaced rests in a spot market, and is moved to meet others. */
  readonly movedPerMille: number;
  /** How often a price of an asset is about that of its market, and of those how often where an account is short. */
  readonly pricedPerMille: number;
  readonly pinchedPerMille: number;
  /** How often a market of another kind has a base asset all the same. */
  readonly misplacedPerMille: number;
  /** How often a deposit is of whole lots of an asset that has a market. */
  readonly depositsPerMille: number;
  /** How often what leaves an account is just what its orders do not sell. */
  readonly leavingPerMille: number;
  /** How often fee tiers are those of spot markets. */
  readonly feesPerMille: number;
}

/**
 * As many lots as the account can afford; all or a part of what it has; more than it has, taken; of an account that is
 * short of margin; a bid about what those would sell for; the order of another that may be short; lots by which
 * nothing is left free; and as much as a balance or the value of a side admits.
 */
export type SpotOrder = 'afford' | 'sell' | 'oversell' | 'short' | 'bid' | 'meet' | 'edge' | 'bound';

/** A list that has hardly anything to do with them. */
export const spotless: SpotStyle = {
  firstMarkets: 1,
  fittedPerMille: 0,
  orders: { afford: 1, sell: 1, oversell: 1, short: 0, bid: 0, meet: 0, edge: 0, bound: 0 },
  movedPerMille: 0,
  pricedPerMille: 0,
  pinchedPerMille: 0,
  misplacedPerMille: 30,
  depositsPerMille: 0,
  leavingPerMille: 100,
  feesPerMille: 100,
};
