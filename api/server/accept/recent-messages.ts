/**
 * Messages that were taken a short while ago, so that one that is sent again, because its answer was lost or by
 * somebody who saw it, is answered as it was and not put into the log once more.
 */
import { createHash } from 'node:crypto';
import type { Message } from '@intelligent-ledger/engine/core';
import type { Outcome } from './submitter.ts';

/** A message that is in the log, and what became of each of its commands. */
export interface Accepted {
  readonly message: Message;
  readonly outcomes: readonly Outcome[];
}

/** Beyond this many the oldest are forgotten before their time; the core then refuses what repeats a nonce. */
const KEPT_MAX = 200_000;

interface Kept {
  readonly answer: Promise<Accepted>;
  /** Time in microseconds from which the message is dead, and refused anyway. */
  readonly until: number;
}

export class RecentMessages {
  /** In the order in which they came, by a hash of the body. */
  private readonly kept = new Map<string, Kept>();

  /** Sends a message, or answers it as it was answered before. What got no place in the log may be sent again. */
  once(body: string, until: number, now: number, send: () => Promise<Accepted>): Promise<Accepted> {
    const hash = createHash('sha256').update(body).digest('base64');
    const known = this.kept.get(hash);
    if (known !== undefined) return known.answer;
    this.forget(now);
    const answer = send();
    this.kept.set(hash, { answer, until });
    answer.catch(() => this.kept.delete(hash));
    return answer;
  }

  private forget(now: number): void {
    for (const [hash, { until }] of this.kept) {
      if (until > now && this.kept.size < KEPT_MAX) break;
      this.kept.delete(hash);
    }
  }
}
