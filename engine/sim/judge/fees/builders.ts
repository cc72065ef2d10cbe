/** The builders that owners approve, at which rates, and which builder an order may have. */
import {
  type approveBuilder,
  BUILDERS_OF_OWNER_MAX,
  builderApproved,
  type ValuesOf,
} from '@intelligent-ledger/engine/core';
import type { BuilderTerms } from '../margin/held-margin.ts';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered, ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** Of an order that nobody brought. */
export const NO_BUILDER: BuilderTerms = { builder: 0, builderFee: 0 };

export function approve(state: NaiveState, command: ValuesOf<typeof approveBuilder.specs>): Refusal | undefined {
  const { account, key, builder, rateMax } = command;
  if (key !== 0) return refuse('keyIsNotOwner', 'key');
  if (state.owners[builder] === undefined) return refuse('ownerUnknown', 'builder');
  const owner = ownerOf(state, account);
  const { builders } = ownerNumbered(state, owner);
  const isAdded = rateMax > 0 && !builders.has(builder);
  if (isAdded && builders.size >= BUILDERS_OF_OWNER_MAX) return refuse('builderQuotaReached');
  if (rateMax > 0) builders.set(builder, rateMax);
  else builders.delete(builder);
  state.emit(builderApproved, { owner, builder, rateMax });
  return undefined;
}

/** Why an order may not have the builder that it names, at the rate that it names. */
export function builderRefusal(
  state: NaiveState,
  { account, builder, builderFee }: BuilderTerms & { readonly account: number },
): Refusal | undefined {
  if (builder === 0) return builderFee === 0 ? undefined : refuse('flagsConflict', 'builderFee');
  const { builders } = ownerNumbered(state, ownerOf(state, account));
  const rateMax = builders.get(builder - 1);
  if (rateMax === undefined) return refuse('builderNotApproved', 'builder');
  return builderFee > rateMax ? refuse('builderNotApproved', 'builderFee') : undefined;
}
