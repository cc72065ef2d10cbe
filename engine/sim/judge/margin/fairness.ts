/** Whether a fill of an account that is short of margin is fair to who stands on the other side of the books. */

/** What an account has in all, and what it needs. */
export interface Standing {
  readonly equity: bigint;
  readonly needs: bigint;
}

/** Whether the account keeps no smaller part of its equity than of what it needs. */
export function isFair(before: Standing, after: Standing): boolean {
  if (before.equity > 0n) return after.equity * before.needs >= before.equity * after.needs;
  return after.equity >= before.equity && after.needs <= before.needs;
}
