/**
 * Where a copy of a book stands: of which market, after which command, and whether it can be trusted. It decides what
 * may be taken over, for copies of levels and of orders alike.
 */
import type { CopyVerdict } from './copy-verdict.ts';
import type { AsOf, Deltas } from './view.ts';

export class CopyStanding {
  private readonly market: number;
  private at = 0;
  private isGood = false;

  constructor(market: number) {
    this.market = market;
  }

  /** Sequence number as of which the copy speaks; null while it cannot be trusted. */
  get sequence(): number | null {
    return this.isGood ? this.at : null;
  }

  /** Why a whole view is not to be taken over; null when it is. */
  refusalOfWhole(view: AsOf & { readonly isWhole: boolean }): CopyVerdict | null {
    if (view.market !== this.market) return 'otherMarket';
    return view.isWhole ? null : 'wholeViewWanted';
  }

  /** Why deltas are not to be taken over; null when they are. */
  refusalOfDeltas({ market, from, to }: Deltas<unknown>): CopyVerdict | null {
    if (market !== this.market) return 'otherMarket';
    if (!this.isGood) return 'wholeViewWanted';
    if (from === this.at) return null;
    return to <= this.at ? 'old' : 'gap';
  }

  /** Notes what was taken over, and whether the copy agrees with it. */
  note(sequence: number, agrees: boolean): CopyVerdict {
    this.at = sequence;
    this.isGood = agrees;
    return agrees ? 'taken' : 'broken';
  }
}
