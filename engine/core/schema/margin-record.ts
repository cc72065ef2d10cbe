/** The layouts of the records of margin and fees. */
import { FEE_TIER_BYTES, FEE_TIERS_MAX } from './command.ts';
import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

export const marginTermsSet = defineLayout({
  name: 'marginTermsSet',
  number: 45,
  version: 1,
  byteLength: 80,
  doc: 'It was said what positions in a market need.',
  fields: {
    ...head,
    positionMax: { kind: 'u64', doc: 'Most open size of an owner, in lots.' },
    openInterestMax: { kind: 'u64', doc: 'Open interest, in lots, beyond which nothing opens.' },
    secondFrom: { kind: 'u64', doc: 'Value from which on the second tier holds, in micro-dollars.' },
    thirdFrom: { kind: 'u64', doc: 'Value from which on the third tier holds, in micro-dollars.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    leverage: { kind: 'u32', doc: 'Leverage of the first tier.' },
    secondLeverage: { kind: 'u32', doc: 'Leverage of the second tier; 0: there is none.' },
    thirdLeverage: { kind: 'u32', doc: 'Leverage of the third tier; 0: there is none.' },
  },
});

export const markPriceSet = defineLayout({
  name: 'markPriceSet',
  number: 46,
  version: 1,
  byteLength: 32,
  doc: 'The mark price of a market was set.',
  fields: {
    ...head,
    market: { kind: 'u32', doc: 'Number of the market.' },
    price: { kind: 'u32', doc: 'Mark price, in ticks.' },
  },
});

export const feeTiersSet = defineLayout({
  name: 'feeTiersSet',
  number: 47,
  version: 2,
  byteLength: 224,
  doc: 'It was said what fills cost in all markets of a kind.',
  fields: {
    ...head,
    tierCount: { kind: 'u32', doc: 'How many tiers there are.' },
    ofSpot: { kind: 'u32', doc: '1: in spot markets; 0: in perpetual markets.' },
    tiers: { kind: 'bytes', length: FEE_TIER_BYTES * FEE_TIERS_MAX, doc: 'The tiers as in setFeeTiers, then zeros.' },
  },
});

export const fillSettled = defineLayout({
  name: 'fillSettled',
  number: 48,
  version: 1,
  byteLength: 56,
  doc:
    'What the fill before it cost and realised. Fees went from the balances to `fees`, what was realised from ' +
    '`positions` to the balances.',
  fields: {
    ...head,
    takerFee: { kind: 'i64', doc: 'Fee of the taker, in micro-dollars.' },
    makerFee: { kind: 'i64', doc: 'Fee of the maker, below 0 when it is paid.' },
    takerRealised: { kind: 'i64', doc: 'What the taker realised, in micro-dollars.' },
    makerRealised: { kind: 'i64', doc: 'What the maker realised.' },
  },
});

export const spotSettled = defineLayout({
  name: 'spotSettled',
  number: 56,
  version: 1,
  byteLength: 56,
  doc:
    'What the fill before it, in a spot market, moved and cost: price times size from the balance of the buyer to ' +
    'that of the seller, the atoms from the seller to the buyer, and fees from both to `fees`.',
  fields: {
    ...head,
    takerFee: { kind: 'i64', doc: 'Fee of the taker, in micro-dollars.' },
    makerFee: { kind: 'i64', doc: 'Fee of the maker, below 0 when it is paid.' },
    atoms: { kind: 'u64', doc: 'Atoms of the base asset.' },
    asset: { kind: 'u32', doc: 'Number of the base asset.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});
