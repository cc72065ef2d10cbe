/** Whether an account that is short of margin gives nothing away by a fill: section 3 of docs/concepts/margin.md. */

/**
 * Of a fill that reduces a position: whether the account loses no larger a part of its equity than of its needs. All in
 * micro-dollars: equity and needs before the fill, by how much the equity grows, and by how much the needs shrink. It
 * is rare, so that it may take its time with products of any size.
 */
export function isFair(equity: bigint, needs: bigint, growth: bigint, freed: bigint): boolean {
  const equityAfter = equity + growth;
  const needsAfter = needs - freed;
  if (equity > 0n) return equityAfter * needs >= equity * needsAfter;
  return equityAfter >= equity && needsAfter <= needs;
}
