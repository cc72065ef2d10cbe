/** Marks at which an account has just enough margin, or just too little. */
import { copyOf, marketIn } from '../../judge/margin/exposure.ts';
import { freeMarginOf } from '../../judge/margin/free-margin.ts';
import type { Market } from '../../judge/orders/naive-book.ts';
import type { Scene } from '../scene.ts';

/** The last mark on the way to the worse at which a position of the market is not short, or the one beyond. */
export function markThatPinches({ random, state }: Scene, { number, markPrice, maxPrice }: Market): number | undefined {
  const held = state.positions.filter(({ market }) => market === number);
  if (held.length === 0 || markPrice === 0) return undefined;
  const { account, size } = random.pick(held);
  const worse = size > 0n ? -1 : 1;
  const copy = copyOf(state);
  const market = marketIn(copy, number);
  const isShortAt = (distance: number) => {
    market.markPrice = markPrice + worse * distance;
    return freeMarginOf(copy, account) < 0n;
  };
  let [enough, short] = [0, worse < 0 ? markPrice - 1 : maxPrice - markPrice];
  if (short < 1 || isShortAt(enough) || !isShortAt(short)) return undefined;
  while (short - enough > 1) {
    const middle = Math.floor((enough + short) / 2);
    if (isShortAt(middle)) short = middle;
    else enough = middle;
  }
  return markPrice + worse * random.pick([enough, short, short]);
}
