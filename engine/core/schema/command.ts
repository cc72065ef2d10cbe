/**
 * The binary layout of every command. Each begins with kind, version and the length of its blob;
 * a command of a user goes on with the same 32-byte head, so that who, by which key, in which
 * session, until when and with which nonce is read in one way. Layouts are append-only.
 */
import { defineLayout, type FieldSpecs, type Layout } from './layout.ts';

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

export const OrderFlag = { postOnly: 1 } as const;
export const ORDER_FLAG_NAMES = { 1: 'post-only' } as const;

export const MarketKind = { perpetual: 1, event: 2, spot: 3 } as const;
export const MARKET_KIND_NAMES = { 1: 'perpetual', 2: 'event', 3: 'spot' } as const;

export const MarketState = { open: 1, auction: 2, halted: 3, postOnly: 4, cancelOnly: 5 } as const;
export type MarketState = (typeof MarketState)[keyof typeof MarketState];
export const MARKET_STATE_NAMES = { 1: 'open', 2: 'auction', 3: 'halted', 4: 'post-only', 5: 'cancel-only' } as const;

export const OwnerKind = { ed25519: 1, program: 2, secp256k1: 3 } as const;
export const OWNER_KIND_NAMES = { 1: 'ed25519', 2: 'program', 3: 'secp256k1' } as const;

const head = {
  kind: { kind: 'u8', doc: 'Which command this is.' },
  version: { kind: 'u8', doc: 'Version of the layout.' },
  blobBytes: { kind: 'u16', doc: 'Length of the blob that follows the command, in bytes.' },
} as const satisfies FieldSpecs;

const userHead = {
  ...head,
  account: { kind: 'u32', doc: 'The account that the command acts for.' },
  validUntil: { kind: 'u64', doc: 'Time in microseconds at which the command is dead; at most sixty seconds ahead.' },
  nonce: { kind: 'u64', doc: 'Number of the message under its key, spent once; in a message the place, from 1 to 63.' },
  key: { kind: 'u32', doc: 'Agent key that signed; 0 is the owner itself.' },
  session: { kind: 'u32', doc: 'Session that sent the command; 0 is none.' },
} as const satisfies FieldSpecs;

/** What placeOrder and replaceOrder say about the new order, at the same places. */
const orderTerms = {
  market: { kind: 'u32', doc: 'Number of the market.' },
  price: {
    kind: 'u32',
    min: 1,
    max: PRICE_TICKS_MAX,
    doc: 'Limit price, in ticks; of a market order the worst that it takes, on the step table or not.',
  },
  size: { kind: 'u32', min: 1, max: SIZE_LOTS_MAX, doc: 'Size, in lots.' },
  displaySize: { kind: 'u32', max: SIZE_LOTS_MAX, doc: 'Lots shown at a time; 0 shows all.' },
  expiry: { kind: 'u64', doc: 'Time in microseconds from which the order is dead; 0 is never.' },
  side: { kind: 'u8', min: 1, max: 2, names: SIDE_NAMES, doc: 'Buy or sell.' },
  orderType: { kind: 'u8', min: 1, max: 2, names: ORDER_TYPE_NAMES, doc: 'Type of the order.' },
  timeInForce: {
    kind: 'u8',
    min: 1,
    max: 3,
    names: TIME_IN_FORCE_NAMES,
    doc: 'What becomes of what does not match at once.',
  },
  selfTrade: {
    kind: 'u8',
    max: 4,
    names: SELF_TRADE_NAMES,
    doc: 'What happens when the order, as taker, would meet one of the same owner.',
  },
  flags: { kind: 'u32', mask: 1, names: ORDER_FLAG_NAMES, doc: 'Post-only: rejected if it would match at once.' },
  clientOrderId: { kind: 'bytes', length: 16, doc: 'Name that the client gives the order; zeros are none.' },
  triggerPrice: { kind: 'u32', max: 0, doc: 'Mark price that activates the order; 0 is none.' },
  orderGroup: { kind: 'u32', max: 0, doc: 'Group with a common limit; 0 is none.' },
  builder: { kind: 'u32', max: 0, doc: 'Owner that receives the builder fee, plus one; 0 is none.' },
  builderFee: { kind: 'u32', max: 0, doc: 'Builder fee rate, in 1e-8.' },
  slippage: {
    kind: 'u32',
    max: RATE_ONE,
    doc: 'Of a market order: how far beyond the best opposite price it goes, in millionths of that; 0 is no bound.',
  },
} as const satisfies FieldSpecs;

