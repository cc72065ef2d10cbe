/**
 * Every numbered outcome of the core, by family. A code is wire format: codes are appended and
 * never renumbered or reused. A rejection carries one code and, where a field is to blame, its
 * byte offset in the command's layout; an order that leaves the book unfilled carries one as reason.
 */

export const ResultCode = {
  accepted: 0,

  entryTruncated: 1,
  entryVersionUnknown: 2,
  entryMalformed: 3,
  sequenceOutOfOrder: 4,
  timeBackwards: 5,
  recordsFull: 6,
  commandKindUnknown: 10,
  commandVersionUnknown: 11,
  commandLengthWrong: 12,
  fieldOutOfRange: 13,
  notStarted: 20,
  alreadyStarted: 21,
  commandExpired: 30,
  validUntilTooFar: 31,

  marketUnknown: 100,
  marketHalted: 101,
  marketInAuction: 102,
  marketNotEmpty: 103,
  bookCrossed: 104,
  stepTableInvalid: 105,
  marketTooLarge: 106,
  priceOffStep: 107,
  sizeBeyondMarket: 108,
  marketPostOnly: 109,
  marketCancelOnly: 110,
  sizeBelowMarket: 111,
  notionalBelowMarket: 112,
  priceBeyondCollar: 113,

  orderUnknown: 300,
  flagsConflict: 301,
  expiryNotAhead: 302,
  postOnlyWouldCross: 303,
  orderExpired: 304,
  displayTooSmall: 305,
  fillOrKillUnfilled: 306,
  cancelledByUser: 320,
  remainderCancelled: 321,
  workBoundReached: 322,
  amendedAway: 323,
  selfTradePrevented: 324,

  accountUnknown: 400,
  ownerUnknown: 401,
  ownerAlreadyRegistered: 402,

  ownersFull: 700,
  accountsFull: 701,
  marketsFull: 702,
  ordersFull: 703,
  levelsFull: 704,
} as const;

export type ResultCode = (typeof ResultCode)[keyof typeof ResultCode];

/** What each code means to whoever receives it; the reference page is made from this table. */
export const RESULT_CODE_DOCS: Readonly<Record<keyof typeof ResultCode, string>> = {
  accepted: 'The command took effect.',
  entryTruncated: 'The log entry ends before the bytes that its header declares. Nothing changed.',
  entryVersionUnknown: 'The log entry is of a version that this build does not read. Nothing changed.',
  entryMalformed: 'The log entry header declares lengths that no entry can have. Nothing changed.',
  sequenceOutOfOrder: 'The entry is not the one that follows the last. Nothing changed.',
  timeBackwards: 'The entry is older than the last, or its time is no safe integer. Nothing changed.',
  recordsFull: 'The record buffer has no room for the largest answer. Take the records and repeat.',
  commandKindUnknown: 'No command has this kind.',
  commandVersionUnknown: 'The command is of a layout version that this build does not read.',
  commandLengthWrong: 'The entry carries more or fewer bytes than the command and its blob take.',
  fieldOutOfRange: 'A field holds a value outside its range, or a reserved byte is not zero.',
  notStarted: 'The log must begin with Genesis.',
  alreadyStarted: 'Genesis was applied already.',
  commandExpired: 'The command arrived at or after its valid-until.',
  validUntilTooFar: 'The valid-until lies more than sixty seconds ahead.',
  marketUnknown: 'No market has this number.',
  marketHalted: 'The market is halted: orders may be cancelled, not placed or amended.',
  marketInAuction: 'The market is in an auction: an order that may not rest cannot match.',
  marketNotEmpty: 'The step table changes only while no order rests in the market.',
  bookCrossed: 'The market cannot open while its best bid is at or above its best ask.',
  stepTableInvalid: 'The bands do not ascend, do not fit each other, or do not reach the largest price.',
  marketTooLarge: 'The largest price times the largest size must stay below 2^52.',
  priceOffStep: 'The price is none of the market step table.',
  sizeBeyondMarket: 'The size is larger than the market takes in one order.',
  marketPostOnly: 'The market takes only orders that are post-only.',
  marketCancelOnly: 'The market takes cancels, and amends that only make an order smaller.',
  sizeBelowMarket: 'The size, or the size shown, is smaller than the market takes.',
  notionalBelowMarket: 'Price times size is less than the market takes.',
  priceBeyondCollar: 'The limit lies further beyond the reference price than the collar of the market admits.',
  orderUnknown: 'The account has no open order with this number.',
  flagsConflict: 'Order type, time in force, flags, expiry, display size and slippage do not go together.',
  expiryNotAhead: 'The expiry must be later than the command.',
  postOnlyWouldCross: 'A post-only order would have matched at once.',
  orderExpired: 'The order reached its expiry.',
  displayTooSmall: 'An order shows at least a hundredth of its size.',
  fillOrKillUnfilled: 'The book cannot fill a fill-or-kill order whole.',
  cancelledByUser: 'The owner cancelled the order.',
  remainderCancelled: 'What an order that may not rest could not match is cancelled.',
  workBoundReached: 'The order met as many makers as one command may; the rest of it is cancelled.',
  amendedAway: 'The order was amended to a total size that it had filled already.',
  selfTradePrevented: 'The order would have traded with one of the same owner.',
  accountUnknown: 'No account has this number.',
  ownerUnknown: 'No owner has this number.',
  ownerAlreadyRegistered: 'An owner with this kind and identity exists.',
  ownersFull: 'The table of owners is full.',
  accountsFull: 'The table of accounts is full.',
  marketsFull: 'The table of markets is full.',
  ordersFull: 'The table of open orders is full.',
  levelsFull: 'The table of price levels is full.',
};

/** The name of a code, or its digits when this build has no such code. */
export function resultCodeName(code: number): string {
  return Object.entries(ResultCode).find(([, number]) => number === code)?.[0] ?? String(code);
}
