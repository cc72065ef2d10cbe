/** Which situations of order quotas one placement shows, also that of a replaceOrder, by how it was answered. */
import {
  MarketState,
  OrderFlag,
  type placeOrder,
  ResultCode,
  TimeInForce,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { JudgeRecord, NaiveState, OrderQuota } from '../../judge/naive-state.ts';
import { wouldCross } from '../../judge/orders/matching.ts';
import { isExpiredAt, type Order } from '../../judge/orders/naive-book.ts';
import { isReached, ordersOf, quotaOf } from '../../judge/orders/order-quotas.ts';

/** An order command with what it found. */
export interface OrderAtQuota {
  /** After the command. */
  readonly state: NaiveState;
  /** The number of the owner who sent it. */
  readonly owner: number;
  readonly values: ValuesOf<typeof placeOrder.specs>;
  /** The open orders of all owners that it found, without the one that it replaces. */
  readonly standing: readonly Order[];
  readonly replaced: Order | undefined;
  readonly isReplacing: boolean;
}

/** One of the two quotas, with the orders that count toward it. */
interface Bound {
  readonly word: 'quota' | 'market quota';
  readonly counted: readonly Order[];
  readonly most: number;
  readonly own: number;
  readonly all: number;
  /** The owner's own number of the other quota. */
  readonly ownOther: number;
}

/** The goals that an order command reached. */
export function quotaSituations(scene: OrderAtQuota, code: number, records: readonly JudgeRecord[]): string[] {
  const total = boundOf(scene, 'quota');
  const inMarket = boundOf(scene, 'market quota');
  const isTotalReached = isReached(total.counted.length, total.most);
  switch (code) {
    case ResultCode.orderQuotaReached:
      return [...refusalSituations(scene, total), ...totalSituations(total, inMarket)];
    case ResultCode.marketOrderQuotaReached:
      return [...refusalSituations(scene, inMarket), ...marketSituations(scene, total)];
    case ResultCode.ordersFull:
      return isTotalReached ? ['orders full and quota reached at once'] : [];
    case ResultCode.accepted: {
      if (records.at(-1)?.name === 'orderKnown') return isTotalReached ? ['repeat at the quota'] : [];
      return [...takenSituations(scene, total), ...takenSituations(scene, inMarket), ...otherSituations(scene)];
    }
    default:
      return [];
  }
}

function boundOf({ state, owner, values, standing }: OrderAtQuota, word: Bound['word']): Bound {
  const open = ordersOf(state, owner, standing);
  const name = word === 'quota' ? 'ordersMax' : 'marketOrdersMax';
  const other = word === 'quota' ? 'marketOrdersMax' : 'ordersMax';
  const quota: OrderQuota | undefined = state.owners[owner];
  return {
    word,
    counted: word === 'quota' ? open : open.filter(({ market }) => market === values.market),
    most: quotaOf(state, owner)[name],
    own: quota?.[name] ?? 0,
    all: state.orderQuota[name],
    ownOther: quota?.[other] ?? 0,
  };
}

function refusalSituations(scene: OrderAtQuota, { word, counted, most, own, all, ownOther }: Bound): string[] {
  const { state, values } = scene;
  const alive = counted.filter((order) => !isExpiredAt(order, state.time));
  const ofAccount = counted.filter(({ account }) => account === values.account);
  const reached = [`${word} of ${own === 0 ? 'all owners' : 'its own'} reached`];
  if (all !== 0 && own > all) reached.push(`${word} of its own reached above that of all owners`);
  if (own !== 0 && own < all) reached.push(`${word} of its own reached below that of all owners`);
  if (own === 0 && ownOther !== 0) {
    reached.push(`${word} of all owners reached by an owner with another number of its own`);
  }
  if (ofAccount.length < most) reached.push(`${word} reached by accounts of one owner together`);
  if (alive.length < most) reached.push(`${word} reached by an expired order that is not yet cleared`);
  if (counted.length > most) reached.push(`${word} reached that is below what is open`);
  return [...reached, ...laterSituations(scene).map((situation) => `${word} reached ${situation}`)];
}

/** What else the order would have done or met, had its quota not been reached. */
function laterSituations({ state, values, replaced, isReplacing }: OrderAtQuota): string[] {
  const market = state.markets[values.market];
  if (market === undefined || isReplacing || replaced !== undefined) return [];
  const side = values.side === 1 ? 1 : 2;
  const isPostOnly = values.flags === OrderFlag.postOnly;
  const isMeeting = market.state === MarketState.open && wouldCross(state, market, side, values.price);
  const levels = state.markets.flatMap(({ book }) => [...book.levels(1), ...book.levels(2)]).length;
  const isNewLevel = !market.book.levels(side).includes(values.price);
  const later: string[] = [];
  if (isMeeting) later.push(isPostOnly ? 'by a post-only order that would cross' : 'by an order that would match');
  if (isNewLevel && levels === state.limits.levelsMax) later.push('while levels are full');
  return later;
}

function totalSituations(total: Bound, inMarket: Bound): string[] {
  const isMarketReached = isReached(inMarket.counted.length, inMarket.most);
  const isElsewhere = inMarket.counted.length < total.most;
  return [
    ...(isMarketReached ? ['quota and market quota reached at once'] : []),
    ...(isElsewhere ? ['quota reached by orders of other markets too'] : []),
  ];
}

function marketSituations({ replaced, values }: OrderAtQuota, total: Bound): string[] {
  const isFromElsewhere = replaced !== undefined && replaced.market !== values.market;
  return [
    ...(total.most === 0 ? [] : ['market quota reached below the quota']),
    ...(isFromElsewhere ? ['market quota reached by an order that replaces another of another market'] : []),
  ];
}

function takenSituations(scene: OrderAtQuota, { word, counted, most, own, all }: Bound): string[] {
  const { values, replaced, isReplacing } = scene;
  const count = counted.length;
  if (!mayStay(scene)) {
    const unasked = 'not asked of an order that may not stay';
    const situation = isReplacing ? `quotas ${unasked} and replaces another` : `${word} ${unasked}`;
    return isReached(count, most) ? [situation] : [];
  }
  const isGivingPlace = replaced !== undefined && (word === 'quota' || replaced.market === values.market);
  const isAboveAll = own > all && isReached(count, all);
  return [
    ...(isGivingPlace && isReached(count + 1, most) ? [`${word} kept by an order that replaces another`] : []),
    ...(isAboveAll ? [`order above the ${word} of all owners, with a larger one of its own`] : []),
    ...(count + 1 === most ? [`last place of the ${word} taken`] : []),
  ];
}

/** What is reached elsewhere and does not bind the order: in another market, or by another owner. */
function otherSituations(scene: OrderAtQuota): string[] {
  const { state, owner, standing, values } = scene;
  if (!mayStay(scene)) return [];
  const { marketOrdersMax } = quotaOf(state, owner);
  const own = ordersOf(state, owner, standing);
  const isMarketReached = state.markets.some(({ number }) => {
    const count = own.filter(({ market }) => market === number).length;
    return number !== values.market && isReached(count, marketOrdersMax);
  });
  const { ordersMax } = state.orderQuota;
  const isOwnerReached = state.owners.some((other, number) => {
    const count = ordersOf(state, number, standing).length;
    return number !== owner && other.ordersMax === 0 && isReached(count, ordersMax);
  });
  const isSameQuota = state.owners[owner]?.ordersMax === 0;
  return [
    ...(isMarketReached ? ['order while the quota of another market is reached'] : []),
    ...(isOwnerReached && isSameQuota ? ['order while another owner is at the same quota'] : []),
  ];
}

function mayStay({ values }: OrderAtQuota): boolean {
  return values.timeInForce === TimeInForce.goodTillCancelled;
}
