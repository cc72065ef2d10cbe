/** The first index from `from` up to `to` at which something holds that holds from there on; `to` when nowhere. */
export function firstIndex(from: number, to: number, holdsAt: (index: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holdsAt(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
