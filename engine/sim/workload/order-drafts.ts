/** Commands of users. Most are about orders that are open and prices that others quote. */
import { amendOrder, cancelOrder, OrderFlag, placeOrder, Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { isExpiredAt, type Market, type Order } from '../judge/naive-book.ts';
import type { NaiveState } from '../judge/naive-state.ts';
import { type Draft, draftOf, hexOf } from './draft.ts';
import { marketNumber } from './market-drafts.ts';
import { priceAtStep, priceCount } from './market-template.ts';
import type { Profile } from './profile.ts';
import type { Random } from './random.ts';

const AHEAD_MAX = 60_000_000;

/** What a draft is made from. `time` is that of the command, in microseconds. */
export interface Scene {
  readonly random: Random;
  readonly profile: Profile;
  readonly state: NaiveState;
  readonly time: number;
}

export function placement(scene: Scene): Draft {
  const { random, profile, state, time } = scene;
  const number = marketNumber(random, profile, state);
  const market = state.markets[number];
  const side = random.pick(Object.values(Side));
  const isImmediate = random.happens(profile.immediatePerMille);
  const isFacingStale = market !== undefined && isStale(facingOrder(market, side), time);
  const isPostOnly = random.happens(isImmediate ? 20 : isFacingStale ? 600 : profile.postOnlyPerMille);
  const account = random.below(state.accounts.length);
  return draftOf(placeOrder, {
    ...userHead(scene, account),
    market: number,
    price: market === undefined ? 1 : priceFor(scene, market, side),
    size: sizeFor(scene, market),
    expiry: isImmediate && !random.happens(20) ? 0 : expiryFor(random, profile, time),
    side,
    orderType: 1,
    timeInForce: isImmediate ? TimeInForce.immediateOrCancel : TimeInForce.goodTillCancelled,
    flags: isPostOnly ? OrderFlag.postOnly : 0,
    clientOrderId: hexOf(random.bytes(16)),
  });
}

export function cancellation(scene: Scene): Draft {
  const { order, account } = target(scene);
  return draftOf(cancelOrder, { ...userHead(scene, account), order });
}

export function amendment(scene: Scene): Draft {
  const { random, profile, state, time } = scene;
  const { order, account, open } = target(scene);
  const market = open === undefined ? undefined : state.markets[open.market];
  const isPriceKept = open !== undefined && random.happens(500);
  const price = market === undefined ? 1 : isPriceKept ? open?.price : priceFor(scene, market, open?.side ?? Side.buy);
  const size = open === undefined ? 1 : newSize(scene, open, market);
  const expiry = random.happens(300) ? expiryFor(random, profile, time) : (open?.expiry ?? 0);
  return draftOf(amendOrder, { ...userHead(scene, account), order, price: price ?? 1, size, expiry });
}

function userHead({ random, time }: Scene, account: number) {
  const edge = random.pick([time, time - 1, time + AHEAD_MAX + 1, 0, time + 1, time + AHEAD_MAX]);
  const usual = time + random.between(1, AHEAD_MAX);
  const validUntil = Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, random.happens(40) ? edge : usual));
  return { account, validUntil, nonce: random.bits(), key: numberOf(random), session: numberOf(random) };
}

/** A key or a session: none, a small number, or any. */
function numberOf(random: Random): number {
  return random.pick([0, random.below(4), random.bits()]);
}

/** An open order and its account; now and then a stranger's account, or an order that is gone or never was. */
function target({ random, state }: Scene): { order: number; account: number; open?: Order } {
  const account = random.below(state.accounts.length);
  const orders = state.openOrders();
  if (orders.length === 0 || random.happens(40)) {
    const order = random.pick([1 + random.below(state.lastOrder + 2), state.lastOrder + 64, Number.MAX_SAFE_INTEGER]);
    return { order, account };
  }
  const open = random.happens(400) ? (crossing(state) ?? random.pick(orders)) : random.pick(orders);
  return { order: open.order, account: random.happens(30) ? account : open.account, open };
}

/** The best bid of a crossed market, which keeps it from opening. */
function crossing(state: NaiveState): Order | undefined {
  const isCrossed = ({ book }: Market) => (book.bids[0]?.price ?? 0) >= (book.asks[0]?.price ?? Number.MAX_VALUE);
  return state.markets.find(isCrossed)?.book.bids[0];
}

/** The best order that an order of a side could trade with. */
function facingOrder({ book }: Market, side: Side): Order | undefined {
  return side === Side.buy ? book.asks[0] : book.bids[0];
}

/** Whether an order has expired and was not cleared yet. */
function isStale(order: Order | undefined, time: number): boolean {
  return order !== undefined && isExpiredAt(order, time);
}

/** Often the price of a stale order in the way; else around the middle of the market, or anywhere. */
function priceFor({ random, profile, time }: Scene, market: Market, side: Side): number {
  const { bands, maxPrice } = market;
  if (random.happens(15)) return random.pick([1, maxPrice, Math.min(maxPrice + 1, 999_999_999), 999_999_999]);
  const facing = facingOrder(market, side);
  const touchPerMille = isStale(facing, time) ? 600 : profile.touchPerMille;
  if (facing !== undefined && random.happens(touchPerMille)) return facing.price;
  const count = priceCount(bands, maxPrice);
  const middle = Math.floor((count * ((market.number * 37 + 50) % 100)) / 100);
  const away = random.below(profile.spreadSteps) - profile.overlapSteps;
  const reach = profile.isFar && random.happens(500) ? 2 ** random.below(Math.ceil(Math.log2(count)) + 1) : 1;
  const steps = Math.floor(away * reach);
  const price = priceAtStep(bands, maxPrice, side === Side.buy ? middle - steps : middle + steps);
  return random.happens(15) ? Math.max(1, price - 1) : price;
}

function sizeFor({ random, profile }: Scene, market: Market | undefined): number {
  const sizeMax = market?.maxSize ?? 1;
  if (random.happens(15)) return random.pick([1, sizeMax, Math.min(sizeMax + 1, 2_147_483_647), 2_147_483_647]);
  const isLarge = random.happens(profile.largePerMille);
  return Math.min(sizeMax, random.between(1, profile.sizeMax * (isLarge ? profile.largeFactor : 1)));
}

function newSize(scene: Scene, open: Order, market: Market | undefined): number {
  const { random } = scene;
  if (random.happens(50)) return Math.max(1, open.filled - random.below(2));
  if (random.happens(400)) return random.between(Math.min(open.filled + 1, open.size), open.size);
  return open.size + (random.happens(200) ? 0 : sizeFor(scene, market));
}

/** None or ahead, often on round times so that many are equal; now and then now or past. */
function expiryFor(random: Random, profile: Profile, time: number): number {
  if (!random.happens(profile.expiringPerMille)) return 0;
  if (random.happens(30)) return random.pick([time, Math.max(1, time - 1), 1, Number.MAX_SAFE_INTEGER]);
  const exact = time + 1 + random.below(profile.expiryAheadMax);
  return Math.min(
    Number.MAX_SAFE_INTEGER,
    random.happens(500) ? exact : Math.ceil(exact / profile.expiryAheadMax) * profile.expiryAheadMax,
  );
}
