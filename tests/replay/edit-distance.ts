/**
 * How far two sequences are apart: the fewest insertions and deletions that make the one of the other, by the greedy
 * method of Myers (1986). Its work grows with the lengths and the distance, so that near sequences of any length are
 * quick.
 */

export interface Difference {
  /** Elements that both have in the same order: the longest common subsequence. */
  readonly common: number;
  /** Elements that only the second has. */
  readonly insertions: number;
  /** Elements that only the first has. */
  readonly deletions: number;
}

/** The difference from `first` to `second`, whose elements are the same when their numbers are. */
export function difference(first: Int32Array, second: Int32Array): Difference {
  const total = first.length + second.length;
  // By diagonal (place in the first less place in the second): how far into the first one can come with so many edits.
  let reach = new Int32Array(3).fill(0);
  let reachMax = 1;
  for (let edits = 0; edits <= total; edits += 1) {
    if (edits > reachMax) {
      const wider = new Int32Array(4 * reachMax + 3);
      wider.set(reach, reachMax);
      reach = wider;
      reachMax *= 2;
    }
    if (reachesEnd(first, second, reach, reachMax, edits)) return split(first.length, second.length, edits);
  }
  return split(first.length, second.length, total);
}

/** Goes as far as `edits` edits come on each diagonal, and says whether that is the end of both. */
function reachesEnd(first: Int32Array, second: Int32Array, reach: Int32Array, middle: number, edits: number): boolean {
  for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
    const below = diagonal > -edits ? (reach[middle + diagonal - 1] as number) + 1 : 0;
    const above = diagonal < edits ? (reach[middle + diagonal + 1] as number) : 0;
    let at = edits === 0 ? 0 : Math.max(below, above);
    let other = at - diagonal;
    while (at < first.length && other < second.length && first[at] === second[other]) {
      at += 1;
      other += 1;
    }
    reach[middle + diagonal] = at;
    if (at >= first.length && other >= second.length) return true;
  }
  return false;
}

function split(firstLength: number, secondLength: number, edits: number): Difference {
  const common = (firstLength + secondLength - edits) / 2;
  return { common, insertions: secondLength - common, deletions: firstLength - common };
}
