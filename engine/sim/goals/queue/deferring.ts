/**
 * Which situations one command shows that comes to wait for queued work, or is refused where it would have to wait. The
 * state that it is told is that after the command.
 */
import {
  amendOrder,
  decode,
  type Layout,
  MARKET_STATE_NAMES,
  ORDER_TYPE_NAMES,
  OrderFlag,
  QueueItemKind,
  ResultCode,
  RULES_WITH_NONCES,
  replaceOrder,
  TIME_IN_FORCE_NAMES,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { Message, NaiveState } from '../../judge/naive-state.ts';
import { recalled } from '../../judge/orders/client-order-ids.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { isReached, ordersOf, quotaOf } from '../../judge/orders/order-quotas.ts';
import type { DeferredCommand } from '../../judge/queue/queue-item.ts';
import { marketOfWork, waitingOrders } from '../../workload/queue/queued-work.ts';
import { codeName } from '../records.ts';

const KINDS = ['placeOrder', 'replaceOrder', 'amendOrder'];
const STATES = Object.values(MARKET_STATE_NAMES);
/** Why an order may not even wait, whatever its time in force. */
const CROWDED = ['ordersFull', 'orderQuotaReached', 'marketOrderQuotaReached'];
const NO_ID = '00'.repeat(16);

export const DEFERRING_SITUATIONS = [
  ...KINDS.flatMap((kind) => STATES.map((state) => `${kind} waits in ${state}`)),
  'waits: limit good-till-cancelled',
  'waits: limit immediate-or-cancel',
  'waits: limit fill-or-kill',
  'waits: market immediate-or-cancel',
  'waits: market fill-or-kill',
  'waits: post-only',
  'waits: iceberg',
  'waits: with an expiry',
  'waits: of a group',
  'waits: under a client order id',
  'waits: under a key',
  'waits: in a message',
  'waits: under version 1',
  'waits: behind a sweep of its market',
  'waits: behind other commands alone',
  'waits: in the last place of the queue',
  'waits: as the last order there may be',
  'amend waits of an order that waits',
  'amend waits of an order that rests',
  'replace waits of an order that waits',
  'replace waits of an order that rests there',
  'replace waits of an order of another market',
  'replace waits of an order that is none',
  ...['placeOrder', 'replaceOrder'].flatMap((kind) => {
    return ['queueFull', ...CROWDED, 'clientOrderIdsFull'].map((code) => `${kind} may not wait: ${code}`);
  }),
  'amendOrder may not wait: queueFull',
  'amendOrder may not wait: amendWaits',
  ...CROWDED.map((code) => `order that may not stay may not wait: ${code}`),
  ...CROWDED.map((code) => `${code} by orders that wait, of an order that may not wait`),
  // In the market of orders that wait, every other must wait too.
  'order elsewhere refused for orders that wait',
  'order placed at once while work is queued in another market',
  'order number passed over for one that waits',
];

type Terms = ValuesOf<typeof replaceOrder.specs>;

/** A placeOrder, replaceOrder or amendOrder with what it found. */
export interface Deferring {
  readonly layout: Layout;
  readonly command: Uint8Array;
  /** The open orders before the command, those that waited included. */
  readonly open: readonly Order[];
  /** The numbers of the orders that waited before it. */
  readonly waited: ReadonlySet<number>;
  readonly lastOrder: number;
  readonly message: Message | undefined;
  readonly state: NaiveState;
}

/** The goals that a command reached which waits now. */
export function deferredSituations(scene: Deferring): string[] {
  const { layout, state } = scene;
  const item = state.queue.at(-1);
  if (item?.itemKind !== QueueItemKind.deferred) return [];
  const before = state.queue.slice(0, -1);
  const isSwept = before.some((other) => {
    return other.itemKind === QueueItemKind.marketSweep && other.market === item.market;
  });
  return [
    `${layout.name} waits in ${MARKET_STATE_NAMES[state.marketOf(item).state]}`,
    `waits: behind ${isSwept ? 'a sweep of its market' : 'other commands alone'}`,
    ...(state.queue.length === state.limits.queueItemsMax ? ['waits: in the last place of the queue'] : []),
    ...(scene.message === undefined ? [] : ['waits: in a message']),
    ...(state.ruleVersion < RULES_WITH_NONCES ? ['waits: under version 1'] : []),
    ...(layout === amendOrder ? [`amend waits of an order that ${standing(scene, item.order)}`] : []),
    ...(item.waiting === undefined ? [] : orderSituations(scene, item.waiting)),
    ...(layout === replaceOrder ? [replaceSituation(scene, item)] : []),
  ];
}

function orderSituations(scene: Deferring, order: Order): string[] {
  const { state } = scene;
  const { orderType, timeInForce, flags, displaySize, expiry, clientOrderId, key } = order;
  const isNamed = clientOrderId !== NO_ID && state.limits.clientOrderIdsMax > 0;
  return [
    `waits: ${wordOf(ORDER_TYPE_NAMES, orderType)} ${wordOf(TIME_IN_FORCE_NAMES, timeInForce)}`,
    ...(flags === OrderFlag.postOnly ? ['waits: post-only'] : []),
    ...(displaySize > 0 ? ['waits: iceberg'] : []),
    ...(expiry > 0 ? ['waits: with an expiry'] : []),
    ...(order.orderGroup > 0 ? ['waits: of a group'] : []),
    ...(isNamed ? ['waits: under a client order id'] : []),
    ...(key > 0 && state.ruleVersion >= RULES_WITH_NONCES ? ['waits: under a key'] : []),
    ...(state.openOrders().length === state.limits.ordersMax ? ['waits: as the last order there may be'] : []),
    ...numberSituations(scene, order.order),
  ];
}

/** What a number shows that was given to an order, be it at once or to one that waits. */
function numberSituations({ state, lastOrder }: Deferring, number: number): string[] {
  const ring = 2 ** Math.ceil(Math.log2(2 * state.limits.ordersMax));
  const passedOver = Array.from(
    { length: Math.min(ring, number - lastOrder - 1) },
    (_, index) => lastOrder + 1 + index,
  );
  const taken = new Set(waitingOrders(state).map(({ order }) => order % ring));
  const isWaitingThere = passedOver.some((other) => taken.has(other % ring));
  return isWaitingThere ? ['order number passed over for one that waits'] : [];
}

function standing({ waited }: Deferring, order: number): string {
  return waited.has(order) ? 'waits' : 'rests';
}

function replaceSituation({ command, open, waited, state }: Deferring, { market }: DeferredCommand): string {
  const { account, replaced, replacedClientOrderId } = decode(replaceOrder, command);
  const number = replaced === 0 ? recalled(state, account, replacedClientOrderId)?.order : replaced;
  const old = open.find(({ order }) => order === number);
  if (old === undefined) return 'replace waits of an order that is none';
  if (waited.has(old.order)) return 'replace waits of an order that waits';
  return `replace waits of an order ${old.market === market ? 'that rests there' : 'of another market'}`;
}

/** The goals that a command reached which its own rules refused. */
export function refusedSituations(scene: Deferring, code: number): string[] {
  const { layout, command, state, open } = scene;
  const name = codeName(code);
  if (layout === amendOrder) {
    const { order: number } = decode(amendOrder, command);
    const market = open.find(({ order }) => order === number)?.market;
    return market !== undefined && isQueued(state, market) ? [`amendOrder may not wait: ${name}`] : [];
  }
  const terms = termsOf(layout, command);
  const isWaiting = isQueued(state, terms.market);
  const isPassing = terms.timeInForce !== TimeInForce.goodTillCancelled;
  return [
    ...(isWaiting ? [`${layout.name} may not wait: ${name}`] : []),
    ...(isWaiting && isPassing ? [`order that may not stay may not wait: ${name}`] : []),
    ...(isCrowdedByWaiting(state, terms, code) ? [crowdedGoal(name, isWaiting)] : []),
  ];
}

function crowdedGoal(code: string, isWaiting: boolean): string {
  if (!isWaiting) return 'order elsewhere refused for orders that wait';
  return `${code} by orders that wait, of an order that may not wait`;
}

/** Whether the orders that rest would have left room for one more. */
function isCrowdedByWaiting(state: NaiveState, { account, market }: Terms, code: number): boolean {
  const resting = state.restingOrders();
  const owner = state.accounts[account]?.owner ?? -1;
  const own = ordersOf(state, owner, resting);
  const { ordersMax, marketOrdersMax } = quotaOf(state, owner);
  if (code === ResultCode.ordersFull) return resting.length < state.limits.ordersMax;
  if (code === ResultCode.orderQuotaReached) return !isReached(own.length, ordersMax);
  const here = own.filter((order) => order.market === market);
  return code === ResultCode.marketOrderQuotaReached && !isReached(here.length, marketOrdersMax);
}

/** The goals that an order reached which was placed at once. */
export function placedSituations(scene: Deferring, number: number): string[] {
  const { layout, command, state } = scene;
  const { market } = termsOf(layout, command);
  const isElsewhere = state.queue.some((item) => (marketOfWork(item) ?? market) !== market);
  return [
    ...(isElsewhere ? ['order placed at once while work is queued in another market'] : []),
    ...numberSituations(scene, number),
  ];
}

function termsOf(layout: Layout, command: Uint8Array): Terms {
  return decode<Record<string, never>>(layout as never, command) as unknown as Terms;
}

function isQueued({ queue }: NaiveState, market: number): boolean {
  return queue.some((item) => marketOfWork(item) === market);
}

function wordOf(names: Readonly<Record<number, string>>, value: number): string {
  return names[value] ?? String(value);
}
