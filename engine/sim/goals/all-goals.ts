/**
 * What a simulation must have reached before it counts: every command accepted, every step of every
 * ladder of checks in docs/concepts/rules.md, every reason, every record, every value of every
 * enumeration, and the situations in which a rule is easy to get wrong.
 */
import { COMMANDS, type Field, type Layout, RECORDS } from '@intelligent-ledger/engine/core';
import { CAPACITIES } from '../judge/capacities.ts';
import { MARGIN_SITUATIONS } from './margin/margin.ts';
import {
  BUILDER_OF_PLACEMENT,
  MARGIN_OF_AMEND,
  MARGIN_OF_PLACEMENT,
  MARGIN_OF_PLAN,
  MARGIN_REJECTIONS,
} from './margin/margin-goals.ts';
import { MONEY_SITUATIONS } from './money/money.ts';
import { MONEY_REJECTIONS } from './money/money-goals.ts';
import { NAME_SITUATIONS } from './orders/names.ts';
import { QUOTA_SITUATIONS } from './orders/quotas.ts';
import { GROUP_SITUATIONS } from './queue/groups.ts';
import { QUEUE_SITUATIONS } from './queue/queue.ts';
import { SCHEDULE_SITUATIONS } from './queue/schedules.ts';
import { SWEEP_SITUATIONS } from './queue/sweeps.ts';
import { RESIZE_SITUATIONS } from './resizes.ts';
import { RESTORE_SITUATIONS } from './restores.ts';
import { KEY_REJECTIONS, KEY_SITUATIONS, keyRejectionsOf } from './senders/key-goals.ts';
import { SENDER_SITUATIONS } from './senders/senders.ts';
import { SESSION_REJECTIONS, SESSION_SITUATIONS, sessionRejectionsOf } from './senders/session-goals.ts';
import { SPOT_SITUATIONS } from './spot/spot.ts';
import { SPOT_OF_MARKET, SPOT_OF_PLAN, SPOT_OF_REST } from './spot/spot-goals.ts';

const ENTRY_CODES = [
  'entryTruncated',
  'entryVersionUnknown',
  'entryMalformed',
  'sequenceOutOfOrder',
  'timeBackwards',
  'recordsFull',
];

const REASONS = [
  'orderExpired',
  'cancelledByUser',
  'remainderCancelled',
  'workBoundReached',
  'amendedAway',
  'selfTradePrevented',
  'replaced',
  'marketCleared',
  'scheduledCancel',
  'orderGroupTripped',
  'nothingToReduce',
  'marginTooSmall',
  'positionLimitReached',
  'openInterestCapReached',
];

/** What a market's limits and the bound on slices refuse of a placement and of an amendment. */
const LIMITED = [
  'displayTooSmall displaySize',
  'sizeBelowMarket size',
  'sizeBelowMarket displaySize',
  'priceBeyondCollar price',
  'notionalBelowMarket size',
];

/** What the rules of placeOrder refuse, also of a replaceOrder, which finds orders full where it has to wait. */
const PLACEMENT = [
  'marketUnknown market',
  'queueFull none',
  'marketClosed market',
  'marketHalted market',
  'marketCancelOnly market',
  'marketPostOnly market',
  'marketInAuction market',
  'flagsConflict timeInForce',
  'flagsConflict flags',
  'flagsConflict expiry',
  'flagsConflict displaySize',
  'flagsConflict slippage',
  'expiryNotAhead expiry',
  'orderGroupUnknown orderGroup',
  'orderGroupTripped orderGroup',
  ...BUILDER_OF_PLACEMENT,
  'priceOffStep price',
  'sizeBeyondMarket size',
  ...LIMITED,
  'ordersFull none',
  'orderQuotaReached none',
  'marketOrderQuotaReached none',
  'postOnlyWouldCross price',
  'levelsFull none',
  'selfTradePrevented none',
  'workBoundReached none',
  'fillOrKillUnfilled size',
  'clientOrderIdTaken clientOrderId',
  'clientOrderIdsFull none',
  ...MARGIN_OF_PLACEMENT,
  ...SPOT_OF_REST,
];

