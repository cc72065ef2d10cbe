/**
 * The order book of every market, put together: orders in one pool, queues of orders at levels, their lives, and
 * matching. This is the hot path, and the one room where speed is worth cleverness. It assumes that whoever calls has
 * checked the command. Factories of closures and not classes: the arrays are then constants of the compiled code.
 */
import type { Clock } from '../clock.ts';
import type { Margin } from '../margin/margin.ts';
import { createWords } from '../numbers/words.ts';
import type { RecordBuffer } from '../record-buffer.ts';
import type { OrderGroups } from '../state/order-groups.ts';
import { createExpiryHeap } from './expiry-heap.ts';
import { createLevelQueues } from './level-queues.ts';
import { createLevelTree } from './level-tree.ts';
import { createMatching } from './matching.ts';
import { createOrderLives, type HeldIds } from './order-lives.ts';
import { createOrderPool } from './order-pool.ts';
import { createOrderRing } from './order-ring.ts';
import type { OrderSeats } from './order-seats.ts';
import { CountWord } from './order-words.ts';
import { createOwnerOrders } from './owner-orders.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const { openOrders: OPEN_ORDERS, work: WORK, decremented: DECREMENTED } = CountWord;

export interface BookCapacities {
  readonly marketsMax: number;
  readonly ownersMax: number;
  readonly ordersMax: number;
  readonly levelsMax: number;
  readonly makersPerCommandMax: number;
}

/** What the tables take of the machine they are on; no result depends on it. */
export interface PhysicalTerms {
  /** Room for levels beyond the capacity. */
  readonly spareSlots: number;
  /** Whether the memory of orders is taken at once. */
  readonly isResident: boolean;
  /** Multipliers of the hash of client order ids, odd or not, and those of the hash of seats. */
  readonly hashKeys: Int32Array;
  readonly seatHashKeys: Int32Array;
}

export type Book = ReturnType<typeof createBook>;

/**
 * An empty book for so much. It reads commands in `input`, writes to `records`, and takes the time of the present
 * command from `clock`.
 */
export function createBook(
  capacities: BookCapacities,
  input: Int32Array,
  records: RecordBuffer,
  clock: Clock,
  physical: PhysicalTerms,
  ids: HeldIds,
  groups: OrderGroups,
  seats: OrderSeats,
  margin: Margin,
) {
  const tree = createLevelTree(capacities.marketsMax * 2, capacities.levelsMax, physical.spareSlots);
  const ring = createOrderRing(capacities.ordersMax);
  const expiries = createExpiryHeap(ring.size);
  const counts = createWords(3);
  const pool = createOrderPool(
    ring,
    tree.levelIndexesMax,
    capacities.ownersMax,
    expiries,
    groups,
    margin.reserves,
    clock,
    physical.isResident,
  );
  const ownerOrders = createOwnerOrders(pool);
  const queues = createLevelQueues(tree, pool);
  const { reserves, fills } = margin;
  const { makersPerCommandMax } = capacities;
  const lives = createOrderLives(
    pool,
    queues,
    ring,
    seats,
    ownerOrders,
    expiries,
    counts,
    ids,
    groups,
    reserves,
    input,
    records,
  );
  const matching = createMatching(
    tree,
    pool,
    queues,
    lives,
    counts,
    groups,
    reserves,
    fills,
    records,
    makersPerCommandMax,
  );

  return {
    tree,
    ring,
    seats,
    ownerOrders,
    expiries,
    openOrderCount: () => counts[OPEN_ORDERS] as number,
    ...workOf(counts),
    ...pool,
    ...queues,
    ...lives,
    ...matching,
  };
}

/** The work of the present command, as its counts have it. */
function workOf(counts: Int32Array) {
  return {
    /** Makers met, and orders and client order ids cleared, since `beginWork`. */
    work: () => counts[WORK] as number,
    beginWork: () => {
      counts[WORK] = 0;
      counts[DECREMENTED] = 0;
    },
    /** Adds to the work of the present command what was done outside the book. */
    addWork: (steps: number) => {
      counts[WORK] = (counts[WORK] as number) + steps;
    },
    /** Forgets what a taker lost by decrement, so that another may come in the same command. */
    endTaker: () => {
      counts[DECREMENTED] = 0;
    },
  };
}