export const genesis = defineLayout({
  name: 'genesis',
  number: 1,
  version: 1,
  byteLength: 128,
  blobBytesMax: ROLE_KEYS * ROLE_KEY_BYTES,
  doc:
    'Begins the log: names the exchange, fixes the rules and every capacity. Its blob is exactly three Ed25519 ' +
    'keys of 32 bytes: of the signer of ticks, of prices and of deposits.',
  fields: {
    ...head,
    ruleVersion: {
      kind: 'u32',
      min: 1,
      max: RULE_VERSION_MAX,
      doc: 'Version of the rules that the log is applied under.',
    },
    domain: { kind: 'bytes', length: 32, doc: 'Identity of this exchange, part of every signed message.' },
    ownersMax: { kind: 'u32', min: 1, max: 16_777_216, doc: 'Capacity: owners.' },
    accountsMax: { kind: 'u32', min: 1, max: 16_777_216, doc: 'Capacity: accounts of all owners.' },
    marketsMax: { kind: 'u32', min: 1, max: 65_536, doc: 'Capacity: markets.' },
    ordersMax: { kind: 'u32', min: 1, max: 16_777_216, doc: 'Capacity: open orders in all markets.' },
    levelsMax: { kind: 'u32', min: 1, max: 1_048_576, doc: 'Capacity: price levels in use, both sides, all markets.' },
    makersPerCommandMax: {
      kind: 'u32',
      min: 1,
      max: 4_096,
      doc: 'Most makers that one command may meet, dead ones included.',
    },
    drainPerCommandMax: {
      kind: 'u32',
      min: 1,
      max: 4_096,
      doc: 'Most pending items (expired orders, client order ids to forget) that one command first clears.',
    },
    keysMax: { kind: 'u32', max: 16_777_216, doc: 'Capacity: keys of all owners, besides the owners themselves.' },
    clientOrderIdsMax: {
      kind: 'u32',
      max: 16_777_216,
      doc: 'Capacity: client order ids that are remembered. 0: they are carried and not looked at.',
    },
  },
});

export const tick = defineLayout({
  name: 'tick',
  number: 2,
  version: 1,
  byteLength: 64,
  doc: 'Lets time pass: signed by the role key of ticks.',
  fields: { ...head },
});

export const continueWork = defineLayout({
  name: 'continueWork',
  number: 3,
  version: 1,
  byteLength: 64,
  doc: 'Sent by the sequencer while work is pending: does what every command does first, and nothing else.',
  fields: { ...head },
});

export const registerOwner = defineLayout({
  name: 'registerOwner',
  number: 4,
  version: 1,
  byteLength: 64,
  doc: 'Adds an owner. Owners are numbered from 0 in the order of registration.',
  fields: {
    ...head,
    ownerKind: { kind: 'u32', min: 1, max: 3, names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    identity: {
      kind: 'bytes',
      length: 32,
      doc: 'Ed25519 public key, program address, or secp256k1 address followed by twelve zeros.',
    },
  },
});

export const openAccount = defineLayout({
  name: 'openAccount',
  number: 5,
  version: 1,
  byteLength: 64,
  doc: 'Adds an account to an owner. Accounts are numbered from 0 over all owners, and from 0 under each owner.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner.' },
  },
});

