/** The layouts of the records of money. Each says between which accounts of the books what amount moved. */
import { CONVERSION_DIRECTION_NAMES, WITHDRAWAL_STATE_NAMES } from './command.ts';
import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

export const assetCreated = defineLayout({
  name: 'assetCreated',
  number: 34,
  version: 1,
  byteLength: 64,
  doc: 'An asset was added.',
  fields: {
    ...head,
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    decimals: { kind: 'u32', doc: 'Decimals.' },
    mint: { kind: 'bytes', length: 32, doc: 'Address of its mint on chain.' },
  },
});

export const assetTermsSet = defineLayout({
  name: 'assetTermsSet',
  number: 35,
  version: 2,
  byteLength: 64,
  doc: 'The terms of an asset were set.',
  fields: {
    ...head,
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    bandRate: { kind: 'u32', doc: 'How far from a dollar its price may lie, in millionths.' },
    depositMax: { kind: 'u64', doc: 'Most that balances and inventory hold after a deposit, in atoms; 0 is no bound.' },
    dailyConversionMax: { kind: 'u64', doc: 'Most that a day converts in a direction, net, in micro-dollars.' },
    withdrawalMin: { kind: 'u64', doc: 'Least that is withdrawn, in atoms.' },
    initialWeight: { kind: 'u32', doc: 'What of its value counts as free margin, in millionths.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const assetPriceSet = defineLayout({
  name: 'assetPriceSet',
  number: 36,
  version: 1,
  byteLength: 40,
  doc: 'The price of an asset was set.',
  fields: {
    ...head,
    price: { kind: 'u64', doc: 'Price, in 1e-9 dollars per whole unit; 0 is none.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const depositCredited = defineLayout({
  name: 'depositCredited',
  number: 37,
  version: 1,
  byteLength: 56,
  doc: 'A deposit went from `vault` to the balance of an account, or to `suspense` for its owner.',
  fields: {
    ...head,
    deposit: { kind: 'u64', doc: 'Number of the deposit on chain.' },
    amount: { kind: 'u64', doc: 'Amount, in atoms.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    account: { kind: 'u32', doc: 'Number of the account; 4,294,967,295 where the owner has none such.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    isSuspended: { kind: 'u32', doc: '1 when it went to `suspense`.' },
  },
});

export const converted = defineLayout({
  name: 'converted',
  number: 38,
  version: 1,
  byteLength: 56,
  doc: 'Coins went from a balance to `inventory` and venue dollars from `issued` to it, or both the other way.',
  fields: {
    ...head,
    coins: { kind: 'u64', doc: 'Atoms of the coin.' },
    dollars: { kind: 'u64', doc: 'Micro-dollars.' },
    account: { kind: 'u32', doc: 'Number of the account.' },
    asset: { kind: 'u32', doc: 'The coin.' },
    direction: { kind: 'u32', names: CONVERSION_DIRECTION_NAMES, doc: 'What was got.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const transferred = defineLayout({
  name: 'transferred',
  number: 39,
  version: 1,
  byteLength: 48,
  doc: 'An amount went from the balance of one account to that of another.',
  fields: {
    ...head,
    amount: { kind: 'u64', doc: 'Amount, in atoms.' },
    account: { kind: 'u32', doc: 'The account that gave it.' },
    toAccount: { kind: 'u32', doc: 'The account that got it.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const suspenseClaimed = defineLayout({
  name: 'suspenseClaimed',
  number: 40,
  version: 1,
  byteLength: 48,
  doc: 'An amount went from `suspense` to the balance of an account.',
  fields: {
    ...head,
    amount: { kind: 'u64', doc: 'Amount, in atoms.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    account: { kind: 'u32', doc: 'Number of the account.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const withdrawalMoved = defineLayout({
  name: 'withdrawalMoved',
  number: 41,
  version: 1,
  byteLength: 56,
  doc:
    'A withdrawal came to a state. Requested, its amount went from the balance to `withdrawals`; claimed, from there ' +
    'to `vault`; voided, back to the balance or to `suspense`.',
  fields: {
    ...head,
    withdrawal: { kind: 'u64', doc: 'Number of the withdrawal.' },
    amount: { kind: 'u64', doc: 'Amount, in atoms.' },
    account: { kind: 'u32', doc: 'Number of the account.' },
    asset: { kind: 'u32', doc: 'Number of the asset.' },
    state: { kind: 'u32', names: WITHDRAWAL_STATE_NAMES, doc: 'Its state.' },
    isSuspended: { kind: 'u32', doc: '1 when it was voided and its amount went to `suspense`.' },
  },
});

export const destinationPinned = defineLayout({
  name: 'destinationPinned',
  number: 42,
  version: 1,
  byteLength: 64,
  doc: 'An owner said where it withdraws to.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    account: { kind: 'u32', doc: 'Account of the command.' },
    destination: { kind: 'bytes', length: 32, doc: 'Solana address.' },
  },
});

export const autoConversionSet = defineLayout({
  name: 'autoConversionSet',
  number: 43,
  version: 1,
  byteLength: 32,
  doc: 'An account said whether coins that are credited to it are converted.',
  fields: {
    ...head,
    account: { kind: 'u32', doc: 'Number of the account.' },
    converts: { kind: 'u32', doc: '1 when they are.' },
  },
});

export const depositSkipped = defineLayout({
  name: 'depositSkipped',
  number: 44,
  version: 1,
  byteLength: 32,
  doc: 'A deposit that was taken back on chain was passed over.',
  fields: {
    ...head,
    deposit: { kind: 'u64', doc: 'Number of the deposit on chain.' },
  },
});
