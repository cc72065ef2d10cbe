/**
 * Messages that were taken a short while ago, so that one that is sent again, because its answer was lost or by
 * somebody who saw it, is answered as it was and not put into the log once more.
 */
import { hash } from 'node:crypto';
import { Refused } from './problems.ts';

/**
 * Beyond this many in a half the oldest are forgotten before their time; the core then refuses what repeats a nonce.
 */
const KEPT_MAX = 150_000;

/** Messages by a hash of their bodies, until all of them are dead. */
class Half<Answer> {
  readonly answers = new Map<string, Promise<Answer>>();
  /** Time in microseconds from which none of them lives. */
  until = 0;
}

/**
 * They are kept in two halves. Once all of the older is dead it is forgotten at once, and the newer is the older from
 * then on: to take single ones out of a table at its front costs the more the larger it is.
 */
export class RecentMessages<Answer> {
  private readonly keptMax: number;
  private newer = new Half<Answer>();
  private older = new Half<Answer>();

  /** How many a half keeps at most. */
  constructor(keptMax = KEPT_MAX) {
    this.keptMax = keptMax;
  }

  /**
   * Sends a message that lives until a time, or answers it as it was answered before. What was refused has no place in
   * the log, and may be sent again.
   */
  once(body: string, until: number, now: number, send: () => Promise<Answer>): Promise<Answer> {
    const name = hash('sha256', body);
    const known = this.newer.answers.get(name) ?? this.older.answers.get(name);
    if (known !== undefined) return known;
    this.forget(now);
    const answer = send();
    const half = this.newer;
    half.answers.set(name, answer);
    half.until = Math.max(half.until, until);
    answer.catch((error) => error instanceof Refused && half.answers.delete(name));
    return answer;
  }

  private forget(now: number): void {
    if (this.newer.answers.size < this.keptMax && now < this.older.until) return;
    this.older = this.newer;
    this.newer = new Half();
  }
}
