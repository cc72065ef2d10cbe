/** Orders of spot markets that meet others: one that takes what rests, and one that is moved or replaced to do so. */
import { amendOrder, OrderType, replaceOrder, Side, TimeInForce, VENUE_DOLLAR } from '@intelligent-ledger/engine/core';
import { copyOf, marketIn, sameOrderIn } from '../../judge/margin/exposure.ts';
import { askToFill } from '../../judge/margin/filling-question.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import { amendingRefusal } from '../../judge/margin/resting-question.ts';
import { BALANCE_LIMIT, balanceOf } from '../../judge/money/books.ts';
import type { Order as RestingOrder } from '../../judge/orders/naive-book.ts';
import { baseOf } from '../../judge/spot/base-asset.ts';
import { type Draft, draftOf } from '../draft.ts';
import { drafted, extreme, ordinary } from '../margin/margin-order.ts';
import { tradingIn } from '../margin/margin-scene.ts';
import { balanceIn } from '../money/money-scene.ts';
import { clientOrderIdFor } from '../orders/client-order-ids.ts';
import { facingOrder } from '../orders/order-terms.ts';
import type { Scene } from '../scene.ts';
import { senderFor } from '../senders/sender.ts';
import { type Spot, tradingSpotsIn } from './spot-scene.ts';

const { goodTillCancelled, immediateOrCancel, fillOrKill } = TimeInForce;
const DEEP_PER_MILLE = 400;
const PASSING_PER_MILLE = 250;
const ANYWHERE_PER_MILLE = 300;
const RICHEST_PER_MILLE = 400;

/** All or a part of what another shows, mostly of one that may not if there is one; by whoever can pay. */
export function meeting(scene: Scene, spots: readonly Spot[], sent: number): Draft | undefined {
  const { random, state, message } = scene;
  const maker = makerToMeet(scene, spots);
  if (maker === undefined) return undefined;
  const account = message === undefined ? strangerTo(scene, maker, sent) : sent;
  const market = state.marketOf(maker);
  const side = maker.side === Side.buy ? Side.sell : Side.buy;
  const order = ordinary(scene, account, market, side);
  // A few lots that are to fill whole, past those who may not.
  if (random.happens(PASSING_PER_MILLE)) {
    const size = random.between(1, 5);
    return drafted(scene, { ...order, size, price: extreme(market, side), timeInForce: fillOrKill });
  }
  const lots = maker.size - maker.filled;
  const size = random.pick([lots, maker.shown, random.between(1, lots), Math.min(market.maxSize, lots + 1)]);
  const timeInForce = random.pick([immediateOrCancel, immediateOrCancel, fillOrKill]);
  const price = random.happens(DEEP_PER_MILLE) ? extreme(market, side) : maker.price;
  return drafted(scene, { ...order, size, price, timeInForce });
}

function makerToMeet(scene: Scene, spots: readonly Spot[]): RestingOrder | undefined {
  const { random, state } = scene;
  const resting = spots.flatMap(({ market }) => [...market.book.bids, ...market.book.asks]);
  const short = resting.filter(({ account }) => freeMarginOf(state, account) < 0n);
  const full = resting.filter((order) => isFull(scene, order));
  const chosen = full.length > 0 && random.happens(600) ? full : short;
  const makers = chosen.length > 0 && random.happens(700) ? chosen : resting;
  return makers.length > 0 ? random.pick(makers) : undefined;
}

/** Whether whoever buys by an order has no room for a lot more. */
function isFull({ state }: Scene, { account, market, side }: RestingOrder): boolean {
  const base = baseOf(state, state.marketOf({ market }));
  if (base === undefined || side === Side.sell) return false;
  return balanceOf(base.asset.books, account) + base.lot >= BALANCE_LIMIT;
}

function strangerTo({ random, state }: Scene, maker: RestingOrder, sent: number): number {
  const owner = state.accounts[maker.account]?.owner;
  const strangers = [...state.accounts.keys()].filter((account) => state.accounts[account]?.owner !== owner);
  if (strangers.length === 0) return sent;
  const dollarsOf = (account: number) => balanceIn(state, account, VENUE_DOLLAR);
  const [richest = sent] = [...strangers].sort((a, b) => dollarsOf(b) - dollarsOf(a));
  return random.happens(RICHEST_PER_MILLE) ? richest : random.pick(strangers);
}

