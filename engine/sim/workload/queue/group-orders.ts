/** Orders that hit the members of order groups, so that these trip, and orders that meet members which are dead. */
import {
  MarketState,
  OrderFlag,
  OrderType,
  placeOrder,
  SelfTrade,
  Side,
  TimeInForce,
} from '@intelligent-ledger/engine/core';
import { NO_BUILDER } from '../../judge/fees/builders.ts';
import type { NaiveState } from '../../judge/naive-state.ts';
import type { Market, Order } from '../../judge/orders/naive-book.ts';
import { type Draft, draftOf } from '../draft.ts';
import { clientOrderIdFor } from '../orders/client-order-ids.ts';
import { termsFor } from '../orders/order-drafts.ts';
import { fittingSize, isStale, sizeFor } from '../orders/order-terms.ts';
import type { Scene } from '../scene.ts';
import { accountFor, senderFor } from '../senders/sender.ts';
import { isDead, membersOfTripped } from './group-drafts.ts';
import { queuedMarkets, waitingOrders } from './queued-work.ts';

const SIZE_FACTOR_MAX = 3;
const AWAITED_FACTOR = 3;
const MANY_MEMBERS = 3;
/** As good as all of a side. */
const MANY_LOTS = 300;

/** Now and then an order that meets a member, a dead one where there is one; else undefined. */
export function placementAtGroup(scene: Scene): Draft | undefined {
  const { random, profile, state } = scene;
  const queued = random.happens(850) ? queuedMarkets(state) : [];
  const resting = state.restingOrders().filter(({ market: number, orderGroup }) => {
    const market = state.markets[number];
    const isMatching = market?.state === MarketState.open || market?.state === MarketState.postOnly;
    return orderGroup > 0 && isMatching && !queued.includes(number);
  });
  const dead = membersOfTripped(state, resting);
  if (dead.length > 0 && random.happens(profile.deadHitsPerMille)) {
    const expired = dead.filter((order) => isStale(order, scene.time));
    return meeting(scene, random.pick(bestFirst(scene, expired.length > 0 ? expired : dead)));
  }
  const awaited = awaitedGroups(state);
  const elsewhere = resting.filter(({ orderGroup }) => awaited.has(orderGroup));
  const factor = elsewhere.length > 0 ? AWAITED_FACTOR : 1;
  if (!random.happens(factor * profile.hitsPerMille)) return undefined;
  const best = bestFirst(scene, elsewhere.length > 0 ? elsewhere : ofManyMembers(state, resting));
  return best.length === 0 ? undefined : hitting(scene, random.pick(best));
}

/** The members of the groups that leave some behind as they trip, where there are such. */
function ofManyMembers(state: NaiveState, members: readonly Order[]): readonly Order[] {
  const counts = new Map<number, number>();
  for (const { orderGroup } of state.restingOrders()) counts.set(orderGroup, (counts.get(orderGroup) ?? 0) + 1);
  const many = members.filter(({ orderGroup }) => (counts.get(orderGroup) ?? 0) >= MANY_MEMBERS);
  return many.length > 0 ? many : members;
}

/** Whether members of another group rest on the same side. */
function hasOthers(state: NaiveState, { orderGroup, market, side }: Order): boolean {
  const orders = state.markets[market]?.book.sideOf(side) ?? [];
  return orders.some((other) => other.orderGroup > 0 && other.orderGroup !== orderGroup);
}

/** The groups with members where work is queued, or with orders that wait: seldom do such trip. */
function awaitedGroups(state: NaiveState): ReadonlySet<number> {
  const queued = queuedMarkets(state);
  const resting = queued.length === 0 ? [] : state.restingOrders().filter(({ market }) => queued.includes(market));
  return new Set([...waitingOrders(state), ...resting].map(({ orderGroup }) => orderGroup));
}

/** Mostly those that are the first of their side. */
function bestFirst({ random, state }: Scene, orders: readonly Order[]): readonly Order[] {
  const best = orders.filter((order) => state.marketOf(order).book.sideOf(order.side)[0] === order);
  return best.length > 0 && random.happens(800) ? best : orders;
}

