/** The ranges, numbers and names that the layouts of commands and records state. Numbers are wire format. */
/** Prices stay below 1e9 ticks in every market. */
export const PRICE_TICKS_MAX = 999_999_999;
/** The largest size of one order, in lots. */
export const SIZE_LOTS_MAX = 2_147_483_647;
/** The largest value that a market may ask of an order: below 2^52 micro-dollars, as every amount. */
export const MIN_NOTIONAL_MAX = 4_503_599_627_370_495;
/** The largest price of an event market: one below the payoff of 10,000 per lot. */
export const EVENT_PRICE_TICKS_MAX = 9_999;
/** How far ahead of the command's time its valid-until may lie. */
export const VALID_UNTIL_AHEAD_MICROS = 60_000_000;
/** Version 1: nonces, keys and messages are carried and not looked at. Version 2: a nonce is spent once. */
export const RULE_VERSION_MAX = 2;
/** The first version of the rules under which nonces are spent. */
export const RULES_WITH_NONCES = 2;
/** How many of the highest nonces of a key are kept, so that commands may overtake each other by that many. */
export const NONCES_KEPT = 64;
/** A message holds at most so many commands. Nonces up to this one are places in a message. */
export const MESSAGE_COMMANDS_MAX = 63;
/** Rates of distance between prices (slippage, collars) count in millionths. */
export const RATE_ONE = 1_000_000;
/** A collar reaches at most five times the reference price beyond it, which keeps its products exact. */
export const COLLAR_RATE_MAX = 5_000_000;
/** How far ahead of the command's time a cancel is scheduled at least. */
export const SCHEDULE_AHEAD_MICROS = 5_000_000;
/** Order groups of one account. */
export const ORDER_GROUPS_OF_ACCOUNT_MAX = 8;
/** The largest number of lots that an order group counts to: below 2^52, as every amount. */
export const FILL_LIMIT_MAX = 4_503_599_627_370_495;
/** The longest window of an order group: a day. */
export const WINDOW_MILLIS_MAX = 86_400_000;
/** Assets of an exchange, the venue dollar included. */
export const ASSETS_MAX = 64;
/** Decimals of an asset: a whole unit is ten to the power of them in atoms. */
export const ASSET_DECIMALS_MAX = 9;
/** The asset in which everything is valued. */
export const VENUE_DOLLAR = 0;
export const VENUE_DOLLAR_DECIMALS = 6;
/** The price of the venue dollar, and what a price counts: 1e-9 dollars per whole unit. */
export const ASSET_PRICE_ONE = 1_000_000_000;
/** Balances stay below 2^52 in size, so that the sum of two is exact. */
export const BALANCE_MAX = 4_503_599_627_370_495;
/** Withdrawals of one owner that are neither claimed nor voided. */
export const WITHDRAWALS_OF_OWNER_MAX = 16;
/** Owners and keys together: beyond this the word of a window of nonces is no 32-bit number. */
export const SENDERS_MAX = 16_777_215;
/** As many as there may be open orders of all owners. */
export const ORDER_QUOTA_MAX = 16_777_216;
/** An order shows at least this part of its size, so that it comes round at a level a bounded number of times. */
export const DISPLAY_SLICES_MAX = 100;
/** A blob of a step table holds at most sixteen bands of {u32 from price, u32 step}. */
export const STEP_BANDS_MAX = 16;
export const STEP_BAND_BYTES = 8;
/** A Genesis blob holds three Ed25519 keys: of the ticks', the prices' and the deposits' signer. */
export const ROLE_KEY_BYTES = 32;
export const ROLE_KEYS = 3;

export const SIDE_NAMES = { 1: 'buy', 2: 'sell' } as const;
export const Side = { buy: 1, sell: 2 } as const;
export type Side = (typeof Side)[keyof typeof Side];

export const OrderType = { limit: 1, market: 2 } as const;
export const ORDER_TYPE_NAMES = { 1: 'limit', 2: 'market' } as const;

export const TimeInForce = { goodTillCancelled: 1, immediateOrCancel: 2, fillOrKill: 3 } as const;
export const TIME_IN_FORCE_NAMES = { 1: 'good-till-cancelled', 2: 'immediate-or-cancel', 3: 'fill-or-kill' } as const;

/** What happens when an order would meet one of the same owner. It never trades with it. */
export const SelfTrade = { accountDefault: 0, expireMaker: 1, expireTaker: 2, expireBoth: 3, decrement: 4 } as const;
export type SelfTrade = (typeof SelfTrade)[keyof typeof SelfTrade];
export const SELF_TRADE_NAMES = {
  0: 'account-default',
  1: 'expire-maker',
  2: 'expire-taker',
  3: 'expire-both',
  4: 'decrement',
} as const;

