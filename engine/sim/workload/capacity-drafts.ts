/** Commands that give tables more room: by a little, of one or several, of one that is full; some take room away. */
import { decode, decodeEntry, resize, SENDERS_MAX } from '@intelligent-ledger/engine/core';
import { CAPACITIES, type Capacities } from '../judge/capacities.ts';
import { allRows } from '../judge/margin/position-rows.ts';
import type { NaiveState } from '../judge/naive-state.ts';
import { commandLayout } from '../transcript.ts';
import { type Draft, draftOf } from './draft.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

type Capacity = keyof Capacities;

const DOUBLINGS_PER_MILLE = 80;
const FIRST_ROOMS_PER_MILLE = 150;
/** These are full now and then, the others for long. */
const SELDOM_FULL: readonly Capacity[] = ['ordersMax', 'levelsMax', 'queueItemsMax'];
const OF_MONEY: readonly Capacity[] = ['assetsMax', 'withdrawalsMax', 'positionsMax'];
/** Far above what any list comes to, and little enough for the memory of many machines. */
const AFFORDABLE_MAX = 20_000;

export function resizing({ random, profile, state }: Scene): Draft {
  const { capacities } = state;
  const full = fullTables(state);
  if (full.length > 0 && random.happens(profile.liftedPerMille)) {
    return draftOf(resize, { ...capacities, ...grown(random, capacities, random.pick(seldomFirst(random, full))) });
  }
  // Where Genesis leaves no room at all it mostly stays so.
  const roomy = CAPACITIES.filter((name) => capacities[name] > 0 || random.happens(FIRST_ROOMS_PER_MILLE));
  const names = roomy.length > 0 ? roomy : CAPACITIES;
  const [one, other] = [random.pick(names), random.pick(names)];
  // Money and sessions come with Genesis or not at all.
  const never = (['assetsMax', 'sessionsMax'] as const).filter((name) => capacities[name] === 0);
  const first = never.length;
  const how = random.weighted({ one: 4, several: 1, equal: 1, less: 4, mixed: 1, beyond: 3, crowd: 1, first });
  switch (how) {
    case 'one':
      return draftOf(resize, { ...capacities, ...grown(random, capacities, one) });
    case 'several':
      return draftOf(resize, { ...capacities, ...grown(random, capacities, one), ...grown(random, capacities, other) });
    case 'equal':
      return draftOf(resize, capacities);
    case 'less':
      return draftOf(resize, { ...capacities, ...shrunken(random, capacities, one) });
    case 'mixed':
      return draftOf(resize, {
        ...capacities,
        ...grown(random, capacities, one),
        ...shrunken(random, capacities, other),
        ...shrunken(random, capacities, random.pick(CAPACITIES)),
      });
    case 'beyond':
      return draftOf(resize, { ...capacities, ...outOfRange(random, one) });
    case 'crowd':
      return draftOf(resize, { ...capacities, ...tooManySenders(random) });
    case 'first':
      return draftOf(resize, { ...capacities, ...grown(random, capacities, random.pick(never)) });
  }
}

/** Whether an entry is none that asks for more memory than a simulation has. */
export function isAffordable(entry: Uint8Array): boolean {
  if (commandLayout(entry) !== resize) return true;
  const command = decode(resize, decodeEntry(entry).command);
  const isRefused = CAPACITIES.some((name) => command[name] < leastOf(name) || command[name] > mostOf(name));
  if (isRefused || command.ownersMax + command.keysMax > SENDERS_MAX) return true;
  return CAPACITIES.every((name) => command[name] <= AFFORDABLE_MAX);
}

/** The tables that have no room. Where no money or no sessions are kept, there is none to have more of. */
function fullTables(state: NaiveState): Capacity[] {
  const { capacities } = state;
  const names = CAPACITIES.filter((name) => {
    const isOfNone = name === 'sessionsMax' && capacities.sessionsMax === 0;
    return !isOfNone && (!OF_MONEY.includes(name) || capacities.assetsMax > 0);
  });
  return names.filter((name) => tableLength(state, name) >= capacities[name]);
}

/** How many rows of its table a capacity counts. */
export function tableLength(state: NaiveState, name: Capacity): number {
  const { owners, accounts, markets, keys, queue, orderGroups, sessions, assets, withdrawals } = state;
  switch (name) {
    case 'ordersMax':
      return state.openOrders().length;
    case 'levelsMax':
      return markets.reduce((sum, { book }) => sum + book.levels(1).length + book.levels(2).length, 0);
    case 'clientOrderIdsMax':
      return state.rememberedIds().length;
    case 'positionsMax':
      return allRows(state).length;
    default: {
      const tables = { ownersMax: owners, accountsMax: accounts, marketsMax: markets, keysMax: keys };
      const money = { assetsMax: assets, withdrawalsMax: withdrawals };
      const work = { queueItemsMax: queue, orderGroupsMax: orderGroups, sessionsMax: sessions };
      return { ...tables, ...money, ...work }[name].length;
    }
  }
}

function seldomFirst(random: Random, full: readonly Capacity[]): readonly Capacity[] {
  const seldom = full.filter((name) => SELDOM_FULL.includes(name));
  return seldom.length > 0 && random.happens(600) ? seldom : full;
}

/** A little more, or now and then twice as much, with which the ring of order numbers grows. */
function grown(random: Random, capacities: Capacities, name: Capacity): Partial<Capacities> {
  const present = capacities[name];
  const more = random.happens(DOUBLINGS_PER_MILLE) ? present + 1 : random.between(1, 2);
  return { [name]: Math.min(present + more, mostOf(name)) };
}

function shrunken(random: Random, capacities: Capacities, name: Capacity): Partial<Capacities> {
  const present = capacities[name];
  return { [name]: Math.max(0, present - random.pick([1, 1, Math.ceil(present / 2)])) };
}

function outOfRange(random: Random, name: Capacity): Partial<Capacities> {
  const most = mostOf(name);
  return { [name]: random.pick(leastOf(name) === 0 ? [most + 1] : [0, most + 1]) };
}

/** As many owners and keys as each may be, but not both together. */
function tooManySenders(random: Random): Partial<Capacities> {
  const ownersMax = random.pick([SENDERS_MAX, 10_000_000, mostOf('ownersMax')]);
  return { ownersMax, keysMax: SENDERS_MAX - ownersMax + random.between(1, 1_000_000) };
}

function mostOf(name: Capacity): number {
  return fieldOf(name).most;
}

function leastOf(name: Capacity): number {
  return fieldOf(name).least;
}

function fieldOf(name: Capacity) {
  const field = resize.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new Error(`a resize says no ${name}`);
  return field;
}
