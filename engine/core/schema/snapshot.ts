/**
 * The rows of a snapshot. A snapshot is the head, the Genesis command with its blob, then owners, accounts, keys, the
 * nonces of owners and of keys, and markets, all in order of number; each market is its row, its bands, and its orders:
 * bids then asks, best price first, in order of time. Then come client order ids, the queue from its front, scheduled
 * cancels in order of account, order groups and sessions in order of number, and where there is money the rows of
 * money-snapshot.ts: assets in order of number, balances in order of account and asset, suspense in order of owner and
 * asset, withdrawals in order of number, tiers of fees, volumes in order of owner, and positions in order of account
 * and market. Every part begins at a multiple of eight bytes. It holds the logical state and nothing of how it is kept.
 */
import {
  BALANCE_MAX,
  BUILDER_BYTES,
  BUILDER_RATE_MAX,
  BUILDERS_OF_OWNER_MAX,
  CANCEL_FILTER_NAMES,
  COLLAR_RATE_MAX,
  FEE_TIERS_MAX,
  FILL_LIMIT_MAX,
  KEY_EPOCH_MAX,
  KEY_SCOPE_NAMES,
  KEY_SCOPES,
  LEVERAGE_MAX,
  MARKET_KIND_NAMES,
  MARKET_STATE_NAMES,
  MARKETS_OF_KEY_MAX,
  MESSAGE_COMMANDS_MAX,
  MIN_NOTIONAL_MAX,
  NONCES_KEPT,
  ORDER_FLAG_NAMES,
  ORDER_QUOTA_MAX,
  OWNER_KIND_NAMES,
  POSITION_MAX,
  PRICE_TICKS_MAX,
  RATE_ONE,
  RULE_VERSION_MAX,
  SELF_TRADE_NAMES,
  SESSION_KEY_BYTES,
  SIDE_NAMES,
  SIZE_LOTS_MAX,
  TIME_IN_FORCE_NAMES,
  WINDOW_MILLIS_MAX,
} from './command.ts';
import { defineLayout, type Layout } from './layout.ts';
import {
  snapshotAsset,
  snapshotBalance,
  snapshotFeeTier,
  snapshotPosition,
  snapshotSuspense,
  snapshotVolume,
  snapshotWithdrawal,
} from './money-snapshot.ts';

export * from './money-snapshot.ts';

