/**
 * The open orders of each owner in ascending order of number, those that wait in the work queue included. It belongs to
 * the hot path of the book.
 *
 * A list is a ring of its owner and its orders, linked as the queues of levels are (level-queues.ts): a link is the
 * word at which the neighbour stands in the memory of orders, XORed with the word of the owner, so that nobody asks who
 * the neighbours are, and memory that is fresh is an empty list. Numbers only grow, so that a new order comes last.
 */
import { createWords } from '../numbers/words.ts';
import type { OrderPool } from './order-pool.ts';
import { OrderWord } from './order-words.ts';

// Names of this module itself, because the compiled code folds those and not imported ones.
const ORDER_SHIFT = 4;
const { ownerNext: NEXT, ownerPrevious: PREVIOUS } = OrderWord;

export type OwnerOrders = ReturnType<typeof createOwnerOrders>;

/** Empty lists of the owners in the memory of a pool. */
export function createOwnerOrders(pool: OrderPool) {
  const { orders, ownersAt } = pool;
  // The one order that a sweep looks at next: it moves on when that order goes.
  const cursor = createWords(1);

  /** The word at which an owner stands, as if it were an order of which nothing but the links is there. */
  function wordOf(owner: number): number {
    return (ownersAt + (owner << 1) - NEXT) | 0;
  }

  /** Adds an order, whose number is above those of all orders in the list. */
  function join(slot: number, owner: number): void {
    const at = slot << ORDER_SHIFT;
    const list = wordOf(owner);
    const last = orders[list + PREVIOUS] as number;
    const link = at ^ list;
    orders[at + NEXT] = 0;
    orders[at + PREVIOUS] = last;
    orders[(last ^ list) + NEXT] = link;
    orders[list + PREVIOUS] = link;
  }

  function part(slot: number, owner: number): void {
    const at = slot << ORDER_SHIFT;
    const list = wordOf(owner);
    const next = orders[at + NEXT] as number;
    const previous = orders[at + PREVIOUS] as number;
    orders[(previous ^ list) + NEXT] = next;
    orders[(next ^ list) + PREVIOUS] = previous;
    if (cursor[0] === slot) cursor[0] = slotOf(next, list);
  }

  function slotOf(link: number, list: number): number {
    return link === 0 ? 0 : (link ^ list) >>> ORDER_SHIFT;
  }

  /** The order of an owner that comes after another, 0 after the last. */
  function nextOf(slot: number, owner: number): number {
    return slotOf(orders[(slot << ORDER_SHIFT) + NEXT] as number, wordOf(owner));
  }

  /** The first order of an owner, 0 when it has none. */
  function firstOf(owner: number): number {
    const list = wordOf(owner);
    return slotOf(orders[list + NEXT] as number, list);
  }

  return {
    join,
    part,
    nextOf,
    firstOf,
    /** The order that the sweep at the front of the queue looks at next, 0 when none is left. */
    cursor: () => cursor[0] as number,
    setCursor: (slot: number) => {
      cursor[0] = slot;
    },
  };
}