/** The rejections of each command that its own section names, as code and field. */
const REJECTIONS: Readonly<Record<string, readonly string[]>> = {
  genesis: ['commandLengthWrong blobBytes', 'alreadyStarted none'],
  registerOwner: ['fieldOutOfRange identity', 'ownerAlreadyRegistered identity', 'ownersFull none'],
  openAccount: ['ownerUnknown owner', 'accountsFull none'],
  createMarket: [
    'marketsFull none',
    'fieldOutOfRange maxPrice',
    'stepTableInvalid none',
    'marketTooLarge maxSize',
    ...SPOT_OF_MARKET,
  ],
  setStepTable: [
    'marketUnknown market',
    'marketNotEmpty none',
    'fieldOutOfRange maxPrice',
    'stepTableInvalid none',
    'marketTooLarge maxPrice',
  ],
  setMarketState: ['marketUnknown market', 'bookCrossed state'],
  setMarketLimits: ['marketUnknown market', 'fieldOutOfRange minSize'],
  setReferencePrice: ['marketUnknown market', 'fieldOutOfRange price'],
  upgradeRules: ['rulesNotLater ruleVersion'],
  registerKey: ['ownerUnknown owner', 'fieldOutOfRange identity', 'keyAlreadyRegistered identity', 'keysFull none'],
  setOrderQuota: ['ownerUnknown owner'],
  clearMarket: ['marketUnknown market'],
  resize: CAPACITIES.map((name) => `capacityShrinks ${name}`),
  placeOrder: [...PLACEMENT, ...MARGIN_OF_PLAN, ...SPOT_OF_PLAN, 'positionQuotaReached none'],
  // A replaceOrder is asked the same, but seldom meets the rest of it.
  replaceOrder: [...PLACEMENT, 'orderUnknown replaced'],
  cancelByClientOrderId: ['orderUnknown clientOrderId'],
  cancelOrders: ['marketUnknown market'],
  scheduleCancel: ['scheduleTooSoon at', 'queueFull none'],
  setOrderGroup: [
    'queueFull none',
    'orderGroupQuotaReached none',
    'orderGroupsFull none',
    'orderGroupUnknown group',
    'orderGroupNotEmpty group',
  ],
  cancelOrder: ['orderUnknown order'],
  amendOrder: [
    'orderUnknown order',
    'queueFull none',
    'amendWaits order',
    'marketClosed order',
    'marketHalted order',
    'orderExpired order',
    'expiryNotAhead expiry',
    'priceOffStep price',
    'sizeBeyondMarket size',
    'marketCancelOnly order',
    'orderGroupTripped order',
    ...LIMITED,
    'postOnlyWouldCross price',
    'levelsFull none',
    ...MARGIN_OF_AMEND,
    ...SPOT_OF_REST,
  ],
  ...KEY_REJECTIONS,
  ...SESSION_REJECTIONS,
  ...MONEY_REJECTIONS,
  ...MARGIN_REJECTIONS,
};

const SENDER_REJECTIONS = [
  'accountUnknown account',
  'keyUnknown key',
  'commandExpired validUntil',
  'validUntilTooFar validUntil',
  'nonceSpent nonce',
];

/** Each mode in which a taker meets its own owner, in a placement and in an amendment, and over an iceberg. */
const SELF_TRADES = [
  ...['expire-maker', 'expire-taker', 'expire-both', 'decrement'].flatMap((mode) => [
    `${mode} in place`,
    `${mode} in amend`,
    `${mode} of an iceberg`,
    `${mode} as named`,
    `${mode} by default`,
  ]),
  'decrement that ends the maker',
  'decrement that ends the taker',
  'decrement that ends both',
  'decrement that ends a slice',
];

const ICEBERGS = [
  'iceberg that shows more, alone at its level',
  'iceberg that shows more, behind others',
  'iceberg swept whole in several slices',
  'iceberg that shows more as the taker ends',
  'iceberg as taker',
  'amend of an iceberg that leaves hidden lots',
  'amend of an iceberg that leaves none hidden',
  'amend of the display size',
];

