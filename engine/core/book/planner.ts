/**
 * What a taker would get, changing nothing: matching done on paper, maker by maker, as docs/concepts/rules.md section
 * 10 has it. Fill-or-kill orders and previews ask it, so that what they are told is what matching then does.
 */
import type { Margin } from '../margin/margin.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { OrderFlag, SelfTrade } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Book } from './book.ts';

const REMAINING = 0;
const CODE = 1;
const FILLS = 2;
const MET = 3;
const FEE = 0;
const REALISED = 1;

/** A taker without an account: no question is asked of it and no order is its own. */
export const NOBODY = -1;

export type Planner = ReturnType<typeof createPlanner>;

/** Plans over a book, each of at most so many makers. The last plan stands until the next. */
export function createPlanner(book: Book, margin: Margin, makersMax: number) {
  const { tree } = book;
  const { fills, reserves } = margin;
  const hasMargin = margin.isOn;
  const state = createWords(4);
  // Of the taker: micro-dollars of fees, and realised.
  const costs = createDoubles(2);
  // The makers that would trade and the lots of each, in order.
  const makers = createWords(makersMax);
  const sizes = createWords(makersMax);
  // Icebergs of the present level that show more from its back, in order, and what each has left to show.
  const icebergs = createWords(makersMax);
  const hidden = createWords(makersMax);

  /**
   * Plans for a taker of an account, and the seat of its owner, or NO_SEAT, down to the step of its limit. Where there
   * is money `fills.beginTaker` has said more of the taker, and `look` may look at what the plan did before it is put
   * back.
   */
  function plan(
    account: number,
    seat: number,
    selfTrade: number,
    market: number,
    takerSide: number,
    limitStep: number,
    size: number,
    look?: () => void,
  ): void {
    costs.fill(0);
    // What the plan changes of accounts and positions is put back.
    if (hasMargin) fills.trial.begin(market);
    try {
      walk(account, seat, selfTrade, market, takerSide, limitStep, size);
      look?.();
    } finally {
      if (hasMargin) fills.trial.end();
    }
  }

  function walk(
    account: number,
    seat: number,
    selfTrade: number,
    market: number,
    takerSide: number,
    limitStep: number,
    size: number,
  ): void {
    const opposite = book.oppositeOf(market, takerSide);
    state[REMAINING] = size;
    state[CODE] = ResultCode.accepted;
    state[FILLS] = 0;
    state[MET] = 0;
    for (let level = tree.bestLevel(opposite); level !== 0 && isGoingOn(); level = tree.next(opposite, level)) {
      if (book.isBeyond(tree.stepOf(level), limitStep, takerSide)) return;
      let count = 0;
      for (let slot = book.firstOf(level); slot !== 0 && isGoingOn(); slot = book.after(slot)) {
        const remaining = book.remainingOf(slot);
        const isSpent = visit(slot, book.shownOf(slot), remaining, account, seat, selfTrade, takerSide);
        const left = remaining - book.shownOf(slot);
        if (!isSpent || left === 0) continue;
        icebergs[count] = slot;
        hidden[count] = left;
        count += 1;
      }
      while (count > 0 && isGoingOn()) count = showNext(count, account, seat, selfTrade, takerSide);
    }
  }

  /** One round of the icebergs at a level, each showing its next lots; answers how many have more to show. */
  function showNext(count: number, account: number, seat: number, selfTrade: number, takerSide: number): number {
    let kept = 0;
    for (let index = 0; index < count && isGoingOn(); index += 1) {
      const slot = icebergs[index] as number;
      const left = hidden[index] as number;
      const shown = Math.min(book.displaySizeOf(slot), left);
      const isSpent = visit(slot, shown, left, account, seat, selfTrade, takerSide);
      if (!isSpent || left === shown) continue;
      icebergs[kept] = slot;
      hidden[kept] = left - shown;
      kept += 1;
    }
    return kept;
  }

  /**
   * The taker comes to a maker that shows so many lots and has so many left in all. Answers whether it would trade all
   * that are shown.
   */
  function visit(
    slot: number,
    shown: number,
    left: number,
    account: number,
    seat: number,
    selfTrade: number,
    takerSide: number,
  ): boolean {
    if (state[MET] === makersMax) return end(ResultCode.workBoundReached);
    state[MET] = (state[MET] as number) + 1;
    if (book.deathOf(slot) !== ResultCode.accepted) return pass(slot, left);
    // A plan that nobody's command asks for is for the next command, for which every group that tripped is dead.
    if (account === NOBODY && book.isOfTrippedGroup(slot)) return pass(slot, left);
    if (book.seatOf(slot) === seat) {
      return selfTrade === SelfTrade.expireMaker ? pass(slot, left) : end(ResultCode.selfTradePrevented);
    }
    const remaining = state[REMAINING] as number;
    const wanted = Math.min(shown, remaining);
    const size = hasMargin ? settle(slot, left, takerSide, wanted) : wanted;
    if (size === 0) return false;
    const at = state[FILLS] as number;
    makers[at] = slot;
    sizes[at] = size;
    state[FILLS] = at + 1;
    state[REMAINING] = remaining - size;
    // Who had more than it could reduce is met again, by the same taker.
    if (size < wanted) return visit(slot, shown - size, left - size, account, seat, selfTrade, takerSide);
    return size === shown;
  }

  /** Passes over a maker, which leaves: nothing is reserved for it any more. */
  function pass(slot: number, left: number): false {
    if (hasMargin) {
      const seat = book.seatOf(slot);
      reserves.pass(seat, book.accountOf(slot), book.bookSideOf(slot), book.flagsOf(slot), book.priceOf(slot), left);
    }
    return false;
  }

  /** As matching settles: how many lots, 0 when one of the two may not. */
  function settle(slot: number, left: number, takerSide: number, lots: number): number {
    const account = book.accountOf(slot);
    const row = reserves.rowOf(book.seatOf(slot), account);
    const isReduceOnly = (book.flagsOf(slot) & OrderFlag.reduceOnly) !== 0;
    const market = book.marketOf(slot);
    const size = fills.tryFill(
      market,
      takerSide,
      book.priceOf(slot),
      lots,
      row,
      account,
      isReduceOnly,
      book.builderOf(slot),
      book.builderRateOf(slot),
    );
    if (size === 0) {
      if (fills.isRefusalOfTaker()) end(fills.refusal());
      else pass(slot, left);
      return 0;
    }
    costs[FEE] = (costs[FEE] as number) + fills.takerFee();
    costs[REALISED] = (costs[REALISED] as number) + fills.takerRealised();
    return size;
  }

  function end(code: ResultCode): false {
    state[CODE] = code;
    return false;
  }

  function isGoingOn(): boolean {
    return state[CODE] === ResultCode.accepted && (state[REMAINING] as number) > 0;
  }

  return {
    plan,
    /** Lots that would find nobody. */
    remaining: () => state[REMAINING] as number,
    /** What ended the plan early, `accepted` when nothing did. */
    code: () => state[CODE] as ResultCode,
    /** Makers that were come to. */
    met: () => state[MET] as number,
    fillCount: () => state[FILLS] as number,
    /** What the planned fills would cost the taker, and what it would realise by them; 0 where there is no money. */
    fee: () => costs[FEE] as number,
    realised: () => costs[REALISED] as number,
    /** Slot of the maker of a planned fill. */
    makerOf: (fill: number) => makers[fill] as number,
    /** Lots of a planned fill. */
    sizeOf: (fill: number) => sizes[fill] as number,
  };
}
