/**
 * Who signs. A wallet is whatever signs bytes for an identity: one is made here of an Ed25519 private key; a browser's
 * wallet or an Ethereum library is wrapped into the same three members.
 */
import { bytesOfHex, hexOf } from './bytes.ts';

export interface Wallet {
  readonly kind: 'ed25519' | 'secp256k1';
  /** The public key as 64 digits of hex; of secp256k1 the address with 24 zeros behind it. */
  readonly identity: string;
  /** Signs a text as it is: 128 digits of hex; of secp256k1 as `personal_sign` does, 130 digits. */
  sign(text: Uint8Array<ArrayBuffer>): Promise<string>;
}

/** With what a private key of 32 bytes begins in PKCS #8 (RFC 8410). */
const PKCS8_HEAD = '302e020100300506032b657004220420';
const SEED_BYTES = 32;

/** The wallet of an Ed25519 private key, 64 digits of hex. */
export async function ed25519Wallet(privateKey: string): Promise<Wallet> {
  const pkcs8 = bytesOfHex(PKCS8_HEAD + privateKey);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, 'Ed25519', true, ['sign']);
  const { x = '' } = await crypto.subtle.exportKey('jwk', key);
  return {
    kind: 'ed25519',
    identity: hexOf(bytesOfBase64Url(x)),
    sign: async (text) => hexOf(new Uint8Array(await crypto.subtle.sign('Ed25519', key, text))),
  };
}

/** A new private key, as 64 digits of hex. */
export function newPrivateKey(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(SEED_BYTES)));
}

function bytesOfBase64Url(text: string): Uint8Array {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
