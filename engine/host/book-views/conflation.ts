/**
 * Joins what several commands changed into one row for each level or order, as if one command had changed it all. What
 * is at the end as it was at the beginning has no row. The steps are given in order of sequence.
 */
import type { Lots, Ticks } from '@intelligent-ledger/engine/core';
import type { HistoryStep } from './change-history.ts';
import { isLevelChanged, isOrderChanged, type LevelChange, type OrderChange, settled } from './step-changes.ts';
import type { LevelRow, OrderRow } from './view.ts';

/** One row for each level that differs. */
export function levelRowsOf(steps: readonly HistoryStep[]): LevelRow[] {
  const joined = new Map<string, LevelChange>();
  for (const change of steps.flatMap(({ levels }) => levels)) {
    const place = `${change.side} ${change.price}`;
    const { sizeBefore, ordersBefore } = joined.get(place) ?? change;
    joined.set(place, { ...change, sizeBefore, ordersBefore });
  }
  return [...joined.values()]
    .filter(isLevelChanged)
    .map(({ side, price, size, orders }) => ({ side, price: price as Ticks, size: size as Lots, orders }));
}

/**
 * One row for each order that differs. All that went to the back of a queue stand behind all that did not, so it is
 * enough that their rows are in the order in which they last went there.
 */
export function orderRowsOf(steps: readonly HistoryStep[]): OrderRow[] {
  const joined = new Map<number, OrderChange>();
  for (const change of steps.flatMap(({ orders }) => orders)) {
    const earlier = joined.get(change.order);
    const { sizeBefore } = earlier ?? change;
    if (change.isLast) joined.delete(change.order);
    joined.set(change.order, { ...change, sizeBefore, isLast: change.isLast || earlier?.isLast === true });
  }
  return [...joined.values()]
    .map(settled)
    .filter(isOrderChanged)
    .map(({ order, side, price, size, isLast }) => {
      return { order, side, price: price as Ticks, size: size as Lots, isLast };
    });
}
