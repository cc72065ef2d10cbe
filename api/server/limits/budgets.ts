/**
 * Budgets by whose they are, and the headers that say what is left of one (RateLimit and RateLimit-Policy of the IETF's
 * draft on rate limit headers).
 */
import { Budget, type BudgetTerms } from './budget.ts';

/** So many are kept; who is forgotten begins with a whole one. */
const KEPT_MAX = 20_000;
const MILLIS = 1_000;

export class Budgets<Key> {
  private readonly name: string;
  readonly terms: BudgetTerms;
  private readonly now: () => number;
  private readonly kept = new Map<Key, Budget>();
  /** Whoever was here last mostly comes again. */
  private lastKey: Key | null = null;
  private last: Budget | null = null;

  constructor(name: string, terms: BudgetTerms, now: () => number) {
    this.name = name;
    this.terms = terms;
    this.now = now;
  }

  of(key: Key): Budget {
    if (this.last !== null && key === this.lastKey) return this.last;
    const budget = this.lookUp(key);
    this.lastKey = key;
    this.last = budget;
    return budget;
  }

  private lookUp(key: Key): Budget {
    const known = this.kept.get(key);
    if (known !== undefined) {
      // Who was here last is forgotten last, so that nobody's debt is by the coming of others.
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    const [oldest] = this.kept.keys();
    if (this.kept.size >= KEPT_MAX && oldest !== undefined) this.kept.delete(oldest);
    const made = new Budget(this.terms, this.now());
    this.kept.set(key, made);
    return made;
  }

  /** Whether there is so much of somebody's, which is then spent; else how long to wait, in milliseconds. */
  spend(key: Key, cost: number): true | number {
    const budget = this.of(key);
    return budget.trySpend(cost, this.now()) || budget.millisUntil(cost, this.now());
  }

  /** How long it is until there is so much of somebody's, in milliseconds. */
  wait(key: Key, cost: number): number {
    return this.of(key).millisUntil(cost, this.now());
  }

  owe(key: Key, cost: number): void {
    this.of(key).owe(cost, this.now());
  }

  headersOf(key: Key): Record<string, string> {
    const { perSecond, most } = this.terms;
    const left = Math.max(0, this.of(key).leftAt(this.now()));
    const full = Math.ceil(this.of(key).millisUntil(most, this.now()) / MILLIS);
    const policy = `"${this.name}";q=${most};w=${Math.ceil(most / perSecond)}`;
    return { 'ratelimit-policy': policy, ratelimit: `"${this.name}";r=${left};t=${full}` };
  }
}
