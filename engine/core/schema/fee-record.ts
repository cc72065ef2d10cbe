/** The layouts of the records of shares in fees. */
import { defineLayout } from './layout.ts';
import { head } from './record-head.ts';

export const builderApproved = defineLayout({
  name: 'builderApproved',
  number: 51,
  version: 1,
  byteLength: 40,
  doc: 'An owner said what its orders may pay to a builder.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    builder: { kind: 'u32', doc: 'Number of the owner who is paid.' },
    rateMax: { kind: 'u32', doc: 'Largest rate, in 1e-8; 0: none any more.' },
    reserved: { kind: 'u32', max: 0, doc: 'Zero.' },
  },
});

export const referrerSet = defineLayout({
  name: 'referrerSet',
  number: 52,
  version: 1,
  byteLength: 32,
  doc: 'An owner said who referred it.',
  fields: {
    ...head,
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    referrer: { kind: 'u32', doc: 'Number of the owner who referred it.' },
  },
});

export const rewardsClaimed = defineLayout({
  name: 'rewardsClaimed',
  number: 53,
  version: 1,
  byteLength: 40,
  doc: 'What an owner had earned went from `rewards` to the balance of an account.',
  fields: {
    ...head,
    amount: { kind: 'u64', doc: 'Amount, in micro-dollars.' },
    owner: { kind: 'u32', doc: 'Number of the owner.' },
    account: { kind: 'u32', doc: 'Number of the account.' },
  },
});

export const referralTermsSet = defineLayout({
  name: 'referralTermsSet',
  number: 54,
  version: 1,
  byteLength: 32,
  doc: 'It was said what referred owners are spared, and what their referrers have.',
  fields: {
    ...head,
    discount: { kind: 'u32', doc: 'Of a fee, in millionths.' },
    share: { kind: 'u32', doc: 'Of what then remains of it, in millionths.' },
  },
});

export const feeShared = defineLayout({
  name: 'feeShared',
  number: 55,
  version: 1,
  byteLength: 56,
  doc: 'Of the fee of one side of the fill before it, parts went from `fees` to `rewards`.',
  fields: {
    ...head,
    referralShare: { kind: 'u64', doc: 'What the referrer of the owner earned, in micro-dollars.' },
    builderFee: { kind: 'u64', doc: 'What the builder of the order earned.' },
    account: { kind: 'u32', doc: 'Account of the side.' },
    referrer: { kind: 'u32', doc: 'Owner who referred its owner, plus one; 0 is none.' },
    builder: { kind: 'u32', doc: 'Owner who brought the order, plus one; 0 is none.' },
    isMaker: { kind: 'u32', doc: '1 when the side is the maker.' },
  },
});
