/**
 * Whether a signature is that of an identity. Ed25519 signs the bytes as they are. A secp256k1 address signs them as
 * Ethereum wallets sign messages (EIP-191, `personal_sign`), so that no wallet is asked to sign blindly.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { OwnerKind, type signatureFrame, type ValuesOf } from '@intelligent-ledger/engine/core';
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Identity } from './registry.ts';

/** A signature, 64 bytes as hex; of secp256k1 r then s, and the number by which the key is recovered. */
export interface Signature {
  readonly signature: string;
  readonly recovery: number;
}

/** Keys are made of bytes once, and kept while they are used: making one costs as much as checking with it. */
const KEYS_KEPT = 10_000;
const ADDRESS_BYTES = 20;
const keys = new Map<string, KeyObject>();

/** Whether an identity signed the bytes. Programs sign nothing. */
export function isSignedBy({ kind, identity }: Identity, bytes: Uint8Array, signature: Signature): boolean {
  if (kind === OwnerKind.ed25519) return isSignedByEd25519(identity, bytes, signature.signature);
  return kind === OwnerKind.secp256k1 && isSignedByAddress(identity, bytes, signature);
}

/** The same in a thread of Node's own, for whoever has something else to do meanwhile. */
export function whetherSignedBy(signer: Identity, bytes: Uint8Array, signature: Signature): Promise<boolean> {
  const key = signer.kind === OwnerKind.ed25519 ? keyOf(signer.identity) : null;
  if (key === null) return Promise.resolve(isSignedBy(signer, bytes, signature));
  return new Promise((resolve) => {
    verify(null, bytes, key, Buffer.from(signature.signature, 'hex'), (error, isSigned) => {
      resolve(error === null && isSigned);
    });
  });
}

/** The identity that a frame of a signature names. */
export function signerOf({
  scheme,
  signer,
}: Pick<ValuesOf<typeof signatureFrame.specs>, 'scheme' | 'signer'>): Identity {
  return { kind: scheme === SECP256K1_SCHEME ? OwnerKind.secp256k1 : OwnerKind.ed25519, identity: signer };
}

/** `signatureFrame.scheme`. */
export const ED25519_SCHEME = 1;
export const SECP256K1_SCHEME = 2;

function isSignedByEd25519(identity: string, bytes: Uint8Array, signature: string): boolean {
  const key = keyOf(identity);
  return key !== null && verify(null, bytes, key, Buffer.from(signature, 'hex'));
}

function isSignedByAddress(identity: string, bytes: Uint8Array, { signature, recovery }: Signature): boolean {
  const recovered = Uint8Array.from([recovery, ...Buffer.from(signature, 'hex')]);
  try {
    const key = secp256k1.recoverPublicKey(recovered, personalMessageHash(bytes), { prehash: false });
    return identity === addressOf(key);
  } catch {
    return false;
  }
}

/** What an Ethereum wallet signs of a message. */
export function personalMessageHash(bytes: Uint8Array): Uint8Array {
  const head = Buffer.from(`\u0019Ethereum Signed Message:\n${bytes.length}`, 'latin1');
  return keccak_256(Buffer.concat([head, bytes]));
}

/** The identity of a secp256k1 key: its address, and twelve zeros. */
export function addressOf(publicKey: Uint8Array): string {
  const point = secp256k1.Point.fromBytes(publicKey).toBytes(false);
  const address = keccak_256(point.subarray(1)).subarray(-ADDRESS_BYTES);
  return Buffer.from(address).toString('hex').padEnd(64, '0');
}

/** Null when the bytes are no key, or not in the one form that a key has. */
function keyOf(identity: string): KeyObject | null {
  const known = keys.get(identity);
  if (known !== undefined) return known;
  try {
    // Some libraries take keys of small order, for which anybody can make signatures, and some do not.
    if (ed25519.Point.fromHex(identity, false).isSmallOrder()) return null;
    const x = Buffer.from(identity, 'hex').toString('base64url');
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const [oldest] = keys.keys();
    if (keys.size >= KEYS_KEPT && oldest !== undefined) keys.delete(oldest);
    keys.set(identity, key);
    return key;
  } catch {
    return null;
  }
}
