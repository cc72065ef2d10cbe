/** Orders of spot markets at the bounds of what may be: of balances, of the value of a side, and of free margin. */
import { BALANCE_MAX, Side, TimeInForce, VENUE_DOLLAR } from '@intelligent-ledger/engine/core';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import { reservedFor } from '../../judge/margin/needs.ts';
import { weightedLossOf, weightedValueOf } from '../../judge/margin/weighted-value.ts';
import { soldIn } from '../../judge/spot/sold.ts';
import type { Draft } from '../draft.ts';
import { drafted, extreme, type Order, ordinary } from '../margin/margin-order.ts';
import { balanceIn } from '../money/money-scene.ts';
import type { Scene } from '../scene.ts';
import { type Holder, holdersIn, type Spot } from './spot-scene.ts';

const { goodTillCancelled, immediateOrCancel } = TimeInForce;
const VALUE_LIMIT = 2 ** 51;
/** So many sizes are tried, up to as many lots. */
const LOTS_TRIED = 200;

/** Lots at a price by which an account has just nothing left free, or a micro-dollar less than nothing. */
export function edgeOrder(scene: Scene, spots: readonly Spot[], sent: number): Draft | undefined {
  const { random, state, message } = scene;
  const idle = holdersIn(scene, spots).filter(({ account, spot }) => soldIn(state, account, spot.market) === 0n);
  // Only where the coins count for more than what is free could their sale leave nothing.
  const able = idle.filter((holder) => countsBeyondFree(scene, holder));
  const isSale = able.length > 0 && random.happens(700);
  const account = message === undefined ? random.below(state.accounts.length) : sent;
  const holder = isSale ? random.pick(able) : { account, spot: random.pick(spots), lots: LOTS_TRIED };
  const side = isSale ? Side.sell : Side.buy;
  const edge = edgeOf(scene, holder, side);
  if (edge === undefined) return undefined;
  const order = ordinary(scene, holder.account, holder.spot.market, side);
  return drafted(scene, { ...order, ...edge, timeInForce: goodTillCancelled });
}

function countsBeyondFree({ state }: Scene, { account, spot, lots }: Holder): boolean {
  const free = freeMarginOf(state, account);
  return free >= 0n && weightedLossOf(spot.asset, BigInt(lots) * BigInt(spot.lot)) > free;
}

/** What is sold is missed rounded up, and what is bought counts rounded down. */
function edgeOf(
  scene: Scene,
  { account, spot, lots }: Holder,
  side: Side,
): { size: number; price: number } | undefined {
  const { random, state } = scene;
  const { market, asset, lot } = spot;
  const free = freeMarginOf(state, account) + (random.happens(700) ? 1n : 0n);
  const most = Math.min(lots, market.maxSize);
  for (let tries = 0; tries < LOTS_TRIED && free >= 0n; tries += 1) {
    const size = BigInt(random.between(Math.ceil(most / random.pick([1, 2, most])), most));
    const atoms = size * BigInt(lot);
    const value = side === Side.sell ? weightedLossOf(asset, atoms) - free : weightedValueOf(asset, atoms) + free;
    const price = Number(value / size);
    if (value % size === 0n && price >= 1 && price <= market.maxPrice) return { size: Number(size), price };
  }
  return undefined;
}

/** As many lots as there is room for in the largest balance, or as are worth all that a side may be; or one more. */
function coinsAtBound(scene: Scene, account: number, spot: Spot): Order {
  const { random, state, message } = scene;
  const { market, asset, lot } = spot;
  const isOfValue = random.happens(450);
  const side = isOfValue ? random.pick([Side.buy, Side.sell]) : Side.buy;
  // What is worth as much is paid for with dollars.
  const counted = isOfValue && side === Side.buy ? VENUE_DOLLAR : asset.number;
  const balances = message === undefined ? [...state.accounts.keys()] : [];
  const fullest = balances.sort((a, b) => balanceIn(state, b, counted) - balanceIn(state, a, counted));
  const whose = fullest.length > 0 && random.happens(800) ? (fullest[random.below(2)] ?? account) : account;
  const order = ordinary(scene, whose, market, side);
  const reserved = reservedFor(state, whose, market.number, side);
  // So many lots are seldom paid for at another price than the least.
  const isResting = isOfValue || random.happens(700);
  const cheap = isResting && random.happens(800) ? extreme(market, Side.sell) : order.price;
  const price = isOfValue ? market.maxPrice - (random.happens(300) ? random.below(9) : 0) : cheap;
  const room = BALANCE_MAX - balanceIn(state, whose, asset.number);
  const lots = isOfValue
    ? Math.floor((VALUE_LIMIT - 1 - Number(reserved.value)) / price)
    : Math.floor(room / lot) - Number(reserved.lots);
  const size = within(lots + random.pick([0, 0, 1, 1]), market.maxSize);
  return { ...order, size, price, timeInForce: isResting ? goodTillCancelled : order.timeInForce };
}

/** The lots by whose sale the account with the most venue dollars would have too many, or just not. */
function dollarsAtBound(scene: Scene, spots: readonly Spot[]): Order | undefined {
  const { random, state } = scene;
  const dollarsOf = (account: number) => balanceIn(state, account, VENUE_DOLLAR);
  const [richest] = holdersIn(scene, spots).sort((a, b) => dollarsOf(b.account) - dollarsOf(a.account));
  if (richest === undefined) return undefined;
  const { account, spot, lots } = richest;
  const { market } = spot;
  const price = market.maxPrice - random.below(9);
  const room = Math.floor((BALANCE_MAX - dollarsOf(account)) / price);
  const size = within(random.pick([room + 1, room + 1, room, lots]), Math.min(lots, market.maxSize));
  const timeInForce = random.happens(800) ? goodTillCancelled : immediateOrCancel;
  return { ...ordinary(scene, account, market, Side.sell), price, size, timeInForce };
}

/** What a balance of coins or of venue dollars admits, or what a side may be worth. */
export function atBound(scene: Scene, spots: readonly Spot[], account: number, spot: Spot): Order {
  const ofDollars = scene.random.happens(300) ? dollarsAtBound(scene, spots) : undefined;
  return ofDollars ?? coinsAtBound(scene, account, spot);
}

function within(value: number, most: number): number {
  return Math.max(1, Math.min(value, most));
}
