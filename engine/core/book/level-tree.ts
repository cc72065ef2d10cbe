/**
 * Which steps of a book side have a level, and which of them is best. Each side of each market is a
 * tree of its own over step numbers: pages of 32 levels below nodes of 32 children, every one with a
 * bitmap of what it holds. A root covers just the span in use, so a quiet market is one page deep and
 * an order far away costs a few nodes while it rests. Pages and nodes come from two pools and go back with
 * their last level; capacity binds at `levelsMax` levels, before either pool can run dry.
 *
 * A level is known by its index, page x 32 + step modulo 32; index 0 is no level.
 */
import { assert } from '../bug.ts';
import { createWords } from '../numbers/words.ts';

const SIDE_WORDS = 4;
const SIDE_SHIFT = 2;
const ROOT = 0;
const HEIGHT = 1;
const BEST = 2;
const BEST_STEP = 3;

const HEAD_WORDS = 4;
const HEAD_SHIFT = 2;
const BITMAP = 0;
const PARENT = 1;
/** Of a page or node at height h: the step number shifted right by 5(h+1), the same for all it covers. */
const KEY = 2;

const FANOUT_BITS = 5;
const FANOUT = 32;
const FANOUT_MASK = 31;

/** Of each side the pages that were asked for last, by the low bits of their key. */
const RECENT_BITS = 5;
const RECENT_MASK = 31;

/** Small numbers that change live in one array, whose address the compiled code knows. */
const FREE_PAGE = 0;
const FREE_NODE = 1;
const LEVELS = 2;

/** Steps are below 2^30, which six layers of five bits cover: a page and at most five nodes above it. */
const NODES_ABOVE_MAX = 5;
/** The best step of a side without levels: no price is at or beyond it. */
const NO_BID_STEP = -1;
const NO_ASK_STEP = 0x7fffffff;

export type LevelTree = ReturnType<typeof createLevelTree>;

