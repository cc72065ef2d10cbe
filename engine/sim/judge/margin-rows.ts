/** The part of the logical state that is about margin and fees, in the shape of the rows of a snapshot. */

import type { MarginTerms } from './held-margin.ts';
import type { NaiveState } from './naive-state.ts';
import { dollarsBefore, volumesOf } from './volumes.ts';

const NO_TERMS: MarginTerms = {
  positionMax: 0,
  openInterestMax: 0,
  leverage: 0,
  secondLeverage: 0,
  thirdLeverage: 0,
  secondFrom: 0,
  thirdFrom: 0,
};

const DOLLARS_BYTES = 8;

/** The columns of a market's row that say what positions need. */
export function termsRowOf(margin: MarginTerms | undefined): MarginTerms {
  return margin ?? NO_TERMS;
}

/** Tiers of fees, what owners traded, and positions. */
export function marginRowsOf(state: NaiveState) {
  const feeTiers = state.feeTiers.map((tier) => ({ ...tier, reserved: 0 }));
  const volumes = [...state.owners.keys()].flatMap((owner) => volumeRowsOf(state, owner));
  const positions = state.positions.toSorted((a, b) => a.account - b.account || a.market - b.market);
  const rows = positions.map(({ size, cash, ...of }) => ({ ...of, size: Number(size), cash: Number(cash) }));
  return { feeTiers, volumes, positions: rows };
}

/** One row of an owner that has traded, else none. */
function volumeRowsOf(state: NaiveState, owner: number) {
  return volumesOf(state, owner)
    .slice(-1)
    .map(({ day, micros }) => {
      const dollars = dollarsBefore(state, owner, day);
      const bytes = Buffer.alloc(DOLLARS_BYTES * dollars.length);
      dollars.forEach((count, index) => {
        bytes.writeBigUInt64LE(count, DOLLARS_BYTES * index);
      });
      return { owner, day, micros: Number(micros), dollars: bytes.toString('hex') };
    });
}