export const createMarket = defineLayout({
  name: 'createMarket',
  number: 6,
  version: 1,
  byteLength: 64,
  blobBytesMax: STEP_BANDS_MAX * STEP_BAND_BYTES,
  doc: 'Adds a market. Markets are numbered from 0. The blob is the step table, one to sixteen bands.',
  fields: {
    ...head,
    marketKind: {
      kind: 'u8',
      min: 1,
      max: 3,
      names: MARKET_KIND_NAMES,
      doc: 'What is traded; an event market keeps prices to 9,999.',
    },
    sizeDecimals: { kind: 'u8', max: 6, doc: 'd: a lot is 10^-d units, a tick 10^-(6-d) quote dollars per unit.' },
    state: { kind: 'u16', min: 1, max: 5, names: MARKET_STATE_NAMES, doc: 'State in which the market begins.' },
    maxPrice: { kind: 'u32', min: 1, max: PRICE_TICKS_MAX, doc: 'Largest price, in ticks; it must be on the table.' },
    maxSize: { kind: 'u32', min: 1, max: SIZE_LOTS_MAX, doc: 'Largest size of one order, in lots.' },
  },
});

export const setStepTable = defineLayout({
  name: 'setStepTable',
  number: 7,
  version: 1,
  byteLength: 64,
  blobBytesMax: STEP_BANDS_MAX * STEP_BAND_BYTES,
  doc: 'Replaces the step table of a market in which no order rests. The blob is as in createMarket.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    maxPrice: { kind: 'u32', min: 1, max: PRICE_TICKS_MAX, doc: 'Largest price, in ticks; it must be on the table.' },
  },
});

export const setMarketState = defineLayout({
  name: 'setMarketState',
  number: 8,
  version: 1,
  byteLength: 64,
  doc: 'Puts a market into a state. A crossed market becomes neither open nor post-only.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    state: { kind: 'u32', min: 1, max: 5, names: MARKET_STATE_NAMES, doc: 'The new state.' },
  },
});

export const setMarketLimits = defineLayout({
  name: 'setMarketLimits',
  number: 9,
  version: 1,
  byteLength: 64,
  doc: 'Says which orders a market takes from now on. Orders that rest already are not asked.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    minSize: { kind: 'u32', max: SIZE_LOTS_MAX, doc: 'Smallest size of an order, in lots; 0 is none.' },
    collarRate: {
      kind: 'u32',
      max: COLLAR_RATE_MAX,
      doc: 'How far beyond the reference price a limit may lie, in millionths of it; 0 is no collar.',
    },
    minNotional: {
      kind: 'u64',
      max: MIN_NOTIONAL_MAX,
      doc: 'Smallest value of an order, in micro-dollars; 0 is none.',
    },
  },
});

export const setReferencePrice = defineLayout({
  name: 'setReferencePrice',
  number: 10,
  version: 1,
  byteLength: 64,
  doc: 'Sets the price from which the collar of a market is measured. It need not be on the step table.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', max: PRICE_TICKS_MAX, doc: 'Reference price, in ticks; 0 is none, and no collar.' },
  },
});

export const upgradeRules = defineLayout({
  name: 'upgradeRules',
  number: 11,
  version: 1,
  byteLength: 64,
  doc: 'From here on the log is applied under a later version of the rules.',
  fields: {
    ...head,
    ruleVersion: { kind: 'u32', min: 1, max: RULE_VERSION_MAX, doc: 'The version; above the present one.' },
  },
});

export const registerKey = defineLayout({
  name: 'registerKey',
  number: 12,
  version: 1,
  byteLength: 64,
  doc: 'Adds a key that may act for an owner. Keys are numbered from 1 over all owners; 0 is the owner itself.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    keyKind: { kind: 'u32', min: 1, max: 3, names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    identity: {
      kind: 'bytes',
      length: 32,
      doc: 'Ed25519 public key, program address, or secp256k1 address followed by twelve zeros.',
    },
  },
});

export const setOrderQuota = defineLayout({
  name: 'setOrderQuota',
  number: 13,
  version: 1,
  byteLength: 64,
  doc:
    'Sets how many orders the accounts of an owner may have open. For one owner a zero means as for all owners, for ' +
    'all owners no bound. Orders that are open already stay.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner, plus one; 0 is all owners that have no quota of their own.' },
    ordersMax: { kind: 'u32', max: ORDER_QUOTA_MAX, doc: 'Most open orders in all markets.' },
    marketOrdersMax: { kind: 'u32', max: ORDER_QUOTA_MAX, doc: 'Most open orders in any one market.' },
  },
});

