/**
 * Which situations of dead members a command shows: orders that still rest although their group was tripped before.
 * Takers and post-only orders meet them, plans pass over them, commands and other sweeps are about them.
 */
import {
  amendOrder,
  cancelByClientOrderId,
  cancelOrder,
  decode,
  type Layout,
  MarketState,
  OrderFlag,
  placeOrder,
  ResultCode,
  replaceOrder,
  Side,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { JudgeRecord, NaiveState } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { turnRecords } from '../records.ts';

const { orderGroupTripped, orderExpired, workBoundReached } = ResultCode;

export const DEATH_SITUATIONS = [
  ...['a resting order', 'an immediate order', 'a fill-or-kill order', 'another command', 'a turn'].map(
    (who) => `dead member met by ${who}`,
  ),
  'dead member met and another traded with',
  "dead member met of the taker's owner",
  'dead member met that shows a part of itself',
  'dead members met up to the bound on work',
  'dead member that expires before its sweep comes to it',
  'post-only order over dead members',
  'post-only order over dead members in post-only',
  'dead members and expired ones met by one command',
  'post-only order refused behind a dead member',
  'fill-or-kill order refused behind a dead member',
  'fill-or-kill order refused for the bound on work behind a dead member',
  'plan that passes over a dead member',
  'amend of a dead member that keeps its place',
  'amend of a dead member away',
  'cancel of a dead member',
  'replace of a dead member',
  'dead member cancelled by another sweep of its owner',
  'dead member cancelled by a sweep of its market',
];

/** A command with what it found. */
export interface DeathScene {
  readonly layout: Layout | undefined;
  readonly command: Uint8Array;
  readonly code: number;
  readonly clearing: readonly JudgeRecord[];
  readonly own: readonly JudgeRecord[];
  /** The orders that were dead for their group before the command, by number. */
  readonly dead: ReadonlyMap<number, Order>;
  /** After the command. */
  readonly state: NaiveState;
}

/** The orders that rest in groups that have tripped, as they are now. */
export function deadMembers(state: NaiveState): Map<number, Order> {
  const tripped = new Set(state.orderGroups.flatMap((group) => (group.trippedSequence > 0 ? [group.group] : [])));
  if (tripped.size === 0) return new Map();
  const dead = state.restingOrders().filter(({ orderGroup }) => tripped.has(orderGroup));
  return new Map(dead.map((order) => [order.order, { ...order }]));
}

/** The goal of a placement that is planned before a command; the state is that before it. */
export function plannedSituations(layout: Layout | undefined, command: Uint8Array, state: NaiveState): string[] {
  if (layout !== placeOrder) return [];
  const { market, side, price, size } = decode(placeOrder, command);
  const first = bestFacing(state, market, side);
  const isWithin = first !== undefined && (side === Side.buy ? first.price <= price : first.price >= price);
  const isAsked = isWithin && size >= 1 && size <= (state.markets[market]?.maxSize ?? 0);
  return isAsked && isOfTripped(state, first) ? ['plan that passes over a dead member'] : [];
}

/** The goals that dead members reached. */
export function deathSituations(scene: DeathScene): string[] {
  const { layout, clearing, own, code, dead } = scene;
  const turn = turnRecords(clearing);
  const isNaming = layout === cancelOrder || layout === cancelByClientOrderId;
  const swept = clearing.slice(0, clearing.length - turn.length);
  const isExpired = ({ values }: JudgeRecord) => values['code'] === orderExpired && dead.has(Number(values['order']));
  const expiring = swept.some(isExpired) ? ['dead member that expires before its sweep comes to it'] : [];
  const isExpiredMet = [...turn, ...(code === 0 ? own : [])].some(isExpired);
  return [
    ...expiring,
    ...(isExpiredMet ? ['dead members and expired ones met by one command'] : []),
    ...(turn.some(isDeath) ? ['dead member met by a turn'] : []),
    ...(code === 0 ? [...metSituations(scene), ...namedSituations(scene)] : refusedSituations(scene)),
    ...sweptSituations(scene, isNaming || code !== 0 ? swept : [...swept, ...own]),
  ];
}

function isDeath({ name, values }: JudgeRecord): boolean {
  return name === 'orderCancelled' && values['code'] === orderGroupTripped;
}

function metSituations({ layout, command, own, dead, state }: DeathScene): string[] {
  const deaths = own.filter(isDeath).map(({ values }) => values);
  if (deaths.length === 0 || layout === undefined) return [];
  const values = decode(layout, command);
  const owner = state.accounts[Number(values['account'])]?.owner;
  const isOwn = deaths.some(({ account }) => state.accounts[Number(account)]?.owner === owner);
  const isHiding = deaths.some(({ order }) => (dead.get(Number(order))?.displaySize ?? 0) > 0);
  const isExpiredToo = own.some(({ values: { code } }) => code === orderExpired);
  const isBounded = own.at(-1)?.values['code'] === workBoundReached;
  return [
    ...(layout === placeOrder ? placedSituations(decode(placeOrder, command), state) : []),
    ...(layout === placeOrder ? [] : ['dead member met by another command']),
    ...(own.some(({ name }) => name === 'orderFilled') ? ['dead member met and another traded with'] : []),
    ...(isExpiredToo ? ['dead members and expired ones met by one command'] : []),
    ...(isOwn ? ["dead member met of the taker's owner"] : []),
    ...(isHiding ? ['dead member met that shows a part of itself'] : []),
    ...(isBounded ? ['dead members met up to the bound on work'] : []),
  ];
}

function placedSituations(
  { flags, timeInForce, market }: ValuesOf<typeof placeOrder.specs>,
  state: NaiveState,
): string[] {
  if (flags === OrderFlag.postOnly) {
    const isInPostOnly = state.markets[market]?.state === MarketState.postOnly;
    const over = 'post-only order over dead members';
    return [over, ...(isInPostOnly ? [`${over} in post-only`] : [])];
  }
  const passing = timeInForce === TimeInForce.fillOrKill ? 'a fill-or-kill order' : 'an immediate order';
  const who = timeInForce === TimeInForce.goodTillCancelled ? 'a resting order' : passing;
  return [`dead member met by ${who}`];
}

/** What stands in the way of a command that was refused is what it found there, once it had cleared. */
function refusedSituations({ layout, command, code, state }: DeathScene): string[] {
  if (layout !== placeOrder) return [];
  const { market, side } = decode(placeOrder, command);
  if (!isOfTripped(state, bestFacing(state, market, side))) return [];
  return [
    ...(code === ResultCode.postOnlyWouldCross ? ['post-only order refused behind a dead member'] : []),
    ...(code === ResultCode.fillOrKillUnfilled ? ['fill-or-kill order refused behind a dead member'] : []),
    ...(code === workBoundReached ? ['fill-or-kill order refused for the bound on work behind a dead member'] : []),
  ];
}

/** What was done with a dead member that the command named, and that no sweep had come to before. */
function namedSituations({ layout, command, own, dead }: DeathScene): string[] {
  const last = own.at(-1);
  if (layout === cancelOrder && dead.has(decode(cancelOrder, command).order)) return ['cancel of a dead member'];
  if (layout === replaceOrder && own[0]?.name === 'orderCancelled') {
    return dead.has(Number(own[0].values['order'])) ? ['replace of a dead member'] : [];
  }
  if (layout !== amendOrder || !dead.has(decode(amendOrder, command).order)) return [];
  if (last?.values['code'] === ResultCode.amendedAway) return ['amend of a dead member away'];
  return last?.values['keptPlace'] === 1 ? ['amend of a dead member that keeps its place'] : [];
}

function sweptSituations({ dead }: DeathScene, records: readonly JudgeRecord[]): string[] {
  const codes = records.flatMap(({ name, values }) => {
    return name === 'orderCancelled' && dead.has(Number(values['order'])) ? [values['code']] : [];
  });
  const isByOwner = codes.includes(ResultCode.scheduledCancel) || codes.includes(ResultCode.cancelledByUser);
  return [
    ...(isByOwner ? ['dead member cancelled by another sweep of its owner'] : []),
    ...(codes.includes(ResultCode.marketCleared) ? ['dead member cancelled by a sweep of its market'] : []),
  ];
}

function bestFacing({ markets }: NaiveState, market: number, side: number): Order | undefined {
  return markets[market]?.book.sideOf(side === Side.buy ? Side.sell : Side.buy)[0];
}

function isOfTripped({ orderGroups }: NaiveState, order: Order | undefined): boolean {
  const group = orderGroups.find((candidate) => candidate.group === order?.orderGroup);
  return group !== undefined && group.trippedSequence > 0;
}