/** An order at rest that meets others at their price, with as many lots as the account has or can afford, or more. */
export function amendmentInSpot(scene: Scene): Draft | undefined {
  const open = orderToMove(scene);
  if (open === undefined) return undefined;
  const { random, state } = scene;
  const inVain = amendmentInVain(scene, open);
  if (inVain !== undefined) return inVain;
  const { order, account, side, displaySize, expiry } = open;
  const market = state.marketOf(open);
  const facing = facingOrder(market, side)?.price ?? open.price;
  const price = random.pick([facing, facing, facing, open.price, extreme(market, side)]);
  const most = lotsThatMove(scene, open, price);
  const wanted = random.pick([open.size, open.size, most, most, most + 1, market.maxSize]);
  const size = Math.max(1, Math.min(wanted, market.maxSize));
  return draftOf(amendOrder, { ...senderFor(scene, account), order, price, size, displaySize, expiry });
}

/** One that may rest at the price of who faces it, but may not trade there; undefined where there is none. */
function amendmentInVain(scene: Scene, open: RestingOrder): Draft | undefined {
  const { state } = scene;
  const { order, account, market, side, displaySize, expiry } = open;
  const maker = facingOrder(state.marketOf(open), side);
  if (maker === undefined || state.accounts[maker.account]?.owner === state.accounts[account]?.owner) return undefined;
  const { price } = maker;
  const without = copyOf(state);
  marketIn(without, market).book.leave(sameOrderIn(without, open));
  const size = [open.size, lotsThatMove(scene, open, price)].find((wanted) => {
    const isTaken =
      wanted > open.filled && amendingRefusal(state, open, { ...open, price, size: wanted }) === undefined;
    return isTaken && askToFill(without, sameOrderIn(without, maker), open, wanted - open.filled).refused === 'taker';
  });
  if (size === undefined) return undefined;
  return draftOf(amendOrder, { ...senderFor(scene, account), order, price, size, displaySize, expiry });
}

/** An order that sells what the one sold that it replaces, or buys what that one had room for, or a lot more. */
export function replacementInSpot(scene: Scene): Draft | undefined {
  const open = orderToMove(scene);
  if (open === undefined) return undefined;
  const { random, state } = scene;
  const { order: replaced, account, market, side } = open;
  const known = state.marketOf(open);
  const price = random.pick([open.price, facingOrder(known, side)?.price ?? open.price]);
  const most = lotsThatMove(scene, open, price) - open.filled;
  const size = Math.max(1, Math.min(random.pick([most, most, most + 1, known.maxSize]), known.maxSize));
  const terms = { account, market, side, price, size, orderType: OrderType.limit, timeInForce: goodTillCancelled };
  const clientOrderId = clientOrderIdFor(scene, account);
  return draftOf(replaceOrder, { ...senderFor(scene, account), ...terms, replaced, clientOrderId });
}

/** Now and then an order that rests, mostly in a spot market and of an account that is short, if there is one. */
function orderToMove({ random, profile, state, message }: Scene): RestingOrder | undefined {
  if (!random.happens(profile.spot.movedPerMille)) return undefined;
  const spots = tradingSpotsIn(state).map(({ market }) => market);
  const markets = random.happens(ANYWHERE_PER_MILLE) ? tradingIn(state) : spots;
  const resting = markets.flatMap(({ book }) => [...book.bids, ...book.asks]);
  const own = resting.filter(({ account }) => message === undefined || account === message.account);
  const short = own.filter(({ account }) => freeMarginOf(state, account) < 0n);
  const chosen = short.length > 0 && random.happens(600) ? short : own;
  return chosen.length > 0 ? random.pick(chosen) : undefined;
}

/** The largest size at which an order that rests could rest at a price instead. */
function lotsThatMove({ state }: Scene, open: RestingOrder, price: number): number {
  let [most, tooMany] = [open.filled, state.marketOf(open).maxSize + 1];
  while (tooMany - most > 1) {
    const size = Math.floor((most + tooMany) / 2);
    if (amendingRefusal(state, open, { ...open, price, size }) === undefined) most = size;
    else tooMany = size;
  }
  return most;
}
