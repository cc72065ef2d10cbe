/** What became of deferred commands: every way in which one leaves the queue, and what one does at its turn. */
import {
  amendOrder,
  decode,
  fieldNameAt,
  NO_FIELD,
  OrderFlag,
  OrderType,
  placeOrder,
  ResultCode,
  replaceOrder,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import type { JudgeRecord } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import type { DeferredCommand } from '../../judge/queue/queue-item.ts';
import { BUILDER_OF_PLACEMENT } from '../margin/margin-goals.ts';
import { codeName } from '../records.ts';

const LAYOUTS = [placeOrder, replaceOrder, amendOrder];

/** What the limits of a market and the bound on slices refuse at a turn. */
const LIMITED = [
  'displayTooSmall displaySize',
  'sizeBelowMarket size',
  'sizeBelowMarket displaySize',
  'priceBeyondCollar price',
  'notionalBelowMarket size',
];

/**
 * What becomes of an order that waits. A place in the table of orders it has already, and no sweep comes to it from the
 * queue: all orders up to the last that a sweep looks at joined the queue before it.
 */
const PLACEMENT = [
  'accepted none',
  'cancelledByUser none',
  'replaced none',
  'commandExpired validUntil',
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
  'orderQuotaReached none',
  'marketOrderQuotaReached none',
  'postOnlyWouldCross price',
  'levelsFull none',
  'selfTradePrevented none',
  'workBoundReached none',
  'fillOrKillUnfilled size',
  'nothingToReduce flags',
  'positionLimitReached size',
  'openInterestCapReached size',
  'marginTooSmall size',
  'positionsFull none',
  'marginTooSmall none',
];

/** Refusals that are one goal where the same rules are asked of a replaceOrder or an amendOrder. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  'the state of the market': ['marketClosed', 'marketHalted', 'marketCancelOnly', 'marketPostOnly', 'marketInAuction'],
  'flags that conflict': ['flagsConflict'],
  'the table of prices and sizes': ['priceOffStep', 'sizeBeyondMarket', 'displayTooSmall', 'expiryNotAhead'],
  'its order group': ['orderGroupUnknown', 'orderGroupTripped'],
  'its builder': ['builderNotApproved'],
  'the limits of the market': ['sizeBelowMarket', 'priceBeyondCollar', 'notionalBelowMarket'],
  'a quota': ['orderQuotaReached', 'marketOrderQuotaReached'],
  'the book': ['postOnlyWouldCross', 'levelsFull'],
  'its margin': [
    'marginTooSmall',
    'nothingToReduce',
    'positionLimitReached',
    'openInterestCapReached',
    'positionsFull',
  ],
  'what it cannot fill': ['selfTradePrevented', 'workBoundReached', 'fillOrKillUnfilled'],
};

/** At a turn no order that rests is past its expiry, since all such were cleared first. */
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  placeOrder: PLACEMENT,
  replaceOrder: [
    'accepted none',
    'cancelledByUser none',
    'replaced none',
    'commandExpired validUntil',
    'orderUnknown replaced',
    // A quota that sank while a replaceOrder waited is reached too seldom to ask for it.
    ...Object.keys(GROUPS)
      .filter((group) => group !== 'a quota')
      .map((group) => `refused for ${group}`),
  ],
  amendOrder: [
    'accepted none',
    'commandExpired validUntil',
    'orderUnknown order',
    'refused for the state of the market',
    'refused for the table of prices and sizes',
    'refused for its order group',
    'refused for the limits of the market',
    'refused for the book',
    // Margin that was there when an amendOrder began to wait is gone at its turn too seldom to ask for it.
  ],
  cancelOrders: ['accepted none'],
  scheduleCancel: ['accepted none'],
  setOrderGroup: ['accepted none'],
  clearMarket: ['accepted none'],
  setMarketState: ['accepted none'],
};

export const TURN_SITUATIONS = [
  ...Object.entries(OUTCOMES).flatMap(([kind, outcomes]) => outcomes.map((outcome) => `queuedDone ${kind} ${outcome}`)),
  'turn of an order that rests',
  'turn of an order that matches and rests',
  'turn of an order that fills',
  'turn of an immediate order that fills',
  'turn of an immediate order whose remainder is cancelled',
  'turn of a fill-or-kill order that fills',
  'turn of a market order that matches',
  'turn of a post-only order that rests',
  'turn of an iceberg that rests',
  'turn of an order that meets the work bound',
  'turn of an order that meets its owner',
  'turn that replaces a resting order',
  'turn that replaces an order of another market',
  'turn that replaces a waiting order',
  'turn that replaces by number',
  'turn that replaces by a client order id',
  'turn of a replace that names itself',
  'turn of an amend that keeps its place',
  'turn of an amend that loses its place',
  'turn of an amend that matches',
  'turn of an amend of an order that waited when it came',
];

