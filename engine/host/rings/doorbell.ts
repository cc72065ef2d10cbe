/** A word of memory that threads share, by which one lets another know that there is something to do. */

/** Words that a doorbell takes: a line of the processor's cache of its own. */
export const DOORBELL_WORDS = 16;

export class Doorbell {
  private readonly word: Int32Array;
  private waiting: Promise<unknown> | null = null;

  /** Over shared memory of `DOORBELL_WORDS`. */
  constructor(word: Int32Array) {
    this.word = word;
  }

  /** How often it was rung. To be asked before looking whether there is something to do. */
  count(): number {
    return Atomics.load(this.word, 0);
  }

  ring(): void {
    Atomics.add(this.word, 0, 1);
    Atomics.notify(this.word, 0);
  }

  /** Holds this thread until it is rung more often than `seen`; false when so many milliseconds have passed. */
  waitRung(seen: number, millis: number): boolean {
    return Atomics.wait(this.word, 0, seen, millis) !== 'timed-out';
  }

  /**
   * Calls `wake` once when it has been rung more often than `seen`; a second call while one is waiting does nothing.
   */
  whenRung(seen: number, wake: () => void): void {
    if (this.waiting !== null) return;
    const answer = Atomics.waitAsync(this.word, 0, seen);
    const woken = answer.async ? answer.value : Promise.resolve();
    this.waiting = woken.then(() => {
      this.waiting = null;
      wake();
    });
  }
}
