/** The margin question before two orders trade: how many lots they may trade, and whether both may trade them. */
import { MarketKind, type ResultCode, Side } from '@intelligent-ledger/engine/core';
import { BALANCE_LIMIT, balanceOf } from '../money/books.ts';
import { dollarIn } from '../money/known-assets.ts';
import { distanceOf } from '../money/rounding.ts';
import type { Order } from '../orders/naive-book.ts';
import { spotFillCode } from '../spot/spot-filling.ts';
import { copyOf, type Exposure, marketIn, sameOrderIn } from './exposure.ts';
import { isFair } from './fairness.ts';
import { equityOf, freeMarginOf } from './free-margin.ts';
import type { MarginTerms } from './held-margin.ts';
import { isReduceOnly, needsOf, openSizeOf, openSizeOfOwner } from './needs.ts';
import { openInterestOf, sizeIn } from './position.ts';
import { settleFill, type Taker } from './settling.ts';

type Code = keyof typeof ResultCode;

/** The lots of a fill, or which of the two may not trade and why. */
export type FillAnswer =
  | { readonly lots: number; readonly refused: undefined }
  | { readonly refused: 'taker'; readonly code: Code }
  | { readonly refused: 'maker'; readonly code: Code };

/** How many lots a taker that has so many left trades with a maker, if both may. */
export function askToFill(exposure: Exposure, maker: Order, taker: Taker, left: number): FillAnswer {
  const lots = Math.min(left, maker.shown);
  // Where there is no money, nobody is asked.
  if (exposure.assets.length === 0) return { lots, refused: undefined };
  const { market, account } = maker;
  const ofTaker = taker.account === undefined ? lots : lotsWithin(exposure, { ...taker, market }, taker.account, lots);
  if (ofTaker === 0) return { refused: 'taker', code: 'nothingToReduce' };
  const ofMaker = lotsWithin(exposure, maker, account, ofTaker);
  if (ofMaker === 0) return { refused: 'maker', code: 'nothingToReduce' };
  return askBoth(exposure, maker, taker, ofMaker);
}

/** How many lots of some an order of an account may trade: a reduce-only one those of a position of the other side. */
function lotsWithin(
  exposure: Exposure,
  order: { readonly market: number; readonly side: Side; readonly flags: number },
  account: number,
  lots: number,
): number {
  if (!isReduceOnly(order)) return lots;
  const size = sizeIn(exposure, account, order.market);
  const reducible = order.side === Side.sell ? size : -size;
  return reducible <= 0n ? 0 : Math.min(lots, Number(reducible));
}

function askBoth(exposure: Exposure, maker: Order, taker: Taker, lots: number): FillAnswer {
  const after = copyOf(exposure);
  settleFill(after, sameOrderIn(after, maker), taker, lots);
  const { market } = maker;
  if (taker.account !== undefined) {
    const asked = { before: exposure, after, market, account: taker.account, side: taker.side, isTaker: true };
    const code = codeFor(asked);
    if (code !== undefined) return { refused: 'taker', code };
  }
  const asked = { before: exposure, after, market, account: maker.account, side: maker.side, isTaker: false };
  const code = codeFor(asked);
  return code === undefined ? { lots, refused: undefined } : { refused: 'maker', code };
}

/** An account, and everything as it is before and after a fill in a market. */
interface Asked {
  readonly before: Exposure;
  readonly after: Exposure;
  readonly market: number;
  readonly account: number;
  readonly side: Side;
  readonly isTaker: boolean;
}

/** Why one of the two may not trade, by the rules of the market's kind. */
function codeFor(asked: Asked): Code | undefined {
  const isSpot = marketIn(asked.after, asked.market).marketKind === MarketKind.spot;
  if (isSpot) return spotFillCode(asked);
  const bounds = asked.isTaker ? boundsCode(asked) : undefined;
  return bounds ?? balanceCode(asked) ?? marginCode(asked);
}

/** 1 and 2, which the taker alone is asked. */
function boundsCode({ before, after, market, account }: Asked): Code | undefined {
  const { positionMax, openInterestMax } = termsOf(after, market);
  const isGrowing = openSizeOf(after, account, market) > openSizeOf(before, account, market);
  const isBeyond = openSizeOfOwner(after, account, market) > BigInt(positionMax);
  if (isGrowing && isBeyond) return 'positionLimitReached';
  const interest = openInterestOf(after, market);
  const isOpening = interest > openInterestOf(before, market);
  return isOpening && interest > BigInt(openInterestMax) ? 'openInterestCapReached' : undefined;
}

/** 3. */
function balanceCode({ after, account }: Asked): Code | undefined {
  const balance = balanceOf(dollarIn(after).books, account);
  return balance > -BALANCE_LIMIT && balance < BALANCE_LIMIT ? undefined : 'balanceTooLarge';
}

/** 4. */
function marginCode(asked: Asked): Code | undefined {
  const { after, account } = asked;
  if (freeMarginOf(after, account) >= 0n) return undefined;
  return isReduction(asked) && isFairFill(asked) ? undefined : 'marginTooSmall';
}

/** Whether the position is of the same sign as before or gone, and not larger. */
function isReduction({ before, after, market, account }: Asked): boolean {
  const [was, is] = [sizeIn(before, account, market), sizeIn(after, account, market)];
  const isSameSign = is === 0n || is > 0n === was > 0n;
  return was !== 0n && isSameSign && distanceOf(is) <= distanceOf(was);
}

function isFairFill({ before, after, account }: Asked): boolean {
  const standingOf = (exposure: Exposure) => ({
    equity: equityOf(exposure, account),
    needs: needsOf(exposure, account),
  });
  return isFair(standingOf(before), standingOf(after));
}

function termsOf(exposure: Exposure, market: number): MarginTerms {
  const { margin } = marketIn(exposure, market);
  if (margin === undefined) throw new Error(`the judge has no margin terms of market ${market}`);
  return margin;
}
