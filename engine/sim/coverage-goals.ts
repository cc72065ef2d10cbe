/**
 * What a simulation must have reached before it counts: every command accepted, every step of every
 * ladder of checks in docs/concepts/rules.md, every reason, every record, every value of every
 * enumeration, and the situations in which a rule is easy to get wrong.
 */
import { COMMANDS, type Field, type Layout, RECORDS } from '@intelligent-ledger/engine/core';

const ENTRY_CODES = [
  'entryTruncated',
  'entryVersionUnknown',
  'entryMalformed',
  'sequenceOutOfOrder',
  'timeBackwards',
  'recordsFull',
];

const REASONS = ['orderExpired', 'cancelledByUser', 'remainderCancelled', 'workBoundReached', 'amendedAway'];

/** The rejections of each command that its own section names, as code and field. */
const REJECTIONS: Readonly<Record<string, readonly string[]>> = {
  genesis: ['commandLengthWrong blobBytes', 'alreadyStarted none'],
  registerOwner: ['fieldOutOfRange identity', 'ownerAlreadyRegistered identity', 'ownersFull none'],
  openAccount: ['ownerUnknown owner', 'accountsFull none'],
  createMarket: ['marketsFull none', 'fieldOutOfRange maxPrice', 'stepTableInvalid none', 'marketTooLarge maxSize'],
  setStepTable: [
    'marketUnknown market',
    'marketNotEmpty none',
    'fieldOutOfRange maxPrice',
    'stepTableInvalid none',
    'marketTooLarge maxPrice',
  ],
  setMarketState: ['marketUnknown market', 'bookCrossed state'],
  placeOrder: [
    'marketUnknown market',
    'marketHalted market',
    'marketInAuction market',
    'flagsConflict flags',
    'flagsConflict expiry',
    'expiryNotAhead expiry',
    'priceOffStep price',
    'sizeBeyondMarket size',
    'ordersFull none',
    'postOnlyWouldCross price',
    'levelsFull none',
  ],
  cancelOrder: ['orderUnknown order'],
  amendOrder: [
    'orderUnknown order',
    'marketHalted order',
    'orderExpired order',
    'expiryNotAhead expiry',
    'priceOffStep price',
    'sizeBeyondMarket size',
    'postOnlyWouldCross price',
    'levelsFull none',
  ],
};

const SENDER_REJECTIONS = ['accountUnknown account', 'commandExpired validUntil', 'validUntilTooFar validUntil'];

const SITUATIONS = [
  'place in open',
  'place in auction',
  'cancel in open',
  'cancel in auction',
  'cancel in halted',
  'amend in open',
  'amend in auction',
  'amend that keeps its place',
  'amend that loses its place',
  'amend that matches',
  'amend that meets the work bound',
  'immediate order that meets the work bound',
  'resting order that meets the work bound',
  'immediate order that fills',
  'post-only order over expired makers',
  'expired maker at the match',
  'order number passed over in the ring',
  'more is pending',
  'nothing is pending',
  'plan cut short',
  'plan whole',
  'restored',
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
  const values = Object.keys(field.names).map(Number);
  if (field.mask !== undefined) values.unshift(0);
  return values.map((value) => `${layout.name}.${field.name} ${value}`);
}
