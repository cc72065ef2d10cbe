/**
 * What records tell of order groups: their terms, the groups of orders, gone ones included, and the lots that they
 * filled in each tenth of their window. It keeps all of them, so that it can tell which lots count no more.
 */
import type { JudgeRecord } from '../../judge/naive-state.ts';

const MICROS_IN_TENTH_OF_MILLI = 100;
/** The present tenth and the ten before it count. */
const TENTHS_COUNTED = 11;

/** A group since it was made or set anew. */
interface KnownGroup {
  readonly fillLimit: number;
  readonly tenthMicros: number;
  readonly lots: Map<number, number>;
  hasTripped: boolean;
  /** Whether it had tripped before it was set anew. */
  readonly isReset: boolean;
}

/** The lots of a group once those of a fill were added. */
export interface Count {
  readonly fillLimit: number;
  /** In the window; since the group was set. */
  readonly filled: number;
  readonly filledEver: number;
  /** In the last tenth that still counts, and in the one before it. */
  readonly oldest: number;
  readonly justLeft: number;
  /** How many tenths of the window have lots. */
  readonly tenths: number;
  readonly hasTripped: boolean;
  readonly isReset: boolean;
}

export class GroupLedger {
  private readonly groups = new Map<number, KnownGroup>();
  private readonly groupsOfOrders = new Map<number, number>();

  clear(): void {
    this.groups.clear();
    this.groupsOfOrders.clear();
  }

  /** The group of an order; 0 is none. */
  groupOf(order: number): number {
    return this.groupsOfOrders.get(order) ?? 0;
  }

  /** Takes note of an order that was placed with a group. */
  join({ values }: JudgeRecord): void {
    this.groupsOfOrders.set(Number(values['order']), Number(values['group']));
  }

  /** Takes note of a group that was made, set anew or removed. */
  set({ values }: JudgeRecord): void {
    const group = Number(values['group']);
    const isReset = this.groups.get(group)?.hasTripped === true;
    const tenthMicros = MICROS_IN_TENTH_OF_MILLI * Number(values['windowMillis']);
    const fillLimit = Number(values['fillLimit']);
    this.groups.delete(group);
    if (fillLimit > 0) this.groups.set(group, { fillLimit, tenthMicros, lots: new Map(), hasTripped: false, isReset });
  }

  trip(group: number): void {
    const known = this.groups.get(group);
    if (known !== undefined) known.hasTripped = true;
  }

  /** Adds the lots of a fill. A group of which nothing is known, since it was restored, has no count. */
  count(group: number, time: number, size: number): Count | undefined {
    const known = this.groups.get(group);
    if (known === undefined) return undefined;
    const { lots, fillLimit, hasTripped, isReset, tenthMicros } = known;
    const present = Math.floor(time / tenthMicros);
    lots.set(present, (lots.get(present) ?? 0) + size);
    const counted = [...lots].filter(([tenth]) => tenth > present - TENTHS_COUNTED);
    return {
      ...{ fillLimit, hasTripped, isReset },
      filled: sum(counted.map(([, count]) => count)),
      filledEver: sum([...lots.values()]),
      oldest: lots.get(present - TENTHS_COUNTED + 1) ?? 0,
      justLeft: lots.get(present - TENTHS_COUNTED) ?? 0,
      tenths: counted.length,
    };
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
