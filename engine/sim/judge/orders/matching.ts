/** What a taker does to the book: matching, and how a post-only order comes in. */
import {
  feeShared,
  fillSettled,
  orderFilled,
  type ResultCode,
  type Side,
  spotSettled,
} from '@intelligent-ledger/engine/core';
import { countTrade } from '../fees/volumes.ts';
import { owedBy } from '../margin/coins-before-loan.ts';
import { askToFill } from '../margin/filling-question.ts';
import { type Settlement, type SideSettlement, settleFill } from '../margin/settling.ts';
import type { NaiveState } from '../naive-state.ts';
import { countFill } from '../queue/order-groups.ts';
import { baseOf } from '../spot/base-asset.ts';
import { deathOf } from './death.ts';
import { type Market, type Order, remainingOf } from './naive-book.ts';
import { giveWay, isOneOwner } from './self-trade.ts';

/** How many makers a taker met, why it went no further if it had lots left, and who owed dollars after a fill. */
export interface Meeting {
  readonly met: number;
  readonly debtors: readonly number[];
  readonly ended: keyof typeof ResultCode | undefined;
}

/** Matches a taker in an open market as far as its limit. */
export function match(state: NaiveState, market: Market, taker: Order, limit: number): Meeting {
  let met = 0;
  const debtors: number[] = [];
  for (; remainingOf(taker) > 0; met += 1) {
    const [maker] = market.book.makersFor(taker.side, limit);
    if (maker === undefined) break;
    if (met === state.limits.makersPerCommandMax) return { met, debtors, ended: 'workBoundReached' };
    const death = deathOf(state, maker);
    if (death !== undefined) state.cancel(maker, death);
    else if (isOneOwner(state, maker.account, taker.account)) {
      if (giveWay(state, market, maker, taker)) return { met: met + 1, debtors, ended: 'selfTradePrevented' };
    } else {
      const answer = askToFill(state, maker, taker, remainingOf(taker));
      if (answer.refused === 'taker') return { met: met + 1, debtors, ended: answer.code };
      if (answer.refused === 'maker') state.cancel(maker, answer.code);
      else debtors.push(...trade(state, maker, taker, answer.lots));
    }
  }
  return { met, debtors, ended: undefined };
}

/** Whether a post-only order of this side and price would cross. When not, every maker in its way is dead. */
export function wouldCross(state: NaiveState, market: Market, side: Side, price: number): boolean {
  const makers = market.book.makersFor(side, price);
  const isAlive = (maker: Order) => deathOf(state, maker) === undefined;
  return makers.length > state.limits.makersPerCommandMax || makers.some(isAlive);
}

/** Takes out what is in the way of an order that does not cross: all of it is dead. */
export function clearTheWay(state: NaiveState, market: Market, order: Order): void {
  for (const maker of market.book.makersFor(order.side, order.price)) {
    const death = deathOf(state, maker);
    if (death === undefined) throw new Error(`the judge finds order ${maker.order} alive in the way`);
    state.cancel(maker, death);
  }
}

/** Lets two orders trade; answers which of their accounts owe dollars then. */
function trade(state: NaiveState, maker: Order, taker: Order, size: number): number[] {
  const settled = settleFill(state, maker, taker, size);
  taker.filled += size;
  state.lastFill += 1;
  state.emit(orderFilled, {
    maker: maker.order,
    taker: taker.order,
    fill: state.lastFill,
    market: maker.market,
    price: maker.price,
    size,
    makerAccount: maker.account,
    takerAccount: taker.account,
    makerRemaining: remainingOf(maker),
    takerSide: taker.side,
  });
  if (state.hasMoney) {
    emitSettled(state, state.marketOf(maker), size, settled);
    emitShares(state, taker.account, settled.taker, 0);
    emitShares(state, maker.account, settled.maker, 1);
    for (const { account } of [taker, maker]) countTrade(state, account, BigInt(maker.price) * BigInt(size));
  }
  countFill(state, maker, size);
  countFill(state, taker, size);
  if (!state.hasMoney) return [];
  return [taker.account, maker.account].filter((account) => owedBy(state, account) > 0n);
}

/** Says what a fill cost, and what both sides realised or which atoms moved. */
function emitSettled(state: NaiveState, market: Market, size: number, { taker, maker }: Settlement): void {
  const fees = { takerFee: Number(taker.fee), makerFee: Number(maker.fee) };
  const base = baseOf(state, market);
  if (base === undefined) {
    const realised = { takerRealised: Number(taker.realised), makerRealised: Number(maker.realised) };
    state.emit(fillSettled, { ...fees, ...realised });
    return;
  }
  const atoms = Number(BigInt(size) * base.lot);
  state.emit(spotSettled, { ...fees, atoms, asset: base.asset.number });
}

/** Says what of the fee of a side went to others, if anything did. */
function emitShares(state: NaiveState, account: number, { referral, builder }: SideSettlement, isMaker: number): void {
  if (referral === undefined && builder === undefined) return;
  state.emit(feeShared, {
    referralShare: Number(referral?.moved ?? 0n),
    builderFee: Number(builder?.moved ?? 0n),
    account,
    referrer: referral === undefined ? 0 : referral.owner + 1,
    builder: builder === undefined ? 0 : builder.owner + 1,
    isMaker,
  });
}