/** An order of another owner that fills about as many lots as the group may, or several times as many. */
function hitting(scene: Scene, member: Order): Draft {
  const { random, state } = scene;
  const market = state.marketOf(member);
  const { fillLimit = 1 } = state.orderGroups.find(({ group }) => group === member.orderGroup) ?? {};
  const lots = Math.min(fillLimit, 100) * random.between(1, SIZE_FACTOR_MAX) + random.below(2);
  const timeInForce = random.pick([TimeInForce.goodTillCancelled, TimeInForce.immediateOrCancel]);
  const isMany = hasOthers(state, member) && random.happens(250);
  const usual = random.pick([sizeFor(scene, market), lots, lots, lots]);
  const size = Math.min(market.maxSize, isMany ? MANY_LOTS : usual);
  const price = random.happens(isMany ? 1_000 : 200) ? endOfTable(market, member) : member.price;
  return placed(scene, member, strangerTo(scene, member), { timeInForce, size, price, flags: 0 });
}

/** An order of any kind at the price of a dead member or beyond. */
function meeting(scene: Scene, member: Order): Draft {
  const { random, state } = scene;
  const market = state.marketOf(member);
  const account = random.happens(700) ? strangerTo(scene, member) : accountFor(scene);
  const isPostOnly = market.state === MarketState.postOnly || random.happens(300);
  const far = isPostOnly ? lastDeadPrice(scene, market, member) : endOfTable(market, member);
  const price = random.happens(500) ? far : member.price;
  const timeInForce = isPostOnly ? TimeInForce.goodTillCancelled : random.pick(Object.values(TimeInForce));
  const size =
    timeInForce === TimeInForce.fillOrKill ? wholeSize(scene, member, account, price) : sizeFor(scene, market);
  return placed(scene, member, account, { timeInForce, size, price, flags: isPostOnly ? OrderFlag.postOnly : 0 });
}

interface Terms {
  readonly timeInForce: number;
  readonly size: number;
  readonly price: number;
  readonly flags: number;
}

function placed(scene: Scene, member: Order, account: number, terms: Terms): Draft {
  const usual = termsFor(scene, account, member.market);
  const isPassing = terms.timeInForce !== TimeInForce.goodTillCancelled;
  return draftOf(placeOrder, {
    ...senderFor(scene, account),
    ...usual,
    ...terms,
    side: facing(member),
    orderType: OrderType.limit,
    slippage: 0,
    displaySize: 0,
    expiry: isPassing ? 0 : usual.expiry,
    clientOrderId: clientOrderIdFor(scene, account),
  });
}

function wholeSize(scene: Scene, member: Order, account: number, price: number): number {
  const terms = { side: facing(member), orderType: OrderType.limit, price, slippage: 0 };
  const sender = { account, selfTrade: SelfTrade.accountDefault, ...NO_BUILDER };
  return fittingSize(scene, scene.state.marketOf(member), { ...terms, ...sender });
}

/** An account of another owner, where there is one; within a message that of the message. */
function strangerTo(scene: Scene, { account }: Order): number {
  const { random, state, message } = scene;
  const owner = state.accounts[account]?.owner;
  const others = [...state.accounts.keys()].filter((number) => state.accounts[number]?.owner !== owner);
  return message !== undefined || others.length === 0 ? accountFor(scene) : random.pick(others);
}

function facing({ side }: Order): Side {
  return side === Side.buy ? Side.sell : Side.buy;
}

/** The price of the last of the dead orders that come first on the side of a member. */
function lastDeadPrice(scene: Scene, { book }: Market, member: Order): number {
  const orders = book.sideOf(member.side);
  const alive = orders.findIndex((order) => !isDead(scene, order));
  const dead = alive === -1 ? orders : orders.slice(0, alive);
  return dead.at(-1)?.price ?? member.price;
}

/** The price that takes the whole side of a member. */
function endOfTable({ maxPrice, bands }: Market, { side }: Order): number {
  return side === Side.buy ? (bands[0]?.from ?? 1) : maxPrice;
}
