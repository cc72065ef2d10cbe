/** Prices, sizes and times of orders: mostly such that orders meet, now and then just beyond what is admitted. */
import { OrderType, RATE_ONE, SIZE_LOTS_MAX, Side } from '@intelligent-ledger/engine/core';
import { isExpiredAt, type Market, type Order } from '../../judge/orders/naive-book.ts';
import { type PlannedSender, planFor } from '../../judge/orders/plan.ts';
import { collarOf, limitOf, type PriceTerms } from '../../judge/orders/price-bounds.ts';
import { middleStep, priceAtStep, priceCount, rateOfSteps } from '../market-template.ts';
import type { Profile } from '../profile.ts';
import { isDead } from '../queue/group-drafts.ts';
import type { Random } from '../random.ts';
import type { Scene } from '../scene.ts';

const PRICE_MAX = 999_999_999;
/** How many times its display size an order may have. */
const SLICES_MAX = 100;

/** The best order that an order of a side could trade with. */
export function facingOrder(market: Market, side: Side): Order | undefined {
  return facingOrders(market, side)[0];
}

function facingOrders({ book }: Market, side: Side): readonly Order[] {
  return side === Side.buy ? book.asks : book.bids;
}

/** Whether an order has expired and was not cleared yet. */
export function isStale(order: Order | undefined, time: number): boolean {
  return order !== undefined && isExpiredAt(order, time);
}

/** Often the price of a dead order in the way or one at the collar; else around the middle, or anywhere. */
export function priceFor(scene: Scene, market: Market, side: Side): number {
  const { random, profile } = scene;
  const { bands, maxPrice } = market;
  if (random.happens(15)) return random.pick([1, maxPrice, Math.min(maxPrice + 1, PRICE_MAX), PRICE_MAX]);
  const collar = collarOf(market, side);
  if (collar !== undefined && random.happens(60)) return within(collar + random.pick([-1, 0, 1]), maxPrice);
  const facing = facingOrder(market, side);
  const touchPerMille = isDead(scene, facing) ? 600 : profile.touchPerMille;
  if (facing !== undefined && random.happens(touchPerMille)) return facing.price;
  const count = priceCount(bands, maxPrice);
  const middle = middleStep(market);
  const away = random.below(profile.spreadSteps) - profile.overlapSteps;
  const reach = profile.isFar && random.happens(500) ? 2 ** random.below(Math.ceil(Math.log2(count)) + 1) : 1;
  const steps = Math.floor(away * reach);
  const price = priceAtStep(bands, maxPrice, side === Side.buy ? middle - steps : middle + steps);
  return random.happens(15) ? Math.max(1, price - 1) : price;
}

/** A limit order that reaches past dead orders to the first that is not; undefined where there are none such. */
export function beyondDead(scene: Scene, market: Market): PriceTerms | undefined {
  for (const side of [Side.buy, Side.sell]) {
    const orders = facingOrders(market, side);
    const alive = isDead(scene, orders[0]) ? orders.find((order) => !isDead(scene, order)) : undefined;
    if (alive !== undefined) return { side, orderType: OrderType.limit, price: alive.price, slippage: 0 };
  }
  return undefined;
}

/** The worst price of a market order: as good as none, or one that may bind, on the step table or not. */
function marketPriceFor(scene: Scene, market: Market, side: Side): number {
  const { random } = scene;
  if (random.happens(600)) return side === Side.buy ? random.pick([PRICE_MAX, market.maxPrice]) : 1;
  return within(priceFor(scene, market, side) + random.pick([-1, 0, 0, 1]), PRICE_MAX);
}

/** The slippage of a market order: none, a few steps of the price, or an edge of its range. */
function slippageFor(random: Random, market: Market): number {
  if (random.happens(400)) return 0;
  if (random.happens(100)) return random.pick([1, RATE_ONE - 1, RATE_ONE]);
  return Math.min(RATE_ONE, rateOfSteps(market, random.below(4)) + random.below(3));
}

