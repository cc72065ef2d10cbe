/** The layouts of the records that answer what no trader sends, and of rejections. */
import { MARKET_KIND_NAMES, MARKET_STATE_NAMES, OWNER_KIND_NAMES, STEP_BAND_BYTES, STEP_BANDS_MAX } from './command.ts';
import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

export const rejected = defineLayout({
  name: 'rejected',
  number: 1,
  version: 1,
  byteLength: 64,
  doc: 'The command was refused and changed nothing of its own.',
  fields: {
    ...head,
    commandKind: { kind: 'u16', doc: 'Kind byte of the command, as received.' },
    field: { kind: 'u16', doc: 'Byte offset in the command of the field to blame; 65535 is none.' },
    account: { kind: 'u32', doc: 'Account, of a user command whose layout was sound; else 0.' },
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Of a command with one whose layout was sound; else zeros.' },
    order: { kind: 'u64', doc: 'Order that a command named whose layout was sound; else 0.' },
  },
});

export const started = defineLayout({
  name: 'started',
  number: 2,
  version: 1,
  byteLength: 64,
  doc: 'Genesis was applied.',
  fields: {
    ...head,
    ruleVersion: { kind: 'u32', doc: 'Version of the rules.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    domain: { kind: 'bytes', length: 32, doc: 'Identity of the exchange.' },
  },
});

export const advanced = defineLayout({
  name: 'advanced',
  number: 3,
  version: 1,
  byteLength: 32,
  doc: 'A tick or continueWork was applied.',
  fields: {
    ...head,
    cleared: { kind: 'u32', doc: 'Items that the command cleared: see section 2 of the rules.' },
    isPending: { kind: 'u32', doc: '1 when more is to clear at this time: the sequencer sends continueWork.' },
  },
});

export const ownerRegistered = defineLayout({
  name: 'ownerRegistered',
  number: 4,
  version: 1,
  byteLength: 64,
  doc: 'An owner was added.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    ownerKind: { kind: 'u32', names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    identity: { kind: 'bytes', length: 32, doc: 'The identity.' },
  },
});

export const accountOpened = defineLayout({
  name: 'accountOpened',
  number: 5,
  version: 1,
  byteLength: 40,
  doc: 'An account was added.',
  fields: {
    ...head,
    account: { kind: 'u32', doc: 'Number of the account.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    accountOfOwner: { kind: 'u32', doc: 'Number of the account under its owner, from 0.' },
  },
});

export const marketCreated = defineLayout({
  name: 'marketCreated',
  number: 6,
  version: 1,
  byteLength: 48,
  doc: 'A market was added; the record of its step table follows.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    marketKind: { kind: 'u8', names: MARKET_KIND_NAMES, doc: 'What is traded.' },
    sizeDecimals: { kind: 'u8', doc: 'Decimals of a lot.' },
    state: { kind: 'u16', names: MARKET_STATE_NAMES, doc: 'State of the market.' },
    maxSize: { kind: 'u32', doc: 'Largest size of one order, in lots.' },
    baseAsset: { kind: 'u32', doc: 'Of a spot market the asset that is traded; else 0.' },
  },
});

export const stepTableSet = defineLayout({
  name: 'stepTableSet',
  number: 7,
  version: 1,
  byteLength: 168,
  doc: 'The step table of a market.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    maxPrice: { kind: 'u32', doc: 'Largest price, in ticks.' },
    bandCount: { kind: 'u32', doc: 'Bands in use.' },
    bands: {
      kind: 'bytes',
      length: STEP_BANDS_MAX * STEP_BAND_BYTES,
      doc: 'Bands of {u32 from price, u32 step}, in ticks; zeros after the last.',
    },
  },
});

export const marketStateSet = defineLayout({
  name: 'marketStateSet',
  number: 8,
  version: 1,
  byteLength: 32,
  doc: 'A market is in a state from now on.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    state: { kind: 'u32', names: MARKET_STATE_NAMES, doc: 'State of the market.' },
  },
});

export const marketLimitsSet = defineLayout({
  name: 'marketLimitsSet',
  number: 9,
  version: 1,
  byteLength: 48,
  doc: 'Which orders a market takes from now on.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    minSize: { kind: 'u32', doc: 'Smallest size of an order, in lots; 0 is none.' },
    collarRate: { kind: 'u32', doc: 'Width of the collar, in millionths of the reference price; 0 is none.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    minNotional: { kind: 'u64', doc: 'Smallest value of an order, in micro-dollars; 0 is none.' },
  },
});

export const referencePriceSet = defineLayout({
  name: 'referencePriceSet',
  number: 10,
  version: 1,
  byteLength: 32,
  doc: 'The price from which the collar of a market is measured from now on.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Reference price, in ticks; 0 is none.' },
  },
});

export const rulesUpgraded = defineLayout({
  name: 'rulesUpgraded',
  number: 11,
  version: 1,
  byteLength: 32,
  doc: 'From here on the log is applied under a later version of the rules.',
  fields: {
    ...head,
    ruleVersion: { kind: 'u32', doc: 'The version.' },
  },
});

export const keyRegistered = defineLayout({
  name: 'keyRegistered',
  number: 12,
  version: 1,
  byteLength: 72,
  doc: 'A key was added to an owner.',
  fields: {
    ...head,
    key: { kind: 'u32', doc: 'Number of the key, from 1 over all owners.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    keyKind: { kind: 'u32', names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    identity: { kind: 'bytes', length: 32, doc: 'The identity.' },
  },
});

export const orderQuotaSet = defineLayout({
  name: 'orderQuotaSet',
  number: 24,
  version: 1,
  byteLength: 40,
  doc: 'How many orders the accounts of an owner, or of all owners without a quota of their own, may have open.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner, plus one; 0 is all owners.' },
    ordersMax: { kind: 'u32', doc: 'Most open orders in all markets; 0 as for all owners, for all owners no bound.' },
    marketOrdersMax: { kind: 'u32', doc: 'Most open orders in any one market; 0 as above.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const resized = defineLayout({
  name: 'resized',
  number: 33,
  version: 4,
  byteLength: 80,
  doc: 'The capacities from the next entry on.',
  fields: {
    ...head,
    ownersMax: { kind: 'u32', doc: 'Owners.' },
    accountsMax: { kind: 'u32', doc: 'Accounts of all owners.' },
    marketsMax: { kind: 'u32', doc: 'Markets.' },
    ordersMax: { kind: 'u32', doc: 'Open orders in all markets.' },
    levelsMax: { kind: 'u32', doc: 'Price levels in use.' },
    keysMax: { kind: 'u32', doc: 'Keys of all owners.' },
    clientOrderIdsMax: { kind: 'u32', doc: 'Client order ids that are remembered.' },
    queueItemsMax: { kind: 'u32', doc: 'Items in the work queue.' },
    orderGroupsMax: { kind: 'u32', doc: 'Order groups of all accounts.' },
    assetsMax: { kind: 'u32', doc: 'Assets.' },
    withdrawalsMax: { kind: 'u32', doc: 'Withdrawals that are neither claimed nor voided.' },
    positionsMax: { kind: 'u32', doc: 'Rows of an account in a market.' },
    sessionsMax: { kind: 'u32', doc: 'Open sessions of all owners.' },
  },
});
