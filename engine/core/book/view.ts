/** What readers see of a book: plain values, copied out, never references into the pools. */
import type { Lots, Ticks } from '../numbers/units.ts';

/** The best price of a side and the lots shown there. */
export interface Quote {
  readonly price: Ticks;
  readonly size: Lots;
}

/** What rests at a price. The size is what its orders show; all of them count. */
export interface Level extends Quote {
  readonly orders: number;
}

export interface PlannedFill {
  /** Number of the maker. */
  readonly order: number;
  readonly price: Ticks;
  readonly size: Lots;
}

/** What a taker would get, in the order in which it would get it; a maker once for each slice that it shows. */
export interface MatchPlan {
  readonly fills: readonly PlannedFill[];
  /** Lots that would find nobody. */
  readonly remaining: Lots;
  /** Whether the bound on makers per command ended the plan. */
  readonly isCutShort: boolean;
}
