/**
 * The secrets by which sessions authenticate what they send. They are made from one secret of the exchange and what a
 * session is, so that none has to be kept, and all are the same after a restart.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

interface SessionTerms {
  readonly session: number;
  readonly sessionKey: string;
}

const KEYS_KEPT = 10_000;

export class SessionSecrets {
  private readonly secret: Uint8Array;
  private readonly domain: string;
  /** By session. */
  private readonly keys = new Map<number, { readonly sessionKey: string; readonly key: KeyObject }>();

  constructor(secret: Uint8Array, domain: string) {
    this.secret = secret;
    this.domain = domain;
  }

  /** The secret of a session, 32 bytes. */
  secretOf({ session, sessionKey }: SessionTerms): Buffer {
    return createHmac('sha256', this.secret).update(`session ${this.domain} ${session} ${sessionKey}`).digest();
  }

  /** Whether a code, as hex, is that of a session for some bytes. */
  isCodeOf(terms: SessionTerms, bytes: Uint8Array, code: string): boolean {
    const expected = createHmac('sha256', this.keyOf(terms)).update(bytes).digest();
    const given = Buffer.from(code, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  /** A key is made of a secret once, and kept while its session is used: making one costs more than the code. */
  private keyOf(terms: SessionTerms): KeyObject {
    const { session, sessionKey } = terms;
    const known = this.keys.get(session);
    if (known?.sessionKey === sessionKey) return known.key;
    const key = createSecretKey(this.secretOf(terms));
    if (this.keys.size >= KEYS_KEPT) this.keys.clear();
    this.keys.set(session, { sessionKey, key });
    return key;
  }
}
