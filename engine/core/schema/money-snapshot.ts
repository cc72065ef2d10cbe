/** The rows of a snapshot that are there where there is money: assets, what accounts have of them, and positions. */
import {
  ASSET_DECIMALS_MAX,
  BALANCE_MAX,
  FEE_RATE_MAX,
  POSITION_MAX,
  RATE_ONE,
  WITHDRAWAL_STATE_NAMES,
} from './command.ts';
import { defineLayout } from './layout.ts';

export const snapshotAsset = defineLayout({
  name: 'snapshotAsset',
  number: 12,
  version: 2,
  byteLength: 176,
  doc: 'An asset, with the accounts of its books that are not sums of other rows. Totals are high x 2^53 + low.',
  fields: {
    decimals: { kind: 'u32', max: ASSET_DECIMALS_MAX, doc: 'Decimals.' },
    bandRate: { kind: 'u32', max: RATE_ONE, doc: 'How far from a dollar its price may lie to convert, in millionths.' },
    mint: { kind: 'bytes', length: 32, doc: 'Address of its mint on chain; of the venue dollar zeros.' },
    depositMax: { kind: 'u64', doc: 'Most that balances and inventory hold after a deposit, in atoms; 0 is no bound.' },
    dailyConversionMax: { kind: 'u64', max: BALANCE_MAX, doc: 'Most that a day converts in a direction, net.' },
    withdrawalMin: { kind: 'u64', doc: 'Least that is withdrawn, in atoms.' },
    price: { kind: 'u64', max: BALANCE_MAX, doc: 'Price, in 1e-9 dollars per whole unit; 0 is none.' },
    conversionDay: { kind: 'u64', doc: 'Day of its last conversion; 0 when there was none.' },
    netConversion: {
      kind: 'i64',
      min: -BALANCE_MAX,
      max: BALANCE_MAX,
      doc: 'Micro-dollars that coins became on that day, less those that became coins.',
    },
    vaultHigh: { kind: 'u64', doc: 'What the chain holds for us.' },
    vaultLow: { kind: 'u64', doc: 'The same.' },
    issuedHigh: { kind: 'u64', doc: 'Venue dollars in existence.' },
    issuedLow: { kind: 'u64', doc: 'The same.' },
    inventoryHigh: { kind: 'u64', doc: 'Coins that were converted.' },
    inventoryLow: { kind: 'u64', doc: 'The same.' },
    feesHigh: { kind: 'i64', doc: 'What the venue has earned by fees.' },
    feesLow: { kind: 'u64', doc: 'The same.' },
    initialWeight: { kind: 'u32', max: RATE_ONE, doc: 'What of its value counts as free margin, in millionths.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const snapshotBalance = defineLayout({
  name: 'snapshotBalance',
  number: 13,
  version: 1,
  byteLength: 16,
  doc: 'A balance that is not 0.',
  fields: {
    account: { kind: 'u32', doc: 'Number of the account.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    amount: { kind: 'i64', min: -BALANCE_MAX, max: BALANCE_MAX, doc: 'The balance, in atoms.' },
  },
});

export const snapshotSuspense = defineLayout({
  name: 'snapshotSuspense',
  number: 14,
  version: 1,
  byteLength: 24,
  doc: 'What is in suspense for an owner: high x 2^53 + low.',
  fields: {
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    high: { kind: 'u64', doc: 'The amount, in atoms.' },
    low: { kind: 'u64', doc: 'The same.' },
  },
});

export const snapshotWithdrawal = defineLayout({
  name: 'snapshotWithdrawal',
  number: 15,
  version: 1,
  byteLength: 32,
  doc: 'A withdrawal that is neither claimed nor voided.',
  fields: {
    withdrawal: { kind: 'u64', min: 1, doc: 'Number of the withdrawal.' },
    amount: { kind: 'u64', min: 1, max: BALANCE_MAX, doc: 'Amount, in atoms.' },
    account: { kind: 'u32', doc: 'Number of the account.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    state: { kind: 'u32', min: 1, max: 3, names: WITHDRAWAL_STATE_NAMES, doc: 'How far it has come.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const snapshotFeeTier = defineLayout({
  name: 'snapshotFeeTier',
  number: 16,
  version: 2,
  byteLength: 24,
  doc: 'A tier of fees, as in the blob of setFeeTiers.',
  fields: {
    volumeFrom: { kind: 'u64', doc: 'Volume from which on it holds, in whole dollars.' },
    takerRate: { kind: 'u32', max: FEE_RATE_MAX, doc: 'Rate of takers, in 1e-8.' },
    makerRate: { kind: 'u32', max: FEE_RATE_MAX, doc: 'Rate of makers, in 1e-8.' },
    makerRebate: { kind: 'u32', max: FEE_RATE_MAX, doc: 'What makers are paid, in 1e-8.' },
    ofSpot: { kind: 'u32', max: 1, doc: '1: of spot markets; 0: of perpetual markets.' },
  },
});

export const snapshotVolume = defineLayout({
  name: 'snapshotVolume',
  number: 17,
  version: 1,
  byteLength: 136,
  doc: 'What the accounts of an owner traded.',
  fields: {
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    day: { kind: 'u32', doc: 'Day of its last fill.' },
    micros: { kind: 'u64', doc: 'Micro-dollars on that day, with the rest of the days before.' },
    dollars: {
      kind: 'bytes',
      length: 112,
      doc: 'Whole dollars on the fourteen days before, the last first, each u64.',
    },
  },
});

export const snapshotPosition = defineLayout({
  name: 'snapshotPosition',
  number: 18,
  version: 1,
  byteLength: 24,
  doc: 'A position.',
  fields: {
    account: { kind: 'u32', doc: 'Number of the account.' },
    market: { kind: 'u32', doc: 'Number of the market.' },
    size: { kind: 'i64', min: -POSITION_MAX, max: POSITION_MAX, doc: 'Lots, above 0 when long; not 0.' },
    cash: { kind: 'i64', min: -BALANCE_MAX, max: BALANCE_MAX, doc: 'Its cash, in micro-dollars, of either sign.' },
  },
});
