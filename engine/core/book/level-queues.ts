/**
 * The queues of orders at the levels of the tree, first come first, and the lots that each level shows. It belongs to
 * the hot path of the book.
 */
import { wide } from '../clock.ts';
import { createWords } from '../numbers/words.ts';
import type { LevelTree } from './level-tree.ts';
import type { OrderPool } from './order-pool.ts';
import { LEVEL_WORDS, LevelWord, OrderWord } from './order-words.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ORDER_SHIFT = 4;
const LEVEL_SHIFT = 2;
const { next: NEXT, previous: PREVIOUS, level: LEVEL, shown: SHOWN, side: SIDE, hidden: HIDDEN } = OrderWord;
const { head: HEAD, tail: TAIL, lotsLow: LOTS_LOW, lotsHigh: LOTS_HIGH } = LevelWord;

export type LevelQueues = ReturnType<typeof createLevelQueues>;

/** Empty queues for the levels of a tree, of orders in a pool. */
export function createLevelQueues(tree: LevelTree, pool: OrderPool) {
  const { orders, show, displaySizeOf, remainingOf } = pool;
  const levels = createWords(tree.levelIndexesMax * LEVEL_WORDS);

  function firstOf(level: number): number {
    return levels[(level << LEVEL_SHIFT) | HEAD] as number;
  }

  function after(slot: number): number {
    return orders[(slot << ORDER_SHIFT) | NEXT] as number;
  }

  /** Orders at a level, counted as asked: only readers do. */
  function levelOrders(level: number): number {
    let count = 0;
    for (let slot = firstOf(level); slot !== 0; slot = after(slot)) count += 1;
    return count;
  }

  /** Lots shown at a level; exact below 2^53, which takes millions of orders of the largest size to pass. */
  function levelSize(level: number): number {
    const queue = level << LEVEL_SHIFT;
    return wide(levels[queue | LOTS_LOW] as number, levels[queue | LOTS_HIGH] as number);
  }

  function enqueue(slot: number, side: number, step: number): void {
    const level = tree.obtain(side, step);
    const at = slot << ORDER_SHIFT;
    const queue = level << LEVEL_SHIFT;
    const tail = levels[queue | TAIL] as number;
    orders[at | NEXT] = 0;
    orders[at | PREVIOUS] = tail;
    orders[at | LEVEL] = level;
    if (tail === 0) levels[queue | HEAD] = slot;
    else orders[(tail << ORDER_SHIFT) | NEXT] = slot;
    levels[queue | TAIL] = slot;
    addLots(level, orders[at | SHOWN] as number);
  }

  function dequeue(slot: number): void {
    const at = slot << ORDER_SHIFT;
    const level = orders[at | LEVEL] as number;
    const queue = level << LEVEL_SHIFT;
    const next = orders[at | NEXT] as number;
    const previous = orders[at | PREVIOUS] as number;
    if (previous === 0) levels[queue | HEAD] = next;
    else orders[(previous << ORDER_SHIFT) | NEXT] = next;
    if (next === 0) levels[queue | TAIL] = previous;
    else orders[(next << ORDER_SHIFT) | PREVIOUS] = previous;
    takeLots(level, orders[at | SHOWN] as number);
    if ((previous | next) === 0) tree.remove(orders[at | SIDE] as number, level);
  }

  function dequeueHead(slot: number, level: number, side: number, lotsTaken: number): void {
    const queue = level << LEVEL_SHIFT;
    const next = orders[(slot << ORDER_SHIFT) | NEXT] as number;
    levels[queue | HEAD] = next;
    takeLots(level, lotsTaken);
    if (next === 0) {
      levels[queue | TAIL] = 0;
      tree.remove(side, level);
    } else orders[(next << ORDER_SHIFT) | PREVIOUS] = 0;
  }

  /** Puts an order back between the neighbours that it had, at the level of its step. Nothing may have changed. */
  function putBack(slot: number, step: number): void {
    const at = slot << ORDER_SHIFT;
    const next = orders[at | NEXT] as number;
    const previous = orders[at | PREVIOUS] as number;
    // With an order that stood alone its level went too, and may come back under another index.
    const level = tree.obtain(orders[at | SIDE] as number, step);
    const queue = level << LEVEL_SHIFT;
    orders[at | LEVEL] = level;
    if (previous === 0) levels[queue | HEAD] = slot;
    else orders[(previous << ORDER_SHIFT) | NEXT] = slot;
    if (next === 0) levels[queue | TAIL] = slot;
    else orders[(next << ORDER_SHIFT) | PREVIOUS] = slot;
    addLots(level, orders[at | SHOWN] as number);
  }

  /** The first order of a level, whose shown lots are used up, shows the next from the back of the level. */
  function showNext(slot: number, level: number, lotsTaken: number): void {
    const at = slot << ORDER_SHIFT;
    const queue = level << LEVEL_SHIFT;
    takeLots(level, lotsTaken);
    show(at, displaySizeOf(slot), orders[at | HIDDEN] as number);
    addLots(level, orders[at | SHOWN] as number);
    const next = orders[at | NEXT] as number;
    if (next === 0) return;
    const tail = levels[queue | TAIL] as number;
    levels[queue | HEAD] = next;
    orders[(next << ORDER_SHIFT) | PREVIOUS] = 0;
    orders[(tail << ORDER_SHIFT) | NEXT] = slot;
    orders[at | PREVIOUS] = tail;
    orders[at | NEXT] = 0;
    levels[queue | TAIL] = slot;
  }

  /** Makes a resting iceberg show so many of its lots, as a snapshot says. */
  function restoreShown(slot: number, shown: number): void {
    const at = slot << ORDER_SHIFT;
    takeLots(orders[at | LEVEL] as number, (orders[at | SHOWN] as number) - shown);
    orders[at | HIDDEN] = remainingOf(slot) - shown;
    orders[at | SHOWN] = shown;
  }

  /** Sixteen million orders of 2^31-1 lots pass 2^53, so that a level's lots are counted in two words. */
  function addLots(level: number, lots: number): void {
    const queue = level << LEVEL_SHIFT;
    const low = ((levels[queue | LOTS_LOW] as number) + lots) | 0;
    levels[queue | LOTS_LOW] = low;
    if (low >>> 0 < lots) levels[queue | LOTS_HIGH] = (levels[queue | LOTS_HIGH] as number) + 1;
  }

  function takeLots(level: number, lots: number): void {
    const queue = level << LEVEL_SHIFT;
    const before = levels[queue | LOTS_LOW] as number;
    levels[queue | LOTS_LOW] = (before - lots) | 0;
    if (before >>> 0 < lots) levels[queue | LOTS_HIGH] = (levels[queue | LOTS_HIGH] as number) - 1;
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
    takeLots,
  };
}
