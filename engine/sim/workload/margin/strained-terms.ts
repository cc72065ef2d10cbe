/**
 * Terms that a market refuses, or can hardly fill, for one reason each. An order that waits is asked for them at its
 * turn, which the usual orders seldom reach with all else right.
 */
import { OrderFlag, OrderType, SelfTrade, SIZE_LOTS_MAX, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import type { Market } from '../../judge/orders/naive-book.ts';
import type { termsFor } from '../orders/order-drafts.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';
import { hasMoney } from './margin-scene.ts';

const STRAINED_PER_MILLE = 400;
/** How soon an expiry is, in microseconds, that is likely past at the turn. */
const EXPIRY_AHEAD_MAX = 400;

export type OrderTerms = ReturnType<typeof termsFor> & { readonly displaySize?: number };

/** Mostly the terms as they are; else changed in one thing. */
export function strained(scene: Scene, market: Market, terms: OrderTerms): OrderTerms {
  const { random } = scene;
  if (!random.happens(STRAINED_PER_MILLE)) return terms;
  const plain = { ...terms, orderType: OrderType.limit, slippage: 0, flags: 0, expiry: 0, displaySize: 0 };
  const staying = { ...plain, timeInForce: TimeInForce.goodTillCancelled };
  const passing = { ...plain, timeInForce: TimeInForce.immediateOrCancel };
  const beyond = hasMoney(scene.state) ? 18 : 0;
  const how = random.weighted({ conflict: 4, edge: 6, whole: 6, across: 2, far: 2, beyond });
  switch (how) {
    case 'conflict':
      return random.pick([
        { ...staying, orderType: OrderType.market },
        { ...passing, flags: OrderFlag.postOnly },
        { ...passing, expiry: scene.time + EXPIRY_AHEAD_MAX },
        { ...passing, displaySize: terms.size },
        { ...staying, slippage: 1 },
      ]);
    case 'edge':
      return random.pick(edges(scene, market, staying));
    case 'whole':
      return wholeOrNothing(random, scene, market, plain);
    case 'across':
      return { ...staying, price: reaching(market, terms.side), flags: OrderFlag.postOnly };
    case 'beyond':
      return random.pick(beyondMargin(scene, market, staying));
    case 'far':
      return { ...staying, price: farPrice(random, market, terms.side) };
  }
}

/** More than most accounts can afford or may hold, or what only reduces; to rest, or to take from all that is there. */
function beyondMargin({ random, profile }: Scene, market: Market, staying: OrderTerms): OrderTerms[] {
  const { size, side } = staying;
  const large = Math.min(market.maxSize, random.between(2, 80) * random.pick([1, 20, 400]) * profile.sizeMax);
  const price = reaching(market, side);
  const { immediateOrCancel, fillOrKill } = TimeInForce;
  return [
    { ...staying, size: large },
    { ...staying, size: large },
    { ...staying, flags: OrderFlag.reduceOnly },
    { ...staying, size: large, price, timeInForce: immediateOrCancel },
    { ...staying, size: large, price, timeInForce: immediateOrCancel },
    { ...staying, size: large, price, timeInForce: immediateOrCancel, flags: OrderFlag.reduceOnly },
    { ...staying, size: random.pick([size, large]), price, timeInForce: fillOrKill },
    { ...staying, size: large, price, timeInForce: fillOrKill },
  ];
}

/** A fill-or-kill order that reaches through all of the book, of a few lots or of many. */
function wholeOrNothing(random: Random, { profile }: Scene, market: Market, plain: OrderTerms): OrderTerms {
  const size = Math.min(market.maxSize, random.between(1, 3 * profile.sizeMax));
  const selfTrade = random.pick([SelfTrade.accountDefault, SelfTrade.expireTaker, SelfTrade.expireBoth]);
  const price = reaching(market, plain.side);
  return { ...plain, timeInForce: TimeInForce.fillOrKill, price, size, selfTrade };
}

/** Just beyond what a market admits; often its limits, where it has some. */
function edges({ random, time }: Scene, market: Market, staying: OrderTerms): OrderTerms[] {
  const { maxSize, minSize, minNotional, maxPrice } = market;
  const small = Math.max(1, minSize - 1);
  const lowest = market.bands[0]?.from ?? 1;
  const hidden = { ...staying, size: Math.min(maxSize, 2 * small + 1), displaySize: small };
  const cheap = { ...staying, price: lowest, size: Math.max(1, minSize), side: Side.buy };
  const limited = [...(minSize > 1 ? [{ ...staying, size: small }, hidden] : []), ...(minNotional > 0 ? [cheap] : [])];
  if (limited.length > 0 && random.happens(600)) return limited;
  return [
    { ...staying, expiry: time + 1 + random.below(EXPIRY_AHEAD_MAX) },
    { ...staying, price: maxPrice + 1 },
    { ...staying, size: Math.min(maxSize + 1, SIZE_LOTS_MAX) },
    { ...staying, size: Math.min(101, maxSize), displaySize: 1 },
  ];
}

/** The price that takes the most of the other side. */
export function reaching({ maxPrice, bands }: Market, side: number): number {
  return side === Side.buy ? maxPrice : (bands[0]?.from ?? 1);
}

/** Near the end of the step table where nobody takes the order, mostly a level of its own. */
function farPrice(random: Random, { maxPrice, bands }: Market, side: number): number {
  const { from, step } = bands[side === Side.buy ? 0 : bands.length - 1] ?? { from: 1, step: 1 };
  const away = step * random.below(20);
  return side === Side.buy ? from + away : Math.max(from, maxPrice - away);
}
