/** What referred owners are spared of their fees, and what their referrers have of the rest. */
import { referralTermsSet, type setReferralTerms, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { coversRebates } from './fee-tiers.ts';

export function changeReferralTerms(
  state: NaiveState,
  { discount, share }: ValuesOf<typeof setReferralTerms.specs>,
): Refusal | undefined {
  const terms = { discount, share };
  const isCovered = [state.feeTiers, state.spotFeeTiers].every((tiers) => coversRebates(tiers, terms));
  if (!isCovered) return refuse('feeTiersInvalid', 'share');
  state.referralTerms = terms;
  state.emit(referralTermsSet, terms);
  return undefined;
}
