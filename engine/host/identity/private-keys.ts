/** Ed25519 private keys as 32 bytes of hex, which is how they are kept in files and given to clients. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface SigningKey {
  /** 64 digits of hex. */
  readonly publicKey: string;
  /** Signs bytes; the signature as 128 digits of hex. */
  sign(bytes: Uint8Array): string;
}

/** With what a private key of 32 bytes begins in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = '302e020100300506032b657004220420';

/** The key that 64 digits of hex are. */
export function signingKeyOf(hex: string): SigningKey {
  const der = Buffer.from(PKCS8_HEAD + hex, 'hex');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { publicKey: publicHexOf(createPublicKey(key)), sign: (bytes) => sign(null, bytes, key).toString('hex') };
}

/** A new private key, as 64 digits of hex. */
export function newPrivateKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-32).toString('hex');
}

function publicHexOf(key: KeyObject): string {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32).toString('hex');
}
