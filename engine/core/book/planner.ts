/**
 * What a taker would get, changing nothing: matching done on paper, maker by maker, as docs/concepts/rules.md section
 * 10 has it. Fill-or-kill orders and previews ask it, so that what they are told is what matching then does.
 */
import { mayFill } from '../margin-question.ts';
import { createWords } from '../numbers/words.ts';
import { SelfTrade } from '../schema/command.ts';
import { ResultCode } from '../schema/result-code.ts';
import type { Book } from './book.ts';

const REMAINING = 0;
const CODE = 1;
const FILLS = 2;
const MET = 3;

/** A taker without an account: no question is asked of it and no order is its own. */
export const NOBODY = -1;

export type Planner = ReturnType<typeof createPlanner>;

/** Plans over a book, each of at most so many makers. The last plan stands until the next. */
export function createPlanner(book: Book, makersMax: number) {
  const { tree } = book;
  const state = createWords(4);
  // The makers that would trade and the lots of each, in order.
  const makers = createWords(makersMax);
  const sizes = createWords(makersMax);
  // Icebergs of the present level that show more from its back, in order, and what each has left to show.
  const icebergs = createWords(makersMax);
  const hidden = createWords(makersMax);

  /** Plans for a taker of an account, and the seat of its owner, or NO_SEAT, down to the step of its limit. */
  function plan(
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
        const isSpent = visit(slot, book.shownOf(slot), account, seat, selfTrade, market, takerSide);
        const left = book.remainingOf(slot) - book.shownOf(slot);
        if (!isSpent || left === 0) continue;
        icebergs[count] = slot;
        hidden[count] = left;
        count += 1;
      }
      while (count > 0 && isGoingOn()) count = showNext(count, account, seat, selfTrade, market, takerSide);
    }
  }

  /** One round of the icebergs at a level, each showing its next lots; answers how many have more to show. */
  function showNext(
    count: number,
    account: number,
    seat: number,
    selfTrade: number,
    market: number,
    takerSide: number,
  ): number {
    let kept = 0;
    for (let index = 0; index < count && isGoingOn(); index += 1) {
      const slot = icebergs[index] as number;
      const left = hidden[index] as number;
      const shown = Math.min(book.displaySizeOf(slot), left);
      const isSpent = visit(slot, shown, account, seat, selfTrade, market, takerSide);
      if (!isSpent || left === shown) continue;
      icebergs[kept] = slot;
      hidden[kept] = left - shown;
      kept += 1;
    }
    return kept;
  }

  /** The taker comes to a maker that shows so many lots. Answers whether it would trade all of them. */
  function visit(
    slot: number,
    shown: number,
    account: number,
    seat: number,
    selfTrade: number,
    market: number,
    takerSide: number,
  ): boolean {
    if (state[MET] === makersMax) return end(ResultCode.workBoundReached);
    state[MET] = (state[MET] as number) + 1;
    if (book.deathOf(slot) !== ResultCode.accepted) return false;
    // A plan that nobody's command asks for is for the next command, for which every group that tripped is dead.
    if (account === NOBODY && book.isOfTrippedGroup(slot)) return false;
    if (book.seatOf(slot) === seat) {
      return selfTrade === SelfTrade.expireMaker ? false : end(ResultCode.selfTradePrevented);
    }
    const remaining = state[REMAINING] as number;
    const size = Math.min(shown, remaining);
    const price = book.priceOf(slot);
    if (account !== NOBODY) {
      const ofTaker = mayFill(account, market, takerSide, price, size);
      if (ofTaker !== ResultCode.accepted) return end(ofTaker);
    }
    if (mayFill(book.accountOf(slot), market, 3 - takerSide, price, size) !== ResultCode.accepted) return false;
    const at = state[FILLS] as number;
    makers[at] = slot;
    sizes[at] = size;
    state[FILLS] = at + 1;
    state[REMAINING] = remaining - size;
    return size === shown;
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
    /** Slot of the maker of a planned fill. */
    makerOf: (fill: number) => makers[fill] as number,
    /** Lots of a planned fill. */
    sizeOf: (fill: number) => sizes[fill] as number,
  };
}
