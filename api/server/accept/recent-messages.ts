/**
 * Messages that were taken a short while ago, so that one that is sent again, because its answer was lost or by
 * somebody who saw it, is answered as it was and not put into the log once more.
 */
import { hash } from 'node:crypto';

/** Beyond this many the oldest are forgotten before their time; the core then refuses what repeats a nonce. */
const KEPT_MAX = 200_000;

/**
 * They are kept in two halves. When the newer is as old as a message can live, whatever is in the older is dead, and is
 * forgotten at once: to take single ones out of a table at its front costs the more the larger it is.
 */
export class RecentMessages<Answer> {
  private readonly lifeMicros: number;
  /** By a hash of the body. */
  private newer = new Map<string, Promise<Answer>>();
  private older = new Map<string, Promise<Answer>>();
  private newerSince = 0;

  /** How long a message lives at most, in microseconds. */
  constructor(lifeMicros: number) {
    this.lifeMicros = lifeMicros;
  }

  /** Sends a message, or answers it as it was answered before. What got no place in the log may be sent again. */
  once(body: string, now: number, send: () => Promise<Answer>): Promise<Answer> {
    const name = hash('sha256', body);
    const known = this.newer.get(name) ?? this.older.get(name);
    if (known !== undefined) return known;
    this.forget(now);
    const answer = send();
    this.newer.set(name, answer);
    answer.catch(() => this.newer.delete(name) || this.older.delete(name));
    return answer;
  }

  private forget(now: number): void {
    if (this.newer.size < KEPT_MAX / 2 && now - this.newerSince <= this.lifeMicros) return;
    this.older = this.newer;
    this.newer = new Map();
    this.newerSince = now;
  }
}