export const OrderFlag = { postOnly: 1, reduceOnly: 2 } as const;
export const ORDER_FLAG_NAMES = { 1: 'post-only', 2: 'reduce-only' } as const;

export const MarketKind = { perpetual: 1, event: 2, spot: 3 } as const;
export const MARKET_KIND_NAMES = { 1: 'perpetual', 2: 'event', 3: 'spot' } as const;

export const MarketState = { open: 1, auction: 2, halted: 3, postOnly: 4, cancelOnly: 5, closed: 6 } as const;
export type MarketState = (typeof MarketState)[keyof typeof MarketState];
export const MARKET_STATE_NAMES = {
  1: 'open',
  2: 'auction',
  3: 'halted',
  4: 'post-only',
  5: 'cancel-only',
  6: 'closed',
} as const;

/** Which of the owner's orders cancelOrders cancels: those that every flag admits. */
export const CancelFilter = { wholeOwner: 1, ofMarket: 2, ofKey: 4, ofSession: 8, ofGroup: 16 } as const;
export const CANCEL_FILTER_NAMES = {
  1: 'whole-owner',
  2: 'of-market',
  4: 'of-key',
  8: 'of-session',
  16: 'of-group',
} as const;

export const OwnerKind = { ed25519: 1, program: 2, secp256k1: 3 } as const;
export const OWNER_KIND_NAMES = { 1: 'ed25519', 2: 'program', 3: 'secp256k1' } as const;

/** In a record of a deposit: the owner has no such account. */
export const NO_ACCOUNT = 4_294_967_295;

/** The largest leverage of a tier. */
export const LEVERAGE_MAX = 100;
/** What bounds of positions and open interest may be at most. */
export const POSITION_MAX = 4_503_599_627_370_495;
/** Rows that one account may have: markets in which it has a position or resting orders. */
export const POSITIONS_OF_ACCOUNT_MAX = 64;
/** Rows that the accounts of one owner may have in one market. */
export const POSITIONS_OF_SEAT_MAX = 64;
/** Fee rates count in 1e-8. */
export const FEE_RATE_ONE = 100_000_000;
/** The largest rate of a fee: one in a hundred. */
export const FEE_RATE_MAX = 1_000_000;
export const FEE_TIERS_MAX = 8;
/** A tier in the blob of setFeeTiers: volume from (8 bytes), taker rate, maker rate, maker rebate, zeros (4 each). */
export const FEE_TIER_BYTES = 24;
/** The largest rate of a builder: a tenth of one in a hundred. */
export const BUILDER_RATE_MAX = 100_000;
/** Builders that one owner may approve at a time. */
export const BUILDERS_OF_OWNER_MAX = 8;
/** Of a snapshot: an approved builder, its number and its largest rate. */
export const BUILDER_BYTES = 8;
/** The last epoch of the keys of an owner. */
export const KEY_EPOCH_MAX = 2_147_483_647;
/** Keys that one owner may add. */
export const KEYS_OF_OWNER_MAX = 64;
/** Markets to which a key may be confined. */
export const MARKETS_OF_KEY_MAX = 8;
/** What a key may do. */
export const KeyScope = { trade: 1, cancel: 2, read: 4 } as const;
export const KEY_SCOPE_NAMES = { 1: 'trade', 2: 'cancel', 4: 'read' } as const;
export const KEY_SCOPES = 7;
/** Sessions that one owner may have open. */
export const SESSIONS_OF_OWNER_MAX = 64;
/** How far ahead a session expires at most: a day. */
export const SESSION_MICROS_MAX = 86_400_000_000;
/** How long something of a session may be unsigned before it may only cancel. */
export const SESSION_UNSIGNED_MICROS_MAX = 10_000_000;
/** Bytes of a session key. */
export const SESSION_KEY_BYTES = 32;
/** Days before the present one whose volume says which tier an owner has. */
export const VOLUME_DAYS = 14;

/** Which way a conversion goes. */
export const ConversionDirection = { toDollar: 1, toCoin: 2 } as const;
export type ConversionDirection = (typeof ConversionDirection)[keyof typeof ConversionDirection];
export const CONVERSION_DIRECTION_NAMES = { 1: 'to-dollar', 2: 'to-coin' } as const;

/** How far a withdrawal has come. One that is claimed or voided is no more. */
export const WithdrawalState = { requested: 1, included: 2, finalized: 3, claimed: 4, voided: 5 } as const;
export type WithdrawalState = (typeof WithdrawalState)[keyof typeof WithdrawalState];
export const WITHDRAWAL_STATE_NAMES = {
  1: 'requested',
  2: 'included',
  3: 'finalized',
  4: 'claimed',
  5: 'voided',
} as const;
