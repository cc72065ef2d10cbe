/** Where in their memory orders and levels keep what. Each module that uses these binds them to names of its own. */

/** An order is 64 bytes that every operation touches, and 32 that cancels and fills do not. */
export const ORDER_WORDS = 16;
export const OrderWord = {
  /** Of an order that waits in the work queue: its item there. */
  next: 0,
  previous: 1,
  /** 0 of an order that waits in the work queue. */
  level: 2,
  /** Lots that stand in the queue: all that remain, or of an iceberg those that it shows. */
  shown: 3,
  numberLow: 4,
  numberHigh: 5,
  account: 6,
  /** Book side: twice the market, and one more for asks. */
  side: 7,
  price: 8,
  /** The four bytes side, order type, time in force and self-trade mode, as in the command. */
  terms: 9,
  /** Its neighbours among the open orders of its owner. */
  ownerNext: 10,
  ownerPrevious: 11,
  /** Total size with what has filled, less what was lost by decrement. */
  size: 12,
  flags: 13,
  /** Lots that remain and are not shown. */
  hidden: 14,
  /** Seat of its owner in its market. */
  seat: 15,
} as const;

/** Bits of the flags that the book keeps there for itself. No command can set them. */
export const OrderMark = {
  /** It keeps the entry of its client order id. */
  holdsId: 1 << 31,
  /** It has an expiry, and stands in the heap of expiries. */
  expires: 1 << 30,
  /** It is of an order group. */
  inGroup: 1 << 28,
  /** An amend of it waits in the work queue. */
  amendWaits: 1 << 29,
  /** It has a builder, who earns by its fills. */
  hasBuilder: 1 << 27,
} as const;

/** The 32 bytes that are rarely touched. */
export const COLD_WORDS = 8;
export const ColdWord = {
  clientOrderId: 0,
  key: 4,
  session: 5,
  displaySize: 6,
  /** Entry of the client order id that the order holds. */
  idEntry: 7,
} as const;

/** A level is linked as an order is, and has the low and high word of the lots that it shows. It takes 16 bytes. */
export const LEVEL_WORDS = 4;
export const LevelWord = { next: 0, previous: 1, lotsLow: 2, lotsHigh: 3 } as const;

/** An owner is linked as an order is, in the list of its orders, and takes the two words of these links. */
export const OWNER_LIST_WORDS = 2;

/** Small numbers that change with every command lie in one array, whose address the compiled code knows. */
export const CountWord = {
  openOrders: 0,
  work: 1,
  /** Lots that the present taker lost by decrement. */
  decremented: 2,
} as const;
