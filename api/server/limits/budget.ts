/** What somebody may still ask for: it grows with time up to a bound, and everything that is asked for costs of it. */

export interface BudgetTerms {
  /** By so much it grows in a second. */
  readonly perSecond: number;
  /** It is never more than this, and begins with it. */
  readonly most: number;
}

/** It is counted in thousandths, of which a millisecond gives as many as a second gives units. */
const THOUSAND = 1_000;

export class Budget {
  private readonly terms: BudgetTerms;
  private left: number;
  private at: number;

  /** `now` here and below: a time in milliseconds that does not go back. */
  constructor(terms: BudgetTerms, now: number) {
    this.terms = terms;
    this.left = THOUSAND * terms.most;
    this.at = now;
  }

  /** What is left, in whole units; below 0 where it is owed. */
  leftAt(now: number): number {
    this.grow(now);
    return Math.floor(this.left / THOUSAND);
  }

  /** Whether there is so much, which is then spent. */
  trySpend(cost: number, now: number): boolean {
    this.grow(now);
    if (this.left < THOUSAND * cost) return false;
    this.left -= THOUSAND * cost;
    return true;
  }

  /** Spends what may not be there; nobody owes more than a whole budget. */
  owe(cost: number, now: number): void {
    this.grow(now);
    this.left = Math.max(this.left - THOUSAND * cost, -THOUSAND * this.terms.most);
  }

  /** How long it takes until there is so much, in milliseconds. */
  millisUntil(cost: number, now: number): number {
    this.grow(now);
    const missing = THOUSAND * Math.min(cost, this.terms.most) - this.left;
    return Math.max(0, Math.ceil(missing / this.terms.perSecond));
  }

  private grow(now: number): void {
    const { perSecond, most } = this.terms;
    this.left = Math.min(THOUSAND * most, this.left + perSecond * (now - this.at));
    this.at = now;
  }
}
