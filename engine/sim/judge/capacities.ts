/** How much there may be of everything: what Genesis said at first, and what resize says from then on. */
import type { genesis, resize, ValuesOf } from '@intelligent-ledger/engine/core';

/** In the order in which a resize states them. */
export const CAPACITIES = [
  'ownersMax',
  'accountsMax',
  'marketsMax',
  'ordersMax',
  'levelsMax',
  'keysMax',
  'clientOrderIdsMax',
  'queueItemsMax',
  'orderGroupsMax',
  'assetsMax',
  'withdrawalsMax',
  'positionsMax',
  'sessionsMax',
] as const;

export type Capacities = Readonly<Record<(typeof CAPACITIES)[number], number>>;

/** Before Genesis there is room for nothing. */
export const NO_CAPACITIES = capacitiesBy(() => 0);

/** The capacities among the values of a command that states all of them. */
export function capacitiesIn(command: ValuesOf<typeof genesis.specs> | ValuesOf<typeof resize.specs>): Capacities {
  return capacitiesBy((name) => command[name]);
}

function capacitiesBy(roomFor: (name: keyof Capacities) => number): Capacities {
  return Object.fromEntries(CAPACITIES.map((name) => [name, roomFor(name)])) as Capacities;
}
