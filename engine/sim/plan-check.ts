/**
 * Asks both sides what the taker of an entry would get, before the entry is applied, and holds the
 * entry's fills to the answer where the order may not stay, comes at the same time and meets nobody
 * of its own owner, of whom `planMatch` knows nothing.
 */
import {
  decode,
  decodeEntry,
  type Lots,
  type Machine,
  MarketState,
  type MatchPlan,
  OrderType,
  PRICE_TICKS_MAX,
  placeOrder,
  RATE_ONE,
  ResultCode,
  type Side,
  type Ticks,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { firstDifference } from './comparison.ts';
import type { Answer, NaiveExchange } from './judge/naive-exchange.ts';
import type { NaiveState } from './judge/naive-state.ts';
import { isExpiredAt, type Market } from './judge/orders/naive-book.ts';
import { limitOf, marketBounds, type PriceTerms } from './judge/orders/price-bounds.ts';
import { isOneOwner } from './judge/orders/self-trade.ts';
import { commandLayout } from './transcript.ts';

export interface PlanCheck {
  readonly plan: MatchPlan;
  /** How the plans of machine and judge differ. */
  readonly difference: string | undefined;
  /** Whether the entry then does what the plan says: all of it, or the fills unless the plan was cut short. */
  readonly binds: 'all' | 'whole plans' | 'nothing';
  readonly timeInForce: number;
  /** Of a market order, the one bound that is tighter than the others. */
  readonly boundBy: string | undefined;
}

/** The check of an entry that places an order whose fields a market could take; undefined for any other. */
export function checkPlan(machine: Machine, judge: NaiveExchange, entry: Uint8Array): PlanCheck | undefined {
  if (commandLayout(entry) !== placeOrder) return undefined;
  const { head, command } = decodeEntry(entry);
  const {
    market: number,
    account,
    orderType,
    price,
    size,
    slippage,
    timeInForce,
    ...rest
  } = decode(placeOrder, command);
  const side = rest.side as Side;
  const market = judge.state.markets[number];
  if (market === undefined || (rest.side !== 1 && rest.side !== 2) || size < 1 || size > market.maxSize)
    return undefined;
  if (price < 1 || price > PRICE_TICKS_MAX || slippage > RATE_ONE) return undefined;

  const terms = { side, orderType, price, slippage };
  const limit = limitOf(market, terms);
  const plan = machine.planMatch(number, side, limit as Ticks, size as Lots);
  const difference = firstDifference(plan, judge.planMatch(number, side, limit, size), 'plan');
  const isSameTime = head.time === judge.state.time && market.state === MarketState.open;
  const isPassing = timeInForce === TimeInForce.immediateOrCancel || timeInForce === TimeInForce.fillOrKill;
  const isAlone = !isWorkQueued(judge.state, head.time) && !facesItself(judge.state, market, account, side);
  // Where there is money the taker is asked about its account, of which `planMatch` knows nothing.
  const isBinding = isSameTime && isPassing && isAlone && !judge.state.hasMoney;
  const isPending = judge.state.openOrders().some((order) => isExpiredAt(order, head.time));
  // What is cleared first may be the best price, from which the slippage of a market order is measured.
  const binds = !isBinding || (isPending && slippage !== 0) ? 'nothing' : isPending ? 'whole plans' : 'all';
  return { plan, difference, binds, timeInForce, boundBy: tightestBound(market, terms) };
}

/** How what the entry did differs from what was planned for it. */
export function planDifference(check: PlanCheck, { code, records }: Answer): string | undefined {
  const { plan, binds, timeInForce } = check;
  if (binds === 'nothing' || (binds === 'whole plans' && plan.isCutShort)) return undefined;
  const isPlaced = records.some(({ name }) => name === 'orderPlaced');
  const isWhole = plan.remaining === 0;
  const isKilled = code === ResultCode.fillOrKillUnfilled;
  const isMisjudged = timeInForce === TimeInForce.fillOrKill && (isPlaced ? !isWhole : isKilled && isWhole);
  if (isMisjudged) return `fill-or-kill ${isPlaced ? 'placed' : 'refused'} where ${plan.remaining} would remain`;
  if (!isPlaced) return undefined;
  const fills = records
    .filter(({ name }) => name === 'orderFilled')
    .map(({ values }) => ({ order: values['maker'], price: values['price'], size: values['size'] }));
  return firstDifference(plan.fills, fills, 'fills against their plan');
}

/** Whether queued work changes the book first, or the order itself waits. */
function isWorkQueued({ queue, scheduledCancels, orderGroups }: NaiveState, time: number): boolean {
  const isSweepAhead = orderGroups.some((group) => group.isSweepAhead);
  return queue.length > 0 || isSweepAhead || scheduledCancels.some(({ at }) => at <= time);
}

function facesItself(state: NaiveState, market: Market, account: number, side: Side): boolean {
  return [...market.book.bids, ...market.book.asks].some((order) => {
    return order.side !== side && isOneOwner(state, order.account, account);
  });
}

function tightestBound(market: Market, terms: PriceTerms): string | undefined {
  if (terms.orderType !== OrderType.market) return undefined;
  const { price, slippage, collar } = marketBounds(market, terms);
  const bounds = { 'its price': price, 'its slippage': slippage, 'the collar': collar };
  const limit = limitOf(market, terms);
  const tightest = Object.entries(bounds).filter(([, bound]) => bound === limit);
  return tightest.length === 1 ? tightest[0]?.[0] : undefined;
}
