/** The layouts of the commands that say what positions need and what fills cost. */
import { head } from './command-head.ts';
import { FEE_TIER_BYTES, FEE_TIERS_MAX, LEVERAGE_MAX, POSITION_MAX, PRICE_TICKS_MAX } from './command-terms.ts';
import { defineLayout } from './layout.ts';

export const setMarginTerms = defineLayout({
  name: 'setMarginTerms',
  number: 38,
  version: 1,
  byteLength: 64,
  doc: 'Says what positions in a perpetual market need, by up to three tiers, and how large they may be.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    positionMax: { kind: 'u64', min: 1, max: POSITION_MAX, doc: 'Most open size of an owner, in lots.' },
    openInterestMax: { kind: 'u64', max: POSITION_MAX, doc: 'Open interest, in lots, beyond which nothing opens.' },
    leverage: { kind: 'u32', min: 1, max: LEVERAGE_MAX, doc: 'Leverage of the first tier.' },
    secondLeverage: { kind: 'u32', max: LEVERAGE_MAX, doc: 'Leverage of the second tier; 0: there is none.' },
    thirdLeverage: { kind: 'u32', max: LEVERAGE_MAX, doc: 'Leverage of the third tier; 0: there is none.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    secondFrom: { kind: 'u64', max: POSITION_MAX, doc: 'Value from which on the second tier holds, in micro-dollars.' },
    thirdFrom: { kind: 'u64', max: POSITION_MAX, doc: 'Value from which on the third tier holds, in micro-dollars.' },
  },
});

export const setMarkPrice = defineLayout({
  name: 'setMarkPrice',
  number: 39,
  version: 1,
  byteLength: 64,
  doc: 'Sets the price at which positions in a perpetual market are valued: signed by the role key of prices.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', min: 1, max: PRICE_TICKS_MAX, doc: 'Mark price, in ticks; on the step table or not.' },
  },
});

export const setFeeTiers = defineLayout({
  name: 'setFeeTiers',
  number: 40,
  version: 1,
  byteLength: 64,
  blobBytesMax: FEE_TIER_BYTES * FEE_TIERS_MAX,
  doc: 'Sets what fills cost in all markets of a kind. The blob is one to eight tiers by volume.',
  fields: {
    ...head,
    ofSpot: { kind: 'u32', max: 1, doc: '1: in spot markets; 0: in perpetual markets.' },
  },
});
