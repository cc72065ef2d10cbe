/**
 * Orders of accounts that have little left for a builder: as many lots as they could take without one, as many as may
 * rest, and what then hits such an order.
 */
import { Side, TimeInForce } from '@intelligent-ledger/engine/core';
import { NO_BUILDER } from '../../judge/fees/builders.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { BuilderTerms } from '../../judge/margin/held-margin.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import type { Draft } from '../draft.ts';
import type { Scene } from '../scene.ts';
import { drafted, extreme, ordinary } from './margin-order.ts';
import { isFilled, lotsThatFill, lotsThatRest } from './margin-sizes.ts';

const { goodTillCancelled, immediateOrCancel, fillOrKill } = TimeInForce;
const SEATS_TRIED = 3;
const DEAR_RATE = 10_000;
const SPARED_PER_MILLE = 400;

/** Mostly of an account of little margin, which is to have a builder; undefined where there is none. */
export function aboutBuilder(scene: Scene, account: number, market: Market): Draft | undefined {
  const { random, message } = scene;
  const takers = message === undefined ? [...scene.state.accounts.keys()] : [account];
  const poorest = poorestOf(scene, takers);
  const how = random.weighted({ taking: 5, resting: 2, hitting: 2 });
  const made = how === 'taking' ? takingTooDear(scene, poorest, market) : undefined;
  if (made !== undefined) return made;
  const [poor] = poorest;
  const rests = [market.book.bids[0], market.book.asks[0]].filter((order) => (order?.builderFee ?? 0) > 0);
  const [maker] = rests;
  if (how === 'hitting' && maker !== undefined) {
    const order = ordinary(scene, account, market, maker.side === Side.buy ? Side.sell : Side.buy);
    return drafted(scene, { ...order, price: maker.price, size: maker.shown, timeInForce: immediateOrCancel });
  }
  if (poor === undefined) return undefined;
  const { taker, built } = poor;
  const order = ordinary(scene, taker, market);
  const first = market.book.sideOf(order.side)[0]?.price ?? order.price;
  const resting = { ...order, ...built, price: first, timeInForce: goodTillCancelled };
  const size = Math.min(market.maxSize, Math.max(1, lotsThatRest(scene, resting)));
  return drafted(scene, { ...resting, size });
}

/** As many lots as it could just take at any price without a builder: with one, or without where it has a discount. */
function takingTooDear(scene: Scene, poorest: readonly Seat[], market: Market): Draft | undefined {
  const { random, state } = scene;
  for (const { taker, built } of poorest) {
    const side = random.pick([Side.buy, Side.sell]);
    const timeInForce = random.pick([immediateOrCancel, fillOrKill]);
    const order = { ...ordinary(scene, taker, market, side), ...NO_BUILDER, price: extreme(market, side), timeInForce };
    const size = lotsThatFill(scene, order);
    const isReferred = state.owners[state.accounts[taker]?.owner ?? -1]?.referrer !== undefined;
    const isSpared = isReferred && state.referralTerms.discount > 0 && random.happens(SPARED_PER_MILLE);
    if (size > 0 && isSpared) return drafted(scene, { ...order, size });
    if (size > 0 && !isFilled(scene, { ...order, ...built, size })) return drafted(scene, { ...order, ...built, size });
  }
  return undefined;
}

/** An account that has something left, and the dearest builder that its owner approved. */
interface Seat {
  readonly taker: number;
  readonly built: BuilderTerms;
}

function poorestOf(scene: Scene, takers: readonly number[]): Seat[] {
  return takers
    .map((taker) => ({ taker, built: dearestOf(scene, taker), margin: Number(freeMarginOf(scene.state, taker)) }))
    .filter(({ built, margin }) => built.builderFee >= DEAR_RATE && margin > 0)
    .sort((one, other) => one.margin - other.margin)
    .slice(0, SEATS_TRIED);
}

/** The builder that may have the most of the owner of an account, at that rate. */
function dearestOf({ state }: Scene, account: number): BuilderTerms {
  const owner = state.owners[state.accounts[account]?.owner ?? -1];
  const [dearest] = [...(owner?.builders ?? [])].sort(([, one], [, other]) => other - one);
  return dearest === undefined ? NO_BUILDER : { builder: dearest[0] + 1, builderFee: dearest[1] };
}
