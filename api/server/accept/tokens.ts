/**
 * Tokens by which an owner or a key reads what it may. A token is what it says and a code over it, so that nothing has
 * to be kept; it is worth nothing once its key is dead.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { tokenText } from '@intelligent-ledger/client/texts';
import type { TokenRequest } from '@intelligent-ledger/client/wire';
import { type Identity, isSignedBy, type Registry, signatureOfHex } from '@intelligent-ledger/engine/client-port';
import { bytesOfAscii, KeyScope, OwnerKind } from '@intelligent-ledger/engine/core';
import { Refused } from './problems.ts';

/** Who reads. */
export interface Reader {
  readonly owner: number;
  /** 0 is the owner itself. */
  readonly key: number;
  /** Time in microseconds from which the token is dead. */
  readonly validUntil: number;
}

const DAY_MICROS = 86_400_000_000;
const TOKEN = /^([0-9]+)-([0-9]+)-([0-9]+)-([0-9a-f]{64})$/;

export class Tokens {
  private readonly registry: Registry;
  private readonly secret: Uint8Array;
  private readonly now: () => number;

  constructor(registry: Registry, secret: Uint8Array, now: () => number) {
    this.registry = registry;
    this.secret = secret;
    this.now = now;
  }

  /** Gives a token to whoever signed for it. */
  give({ identity, kind, valid_until, signature }: TokenRequest): { token: string; reader: Reader } {
    const signer: Identity = { kind: OwnerKind[kind], identity };
    const now = this.now();
    if (valid_until <= now || valid_until > now + DAY_MICROS)
      throw new Refused('value_out_of_range', { field: 'valid_until' });
    const text = bytesOfAscii(tokenText(this.registry.domain, identity, valid_until));
    const given = signatureOfHex(signature, signer.kind);
    if (given === null || !isSignedBy(signer, text, given)) throw new Refused('signature_wrong');
    const owner = this.registry.ownerIdentified(signer);
    const key = this.registry.keyIdentified(signer);
    if (owner === undefined && key === undefined) throw new Refused('account_unknown', { field: 'identity' });
    const reader = {
      owner: owner?.owner ?? key?.owner ?? 0,
      key: owner === undefined ? (key?.key ?? 0) : 0,
      validUntil: valid_until,
    };
    const words = `${reader.owner}-${reader.key}-${valid_until}`;
    return { token: `${words}-${this.codeOf(words)}`, reader };
  }

  /** Who sent a request with such a header; fails with `Refused` when nobody did. */
  readerOf(authorization: string | undefined): Reader {
    if (authorization === undefined) throw new Refused('credentials_missing');
    const [, owner, key, until, code] = TOKEN.exec(authorization.replace(/^Bearer /i, '')) ?? [];
    if (code === undefined) throw new Refused('token_wrong');
    const words = `${owner}-${key}-${until}`;
    const isOurs = timingSafeEqual(Buffer.from(code, 'hex'), Buffer.from(this.codeOf(words), 'hex'));
    if (!isOurs || Number(until) <= this.now()) throw new Refused('token_wrong');
    return { owner: Number(owner), key: Number(key), validUntil: Number(until) };
  }

  /** Whether a reader may read an account. */
  mayRead({ owner, key }: Reader, account: number): boolean {
    const ofAccount = this.registry.ownerOf(account);
    if (ofAccount?.owner !== owner) return false;
    if (key === 0) return true;
    const entry = this.registry.keyAt(key);
    if (entry === undefined || entry.owner !== owner || entry.epoch !== ofAccount.epoch) return false;
    const isExpired = entry.expiresAt !== 0 && entry.expiresAt <= this.now();
    const isInScope = entry.onlyAccount === null || entry.onlyAccount === account;
    return (entry.scope & KeyScope.read) !== 0 && !isExpired && isInScope;
  }

  private codeOf(words: string): string {
    return createHmac('sha256', this.secret).update(`token ${this.registry.domain} ${words}`).digest('hex');
  }
}
