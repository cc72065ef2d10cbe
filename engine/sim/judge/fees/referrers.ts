/** Who referred an owner, which it says once and for all. */
import { referrerSet, type setReferrer, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState } from '../naive-state.ts';
import { ownerNumbered, ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';

export function nameReferrer(state: NaiveState, command: ValuesOf<typeof setReferrer.specs>): Refusal | undefined {
  const { account, key, referrer } = command;
  if (key !== 0) return refuse('keyIsNotOwner', 'key');
  const number = ownerOf(state, account);
  const owner = ownerNumbered(state, number);
  if (owner.referrer !== undefined) return refuse('referrerFixed', 'account');
  if (state.owners[referrer] === undefined) return refuse('ownerUnknown', 'referrer');
  if (referrer === number) return refuse('fieldOutOfRange', 'referrer');
  owner.referrer = referrer;
  state.emit(referrerSet, { owner: number, referrer });
  return undefined;
}
