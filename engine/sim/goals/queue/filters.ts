/** Which situations of its filter a cancelOrders shows, by the orders that it looked at with the command itself. */
import { CANCEL_FILTER_NAMES, CancelFilter, type cancelOrders, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';

const FLAGS = Object.entries(CANCEL_FILTER_NAMES).map(([flag, name]) => ({ flag: Number(flag), name }));
const FILTERS = Array.from({ length: 2 ** FLAGS.length }, (_, filter) => filter);

/** The filter without a flag, and those with one. */
const SIMPLE = [0, ...FLAGS.map(({ flag }) => flag)];

export const FILTER_SITUATIONS = [
  ...FILTERS.map((filter) => `filter ${wordsOf(filter)} cancels an order`),
  ...FILTERS.filter(isPassing).map((filter) => `filter ${wordsOf(filter)} passes over an order`),
  'filter with a flag or none cancels an order that waits',
  'filter with a flag or none passes over an order that waits',
  'filter with several flags cancels an order that waits',
  'filter with several flags passes over an order that waits',
  'filter of a group passes over an order of the group that waits',
  ...['account', 'market', 'key', 'session', 'group'].map((what) => `order passed over for its ${what} alone`),
];

/** Whether a filter passes over some order of the owner: only the flag of the owner alone admits them all. */
function isPassing(filter: number): boolean {
  return filter !== CancelFilter.wholeOwner;
}

/** The flags of a filter in words. */
function wordsOf(filter: number): string {
  const names = FLAGS.filter(({ flag }) => (filter & flag) !== 0).map(({ name }) => name);
  return names.length === 0 ? 'of-account' : names.join('+');
}

/** What a cancelOrders did at once. */
export interface Filtering {
  readonly values: ValuesOf<typeof cancelOrders.specs>;
  /** The numbers of the orders that it cancelled. */
  readonly cancelled: readonly number[];
  /** The numbers of the orders that waited before the command. */
  readonly waited: ReadonlySet<number>;
  /** After the command. */
  readonly state: NaiveState;
}

/** The goals that the filter of a command reached. */
export function filterSituations(scene: Filtering): string[] {
  const { values, cancelled, waited, state } = scene;
  const word = wordsOf(values.filter);
  const passed = passedOver(scene);
  const waiting = passed.filter(({ order }) => waited.has(order));
  return [
    ...(cancelled.length > 0 ? [`filter ${word} cancels an order`] : []),
    ...(cancelled.some((order) => waited.has(order)) ? waitingGoals(values.filter, 'cancels') : []),
    ...(passed.length > 0 ? [`filter ${word} passes over an order`] : []),
    ...(waiting.some(({ order }) => isWaiting(state, order)) ? waitingGoals(values.filter, 'passes over') : []),
    ...passed.flatMap((order) => aloneFor(values, order)),
    ...waiting.filter((order) => isWaiting(state, order.order)).flatMap((order) => sparedFor(values, order)),
  ];
}

/** An order that waits is not in its group yet. */
function sparedFor(values: Filtering['values'], order: Order): string[] {
  const { filter, ofGroup } = values;
  const isOfGroup = (filter & CancelFilter.ofGroup) !== 0 && ofGroup !== 0 && order.orderGroup === ofGroup;
  const isAdmitted = isOfGroup && reasonsFor(values, order).length === 0;
  return isAdmitted ? ['filter of a group passes over an order of the group that waits'] : [];
}

function waitingGoals(filter: number, verb: string): string[] {
  const flags = SIMPLE.includes(filter) ? 'a flag or none' : 'several flags';
  return [`filter with ${flags} ${verb} an order that waits`];
}

/** The orders that are open still although the command looked at them: so many of the first, as far as it came. */
function passedOver({ values, cancelled, state }: Filtering): Order[] {
  const owner = state.accounts[values.account]?.owner;
  const own = state.openOrders().filter(({ account }) => state.accounts[account]?.owner === owner);
  const looked = state.limits.makersPerCommandMax - cancelled.length;
  return own.sort((a, b) => a.order - b.order).slice(0, looked);
}

function isWaiting({ queue }: NaiveState, number: number): boolean {
  return queue.some((item) => 'waiting' in item && item.waiting?.order === number);
}

/** For which one thing an order was passed over that else was admitted. */
function aloneFor(values: Filtering['values'], order: Order): string[] {
  const reasons = reasonsFor(values, order);
  return reasons.length === 1 ? [`order passed over for its ${reasons[0]} alone`] : [];
}

function reasonsFor(values: Filtering['values'], order: Order): string[] {
  const { filter, account, market, ofKey, ofSession, ofGroup } = values;
  const isSet = (flag: number) => (filter & flag) !== 0;
  return [
    ...(!isSet(CancelFilter.wholeOwner) && order.account !== account ? ['account'] : []),
    ...(isSet(CancelFilter.ofMarket) && order.market !== market ? ['market'] : []),
    ...(isSet(CancelFilter.ofKey) && order.key !== ofKey ? ['key'] : []),
    ...(isSet(CancelFilter.ofSession) && order.session !== ofSession ? ['session'] : []),
    ...(isSet(CancelFilter.ofGroup) && order.orderGroup !== ofGroup ? ['group'] : []),
  ];
}
