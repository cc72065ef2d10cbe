/**
 * The plan: what a taker would get, said without changing anything. It works on a copy of books, balances and
 * positions, so that a later fill of it is asked about what the earlier ones left.
 */
import { type ResultCode, SelfTrade, type Side } from '@intelligent-ledger/engine/core';
import { NO_BUILDER } from '../fees/builders.ts';
import { copyOf, marketIn } from '../margin/exposure.ts';
import { askToFill } from '../margin/filling-question.ts';
import type { BuilderTerms } from '../margin/held-margin.ts';
import { settleFill } from '../margin/settling.ts';
import type { NaiveState } from '../naive-state.ts';
import { deathOf } from './death.ts';
import type { Market } from './naive-book.ts';
import { isOneOwner, modeOf } from './self-trade.ts';

/** Who would take, and when: so many lots up to a limit, for an account if there is one. */
export interface PlannedTaker {
  /** Microseconds. */
  readonly time: number;
  readonly side: Side;
  readonly limit: number;
  readonly size: number;
  readonly sender?: PlannedSender;
}

/** The account that would take, and what its order says. */
export interface PlannedSender extends BuilderTerms {
  readonly account: number;
  readonly selfTrade: number;
  readonly flags: number;
}

/** What a taker would get, makers in order, and what ended it early. */
export interface JudgePlan {
  readonly fills: { order: number; price: number; size: number }[];
  readonly remaining: number;
  readonly ended: keyof typeof ResultCode | undefined;
}

/**
 * What `match` would do to a taker in an open market, where it would not meet its own orders. One with a sender is of
 * the present command, and one without is asked about for the next.
 */
export function planFor(state: NaiveState, market: Market, taker: PlannedTaker): JudgePlan {
  const { time, side, limit, size, sender } = taker;
  const sequence = sender === undefined ? state.sequence + 1 : state.sequence;
  const copy = { ...copyOf(state), time };
  const { book } = marketIn(copy, market.number);
  const { flags, builder, builderFee } = sender ?? { flags: 0, ...NO_BUILDER };
  const asked = { side, account: sender?.account, flags, builder, builderFee };
  const fills: JudgePlan['fills'] = [];
  let remaining = size;
  for (let met = 0; remaining > 0; met += 1) {
    const [maker] = book.makersFor(side, limit);
    if (maker === undefined) break;
    if (met === state.limits.makersPerCommandMax) return { fills, remaining, ended: 'workBoundReached' };
    const isOwn = sender !== undefined && isOneOwner(state, maker.account, sender.account);
    if (deathOf(state, maker, { time, sequence }, copy) !== undefined) book.leave(maker);
    else if (isOwn && modeOf(state, sender) === SelfTrade.expireMaker) book.leave(maker);
    else if (isOwn) return { fills, remaining, ended: 'selfTradePrevented' };
    else {
      const answer = askToFill(copy, maker, asked, remaining);
      if (answer.refused === 'taker') return { fills, remaining, ended: answer.code };
      if (answer.refused === 'maker') book.leave(maker);
      else {
        fills.push({ order: maker.order, price: maker.price, size: answer.lots });
        settleFill(copy, maker, asked, answer.lots);
        remaining -= answer.lots;
      }
    }
  }
  return { fills, remaining, ended: undefined };
}