export const placeOrder = defineLayout({
  name: 'placeOrder',
  number: 16,
  version: 1,
  byteLength: 128,
  doc:
    'Places an order. It matches what it crosses, in price-time order, and the rest of it rests, or is cancelled ' +
    'where its time in force says so.',
  fields: {
    ...userHead,
    ...orderTerms,
  },
});

export const cancelOrder = defineLayout({
  name: 'cancelOrder',
  number: 17,
  version: 1,
  byteLength: 64,
  doc: 'Takes an order of the account out of the book, by its number. Works in every market state.',
  fields: {
    ...userHead,
    order: { kind: 'u64', min: 1, doc: 'Number of the order.' },
  },
});

export const amendOrder = defineLayout({
  name: 'amendOrder',
  number: 18,
  version: 1,
  byteLength: 64,
  doc:
    'States anew the price, total size (fills included), display and expiry of an order. The number stays; the place ' +
    'in the queue stays when price and display size do and the size does not grow.',
  fields: {
    ...userHead,
    order: { kind: 'u64', min: 1, doc: 'Number of the order.' },
    price: { kind: 'u32', min: 1, max: PRICE_TICKS_MAX, doc: 'Limit price, in ticks.' },
    size: { kind: 'u32', min: 1, max: SIZE_LOTS_MAX, doc: 'Total size with what has filled, in lots.' },
    displaySize: { kind: 'u32', max: SIZE_LOTS_MAX, doc: 'Lots shown at a time; 0 shows all.' },
    flags: { kind: 'u32', mask: 0, doc: 'None yet.' },
    expiry: { kind: 'u64', doc: 'Time in microseconds from which the order is dead; 0 is never.' },
  },
});

export const setSelfTrade = defineLayout({
  name: 'setSelfTrade',
  number: 19,
  version: 1,
  byteLength: 64,
  doc: 'Sets what the orders of the account that name no self-trade prevention take for theirs.',
  fields: {
    ...userHead,
    selfTrade: { kind: 'u32', min: 1, max: 4, names: SELF_TRADE_NAMES, doc: 'The default; expire-maker at first.' },
  },
});

export const openMessage = defineLayout({
  name: 'openMessage',
  number: 20,
  version: 1,
  byteLength: 64,
  doc:
    'Begins a message of several commands, whose one nonce it spends. They follow at once, each with the account and ' +
    'key of the message and its place as nonce; any other entry ends it.',
  fields: {
    ...userHead,
    commands: { kind: 'u32', min: 1, max: MESSAGE_COMMANDS_MAX, doc: 'How many commands follow.' },
  },
});

export const replaceOrder = defineLayout({
  name: 'replaceOrder',
  number: 21,
  version: 1,
  byteLength: 128,
  doc:
    'Cancels an order of the account and places another, both or neither. The old one is named by its number, or ' +
    'where that is 0 by its client order id.',
  fields: {
    ...userHead,
    ...orderTerms,
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    replaced: { kind: 'u64', doc: 'Number of the order to cancel; 0 when its client order id names it.' },
    replacedClientOrderId: { kind: 'bytes', length: 16, doc: 'Client order id of the order to cancel; else zeros.' },
  },
});

export const cancelByClientOrderId = defineLayout({
  name: 'cancelByClientOrderId',
  number: 22,
  version: 1,
  byteLength: 64,
  doc: 'Takes an order of the account out of the book, by its client order id. Works in every market state.',
  fields: {
    ...userHead,
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Name that the client gave the order.' },
  },
});

/** Every command there is, in the order of their numbers. */
export const COMMANDS: readonly Layout[] = [
  genesis,
  tick,
  continueWork,
  registerOwner,
  openAccount,
  createMarket,
  setStepTable,
  setMarketState,
  setMarketLimits,
  setReferencePrice,
  upgradeRules,
  registerKey,
  setOrderQuota,
  placeOrder,
  cancelOrder,
  amendOrder,
  setSelfTrade,
  openMessage,
  replaceOrder,
  cancelByClientOrderId,
];
