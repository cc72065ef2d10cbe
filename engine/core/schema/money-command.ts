/** The layouts of the commands that only move money: those of the chain and its signers, then those of users. */
import { head } from './command-head.ts';
import {
  ASSET_DECIMALS_MAX,
  BALANCE_MAX,
  CONVERSION_DIRECTION_NAMES,
  OWNER_KIND_NAMES,
  RATE_ONE,
  WITHDRAWAL_STATE_NAMES,
} from './command-terms.ts';
import { defineLayout } from './layout.ts';
import { userHead } from './user-command.ts';

export const pinDestination = defineLayout({
  name: 'pinDestination',
  number: 26,
  version: 1,
  byteLength: 64,
  doc: 'Says once and for all where the owner of the account, a secp256k1 address, withdraws to.',
  fields: {
    ...userHead,
    destination: { kind: 'bytes', length: 32, doc: 'Solana address.' },
  },
});

export const setAutoConversion = defineLayout({
  name: 'setAutoConversion',
  number: 27,
  version: 1,
  byteLength: 64,
  doc: 'Says whether coins that are credited to the account are converted to venue dollars.',
  fields: {
    ...userHead,
    converts: { kind: 'u32', max: 1, doc: '1 when they are.' },
  },
});

export const convert = defineLayout({
  name: 'convert',
  number: 28,
  version: 1,
  byteLength: 64,
  doc: 'Converts between a coin and the venue dollar, at par.',
  fields: {
    ...userHead,
    amount: { kind: 'u64', min: 1, max: BALANCE_MAX, doc: 'What is given, in atoms of the coin or micro-dollars.' },
    asset: { kind: 'u32', doc: 'The coin.' },
    direction: { kind: 'u32', min: 1, max: 2, names: CONVERSION_DIRECTION_NAMES, doc: 'What it becomes.' },
  },
});

export const transfer = defineLayout({
  name: 'transfer',
  number: 29,
  version: 1,
  byteLength: 64,
  doc: 'Moves an amount to another account of the same owner.',
  fields: {
    ...userHead,
    amount: { kind: 'u64', min: 1, max: BALANCE_MAX, doc: 'Amount, in atoms.' },
    asset: { kind: 'u32', doc: 'The asset.' },
    toAccount: { kind: 'u32', doc: 'The account that gets it.' },
  },
});

export const claimSuspense = defineLayout({
  name: 'claimSuspense',
  number: 30,
  version: 1,
  byteLength: 64,
  doc: 'Moves what is in suspense for the owner to the account, as far as it now can be taken.',
  fields: {
    ...userHead,
    asset: { kind: 'u32', doc: 'The asset.' },
  },
});

export const requestWithdrawal = defineLayout({
  name: 'requestWithdrawal',
  number: 31,
  version: 1,
  byteLength: 64,
  doc: 'Asks that an amount leaves for the destination of the owner, on chain.',
  fields: {
    ...userHead,
    amount: { kind: 'u64', min: 1, max: BALANCE_MAX, doc: 'Amount, in atoms.' },
    asset: { kind: 'u32', doc: 'The asset.' },
  },
});

export const createAsset = defineLayout({
  name: 'createAsset',
  number: 32,
  version: 1,
  byteLength: 64,
  doc: 'Adds an asset. Assets are numbered from 0, which is the venue dollar.',
  fields: {
    ...head,
    decimals: { kind: 'u32', max: ASSET_DECIMALS_MAX, doc: 'Decimals: a whole unit is 10^decimals atoms.' },
    mint: { kind: 'bytes', length: 32, doc: 'Address of its mint on chain.' },
  },
});

export const setAssetTerms = defineLayout({
  name: 'setAssetTerms',
  number: 33,
  version: 1,
  byteLength: 64,
  doc: 'Says how much of an asset is taken, and when it converts to the venue dollar and back.',
  fields: {
    ...head,
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    depositMax: { kind: 'u64', doc: 'Most that balances and inventory hold after a deposit, in atoms; 0 is no bound.' },
    dailyConversionMax: {
      kind: 'u64',
      max: BALANCE_MAX,
      doc: 'Most that a day converts in a direction, net of the other, in micro-dollars; 0: it does not convert.',
    },
    bandRate: { kind: 'u32', max: RATE_ONE, doc: 'How far from a dollar its price may lie, in millionths.' },
    initialWeight: { kind: 'u32', max: RATE_ONE, doc: 'What of its value counts as free margin, in millionths.' },
    withdrawalMin: { kind: 'u64', doc: 'Least that is withdrawn, in atoms, but for all of a balance.' },
  },
});

export const setAssetPrice = defineLayout({
  name: 'setAssetPrice',
  number: 34,
  version: 1,
  byteLength: 64,
  doc: 'Sets the price of an asset: signed by the role key of prices.',
  fields: {
    ...head,
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    price: { kind: 'u64', max: BALANCE_MAX, doc: 'Price, in 1e-9 dollars per whole unit; 0 is none.' },
  },
});

export const creditDeposit = defineLayout({
  name: 'creditDeposit',
  number: 35,
  version: 1,
  byteLength: 64,
  doc: 'Credits a deposit that was seen on chain: signed by the role key of deposits.',
  fields: {
    ...head,
    ownerKind: { kind: 'u32', min: 1, max: 3, names: OWNER_KIND_NAMES, doc: 'What the identity is.' },
    deposit: { kind: 'u64', min: 1, doc: 'Number of the deposit on chain.' },
    amount: { kind: 'u64', min: 1, doc: 'Amount, in atoms.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    accountOfOwner: { kind: 'u32', doc: 'Number of the account under its owner, from 0.' },
    identity: { kind: 'bytes', length: 32, doc: 'Identity of the owner, who is registered where it is new.' },
  },
});

export const moveWithdrawal = defineLayout({
  name: 'moveWithdrawal',
  number: 36,
  version: 1,
  byteLength: 64,
  doc: 'Moves a withdrawal to its next state, or voids it, as was seen on chain.',
  fields: {
    ...head,
    state: { kind: 'u32', min: 2, max: 5, names: WITHDRAWAL_STATE_NAMES, doc: 'The new state.' },
    withdrawal: { kind: 'u64', min: 1, doc: 'Number of the withdrawal.' },
  },
});

export const skipDeposit = defineLayout({
  name: 'skipDeposit',
  number: 37,
  version: 1,
  byteLength: 64,
  doc: 'Passes over a deposit that was taken back on chain: signed by the role key of deposits.',
  fields: {
    ...head,
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
    deposit: { kind: 'u64', min: 1, doc: 'Number of the deposit on chain.' },
  },
});
