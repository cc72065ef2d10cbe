/**
 * The items of the work queue, first come first. An item has the words of a snapshotQueueItem, so that what it says is
 * stated once; items lie in a pool and are linked, so that one that is cancelled leaves from the middle.
 */
import { assert } from '../bug.ts';
import { highOf, wide } from '../clock.ts';
import { createWords } from '../numbers/words.ts';
import { wordOf } from '../schema/layout.ts';
import { snapshotQueueItem } from '../schema/snapshot.ts';

const ITEM_WORDS = snapshotQueueItem.byteLength / 4;
/** The words of an item, from its start. */
export const ItemWord = {
  itemKind: wordOf(snapshotQueueItem, 'itemKind'),
  commandKind: wordOf(snapshotQueueItem, 'commandKind'),
  commandSequence: wordOf(snapshotQueueItem, 'commandSequence'),
  order: wordOf(snapshotQueueItem, 'order'),
  lookedAt: wordOf(snapshotQueueItem, 'lookedAt'),
  account: wordOf(snapshotQueueItem, 'account'),
  market: wordOf(snapshotQueueItem, 'market'),
  filter: wordOf(snapshotQueueItem, 'filter'),
  ofKey: wordOf(snapshotQueueItem, 'ofKey'),
  ofSession: wordOf(snapshotQueueItem, 'ofSession'),
  cancelled: wordOf(snapshotQueueItem, 'cancelled'),
  ofGroup: wordOf(snapshotQueueItem, 'ofGroup'),
  command: wordOf(snapshotQueueItem, 'command'),
} as const;

const FIRST = 0;
const LAST = 1;
const COUNT = 2;
const FREE = 3;
const FRESH = 4;

export type WorkQueue = ReturnType<typeof createWorkQueue>;

/** An empty queue for so many items. Item 0 is none: a place to prepare one. */
export function createWorkQueue(itemsMax: number) {
  const words = createWords((itemsMax + 1) * ITEM_WORDS);
  const before = createWords(itemsMax + 1);
  const after = createWords(itemsMax + 1);
  const counts = createWords(5);
  counts[FRESH] = 1;

  /** Puts an item at the back, of which every word is zero. There must be room. */
  function append(): number {
    assert((counts[COUNT] as number) < itemsMax, 'the queue is full');
    const item = takeFree();
    const last = counts[LAST] as number;
    before[item] = last;
    after[item] = 0;
    if (last === 0) counts[FIRST] = item;
    else after[last] = item;
    counts[LAST] = item;
    counts[COUNT] = (counts[COUNT] as number) + 1;
    clear(item);
    return item;
  }

  function takeFree(): number {
    const free = counts[FREE] as number;
    if (free !== 0) {
      counts[FREE] = after[free] as number;
      return free;
    }
    const fresh = counts[FRESH] as number;
    counts[FRESH] = fresh + 1;
    return fresh;
  }

  function clear(item: number): void {
    words.fill(0, item * ITEM_WORDS, (item + 1) * ITEM_WORDS);
  }

  /** Puts what was prepared as item 0 at the back. */
  function appendPrepared(): number {
    const item = append();
    words.copyWithin(item * ITEM_WORDS, 0, ITEM_WORDS);
    return item;
  }

  /** Takes an item out, wherever it stands. Its words stay until another takes its place. */
  function remove(item: number): void {
    const previous = before[item] as number;
    const next = after[item] as number;
    if (previous === 0) counts[FIRST] = next;
    else after[previous] = next;
    if (next === 0) counts[LAST] = previous;
    else before[next] = previous;
    after[item] = counts[FREE] as number;
    counts[FREE] = item;
    counts[COUNT] = (counts[COUNT] as number) - 1;
  }

  /** A word of an item. */
  function get(item: number, word: number): number {
    return words[item * ITEM_WORDS + word] as number;
  }

  function set(item: number, word: number, value: number): void {
    words[item * ITEM_WORDS + word] = value;
  }

  /** Two words of an item as the integer that they make. */
  function getWide(item: number, word: number): number {
    return wide(get(item, word), get(item, word + 1));
  }

  function setWide(item: number, word: number, value: number): void {
    set(item, word, value | 0);
    set(item, word + 1, highOf(value));
  }

  /** All words of an item, in place. */
  function itemWords(item: number): Int32Array {
    return words.subarray(item * ITEM_WORDS, (item + 1) * ITEM_WORDS);
  }

  return {
    count: () => counts[COUNT] as number,
    isFull: () => (counts[COUNT] as number) >= itemsMax,
    /** The item at the front, 0 when there is none. */
    first: () => counts[FIRST] as number,
    /** The item behind another, 0 behind the last. */
    next: (item: number) => after[item] as number,
    append,
    appendPrepared,
    clear,
    remove,
    get,
    set,
    getWide,
    setWide,
    itemWords,
  };
}
