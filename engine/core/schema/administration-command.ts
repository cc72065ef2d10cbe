/** The layouts of the commands that no trader sends: the log itself, the passing of time, owners, accounts, markets. */
import { head } from './command-head.ts';
import {
  ASSETS_MAX,
  COLLAR_RATE_MAX,
  MARKET_KIND_NAMES,
  MARKET_STATE_NAMES,
  MIN_NOTIONAL_MAX,
  ORDER_QUOTA_MAX,
  OWNER_KIND_NAMES,
  PRICE_TICKS_MAX,
  ROLE_KEY_BYTES,
  ROLE_KEYS,
  RULE_VERSION_MAX,
  SIZE_LOTS_MAX,
  STEP_BAND_BYTES,
  STEP_BANDS_MAX,
} from './command-terms.ts';
import { defineLayout } from './layout.ts';

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
      doc: 'Most pending items (expired orders, sessions and ids, due cancels, queued work) that one first clears.',
    },
    keysMax: { kind: 'u32', max: 16_777_216, doc: 'Capacity: keys of all owners, besides the owners themselves.' },
    clientOrderIdsMax: {
      kind: 'u32',
      max: 16_777_216,
      doc: 'Capacity: client order ids that are remembered. 0: they are carried and not looked at.',
    },
    queueItemsMax: {
      kind: 'u32',
      max: 1_048_576,
      doc: 'Capacity: items in the work queue. 0: work that one command cannot do at once stops there.',
    },
    orderGroupsMax: { kind: 'u32', max: 1_048_576, doc: 'Capacity: order groups of all accounts.' },
    assetsMax: {
      kind: 'u32',
      max: ASSETS_MAX,
      doc: 'Capacity: assets, the venue dollar included. 0: there is no money, and orders need none.',
    },
    withdrawalsMax: { kind: 'u32', max: 1_048_576, doc: 'Capacity: withdrawals that are neither claimed nor voided.' },
    positionsMax: {
      kind: 'u32',
      max: 16_777_216,
      doc: 'Capacity: rows of an account in a market where it has a position or resting orders.',
    },
    sessionsMax: {
      kind: 'u32',
      max: 1_048_576,
      doc: 'Capacity: open sessions of all owners. 0: session numbers are carried and not looked at.',
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
    state: { kind: 'u16', min: 1, max: 6, names: MARKET_STATE_NAMES, doc: 'State in which the market begins.' },
    maxPrice: { kind: 'u32', min: 1, max: PRICE_TICKS_MAX, doc: 'Largest price, in ticks; it must be on the table.' },
    maxSize: { kind: 'u32', min: 1, max: SIZE_LOTS_MAX, doc: 'Largest size of one order, in lots.' },
    baseAsset: { kind: 'u32', doc: 'Of a spot market the asset that is traded for the venue dollar; else 0.' },
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
  doc:
    'Puts a market into a state. A crossed market becomes neither open nor post-only; what rests in one that closes ' +
    'leaves.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    state: { kind: 'u32', min: 1, max: 6, names: MARKET_STATE_NAMES, doc: 'The new state.' },
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

export const clearMarket = defineLayout({
  name: 'clearMarket',
  number: 14,
  version: 1,
  byteLength: 64,
  doc: 'Cancels every order that rests in a market: some at once, the rest as queued work.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
  },
});

export const resize = defineLayout({
  name: 'resize',
  number: 15,
  version: 1,
  byteLength: 64,
  doc: 'Sets the capacities anew. None becomes smaller.',
  fields: {
    ...head,
    ownersMax: { kind: 'u32', min: 1, max: 16_777_216, doc: 'Owners.' },
    accountsMax: { kind: 'u32', min: 1, max: 16_777_216, doc: 'Accounts of all owners.' },
    marketsMax: { kind: 'u32', min: 1, max: 65_536, doc: 'Markets.' },
    ordersMax: { kind: 'u32', min: 1, max: 16_777_216, doc: 'Open orders in all markets.' },
    levelsMax: { kind: 'u32', min: 1, max: 1_048_576, doc: 'Price levels in use, both sides, all markets.' },
    keysMax: { kind: 'u32', max: 16_777_216, doc: 'Keys of all owners.' },
    clientOrderIdsMax: { kind: 'u32', max: 16_777_216, doc: 'Client order ids that are remembered.' },
    queueItemsMax: { kind: 'u32', max: 1_048_576, doc: 'Items in the work queue.' },
    orderGroupsMax: { kind: 'u32', max: 1_048_576, doc: 'Order groups of all accounts.' },
    assetsMax: { kind: 'u32', max: ASSETS_MAX, doc: 'Assets; where there is no money, none comes by this.' },
    withdrawalsMax: { kind: 'u32', max: 1_048_576, doc: 'Withdrawals that are neither claimed nor voided.' },
    positionsMax: { kind: 'u32', max: 16_777_216, doc: 'Rows of an account in a market.' },
    sessionsMax: { kind: 'u32', max: 1_048_576, doc: 'Open sessions; where none are kept, none come by this.' },
  },
});
