/**
 * The queues of orders at the levels of the tree, first come first, and the lots that each level shows. It belongs to
 * the hot path of the book.
 *
 * A queue is a ring of its level and its orders: the level stands before its first order and after its last, so that
 * an order is linked in and out without asking who its neighbours are. A link is the word at which the neighbour
 * stands in the memory of orders, XORed with the word of the level. Zero thus leads to the level itself, and memory
 * that is fresh is an empty queue.
 */
import { wide } from '../clock.ts';
import type { LevelTree } from './level-tree.ts';
import type { OrderPool } from './order-pool.ts';
import { LevelWord, OrderWord } from './order-words.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ORDER_SHIFT = 4;
const LEVEL_SHIFT = 2;
const { next: NEXT, previous: PREVIOUS, level: LEVEL, shown: SHOWN, side: SIDE, hidden: HIDDEN } = OrderWord;
const { lotsLow: LOTS_LOW, lotsHigh: LOTS_HIGH } = LevelWord;

export type LevelQueues = ReturnType<typeof createLevelQueues>;

/** Empty queues for the levels of a tree, of orders in a pool. */
export function createLevelQueues(tree: LevelTree, pool: OrderPool) {
  const { orders, levelsAt, show, displaySizeOf, remainingOf } = pool;

  /** The word at which a level stands in the memory of orders. */
  function wordOf(level: number): number {
    return (levelsAt + (level << LEVEL_SHIFT)) | 0;
  }

  /** The first order of a level that has one. */
  function firstOf(level: number): number {
    const at = wordOf(level);
    return ((orders[at] as number) ^ at) >>> ORDER_SHIFT;
  }

  /** The order behind another, 0 behind the last. */
  function after(slot: number): number {
    const at = slot << ORDER_SHIFT;
    const link = orders[at | NEXT] as number;
    return link === 0 ? 0 : (link ^ wordOf(orders[at | LEVEL] as number)) >>> ORDER_SHIFT;
  }

  /** Orders at a level, counted as asked: only readers do. */
  function levelOrders(level: number): number {
    let count = 0;
    for (let slot = firstOf(level); slot !== 0; slot = after(slot)) count += 1;
    return count;
  }

  /** Lots shown at a level; exact below 2^53, which takes millions of orders of the largest size to pass. */
  function levelSize(level: number): number {
    const queue = wordOf(level);
    return wide(orders[queue | LOTS_LOW] as number, orders[queue | LOTS_HIGH] as number);
  }

  function enqueue(slot: number, side: number, step: number): void {
    const level = tree.obtain(side, step);
    const at = slot << ORDER_SHIFT;
    const queue = wordOf(level);
    orders[at | LEVEL] = level;
    linkLast(at, queue);
    addLots(queue, orders[at | SHOWN] as number);
  }

  function dequeue(slot: number): void {
    const at = slot << ORDER_SHIFT;
    const level = orders[at | LEVEL] as number;
    const queue = wordOf(level);
    const next = orders[at | NEXT] as number;
    const previous = orders[at | PREVIOUS] as number;
    orders[(previous ^ queue) | NEXT] = next;
    orders[(next ^ queue) | PREVIOUS] = previous;
    takeLots(queue, orders[at | SHOWN] as number);
    if ((previous | next) === 0) tree.remove(orders[at | SIDE] as number, level);
  }

  function dequeueHead(slot: number, level: number, side: number, lotsTaken: number): void {
    const queue = wordOf(level);
    const next = orders[(slot << ORDER_SHIFT) | NEXT] as number;
    orders[queue | NEXT] = next;
    orders[(next ^ queue) | PREVIOUS] = 0;
    takeLots(queue, lotsTaken);
    if (next === 0) tree.remove(side, level);
  }

  /** Puts an order back between the neighbours that it had, at the level of its step. Nothing may have changed. */
  function putBack(slot: number, step: number): void {
    const at = slot << ORDER_SHIFT;
    // With an order that stood alone its level went too, and may come back under another index; its links are zeros.
    const level = tree.obtain(orders[at | SIDE] as number, step);
    const queue = wordOf(level);
    orders[at | LEVEL] = level;
    orders[((orders[at | PREVIOUS] as number) ^ queue) | NEXT] = at ^ queue;
    orders[((orders[at | NEXT] as number) ^ queue) | PREVIOUS] = at ^ queue;
    addLots(queue, orders[at | SHOWN] as number);
  }

  /** The first order of a level, whose shown lots are used up, shows the next from the back of the level. */
  function showNext(slot: number, level: number, lotsTaken: number): void {
    const at = slot << ORDER_SHIFT;
    const queue = wordOf(level);
    takeLots(queue, lotsTaken);
    show(at, displaySizeOf(slot), orders[at | HIDDEN] as number);
    addLots(queue, orders[at | SHOWN] as number);
    const next = orders[at | NEXT] as number;
    orders[queue | NEXT] = next;
    orders[(next ^ queue) | PREVIOUS] = 0;
    linkLast(at, queue);
  }

  /** Links the order at a word in behind all others of the queue at another. */
  function linkLast(at: number, queue: number): void {
    const last = orders[queue | PREVIOUS] as number;
    const link = at ^ queue;
    orders[at | NEXT] = 0;
    orders[at | PREVIOUS] = last;
    orders[(last ^ queue) | NEXT] = link;
    orders[queue | PREVIOUS] = link;
  }

  /** Takes lots from what the level of an order shows. */
  function takeShown(slot: number, lots: number): void {
    takeLots(wordOf(orders[(slot << ORDER_SHIFT) | LEVEL] as number), lots);
  }

  /** Makes a resting iceberg show so many of its lots, as a snapshot says. */
  function restoreShown(slot: number, shown: number): void {
    const at = slot << ORDER_SHIFT;
    takeShown(slot, (orders[at | SHOWN] as number) - shown);
    orders[at | HIDDEN] = remainingOf(slot) - shown;
    orders[at | SHOWN] = shown;
  }

  /** Sixteen million orders of 2^31-1 lots pass 2^53, so that a level's lots are counted in two words. */
  function addLots(queue: number, lots: number): void {
    const low = ((orders[queue | LOTS_LOW] as number) + lots) | 0;
    orders[queue | LOTS_LOW] = low;
    if (low >>> 0 < lots) orders[queue | LOTS_HIGH] = (orders[queue | LOTS_HIGH] as number) + 1;
  }

  function takeLots(queue: number, lots: number): void {
    const before = orders[queue | LOTS_LOW] as number;
    orders[queue | LOTS_LOW] = (before - lots) | 0;
    if (before >>> 0 < lots) orders[queue | LOTS_HIGH] = (orders[queue | LOTS_HIGH] as number) - 1;
  }

  return {
    firstOf,
    after,
    levelOrders,
    levelSize,
    enqueue,
    dequeue,
    dequeueHead,
    putBack,
    showNext,
    restoreShown,
    takeShown,
  };
}
