/** The nonces that are kept of an owner or a key: a plain list, ascending, of the highest that were spent. */

const KEPT_MAX = 64;

/** Whether a nonce was not spent yet, as far as the window still knows. */
export function canSpend(kept: readonly number[], nonce: number): boolean {
  const [lowest] = kept;
  const isTooLow = kept.length === KEPT_MAX && lowest !== undefined && nonce <= lowest;
  return !isTooLow && !kept.includes(nonce);
}

/** Adds a nonce that can be spent, and lets go of the lowest when there are too many. */
export function spend(kept: number[], nonce: number): void {
  kept.push(nonce);
  kept.sort((a, b) => a - b);
  if (kept.length > KEPT_MAX) kept.shift();
}
