/** Orders made for the margin of their accounts: as large as can be afforded, closing, reducing, far from the mark. */
import { OrderFlag, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import type { Position } from '../../judge/margin/held-margin.ts';
import { openSizeOfOwner, ordersIn } from '../../judge/margin/needs.ts';
import { openInterestOf } from '../../judge/margin/position.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import type { Draft } from '../draft.ts';
import { displayFor, facingOrder, sizeFor } from '../orders/order-terms.ts';
import type { Scene } from '../scene.ts';
import { accountFor } from '../senders/sender.ts';
import { aboutBuilder } from './builder-orders.ts';
import { builderFor } from './builder-terms.ts';
import { drafted, extreme, type Order, ordinary } from './margin-order.ts';
import { positionsAt, shortOf, tradingIn } from './margin-scene.ts';
import { lotsThatRest, lotsThatTake } from './margin-sizes.ts';
import type { MarginOrder } from './margin-style.ts';

const { goodTillCancelled, immediateOrCancel, fillOrKill } = TimeInForce;
/** How often what takes as much as it can afford takes it at any price. */
const DEEP_PER_MILLE = 400;
const LAST_REFUSED_PER_MILLE = 600;
const TAKES_BEYOND_PER_MILLE = 400;

/** Now and then an order that is made for margin, where it can match at once; else undefined. */
export function placementWithMargin(scene: Scene): Draft | undefined {
  const { random, profile, state } = scene;
  const { fittedPerMille, orders } = profile.margin;
  if (!random.happens(fittedPerMille)) return undefined;
  const markets = tradingIn(state);
  if (markets.length === 0) return undefined;
  const positions = positionsAt(scene, markets);
  const how = random.weighted(orders);
  const short = how === 'short' ? shortOf(state, positions) : [];
  const held = short.length > 0 ? short : positions;
  if (isAboutPosition(how) && held.length > 0) return aboutPosition(scene, how, random.pick(held));
  const market = random.pick(markets);
  const account = accountFor(scene);
  switch (how) {
    case 'row':
      return ofNewRow(scene, markets);
    case 'bound':
      return drafted(scene, atBound(scene, account, market));
    case 'built':
      return aboutBuilder(scene, account, market) ?? affordable(scene, account, market);
    case 'far':
      return farOrder(scene, account, market);
    case 'dust':
      return drafted(scene, { ...ordinary(scene, account, market), size: random.between(1, 3) });
    default:
      return affordable(scene, account, market);
  }
}

function isAboutPosition(how: MarginOrder): how is 'close' | 'reduce' | 'short' {
  return how === 'close' || how === 'reduce' || how === 'short';
}

/** What the account can just afford, often one lot more, or a good part of it. */
export function affordable(scene: Scene, account: number, market: Market): Draft {
  const { random } = scene;
  const asked = ordinary(scene, account, market);
  const isDeep = asked.timeInForce !== goodTillCancelled && random.happens(DEEP_PER_MILLE);
  const order = isDeep ? { ...asked, price: extreme(market, asked.side) } : asked;
  const isTaking = order.timeInForce !== goodTillCancelled;
  const taken = isTaking ? lotsThatTake(scene, order) : undefined;
  const most = taken?.lots ?? lotsThatRest(scene, order);
  const beyond = isTaking ? most + random.pick([1, 10]) * sizeFor(scene, market) : most + 1;
  const part = Math.max(1, Math.floor((most * random.between(1, 9)) / 10));
  // Seldom are some makers affordable and the next is not, so that is made use of.
  const isLastRefused = taken?.isRefused === true && most > 0 && random.happens(LAST_REFUSED_PER_MILLE);
  const usual = random.pick([most, most, most + 1, beyond, part, part, part]);
  const size = isLastRefused ? market.maxSize : usual;
  return drafted(scene, { ...order, size: Math.min(market.maxSize, Math.max(1, size)) });
}

/** All, a part or more of a position, mostly at the price of who faces it; a short one also far from the mark. */
function aboutPosition(scene: Scene, how: 'close' | 'reduce' | 'short', { account, market, size }: Position): Draft {
  const { random, state } = scene;
  const known = state.marketOf({ market });
  const lots = Math.min(known.maxSize, Math.abs(Number(size)));
  const order = ordinary(scene, account, known, size > 0n ? Side.sell : Side.buy);
  const more = lots + sizeFor(scene, known);
  const parts = { all: lots, part: random.between(1, lots), more, beyond: Math.min(known.maxSize, lots + 1) };
  const weights = how === 'short' ? { all: 3, part: 6, more: 1, beyond: 1 } : { all: 5, part: 5, more: 4, beyond: 1 };
  const sized = { ...order, size: Math.min(known.maxSize, parts[random.weighted(weights)]) };
  const isFar = how === 'short' && random.happens(300);
  const priced = isFar ? { ...sized, price: extreme(known, order.side), timeInForce: immediateOrCancel } : sized;
  const isReducing = how === 'reduce' || random.happens(150);
  return drafted(scene, isReducing ? reducing(scene, priced, known) : priced);
}

/** Often resting away from the touch, now and then post-only or showing a part of itself. */
function reducing({ random }: Scene, order: Order, market: Market): Order {
  const flags = OrderFlag.reduceOnly;
  if (order.timeInForce !== goodTillCancelled || random.happens(400)) return { ...order, flags };
  const isIceberg = order.size > 1 && random.happens(300);
  const displaySize = isIceberg ? displayFor(random, order.size, market) : 0;
  return { ...order, flags: flags | (random.happens(150) ? OrderFlag.postOnly : 0), displaySize };
}

/** Takes an order that rests far from the mark, which mostly another account of few has placed; or places one. */
function farOrder(scene: Scene, account: number, market: Market): Draft {
  const { random, state } = scene;
  const { bids, asks } = market.book;
  const far = [bids[0], asks[0]].filter((order) => order !== undefined && isFarFrom(market.markPrice, order.price));
  const [maker] = far;
  if (maker !== undefined && random.happens(700)) {
    const strangers = state.accounts.flatMap(({ owner }, number) => {
      return owner === state.accounts[maker.account]?.owner ? [] : [number];
    });
    const taker = strangers.length > 0 && scene.message === undefined ? random.pick(strangers) : account;
    const side = maker.side === Side.buy ? Side.sell : Side.buy;
    const order = { ...ordinary(scene, taker, market, side), price: maker.price };
    return drafted(scene, { ...order, size: random.pick([maker.shown, order.size]), timeInForce: immediateOrCancel });
  }
  const side = random.pick([Side.buy, Side.sell]);
  const facing = facingOrder(market, side);
  const price =
    facing === undefined || isFarFrom(market.markPrice, facing.price) ? extreme(market, side) : facing.price;
  const order = ordinary(scene, account, market, side);
  return drafted(scene, { ...order, price, timeInForce: random.pick([goodTillCancelled, immediateOrCancel]) });
}

function isFarFrom(mark: number, price: number): boolean {
  return Math.abs(price - mark) * 4 > mark;
}

/** In a market in which the account has no row, mostly of an account that has many; or of a new account. */
function ofNewRow(scene: Scene, markets: readonly Market[]): Draft {
  const { random, state } = scene;
  const account = scene.message === undefined && random.happens(500) ? 0 : accountFor(scene);
  const free = markets.filter(({ number }) => !hasRow(scene, account, number));
  if (free.length > 0 && random.happens(700)) return drafted(scene, resting(scene, account, random.pick(free)));
  const [market] = markets;
  if (market === undefined) throw new Error('there are no markets to trade in');
  const owner = state.accounts[0]?.owner;
  const siblings = state.accounts.flatMap((known, number) => (known.owner === owner ? [number] : []));
  const without = siblings.filter((number) => !hasRow(scene, number, market.number));
  const whose = without.length > 0 && scene.message === undefined ? random.pick(without) : account;
  return drafted(scene, resting(scene, whose, market));
}

/** One lot on a side of its own for each account, away from the middle, so that it stays. */
function resting(scene: Scene, account: number, market: Market): Order {
  const side = market.number % 2 === 0 ? Side.buy : Side.sell;
  const order = ordinary(scene, account, market, side);
  const price = scene.random.happens(900) ? extreme(market, side === Side.buy ? Side.sell : Side.buy) : order.price;
  return { ...order, price, size: 1, timeInForce: goodTillCancelled };
}

function hasRow({ state }: Scene, account: number, market: number): boolean {
  const isHeld = state.positions.some((position) => position.account === account && position.market === market);
  return isHeld || ordersIn(state, account, market).length > 0;
}

/** Of about as many lots as the bounds of the market have left; or more than that, taken at any price. */
function atBound(scene: Scene, account: number, market: Market): Order {
  const { random, state, message } = scene;
  const order = ordinary(scene, account, market);
  if (!random.happens(TAKES_BEYOND_PER_MILLE)) return { ...order, size: boundSize(scene, market) };
  const accounts = message === undefined ? [...state.accounts.keys()] : [account];
  const seats = accounts.flatMap((taker) =>
    [Side.buy, Side.sell].flatMap((side) => seatAtBound(scene, taker, side, market)),
  );
  if (seats.length === 0) return { ...order, size: boundSize(scene, market) };
  const seat = random.pick(seats);
  const price = extreme(market, seat.side);
  const built = builderFor(scene, seat.account);
  return { ...order, ...seat, ...built, price, timeInForce: random.pick([immediateOrCancel, fillOrKill]) };
}

/** An account that would go beyond its bound if it took all that others have on a side. */
function seatAtBound({ state }: Scene, account: number, side: Side, market: Market) {
  const { number, margin, maxSize, book } = market;
  const size = state.positions.find((held) => held.account === account && held.market === number)?.size ?? 0n;
  const room = (margin?.positionMax ?? 0) - Number(openSizeOfOwner(state, account, number));
  const owner = state.accounts[account]?.owner;
  const makers = (side === Side.buy ? book.asks : book.bids).filter((order) => {
    return state.accounts[order.account]?.owner !== owner;
  });
  const lots = makers.reduce((sum, order) => sum + order.size - order.filled, 0);
  const isGrowing = side === Side.buy ? size >= 0n : size <= 0n;
  return isGrowing && lots > room ? [{ account, side, size: Math.min(maxSize, lots) }] : [];
}

/** About as many lots as the bounds of the market have left: of positions, or just of open interest. */
function boundSize({ random, profile, state }: Scene, { number, margin, maxSize }: Market): number {
  const sizes = state.positions.filter(({ market }) => market === number).map(({ size }) => Math.abs(Number(size)));
  const ofPositions = (margin?.positionMax ?? 1) - random.pick([0, ...sizes]);
  const ofInterest = (margin?.openInterestMax ?? 1) - Number(openInterestOf(state, number));
  const rooms = [ofPositions, ofInterest].filter((left) => left > 0 && left < 100 * profile.sizeMax);
  const room = rooms.length > 0 ? random.pick(rooms) : 0;
  const size = room > 0 ? room + random.pick([-1, 0, 0, 0, 1, 1]) : profile.sizeMax;
  return Math.min(maxSize, Math.max(1, size));
}