export const snapshotHead = defineLayout({
  name: 'snapshotHead',
  number: 1,
  version: 10,
  byteLength: 216,
  doc: 'Where the log stood, and how much of each table follows.',
  fields: {
    kind: { kind: 'u8', min: 1, max: 1, doc: 'Always 1.' },
    version: { kind: 'u8', min: 10, max: 10, doc: 'Version of the snapshot.' },
    genesisBytes: { kind: 'u16', doc: 'Length of Genesis with its blob; 0 when the log has not started.' },
    owners: { kind: 'u32', doc: 'Owners.' },
    accounts: { kind: 'u32', doc: 'Accounts.' },
    markets: { kind: 'u32', doc: 'Markets.' },
    sequence: { kind: 'u64', doc: 'Sequence of the last entry.' },
    time: { kind: 'u64', doc: 'Time of the last entry.' },
    lastOrder: { kind: 'u64', doc: 'Last order number given.' },
    lastFill: { kind: 'u64', doc: 'Last fill number given.' },
    openOrders: { kind: 'u32', doc: 'Open orders in all markets, those that wait in the queue included.' },
    ruleVersion: { kind: 'u32', max: RULE_VERSION_MAX, doc: 'Version of the rules; 0 when the log has not started.' },
    keys: { kind: 'u32', doc: 'Keys.' },
    clientOrderIds: { kind: 'u32', doc: 'Client order ids that are remembered.' },
    messageAccount: { kind: 'u32', doc: 'Account of the open message; with its other terms zero when none is open.' },
    messageKey: { kind: 'u32', doc: 'Its key.' },
    messageNext: { kind: 'u32', max: MESSAGE_COMMANDS_MAX, doc: 'Place of its next command.' },
    messageLast: { kind: 'u32', max: MESSAGE_COMMANDS_MAX, doc: 'Place of its last command.' },
    ordersMax: { kind: 'u32', max: ORDER_QUOTA_MAX, doc: 'Quota of open orders of all owners; 0 is none.' },
    marketOrdersMax: { kind: 'u32', max: ORDER_QUOTA_MAX, doc: 'The same in any one market; 0 is none.' },
    queueItems: { kind: 'u32', doc: 'Items in the work queue.' },
    scheduledCancels: { kind: 'u32', doc: 'Accounts with a scheduled cancel.' },
    orderGroups: { kind: 'u32', doc: 'Order groups.' },
    ownersMax: { kind: 'u32', doc: 'Present capacity of owners; this and those that follow zero before Genesis.' },
    accountsMax: { kind: 'u32', doc: 'Of accounts.' },
    marketsMax: { kind: 'u32', doc: 'Of markets.' },
    openOrdersMax: { kind: 'u32', doc: 'Of open orders.' },
    levelsMax: { kind: 'u32', doc: 'Of price levels.' },
    keysMax: { kind: 'u32', doc: 'Of keys.' },
    clientOrderIdsMax: { kind: 'u32', doc: 'Of client order ids.' },
    queueItemsMax: { kind: 'u32', doc: 'Of items in the work queue.' },
    orderGroupsMax: { kind: 'u32', doc: 'Of order groups.' },
    assetsMax: { kind: 'u32', doc: 'Of assets.' },
    withdrawalsMax: { kind: 'u32', doc: 'Of withdrawals.' },
    assets: { kind: 'u32', doc: 'Assets.' },
    balances: { kind: 'u32', doc: 'Balances that are not 0.' },
    suspended: { kind: 'u32', doc: 'Amounts in suspense.' },
    withdrawals: { kind: 'u32', doc: 'Withdrawals that are neither claimed nor voided.' },
    lastDeposit: { kind: 'u64', doc: 'Number of the last deposit.' },
    lastWithdrawal: { kind: 'u64', doc: 'Number of the last withdrawal.' },
    positionsMax: { kind: 'u32', doc: 'Present capacity of rows of positions.' },
    feeTiers: { kind: 'u32', max: 2 * FEE_TIERS_MAX, doc: 'Tiers of fees; 0 where there is no money.' },
    volumes: { kind: 'u32', doc: 'Owners that have traded.' },
    positions: { kind: 'u32', doc: 'Positions.' },
    referralDiscount: { kind: 'u32', max: RATE_ONE, doc: 'What referred owners are spared of a fee, in millionths.' },
    referralShare: { kind: 'u32', max: RATE_ONE, doc: 'What referrers have of the rest, in millionths.' },
    messageSession: { kind: 'u32', doc: 'Session of the open message.' },
    sessions: { kind: 'u32', doc: 'Open sessions.' },
    sessionsMax: { kind: 'u32', doc: 'Present capacity of open sessions.' },
    lastSession: { kind: 'u32', doc: 'Last session number given.' },
  },
});

