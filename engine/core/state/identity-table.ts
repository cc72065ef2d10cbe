/**
 * Identities in the order of registration, each {kind, 32 bytes}, and whether one is taken: owners, and the keys that
 * act for them. The index is a crit-bit tree over the 33 bytes: a look-up reads at most one node per bit
 * of them, so identities that somebody chose to collide cost no more than that, which no hash table
 * can promise.
 */
import { assert } from '../bug.ts';
import { OwnerKind } from '../schema/command.ts';

const IDENTITY_BYTES = 32;
const KEY_BYTES = 1 + IDENTITY_BYTES;
/** An inner node: the bit that parts its two sides, and a link for each value of that bit. */
const NODE_WORDS = 3;
const BIT = 0;

/** An address of secp256k1 is twenty bytes; the rest of its identity is zero. */
const ADDRESS_BYTES = 20;

/** Whether 32 bytes can be an identity of a kind. */
export function isIdentity(kind: number, identity: Uint8Array): boolean {
  return kind !== OwnerKind.secp256k1 || identity.subarray(ADDRESS_BYTES).every((byte) => byte === 0);
}

/** Identities, at most so many, numbered from 0. */
export class IdentityTable {
  count = 0;
  private readonly capacity: number;
  /** Kind and 32 bytes of each. */
  private readonly keys: Uint8Array;
  private readonly nodes: Int32Array;
  private nodeCount = 0;
  /** A link is number+1 for a leaf, -(node+1) for an inner node, 0 for nothing. */
  private root = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.keys = new Uint8Array(capacity * KEY_BYTES);
    this.nodes = new Int32Array(capacity * NODE_WORDS);
  }

  get isFull(): boolean {
    return this.count >= this.capacity;
  }

  kindOf(owner: number): number {
    return this.keys[owner * KEY_BYTES] as number;
  }

  /** The 32 bytes, in place. */
  identityOf(owner: number): Uint8Array {
    return this.keys.subarray(owner * KEY_BYTES + 1, (owner + 1) * KEY_BYTES);
  }

  /** The number of a kind and identity, -1 when there is none. */
  find(kind: number, identity: Uint8Array): number {
    const owner = this.nearest(kind, identity);
    return owner >= 0 && this.firstDifference(owner, kind, identity) === -1 ? owner : -1;
  }

  /** Adds an identity that is not there yet to a table that is not full; answers its number. */
  add(kind: number, identity: Uint8Array): number {
    assert(!this.isFull, 'the table of identities is full');
    const near = this.nearest(kind, identity);
    const owner = this.count;
    const at = owner * KEY_BYTES;
    this.keys[at] = kind;
    this.keys.set(identity.subarray(0, IDENTITY_BYTES), at + 1);
    this.count += 1;
    if (near < 0) this.root = owner + 1;
    else this.insert(owner, this.firstDifference(near, kind, identity));
    return owner;
  }

  /** The one that shares the bits by which the tree parts; the only one that can be equal. */
  private nearest(kind: number, identity: Uint8Array): number {
    let link = this.root;
    while (link < 0) {
      const node = (-link - 1) * NODE_WORDS;
      link = this.nodes[node + 1 + bitOf(kind, identity, this.nodes[node + BIT] as number)] as number;
    }
    return link - 1;
  }

  private firstDifference(owner: number, kind: number, identity: Uint8Array): number {
    const at = owner * KEY_BYTES;
    for (let byte = 0; byte < KEY_BYTES; byte += 1) {
      const own = this.keys[at + byte] as number;
      const other = byte === 0 ? kind : (identity[byte - 1] as number);
      if (own !== other) return byte * 8 + Math.clz32(own ^ other) - 24;
    }
    return -1;
  }

  private insert(owner: number, bit: number): void {
    assert(bit >= 0, 'the identity is in the table already');
    const kind = this.kindOf(owner);
    const identity = this.identityOf(owner);
    let parent = -1;
    let link = this.root;
    while (link < 0 && (this.nodes[(-link - 1) * NODE_WORDS + BIT] as number) < bit) {
      const node = (-link - 1) * NODE_WORDS;
      parent = node + 1 + bitOf(kind, identity, this.nodes[node + BIT] as number);
      link = this.nodes[parent] as number;
    }
    const node = this.nodeCount * NODE_WORDS;
    this.nodeCount += 1;
    const side = bitOf(kind, identity, bit);
    this.nodes[node + BIT] = bit;
    this.nodes[node + 1 + side] = owner + 1;
    this.nodes[node + 1 + (1 - side)] = link;
    const linkToNode = -this.nodeCount;
    if (parent < 0) this.root = linkToNode;
    else this.nodes[parent] = linkToNode;
  }
}

function bitOf(kind: number, identity: Uint8Array, bit: number): number {
  const byte = bit >> 3;
  const value = byte === 0 ? kind : (identity[byte - 1] as number);
  return (value >> (7 - (bit & 7))) & 1;
}
