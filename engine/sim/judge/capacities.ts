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
export const NO_CAPACITIES: Capacities = {
  ownersMax: 0,
  accountsMax: 0,
  marketsMax: 0,
  ordersMax: 0,
  levelsMax: 0,
  keysMax: 0,
  clientOrderIdsMax: 0,
  queueItemsMax: 0,
  orderGroupsMax: 0,
  assetsMax: 0,
  withdrawalsMax: 0,
  positionsMax: 0,
  sessionsMax: 0,
};

/** The capacities among the values of a command that states all of them. */
export function capacitiesIn(command: ValuesOf<typeof genesis.specs> | ValuesOf<typeof resize.specs>): Capacities {
  const { ownersMax, accountsMax, marketsMax, ordersMax, levelsMax } = command;
  const { keysMax, clientOrderIdsMax, queueItemsMax, orderGroupsMax } = command;
  const { assetsMax, withdrawalsMax, positionsMax, sessionsMax } = command;
  const named = { keysMax, clientOrderIdsMax, queueItemsMax, orderGroupsMax };
  return {
    ownersMax,
    accountsMax,
    marketsMax,
    ordersMax,
    levelsMax,
    ...named,
    assetsMax,
    withdrawalsMax,
    positionsMax,
    sessionsMax,
  };
}
