/**
 * The market in which an input file is played: how large its prices and sizes are in ticks and lots, and what capacity
 * its orders need. Refuses a file whose prices do not fit below 1e9 ticks, whose sizes do not fit one order, or
 * whose largest price times its largest size is no exact value, and says which.
 */
import {
  MarketState,
  PRICE_TICKS_MAX,
  SIZE_LOTS_MAX,
  type StepBand,
  type Ticks,
} from '@intelligent-ledger/engine/core';
import type { FlowExtent } from '../flow/extent.ts';
import { FlowFault } from '../flow/fault.ts';

const VALUE_MAX = 2 ** 52 - 1;
const ORDERS_MAX = 16_777_216;
const LEVELS_MAX = 1_048_576;

export interface MarketTerms {
  readonly sizeDecimals: number;
  readonly bands: readonly StepBand[];
  readonly maxPrice: number;
  readonly maxSize: number;
  readonly ordersMax: number;
  readonly levelsMax: number;
  readonly state: MarketState;
}

/** The terms of an auction market that holds all of a file; throws a FlowFault when there can be none. */
export function marketTermsFor(path: string, extent: FlowExtent): MarketTerms {
  const { sizeDecimals, step, priceMax, sizeMax, ordersMax } = extent;
  if (priceMax < 1 || sizeMax < 1) throw new FlowFault(path, 0, 'no row has a price and a size');
  if (priceMax > PRICE_TICKS_MAX) {
    throw new FlowFault(
      path,
      0,
      `its largest price is ${priceMax} ticks, and a market takes ${PRICE_TICKS_MAX} at most`,
    );
  }
  const maxSize = Math.min(SIZE_LOTS_MAX, Math.floor(VALUE_MAX / priceMax));
  if (sizeMax > maxSize) {
    throw new FlowFault(path, 0, `its largest size is ${sizeMax} lots; at its largest price a market takes ${maxSize}`);
  }
  if (ordersMax > ORDERS_MAX) {
    throw new FlowFault(path, 0, `${ordersMax} of its orders are open at once, and an exchange holds ${ORDERS_MAX}`);
  }
  return {
    sizeDecimals,
    bands: [{ from: step as Ticks, step: step as Ticks }],
    maxPrice: priceMax,
    maxSize,
    ordersMax,
    levelsMax: Math.min(LEVELS_MAX, ordersMax),
    state: MarketState.auction,
  };
}
