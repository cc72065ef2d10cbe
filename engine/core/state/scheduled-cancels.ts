/** When the orders of accounts will be cancelled, if that is not put off: at most one time of each account. */

import { createExpiryHeap } from '../book/expiry-heap.ts';
import { createDoubles } from '../numbers/words.ts';

export type ScheduledCancels = ReturnType<typeof createScheduledCancels>;

/** Nothing scheduled, for so many accounts. */
export function createScheduledCancels(accountsMax: number) {
  // The heap wants slots from 1, and breaks ties by number.
  const heap = createExpiryHeap(accountsMax);
  const sequences = createDoubles(accountsMax);
  const times = createDoubles(accountsMax);

  /** Schedules an account for a time, 0 for none, by the command of a sequence, in place of what it had scheduled. */
  function set(account: number, time: number, commandSequence: number): void {
    heap.remove(account + 1);
    times[account] = time;
    sequences[account] = commandSequence;
    if (time !== 0) heap.add(account + 1, time, account);
  }

  return {
    set,
    count: heap.size,
    /** The earliest time that is scheduled, larger than every time when none is. */
    firstTime: heap.firstExpiry,
    /** The account of that time, the lowest among equals; something must be scheduled. */
    firstAccount: () => heap.first() - 1,
    /** The time of an account, 0 when nothing is scheduled. */
    timeOf: (account: number) => times[account] as number,
    sequenceOf: (account: number) => sequences[account] as number,
  };
}
