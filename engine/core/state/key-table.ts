/** The keys that act for owners, numbered from 1 in the order of registration. Key 0 is an owner itself. */
import { createWords } from '../numbers/words.ts';
import { IdentityTable } from './identity-table.ts';

export type KeyTable = ReturnType<typeof createKeyTable>;

/** An empty table for so many keys. */
export function createKeyTable(keysMax: number) {
  const identities = new IdentityTable(keysMax);
  const owners = createWords(keysMax + 1);

  /** Adds a key that is not there yet to a table that is not full; answers its number. */
  function add(owner: number, kind: number, identity: Uint8Array): number {
    const key = identities.add(kind, identity) + 1;
    owners[key] = owner;
    return key;
  }

  /** Whether a number is that of a key of an owner. */
  function isOf(key: number, owner: number): boolean {
    return key >>> 0 <= identities.count && owners[key] === owner;
  }

  return {
    count: () => identities.count,
    isFull: () => identities.isFull,
    /** Whether a key of this kind and identity is registered. */
    has: (kind: number, identity: Uint8Array) => identities.find(kind, identity) >= 0,
    ownerOf: (key: number) => owners[key] as number,
    kindOf: (key: number) => identities.kindOf(key - 1),
    identityOf: (key: number) => identities.identityOf(key - 1),
    isOf,
    add,
  };
}
