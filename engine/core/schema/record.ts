/**
 * The binary layout of every record: what the core says about what a command did. All begin with
 * the same 24 bytes. A reader that sees only records, in order, holds the same book as the core.
 * The first records of a command may be cancellations of expired orders; then comes its own answer.
 */
import {
  MARKET_KIND_NAMES,
  MARKET_STATE_NAMES,
  ORDER_FLAG_NAMES,
  ORDER_TYPE_NAMES,
  OWNER_KIND_NAMES,
  SELF_TRADE_NAMES,
  SIDE_NAMES,
  STEP_BAND_BYTES,
  STEP_BANDS_MAX,
  TIME_IN_FORCE_NAMES,
} from './command.ts';
import { defineLayout, type FieldSpecs, type Layout } from './layout.ts';

/** In `rejected.field`: no single field is to blame. */
export const NO_FIELD = 65_535;

const head = {
  kind: { kind: 'u8', doc: 'Which record this is.' },
  version: { kind: 'u8', doc: 'Version of the layout.' },
  code: { kind: 'u16', doc: 'Result code: of the command, or the reason of a cancellation.' },
  index: { kind: 'u32', doc: 'Place among the records of the command, from 0.' },
  sequence: { kind: 'u64', doc: 'Sequence number of the command.' },
  time: { kind: 'u64', doc: 'Time of the command, in microseconds.' },
} as const satisfies FieldSpecs;

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

export const orderPlaced = defineLayout({
  name: 'orderPlaced',
  number: 16,
  version: 1,
  byteLength: 96,
  doc: 'An order was accepted. Its fills follow; what is neither filled nor cancelled by then rests.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Price as placed, in ticks.' },
    size: { kind: 'u32', doc: 'Size, in lots.' },
    expiry: { kind: 'u64', doc: 'Time from which the order is dead; 0 is never.' },
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Name given by the client.' },
    key: { kind: 'u32', doc: 'Agent key that placed it.' },
    session: { kind: 'u32', doc: 'Session that placed it.' },
    displaySize: { kind: 'u32', doc: 'Lots shown at a time; 0 shows all.' },
    side: { kind: 'u8', names: SIDE_NAMES, doc: 'Buy or sell.' },
    orderType: { kind: 'u8', names: ORDER_TYPE_NAMES, doc: 'Type of the order.' },
    timeInForce: { kind: 'u8', names: TIME_IN_FORCE_NAMES, doc: 'As placed.' },
    selfTrade: { kind: 'u8', names: SELF_TRADE_NAMES, doc: 'As placed.' },
    flags: { kind: 'u32', names: ORDER_FLAG_NAMES, mask: 1, doc: 'As placed.' },
    slippage: { kind: 'u32', doc: 'As placed.' },
  },
});

export const orderFilled = defineLayout({
  name: 'orderFilled',
  number: 17,
  version: 1,
  byteLength: 80,
  doc: 'A maker and a taker traded at the maker price.',
  fields: {
    ...head,
    maker: { kind: 'u64', doc: 'Order that rested.' },
    taker: { kind: 'u64', doc: 'Order that arrived.' },
    fill: { kind: 'u64', doc: 'Number of the fill, from 1 over all markets.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Price, in ticks.' },
    size: { kind: 'u32', doc: 'Size, in lots.' },
    makerAccount: { kind: 'u32', doc: 'Account of the maker.' },
    takerAccount: { kind: 'u32', doc: 'Account of the taker.' },
    makerRemaining: { kind: 'u32', doc: 'Lots of the maker that still rest, hidden ones included; 0 closes it.' },
    takerSide: { kind: 'u32', names: SIDE_NAMES, doc: 'Side of the taker.' },
  },
});

export const orderCancelled = defineLayout({
  name: 'orderCancelled',
  number: 18,
  version: 1,
  byteLength: 48,
  doc: 'What remained of an order left the book, or never came into it, for the reason in `code`.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    remaining: { kind: 'u32', doc: 'Lots that were cancelled.' },
  },
});

export const orderAmended = defineLayout({
  name: 'orderAmended',
  number: 19,
  version: 1,
  byteLength: 72,
  doc: 'An order was amended. Unless it kept its place it is now last at its price; its fills, if any, follow.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Limit price, in ticks.' },
    size: { kind: 'u32', doc: 'Total size with what has filled, in lots.' },
    expiry: { kind: 'u64', doc: 'Time from which the order is dead; 0 is never.' },
    displaySize: { kind: 'u32', doc: 'Lots shown at a time; 0 shows all.' },
    remaining: { kind: 'u32', doc: 'Lots that have not filled.' },
    keptPlace: { kind: 'u32', doc: '1 when the place in the queue was kept.' },
  },
});

