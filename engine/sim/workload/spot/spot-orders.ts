/** Orders made for spot markets: what accounts can afford, have, have not, and sell while they are short of margin. */
import { Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { Draft } from '../draft.ts';
import { drafted, extreme, type Order, ordinary } from '../margin/margin-order.ts';
import { affordable } from '../margin/margin-orders.ts';
import { displayFor, sizeFor } from '../orders/order-terms.ts';
import type { Scene } from '../scene.ts';
import { accountFor } from '../senders/sender.ts';
import { atBound, edgeOrder } from './spot-bounds.ts';
import { meeting } from './spot-meetings.ts';
import { type Holder, holdersIn, middleOf, openSpotsIn, type Spot, tradingSpotsIn, worthOf } from './spot-scene.ts';

const { goodTillCancelled, immediateOrCancel, fillOrKill } = TimeInForce;
const ICEBERGS_PER_MILLE = 150;
/** How often an order is for a market with queued work, where it waits for its turn. */
const QUEUED_PER_MILLE = 400;
/** How often an order is for the first market that there is. */
const FIRST_PER_MILLE = 600;
const DEEP_PER_MILLE = 400;

/** Now and then an order that is made for a spot market, where it can match at once; else undefined. */
export function placementInSpot(scene: Scene): Draft | undefined {
  const { random, profile, state } = scene;
  const { fittedPerMille, orders } = profile.spot;
  if (!random.happens(fittedPerMille)) return undefined;
  const spots = tradingSpotsIn(state);
  const waited = openSpotsIn(state).filter(({ market }) => spots.every((spot) => spot.market !== market));
  if (waited.length > 0 && random.happens(QUEUED_PER_MILLE)) return waitingOrder(scene, random.pick(waited));
  if (spots.length === 0) return undefined;
  const spot = random.pick(random.happens(FIRST_PER_MILLE) ? spots.slice(0, 1) : spots);
  const holders = holdersIn(scene, random.happens(FIRST_PER_MILLE) ? [spot] : spots);
  const account = accountFor(scene);
  switch (random.weighted(orders)) {
    case 'sell':
      return holders.length > 0 ? sale(scene, random.pick(holders)) : undefined;
    case 'oversell':
      return holders.length > 0 ? oversale(scene, random.pick(holders)) : undefined;
    case 'short': {
      const short = holders.filter((holder) => freeMarginOf(state, holder.account) < 0n);
      return short.length > 0 ? shortSale(scene, random.pick(short)) : undefined;
    }
    case 'bid':
      return drafted(scene, bidForShort(scene, account, spot));
    case 'meet':
      return meeting(scene, spots, account);
    case 'edge':
      return edgeOrder(scene, spots, account);
    case 'bound':
      return drafted(scene, atBound(scene, spots, account, spot));
    default:
      return affordable(scene, account, spot.market);
  }
}

/** At the price in the middle, whichever side it is of, so that it meets those that wait before it and stay. */
function waitingOrder(scene: Scene, spot: Spot): Draft {
  const { random } = scene;
  const { market } = spot;
  const holders = holdersIn(scene, [spot]);
  const holder = holders.length > 0 && random.happens(500) ? random.pick(holders) : undefined;
  const side = holder === undefined ? Side.buy : Side.sell;
  const order = ordinary(scene, holder?.account ?? accountFor(scene), market, side);
  const size = Math.min(market.maxSize, random.between(1, holder?.lots ?? sizeFor(scene, market)));
  const timeInForce = random.happens(750) ? goodTillCancelled : order.timeInForce;
  return drafted(scene, { ...order, size, price: middleOf(spot), timeInForce });
}

/** All, a part, a lot more or any size; often of the price of who faces it, and now and then shown in part. */
function sale(scene: Scene, { spot, account, lots }: Holder): Draft {
  const { random } = scene;
  const { market } = spot;
  const part = random.between(1, lots);
  const wanted = random.pick([lots, lots, lots + 1, part, part, sizeFor(scene, market), Math.ceil(lots / 4)]);
  const size = Math.min(market.maxSize, wanted);
  const order = { ...ordinary(scene, account, market, Side.sell), size };
  const isIceberg = order.timeInForce === goodTillCancelled && random.happens(ICEBERGS_PER_MILLE);
  return drafted(scene, isIceberg ? { ...order, displaySize: displayFor(random, size, market) } : order);
}

/** More than the account has that no order sells, at any price. */
function oversale(scene: Scene, { spot, account, lots }: Holder): Draft {
  const { random } = scene;
  const { market } = spot;
  const order = ordinary(scene, account, market, Side.sell);
  const size = Math.min(market.maxSize, lots + random.pick([1, sizeFor(scene, market), market.maxSize]));
  const timeInForce = random.pick([immediateOrCancel, immediateOrCancel, fillOrKill]);
  return drafted(scene, { ...order, size, price: extreme(market, Side.sell), timeInForce });
}

/** At once, at the price of who faces it or at any; or resting for what an atom counts. */
function shortSale(scene: Scene, { spot, account, lots }: Holder): Draft {
  const { random } = scene;
  const { market, asset } = spot;
  const asked = ordinary(scene, account, market, Side.sell);
  const size = Math.min(market.maxSize, random.pick([lots, 1, random.between(1, lots), random.between(1, lots)]));
  if (random.happens(300)) {
    const counted = (worthOf(spot) * asset.initialWeight) / 1_000_000;
    const price = within(Math.ceil(counted) + random.pick([-1, 0, 0, 1]), market.maxPrice);
    return drafted(scene, { ...asked, size, price, timeInForce: goodTillCancelled });
  }
  const price = random.happens(DEEP_PER_MILLE) ? extreme(market, Side.sell) : asked.price;
  return drafted(scene, { ...asked, size, price, timeInForce: random.pick([immediateOrCancel, fillOrKill]) });
}

/** About what a lot is worth, or between what it counts and that: whoever is short may just sell to it, or not. */
function bidForShort(scene: Scene, account: number, spot: Spot): Order {
  const { random } = scene;
  const { market } = spot;
  const order = ordinary(scene, account, market, Side.buy);
  const weight = spot.asset.initialWeight / 1_000_000;
  const between = weight + ((1 - weight) * random.between(0, 100)) / 100;
  const part = random.pick([1, between, between, random.between(50, 120) / 100]);
  const price = within(Math.round(worthOf(spot) * part) + random.pick([-1, 0, 0, 1]), market.maxPrice);
  return { ...order, price, timeInForce: goodTillCancelled };
}

function within(value: number, most: number): number {
  return Math.max(1, Math.min(value, most));
}
