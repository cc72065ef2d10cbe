/** Order groups: how they come, are set anew and go, and which orders name one; some of it wrong on purpose. */
import {
  FILL_LIMIT_MAX,
  ORDER_GROUPS_OF_ACCOUNT_MAX,
  setOrderGroup,
  WINDOW_MILLIS_MAX,
} from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../../judge/naive-state.ts';
import { deathOf } from '../../judge/orders/death.ts';
import type { Order } from '../../judge/orders/naive-book.ts';
import type { OrderGroup } from '../../judge/queue/order-group.ts';
import { type Draft, draftOf } from '../draft.ts';
import type { Scene } from '../scene.ts';
import { accountFor, senderFor } from '../senders/sender.ts';

/** How often an order names a group that is none of its account's, and one that has tripped. */
const STRANGE_PER_MILLE = 30;
const TRIPPED_PER_MILLE = 80;
/** How often it names the first of them, so that some groups have many members. */
const FIRST_PER_MILLE = 500;
const MICROS_IN_TENTH_OF_MILLI = 100;
/** Time does not leap from tenth to tenth of a window where these are longer. */
const TENTH_MICROS_MAX = 300_000;
/** How many tenths after the last in which lots counted time leaps: there its lots still count, or just no more. */
const TENTHS_AHEAD = [1, 2, 5, 9, 10, 10, 11, 11, 12];

/** The group of a new order: mostly one of the account that has not tripped, now and then one that refuses it. */
export function groupFor({ random, profile, state }: Scene, account: number): number {
  if (!random.happens(profile.groupedPerMille)) return 0;
  if (random.happens(STRANGE_PER_MILLE)) return strangeGroup({ random, state });
  const own = groupsOf(state, account);
  const alive = own.filter(({ trippedSequence }) => trippedSequence === 0);
  const tripped = random.happens(TRIPPED_PER_MILLE) ? own.filter((group) => !alive.includes(group)) : [];
  const groups = tripped.length > 0 ? tripped : alive;
  const [first] = groups;
  if (first === undefined) return 0;
  return random.happens(FIRST_PER_MILLE) ? first.group : random.pick(groups).group;
}

/** Makes a group, or takes or sets anew one that is there. */
export function groupSetting(scene: Scene): Draft {
  const { random, state, message } = scene;
  const groups = message === undefined ? state.orderGroups : groupsOf(state, message.account);
  const known = groups.length > 0;
  const how = random.weighted({
    made: known ? 6 : 20,
    again: known ? 2 : 0,
    removed: known ? 3 : 0,
    reset: known ? 8 : 0,
    strange: 1,
    nothing: 1,
  });
  const terms = { fillLimit: fillLimitFor(scene), windowMillis: windowFor(scene) };
  switch (how) {
    case 'made':
      return settingBy(scene, accountForNew(scene), { ...terms, group: 0 });
    case 'again':
      return settingOf(scene, random.pick(groups), terms);
    case 'removed':
      return settingOf(scene, random.pick(emptyFirst(scene, groups)), { ...terms, fillLimit: 0 });
    case 'reset':
      return settingOf(scene, random.pick(trippedFirst(scene, groups)), terms);
    case 'strange': {
      const fillLimit = random.pick([0, terms.fillLimit]);
      return settingBy(scene, accountFor(scene), { ...terms, fillLimit, group: strangeGroup(scene) });
    }
    case 'nothing':
      return settingBy(scene, accountFor(scene), { ...terms, fillLimit: 0, group: 0 });
  }
}

/** Whether an order that rests is dead for the next command: it has expired, or its group has tripped. */
export function isDead({ state, time }: Pick<Scene, 'state' | 'time'>, order: Order | undefined): boolean {
  return order !== undefined && deathOf(state, order, { time, sequence: state.sequence + 1 }) !== undefined;
}

/** The orders among some whose group has tripped. */
export function membersOfTripped({ orderGroups }: NaiveState, orders: readonly Order[]): Order[] {
  const tripped = new Set(orderGroups.flatMap((group) => (group.trippedSequence === 0 ? [] : [group.group])));
  return tripped.size === 0 ? [] : orders.filter(({ orderGroup }) => tripped.has(orderGroup));
}