export function sizeFor({ random, profile }: Scene, market: Market | undefined): number {
  const sizeMax = market?.maxSize ?? 1;
  if (random.happens(15)) return random.pick([1, sizeMax, Math.min(sizeMax + 1, SIZE_LOTS_MAX), SIZE_LOTS_MAX]);
  const minSize = market?.minSize ?? 0;
  if (minSize > 0 && random.happens(100)) return Math.max(1, minSize - random.below(2));
  const isLarge = random.happens(profile.largePerMille);
  return Math.min(sizeMax, random.between(1, profile.sizeMax * (isLarge ? profile.largeFactor : 1)));
}

/** The lots that a taker could get, and often one more or one less; any size when it could get none. */
export function fittingSize(scene: Scene, market: Market, terms: PriceTerms & Omit<PlannedSender, 'flags'>): number {
  const { random, state, time } = scene;
  const { side } = terms;
  const limit = limitOf(market, terms);
  const plan = planFor(state, market, { time, side, limit, size: market.maxSize, sender: { flags: 0, ...terms } });
  const available = market.maxSize - plan.remaining;
  if (available === 0 || random.happens(200)) return sizeFor(scene, market);
  // Seldom is the bound on work what keeps an order from being filled whole, so that is made use of.
  if (plan.ended === 'workBoundReached' && random.happens(400)) return available + 1;
  return within(available + random.pick([-1, 0, 0, 0, 1]), Math.min(SIZE_LOTS_MAX, market.maxSize + 1));
}

/** The size of an order that shows part of itself, and that part: some slices, as many as there may be, or one more. */
export function icebergFor(scene: Scene, market: Market | undefined): { size: number; displaySize: number } {
  const { random, profile } = scene;
  const sizeMax = market?.maxSize ?? 1;
  const size = sizeFor(scene, market);
  if (random.happens(60)) {
    const displaySize = random.between(1, Math.max(1, Math.ceil(profile.sizeMax / 3)));
    return { size: Math.min(SLICES_MAX * displaySize + random.below(2), sizeMax), displaySize };
  }
  const displaySize = displayFor(random, size, market);
  if (random.happens(500)) return { size, displaySize };
  return { size: Math.min(sizeMax, displaySize * random.between(2, 6) + random.below(displaySize)), displaySize };
}

/** A part of a size to show: a few slices, or an edge. */
export function displayFor(random: Random, size: number, market: Market | undefined): number {
  if (random.happens(60)) return random.pick([1, size, Math.min(size + 1, SIZE_LOTS_MAX), SIZE_LOTS_MAX]);
  const minSize = market?.minSize ?? 0;
  if (minSize > 0 && random.happens(400)) return Math.max(1, minSize - random.below(2));
  return Math.max(1, Math.floor(size / random.between(2, 6)));
}

/** None or ahead, often on round times so that many are equal; now and then now or past. */
export function expiryFor(random: Random, profile: Profile, time: number): number {
  if (!random.happens(profile.expiringPerMille)) return 0;
  if (random.happens(30)) return random.pick([time, Math.max(1, time - 1), 1, Number.MAX_SAFE_INTEGER]);
  const exact = time + 1 + random.below(profile.expiryAheadMax);
  return Math.min(
    Number.MAX_SAFE_INTEGER,
    random.happens(500) ? exact : Math.ceil(exact / profile.expiryAheadMax) * profile.expiryAheadMax,
  );
}

/** A limit order or, for what may not stay, a market order: price and slippage. */
export function priceTerms(scene: Scene, market: Market | undefined, side: Side, orderType: number): PriceTerms {
  if (market === undefined) return { side, orderType, price: 1, slippage: 0 };
  const { random } = scene;
  const isMarketOrder = orderType === OrderType.market;
  const price = isMarketOrder ? marketPriceFor(scene, market, side) : priceFor(scene, market, side);
  const slippage = isMarketOrder || random.happens(8) ? slippageFor(random, market) : 0;
  return { side, orderType, price, slippage };
}

function within(value: number, most: number): number {
  return Math.max(1, Math.min(value, most));
}
