/** Where the settlement of fills keeps what it works out, for the perpetual and the spot form of it. */

/**
 * What a fill makes of one side: in a perpetual market the seven doubles of its row and its cash; in every market what
 * it realised, next to its fee; and by how much the equity grows, what is needed shrinks, and the open size and the
 * lots above 0 grow.
 */
export const SideWord = {
  cash: 7,
  realised: 8,
  fee: 9,
  equity: 10,
  freed: 11,
  openSize: 12,
  long: 13,
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
} as const;
export const TAKER_WORDS = 6;