/** An empty tree for so many sides, twice the markets, and so many levels in all. */
export function createLevelTree(sidesMax: number, levelsMax: number, spareSlots: number) {
  const pagesMax = levelsMax + spareSlots;
  const nodesMax = levelsMax * NODES_ABOVE_MAX + spareSlots;
  const sides = createWords(sidesMax * SIDE_WORDS);
  const pages = createWords((pagesMax + 1) * HEAD_WORDS);
  const nodes = createWords((nodesMax + 1) * HEAD_WORDS);
  const children = createWords((nodesMax + 1) * FANOUT);
  // Heads of the free lists. A returned slot links on with the negative of the next; a fresh one
  // with 0, meaning its neighbour.
  const counts = createWords(3);
  // Prices come close together, so that most often the page is one that was asked for a short time ago. There are
  // enough of them that the processor guesses so: with a quarter as many, wrong guesses cost what the others saved.
  const recent = createWords(sidesMax << RECENT_BITS);
  // Page 0 is none, and covers nothing.
  pages[KEY] = -1;
  counts[FREE_PAGE] = 1;
  counts[FREE_NODE] = 1;
  for (let side = 0; side < sidesMax; side += 1) {
    sides[side * SIDE_WORDS + BEST_STEP] = (side & 1) === 0 ? NO_BID_STEP : NO_ASK_STEP;
  }

  /** The step of the best level of a side; NO_BID_STEP or NO_ASK_STEP when there is none. */
  function bestStep(side: number): number {
    return sides[(side << SIDE_SHIFT) | BEST_STEP] as number;
  }

  /** The best level of a side, 0 when there is none. */
  function bestLevel(side: number): number {
    return sides[(side << SIDE_SHIFT) | BEST] as number;
  }

  /** How many levels a side has, counted as asked: only readers do. */
  function levelsOf(side: number): number {
    let count = 0;
    for (let level = bestLevel(side); level !== 0; level = next(side, level)) count += 1;
    return count;
  }

  function stepOf(level: number): number {
    const page = level >>> FANOUT_BITS;
    return ((pages[(page << HEAD_SHIFT) | KEY] as number) << FANOUT_BITS) | (level & FANOUT_MASK);
  }

  /** The level at a step of a side, 0 when nothing rests there. */
  function find(side: number, step: number): number {
    const page = findPage(side, step);
    if (page === 0) return 0;
    const bitmap = pages[(page << HEAD_SHIFT) | BITMAP] as number;
    return (bitmap >>> (step & FANOUT_MASK)) & 1 ? (page << FANOUT_BITS) | (step & FANOUT_MASK) : 0;
  }

  /** The level at a step of a side, made when nothing rests there yet. */
  function obtain(side: number, step: number): number {
    const page = obtainPage(side, step);
    const head = (page << HEAD_SHIFT) | BITMAP;
    const bitmap = pages[head] as number;
    const bit = 1 << (step & FANOUT_MASK);
    const level = (page << FANOUT_BITS) | (step & FANOUT_MASK);
    if ((bitmap & bit) === 0) {
      pages[head] = bitmap | bit;
      counts[LEVELS] = (counts[LEVELS] as number) + 1;
      const at = side << SIDE_SHIFT;
      const best = sides[at | BEST_STEP] as number;
      if ((side & 1) === 0 ? step > best : step < best) {
        sides[at | BEST_STEP] = step;
        sides[at | BEST] = level;
      }
    }
    return level;
  }

  /** Takes an empty level out of its side, and finds the new best when it was the best. */
  function remove(side: number, level: number): void {
    const page = level >>> FANOUT_BITS;
    const head = (page << HEAD_SHIFT) | BITMAP;
    const bitmap = (pages[head] as number) & ~(1 << (level & FANOUT_MASK));
    pages[head] = bitmap;
    counts[LEVELS] = (counts[LEVELS] as number) - 1;
    const at = side << SIDE_SHIFT;
    const wasBest = sides[at | BEST] === level;
    if (bitmap === 0) returnPage(side, page);
    if (!wasBest) return;
    // The best level has nothing better in its own page, so the page's best is what follows it.
    const bestPage = bitmap === 0 ? firstPage(side) : page;
    if (bestPage === 0) {
      sides[at | BEST] = 0;
      sides[at | BEST_STEP] = (side & 1) === 0 ? NO_BID_STEP : NO_ASK_STEP;
      return;
    }
    const best = (bestPage << FANOUT_BITS) | firstBit(pages[(bestPage << HEAD_SHIFT) | BITMAP] as number, side);
    sides[at | BEST] = best;
    sides[at | BEST_STEP] = stepOf(best);
  }

  /** The level that comes after another, away from the best; 0 after the last. */
  function next(side: number, level: number): number {
    const page = level >>> FANOUT_BITS;
    let beyond = maskBeyond(pages[(page << HEAD_SHIFT) | BITMAP] as number, level & FANOUT_MASK, side);
    if (beyond !== 0) return (page << FANOUT_BITS) | firstBit(beyond, side);
    let key = pages[(page << HEAD_SHIFT) | KEY] as number;
    let node = pages[(page << HEAD_SHIFT) | PARENT] as number;
    let height = 1;
    while (node !== 0) {
      beyond = maskBeyond(nodes[(node << HEAD_SHIFT) | BITMAP] as number, key & FANOUT_MASK, side);
      if (beyond !== 0) break;
      key = nodes[(node << HEAD_SHIFT) | KEY] as number;
      node = nodes[(node << HEAD_SHIFT) | PARENT] as number;
      height += 1;
    }
    if (node === 0) return 0;
    const found = descend(children[(node << FANOUT_BITS) | firstBit(beyond, side)] as number, height - 1, side);
    return (found << FANOUT_BITS) | firstBit(pages[(found << HEAD_SHIFT) | BITMAP] as number, side);
  }

  function firstPage(side: number): number {
    const at = side << SIDE_SHIFT;
    const root = sides[at | ROOT] as number;
    return root === 0 ? 0 : descend(root, sides[at | HEIGHT] as number, side);
  }

  /** From a node or page at a height down to the page with the best level below it. */
  function descend(from: number, height: number, side: number): number {
    let place = from;
    for (let left = height; left > 0; left -= 1) {
      const bitmap = nodes[(place << HEAD_SHIFT) | BITMAP] as number;
      place = children[(place << FANOUT_BITS) | firstBit(bitmap, side)] as number;
    }
    return place;
  }

  function findPage(side: number, step: number): number {
    const at = side << SIDE_SHIFT;
    let place = sides[at | ROOT] as number;
    if (place === 0) return 0;
    let height = sides[at | HEIGHT] as number;
    if (keyOf(place, height) !== step >>> (FANOUT_BITS * (height + 1))) return 0;
    for (; height > 0 && place !== 0; height -= 1) {
      place = children[(place << FANOUT_BITS) | ((step >>> (FANOUT_BITS * height)) & FANOUT_MASK)] as number;
    }
    return place;
  }

  function obtainPage(side: number, step: number): number {
    const key = step >>> FANOUT_BITS;
    const at = (side << RECENT_BITS) | (key & RECENT_MASK);
    const page = recent[at] as number;
    if (pages[(page << HEAD_SHIFT) | KEY] === key) return page;
    const found = walkToPage(side, step);
    recent[at] = found;
    return found;
  }

  /** The page of a step by way of the root, made with the nodes above it when it is not there. */
  function walkToPage(side: number, step: number): number {
    const at = side << SIDE_SHIFT;
    if (sides[at | ROOT] === 0) {
      const page = takePage(step >>> FANOUT_BITS, 0);
      sides[at | ROOT] = page;
      sides[at | HEIGHT] = 0;
      return page;
    }
    let height = sides[at | HEIGHT] as number;
    const rootKey = keyOf(sides[at | ROOT] as number, height);
    if (rootKey !== step >>> (FANOUT_BITS * (height + 1))) height = growRoot(at, rootKey, step);
    let place = sides[at | ROOT] as number;
    for (; height > 0; height -= 1) {
      const key = step >>> (FANOUT_BITS * height);
      const link = (place << FANOUT_BITS) | (key & FANOUT_MASK);
      const child = children[link] as number;
      place = child === 0 ? addChild(place, link, key, height) : child;
    }
    return place;
  }

  /** The key of a page, or at a height above 0 of a node: two loads of known arrays, not one of either. */
  function keyOf(place: number, height: number): number {
    const head = (place << HEAD_SHIFT) | KEY;
    return (height === 0 ? pages[head] : nodes[head]) as number;
  }

  function addChild(node: number, link: number, key: number, height: number): number {
    const child = height === 1 ? takePage(key, node) : takeNode(key, node);
    children[link] = child;
    const head = (node << HEAD_SHIFT) | BITMAP;
    nodes[head] = (nodes[head] as number) | (1 << (key & FANOUT_MASK));
    return child;
  }

  /** Puts nodes above the root until it covers the step, and answers with the new height. */
  function growRoot(at: number, oldKey: number, step: number): number {
    let height = sides[at | HEIGHT] as number;
    let key = oldKey;
    while (key !== step >>> (FANOUT_BITS * (height + 1))) {
      const root = sides[at | ROOT] as number;
      const node = takeNode(key >>> FANOUT_BITS, 0);
      children[(node << FANOUT_BITS) | (key & FANOUT_MASK)] = root;
      nodes[(node << HEAD_SHIFT) | BITMAP] = 1 << (key & FANOUT_MASK);
      const heads = height === 0 ? pages : nodes;
      heads[(root << HEAD_SHIFT) | PARENT] = node;
      sides[at | ROOT] = node;
      height += 1;
      key >>>= FANOUT_BITS;
    }
    sides[at | HEIGHT] = height;
    return height;
  }

  /** Gives back an empty page and every node that is left empty above it, then lowers the root. */
  function returnPage(side: number, page: number): void {
    const at = side << SIDE_SHIFT;
    const head = page << HEAD_SHIFT;
    let key = pages[head | KEY] as number;
    let node = pages[head | PARENT] as number;
    recent[(side << RECENT_BITS) | (key & RECENT_MASK)] = 0;
    pages[head | PARENT] = -(counts[FREE_PAGE] as number);
    counts[FREE_PAGE] = page;
    while (node !== 0) {
      const nodeHead = node << HEAD_SHIFT;
      children[(node << FANOUT_BITS) | (key & FANOUT_MASK)] = 0;
      const bitmap = (nodes[nodeHead | BITMAP] as number) & ~(1 << (key & FANOUT_MASK));
      nodes[nodeHead | BITMAP] = bitmap;
      if (bitmap !== 0) {
        lowerRoot(at);
        return;
      }
      key = nodes[nodeHead | KEY] as number;
      const parent = nodes[nodeHead | PARENT] as number;
      returnNode(node);
      node = parent;
    }
    sides[at | ROOT] = 0;
    sides[at | HEIGHT] = 0;
  }

  /** A root with one child covers more than is in use: the child takes its place. */
  function lowerRoot(at: number): void {
    let root = sides[at | ROOT] as number;
    let height = sides[at | HEIGHT] as number;
    while (height > 0) {
      const bitmap = nodes[(root << HEAD_SHIFT) | BITMAP] as number;
      if ((bitmap & (bitmap - 1)) !== 0) break;
      const link = (root << FANOUT_BITS) | (31 - Math.clz32(bitmap));
      const child = children[link] as number;
      children[link] = 0;
      nodes[(root << HEAD_SHIFT) | BITMAP] = 0;
      returnNode(root);
      height -= 1;
      const heads = height === 0 ? pages : nodes;
      heads[(child << HEAD_SHIFT) | PARENT] = 0;
      root = child;
    }
    sides[at | ROOT] = root;
    sides[at | HEIGHT] = height;
  }

  function takePage(key: number, parent: number): number {
    const page = counts[FREE_PAGE] as number;
    const head = page << HEAD_SHIFT;
    assert(head < pages.length, 'pages ran out before levels');
    const link = pages[head | PARENT] as number;
    counts[FREE_PAGE] = link < 0 ? -link : page + 1;
    pages[head | KEY] = key;
    pages[head | PARENT] = parent;
    return page;
  }

  function takeNode(key: number, parent: number): number {
    const node = counts[FREE_NODE] as number;
    const head = node << HEAD_SHIFT;
    assert(head < nodes.length, 'nodes ran out before levels');
    const link = nodes[head | PARENT] as number;
    counts[FREE_NODE] = link < 0 ? -link : node + 1;
    nodes[head | KEY] = key;
    nodes[head | PARENT] = parent;
    return node;
  }

  function returnNode(node: number): void {
    nodes[(node << HEAD_SHIFT) | PARENT] = -(counts[FREE_NODE] as number);
    counts[FREE_NODE] = node;
  }

  return {
    /** The number of level indexes that can occur, for arrays that are kept beside the tree. */
    levelIndexesMax: (pagesMax + 1) * FANOUT,
    /** Levels in use on all sides. */
    levelCount: () => counts[LEVELS] as number,
    bestStep,
    bestLevel,
    levelsOf,
    stepOf,
    find,
    obtain,
    remove,
    next,
  };
}

/** The bit of the best step in a bitmap that is not zero: the highest of a bid side, the lowest of an ask side. */
function firstBit(bitmap: number, side: number): number {
  return (side & 1) === 0 ? 31 - Math.clz32(bitmap) : 31 - Math.clz32(bitmap & -bitmap);
}

/** The bits that come after one, away from the best. */
function maskBeyond(bitmap: number, bit: number, side: number): number {
  return (side & 1) === 0 ? bitmap & ((1 << bit) - 1) : bitmap & ~(-1 >>> (31 - bit));
}
