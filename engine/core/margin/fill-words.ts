/** Where the settlement of fills keeps what it works out, for the perpetual and the spot form of it. */

/**
 * What a fill makes of one side: in a perpetual market its size and cash, what of the side on which it trades is still
 * reserved for, and what the row then needs with that side filled and with the other; in every market what it realised,
 * next to its fee; and by how much the equity and the lots above 0 grow, and what is needed shrinks.
 */
export const SideWord = {
  size: 0,
  cash: 1,
  lots: 2,
  value: 3,
  need: 4,
  otherNeed: 5,
  realised: 6,
  fee: 7,
  equity: 8,
  freed: 9,
  long: 10,
} as const;
export const SIDE_SHIFT = 4;
/** Where the two sides stand. */
export const TAKER_SIDE = 0;
export const MAKER_SIDE = 1 << SIDE_SHIFT;

/** The words of the present taker and of the fill that was tried last. */
export const TakerWord = {
  /** 0 when the taker is nobody. */
  row: 0,
  account: 1,
  owner: 2,
  /** 1 when its order only reduces. */
  reduces: 3,
  /** Why the fill may not be, and 1 when that is the taker's doing. */
  refusal: 4,
  isOfTaker: 5,
  /** The seat of its owner. */
  seat: 6,
} as const;
export const TAKER_WORDS = 7;
