/**
 * Asks both sides what the taker of an entry would get, before the entry is applied, and holds the
 * entry's fills to the answer where it is an immediate-or-cancel order at the same time.
 */
import {
  decode,
  decodeEntry,
  type Lots,
  type Machine,
  MarketState,
  type MatchPlan,
  placeOrder,
  type Side,
  type Ticks,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { firstDifference } from './comparison.ts';
import { isExpiredAt } from './judge/naive-book.ts';
import type { Answer, NaiveExchange } from './judge/naive-exchange.ts';
import { isOnTable } from './judge/step-table.ts';
import { commandLayout } from './transcript.ts';

export interface PlanCheck {
  readonly plan: MatchPlan;
  /** How the plans of machine and judge differ. */
  readonly difference: string | undefined;
  /** Whether the entry then does what the plan says: all of it, or the fills unless the plan was cut short. */
  readonly binds: 'all' | 'whole plans' | 'nothing';
}

/** The check of an entry that places an order at a price of its market's table; undefined for any other. */
export function checkPlan(machine: Machine, judge: NaiveExchange, entry: Uint8Array): PlanCheck | undefined {
  if (commandLayout(entry) !== placeOrder) return undefined;
  const { head, command } = decodeEntry(entry);
  const { market: number, side, price, size, timeInForce } = decode(placeOrder, command);
  const market = judge.state.markets[number];
  if (market === undefined || (side !== 1 && side !== 2) || size < 1 || size > market.maxSize) return undefined;
  if (!isOnTable(market.bands, market.maxPrice, price)) return undefined;

  const plan = machine.planMatch(number, side as Side, price as Ticks, size as Lots);
  const difference = firstDifference(plan, judge.planMatch(number, side as Side, price, size), 'plan');
  const isSameTime = head.time === judge.state.time && market.state === MarketState.open;
  const isBinding = isSameTime && timeInForce === TimeInForce.immediateOrCancel;
  const isPending = judge.state.openOrders().some((order) => isExpiredAt(order, head.time));
  return { plan, difference, binds: !isBinding ? 'nothing' : isPending ? 'whole plans' : 'all' };
}

/** How what the entry did differs from what was planned for it. */
export function planDifference({ plan, binds }: PlanCheck, answer: Answer): string | undefined {
  const isPlaced = answer.records.some(({ name }) => name === 'orderPlaced');
  if (binds === 'nothing' || !isPlaced || (binds === 'whole plans' && plan.isCutShort)) return undefined;
  const fills = answer.records
    .filter(({ name }) => name === 'orderFilled')
    .map(({ values }) => ({ order: values['maker'], price: values['price'], size: values['size'] }));
  return firstDifference(plan.fills, fills, 'fills against their plan');
}