/** Where the tenth of a group's window begins, or just before, some tenths after lots counted last. */
export function tenthAfter({ random, state }: Pick<Scene, 'random' | 'state'>, last: number): number | undefined {
  const groups = state.orderGroups.filter((group) => tenthMicros(group) <= TENTH_MICROS_MAX);
  if (groups.length === 0) return undefined;
  const counting = groups.filter(({ counts, trippedSequence }) => counts.length > 0 && trippedSequence === 0);
  const group = random.pick(counting.length > 0 ? counting : groups);
  const micros = tenthMicros(group);
  const present = Math.floor(last / micros);
  const from = group.counts.at(-1)?.tenth ?? present;
  const at = (from + random.pick(TENTHS_AHEAD)) * micros - random.below(2);
  return at > last ? at : (present + 1) * micros;
}

function tenthMicros({ windowMillis }: OrderGroup): number {
  return windowMillis * MICROS_IN_TENTH_OF_MILLI;
}

function groupsOf({ orderGroups }: NaiveState, account: number): OrderGroup[] {
  return orderGroups.filter((group) => group.account === account);
}

/** A group of anybody, one that does not exist, or any number. */
function strangeGroup({ random, state }: Pick<Scene, 'random' | 'state'>): number {
  const { orderGroups } = state;
  if (orderGroups.length > 0 && random.happens(600)) return random.pick(orderGroups).group;
  return random.pick([1 + random.below(orderGroups.length + 2), 1 + Math.floor(random.bits() / 2)]);
}

/** Mostly an account none of whose groups counts, else often that with the most, so that it gets as many as it may. */
function accountForNew(scene: Scene): number {
  const { random, state, message } = scene;
  const alive = new Set(state.orderGroups.filter((group) => group.trippedSequence === 0).map(({ account }) => account));
  const without = [...state.accounts.keys()].filter((account) => !alive.has(account));
  if (message === undefined && without.length > 0 && random.happens(500)) return random.pick(without);
  const [first] = [...state.accounts.keys()].sort((a, b) => groupsOf(state, b).length - groupsOf(state, a).length);
  const isFew = first === undefined || groupsOf(state, first).length < ORDER_GROUPS_OF_ACCOUNT_MAX / 2;
  if (message !== undefined || isFew || !random.happens(600)) return accountFor(scene);
  return first;
}

/** Mostly groups in which no order rests. */
function emptyFirst({ random, state }: Scene, groups: readonly OrderGroup[]): readonly OrderGroup[] {
  const full = new Set(state.restingOrders().map(({ orderGroup }) => orderGroup));
  const empty = groups.filter(({ group }) => !full.has(group));
  return empty.length > 0 && random.happens(600) ? empty : groups;
}

/** Mostly groups that have tripped. */
function trippedFirst({ random }: Scene, groups: readonly OrderGroup[]): readonly OrderGroup[] {
  const tripped = groups.filter(({ trippedSequence }) => trippedSequence !== 0);
  return tripped.length > 0 && random.happens(850) ? tripped : groups;
}

type Terms = { readonly fillLimit: number; readonly windowMillis: number };

function settingOf(scene: Scene, { account, group }: OrderGroup, terms: Terms): Draft {
  return settingBy(scene, account, { ...terms, group });
}

function settingBy(scene: Scene, account: number, terms: Terms & { readonly group: number }): Draft {
  return draftOf(setOrderGroup, { ...senderFor(scene, account), ...terms });
}

function fillLimitFor({ random, profile }: Scene): number {
  if (random.happens(30)) return random.pick([1, FILL_LIMIT_MAX, FILL_LIMIT_MAX + 1]);
  return random.between(1, profile.fillLimitMax);
}

function windowFor({ random, profile }: Scene): number {
  if (random.happens(30)) return random.pick([0, WINDOW_MILLIS_MAX, WINDOW_MILLIS_MAX + 1]);
  return random.pick([1, random.between(1, profile.windowMillisMax), random.between(1, profile.windowMillisMax)]);
}