/** The key of a `queuedDone`, whose command has a layout. */
export function outcomeOf({ values }: JudgeRecord, name: string): string {
  const layout = LAYOUTS.find(({ number }) => number === values['commandKind']);
  const offset = Number(values['field']);
  const field = offset === NO_FIELD ? 'none' : layout === undefined ? `byte ${offset}` : fieldNameAt(layout, offset);
  const code = codeName(values['code']);
  const group = Object.keys(GROUPS).find((candidate) => GROUPS[candidate]?.includes(code));
  if (group !== undefined && name !== 'placeOrder') return `queuedDone ${name} refused for ${group}`;
  return `queuedDone ${name} ${code} ${field}`;
}

/** What is known of a turn beside its records. */
export interface TurnScene {
  readonly item: DeferredCommand;
  /** The open orders before the entry, those that waited included. */
  readonly open: readonly Order[];
  /** The orders that waited when an amend joined the queue. */
  readonly waitedAtJoin: ReadonlySet<number>;
  /** Whether the order is open after the entry. */
  readonly isOpen: boolean;
}

/** The goals that the turn of a deferred command reached, by its records. */
export function turnSituations(records: readonly JudgeRecord[], scene: TurnScene): string[] {
  const [done] = records;
  const { item } = scene;
  const isAccepted = done?.values['code'] === ResultCode.accepted;
  if (item.commandKind === amendOrder.number) return isAccepted ? amendSituations(records, scene) : [];
  if (isAccepted) return [...placedSituations(records, scene), ...replacedSituations(records, scene)];
  return replacedBy(item) === item.order ? ['turn of a replace that names itself'] : [];
}

/** The number by which a replaceOrder names an order; 0 of any other command. */
function replacedBy({ commandKind, command }: DeferredCommand): number {
  return commandKind === replaceOrder.number ? decode(replaceOrder, command).replaced : 0;
}

function placedSituations(records: readonly JudgeRecord[], { item, isOpen }: TurnScene): string[] {
  const { waiting } = item;
  if (waiting === undefined) return [];
  const { timeInForce, orderType, flags, displaySize } = waiting;
  const isMatched = records.some(({ name }) => name === 'orderFilled');
  const codes = records.slice(1).map(({ values }) => codeName(values['code']));
  const last = codes.at(-1);
  const isFilled = !isOpen && records.at(-1)?.name === 'orderFilled';
  const isImmediate = timeInForce === TimeInForce.immediateOrCancel;
  return [
    ...(isOpen ? [`turn of an order that ${isMatched ? 'matches and rests' : 'rests'}`] : []),
    ...(isFilled ? ['turn of an order that fills'] : []),
    ...(isFilled && isImmediate ? ['turn of an immediate order that fills'] : []),
    ...(last === 'remainderCancelled' ? ['turn of an immediate order whose remainder is cancelled'] : []),
    ...(isFilled && timeInForce === TimeInForce.fillOrKill ? ['turn of a fill-or-kill order that fills'] : []),
    ...(isMatched && orderType === OrderType.market ? ['turn of a market order that matches'] : []),
    ...(isOpen && flags === OrderFlag.postOnly ? ['turn of a post-only order that rests'] : []),
    ...(isOpen && displaySize > 0 ? ['turn of an iceberg that rests'] : []),
    ...(last === 'workBoundReached' ? ['turn of an order that meets the work bound'] : []),
    ...(codes.includes('selfTradePrevented') ? ['turn of an order that meets its owner'] : []),
  ];
}

function replacedSituations(records: readonly JudgeRecord[], { item, open }: TurnScene): string[] {
  if (item.commandKind !== replaceOrder.number) return [];
  const replacement = records[1];
  const isWaiting = replacement?.name === 'queuedDone';
  const number = Number(replacement?.values['order']);
  const old = open.find(({ order }) => order === number);
  return [
    `turn that replaces a ${isWaiting ? 'waiting' : 'resting'} order`,
    `turn that replaces by ${replacedBy(item) === 0 ? 'a client order id' : 'number'}`,
    ...(old !== undefined && old.market !== item.market ? ['turn that replaces an order of another market'] : []),
  ];
}

function amendSituations(records: readonly JudgeRecord[], { item, waitedAtJoin }: TurnScene): string[] {
  const amended = records.find(({ name }) => name === 'orderAmended')?.values;
  const place = amended?.['keptPlace'] === 1 ? 'keeps' : 'loses';
  return [
    ...(amended === undefined ? [] : [`turn of an amend that ${place} its place`]),
    ...(records.some(({ name }) => name === 'orderFilled') ? ['turn of an amend that matches'] : []),
    ...(waitedAtJoin.has(item.commandSequence) ? ['turn of an amend of an order that waited when it came'] : []),
  ];
}
