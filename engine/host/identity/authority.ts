/**
 * Whose signature a message needs. A message says for which account it acts, and with which of the owner's keys; a
 * session signs nothing but the chain over what it sent.
 */
import {
  approveKey,
  bytesOfAscii,
  decode,
  keyProofText,
  type Message,
  type MessageCommand,
  OwnerKind,
  signSession,
} from '@intelligent-ledger/engine/core';
import type { Identity, Registry } from './registry.ts';
import { isSignedBy, type Signature } from './signatures.ts';

const PLAIN = /^[0-9a-f]{128}$/;
const RECOVERED = /^[0-9a-f]{128}(00|01|1b|1c)$/;

/** Why nobody can sign a message. */
export type AuthorityFault =
  | 'accountUnknown'
  /** The owner of the account has no such key. */
  | 'keyUnknown'
  /** There is no such session, or not of the owner and the key. */
  | 'sessionUnknown'
  /** A session signs its chain, with nothing beside it; whatever else it sends it authenticates. */
  | 'sessionSignsChains'
  /** A chain is signed by its session. */
  | 'chainWithoutSession';

type Sender = Pick<Message, 'account' | 'key' | 'session'>;

/** The identity whose signature a message needs, or why there is none. */
export function signerOfMessage(registry: Registry, message: Message): Identity | AuthorityFault {
  const isChain = message.commands.some(({ layout }) => layout === signSession);
  if (message.session !== 0) {
    if (!isChain || message.commands.length > 1) return 'sessionSignsChains';
    const session = sessionOf(registry, message);
    return typeof session === 'string' ? session : { kind: OwnerKind.ed25519, identity: session.sessionKey };
  }
  if (isChain) return 'chainWithoutSession';
  return senderOf(registry, message);
}

/** The owner or the key that a message acts with. */
export function senderOf(registry: Registry, { account, key }: Sender): Identity | AuthorityFault {
  const owner = registry.ownerOf(account);
  if (owner === undefined) return 'accountUnknown';
  if (key === 0) return owner;
  const entry = registry.keyAt(key);
  return entry?.owner === owner.owner ? entry : 'keyUnknown';
}

/** The open session that a message says it is of. */
export function sessionOf(registry: Registry, { account, key, session }: Sender) {
  const entry = registry.sessionAt(session);
  const isOfSender = entry !== undefined && entry.owner === registry.ownerOf(account)?.owner && entry.key === key;
  return isOfSender ? entry : ('sessionUnknown' as const);
}

/**
 * Whether a key that is to be approved has signed that it acts for the owner of the account; true of other commands.
 */
export function hasProof(registry: Registry, account: number, { layout, command, proof }: MessageCommand): boolean {
  if (layout !== approveKey) return true;
  const owner = registry.ownerOf(account);
  if (owner === undefined || proof === undefined) return false;
  const { identity, keyKind } = decode(approveKey, command);
  const text = bytesOfAscii(keyProofText(registry.domain, owner.identity));
  const signature = signatureOfHex(proof, keyKind);
  return signature !== null && isSignedBy({ kind: keyKind, identity }, text, signature);
}

/**
 * A signature of a kind of key as clients write it: 64 bytes as hex, of secp256k1 with one behind them by which the key
 * is recovered, which wallets count from 27; null when the text is none.
 */
export function signatureOfHex(hex: string, kind: number): Signature | null {
  const isRecovered = kind === OwnerKind.secp256k1;
  if (!(isRecovered ? RECOVERED : PLAIN).test(hex)) return null;
  const last = isRecovered ? Number.parseInt(hex.slice(128), 16) : 0;
  return { signature: hex.slice(0, 128), recovery: last >= 27 ? last - 27 : last };
}
