/**
 * How far a depth file reaches. Its market has the fewest size decimals that write every quantity exactly and bring
 * every price below 1e9 ticks. Refuses prices and quantities that have more than six decimals together, since their
 * products would be finer than a millionth of a dollar.
 */
import { PRICE_TICKS_MAX } from '@intelligent-ledger/engine/core';
import type { FlowExtent } from './extent.ts';
import { FlowFault } from './fault.ts';
import type { L2Row } from './l2.ts';

const DECIMALS_MAX = 6;

export interface L2Extent extends FlowExtent {
  /** Update numbers of the snapshots in the file, in their order. */
  readonly snapshots: readonly number[];
}

/** Reads all rows, which are not kept. Throws a FlowFault about `path` when no market can hold them. */
export async function l2Extent(path: string, rows: AsyncIterable<L2Row>): Promise<L2Extent> {
  const levels = new Set<string>();
  let count = 0;
  const snapshots: number[] = [];
  let priceMax = 0;
  let quantityMax = 0;
  let priceDecimals = 0;
  let sizeDecimalsMin = 0;
  for await (const row of rows) {
    count += 1;
    if (row.kind === 'T') continue;
    if (row.kind === 'S' && row.updateId !== snapshots.at(-1)) snapshots.push(row.updateId);
    while (row.priceMicros % unitOf(priceDecimals) !== 0) priceDecimals += 1;
    if (row.kind === 'Q') continue;
    while (row.quantityMicros % unitOf(sizeDecimalsMin) !== 0) sizeDecimalsMin += 1;
    priceMax = Math.max(priceMax, row.priceMicros);
    quantityMax = Math.max(quantityMax, row.quantityMicros);
    levels.add(levelId(row.isBid, row.priceMicros));
  }
  let sizeDecimals = sizeDecimalsMin;
  while (ticksOf(priceMax, sizeDecimals) > PRICE_TICKS_MAX) sizeDecimals += 1;
  if (sizeDecimals + priceDecimals > DECIMALS_MAX) {
    const why = `prices up to ${priceMax / 10 ** DECIMALS_MAX} with ${priceDecimals} decimals and quantities with`;
    throw new FlowFault(path, 0, `${why} ${sizeDecimalsMin} do not fit a market of millionths of a dollar`);
  }
  const step = ticksOf(unitOf(priceDecimals), sizeDecimals);
  const sizeMax = lotsOf(quantityMax, sizeDecimals);
  const ordersMax = levels.size + 1;
  return { rows: count, snapshots, sizeDecimals, step, priceMax: ticksOf(priceMax, sizeDecimals), sizeMax, ordersMax };
}

/** How many millionths the last of so many decimals counts. */
function unitOf(decimals: number): number {
  return 10 ** (DECIMALS_MAX - decimals);
}

/** Ticks of a price in millionths of a dollar, in a market with so many size decimals that they are whole. */
export function ticksOf(priceMicros: number, sizeDecimals: number): number {
  return priceMicros / 10 ** sizeDecimals;
}

/** Lots of a quantity in millionths of a unit, in a market with so many size decimals that they are whole. */
export function lotsOf(quantityMicros: number, sizeDecimals: number): number {
  return quantityMicros / 10 ** (DECIMALS_MAX - sizeDecimals);
}

/** A name for the one order that stands for a level. */
export function levelId(isBid: boolean, priceMicros: number): string {
  return `${isBid ? 'b' : 'a'}${priceMicros}`;
}
