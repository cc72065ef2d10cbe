/**
 * Order groups: how many lots the orders of each may fill in a window of time, what they filled, and whether that was
 * too much. The rules are section 16 of docs/concepts/rules.md.
 */
import { createExpiryHeap } from '../book/expiry-heap.ts';
import { type Clock, sequenceOf, timeOf } from '../clock.ts';
import { createDoubles, createWords } from '../numbers/words.ts';
import { GROUP_TENTHS } from '../schema/snapshot.ts';

/** A tenth of a millisecond of window. */
export const MICROS_PER_TENTH_OF_MILLI = 100;

/** Whether the sweep of a group has still to join the work queue, or is in it. */
export const GroupSweep = { none: 0, toQueue: 1, queued: 2 } as const;

export type OrderGroups = ReturnType<typeof createOrderGroups>;

/** No groups yet, of at most so many, for so many accounts. Groups are numbered from 1. */
export function createOrderGroups(groupsMax: number, accountsMax: number, clock: Clock) {
  // Account plus one, 0 of a number that no group has.
  const owners = createWords(groupsMax + 1);
  const windows = createWords(groupsMax + 1);
  const members = createWords(groupsMax + 1);
  const sweeps = createWords(groupsMax + 1);
  const limits = createDoubles(groupsMax + 1);
  const trippedAt = createDoubles(groupsMax + 1);
  const tenths = createDoubles(groupsMax + 1);
  const lots = createDoubles((groupsMax + 1) * GROUP_TENTHS);
  const groupsOfAccount = createWords(accountsMax);
  // Numbers that were given back, the lowest first; every other free one is above all that were ever in use.
  const returned = createExpiryHeap(groupsMax);
  // Groups whose sweep has still to join the queue, the earliest tripped first.
  const toQueue = createExpiryHeap(groupsMax);
  let inUse = 0;
  let fresh = 1;

  function isOf(group: number, account: number): boolean {
    return group >>> 0 <= groupsMax && owners[group] === account + 1;
  }

  /** A new group of an account; there must be room. */
  function create(account: number): number {
    const isReturned = returned.size() !== 0;
    const group = isReturned ? returned.first() : fresh;
    if (isReturned) returned.remove(group);
    else fresh += 1;
    take(group, account);
    return group;
  }

  function take(group: number, account: number): void {
    owners[group] = account + 1;
    groupsOfAccount[account] = (groupsOfAccount[account] as number) + 1;
    inUse += 1;
  }

  /** Sets limit and window of a group, which has then filled nothing and not tripped. */
  function set(group: number, fillLimit: number, windowMillis: number): void {
    limits[group] = fillLimit;
    windows[group] = windowMillis;
    trippedAt[group] = 0;
    tenths[group] = 0;
    lots.fill(0, group * GROUP_TENTHS, (group + 1) * GROUP_TENTHS);
  }

  /** Gives the number of a group without members back. */
  function remove(group: number): void {
    const account = (owners[group] as number) - 1;
    owners[group] = 0;
    groupsOfAccount[account] = (groupsOfAccount[account] as number) - 1;
    inUse -= 1;
    returned.add(group, group, group);
  }

  /** Counts lots that a group filled now; answers what it filled in its window if that made it trip, else 0. */
  function count(group: number, size: number): number {
    const now = tenthOf(timeOf(clock), windows[group] as number);
    const from = group * GROUP_TENTHS;
    const last = tenths[group] as number;
    for (let tenth = Math.max(last + 1, now - GROUP_TENTHS + 1); tenth <= now; tenth += 1) {
      lots[from + (tenth % GROUP_TENTHS)] = 0;
    }
    tenths[group] = now;
    const at = from + (now % GROUP_TENTHS);
    lots[at] = (lots[at] as number) + size;
    if (trippedAt[group] !== 0) return 0;
    let filled = 0;
    for (let tenth = 0; tenth < GROUP_TENTHS; tenth += 1) filled += lots[from + tenth] as number;
    if (filled < (limits[group] as number)) return 0;
    trippedAt[group] = sequenceOf(clock);
    waitForQueue(group);
    return filled;
  }

  function waitForQueue(group: number): void {
    sweeps[group] = GroupSweep.toQueue;
    toQueue.add(group, trippedAt[group] as number, group);
  }

  /** Says that the sweep of a group joined the queue, or is over. */
  function setSweep(group: number, sweep: number): void {
    if (sweeps[group] === GroupSweep.toQueue) toQueue.remove(group);
    sweeps[group] = sweep;
  }

  /** Lots of a group, of the last tenth in which any counted and those before it. */
  function lotsOf(group: number): number[] {
    const last = tenths[group] as number;
    return Array.from({ length: GROUP_TENTHS }, (_, back) => {
      return back > last ? 0 : (lots[group * GROUP_TENTHS + ((last - back) % GROUP_TENTHS)] as number);
    });
  }

  /** Makes a group as a snapshot says, which comes in order of number. */
  function restore(
    group: number,
    account: number,
    fillLimit: number,
    windowMillis: number,
    tripped: number,
    lastTenth: number,
    lotsBack: readonly number[],
    sweep: number,
  ): void {
    for (; fresh < group; fresh += 1) returned.add(fresh, fresh, fresh);
    fresh = group + 1;
    take(group, account);
    set(group, fillLimit, windowMillis);
    trippedAt[group] = tripped;
    tenths[group] = lastTenth;
    for (const [back, value] of lotsBack.entries()) {
      if (back <= lastTenth) lots[group * GROUP_TENTHS + ((lastTenth - back) % GROUP_TENTHS)] = value;
    }
    if (sweep === GroupSweep.toQueue) waitForQueue(group);
    else sweeps[group] = sweep;
  }

  return {
    isOf,
    isFull: () => inUse >= groupsMax,
    /** Groups there are. */
    size: () => inUse,
    /** Above every number that a group ever had. */
    end: () => fresh,
    exists: (group: number) => owners[group] !== 0,
    countOfAccount: (account: number) => groupsOfAccount[account] as number,
    accountOf: (group: number) => (owners[group] as number) - 1,
    limitOf: (group: number) => limits[group] as number,
    windowOf: (group: number) => windows[group] as number,
    tenthOf: (group: number) => tenths[group] as number,
    sweepOf: (group: number) => sweeps[group] as number,
    /** Sequence of the command that tripped a group, 0 while it has not tripped. */
    trippedAt: (group: number) => trippedAt[group] as number,
    isTripped: (group: number) => trippedAt[group] !== 0,
    /** Whether a command before the present one tripped a group, so that its members are dead. */
    isDead: (group: number) => trippedAt[group] !== 0 && (trippedAt[group] as number) < sequenceOf(clock),
    membersOf: (group: number) => members[group] as number,
    /** Counts a member more, or with -1 one less. */
    addMember: (group: number, one: number) => {
      members[group] = (members[group] as number) + one;
    },
    /** Groups whose sweep has still to join the queue, and the first of them. */
    toQueueCount: toQueue.size,
    firstToQueue: toQueue.first,
    lotsOf,
    create,
    set,
    remove,
    count,
    setSweep,
    restore,
  };
}

/** The tenth of a window in which a time lies. */
function tenthOf(timeMicros: number, windowMillis: number): number {
  const length = windowMillis * MICROS_PER_TENTH_OF_MILLI;
  const tenth = Math.floor(timeMicros / length);
  // The quotient of two doubles may have been rounded up to the next integer.
  return tenth * length > timeMicros ? tenth - 1 : tenth;
}
