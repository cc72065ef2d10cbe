/** A group of orders of one account, and how it counts what they fill. */

/** How many tenths of the window count: the present one, and the ten before it. */
const TENTHS_COUNTED = 11;
const MICROS_IN_TENTH_OF_MILLI = 100;

/** Lots that filled in one tenth of the window. Tenths are numbered from 0, which begins at time 0. */
interface TenthCount {
  readonly tenth: number;
  readonly lots: number;
}

export interface OrderGroup {
  readonly group: number;
  readonly account: number;
  /** Lots filled in the window at which it trips. */
  readonly fillLimit: number;
  readonly windowMillis: number;
  /** Sequence of the command that tripped it; 0 while it has not tripped. */
  trippedSequence: number;
  /** Whether it has tripped and its sweep has still to join the work queue. */
  isSweepAhead: boolean;
  /** The tenths in which lots counted, the latest last; those that count no more may be missing. */
  counts: TenthCount[];
}

/** Adds lots to those of the present tenth, and answers how many there are in the window with them. */
export function countLots(group: OrderGroup, time: number, lots: number): number {
  const tenth = Math.floor(time / (group.windowMillis * MICROS_IN_TENTH_OF_MILLI));
  const counted = group.counts.filter((count) => count.tenth > tenth - TENTHS_COUNTED);
  const present = counted.find((count) => count.tenth === tenth)?.lots ?? 0;
  const before = counted.filter((count) => count.tenth < tenth);
  group.counts = [...before, { tenth, lots: present + lots }];
  return group.counts.reduce((sum, count) => sum + count.lots, 0);
}

/** The tenth in which lots counted last, with the lots of it and of those before it. */
export function lastTenths({ counts }: OrderGroup): { tenth: number; lots: number[] } {
  const tenth = counts.at(-1)?.tenth ?? 0;
  const lotsOf = (wanted: number) => counts.find((count) => count.tenth === wanted)?.lots ?? 0;
  return { tenth, lots: Array.from({ length: TENTHS_COUNTED }, (_, back) => lotsOf(tenth - back)) };
}
