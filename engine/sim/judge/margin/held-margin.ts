/** What the judge keeps of margin: the terms of markets, positions, what owners traded, and the tiers of fees. */

/** A tier that is not there has zeros. Bounds are in lots, values in micro-dollars. */
export interface MarginTerms {
  readonly positionMax: number;
  readonly openInterestMax: number;
  readonly leverage: number;
  readonly secondLeverage: number;
  readonly thirdLeverage: number;
  readonly secondFrom: number;
  readonly thirdFrom: number;
}

export interface Position {
  readonly account: number;
  readonly market: number;
  /** Lots, above 0 when long. */
  size: bigint;
  /** Micro-dollars, of either sign: what was paid for it was taken from it. */
  cash: bigint;
}

/** The value of the fills of an owner on a day, in micro-dollars; an owner may have several of a day. */
export interface DayTrade {
  readonly owner: number;
  readonly day: number;
  readonly value: bigint;
}

/** What referred owners are spared of a fee, and what their referrers have of the rest, in millionths. */
export interface ReferralTerms {
  readonly discount: number;
  readonly share: number;
}

/** What an order says about its builder. */
export interface BuilderTerms {
  /** Number of the owner who is paid, plus one; 0 is none. */
  readonly builder: number;
  /** In 1e-8. */
  readonly builderFee: number;
}

/** The lots of some orders, and the sum of price times lots over them. */
export interface Reserved {
  readonly lots: bigint;
  readonly value: bigint;
}

export interface FeeTier {
  /** The volume from which on it holds, in whole dollars. */
  readonly volumeFrom: number;
  /** In 1e-8. */
  readonly takerRate: number;
  readonly makerRate: number;
  /** What makers are paid; a tier has this or the rate of makers. */
  readonly makerRebate: number;
}
