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

export interface FeeTier {
  /** The volume from which on it holds, in whole dollars. */
  readonly volumeFrom: number;
  /** In 1e-8. */
  readonly takerRate: number;
  readonly makerRate: number;
  /** What makers are paid; a tier has this or the rate of makers. */
  readonly makerRebate: number;
}
