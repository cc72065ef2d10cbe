/** Where each owner withdraws to: an Ed25519 key or a program to itself, a secp256k1 address to what it pinned once. */
import { OwnerKind } from '../schema/command.ts';
import type { IdentityTable } from '../state/identity-table.ts';

const ADDRESS_BYTES = 32;

/** Of so many owners, none of whom has pinned anything. */
export function createDestinations(owners: IdentityTable, ownersMax: number) {
  const pinned = new Uint8Array(ownersMax * ADDRESS_BYTES);

  /** What an owner pinned, in place; zeros when it has not. */
  function pinnedOf(owner: number): Uint8Array {
    return pinned.subarray(owner * ADDRESS_BYTES, (owner + 1) * ADDRESS_BYTES);
  }

  /** Whether an owner of this kind has to pin where it withdraws to. */
  function mustPin(owner: number): boolean {
    return owners.kindOf(owner) === OwnerKind.secp256k1;
  }

  function hasPinned(owner: number): boolean {
    return pinnedOf(owner).some((byte) => byte !== 0);
  }

  return {
    pinnedOf,
    mustPin,
    hasPinned,
    isKnown: (owner: number) => !mustPin(owner) || hasPinned(owner),
    pin: (owner: number, destination: Uint8Array) => pinned.set(destination, owner * ADDRESS_BYTES),
  };
}
