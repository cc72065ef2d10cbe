/** What the account of each of two orders in a spot market is asked before they trade. */
import { type ResultCode, Side } from '@intelligent-ledger/engine/core';
import { type Exposure, marketIn } from '../margin/exposure.ts';
import { isFair, type Standing } from '../margin/fairness.ts';
import { freeMarginOf, freeMarginWithoutProfit, fullEquityOf } from '../margin/free-margin.ts';
import { BALANCE_LIMIT, balanceOf } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import { baseIn } from './base-asset.ts';
import { soldIn } from './sold.ts';

type Code = keyof typeof ResultCode;

/** An account that buys or sells in a market, and everything as it is before and after. */
export interface SpotAsked {
  readonly before: Exposure;
  readonly after: Exposure;
  readonly market: number;
  readonly account: number;
  readonly side: Side;
}

/** Why an account may not trade. */
export function spotFillCode(asked: SpotAsked): Code | undefined {
  return dollarCode(asked) ?? baseBalanceCode(asked) ?? marginCode(asked);
}

/** 1: what is bought is paid for, and no loan arises by it. */
function dollarCode({ after, account, side }: SpotAsked): Code | undefined {
  const balance = balanceOf(dollarIn(after).books, account);
  if (side === Side.buy) return balance >= 0n ? undefined : 'balanceTooSmall';
  return balance > -BALANCE_LIMIT && balance < BALANCE_LIMIT ? undefined : 'balanceTooLarge';
}

/** 2: who buys must have room for it, and who sells goes on having what its orders at rest sell. */
function baseBalanceCode({ after, market: number, account, side }: SpotAsked): Code | undefined {
  const balance = balanceOf(baseIn(after, number).asset.books, account);
  if (side === Side.buy) return balance < BALANCE_LIMIT ? undefined : 'balanceTooLarge';
  return balance >= soldIn(after, account, marketIn(after, number)) ? undefined : 'balanceTooSmall';
}

/** 3: no profit leaves by a purchase; an account that is short may still sell what has a price, for what is fair. */
function marginCode({ before, after, market, account, side }: SpotAsked): Code | undefined {
  if (side === Side.buy) return freeMarginWithoutProfit(after, account) >= 0n ? undefined : 'marginTooSmall';
  if (freeMarginOf(after, account) >= 0n) return undefined;
  const isPriced = baseIn(after, market).asset.price !== 0;
  return isPriced && isFair(standingOf(before, account), standingOf(after, account)) ? undefined : 'marginTooSmall';
}

/** What an account has counts in full here, and what does not count as free margin is what it needs. */
function standingOf(exposure: Exposure, account: number): Standing {
  const equity = fullEquityOf(exposure, account);
  return { equity, needs: equity - freeMarginOf(exposure, account) };
}