const SITUATIONS = [
  'place in open',
  'place in auction',
  'place in post-only',
  'cancel in open',
  'cancel in auction',
  'cancel in halted',
  'cancel in post-only',
  'cancel in cancel-only',
  'cancel in closed',
  'amend in open',
  'amend in auction',
  'amend in post-only',
  'amend in cancel-only',
  'amend of a plain order that moves in post-only',
  'amend that keeps its place',
  'amend that loses its place',
  'amend that matches',
  'amend that meets the work bound',
  'immediate order that meets the work bound',
  'resting order that meets the work bound',
  'immediate order that fills',
  'post-only order over expired makers',
  'post-only order over expired makers in post-only',
  'expired maker at the match',
  'order limit good-till-cancelled',
  'order limit immediate-or-cancel',
  'order limit fill-or-kill',
  'order market immediate-or-cancel',
  'order market fill-or-kill',
  'market order bound by its price',
  'market order bound by its slippage',
  'market order bound by the collar',
  'market order that faces an empty side',
  'market order notionalBelowMarket',
  'fill-or-kill order that takes all there is',
  'fill-or-kill order that lacks one lot',
  'fill-or-kill order over several slices',
  'fill-or-kill order past its own orders',
  'fill-or-kill order past expired makers',
  ...SELF_TRADES,
  ...ICEBERGS,
  ...SENDER_SITUATIONS,
  ...KEY_SITUATIONS,
  ...SESSION_SITUATIONS,
  ...NAME_SITUATIONS,
  ...QUOTA_SITUATIONS,
  ...QUEUE_SITUATIONS,
  ...SWEEP_SITUATIONS,
  ...SCHEDULE_SITUATIONS,
  ...GROUP_SITUATIONS,
  ...RESIZE_SITUATIONS,
  ...MONEY_SITUATIONS,
  ...MARGIN_SITUATIONS,
  ...SPOT_SITUATIONS,
  'order number passed over in the ring',
  'more is pending',
  'nothing is pending',
  'plan cut short',
  'plan whole',
  'plan over several slices',
  ...RESTORE_SITUATIONS,
];

/** Every goal, as the key under which it is counted. */
export function coverageGoals(): string[] {
  const goals = [
    ...ENTRY_CODES.map((code) => `entry ${code}`),
    ...REASONS.map((reason) => `reason ${reason}`),
    ...RECORDS.map((layout) => `record ${layout.name}`),
    ...SITUATIONS,
    'rejected unknown commandKindUnknown byte 0',
  ];
  for (const layout of COMMANDS) goals.push(...commandGoals(layout));
  return [...new Set(goals)];
}

function commandGoals(layout: Layout): string[] {
  const { name, fields } = layout;
  const isOfUser = fields.some((field) => field.name === 'validUntil');
  const rejections = [
    'commandVersionUnknown version',
    'commandLengthWrong blobBytes',
    ...(REJECTIONS[name] ?? []),
    ...(isOfUser ? SENDER_REJECTIONS : []),
    ...sessionRejectionsOf(layout),
    ...keyRejectionsOf(layout),
    ...(name === 'genesis' ? ['fieldOutOfRange ruleVersion'] : ['notStarted none', 'fieldOutOfRange reserved']),
    ...(name === 'genesis' ? [] : fields.filter(isNarrow).map((field) => `fieldOutOfRange ${field.name}`)),
  ];
  const isFull = fields.reduce((sum, field) => sum + field.bytes, 0) === layout.byteLength;
  const reachable = rejections.filter((rejection) => !(isFull && rejection === 'fieldOutOfRange reserved'));
  return [
    `accepted ${name}`,
    ...reachable.map((rejection) => `rejected ${name} ${rejection}`),
    ...fields.flatMap((field) => valueGoals(layout, field)),
  ];
}

/** Whether a field refuses some of the values that fit into its bytes. */
function isNarrow(field: Field): boolean {
  const { kind, min = 0, max, mask } = field;
  return kind !== 'bytes' && (kind === 'u64' || min > 0 || max !== undefined || mask !== undefined);
}

function valueGoals(layout: Layout, field: Field): string[] {
  if (field.names === undefined) return [];
  const values = Object.keys(field.names)
    .map(Number)
    .filter((value) => value >= field.least);
  if (field.mask !== undefined) values.unshift(0);
  return values.map((value) => `${layout.name}.${field.name} ${value}`);
}
