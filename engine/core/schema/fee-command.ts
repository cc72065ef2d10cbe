/** The layouts of the commands that say who shares in fees, and by which that is paid out. */

import { head } from './command-head.ts';
import { BUILDER_RATE_MAX, RATE_ONE } from './command-terms.ts';
import { defineLayout } from './layout.ts';
import { userHead } from './user-command.ts';

export const approveBuilder = defineLayout({
  name: 'approveBuilder',
  number: 43,
  version: 1,
  byteLength: 64,
  doc: 'Says what orders of the owner may pay at most to an owner who brought them, its builder.',
  fields: {
    ...userHead,
    builder: { kind: 'u32', doc: 'Number of the owner who is paid.' },
    rateMax: { kind: 'u32', max: BUILDER_RATE_MAX, doc: 'Largest rate, in 1e-8; 0 takes the approval back.' },
  },
});

export const setReferrer = defineLayout({
  name: 'setReferrer',
  number: 44,
  version: 1,
  byteLength: 64,
  doc: 'Says once and for all which owner brought the owner of the account, and shares in its fees.',
  fields: {
    ...userHead,
    referrer: { kind: 'u32', doc: 'Number of the owner who referred it.' },
  },
});

export const claimRewards = defineLayout({
  name: 'claimRewards',
  number: 45,
  version: 1,
  byteLength: 64,
  doc: 'Credits an account with what its owner has earned as builder and as referrer.',
  fields: { ...userHead },
});

export const setReferralTerms = defineLayout({
  name: 'setReferralTerms',
  number: 46,
  version: 1,
  byteLength: 64,
  doc: 'Says what owners that were referred are spared of their fees, and what their referrers have of the rest.',
  fields: {
    ...head,
    discount: { kind: 'u32', max: RATE_ONE, doc: 'Of a fee, in millionths.' },
    share: { kind: 'u32', max: RATE_ONE, doc: 'Of what then remains of it, in millionths.' },
  },
});
