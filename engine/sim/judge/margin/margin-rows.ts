/** The part of the logical state that is about margin and fees, in the shape of the rows of a snapshot. */
import { BUILDER_BYTES, BUILDERS_OF_OWNER_MAX } from '@intelligent-ledger/engine/core';
import { dollarsBefore, volumesOf } from '../fees/volumes.ts';
import { rewardsOf } from '../money/books.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered } from '../owners.ts';
import type { MarginTerms } from './held-margin.ts';

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
const WORD_BYTES = 4;

/** The columns of a market's row that say what positions need. */
export function termsRowOf(margin: MarginTerms | undefined): MarginTerms {
  return margin ?? NO_TERMS;
}

/** The columns of an owner's row that are about fees: who referred it, what it earned, and its builders. */
export function ownerFeesOf(state: NaiveState, number: number) {
  const { referrer, builders } = ownerNumbered(state, number);
  const [dollar] = state.assets;
  const rewards = dollar === undefined ? 0n : rewardsOf(dollar.books, number);
  const approved = [...builders].sort(([one], [other]) => one - other);
  const bytes = Buffer.alloc(BUILDER_BYTES * BUILDERS_OF_OWNER_MAX);
  approved.flat().forEach((word, index) => {
    bytes.writeUInt32LE(word, WORD_BYTES * index);
  });
  const row = { rewards: Number(rewards), builderCount: approved.length, builders: bytes.toString('hex') };
  return { ...row, referrer: referrer === undefined ? 0 : referrer + 1 };
}

/** Tiers of fees, referral terms, what owners traded, and positions. */
export function marginRowsOf(state: NaiveState) {
  const ofPerpetual = state.feeTiers.map((tier) => ({ ...tier, ofSpot: 0 }));
  const feeTiers = [...ofPerpetual, ...state.spotFeeTiers.map((tier) => ({ ...tier, ofSpot: 1 }))];
  const volumes = [...state.owners.keys()].flatMap((owner) => volumeRowsOf(state, owner));
  const positions = state.positions.toSorted((a, b) => a.account - b.account || a.market - b.market);
  const rows = positions.map(({ size, cash, ...of }) => ({ ...of, size: Number(size), cash: Number(cash) }));
  return { feeTiers, referral: state.referralTerms, volumes, positions: rows };
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