export const orderDecremented = defineLayout({
  name: 'orderDecremented',
  number: 20,
  version: 1,
  byteLength: 64,
  doc: 'A maker and a taker of one owner met in the mode `decrement`: both lost the same lots, and nothing traded.',
  fields: {
    ...head,
    maker: { kind: 'u64', doc: 'Order that rested.' },
    taker: { kind: 'u64', doc: 'Order that arrived.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    size: { kind: 'u32', doc: 'Lots that both lost, of their total size too.' },
    makerAccount: { kind: 'u32', doc: 'Account of the maker.' },
    takerAccount: { kind: 'u32', doc: 'Account of the taker.' },
    makerRemaining: { kind: 'u32', doc: 'Lots of the maker that still rest; 0 closes it.' },
    takerRemaining: { kind: 'u32', doc: 'Lots of the taker that are left; 0 closes it.' },
  },
});

export const selfTradeSet = defineLayout({
  name: 'selfTradeSet',
  number: 21,
  version: 1,
  byteLength: 32,
  doc: 'What the orders of an account that name no self-trade prevention take for theirs from now on.',
  fields: {
    ...head,
    account: { kind: 'u32', doc: 'Number of the account.' },
    selfTrade: { kind: 'u32', names: SELF_TRADE_NAMES, doc: 'The default.' },
  },
});

export const messageOpened = defineLayout({
  name: 'messageOpened',
  number: 22,
  version: 1,
  byteLength: 48,
  doc: 'A message of several commands began.',
  fields: {
    ...head,
    nonce: { kind: 'u64', doc: 'The nonce that it spent.' },
    account: { kind: 'u32', doc: 'Account of the message.' },
    key: { kind: 'u32', doc: 'Key that signed it; 0 is the owner itself.' },
    commands: { kind: 'u32', doc: 'How many commands follow at most.' },
  },
});

export const orderKnown = defineLayout({
  name: 'orderKnown',
  number: 23,
  version: 1,
  byteLength: 64,
  doc: 'The command repeats one that was accepted: nothing happened again, and this is what became of its order.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number of the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    isOpen: { kind: 'u32', doc: '1 while the order is open. What follows is zero when it is not.' },
    price: { kind: 'u32', doc: 'Limit price now, in ticks.' },
    size: { kind: 'u32', doc: 'Total size now, in lots.' },
    remaining: { kind: 'u32', doc: 'Lots that remain.' },
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

/** How far the cancelling of many orders came with the command itself. */
export const CancelProgress = { done: 1, queued: 2, stopped: 3 } as const;
export type CancelProgress = (typeof CancelProgress)[keyof typeof CancelProgress];
export const CANCEL_PROGRESS_NAMES = { 1: 'done', 2: 'queued', 3: 'stopped' } as const;

export const ordersCancelled = defineLayout({
  name: 'ordersCancelled',
  number: 25,
  version: 1,
  byteLength: 40,
  doc: 'A cancelOrders was applied. The records of the orders that it cancelled stand before this one.',
  fields: {
    ...head,
    account: { kind: 'u32', doc: 'Account of the command.' },
    cancelled: { kind: 'u32', doc: 'Orders that it cancelled by now.' },
    progress: {
      kind: 'u32',
      names: CANCEL_PROGRESS_NAMES,
      doc: 'Whether all orders were looked at, the rest is queued work, or is left since it cannot be queued.',
    },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const orderDeferred = defineLayout({
  name: 'orderDeferred',
  number: 26,
  version: 1,
  byteLength: 56,
  doc: 'A command waits in the queue of a market with queued work. One `queuedDone` will say what became of it.',
  fields: {
    ...head,
    order: { kind: 'u64', doc: 'Number that the order has from now on; of an amend, the order.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    commandKind: { kind: 'u32', doc: 'Kind of the command.' },
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Name given by the client; of an amend zeros.' },
  },
});

export const queuedDone = defineLayout({
  name: 'queuedDone',
  number: 27,
  version: 1,
  byteLength: 56,
  doc:
    'The one final answer about queued work: accepted, the records of what it did follow or, of a cancelling, went ' +
    'before; else why it was refused or left the queue.',
  fields: {
    ...head,
    commandSequence: { kind: 'u64', doc: 'Sequence number of the command that the work came from.' },
    order: { kind: 'u64', doc: 'Order of a deferred command; else 0.' },
    account: { kind: 'u32', doc: 'Account of the command; 0 when a market was cleared.' },
    commandKind: { kind: 'u16', doc: 'Kind of the command.' },
    field: { kind: 'u16', doc: 'Byte offset in the command of the field to blame; 65535 is none.' },
    cancelled: { kind: 'u32', doc: 'Orders that a cancelling cancelled in all; else 0.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const marketCleared = defineLayout({
  name: 'marketCleared',
  number: 28,
  version: 1,
  byteLength: 40,
  doc: 'The orders that rested in a market are cancelled. Those that are by now stand before this record.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    cancelled: { kind: 'u32', doc: 'Orders that were cancelled by now.' },
    progress: {
      kind: 'u32',
      names: CANCEL_PROGRESS_NAMES,
      doc: 'Whether none rests, the rest is queued work, or is left since it cannot be queued.',
    },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const cancelScheduled = defineLayout({
  name: 'cancelScheduled',
  number: 29,
  version: 1,
  byteLength: 40,
  doc: 'When the orders of an account will be cancelled, unless that is put off.',
  fields: {
    ...head,
    at: { kind: 'u64', doc: 'Time in microseconds; 0 is never.' },
    account: { kind: 'u32', doc: 'Number of the account.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

/** Every record there is, in the order of their numbers. */
export const RECORDS: readonly Layout[] = [
  rejected,
  started,
  advanced,
  ownerRegistered,
  accountOpened,
  marketCreated,
  stepTableSet,
  marketStateSet,
  marketLimitsSet,
  referencePriceSet,
  rulesUpgraded,
  keyRegistered,
  orderPlaced,
  orderFilled,
  orderCancelled,
  orderAmended,
  orderDecremented,
  selfTradeSet,
  messageOpened,
  orderKnown,
  orderQuotaSet,
  ordersCancelled,
  orderDeferred,
  queuedDone,
  marketCleared,
  cancelScheduled,
];
