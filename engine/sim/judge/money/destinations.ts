/** Where owners withdraw to: an Ed25519 or program owner to its identity, a secp256k1 owner to what it pinned. */
import { destinationPinned, OwnerKind, type pinDestination, type ValuesOf } from '@intelligent-ledger/engine/core';
import type { NaiveState, Owner } from '../naive-state.ts';
import { ownerNumbered, ownerOf } from '../owners.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** What an owner that pinned none has in its place. */
export const NO_DESTINATION = '00'.repeat(32);

export function pin(state: NaiveState, command: ValuesOf<typeof pinDestination.specs>): Refusal | undefined {
  const { account, key, destination } = command;
  if (key !== 0) return refuse('keyMovesNoFunds', 'key');
  const number = ownerOf(state, account);
  const owner = ownerNumbered(state, number);
  if (owner.ownerKind !== OwnerKind.secp256k1) return refuse('destinationFixed', 'account');
  if (owner.destination !== NO_DESTINATION) return refuse('destinationFixed', 'destination');
  if (destination === NO_DESTINATION) return refuse('fieldOutOfRange', 'destination');
  owner.destination = destination;
  state.emit(destinationPinned, { owner: number, account, destination });
  return undefined;
}

/** Whether it is known where what an owner withdraws goes to. */
export function hasDestination({ ownerKind, destination }: Owner): boolean {
  return ownerKind !== OwnerKind.secp256k1 || destination !== NO_DESTINATION;
}
