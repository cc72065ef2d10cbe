/** Commands that cancel many orders: by every filter, at a time to come, and all that rest in a market. */
import {
  CancelFilter,
  cancelOrders,
  clearMarket,
  QueueItemKind,
  SCHEDULE_AHEAD_MICROS,
  scheduleCancel,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import { ordersOf } from '../../judge/orders/order-quotas.ts';
import { type Draft, draftOf } from '../draft.ts';
import { fullestMarket, marketNumber } from '../market-drafts.ts';
import type { Profile } from '../profile.ts';
import { waitingOrders } from '../queue/queued-work.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { isAlive, keysOf } from '../senders/key-scene.ts';
import { accountFor, senderFor } from '../senders/sender.ts';

const FLAGS: readonly number[] = Object.values(CancelFilter);
const FILTER_ALL = FLAGS.reduce((all, flag) => all | flag, 0);
/** How often the orders of a key that is dead, or of a session that is closed, are cancelled, while there are such. */
const DEAD_KEYS_PER_MILLE = 300;
const OF_GROUP_PER_MILLE = 500;
const GROUP_FILTERS = [CancelFilter.ofGroup, CancelFilter.ofGroup | CancelFilter.ofMarket];
const END_OF_TIME = Number.MAX_SAFE_INTEGER;
const MINUTE_MICROS = 60_000_000;

/** What a filter looks at of an order that is open or waits. */
type Filtered = Pick<Order, 'account' | 'market' | 'key' | 'session' | 'orderGroup'>;

/**
 * Of the owner of an order that is open, with a filter of any flags, which mostly admits that order; now and then of
 * anybody, or of a market that does not exist.
 */
export function manyCancellation(scene: Scene): Draft {
  const { random, profile, state } = scene;
  const account = accountFor(scene);
  const ofDead = ordersOfDeadKeys(scene);
  if (ofDead.length > 0 && random.happens(DEAD_KEYS_PER_MILLE)) {
    const { account: sent, key: ofKey } = random.pick(ofDead);
    return draftOf(cancelOrders, { ...senderFor(scene, sent), filter: CancelFilter.ofKey, ofKey });
  }
  const ofClosed = ordersOfClosedSessions(scene);
  if (ofClosed.length > 0 && random.happens(DEAD_KEYS_PER_MILLE)) {
    const { account: sent, session: ofSession } = random.pick(ofClosed);
    return draftOf(cancelOrders, { ...senderFor(scene, sent), filter: CancelFilter.ofSession, ofSession });
  }
  const chosen = random.happens(850) ? chosenOrder(scene) : undefined;
  const sender = senderFor(scene, chosen === undefined ? account : accountOfOwner(scene, chosen.account));
  const isOfGroup = chosen !== undefined && chosen.orderGroup > 0 && random.happens(OF_GROUP_PER_MILLE);
  const filter = isOfGroup ? random.pick(GROUP_FILTERS) : filterFor(random);
  const isStrange = chosen === undefined || random.happens(150);
  const { market, key, session, orderGroup } = isStrange ? strangeTerms(random, profile, state) : chosen;
  return draftOf(cancelOrders, { ...sender, filter, market, ofKey: key, ofSession: session, ofGroup: orderGroup });
}

/** Orders whose key is dead; of the account of the message where the command is part of one. */
function ordersOfDeadKeys({ state, time, message }: Scene): Order[] {
  const dead = keysOf(state).filter(({ key }) => !isAlive(state, key, time));
  const numbers = new Set(dead.map(({ number }) => number));
  const orders = dead.length === 0 ? [] : state.openOrders().filter(({ key }) => numbers.has(key));
  return message === undefined ? orders : orders.filter(({ account }) => account === message.account);
}

/** The same of orders whose session is closed, where sessions are kept. */
function ordersOfClosedSessions({ state, message }: Scene): Order[] {
  if (state.capacities.sessionsMax === 0) return [];
  const open = new Set(state.sessions.map(({ session }) => session));
  const orders = state.openOrders().filter(({ session }) => session > 0 && !open.has(session));
  return message === undefined ? orders : orders.filter(({ account }) => account === message.account);
}

/** Of one flag or none, of any, or one that admits few: such a sweep looks at as many and leaves them to others. */
function filterFor(random: Random): number {
  const any = random.below(FILTER_ALL + 1);
  switch (random.weighted({ simple: 3, any: 2, narrow: 5 })) {
    case 'simple':
      return random.pick([0, ...FLAGS]);
    case 'any':
      return any;
    case 'narrow':
      return any | random.pick([CancelFilter.ofKey, CancelFilter.ofSession, CancelFilter.ofGroup]);
  }
}

/** Just far enough ahead, a little too soon, with others, put off for long, or taken back. */
export function scheduling(scene: Scene): Draft {
  const { random, state, time } = scene;
  const schedules = state.scheduledCancels;
  const swept = sweptBy(state, scheduleCancel.number);
  const known = swept.length > 0 ? swept : schedules.map((scheduled) => scheduled.account);
  const isKnown = scene.message === undefined && known.length > 0 && random.happens(500);
  const account = isKnown ? random.pick(known) : accountFor(scene);
  const least = time + SCHEDULE_AHEAD_MICROS;
  const how = random.weighted({ least: 4, soon: 2, near: 5, later: 2, never: 3, together: 6, edge: 1 });
  const times = {
    least,
    soon: least - random.pick([1, 1, 1_000, SCHEDULE_AHEAD_MICROS]),
    near: least + random.below(2_000),
    later: least + random.below(MINUTE_MICROS),
    never: 0,
    together: schedules.length > 0 ? random.pick(schedules).at : least,
    edge: random.pick([1, END_OF_TIME]),
  };
  const at = Math.min(END_OF_TIME, Math.max(0, times[how]));
  return draftOf(scheduleCancel, { ...senderFor(scene, account), at });
}

export function marketClearing({ random, profile, state }: Scene): Draft {
  return draftOf(clearMarket, { market: fullestMarket(random, profile, state) });
}

/** An order that is open; where some wait, often one of them, and mostly one to which the command comes at once. */
function chosenOrder({ random, state, message }: Scene): Filtered | undefined {
  const waiting = waitingOrders(state);
  const isWaiting = waiting.length > 0 && random.happens(500);
  const near = isWaiting && random.happens(700) ? waiting.filter((order) => isAmongFirst(state, order)) : [];
  const open: readonly Filtered[] = near.length > 0 ? near : isWaiting ? waiting : state.openOrders();
  const own = message === undefined ? [] : open.filter(({ account }) => account === message.account);
  const orders = own.length > 0 ? own : open;
  return orders.length === 0 ? undefined : random.pick(orders);
}

/** Whether an order is one of those of its owner that a cancelOrders looks at with the command itself. */
function isAmongFirst(state: NaiveState, { order, account }: Order): boolean {
  const own = ordersOf(state, state.accounts[account]?.owner ?? -1);
  return own.filter((other) => other.order < order).length < state.limits.makersPerCommandMax;
}

/** The account itself, or another of its owner; within a message that of the message. */
function accountOfOwner(scene: Scene, account: number): number {
  const { random, state, message } = scene;
  if (message !== undefined) return accountFor(scene);
  const owner = state.accounts[account]?.owner;
  const swept = [...sweptBy(state, cancelOrders.number), ...sweptBy(state, scheduleCancel.number)];
  // Seldom does an owner cancel while it is being done already, so that is made use of.
  if (swept.length > 0 && random.happens(200)) return random.pick(swept);
  const siblings = [...state.accounts.keys()].filter((number) => state.accounts[number]?.owner === owner);
  return random.happens(600) || siblings.length === 0 ? account : random.pick(siblings);
}

/** The accounts whose sweeps, by commands of a kind, are in the queue. */
function sweptBy({ queue }: NaiveState, kind: number): number[] {
  return queue.flatMap((item) => {
    return item.itemKind === QueueItemKind.ownerSweep && item.commandKind === kind ? [item.account] : [];
  });
}

/** A market, key, session and group that no order need have. */
function strangeTerms(random: Random, profile: Profile, state: NaiveState): Omit<Filtered, 'account'> {
  const market = random.happens(300) ? state.markets.length : marketNumber(random, profile, state);
  return {
    market,
    key: random.below(state.keys.length + 2),
    session: random.pick([0, random.below(4), random.bits()]),
    orderGroup: random.below(state.orderGroups.length + 2),
  };
}