export const snapshotOwner = defineLayout({
  name: 'snapshotOwner',
  number: 2,
  version: 4,
  byteLength: 160,
  doc: 'An owner.',
  fields: {
    ownerKind: { kind: 'u32', min: 1, max: 3, names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    identity: { kind: 'bytes', length: 32, doc: 'The identity.' },
    ordersMax: { kind: 'u32', max: ORDER_QUOTA_MAX, doc: 'Its own quota of open orders; 0 is as for all owners.' },
    marketOrdersMax: { kind: 'u32', max: ORDER_QUOTA_MAX, doc: 'The same in any one market; 0 is as for all owners.' },
    destination: { kind: 'bytes', length: 32, doc: 'Solana address that it pinned; else zeros.' },
    keyEpoch: { kind: 'u32', min: 1, max: KEY_EPOCH_MAX, doc: 'Epoch under which its keys live.' },
    referrer: { kind: 'u32', doc: 'Owner who referred it, plus one; 0 is none.' },
    builderCount: { kind: 'u32', max: BUILDERS_OF_OWNER_MAX, doc: 'Builders that it approved.' },
    rewards: { kind: 'u64', max: BALANCE_MAX, doc: 'What it earned by fees of others, in micro-dollars.' },
    builders: {
      kind: 'bytes',
      length: BUILDER_BYTES * BUILDERS_OF_OWNER_MAX,
      doc: 'Those builders, each its number and its largest rate in 4 bytes, ascending; then zeros.',
    },
  },
});

export const snapshotAccount = defineLayout({
  name: 'snapshotAccount',
  number: 3,
  version: 3,
  byteLength: 16,
  doc: 'An account.',
  fields: {
    owner: { kind: 'u32', doc: 'Number of its owner.' },
    selfTrade: { kind: 'u32', min: 1, max: 4, names: SELF_TRADE_NAMES, doc: 'Its default of self-trade prevention.' },
    converts: {
      kind: 'u32',
      max: 1,
      doc: '1 when coins that are credited to it are converted; 0 where there is no money.',
    },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const snapshotKey = defineLayout({
  name: 'snapshotKey',
  number: 6,
  version: 2,
  byteLength: 120,
  doc: 'A key of an owner.',
  fields: {
    owner: { kind: 'u32', doc: 'Number of its owner.' },
    keyKind: { kind: 'u32', min: 1, max: 3, names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    identity: { kind: 'bytes', length: 32, doc: 'The identity.' },
    expiresAt: { kind: 'u64', doc: 'Time in microseconds from which it is dead; 0 is never.' },
    orderValueMax: { kind: 'u64', max: BALANCE_MAX, doc: 'Most that one order may be worth; 0 is no bound.' },
    second: { kind: 'u64', doc: 'Second of engine time of its last command that was counted; 0 is none.' },
    commands: { kind: 'u32', doc: 'Commands that were counted in that second.' },
    scope: { kind: 'u32', mask: KEY_SCOPES, names: KEY_SCOPE_NAMES, doc: 'What it may do.' },
    ofAccount: { kind: 'u32', doc: 'Account to which it is confined, plus one; 0 is none.' },
    commandsPerSecond: { kind: 'u32', doc: 'Commands but cancels in one second; 0 is no bound.' },
    epoch: { kind: 'u32', max: KEY_EPOCH_MAX, doc: 'Epoch of the owner under which it lives; 0: it was revoked.' },
    marketCount: { kind: 'u32', max: MARKETS_OF_KEY_MAX, doc: 'To how many markets it is confined; 0 is to none.' },
    markets: { kind: 'bytes', length: 4 * MARKETS_OF_KEY_MAX, doc: 'Numbers of those markets, then zeros.' },
  },
});

export const snapshotNonces = defineLayout({
  name: 'snapshotNonces',
  number: 7,
  version: 1,
  byteLength: 8,
  doc: 'The nonces of an owner or key that are kept; they follow as u64, ascending.',
  fields: { count: { kind: 'u32', max: NONCES_KEPT, doc: 'How many.' } },
});

export const snapshotClientOrderId = defineLayout({
  name: 'snapshotClientOrderId',
  number: 8,
  version: 1,
  byteLength: 128,
  doc: 'A client order id that is remembered.',
  fields: {
    order: { kind: 'u64', min: 1, doc: 'Number of the order.' },
    forgetSecond: { kind: 'u64', doc: 'Second of engine time whose end it is remembered to at least.' },
    account: { kind: 'u32', doc: 'Account of the order.' },
    isHeld: { kind: 'u32', max: 1, doc: '1 when that second is over and only the open order keeps it.' },
    clientOrderId: { kind: 'bytes', length: 16, doc: 'The id.' },
    commandKind: { kind: 'u32', doc: 'Kind of the command that placed the order.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    content: { kind: 'bytes', length: 80, doc: 'What that command said of the order, by which a repeat is known.' },
  },
});

export const snapshotMarket = defineLayout({
  name: 'snapshotMarket',
  number: 4,
  version: 4,
  byteLength: 112,
  doc: 'A market; its bands and its orders follow.',
  fields: {
    marketKind: { kind: 'u8', min: 1, max: 3, names: MARKET_KIND_NAMES, doc: 'What is traded.' },
    sizeDecimals: { kind: 'u8', max: 6, doc: 'Decimals of a lot.' },
    state: { kind: 'u8', min: 1, max: 6, names: MARKET_STATE_NAMES, doc: 'State.' },
    bandCount: { kind: 'u8', min: 1, max: 16, doc: 'Bands of the step table.' },
    maxPrice: { kind: 'u32', min: 1, max: PRICE_TICKS_MAX, doc: 'Largest price, in ticks.' },
    maxSize: { kind: 'u32', min: 1, max: SIZE_LOTS_MAX, doc: 'Largest size of one order, in lots.' },
    bids: { kind: 'u32', doc: 'Open orders to buy.' },
    asks: { kind: 'u32', doc: 'Open orders to sell.' },
    minSize: { kind: 'u32', max: SIZE_LOTS_MAX, doc: 'Smallest size of an order, in lots; 0 is none.' },
    collarRate: { kind: 'u32', max: COLLAR_RATE_MAX, doc: 'Width of the collar, in millionths; 0 is none.' },
    referencePrice: { kind: 'u32', max: PRICE_TICKS_MAX, doc: 'Reference price, in ticks; 0 is none.' },
    minNotional: {
      kind: 'u64',
      max: MIN_NOTIONAL_MAX,
      doc: 'Smallest value of an order, in micro-dollars; 0 is none.',
    },
    positionMax: { kind: 'u64', max: POSITION_MAX, doc: 'Most open size of an owner, in lots; 0: no margin terms.' },
    openInterestMax: { kind: 'u64', max: POSITION_MAX, doc: 'Open interest beyond which nothing opens, in lots.' },
    secondFrom: { kind: 'u64', max: POSITION_MAX, doc: 'Value from which on the second tier holds, in micro-dollars.' },
    thirdFrom: { kind: 'u64', max: POSITION_MAX, doc: 'Value from which on the third tier holds, in micro-dollars.' },
    leverage: { kind: 'u32', max: LEVERAGE_MAX, doc: 'Leverage of the first tier.' },
    secondLeverage: { kind: 'u32', max: LEVERAGE_MAX, doc: 'Leverage of the second tier; 0: there is none.' },
    thirdLeverage: { kind: 'u32', max: LEVERAGE_MAX, doc: 'Leverage of the third tier; 0: there is none.' },
    markPrice: { kind: 'u32', max: PRICE_TICKS_MAX, doc: 'Mark price, in ticks; 0 is none.' },
    largestPositionMax: { kind: 'u64', max: POSITION_MAX, doc: 'The largest that the bound on open size ever was.' },
    largestPrice: {
      kind: 'u32',
      max: PRICE_TICKS_MAX,
      doc: 'The largest that the largest price ever was; 0 where there is no money.',
    },
    baseAsset: { kind: 'u32', doc: 'Of a spot market the asset that is traded; else 0.' },
  },
});

export const snapshotOrder = defineLayout({
  name: 'snapshotOrder',
  number: 5,
  version: 4,
  byteLength: 88,
  doc: 'An open order.',
  fields: {
    order: { kind: 'u64', min: 1, doc: 'Number of the order.' },
    expiry: { kind: 'u64', doc: 'Time from which it is dead; 0 is never.' },
    clientOrderId: { kind: 'bytes', length: 16, doc: 'Name given by the client.' },
    account: { kind: 'u32', doc: 'Its account.' },
    price: { kind: 'u32', min: 1, doc: 'Limit price, in ticks.' },
    size: { kind: 'u32', min: 1, doc: 'Total size with what has filled, in lots, less what was decremented.' },
    filled: { kind: 'u32', doc: 'What has filled, in lots.' },
    key: { kind: 'u32', doc: 'Agent key that placed it.' },
    session: { kind: 'u32', doc: 'Session that placed it.' },
    displaySize: { kind: 'u32', max: SIZE_LOTS_MAX, doc: 'Lots shown at a time; 0 shows all.' },
    side: { kind: 'u8', min: 1, max: 2, names: SIDE_NAMES, doc: 'Buy or sell.' },
    orderType: { kind: 'u8', min: 1, max: 1, names: { 1: 'limit' }, doc: 'Type.' },
    timeInForce: { kind: 'u8', min: 1, max: 1, names: TIME_IN_FORCE_NAMES, doc: 'Time in force; only what may rest.' },
    selfTrade: { kind: 'u8', max: 4, names: SELF_TRADE_NAMES, doc: 'Self-trade prevention.' },
    flags: { kind: 'u32', mask: 3, names: ORDER_FLAG_NAMES, doc: 'Flags.' },
    shown: { kind: 'u32', min: 1, doc: 'Lots that it shows now.' },
    orderGroup: { kind: 'u32', doc: 'Its order group; 0 is none.' },
    builder: { kind: 'u32', doc: 'Owner that receives its builder fee, plus one; 0 is none.' },
    builderFee: { kind: 'u32', max: BUILDER_RATE_MAX, doc: 'Rate of that fee, in 1e-8.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

/** What an item of the work queue is. */
export const QueueItemKind = { ownerSweep: 1, marketSweep: 2, deferred: 3 } as const;
export type QueueItemKind = (typeof QueueItemKind)[keyof typeof QueueItemKind];
export const QUEUE_ITEM_KIND_NAMES = { 1: 'owner-sweep', 2: 'market-sweep', 3: 'deferred' } as const;

export const snapshotQueueItem = defineLayout({
  name: 'snapshotQueueItem',
  number: 9,
  version: 1,
  byteLength: 192,
  doc: 'An item of the work queue. What an item of its kind does not have is zero.',
  fields: {
    itemKind: { kind: 'u32', min: 1, max: 3, names: QUEUE_ITEM_KIND_NAMES, doc: 'What it is.' },
    commandKind: { kind: 'u32', doc: 'Kind of the command that it comes from.' },
    commandSequence: { kind: 'u64', doc: 'Sequence of that command.' },
    order: { kind: 'u64', doc: 'Of a deferred command its order; of an owner sweep the last number that it looks at.' },
    lookedAt: { kind: 'u64', doc: 'Of an owner sweep the last order that it looked at since it came to the front.' },
    account: { kind: 'u32', doc: 'Account of the command, unless it sweeps a market.' },
    market: { kind: 'u32', doc: 'Market; of an owner sweep that of its filter.' },
    filter: { kind: 'u32', max: 31, names: CANCEL_FILTER_NAMES, doc: 'Of an owner sweep which orders it cancels.' },
    ofKey: { kind: 'u32', doc: 'Of an owner sweep the key of its filter.' },
    ofSession: { kind: 'u32', doc: 'Of an owner sweep the session of its filter.' },
    cancelled: { kind: 'u32', doc: 'Of a sweep how many orders it cancelled by now, at once or from the queue.' },
    command: { kind: 'bytes', length: 128, doc: 'Of a deferred command the command as received, then zeros.' },
    ofGroup: { kind: 'u32', doc: 'Of an owner sweep the order group of its filter.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const snapshotScheduledCancel = defineLayout({
  name: 'snapshotScheduledCancel',
  number: 10,
  version: 1,
  byteLength: 24,
  doc: 'The scheduled cancel of an account.',
  fields: {
    at: { kind: 'u64', min: 1, doc: 'Time in microseconds.' },
    commandSequence: { kind: 'u64', min: 1, doc: 'Sequence of the command that scheduled it.' },
    account: { kind: 'u32', doc: 'The account.' },
  },
});

/** Tenths of its window, the present one and those before it, whose lots an order group keeps. */
export const GROUP_TENTHS = 11;

export const snapshotOrderGroup = defineLayout({
  name: 'snapshotOrderGroup',
  number: 11,
  version: 1,
  byteLength: 128,
  doc: 'An order group.',
  fields: {
    fillLimit: { kind: 'u64', min: 1, max: FILL_LIMIT_MAX, doc: 'Lots filled in the window at which it trips.' },
    trippedSequence: { kind: 'u64', doc: 'Sequence of the command that tripped it; 0 when it has not tripped.' },
    tenth: { kind: 'u64', doc: 'Number of the tenth in which lots counted last; 0 when none did.' },
    lots: { kind: 'bytes', length: 8 * GROUP_TENTHS, doc: 'Lots of that tenth and of those before it, each as u64.' },
    windowMillis: { kind: 'u32', min: 1, max: WINDOW_MILLIS_MAX, doc: 'The window, in milliseconds.' },
    group: { kind: 'u32', min: 1, doc: 'Number of the group.' },
    account: { kind: 'u32', doc: 'Account of the group.' },
    sweep: {
      kind: 'u32',
      max: 2,
      names: { 0: 'none', 1: 'to-queue', 2: 'queued' },
      doc: 'Whether its sweep has still to join the queue, or is in it.',
    },
  },
});

export const snapshotSession = defineLayout({
  name: 'snapshotSession',
  number: 19,
  version: 1,
  byteLength: 104,
  doc: 'An open session.',
  fields: {
    session: { kind: 'u32', min: 1, doc: 'Number of the session.' },
    owner: { kind: 'u32', doc: 'Number of its owner.' },
    key: { kind: 'u32', doc: 'Its key; 0 is the owner itself.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    sessionKey: { kind: 'bytes', length: SESSION_KEY_BYTES, doc: 'Ed25519 public key by which it signs.' },
    expiresAt: { kind: 'u64', min: 1, doc: 'Time in microseconds from which it is dead.' },
    counter: { kind: 'u64', doc: 'Number of its last message that it signed for; 0: none.' },
    signedSequence: { kind: 'u64', doc: 'Sequence up to which it signed; 0: it signed nothing.' },
    signatureSequence: { kind: 'u64', min: 1, doc: 'Sequence of its last signature, or of its opening.' },
    signatureTime: { kind: 'u64', doc: 'Time of that.' },
    lastSequence: { kind: 'u64', doc: 'Sequence of its last command; 0: it sent none.' },
    unsignedSince: { kind: 'u64', doc: 'Time since when something may be unsigned; 0 when nothing is.' },
  },
});

/** Every row of a snapshot there is, in the order of their numbers. */
export const SNAPSHOT_ROWS: readonly Layout[] = [
  snapshotHead,
  snapshotOwner,
  snapshotAccount,
  snapshotMarket,
  snapshotOrder,
  snapshotKey,
  snapshotNonces,
  snapshotClientOrderId,
  snapshotQueueItem,
  snapshotScheduledCancel,
  snapshotOrderGroup,
  snapshotAsset,
  snapshotBalance,
  snapshotSuspense,
  snapshotWithdrawal,
  snapshotFeeTier,
  snapshotVolume,
  snapshotPosition,
  snapshotSession,
];
